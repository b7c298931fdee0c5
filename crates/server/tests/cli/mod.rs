//! The parts of these tests.

mod bpmn;
mod data;
mod deadline;
mod edxml;
mod figure;
mod lint;
mod paper;
mod program;
mod score;
mod serve;
mod statute;
mod workflow;

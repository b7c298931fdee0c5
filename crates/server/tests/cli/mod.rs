//! The parts of these tests.

mod data;
mod deadline;
mod lint;
mod program;
mod score;
mod serve;
mod workflow;

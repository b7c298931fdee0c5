//! The parts of these tests.

mod data;
mod deadline;
mod program;
mod serve;

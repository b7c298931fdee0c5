//! Workflows: what is proved and what is shown as a trap, how instances run, what BPMN carries, what ships.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod bpmn;
mod file;
mod fit;
mod migration;
mod net;
mod proof;
mod random;
mod run;
mod second_opinion;
mod shipped;
mod speed;

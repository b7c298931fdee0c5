//! The parts of these tests.

mod bed;
mod described;
mod files;
mod forms;
mod input;
mod life;
mod lists;
mod retries;
mod schema;
mod statutes;
mod stranger;

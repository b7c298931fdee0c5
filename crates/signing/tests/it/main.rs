//! What signatures promise, looked at by tools that know nothing of this crate.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod chains;
mod garbage;
mod own;
mod stamps;
mod support;
mod tokens;
mod tools;
mod xml;

//! The registry of procedures: acts on versions in the making, and what is read of them.
//!
//! A procedure's stream in the journal is `procedure/{id}`. Published versions enter the catalogue by their first day, so
//! that nothing has to happen on that day.

mod act;
pub mod batch;
mod read;
mod row;

pub use act::{RegistryDone, RegistryRequest};
pub use read::{HistoryLine, InWork, InWorkPage, RecordView, RevisionFilter};
pub(crate) use row::{difference, published_of};

/// Name of a procedure's stream.
pub(crate) fn stream_of(procedure: &str) -> String {
    format!("procedure/{procedure}")
}

//! A whole catalogue that comes in as a file: compared with what is published, and made into drafts that go the way of
//! every other draft. Nothing is published by an import.
//!
//! The file is kept as an upload between the preview and the confirmation and read again then; the drafts are those of
//! the preview, or none.

mod act;
mod draft;
mod file;
mod list;

use domain::dataset::Fault;
use sheet::SheetFault;

pub use act::{BatchOutcome, BatchRefusal, BatchStep};
pub use draft::BatchChoice;
pub use file::{BatchChange, BatchPreview, preview};
pub use list::{Batch, BatchDraft, BatchList, BatchPage};

use crate::error::ActError;

/// Most drafts that one import makes, and most that one act on all of them goes through.
pub const DRAFTS_MAX: usize = 500;
/// Largest file, in bytes.
pub const FILE_BYTES_MAX: usize = sheet::MAX_BYTES;

/// One fault of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchFault {
    /// In a workbook, with sheet, row and column.
    #[error(transparent)]
    Sheet(#[from] SheetFault),
    /// In a record.
    #[error(transparent)]
    Data(#[from] Fault),
    /// Neither a workbook of procedures nor a data file of procedures.
    #[error("neither a workbook nor a JSON file of procedures")]
    NotACatalogue,
}

/// Why a file is not compared, or why no draft was made of it. Nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The file has faults; all of them.
    #[error("{} faults in the file", .0.len())]
    Faults(Vec<BatchFault>),
    /// The file says what is published already.
    #[error("nothing differs")]
    Nothing,
    /// More drafts than one import makes.
    #[error("{count} drafts, at most {DRAFTS_MAX}")]
    TooMany {
        /// How many it would make.
        count: usize,
    },
    /// Something was published since the preview: what it showed is no longer what would happen.
    #[error("the catalogue has changed since the preview")]
    Changed,
    /// Of these procedures a revision is in work; each with its number.
    #[error("{} procedures have a revision in work", .0.len())]
    InWork(Vec<(String, i64)>),
    /// It could not be done.
    #[error(transparent)]
    Act(#[from] ActError),
}

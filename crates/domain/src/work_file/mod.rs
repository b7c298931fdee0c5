//! Work files (hồ sơ công việc): the documents of one matter, kept together, closed, handed to the archive or destroyed.
//!
//! An agency approves the list of its files once a year ([`FileList`]); whoever works on a matter opens a [`WorkFile`] from
//! that list or outside it, puts in what belongs to the matter, and closes it when the work is done. How long a file is kept
//! is counted from the year in which the work ended; from five years on it goes to the archive of the agency.
//!
//! A document lies in several files without a copy: a file holds names of documents, never their bytes.
//!
//! Law: Decree 30/2020/NĐ-CP, Articles 28–31; Archives Law 33/2024/QH15, Article 15; Circular 10/2022/TT-BNV.

mod decide;
mod event;
mod list;
mod refusal;
mod retention;
mod state;

pub use decide::{WorkFileCommand, open};
pub use event::{Heading, Piece, PieceKind, WorkFileEvent};
pub use list::{Entry, FileList, FileListCommand, FileListEvent};
pub use refusal::{ReplayError, WorkFileRefusal};
pub use retention::{Retention, RetentionGroup, RetentionSchedule, ScheduleFault};
pub use state::{WorkFile, WorkFileStage};

#[cfg(test)]
mod tests;

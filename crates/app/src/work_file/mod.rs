//! Work files: the list of the year, files opened from it, what lies in them, the archive and the end.
//!
//! Each file has a stream (`work-file/{id}`), each list one (`file-list/{agency}-{year}`). Reasons may name people: they are
//! sealed under a key of the file's own.

mod act;
mod list;
mod open;
mod row;
mod show;
mod year;

pub use act::{WorkFileDone, WorkFileRequest};
pub use list::{WARNED_DAYS, WorkFileList, WorkFilePage};
pub use open::NewWorkFile;
pub(crate) use row::{difference, stray};
pub use show::{WorkFileHistory, WorkFileView};
pub use store::work_file::{PieceRow, WorkFileRow};
pub use year::FileListView;
pub(crate) use year::difference as list_difference;

use std::sync::LazyLock;

use domain::access::FilingFacts;
use domain::work_file::{Heading, RetentionSchedule};

use crate::App;
use crate::error::ActError;

/// Events of one stream that are read at most.
const EVENTS_MAX: i64 = 10_000;

/// The periods that ship with the product (Circular 10/2022/TT-BNV).
static SCHEDULE: LazyLock<Option<RetentionSchedule>> = LazyLock::new(|| {
    let parsed = RetentionSchedule::parse(include_bytes!("../../../../data/documents/retention.json"));
    parsed.inspect_err(|faults| tracing::error!(?faults, "the shipped periods cannot be read")).ok()
});

impl App {
    /// The published periods for which files are kept.
    pub fn retention_schedule(&self) -> Result<&'static RetentionSchedule, ActError> {
        SCHEDULE.as_ref().ok_or_else(|| ActError::fault("there are no periods"))
    }
}

/// Name of a file's stream.
fn stream(id: &str) -> String {
    format!("work-file/{id}")
}

/// What the decision about access needs to know.
fn facts(heading: &Heading) -> FilingFacts<'_> {
    FilingFacts { agency: &heading.agency, unit: &heading.unit, keeper: &heading.keeper }
}

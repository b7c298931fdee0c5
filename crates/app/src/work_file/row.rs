//! Between work files and their rows.

use domain::access::Waits;
use domain::time::{Date, Instant};
use domain::work_file::{WorkFile, WorkFileEvent, WorkFileStage};
use store::Tx;
use store::document_reader;
use store::journal::{self, StoredEvent};
use store::work_file::{self as rows, READERS, WorkFileRow};

use super::{EVENTS_MAX, facts, stream};
use crate::error::ActError;

/// Where there is no last day.
const NO_DAY: &str = "9999-12-31";

/// A file with the time of its opening; none where there is none.
pub(super) fn load(tx: &mut Tx<'_>, id: &str) -> Result<Option<(WorkFile, Instant)>, ActError> {
    let events = journal::of_stream(tx, &stream(id), 0, EVENTS_MAX)?;
    let Some(first) = events.first() else { return Ok(None) };
    Ok(Some((replay(&events)?, first.recorded_at)))
}

/// The file that these events make.
pub(super) fn replay(stored: &[StoredEvent]) -> Result<WorkFile, ActError> {
    let events: Vec<WorkFileEvent> =
        stored.iter().map(|event| serde_json::from_str(&event.payload)).collect::<Result<_, _>>()?;
    Ok(WorkFile::replay(&events)?)
}

/// Whom it waits for, and until when.
fn waits(file: &WorkFile) -> (String, String) {
    let heading = &file.heading;
    let over = || file.over_on().map_or_else(|| NO_DAY.to_owned(), |day| day.to_string());
    match file.stage {
        // Whoever made it hands it over.
        WorkFileStage::Closed => match file.handover_by() {
            Some(by) => (Waits::Person(&heading.keeper).key(), by.to_string()),
            None => (String::new(), NO_DAY.to_owned()),
        },
        WorkFileStage::Proposed => (Waits::Leader(&heading.agency).key(), over()),
        WorkFileStage::Approved => (Waits::Clerk(&heading.agency).key(), over()),
        WorkFileStage::Open | WorkFileStage::Archived | WorkFileStage::Destroyed => (String::new(), NO_DAY.to_owned()),
    }
}

/// The row of a file.
fn row(id: &str, file: &WorkFile, opened_at: Instant) -> WorkFileRow {
    let heading = &file.heading;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (waits_for, waits_until) = waits(file);
    WorkFileRow {
        id: id.to_owned(),
        version: file.version,
        agency: heading.agency.clone(),
        unit: heading.unit.clone(),
        year: i64::from(heading.year),
        symbol: heading.symbol.clone(),
        title: heading.title.clone(),
        keeper: heading.keeper.clone(),
        retention: heading.retention.number().map_or(0, i64::from),
        state: file.stage.name().to_owned(),
        started: heading.started.to_string(),
        ended: day(file.ended),
        handover_by: day(file.handover_by()),
        over_on: day(file.over_on()),
        pieces: i64::try_from(file.pieces.len()).unwrap_or(i64::MAX),
        opened_at,
        waits_for,
        waits_until,
    }
}

/// Keeps the row, who can see it, and what the event changed of what lies in it.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    id: &str,
    (file, opened_at): (&WorkFile, Instant),
    event: &WorkFileEvent,
) -> Result<(), ActError> {
    rows::put(tx, &row(id, file, opened_at))?;
    match event {
        WorkFileEvent::Opened { .. } => {
            document_reader::replace(tx, READERS, id, &facts(&file.heading).readers(), opened_at)?;
        }
        WorkFileEvent::Put { piece, .. } => rows::put_piece(tx, id, (piece.kind.name(), &piece.id), file.version)?,
        WorkFileEvent::TakenOut { piece, .. } => rows::drop_piece(tx, id, (piece.kind.name(), &piece.id))?,
        WorkFileEvent::Kept { .. }
        | WorkFileEvent::Closed { .. }
        | WorkFileEvent::Reopened { .. }
        | WorkFileEvent::KeptBack { .. }
        | WorkFileEvent::HandedOver { .. }
        | WorkFileEvent::Proposed { .. }
        | WorkFileEvent::Approved { .. }
        | WorkFileEvent::Spared { .. }
        | WorkFileEvent::Destroyed { .. } => (),
    }
    Ok(())
}

/// What of a file's rows is not as the journal says; `None` when nothing is.
pub(crate) fn difference(tx: &mut Tx<'_>, id: &str, events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let Some(first) = events.first() else { return Ok(None) };
    let file = replay(events)?;
    let Some(found) = rows::one(tx, id)? else { return Ok(Some("the file's row is missing".to_owned())) };
    if found != row(id, &file, first.recorded_at) {
        return Ok(Some("the file's row differs from the journal".to_owned()));
    }
    if document_reader::of(tx, READERS, id)? != facts(&file.heading).readers() {
        return Ok(Some("who can see the file differs from the journal".to_owned()));
    }
    let lies: Vec<(String, String)> =
        file.pieces.iter().map(|piece| (piece.kind.name().to_owned(), piece.id.clone())).collect();
    let same = rows::pieces(tx, id)? == lies;
    Ok(if same { None } else { Some("what lies in the file differs from the journal".to_owned()) })
}

/// Rows without an event: the stream, and what is wrong with it.
pub(crate) fn stray(tx: &mut Tx<'_>) -> Result<Option<(String, String)>, ActError> {
    let orphan = rows::orphan(tx)?;
    Ok(orphan.map(|stream| (stream, "there is a row of it, and no event in the journal".to_owned())))
}

//! Between the registry's record and its rows.

use domain::dataset::Content;
use domain::registry::{Event, Record, Revision};
use domain::time::Instant;
use store::Tx;
use store::journal::{self, StoredEvent};
use store::registry::{self as rows, RegistryRow, RevisionRow};

use super::stream_of;
use crate::catalogue::build::PublishedRevision;
use crate::error::ActError;

/// Events of one procedure that are read at most: years of daily work.
const EVENTS_MAX: i64 = 10_000;

/// The record of a procedure; an empty one when the registry never touched it.
pub(super) fn load(tx: &mut Tx<'_>, procedure: &str) -> Result<Record, ActError> {
    replay(&journal::of_stream(tx, &stream_of(procedure), 0, EVENTS_MAX)?)
}

/// The record that these events make.
pub(super) fn replay(stored: &[StoredEvent]) -> Result<Record, ActError> {
    let mut record = Record::default();
    for event in stored {
        let happened: Event = serde_json::from_str(&event.payload)?;
        record.apply(&happened, &event.actor)?;
    }
    Ok(record)
}

/// Keeps what an act left: how the procedure stands, and the revision that it was about.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    procedure: &str,
    record: &Record,
    revision: Option<u32>,
    now: Instant,
) -> Result<(), ActError> {
    rows::put(tx, &registry_row(procedure, record)?)?;
    if let Some(revision) = revision.and_then(|number| record.revisions.get(&number)) {
        rows::put_revision(tx, &revision_row(procedure, revision, now)?)?;
    }
    Ok(())
}

/// The content of a revision.
pub(super) fn content(record: &Record, number: u32) -> Option<Result<Content, ActError>> {
    let revision = record.revisions.get(&number)?;
    Some(Content::from_value(&revision.content).map_err(ActError::Content))
}

fn registry_row(procedure: &str, record: &Record) -> Result<RegistryRow, ActError> {
    Ok(RegistryRow {
        procedure_id: procedure.to_owned(),
        version: record.version,
        standing: serde_json::to_string(&record.standing)?,
    })
}

fn revision_row(procedure: &str, revision: &Revision, updated_at: Instant) -> Result<RevisionRow, ActError> {
    let name = revision.content.get("procedure").and_then(|procedure| procedure.get("name_vi"));
    Ok(RevisionRow {
        procedure_id: procedure.to_owned(),
        number: i64::from(revision.number),
        state: revision.state.name().to_owned(),
        name: name.and_then(serde_json::Value::as_str).unwrap_or_default().to_owned(),
        valid_from: revision.valid_from.map(|day| day.to_string()),
        updated_at,
        body: revision.content.to_string(),
        batch: revision.batch.clone(),
        accepted: serde_json::to_string(&revision.accepted)?,
    })
}

/// A published row as the catalogue takes it.
pub(crate) fn published_of(row: &RevisionRow) -> Result<PublishedRevision, ActError> {
    let broken = || ActError::fault(format!("revision {} of {} cannot be read", row.number, row.procedure_id));
    Ok(PublishedRevision {
        number: u32::try_from(row.number).map_err(|_| broken())?,
        valid_from: row.valid_from.as_deref().and_then(|day| day.parse().ok()).ok_or_else(broken)?,
        content: Content::parse(row.body.as_bytes()).map_err(|_| broken())?,
    })
}

/// What of the rows is not as the journal says; `None` when nothing is.
pub(crate) fn difference(tx: &mut Tx<'_>, procedure: &str, events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let record = replay(events)?;
    if rows::one(tx, procedure)?.as_ref() != Some(&registry_row(procedure, &record)?) {
        return Ok(Some("the registry's row differs from the journal".to_owned()));
    }
    let found = rows::revisions_of(tx, procedure)?;
    if found.len() != record.revisions.len() {
        let (kept, told) = (found.len(), record.revisions.len());
        return Ok(Some(format!("the table holds {kept} revisions, the journal {told}")));
    }
    for (found, revision) in found.iter().zip(record.revisions.values()) {
        if *found != revision_row(procedure, revision, found.updated_at)? {
            return Ok(Some(format!("the row of revision {} differs from the journal", found.number)));
        }
    }
    Ok(None)
}

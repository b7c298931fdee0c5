//! What the records say of a procedure under review: its dossiers, and what happened to them.

use domain::time::Instant;

use crate::dossier::Cursor;
use crate::error::DbError;
use crate::tx::Tx;
use crate::{args, sql};

/// Dossiers of a procedure that are looked at: handed in from an instant on and before another, of a unit or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The procedure.
    pub procedure: String,
    /// The first instant.
    pub from: Instant,
    /// The first instant after.
    pub until: Instant,
    /// The unit that received or works them; none for the whole province.
    pub unit: Option<String>,
}

/// One dossier in a list of those that were counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedRow {
    /// Its code.
    pub code: String,
    /// Stable name of its stage.
    pub stage: String,
    /// When it was handed in.
    pub submitted_at: Instant,
    /// The unit that works it.
    pub handling_unit: String,
}

sql!(
    REVIEW_DOSSIER_COUNT,
    "SELECT COUNT(*) FROM dossier WHERE procedure_id = $1 AND submitted_at >= $2 AND submitted_at < $3
       AND (CAST($4 AS TEXT) IS NULL OR receiving_unit = $4 OR handling_unit = $4)"
);

/// How many dossiers there are. Costs as many steps in one index: for [`Store::read_at_length`](crate::Store::read_at_length).
pub fn count(tx: &mut Tx<'_>, span: &Span) -> Result<i64, DbError> {
    let args = args![&span.procedure, span.from, span.until, span.unit.as_deref()];
    Ok(tx.one(&REVIEW_DOSSIER_COUNT, args, |row| row.int(0))?.unwrap_or(0))
}

sql!(
    REVIEW_DOSSIERS,
    "SELECT code, stage, submitted_at, handling_unit FROM dossier
     WHERE procedure_id = $1 AND submitted_at >= $2 AND (submitted_at, code) < ($3, $4)
       AND (CAST($5 AS TEXT) IS NULL OR receiving_unit = $5 OR handling_unit = $5)
     ORDER BY submitted_at DESC, code DESC LIMIT $6"
);

/// The dossiers that were counted, the newest first.
pub fn list(tx: &mut Tx<'_>, span: &Span, after: Option<&Cursor>, limit: i64) -> Result<Vec<CountedRow>, DbError> {
    let (at, code) = after.map_or((span.until, ""), |cursor| (cursor.at.min(span.until), cursor.code.as_str()));
    let args = args![&span.procedure, span.from, at, code, span.unit.as_deref(), limit];
    tx.query(&REVIEW_DOSSIERS, args, |row| {
        Ok(CountedRow {
            code: row.text(0)?,
            stage: row.text(1)?,
            submitted_at: row.instant(2)?,
            handling_unit: row.text(3)?,
        })
    })
}

sql!(
    REVIEW_EVENTS,
    "SELECT j.stream, j.payload FROM journal j JOIN (
        SELECT code FROM dossier WHERE procedure_id = $1 AND submitted_at >= $2 AND submitted_at < $3
          AND (CAST($4 AS TEXT) IS NULL OR receiving_unit = $4 OR handling_unit = $4)
        ORDER BY submitted_at DESC, code DESC LIMIT $5
     ) sample ON sample.code = j.stream
     WHERE j.version <= $6 ORDER BY j.stream, j.version"
);

/// What happened to the newest of these dossiers, at most `sample` of them and `events` of each: code and event, in the
/// order in which it happened.
pub fn events(
    tx: &mut Tx<'_>,
    span: &Span,
    (sample, events): (i64, i64),
    mut take: impl FnMut(&str, &str) -> Result<(), DbError>,
) -> Result<(), DbError> {
    let args = args![&span.procedure, span.from, span.until, span.unit.as_deref(), sample, events];
    tx.each(&REVIEW_EVENTS, args, |row| take(row.str(0)?, row.str(1)?))
}

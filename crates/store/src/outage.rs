//! The register of outages: rows that are projections of their own streams.

use domain::lateness::OutageRecord;
use domain::time::DateTime;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// Outages of one span of time that are read at most.
const ROWS_MAX: i64 = 1_000;

sql!(
    OUTAGE_PUT,
    "INSERT INTO outage (id, version, began, ended, what, noted_by, is_withdrawn) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, ended = excluded.ended,
        is_withdrawn = excluded.is_withdrawn"
);

/// Keeps an outage after the event of that version.
pub fn put(tx: &mut Tx<'_>, record: &OutageRecord, version: i64) -> Result<(), DbError> {
    let OutageRecord { id, from, to, what, noted_by, withdrawn } = record;
    let (from, to) = (from.to_string(), to.map(|to| to.to_string()));
    tx.exec(&OUTAGE_PUT, args![id, version, from, to, what, noted_by, *withdrawn]).map(drop)
}

macro_rules! outages {
    ($rest:literal) => {
        concat!("SELECT id, version, began, ended, what, noted_by, is_withdrawn FROM outage ", $rest)
    };
}

sql!(OUTAGE_ONE, outages!("WHERE id = $1"));

/// One outage, and the number of its events.
pub fn one(tx: &mut Tx<'_>, id: &str) -> Result<Option<(OutageRecord, i64)>, DbError> {
    tx.one(&OUTAGE_ONE, args![id], |row| Ok((read(row)?, row.int(1)?)))
}

sql!(
    OUTAGES_BETWEEN,
    outages!(
        "WHERE began < $2 AND (ended IS NULL OR ended > $1) AND NOT is_withdrawn ORDER BY began DESC, id DESC LIMIT $3"
    )
);

/// Outages that touch a span of time, at most a thousand, the newest first.
pub fn between(tx: &mut Tx<'_>, from: DateTime, to: DateTime) -> Result<Vec<OutageRecord>, DbError> {
    tx.query(&OUTAGES_BETWEEN, args![from.to_string(), to.to_string(), ROWS_MAX], read)
}

sql!(OUTAGES_PAGE, outages!("WHERE (began, id) < ($1, $2) ORDER BY began DESC, id DESC LIMIT $3"));

/// A page of the register, the newest first; `before` is the beginning and the id of the last one seen.
pub fn page(tx: &mut Tx<'_>, before: Option<(&str, &str)>, limit: i64) -> Result<Vec<OutageRecord>, DbError> {
    let (began, id) = before.unwrap_or(("9999-12-31", ""));
    tx.query(&OUTAGES_PAGE, args![began, id, limit], read)
}

sql!(
    LATE_ORPHAN,
    "SELECT stream FROM (
        SELECT 'outage/' || id AS stream FROM outage
        UNION ALL SELECT 'reminder/' || key FROM reminder
     ) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.stream = known.stream) ORDER BY stream LIMIT 1"
);

/// A stream of an outage or of a reminder that has a row and not one event in the journal: there is none unless somebody
/// wrote past the acts.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&LATE_ORPHAN, args![], |row| row.text(0))
}

fn read(row: &Row<'_>) -> Result<OutageRecord, DbError> {
    let civil = |text: &str| text.parse::<DateTime>().map_err(|_| DbError::corrupt("a time that is none"));
    Ok(OutageRecord {
        id: row.text(0)?,
        from: civil(row.str(2)?)?,
        to: row.opt_str(3)?.map(civil).transpose()?,
        what: row.text(4)?,
        noted_by: row.text(5)?,
        withdrawn: row.bool(6)?,
    })
}

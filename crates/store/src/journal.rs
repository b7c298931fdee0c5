//! The journal: every change as an event, appended once and never edited. All tables are projections of it.
//!
//! Events of one record form a stream with versions 1, 2, 3, …; two acts that decided on the same version cannot
//! both append. Followers read all streams in the order of [`Place`] and never skip an event, though transactions
//! of `PostgreSQL` may become visible in another order than they began.

use std::collections::BTreeMap;

use domain::time::Instant;

use crate::args;
use crate::dialect::{SETTLE_TRANSACTIONS, TRANSACTIONS_OF_ANOTHER_SERVER};
use crate::error::DbError;
use crate::row::Row;
use crate::session::Session;
use crate::sql;
use crate::tx::Tx;
use crate::value::Value;

/// An event to be appended.
#[derive(Debug, Clone, Copy)]
pub struct NewEvent<'a> {
    /// The record that it belongs to, as `dossier/000.12.H55-261123-0004`.
    pub stream: &'a str,
    /// Its number within the stream, from 1.
    pub version: i64,
    /// What happened, in the past tense.
    pub kind: &'a str,
    /// When it was written down.
    pub recorded_at: Instant,
    /// Who did it.
    pub actor: &'a str,
    /// JSON without personal data.
    pub payload: &'a str,
    /// Personal data, encrypted under the subject's key.
    pub sealed: Option<&'a [u8]>,
    /// Whose key.
    pub subject: Option<&'a str>,
}

/// An event as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Where it stands among all events.
    pub place: Place,
    /// The record that it belongs to.
    pub stream: String,
    /// Its number within the stream, from 1.
    pub version: i64,
    /// What happened.
    pub kind: String,
    /// When it was written down.
    pub recorded_at: Instant,
    /// Who did it.
    pub actor: String,
    /// JSON without personal data.
    pub payload: String,
    /// Personal data, encrypted under the subject's key.
    pub sealed: Option<Vec<u8>>,
    /// Whose key.
    pub subject: Option<String>,
}

/// A place in the order in which followers see events.
///
/// Positions alone do not do: of two transactions that overlap, the one with the lower position may commit later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Number of the transaction; always 0 on `SQLite`, which has one writer.
    pub transaction: i64,
    /// Number of the event.
    pub position: i64,
}

impl Place {
    /// Before the first event.
    pub const START: Self = Self { transaction: 0, position: 0 };
}

sql!(
    EVENT_APPEND,
    "INSERT INTO journal (stream, version, kind, recorded_at, actor, payload, sealed, subject)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);
sql!(
    EVENTS_OF_STREAM,
    "SELECT transaction_id, position, stream, version, kind, recorded_at, actor, payload, sealed, subject FROM journal
     WHERE stream = $1 AND version > $2 ORDER BY version LIMIT $3"
);
sql!(
    FIRST_AND_OF_KIND,
    "SELECT transaction_id, position, stream, version, kind, recorded_at, actor, payload, sealed, subject FROM journal
     WHERE stream IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AND (version = 1 OR kind = $11)
     ORDER BY stream, version"
);
sql!(STREAMS_AFTER, "SELECT DISTINCT stream FROM journal WHERE stream > $1 ORDER BY stream LIMIT $2");
sql!(VERSION_OF_STREAM, "SELECT version FROM journal WHERE stream = $1 ORDER BY version DESC LIMIT 1");
sql!(FOLLOWER_PLACE, "SELECT transaction_id, position FROM follower WHERE name = $1");
sql!(
    FOLLOWER_START,
    "INSERT INTO follower (name, transaction_id, position) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING"
);
sql!(
    FOLLOWER_ADVANCE,
    "UPDATE follower SET transaction_id = $4, position = $5 WHERE name = $1 AND transaction_id = $2 AND position = $3"
);

/// Appends an event. The act is [`DbError::Stale`] when the stream has this version already.
pub fn append(tx: &mut Tx<'_>, event: &NewEvent<'_>) -> Result<(), DbError> {
    tx.post_fresh(
        &EVENT_APPEND,
        args![
            event.stream,
            event.version,
            event.kind,
            event.recorded_at,
            event.actor,
            event.payload,
            event.sealed,
            event.subject,
        ],
    )
}

/// Events of one record after a version, oldest first.
pub fn of_stream(tx: &mut Tx<'_>, stream: &str, after_version: i64, limit: i64) -> Result<Vec<StoredEvent>, DbError> {
    tx.query(&EVENTS_OF_STREAM, args![stream, after_version, limit], read)
}

/// Streams looked up by one statement.
const LOOKUP: usize = 50;

sql!(
    EVENTS_OF_STREAMS,
    "SELECT stream, payload FROM journal WHERE stream IN (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39,
        $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)
     ORDER BY stream, version LIMIT $51"
);

/// What the events of several records say, by record, oldest first, without what is sealed. A record whose events do not
/// all fit into `limit` for each fifty records is left out.
pub fn payloads_of(tx: &mut Tx<'_>, streams: &[String], limit: i64) -> Result<BTreeMap<String, Vec<String>>, DbError> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for part in streams.chunks(LOOKUP) {
        let mut args: Vec<Value<'_>> = part.iter().map(Value::from).collect();
        args.resize(LOOKUP, Value::from(""));
        args.push(Value::from(limit));
        let (mut count, mut last) = (0_i64, String::new());
        tx.each(&EVENTS_OF_STREAMS, &args, |row| {
            count = count.saturating_add(1);
            last = row.text(0)?;
            found.entry(last.clone()).or_default().push(row.text(1)?);
            Ok(())
        })?;
        if count >= limit {
            found.remove(&last);
        }
    }
    Ok(found)
}

sql!(
    LOGGED_OF_STREAMS,
    "SELECT stream, actor, payload FROM journal WHERE stream IN (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39,
        $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)
        AND recorded_at <= $52 ORDER BY stream, version LIMIT $51"
);

/// What happened to a record, and who did it; without what is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRow {
    /// The record.
    pub stream: String,
    /// Who did it.
    pub actor: String,
    /// JSON without personal data.
    pub payload: String,
}

/// The events of at most fifty records that were written down until an instant, record by record, oldest first.
pub fn logged_of(tx: &mut Tx<'_>, streams: &[String], until: Instant, limit: i64) -> Result<Vec<LoggedRow>, DbError> {
    let mut args: Vec<Value<'_>> = streams.iter().take(LOOKUP).map(Value::from).collect();
    args.resize(LOOKUP, Value::from(""));
    args.extend([Value::from(limit), Value::from(until)]);
    let read = |row: &Row<'_>| Ok(LoggedRow { stream: row.text(0)?, actor: row.text(1)?, payload: row.text(2)? });
    tx.query(&LOGGED_OF_STREAMS, &args, read)
}

/// Streams of which one statement reads the first event and those of a kind.
const FIRST_LOOKUP: usize = 10;

/// The first event of each of several records, and those of a kind.
pub fn first_and_of_kind(tx: &mut Tx<'_>, streams: &[String], kind: &str) -> Result<Vec<StoredEvent>, DbError> {
    let mut found = Vec::with_capacity(streams.len());
    for part in streams.chunks(FIRST_LOOKUP) {
        let mut values: Vec<crate::Value<'_>> = part.iter().map(crate::Value::from).collect();
        values.resize(FIRST_LOOKUP, crate::Value::from(""));
        values.push(crate::Value::from(kind));
        found.extend(tx.query(&FIRST_AND_OF_KIND, &values, read)?);
    }
    Ok(found)
}

/// The last version of a record's stream; 0 when there is none.
pub fn version_of(tx: &mut Tx<'_>, stream: &str) -> Result<i64, DbError> {
    Ok(tx.one(&VERSION_OF_STREAM, args![stream], |row| row.int(0))?.unwrap_or(0))
}

/// Settled events after a place. What a running transaction may still add always comes after all that is returned.
pub fn committed_after(tx: &mut Tx<'_>, place: Place, limit: i64) -> Result<Vec<StoredEvent>, DbError> {
    let statement = tx.dialect().committed_after();
    tx.query(statement, args![place.transaction, place.position, limit], read)
}

/// Whether an event, settled or not, comes after a place.
pub fn is_behind(tx: &mut Tx<'_>, place: Place) -> Result<bool, DbError> {
    let statement = tx.dialect().event_after();
    Ok(tx.one(statement, args![place.transaction, place.position], |_| Ok(()))?.is_some())
}

/// Names of streams after a name, in bytewise order: to walk through all records.
pub fn streams_after(tx: &mut Tx<'_>, stream: &str, limit: i64) -> Result<Vec<String>, DbError> {
    tx.query(&STREAMS_AFTER, args![stream, limit], |row| row.text(0))
}

/// How far a follower has come.
pub fn follower_place(tx: &mut Tx<'_>, name: &str) -> Result<Place, DbError> {
    let place =
        tx.one(&FOLLOWER_PLACE, args![name], |row| Ok(Place { transaction: row.int(0)?, position: row.int(1)? }))?;
    Ok(place.unwrap_or(Place::START))
}

/// Moves a follower on; [`DbError::Stale`] when another process has moved it since `from` was read.
pub fn follower_advance(tx: &mut Tx<'_>, name: &str, from: Place, to: Place) -> Result<(), DbError> {
    let moved = args![name, from.transaction, from.position, to.transaction, to.position];
    if tx.exec(&FOLLOWER_ADVANCE, moved)? == 1 {
        return Ok(());
    }
    let is_new = from == Place::START && tx.exec(&FOLLOWER_START, args![name, to.transaction, to.position])? == 1;
    if is_new { Ok(()) } else { Err(DbError::Stale) }
}

fn read(row: &Row<'_>) -> Result<StoredEvent, DbError> {
    Ok(StoredEvent {
        place: Place { transaction: row.int(0)?, position: row.int(1)? },
        stream: row.text(2)?,
        version: row.int(3)?,
        kind: row.text(4)?,
        recorded_at: row.instant(5)?,
        actor: row.text(6)?,
        payload: row.text(7)?,
        sealed: row.opt_bytes(8)?,
        subject: row.opt_text(9)?,
    })
}

/// Makes the journal follow the server's own transaction numbers again, after its rows came from another server.
///
/// A dump that is restored into a new server carries numbers that this server has yet to reach. All these events are
/// settled, so they become transaction 0 in the order of their positions; each follower is put before the first one
/// that it has not seen, and may see later ones twice.
pub(crate) fn settle_after_restore(session: &mut Session) -> Result<(), DbError> {
    if session.simple(TRANSACTIONS_OF_ANOTHER_SERVER)?.is_empty() {
        return Ok(());
    }
    tracing::warn!("the journal comes from another server: its transaction numbers are settled");
    session.simple(SETTLE_TRANSACTIONS).map(drop)
}

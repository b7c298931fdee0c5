//! Rows of outgoing documents: a projection of their streams.

use domain::time::Instant;

use crate::document_reader::{Direction, of_keys};
use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::Value;
use crate::{args, sql};

/// One outgoing document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingRow {
    /// Its id.
    pub id: String,
    /// Events of its stream.
    pub version: i64,
    /// The agency that issues it.
    pub agency: String,
    /// The unit that writes it.
    pub unit: String,
    /// The year of its number, or else in which it was begun.
    pub year: i64,
    /// Its number; none before it has one.
    pub number: Option<i64>,
    /// Its symbol, or empty.
    pub notation: String,
    /// The day that it carries, or empty.
    pub day: String,
    /// The id of its type.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// Stable name of its urgency.
    pub urgency: String,
    /// Stable name of how far it may go round, or empty.
    pub circulation: String,
    /// Stable name of its stage.
    pub state: String,
    /// The account that signed it, or empty.
    pub signer: String,
    /// The day of that, or empty.
    pub signed_on: String,
    /// The day on which it was issued, or empty.
    pub issued_on: String,
    /// To whom it went, one a line.
    pub receivers: String,
    /// The incoming document that it answers, or empty.
    pub answers: String,
    /// The document that stands in its place, or empty.
    pub replaced_by: String,
    /// When it was begun.
    pub begun_at: Instant,
    /// The key of whom it waits for, or empty.
    pub waits_for: String,
    /// Until which day it waits; a day far off where there is none.
    pub waits_until: String,
}

sql!(
    OUTGOING_PUT,
    "INSERT INTO outgoing (id, version, agency, unit, year, number, notation, day, kind, subject, urgency,
        circulation, state, signer, signed_on, issued_on, receivers, answers, replaced_by, begun_at, waits_for,
        waits_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, agency = excluded.agency, unit = excluded.unit,
        year = excluded.year, number = excluded.number, notation = excluded.notation, day = excluded.day,
        kind = excluded.kind, subject = excluded.subject, urgency = excluded.urgency,
        circulation = excluded.circulation, state = excluded.state, signer = excluded.signer,
        signed_on = excluded.signed_on, issued_on = excluded.issued_on, receivers = excluded.receivers,
        answers = excluded.answers, replaced_by = excluded.replaced_by, begun_at = excluded.begun_at,
        waits_for = excluded.waits_for, waits_until = excluded.waits_until"
);

/// Keeps a document. That nobody was faster is held by the journal.
pub fn put(tx: &mut Tx<'_>, row: &OutgoingRow) -> Result<(), DbError> {
    let args = args![
        &row.id,
        row.version,
        &row.agency,
        &row.unit,
        row.year,
        row.number,
        &row.notation,
        &row.day,
        &row.kind,
        &row.subject,
        &row.urgency,
        &row.circulation,
        &row.state,
        &row.signer,
        &row.signed_on,
        &row.issued_on,
        &row.receivers,
        &row.answers,
        &row.replaced_by,
        row.begun_at,
        &row.waits_for,
        &row.waits_until,
    ];
    tx.exec(&OUTGOING_PUT, args)?;
    Ok(())
}

macro_rules! outgoing {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.version, d.agency, d.unit, d.year, d.number, d.notation, d.day, d.kind, d.subject, ",
            "d.urgency, d.circulation, d.state, d.signer, d.signed_on, d.issued_on, d.receivers, d.answers, ",
            "d.replaced_by, d.begun_at, d.waits_for, d.waits_until ",
            $rest
        )
    };
}

sql!(OUTGOING_ONE, outgoing!("FROM outgoing d WHERE d.id = $1"));

/// One document, whoever asks.
pub fn one(tx: &mut Tx<'_>, id: &str) -> Result<Option<OutgoingRow>, DbError> {
    tx.one(&OUTGOING_ONE, args![id], read)
}

sql!(
    OUTGOING_LIST,
    outgoing!(
        "FROM document_reader r JOIN outgoing d ON d.id = r.document
         WHERE r.direction = $1 AND r.reader = $2 AND (r.at, r.document) < ($3, $4)
           AND (CAST($5 AS TEXT) IS NULL OR d.state = $5)
         ORDER BY r.at DESC, r.document DESC LIMIT $6"
    )
);

/// What one reader can read, the newest first.
pub fn list(
    tx: &mut Tx<'_>,
    reader: &str,
    state: Option<&str>,
    after: Option<(Instant, &str)>,
    limit: i64,
) -> Result<Vec<OutgoingRow>, DbError> {
    let (at, id) = after.unwrap_or((Instant(i64::MAX), ""));
    tx.query(&OUTGOING_LIST, args![Direction::Outgoing.name(), reader, at, id, state, limit], read)
}

sql!(
    OUTGOING_READABLE,
    outgoing!(
        "FROM document_reader r JOIN outgoing d ON d.id = r.document
         WHERE r.direction = $1 AND r.reader = $2 AND r.document = $3"
    )
);

/// A document, if this reader can read it.
pub fn readable(tx: &mut Tx<'_>, reader: &str, id: &str) -> Result<Option<OutgoingRow>, DbError> {
    tx.one(&OUTGOING_READABLE, args![Direction::Outgoing.name(), reader, id], read)
}

sql!(
    OUTGOING_WAITING,
    outgoing!(
        "FROM outgoing d WHERE d.waits_for IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
           AND (d.waits_until, d.id) > ($13, $14)
         ORDER BY d.waits_until, d.id LIMIT $15"
    )
);

/// What waits under these keys, what is due first first; keys beyond the first twelve are not looked at.
pub fn waiting(
    tx: &mut Tx<'_>,
    keys: &[String],
    (until, id): (&str, &str),
    limit: i64,
) -> Result<Vec<OutgoingRow>, DbError> {
    let mut args = of_keys(keys);
    args.extend([Value::from(until), Value::from(id), Value::from(limit)]);
    tx.query(&OUTGOING_WAITING, &args, read)
}

sql!(
    OUTGOING_WAITING_COUNT,
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN waits_until < $13 THEN 1 ELSE 0 END), 0) FROM outgoing
     WHERE waits_for IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
);

/// How many wait under these keys, and how many of them since before `today`.
pub fn waiting_count(tx: &mut Tx<'_>, keys: &[String], today: &str) -> Result<(i64, i64), DbError> {
    let mut args = of_keys(keys);
    args.push(Value::from(today));
    let found = tx.one(&OUTGOING_WAITING_COUNT, &args, |row| Ok((row.int(0)?, row.int(1)?)))?;
    Ok(found.unwrap_or_default())
}

sql!(
    OUTGOING_REGISTER,
    outgoing!(
        "FROM outgoing d WHERE d.agency = $1 AND d.day >= $2 AND d.day <= $3
         ORDER BY d.day, d.number, d.notation LIMIT $4"
    )
);

/// An agency's register of what it issued between two days, both included.
pub fn register(
    tx: &mut Tx<'_>,
    agency: &str,
    (from, to): (&str, &str),
    limit: i64,
) -> Result<Vec<OutgoingRow>, DbError> {
    tx.query(&OUTGOING_REGISTER, args![agency, from, to, limit], read)
}

sql!(
    OUTGOING_ORPHAN,
    "SELECT stream FROM (
        SELECT 'outgoing/' || id AS stream FROM outgoing
        UNION SELECT 'outgoing/' || document FROM document_reader WHERE direction = 'out'
     ) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.stream = known.stream) ORDER BY stream LIMIT 1"
);

/// A stream that has rows here and not one event in the journal.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&OUTGOING_ORPHAN, args![], |row| row.text(0))
}

sql!(
    OUTGOING_GAP,
    "SELECT agency, year FROM outgoing WHERE number IS NOT NULL GROUP BY agency, year
     HAVING COUNT(*) <> MAX(number) OR COUNT(DISTINCT number) <> COUNT(*) ORDER BY agency, year LIMIT 1"
);

/// An agency and year whose numbers have a gap or a double: there is none unless somebody wrote past the acts.
pub fn number_gap(tx: &mut Tx<'_>) -> Result<Option<(String, i64)>, DbError> {
    tx.one(&OUTGOING_GAP, args![], |row| Ok((row.text(0)?, row.int(1)?)))
}

fn read(row: &Row<'_>) -> Result<OutgoingRow, DbError> {
    Ok(OutgoingRow {
        id: row.text(0)?,
        version: row.int(1)?,
        agency: row.text(2)?,
        unit: row.text(3)?,
        year: row.int(4)?,
        number: row.opt_int(5)?,
        notation: row.text(6)?,
        day: row.text(7)?,
        kind: row.text(8)?,
        subject: row.text(9)?,
        urgency: row.text(10)?,
        circulation: row.text(11)?,
        state: row.text(12)?,
        signer: row.text(13)?,
        signed_on: row.text(14)?,
        issued_on: row.text(15)?,
        receivers: row.text(16)?,
        answers: row.text(17)?,
        replaced_by: row.text(18)?,
        begun_at: row.instant(19)?,
        waits_for: row.text(20)?,
        waits_until: row.text(21)?,
    })
}

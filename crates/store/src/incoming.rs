//! Rows of incoming documents: a projection of their streams.

use domain::time::Instant;

use crate::document_reader::{Direction, of_keys};
use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::Value;
use crate::{args, sql};

/// One incoming document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingRow {
    /// Its id.
    pub id: String,
    /// Events of its stream.
    pub version: i64,
    /// The agency that received it.
    pub agency: String,
    /// The year in which it came.
    pub year: i64,
    /// Its number in the register of arrivals; none before it has one.
    pub number: Option<i64>,
    /// The day of that number, or empty.
    pub registered_on: String,
    /// When it came.
    pub received_at: Instant,
    /// Stable name of how it came.
    pub source: String,
    /// Its identifier where it came from, or empty.
    pub document_id: String,
    /// Who issued it.
    pub author: String,
    /// Its number and symbol as printed, or empty.
    pub symbol: String,
    /// The day that it carries, or empty.
    pub day: String,
    /// The id of its type, or empty.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// Stable name of its urgency.
    pub urgency: String,
    /// Stable name of how far it may go round, or empty.
    pub circulation: String,
    /// What the clerk noted, or empty.
    pub note: String,
    /// What is alike in two registrations of the same document, or empty.
    pub likeness: String,
    /// Stable name of its stage.
    pub state: String,
    /// The account before which it was laid, or empty.
    pub submitted_to: String,
    /// The unit that leads, or empty.
    pub lead: String,
    /// The account that works on it, or empty.
    pub person: String,
    /// The day on which it was passed on, or empty.
    pub instructed_on: String,
    /// The account that took it over, or empty.
    pub taken_by: String,
    /// The day of that, or empty.
    pub taken_on: String,
    /// By which day it is to be finished, or empty.
    pub due: String,
    /// The day on which it was finished or returned, or empty.
    pub ended_on: String,
    /// The id of the outgoing document that answers it, or empty.
    pub answer: String,
    /// The key of whom it waits for, or empty.
    pub waits_for: String,
    /// Until which day it waits; a day far off where there is none.
    pub waits_until: String,
}

sql!(
    INCOMING_PUT,
    "INSERT INTO incoming (id, version, agency, year, number, registered_on, received_at, source, document_id, author,
        symbol, day, kind, subject, urgency, circulation, note, likeness, state, submitted_to, lead, person,
        instructed_on, taken_by, taken_on, due, ended_on, answer, waits_for, waits_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
        $24, $25, $26, $27, $28, $29, $30)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, agency = excluded.agency, year = excluded.year,
        number = excluded.number, registered_on = excluded.registered_on, received_at = excluded.received_at,
        source = excluded.source, document_id = excluded.document_id, author = excluded.author,
        symbol = excluded.symbol, day = excluded.day, kind = excluded.kind, subject = excluded.subject,
        urgency = excluded.urgency, circulation = excluded.circulation, note = excluded.note,
        likeness = excluded.likeness, state = excluded.state, submitted_to = excluded.submitted_to,
        lead = excluded.lead, person = excluded.person, instructed_on = excluded.instructed_on,
        taken_by = excluded.taken_by, taken_on = excluded.taken_on, due = excluded.due,
        ended_on = excluded.ended_on, answer = excluded.answer, waits_for = excluded.waits_for,
        waits_until = excluded.waits_until"
);

/// Keeps a document. That nobody was faster is held by the journal.
pub fn put(tx: &mut Tx<'_>, row: &IncomingRow) -> Result<(), DbError> {
    let args = args![
        &row.id,
        row.version,
        &row.agency,
        row.year,
        row.number,
        &row.registered_on,
        row.received_at,
        &row.source,
        &row.document_id,
        &row.author,
        &row.symbol,
        &row.day,
        &row.kind,
        &row.subject,
        &row.urgency,
        &row.circulation,
        &row.note,
        &row.likeness,
        &row.state,
        &row.submitted_to,
        &row.lead,
        &row.person,
        &row.instructed_on,
        &row.taken_by,
        &row.taken_on,
        &row.due,
        &row.ended_on,
        &row.answer,
        &row.waits_for,
        &row.waits_until,
    ];
    tx.exec(&INCOMING_PUT, args)?;
    Ok(())
}

macro_rules! incoming {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.version, d.agency, d.year, d.number, d.registered_on, d.received_at, d.source, ",
            "d.document_id, d.author, d.symbol, d.day, d.kind, d.subject, d.urgency, d.circulation, d.note, ",
            "d.likeness, d.state, d.submitted_to, d.lead, d.person, d.instructed_on, d.taken_by, d.taken_on, ",
            "d.due, d.ended_on, d.answer, d.waits_for, d.waits_until ",
            $rest
        )
    };
}

sql!(INCOMING_ONE, incoming!("FROM incoming d WHERE d.id = $1"));

/// One document, whoever asks.
pub fn one(tx: &mut Tx<'_>, id: &str) -> Result<Option<IncomingRow>, DbError> {
    tx.one(&INCOMING_ONE, args![id], read)
}

/// Which documents of a reader.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// Only in this stage.
    pub state: Option<&'a str>,
    /// Only those that are not finished and due before this day.
    pub due_before: Option<&'a str>,
}

sql!(
    INCOMING_LIST,
    incoming!(
        "FROM document_reader r JOIN incoming d ON d.id = r.document
         WHERE r.direction = $1 AND r.reader = $2 AND (r.at, r.document) < ($3, $4)
           AND (CAST($5 AS TEXT) IS NULL OR d.state = $5)
           AND (CAST($6 AS TEXT) IS NULL OR (d.due <> '' AND d.due < $6 AND d.ended_on = ''))
         ORDER BY r.at DESC, r.document DESC LIMIT $7"
    )
);

/// What one reader can read, the newest first.
pub fn list(
    tx: &mut Tx<'_>,
    reader: &str,
    filter: Filter<'_>,
    after: Option<(Instant, &str)>,
    limit: i64,
) -> Result<Vec<IncomingRow>, DbError> {
    let (at, id) = after.unwrap_or((Instant(i64::MAX), ""));
    let Filter { state, due_before } = filter;
    tx.query(&INCOMING_LIST, args![Direction::Incoming.name(), reader, at, id, state, due_before, limit], read)
}

sql!(
    INCOMING_READABLE,
    incoming!(
        "FROM document_reader r JOIN incoming d ON d.id = r.document
         WHERE r.direction = $1 AND r.reader = $2 AND r.document = $3"
    )
);

/// A document, if this reader can read it.
pub fn readable(tx: &mut Tx<'_>, reader: &str, id: &str) -> Result<Option<IncomingRow>, DbError> {
    tx.one(&INCOMING_READABLE, args![Direction::Incoming.name(), reader, id], read)
}

sql!(
    INCOMING_WAITING,
    incoming!(
        "FROM incoming d WHERE d.waits_for IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
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
) -> Result<Vec<IncomingRow>, DbError> {
    let mut args = of_keys(keys);
    args.extend([Value::from(until), Value::from(id), Value::from(limit)]);
    tx.query(&INCOMING_WAITING, &args, read)
}

sql!(
    INCOMING_WAITING_COUNT,
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN waits_until < $13 THEN 1 ELSE 0 END), 0) FROM incoming
     WHERE waits_for IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
);

/// How many wait under these keys, and how many of them since before `today`.
pub fn waiting_count(tx: &mut Tx<'_>, keys: &[String], today: &str) -> Result<(i64, i64), DbError> {
    let mut args = of_keys(keys);
    args.push(Value::from(today));
    let found = tx.one(&INCOMING_WAITING_COUNT, &args, |row| Ok((row.int(0)?, row.int(1)?)))?;
    Ok(found.unwrap_or_default())
}

sql!(
    INCOMING_LIKE,
    incoming!(
        "FROM incoming d WHERE d.agency = $1 AND d.likeness = $2 AND d.id <> $3 AND d.number IS NOT NULL
         ORDER BY d.received_at LIMIT 5"
    )
);

/// What is in an agency's register already and like this document, the oldest first.
pub fn alike(tx: &mut Tx<'_>, agency: &str, likeness: &str, id: &str) -> Result<Vec<IncomingRow>, DbError> {
    tx.query(&INCOMING_LIKE, args![agency, likeness, id], read)
}

sql!(
    INCOMING_REGISTER,
    incoming!(
        "FROM incoming d WHERE d.agency = $1 AND d.registered_on >= $2 AND d.registered_on <= $3
         ORDER BY d.registered_on, d.number LIMIT $4"
    )
);

/// An agency's register of arrivals between two days, both included, in the order of its numbers.
pub fn register(
    tx: &mut Tx<'_>,
    agency: &str,
    (from, to): (&str, &str),
    limit: i64,
) -> Result<Vec<IncomingRow>, DbError> {
    tx.query(&INCOMING_REGISTER, args![agency, from, to, limit], read)
}

sql!(
    INCOMING_GAP,
    "SELECT agency, year FROM incoming WHERE number IS NOT NULL GROUP BY agency, year
     HAVING COUNT(*) <> MAX(number) OR COUNT(DISTINCT number) <> COUNT(*) ORDER BY agency, year LIMIT 1"
);

/// An agency and year whose numbers of arrivals have a gap or a double: there is none unless somebody wrote past the
/// acts.
pub fn number_gap(tx: &mut Tx<'_>) -> Result<Option<(String, i64)>, DbError> {
    tx.one(&INCOMING_GAP, args![], |row| Ok((row.text(0)?, row.int(1)?)))
}

sql!(
    INCOMING_ORPHAN,
    "SELECT stream FROM (
        SELECT 'incoming/' || id AS stream FROM incoming
        UNION SELECT 'incoming/' || document FROM document_reader WHERE direction = 'in'
     ) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.stream = known.stream) ORDER BY stream LIMIT 1"
);

/// A stream that has rows here and not one event in the journal.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&INCOMING_ORPHAN, args![], |row| row.text(0))
}

sql!(
    INCOMING_OF_DOCUMENT,
    incoming!("FROM incoming d WHERE d.document_id = $1 AND d.source = 'internal' ORDER BY d.id LIMIT 5000")
);

/// What a document that was issued here became at the agencies that received it.
pub fn of_document(tx: &mut Tx<'_>, document_id: &str) -> Result<Vec<IncomingRow>, DbError> {
    tx.query(&INCOMING_OF_DOCUMENT, args![document_id], read)
}

fn read(row: &Row<'_>) -> Result<IncomingRow, DbError> {
    Ok(IncomingRow {
        id: row.text(0)?,
        version: row.int(1)?,
        agency: row.text(2)?,
        year: row.int(3)?,
        number: row.opt_int(4)?,
        registered_on: row.text(5)?,
        received_at: row.instant(6)?,
        source: row.text(7)?,
        document_id: row.text(8)?,
        author: row.text(9)?,
        symbol: row.text(10)?,
        day: row.text(11)?,
        kind: row.text(12)?,
        subject: row.text(13)?,
        urgency: row.text(14)?,
        circulation: row.text(15)?,
        note: row.text(16)?,
        likeness: row.text(17)?,
        state: row.text(18)?,
        submitted_to: row.text(19)?,
        lead: row.text(20)?,
        person: row.text(21)?,
        instructed_on: row.text(22)?,
        taken_by: row.text(23)?,
        taken_on: row.text(24)?,
        due: row.text(25)?,
        ended_on: row.text(26)?,
        answer: row.text(27)?,
        waits_for: row.text(28)?,
        waits_until: row.text(29)?,
    })
}

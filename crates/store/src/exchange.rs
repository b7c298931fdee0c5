//! Rows of the exchange: what the sending and the receiving side know of each document, a projection of their streams.

use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// What is known of a document that was sent to one receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRow {
    /// Its stream.
    pub stream: String,
    /// Events of it.
    pub version: i64,
    /// The outgoing document.
    pub document: String,
    /// By which partner it is reached.
    pub partner: String,
    /// The receiver's identifier.
    pub organ: String,
    /// The document's identifier in the exchange.
    pub document_id: String,
    /// Stable name of how far it is.
    pub stage: String,
    /// Stable name of the question that is open, or empty.
    pub ask: String,
    /// Stable name of the last answer, or empty.
    pub answer: String,
    /// When it last changed.
    pub changed_at: Instant,
}

/// What is known of a document that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameRow {
    /// Its stream.
    pub stream: String,
    /// Events of it.
    pub version: i64,
    /// The incoming document; empty where it was refused.
    pub incoming: String,
    /// Which partner brought it.
    pub partner: String,
    /// The sender's identifier.
    pub sender: String,
    /// Identifier of the agency that was addressed.
    pub organ: String,
    /// The document's identifier in the exchange.
    pub document_id: String,
    /// The outgoing document that it answers, or empty.
    pub responds: String,
    /// Stable name of how far it is.
    pub stage: String,
    /// Stable name of the question that is open, or empty.
    pub ask: String,
    /// Stable name of the last answer, or empty.
    pub answer: String,
    /// When it last changed.
    pub changed_at: Instant,
}

sql!(
    EXCHANGE_SENT_PUT,
    "INSERT INTO exchange_sent (stream, version, document, partner, organ, document_id, stage, ask, answer, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (stream) DO UPDATE SET version = excluded.version, stage = excluded.stage, ask = excluded.ask,
        answer = excluded.answer, changed_at = excluded.changed_at"
);

/// Keeps what is known of a document that was sent. That nobody was faster is held by the journal.
pub fn put_sent(tx: &mut Tx<'_>, row: &SentRow) -> Result<(), DbError> {
    let SentRow { stream, version, document, partner, organ, document_id, stage, ask, answer, changed_at } = row;
    let args = args![stream, *version, document, partner, organ, document_id, stage, ask, answer, *changed_at];
    tx.exec(&EXCHANGE_SENT_PUT, args).map(drop)
}

sql!(
    EXCHANGE_CAME_PUT,
    "INSERT INTO exchange_came (stream, version, incoming, partner, sender, organ, document_id, responds, stage, ask,
        answer, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (stream) DO UPDATE SET version = excluded.version, stage = excluded.stage, ask = excluded.ask,
        answer = excluded.answer, changed_at = excluded.changed_at"
);

/// Keeps what is known of a document that came. That nobody was faster is held by the journal.
pub fn put_came(tx: &mut Tx<'_>, row: &CameRow) -> Result<(), DbError> {
    let args = args![
        &row.stream,
        row.version,
        &row.incoming,
        &row.partner,
        &row.sender,
        &row.organ,
        &row.document_id,
        &row.responds,
        &row.stage,
        &row.ask,
        &row.answer,
        row.changed_at,
    ];
    tx.exec(&EXCHANGE_CAME_PUT, args).map(drop)
}

macro_rules! sent {
    ($rest:literal) => {
        concat!(
            "SELECT stream, version, document, partner, organ, document_id, stage, ask, answer, changed_at ",
            "FROM exchange_sent ",
            $rest
        )
    };
}

macro_rules! came {
    ($rest:literal) => {
        concat!(
            "SELECT stream, version, incoming, partner, sender, organ, document_id, responds, stage, ask, answer, ",
            "changed_at FROM exchange_came ",
            $rest
        )
    };
}

sql!(EXCHANGE_SENT_ONE, sent!("WHERE stream = $1"));
sql!(EXCHANGE_SENT_OF, sent!("WHERE document = $1 ORDER BY organ LIMIT 5000"));
sql!(EXCHANGE_SENT_BY_ID, sent!("WHERE document_id = $1 AND organ = $2"));
sql!(EXCHANGE_SENT_WITH_ID, sent!("WHERE document_id = $1 ORDER BY organ LIMIT 1"));
sql!(EXCHANGE_CAME_ONE, came!("WHERE stream = $1"));
sql!(EXCHANGE_CAME_OF, came!("WHERE incoming = $1"));
sql!(EXCHANGE_CAME_ANSWERS, came!("WHERE responds = $1 ORDER BY stream LIMIT 1000"));

/// What is known of one stream.
pub fn sent(tx: &mut Tx<'_>, stream: &str) -> Result<Option<SentRow>, DbError> {
    tx.one(&EXCHANGE_SENT_ONE, args![stream], read_sent)
}

/// How far a document is at each of its receivers elsewhere.
pub fn sent_of(tx: &mut Tx<'_>, document: &str) -> Result<Vec<SentRow>, DbError> {
    tx.query(&EXCHANGE_SENT_OF, args![document], read_sent)
}

/// The document of this identifier that was sent to a receiver.
pub fn sent_by_id(tx: &mut Tx<'_>, document_id: &str, organ: &str) -> Result<Option<SentRow>, DbError> {
    tx.one(&EXCHANGE_SENT_BY_ID, args![document_id, organ], read_sent)
}

/// A document of this identifier, whoever got it.
pub fn sent_with_id(tx: &mut Tx<'_>, document_id: &str) -> Result<Option<SentRow>, DbError> {
    tx.one(&EXCHANGE_SENT_WITH_ID, args![document_id], read_sent)
}

/// What is known of one stream.
pub fn came(tx: &mut Tx<'_>, stream: &str) -> Result<Option<CameRow>, DbError> {
    tx.one(&EXCHANGE_CAME_ONE, args![stream], read_came)
}

/// How an incoming document came; none where it did not come by the exchange.
pub fn came_of(tx: &mut Tx<'_>, incoming: &str) -> Result<Option<CameRow>, DbError> {
    tx.one(&EXCHANGE_CAME_OF, args![incoming], read_came)
}

/// What came as an answer to an outgoing document.
pub fn answers_to(tx: &mut Tx<'_>, document: &str) -> Result<Vec<CameRow>, DbError> {
    tx.query(&EXCHANGE_CAME_ANSWERS, args![document], read_came)
}

sql!(
    EXCHANGE_ORPHAN,
    "SELECT stream FROM (
        SELECT stream FROM exchange_sent UNION SELECT stream FROM exchange_came UNION SELECT stream FROM exchange_outbox
     ) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.stream = known.stream) ORDER BY stream LIMIT 1"
);

/// A stream that has rows here and not one event in the journal.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&EXCHANGE_ORPHAN, args![], |row| row.text(0))
}

sql!(
    EXCHANGE_SENT_COUNT,
    "SELECT partner, stage, COUNT(*) FROM exchange_sent GROUP BY partner, stage ORDER BY partner, stage LIMIT 10000"
);
sql!(
    EXCHANGE_CAME_COUNT,
    "SELECT partner, stage, COUNT(*) FROM exchange_came GROUP BY partner, stage ORDER BY partner, stage LIMIT 10000"
);

/// How many documents are how far at each partner: partner, stage, count.
pub fn count_sent(tx: &mut Tx<'_>) -> Result<Vec<(String, String, i64)>, DbError> {
    tx.query(&EXCHANGE_SENT_COUNT, args![], |row| Ok((row.text(0)?, row.text(1)?, row.int(2)?)))
}

/// How many documents of each partner are how far here: partner, stage, count.
pub fn count_came(tx: &mut Tx<'_>) -> Result<Vec<(String, String, i64)>, DbError> {
    tx.query(&EXCHANGE_CAME_COUNT, args![], |row| Ok((row.text(0)?, row.text(1)?, row.int(2)?)))
}

fn read_sent(row: &Row<'_>) -> Result<SentRow, DbError> {
    Ok(SentRow {
        stream: row.text(0)?,
        version: row.int(1)?,
        document: row.text(2)?,
        partner: row.text(3)?,
        organ: row.text(4)?,
        document_id: row.text(5)?,
        stage: row.text(6)?,
        ask: row.text(7)?,
        answer: row.text(8)?,
        changed_at: row.instant(9)?,
    })
}

fn read_came(row: &Row<'_>) -> Result<CameRow, DbError> {
    Ok(CameRow {
        stream: row.text(0)?,
        version: row.int(1)?,
        incoming: row.text(2)?,
        partner: row.text(3)?,
        sender: row.text(4)?,
        organ: row.text(5)?,
        document_id: row.text(6)?,
        responds: row.text(7)?,
        stage: row.text(8)?,
        ask: row.text(9)?,
        answer: row.text(10)?,
        changed_at: row.instant(11)?,
    })
}

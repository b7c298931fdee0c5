//! Rows of queue tickets: each a projection of the ticket's stream. No person is named in them.

use domain::time::Instant;

use crate::dossier::Cursor;
use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, counter, sql};

/// One ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRow {
    /// Its code.
    pub code: String,
    /// Events of its stream.
    pub version: i64,
    /// The desk.
    pub unit: String,
    /// The day on which it holds.
    pub day: String,
    /// Letter of the service.
    pub service: String,
    /// Number of the day within the service.
    pub number: i64,
    /// Stable name of the way in which its holder stands in line.
    pub kind: String,
    /// Ground on which its holder is put first, or empty.
    pub ground: String,
    /// The agreed time of its holder's appointment.
    pub slot_at: Option<Instant>,
    /// Stable name of its state.
    pub state: String,
    /// The counter that has it, or empty.
    pub counter: String,
    /// How often it was called at the present counter.
    pub calls: i64,
    /// When it was drawn.
    pub issued_at: Instant,
    /// When it was first called.
    pub called_at: Option<Instant>,
    /// When it was last called.
    pub last_call: Option<Instant>,
    /// When serving first began.
    pub began_at: Option<Instant>,
    /// When it came to its end.
    pub ended_at: Option<Instant>,
}

/// The next number of a service on a day; acts of one series wait for each other from here to their commit.
pub fn next_number(tx: &mut Tx<'_>, unit: &str, day: &str, service: &str) -> Result<i64, DbError> {
    counter::next(tx, &format!("ticket/{unit}/{day}/{service}"))
}

sql!(
    TICKET_INSERT,
    "INSERT INTO desk_ticket (code, version, unit, day, service, number, kind, ground, slot_at, state, counter, calls,
        issued_at, called_at, last_call, began_at, ended_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
);

/// Keeps a fresh ticket.
pub fn insert(tx: &mut Tx<'_>, row: &TicketRow) -> Result<(), DbError> {
    let args = args![
        &row.code,
        row.version,
        &row.unit,
        &row.day,
        &row.service,
        row.number,
        &row.kind,
        &row.ground,
        row.slot_at,
        &row.state,
        &row.counter,
        row.calls,
        row.issued_at,
        row.called_at,
        row.last_call,
        row.began_at,
        row.ended_at,
    ];
    tx.exec(&TICKET_INSERT, args)?;
    Ok(())
}

sql!(
    TICKET_UPDATE,
    "UPDATE desk_ticket SET version = $3, state = $4, counter = $5, calls = $6, called_at = $7, last_call = $8,
        began_at = $9, ended_at = $10
     WHERE code = $1 AND version = $2"
);

/// Replaces a ticket if it still has the version that was read.
pub fn update(tx: &mut Tx<'_>, row: &TicketRow, version_read: i64) -> Result<(), DbError> {
    let TicketRow { code, version, state, counter, calls, called_at, last_call, began_at, ended_at, .. } = row;
    let args =
        args![code, version_read, *version, state, counter, *calls, *called_at, *last_call, *began_at, *ended_at];
    if tx.exec(&TICKET_UPDATE, args)? == 1 { Ok(()) } else { Err(DbError::Stale) }
}

macro_rules! tickets {
    ($rest:literal) => {
        concat!(
            "SELECT code, version, unit, day, service, number, kind, ground, slot_at, state, counter, calls, ",
            "issued_at, called_at, last_call, began_at, ended_at FROM desk_ticket ",
            $rest
        )
    };
}

sql!(TICKET_BY_CODE, tickets!("WHERE code = $1"));

/// The ticket of that code.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<TicketRow>, DbError> {
    tx.one(&TICKET_BY_CODE, args![code], read)
}

sql!(
    TICKETS_WAITING,
    tickets!("WHERE unit = $1 AND day = $2 AND state IN ('waiting', 'forwarded') ORDER BY issued_at, code LIMIT $3")
);

/// Tickets of a desk whose holders wait, in the order in which they came.
pub fn waiting(tx: &mut Tx<'_>, unit: &str, day: &str, limit: i64) -> Result<Vec<TicketRow>, DbError> {
    tx.query(&TICKETS_WAITING, args![unit, day, limit], read)
}

sql!(
    TICKETS_BEING_SERVED,
    tickets!(
        "WHERE unit = $1 AND day = $2 AND state IN ('called', 'serving') ORDER BY last_call DESC NULLS LAST, code LIMIT $3"
    )
);

/// Tickets that are called or served, the last called first.
pub fn being_served(tx: &mut Tx<'_>, unit: &str, day: &str, limit: i64) -> Result<Vec<TicketRow>, DbError> {
    tx.query(&TICKETS_BEING_SERVED, args![unit, day, limit], read)
}

sql!(
    TICKET_LAST_KINDS,
    "SELECT kind FROM desk_ticket WHERE unit = $1 AND day = $2 AND counter = $3 AND called_at IS NOT NULL
     ORDER BY called_at DESC, number DESC, code DESC LIMIT $4"
);

/// In what way those stood in line whom a counter called last, the last first.
pub fn last_kinds(tx: &mut Tx<'_>, unit: &str, day: &str, counter: &str, limit: i64) -> Result<Vec<String>, DbError> {
    tx.query(&TICKET_LAST_KINDS, args![unit, day, counter, limit], |row| row.text(0))
}

sql!(
    TICKETS_OF_DAY,
    tickets!(
        "WHERE unit = $1 AND day = $2 AND (issued_at, code) < ($3, $4) ORDER BY issued_at DESC, code DESC LIMIT $5"
    )
);

/// Tickets of a desk on a day, the last drawn first.
pub fn of_day(
    tx: &mut Tx<'_>,
    (unit, day): (&str, &str),
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<TicketRow>, DbError> {
    let (at, code) = after.map_or((Instant(i64::MAX), ""), |cursor| (cursor.at, cursor.code.as_str()));
    tx.query(&TICKETS_OF_DAY, args![unit, day, at, code, limit], read)
}

/// Service and times of a ticket that was called: drawn, first called, serving began, ended.
pub type Times = (String, Instant, Instant, Option<Instant>, Option<Instant>);

sql!(
    TICKET_TIMES,
    "SELECT service, issued_at, called_at, began_at, ended_at FROM desk_ticket
     WHERE unit = $1 AND day >= $2 AND day <= $3 AND called_at IS NOT NULL ORDER BY day, service, number LIMIT $4"
);

/// Times of the tickets of a desk that were called between two days, both included.
pub fn times(tx: &mut Tx<'_>, unit: &str, (from, to): (&str, &str), limit: i64) -> Result<Vec<Times>, DbError> {
    tx.query(&TICKET_TIMES, args![unit, from, to, limit], |row| {
        Ok((row.text(0)?, row.instant(1)?, row.instant(2)?, row.opt_instant(3)?, row.opt_instant(4)?))
    })
}

sql!(
    DESK_ORPHAN,
    "SELECT stream FROM (
        SELECT 'ticket/' || code AS stream FROM desk_ticket
        UNION SELECT 'appointment/' || code FROM desk_appointment
        UNION SELECT 'delivery/' || dossier FROM desk_delivery
     ) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.stream = known.stream) ORDER BY stream LIMIT 1"
);

/// A stream that has rows here and not one event in the journal: there is none unless somebody wrote past the acts.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&DESK_ORPHAN, args![], |row| row.text(0))
}

fn read(row: &Row<'_>) -> Result<TicketRow, DbError> {
    Ok(TicketRow {
        code: row.text(0)?,
        version: row.int(1)?,
        unit: row.text(2)?,
        day: row.text(3)?,
        service: row.text(4)?,
        number: row.int(5)?,
        kind: row.text(6)?,
        ground: row.text(7)?,
        slot_at: row.opt_instant(8)?,
        state: row.text(9)?,
        counter: row.text(10)?,
        calls: row.int(11)?,
        issued_at: row.instant(12)?,
        called_at: row.opt_instant(13)?,
        last_call: row.opt_instant(14)?,
        began_at: row.opt_instant(15)?,
        ended_at: row.opt_instant(16)?,
    })
}

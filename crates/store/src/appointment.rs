//! Rows of appointments and the places taken of each slot. Who made one is sealed in the journal.

use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// One appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentRow {
    /// Its code.
    pub code: String,
    /// Events of its stream.
    pub version: i64,
    /// The desk.
    pub unit: String,
    /// Letter of the service.
    pub service: String,
    /// The agreed time.
    pub slot_at: Instant,
    /// Stable name of its state.
    pub state: String,
    /// Keyed hash of the phone number.
    pub phone_hash: String,
    /// Code of the ticket that its holder drew, or empty.
    pub ticket: String,
}

sql!(
    APPOINTMENT_INSERT,
    "INSERT INTO desk_appointment (code, version, unit, service, slot_at, state, phone_hash, ticket)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);

/// Keeps a new appointment.
pub fn insert(tx: &mut Tx<'_>, row: &AppointmentRow) -> Result<(), DbError> {
    let AppointmentRow { code, version, unit, service, slot_at, state, phone_hash, ticket } = row;
    tx.exec(&APPOINTMENT_INSERT, args![code, *version, unit, service, *slot_at, state, phone_hash, ticket])?;
    Ok(())
}

sql!(
    APPOINTMENT_UPDATE,
    "UPDATE desk_appointment SET version = $3, slot_at = $4, state = $5, ticket = $6 WHERE code = $1 AND version = $2"
);

/// Replaces an appointment if it still has the version that was read.
pub fn update(tx: &mut Tx<'_>, row: &AppointmentRow, version_read: i64) -> Result<(), DbError> {
    let args = args![&row.code, version_read, row.version, row.slot_at, &row.state, &row.ticket];
    if tx.exec(&APPOINTMENT_UPDATE, args)? == 1 { Ok(()) } else { Err(DbError::Stale) }
}

sql!(
    APPOINTMENT_BY_CODE,
    "SELECT code, version, unit, service, slot_at, state, phone_hash, ticket FROM desk_appointment WHERE code = $1"
);

/// The appointment of that code.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<AppointmentRow>, DbError> {
    tx.one(&APPOINTMENT_BY_CODE, args![code], read)
}

/// An appointment with what is sealed of its holder, and the key, while it is not erased.
pub type Sealed = (AppointmentRow, Option<(Vec<u8>, Vec<u8>)>);

sql!(
    APPOINTMENTS_BETWEEN,
    "SELECT a.code, a.version, a.unit, a.service, a.slot_at, a.state, a.phone_hash, a.ticket, j.sealed, k.key
     FROM desk_appointment a
     LEFT JOIN journal j ON j.stream = 'appointment/' || a.code AND j.version = 1
     LEFT JOIN subject_key k ON k.subject = j.subject
     WHERE a.unit = $1 AND a.slot_at < $2 AND (a.slot_at, a.code) > ($3, $4) ORDER BY a.slot_at, a.code LIMIT $5"
);

/// Appointments of a desk after a place and before a time, by time.
pub fn between(
    tx: &mut Tx<'_>,
    unit: &str,
    (after, code, before): (Instant, &str, Instant),
    limit: i64,
) -> Result<Vec<Sealed>, DbError> {
    tx.query(&APPOINTMENTS_BETWEEN, args![unit, before, after, code, limit], |row| {
        Ok((read(row)?, row.opt_bytes(8)?.zip(row.opt_bytes(9)?)))
    })
}

sql!(
    APPOINTMENTS_OPEN,
    "SELECT COUNT(*) FROM desk_appointment WHERE phone_hash = $1 AND state = 'booked' AND slot_at >= $2"
);

/// How many appointments of a phone number are still to come.
pub fn open_of(tx: &mut Tx<'_>, phone_hash: &str, now: Instant) -> Result<i64, DbError> {
    Ok(tx.one(&APPOINTMENTS_OPEN, args![phone_hash, now], |row| row.int(0))?.unwrap_or(0))
}

sql!(
    SLOT_TAKE,
    "INSERT INTO desk_slot (unit, service, slot_at, taken) VALUES ($1, $2, $3, 1)
     ON CONFLICT (unit, service, slot_at) DO UPDATE SET taken = desk_slot.taken + 1 WHERE desk_slot.taken < $4"
);

/// Takes a place of a slot; false when all are taken. Acts of one slot wait for each other from here to their commit.
pub fn take(tx: &mut Tx<'_>, (unit, service, at): (&str, &str, Instant), places: i64) -> Result<bool, DbError> {
    Ok(tx.exec(&SLOT_TAKE, args![unit, service, at, places])? == 1)
}

sql!(
    SLOT_GIVE,
    "UPDATE desk_slot SET taken = taken - 1 WHERE unit = $1 AND service = $2 AND slot_at = $3 AND taken > 0"
);

/// Gives a place back.
pub fn give(tx: &mut Tx<'_>, (unit, service, at): (&str, &str, Instant)) -> Result<(), DbError> {
    tx.exec(&SLOT_GIVE, args![unit, service, at])?;
    Ok(())
}

sql!(
    SLOTS_TAKEN,
    "SELECT slot_at, taken FROM desk_slot
     WHERE unit = $1 AND service = $2 AND slot_at >= $3 AND slot_at < $4 ORDER BY slot_at LIMIT 300"
);

/// Places taken of the slots of a service between two times.
pub fn taken(
    tx: &mut Tx<'_>,
    unit: &str,
    service: &str,
    (from, to): (Instant, Instant),
) -> Result<Vec<(Instant, i64)>, DbError> {
    tx.query(&SLOTS_TAKEN, args![unit, service, from, to], |row| Ok((row.instant(0)?, row.int(1)?)))
}

sql!(
    SLOT_MISCOUNTED,
    "SELECT s.unit, s.service FROM desk_slot s WHERE s.taken <> (
        SELECT COUNT(*) FROM desk_appointment a
        WHERE a.unit = s.unit AND a.service = s.service AND a.slot_at = s.slot_at AND a.state <> 'cancelled')
     ORDER BY s.unit, s.service, s.slot_at LIMIT 1"
);

/// A slot of which other places are taken than there are appointments: there is none unless somebody wrote past the acts.
pub fn miscounted(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&SLOT_MISCOUNTED, args![], |row| Ok(format!("{}/{}", row.text(0)?, row.text(1)?)))
}

fn read(row: &Row<'_>) -> Result<AppointmentRow, DbError> {
    Ok(AppointmentRow {
        code: row.text(0)?,
        version: row.int(1)?,
        unit: row.text(2)?,
        service: row.text(3)?,
        slot_at: row.instant(4)?,
        state: row.text(5)?,
        phone_hash: row.text(6)?,
        ticket: row.text(7)?,
    })
}

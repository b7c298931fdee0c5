//! Rows of deliveries of results, beside their dossiers. Who took one and where it went is sealed in the journal.

use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// One delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRow {
    /// Code of the dossier.
    pub dossier: String,
    /// Its number, from 1.
    pub number: i64,
    /// Events of the dossier's stream of deliveries when this row was last written.
    pub version: i64,
    /// Stable name of the way.
    pub way: String,
    /// Stable name of the state.
    pub state: String,
    /// When it was noted.
    pub noted_at: Instant,
    /// When it came to its present state.
    pub changed_at: Instant,
}

sql!(
    DELIVERY_PUT,
    "INSERT INTO desk_delivery (dossier, number, version, way, state, noted_at, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (dossier, number) DO UPDATE SET version = excluded.version, way = excluded.way,
        state = excluded.state, noted_at = excluded.noted_at, changed_at = excluded.changed_at"
);

/// Keeps a delivery. That nobody was faster is held by the journal.
pub fn put(tx: &mut Tx<'_>, row: &DeliveryRow) -> Result<(), DbError> {
    let DeliveryRow { dossier, number, version, way, state, noted_at, changed_at } = row;
    tx.exec(&DELIVERY_PUT, args![dossier, *number, *version, way, state, *noted_at, *changed_at])?;
    Ok(())
}

sql!(
    DELIVERIES_OF,
    "SELECT dossier, number, version, way, state, noted_at, changed_at FROM desk_delivery
     WHERE dossier = $1 ORDER BY number LIMIT 100"
);

/// Deliveries of the result of a dossier, in order.
pub fn of_dossier(tx: &mut Tx<'_>, dossier: &str) -> Result<Vec<DeliveryRow>, DbError> {
    tx.query(&DELIVERIES_OF, args![dossier], read)
}

fn read(row: &Row<'_>) -> Result<DeliveryRow, DbError> {
    Ok(DeliveryRow {
        dossier: row.text(0)?,
        number: row.int(1)?,
        version: row.int(2)?,
        way: row.text(3)?,
        state: row.text(4)?,
        noted_at: row.instant(5)?,
        changed_at: row.instant(6)?,
    })
}

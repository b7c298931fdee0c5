//! Money to be worked through: what came without an order, and orders of which something is to be given back.

use domain::time::Instant;

use crate::error::DbError;
use crate::payment::MoneyPlace;
use crate::tx::Tx;
use crate::{args, sql};

/// One sum without an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrayRow {
    /// By which channel it came.
    pub channel: String,
    /// Name of the transaction there.
    pub name: String,
    /// Amount in đồng.
    pub amount: i64,
    /// Day of the payment.
    pub day: String,
    /// When it was recorded.
    pub recorded_at: Instant,
}

sql!(
    PAYMENT_STRAYS,
    "SELECT channel, name, amount, day, recorded_at FROM payment_money
     WHERE order_id = '' AND kept = 'unknown_order' AND (recorded_at, channel, name) > ($1, $2, $3)
     ORDER BY recorded_at, channel, name LIMIT $4"
);

/// Money without an order that nobody has dealt with, the oldest first, after a place.
pub fn strays(tx: &mut Tx<'_>, after: MoneyPlace<'_>, limit: i64) -> Result<Vec<StrayRow>, DbError> {
    tx.query(&PAYMENT_STRAYS, args![after.0, after.1, after.2, limit], |row| {
        Ok(StrayRow {
            channel: row.text(0)?,
            name: row.text(1)?,
            amount: row.int(2)?,
            day: row.text(3)?,
            recorded_at: row.instant(4)?,
        })
    })
}

sql!(PAYMENT_STRAY_DROP, "DELETE FROM payment_money WHERE channel = $1 AND name = $2 AND order_id = ''");

/// Takes the row of money without an order away, because it gets one. False when there is none.
pub fn drop_stray(tx: &mut Tx<'_>, channel: &str, name: &str) -> Result<bool, DbError> {
    Ok(tx.exec(&PAYMENT_STRAY_DROP, args![channel, name])? == 1)
}

sql!(
    PAYMENT_STRAY_RETURNED,
    "UPDATE payment_money SET kept = 'returned' WHERE channel = $1 AND name = $2 AND order_id = ''
     AND kept = 'unknown_order'"
);

/// Notes that money without an order was given back. False when there is none that could be.
pub fn return_stray(tx: &mut Tx<'_>, channel: &str, name: &str) -> Result<bool, DbError> {
    Ok(tx.exec(&PAYMENT_STRAY_RETURNED, args![channel, name])? == 1)
}

sql!(
    PAYMENT_ORDERS_TO_GIVE_BACK,
    "SELECT id, dossier, to_give_back FROM payment_order WHERE unit = $1 AND to_give_back > 0 AND id > $2
     ORDER BY id LIMIT $3"
);

/// Orders of a unit of which something is to be given back, after a number: number, dossier, how much.
pub fn to_give_back(
    tx: &mut Tx<'_>,
    unit: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<(String, String, i64)>, DbError> {
    tx.query(&PAYMENT_ORDERS_TO_GIVE_BACK, args![unit, after, limit], |row| {
        Ok((row.text(0)?, row.text(1)?, row.int(2)?))
    })
}

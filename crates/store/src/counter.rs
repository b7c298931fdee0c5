//! Official numbers: one row a series, counted up in the transaction that uses the number.
//!
//! No number is given twice and none is left out: an act that is undone gives its number back.

use crate::error::DbError;
use crate::tx::Tx;
use crate::{args, sql};

sql!(
    COUNTER_NEXT,
    "INSERT INTO counter (name, value) VALUES ($1, 1)
     ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
);

/// The next number of a series, from 1. Acts of the same series wait for each other from here to their commit.
pub fn next(tx: &mut Tx<'_>, name: &str) -> Result<i64, DbError> {
    let number = tx.one(&COUNTER_NEXT, args![name], |row| row.int(0))?;
    number.ok_or_else(|| DbError::other("a counter answered nothing"))
}

//! Rows of the books kept beside payments: the cash book of desks, and reconciliation with gateways.

use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// One day of a desk's cash book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashDayRow {
    /// The desk.
    pub unit: String,
    /// The day.
    pub day: String,
    /// Events of its stream.
    pub version: i64,
    /// What was in the till in the morning.
    pub opening: i64,
    /// What came in.
    pub came_in: i64,
    /// What went out.
    pub went_out: i64,
    /// What was counted at the closing; none while open.
    pub counted: Option<i64>,
}

/// One line of a cash book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashEntryRow {
    /// Number of its event within the day.
    pub number: i64,
    /// Stable name of what it is for.
    pub kind: String,
    /// Amount in đồng.
    pub amount: i64,
    /// Number of the order, receipt or slip.
    pub reference: String,
    /// When it was written.
    pub recorded_at: Instant,
}

/// A day's comparison with a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparisonRow {
    /// The gateway.
    pub gateway: String,
    /// The day.
    pub day: String,
    /// Events of its stream.
    pub version: i64,
    /// When the lists were last compared.
    pub compared_at: Instant,
    /// Lines of our list, and their sum.
    pub here: (i64, i64),
    /// Lines of the gateway's list, and their sum.
    pub there: (i64, i64),
}

/// One difference of a day's comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceRow {
    /// The gateway.
    pub gateway: String,
    /// The day.
    pub day: String,
    /// The transaction.
    pub name: String,
    /// Stable name of the kind.
    pub kind: String,
    /// The order that it names, or empty.
    pub order_id: String,
    /// The agency of the order, or empty.
    pub unit: String,
    /// Our amount.
    pub here: i64,
    /// The gateway's amount.
    pub there: i64,
    /// What explains it, or empty.
    pub explained: String,
}

sql!(
    CASH_DAY_PUT,
    "INSERT INTO cash_day (unit, day, version, opening, came_in, went_out, counted) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (unit, day) DO UPDATE SET version = excluded.version, opening = excluded.opening,
        came_in = excluded.came_in, went_out = excluded.went_out, counted = excluded.counted"
);

/// Keeps a day of a cash book. That nobody was faster is held by the journal.
pub fn put_day(tx: &mut Tx<'_>, row: &CashDayRow) -> Result<(), DbError> {
    let CashDayRow { unit, day, version, opening, came_in, went_out, counted } = row;
    tx.exec(&CASH_DAY_PUT, args![unit, day, *version, *opening, *came_in, *went_out, *counted])?;
    Ok(())
}

macro_rules! days {
    ($rest:literal) => {
        concat!("SELECT unit, day, version, opening, came_in, went_out, counted FROM cash_day ", $rest)
    };
}

sql!(CASH_DAY_ONE, days!("WHERE unit = $1 AND day = $2"));

/// One day of a desk.
pub fn day(tx: &mut Tx<'_>, unit: &str, day: &str) -> Result<Option<CashDayRow>, DbError> {
    tx.one(&CASH_DAY_ONE, args![unit, day], read_day)
}

sql!(CASH_DAYS_BEFORE, days!("WHERE unit = $1 AND day < $2 ORDER BY day DESC LIMIT $3"));

/// Days of a desk before a day, the latest first.
pub fn days_before(tx: &mut Tx<'_>, unit: &str, before: &str, limit: i64) -> Result<Vec<CashDayRow>, DbError> {
    tx.query(&CASH_DAYS_BEFORE, args![unit, before, limit], read_day)
}

sql!(
    CASH_ENTRY_PUT,
    "INSERT INTO cash_entry (unit, day, number, kind, amount, reference, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)"
);

/// Keeps a line.
pub fn put_entry(tx: &mut Tx<'_>, (unit, day): (&str, &str), row: &CashEntryRow) -> Result<(), DbError> {
    let args = args![unit, day, row.number, &row.kind, row.amount, &row.reference, row.recorded_at];
    tx.exec(&CASH_ENTRY_PUT, args)?;
    Ok(())
}

sql!(
    CASH_ENTRIES,
    "SELECT number, kind, amount, reference, recorded_at FROM cash_entry
     WHERE unit = $1 AND day = $2 AND number > $3 ORDER BY number LIMIT $4"
);

/// Lines of a day after a number.
pub fn entries(
    tx: &mut Tx<'_>,
    (unit, day): (&str, &str),
    after: i64,
    limit: i64,
) -> Result<Vec<CashEntryRow>, DbError> {
    tx.query(&CASH_ENTRIES, args![unit, day, after, limit], |row| {
        Ok(CashEntryRow {
            number: row.int(0)?,
            kind: row.text(1)?,
            amount: row.int(2)?,
            reference: row.text(3)?,
            recorded_at: row.instant(4)?,
        })
    })
}

sql!(
    PAYMENT_COMPARISON_PUT,
    "INSERT INTO payment_comparison (gateway, day, version, compared_at, here_count, here_sum, there_count, there_sum)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (gateway, day) DO UPDATE SET version = excluded.version, compared_at = excluded.compared_at,
        here_count = excluded.here_count, here_sum = excluded.here_sum, there_count = excluded.there_count,
        there_sum = excluded.there_sum"
);

/// Keeps a comparison. That nobody was faster is held by the journal.
pub fn put_comparison(tx: &mut Tx<'_>, row: &ComparisonRow) -> Result<(), DbError> {
    let ComparisonRow { gateway, day, version, compared_at, here, there } = row;
    let args = args![gateway, day, *version, *compared_at, here.0, here.1, there.0, there.1];
    tx.exec(&PAYMENT_COMPARISON_PUT, args)?;
    Ok(())
}

sql!(
    PAYMENT_COMPARISON_ONE,
    "SELECT gateway, day, version, compared_at, here_count, here_sum, there_count, there_sum FROM payment_comparison
     WHERE gateway = $1 AND day = $2"
);

/// A day's comparison.
pub fn comparison(tx: &mut Tx<'_>, gateway: &str, day: &str) -> Result<Option<ComparisonRow>, DbError> {
    tx.one(&PAYMENT_COMPARISON_ONE, args![gateway, day], |row| {
        Ok(ComparisonRow {
            gateway: row.text(0)?,
            day: row.text(1)?,
            version: row.int(2)?,
            compared_at: row.instant(3)?,
            here: (row.int(4)?, row.int(5)?),
            there: (row.int(6)?, row.int(7)?),
        })
    })
}

sql!(
    PAYMENT_DIFFERENCE_PUT,
    "INSERT INTO payment_difference (gateway, day, name, kind, order_id, unit, here, there, explained)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (gateway, day, name) DO UPDATE SET explained = excluded.explained"
);

/// Keeps a difference, or what explains it.
pub fn put_difference(tx: &mut Tx<'_>, row: &DifferenceRow) -> Result<(), DbError> {
    let DifferenceRow { gateway, day, name, kind, order_id, unit, here, there, explained } = row;
    tx.exec(&PAYMENT_DIFFERENCE_PUT, args![gateway, day, name, kind, order_id, unit, *here, *there, explained])?;
    Ok(())
}

sql!(PAYMENT_DIFFERENCES_DROP, "DELETE FROM payment_difference WHERE gateway = $1 AND day = $2");

/// Forgets the differences of an earlier comparison; the journal keeps them.
pub fn drop_differences(tx: &mut Tx<'_>, gateway: &str, day: &str) -> Result<(), DbError> {
    tx.exec(&PAYMENT_DIFFERENCES_DROP, args![gateway, day])?;
    Ok(())
}

macro_rules! differences {
    ($rest:literal) => {
        concat!(
            "SELECT gateway, day, name, kind, order_id, unit, here, there, explained FROM payment_difference ",
            $rest
        )
    };
}

sql!(PAYMENT_DIFFERENCE_ONE, differences!("WHERE gateway = $1 AND day = $2 AND name = $3"));

/// One difference.
pub fn difference(tx: &mut Tx<'_>, gateway: &str, day: &str, name: &str) -> Result<Option<DifferenceRow>, DbError> {
    tx.one(&PAYMENT_DIFFERENCE_ONE, args![gateway, day, name], read_difference)
}

sql!(
    PAYMENT_DIFFERENCES,
    differences!(
        "WHERE gateway = $1 AND day = $2 AND name > $4 AND (CAST($3 AS TEXT) IS NULL OR unit = $3)
         ORDER BY name LIMIT $5"
    )
);

/// Differences of a day after a transaction, of one unit or of all.
pub fn differences(
    tx: &mut Tx<'_>,
    (gateway, day): (&str, &str),
    unit: Option<&str>,
    after: &str,
    limit: i64,
) -> Result<Vec<DifferenceRow>, DbError> {
    tx.query(&PAYMENT_DIFFERENCES, args![gateway, day, unit, after, limit], read_difference)
}

sql!(
    PAYMENT_ORPHAN,
    "SELECT stream FROM (
        SELECT 'payment/' || id AS stream FROM payment_order
        UNION SELECT 'payment/' || order_id FROM payment_money WHERE order_id <> ''
        UNION SELECT 'payment-stray/' || channel || '/' || name FROM payment_money WHERE order_id = ''
        UNION SELECT 'payment/' || order_id FROM payment_refund
        UNION SELECT 'payment/' || order_id FROM payment_receipt
        UNION SELECT 'cash-book/' || unit || '/' || day FROM cash_day
        UNION SELECT 'cash-book/' || unit || '/' || day FROM cash_entry
        UNION SELECT 'payment-day/' || gateway || '/' || day FROM payment_comparison
        UNION SELECT 'payment-day/' || gateway || '/' || day FROM payment_difference
     ) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.stream = known.stream) ORDER BY stream LIMIT 1"
);

/// A stream that has rows here and not one event in the journal: there is none unless somebody wrote past the acts.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&PAYMENT_ORPHAN, args![], |row| row.text(0))
}

fn read_day(row: &Row<'_>) -> Result<CashDayRow, DbError> {
    Ok(CashDayRow {
        unit: row.text(0)?,
        day: row.text(1)?,
        version: row.int(2)?,
        opening: row.int(3)?,
        came_in: row.int(4)?,
        went_out: row.int(5)?,
        counted: row.opt_int(6)?,
    })
}

fn read_difference(row: &Row<'_>) -> Result<DifferenceRow, DbError> {
    Ok(DifferenceRow {
        gateway: row.text(0)?,
        day: row.text(1)?,
        name: row.text(2)?,
        kind: row.text(3)?,
        order_id: row.text(4)?,
        unit: row.text(5)?,
        here: row.int(6)?,
        there: row.int(7)?,
        explained: row.text(8)?,
    })
}

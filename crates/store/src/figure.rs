//! Counts by day, unit and procedure, kept up by a follower of the journal.

use crate::error::DbError;
use crate::tx::Tx;
use crate::{args, sql};

/// One count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureCount {
    /// ISO date, in the province's civil time.
    pub day: String,
    /// Handling unit.
    pub unit: String,
    /// Procedure id.
    pub procedure_id: String,
    /// What is counted: the kind of event, with its result where there is one.
    pub figure: String,
    /// How many.
    pub amount: i64,
}

sql!(
    FIGURE_ADD,
    "INSERT INTO figure_count (day, unit, procedure_id, figure, amount) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (day, unit, procedure_id, figure) DO UPDATE SET amount = figure_count.amount + excluded.amount"
);

/// Adds to a count.
pub fn add(tx: &mut Tx<'_>, count: &FigureCount) -> Result<(), DbError> {
    let FigureCount { day, unit, procedure_id, figure, amount } = count;
    tx.post(&FIGURE_ADD, args![day, unit, procedure_id, figure, *amount])?;
    Ok(())
}

sql!(
    FIGURE_TOTALS,
    "SELECT unit, procedure_id, figure, CAST(SUM(amount) AS BIGINT) FROM figure_count
     WHERE day >= $1 AND day <= $2 GROUP BY unit, procedure_id, figure ORDER BY unit, procedure_id, figure"
);

/// Totals between two days, both included, by unit, procedure and figure.
pub fn totals(tx: &mut Tx<'_>, from: &str, to: &str) -> Result<Vec<(String, String, String, i64)>, DbError> {
    tx.query(&FIGURE_TOTALS, args![from, to], |row| Ok((row.text(0)?, row.text(1)?, row.text(2)?, row.int(3)?)))
}

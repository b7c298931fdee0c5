//! Sums of marks by day and by month: what figures are answered from, however many dossiers there are.

use std::collections::BTreeMap;

use domain::figure::{Counter, Period};
use domain::time::Date;

use crate::error::DbError;
use crate::figure_mark::{MarkRow, counter_places, places};
use crate::row::Row;
use crate::tx::Tx;
use crate::{Value, args, sql};

/// What changes in the sums, put together before it is written.
#[derive(Debug, Default)]
pub struct Sums {
    days: BTreeMap<DayKey, i64>,
}

/// Counter, day, unit, procedure, month to which it belongs.
type DayKey = (&'static str, String, String, String, String);

impl Sums {
    /// Adds a mark, or takes it away with -1.
    pub fn add(&mut self, row: &MarkRow, times: i64) {
        let amount = row.mark.amount.saturating_mul(times);
        self.day(row, row.mark.day, amount);
        if let Some(until) = row.mark.until {
            self.day(row, until, amount.saturating_neg());
        }
    }

    fn day(&mut self, row: &MarkRow, day: Date, amount: i64) {
        let key = (
            row.mark.counter.name(),
            day.to_string(),
            row.unit.clone(),
            row.procedure_id.clone(),
            month_of(row.mark.belongs),
        );
        let sum = self.days.entry(key).or_insert(0);
        *sum = sum.saturating_add(amount);
    }

    /// Writes what changed.
    pub fn keep(mut self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        self.days.retain(|_, amount| *amount != 0);
        let mut months: BTreeMap<(&'static str, String, String, String, String), i64> = BTreeMap::new();
        for ((counter, day, unit, procedure, belongs), amount) in &self.days {
            let month = day.get(..7).unwrap_or_default().to_owned();
            for (procedure, unit) in [("", unit.as_str()), (procedure.as_str(), ""), (procedure, unit)] {
                let key = (*counter, procedure.to_owned(), unit.to_owned(), month.clone(), belongs.clone());
                let sum = months.entry(key).or_insert(0);
                *sum = sum.saturating_add(*amount);
            }
        }
        for ((counter, day, unit, procedure, belongs), amount) in &self.days {
            tx.post(&DAY_ADD, args![*counter, day, unit, procedure, belongs, *amount])?;
        }
        for ((counter, procedure, unit, month, belongs), amount) in &months {
            tx.post(&MONTH_ADD, args![*counter, procedure, unit, month, belongs, *amount])?;
        }
        Ok(())
    }
}

sql!(
    DAY_ADD,
    "INSERT INTO figure_day (counter, day, unit, procedure_id, belongs, amount) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (counter, day, unit, procedure_id, belongs)
     DO UPDATE SET amount = figure_day.amount + excluded.amount"
);
sql!(
    MONTH_ADD,
    "INSERT INTO figure_month (counter, procedure_id, unit, month, belongs, amount) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (counter, procedure_id, unit, month, belongs)
     DO UPDATE SET amount = figure_month.amount + excluded.amount"
);

/// `2026-11` of any of its days.
fn month_of(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

/// The first values of a statement: counters, first month, month of the last day, its first day, the last day.
fn span(counters: &[Counter], is_of_period: bool, period: Period) -> Vec<Value<'static>> {
    let mut values = counter_places(counters);
    values.extend([
        Value::from(if is_of_period { month_of(period.from) } else { String::new() }),
        Value::from(month_of(period.last_month())),
        Value::from(period.last_month().to_string()),
        Value::from(period.to.to_string()),
    ]);
    values
}

sql!(
    SUMS_BY_UNIT,
    "SELECT counter, unit, CAST(SUM(amount) AS BIGINT) FROM (
        SELECT counter, unit, amount FROM figure_month
        WHERE counter IN ($1, $2, $3, $4) AND procedure_id = '' AND month >= $5 AND month < $6 AND belongs >= $5
        UNION ALL
        SELECT counter, unit, amount FROM figure_day
        WHERE counter IN ($1, $2, $3, $4) AND day >= $7 AND day <= $8 AND belongs >= $5
     ) parts GROUP BY counter, unit"
);

/// Sums of counters by unit at the end of a period's last day; of whatever belongs to the period, or, for a figure that
/// speaks of a day, of everything there ever was.
pub fn by_unit(
    tx: &mut Tx<'_>,
    counters: &[Counter],
    is_of_period: bool,
    period: Period,
) -> Result<Vec<(Counter, String, i64)>, DbError> {
    tx.query(&SUMS_BY_UNIT, &span(counters, is_of_period, period), read)
}

sql!(
    SUMS_BY_PROCEDURE,
    "SELECT counter, procedure_id, CAST(SUM(amount) AS BIGINT) FROM (
        SELECT counter, procedure_id, amount FROM figure_month
        WHERE counter IN ($1, $2, $3, $4) AND procedure_id <> '' AND month >= $5 AND month < $6 AND belongs >= $5
          AND (($9 AND unit = '') OR unit IN ($10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
            $25, $26, $27, $28, $29, $30, $31, $32, $33)) AND (unit <> '' OR $9)
        UNION ALL
        SELECT counter, procedure_id, amount FROM figure_day
        WHERE counter IN ($1, $2, $3, $4) AND day >= $7 AND day <= $8 AND belongs >= $5
          AND ($9 OR unit IN ($10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
            $25, $26, $27, $28, $29, $30, $31, $32, $33))
     ) parts GROUP BY counter, procedure_id"
);

/// The same by procedure, for these units or for all.
pub fn by_procedure(
    tx: &mut Tx<'_>,
    counters: &[Counter],
    is_of_period: bool,
    period: Period,
    units: Option<&[String]>,
) -> Result<Vec<(Counter, String, i64)>, DbError> {
    let mut values = span(counters, is_of_period, period);
    values.push(Value::from(units.is_none()));
    match units {
        Some(units) => values.extend(places(units)),
        None => values.extend(places(&[])),
    }
    tx.query(&SUMS_BY_PROCEDURE, &values, read)
}

fn read(row: &Row<'_>) -> Result<(Counter, String, i64), DbError> {
    let counter = Counter::from_name(row.str(0)?).ok_or_else(|| DbError::corrupt("a counter that is none"))?;
    Ok((counter, row.text(1)?, row.int(2)?))
}

sql!(
    DAYS_DIFFER,
    "SELECT counter, day FROM (
        SELECT counter, day, unit, procedure_id, substr(belongs, 1, 7) AS belongs, amount FROM figure_mark
        UNION ALL
        SELECT counter, until, unit, procedure_id, substr(belongs, 1, 7), -amount FROM figure_mark
        WHERE until < '9999-12-31'
        UNION ALL
        SELECT counter, day, unit, procedure_id, belongs, -amount FROM figure_day
     ) parts GROUP BY counter, day, unit, procedure_id, belongs HAVING SUM(amount) <> 0 ORDER BY counter, day LIMIT 1"
);
sql!(
    MONTHS_DIFFER,
    "SELECT counter, month FROM (
        SELECT counter, substr(day, 1, 7) AS month, unit, procedure_id, belongs, amount FROM figure_day
        UNION ALL
        SELECT counter, substr(day, 1, 7), unit, '', belongs, amount FROM figure_day
        UNION ALL
        SELECT counter, substr(day, 1, 7), '', procedure_id, belongs, amount FROM figure_day
        UNION ALL
        SELECT counter, month, unit, procedure_id, belongs, -amount FROM figure_month
     ) parts GROUP BY counter, month, unit, procedure_id, belongs HAVING SUM(amount) <> 0
     ORDER BY counter, month LIMIT 1"
);

/// A counter and a day or month whose sum is not that of the marks; none when all sums are.
pub fn difference(tx: &mut Tx<'_>) -> Result<Option<(String, String)>, DbError> {
    let read = |row: &Row<'_>| Ok((row.text(0)?, row.text(1)?));
    let days = tx.one(&DAYS_DIFFER, args![], read)?;
    if days.is_some() { Ok(days) } else { tx.one(&MONTHS_DIFFER, args![], read) }
}

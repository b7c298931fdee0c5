//! Sums of marks by day and by month: what figures are answered from, however many dossiers there are.

use std::collections::BTreeMap;

use domain::figure::{Counter, Period};
use domain::time::Date;

use crate::error::DbError;
use crate::figure_mark::{MarkRow, UNITS_MAX, counter_places};
use crate::row::Row;
use crate::tx::Tx;
use crate::{Value, args, sql};

/// What changes in the sums, put together before it is written.
#[derive(Debug, Default)]
pub struct Sums {
    days: BTreeMap<DayKey, i64>,
}

/// Counter, procedure, day or month, unit, month to which it belongs; no procedure or no unit for the sum of all.
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
        let (unit, procedure) = (row.unit.as_str(), row.procedure_id.as_str());
        for (procedure, unit) in [("", unit), (procedure, ""), (procedure, unit)] {
            let key = (
                row.mark.counter.name(),
                procedure.to_owned(),
                day.to_string(),
                unit.to_owned(),
                month_of(row.mark.belongs),
            );
            let sum = self.days.entry(key).or_insert(0);
            *sum = sum.saturating_add(amount);
        }
    }

    /// Writes what changed.
    pub fn keep(mut self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        self.days.retain(|_, amount| *amount != 0);
        let mut months: BTreeMap<DayKey, i64> = BTreeMap::new();
        for ((counter, procedure, day, unit, belongs), amount) in &self.days {
            let month = day.get(..7).unwrap_or_default().to_owned();
            let sum = months.entry((*counter, procedure.clone(), month, unit.clone(), belongs.clone())).or_insert(0);
            *sum = sum.saturating_add(*amount);
        }
        for (statement, sums) in [(&DAY_ADD, &self.days), (&MONTH_ADD, &months)] {
            for ((counter, procedure, time, unit, belongs), amount) in sums {
                tx.post(statement, args![*counter, procedure, time, unit, belongs, *amount])?;
            }
        }
        Ok(())
    }
}

sql!(
    DAY_ADD,
    "INSERT INTO figure_day (counter, procedure_id, day, unit, belongs, amount) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (counter, procedure_id, day, unit, belongs)
     DO UPDATE SET amount = figure_day.amount + excluded.amount"
);
sql!(
    MONTH_ADD,
    "INSERT INTO figure_month (counter, procedure_id, month, unit, belongs, amount) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (counter, procedure_id, month, unit, belongs)
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
        WHERE counter IN ($1, $2, $3, $4) AND procedure_id = '' AND day >= $7 AND day <= $8 AND belongs >= $5
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
        WHERE counter IN ($1, $2, $3, $4) AND length(procedure_id) > 0 AND month >= $5 AND month < $6 AND belongs >= $5
          AND unit IN ($9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
            $28, $29, $30, $31, $32)
        UNION ALL
        SELECT counter, procedure_id, amount FROM figure_day
        WHERE counter IN ($1, $2, $3, $4) AND length(procedure_id) > 0 AND day >= $7 AND day <= $8 AND belongs >= $5
          AND unit IN ($9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
            $28, $29, $30, $31, $32)
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
    // The sums of all units stand under no unit; a place that is left over names the first unit again.
    let units = units.unwrap_or_default();
    let first = units.first().map_or("", String::as_str);
    let places = units.iter().map(String::as_str).chain(std::iter::repeat(first)).take(UNITS_MAX);
    values.extend(places.map(Value::from));
    tx.query(&SUMS_BY_PROCEDURE, &values, read)
}

fn read(row: &Row<'_>) -> Result<(Counter, String, i64), DbError> {
    let counter = Counter::from_name(row.str(0)?).ok_or_else(|| DbError::corrupt("a counter that is none"))?;
    Ok((counter, row.text(1)?, row.int(2)?))
}

sql!(
    DAYS_DIFFER,
    "WITH moved AS (
        SELECT counter, day, unit, procedure_id, substr(belongs, 1, 7) AS belongs, amount FROM figure_mark
        UNION ALL
        SELECT counter, until, unit, procedure_id, substr(belongs, 1, 7), -amount FROM figure_mark
        WHERE until < '9999-12-31'
     )
     SELECT counter, day FROM (
        SELECT counter, day, unit, procedure_id, belongs, amount FROM moved
        UNION ALL
        SELECT counter, day, unit, '', belongs, amount FROM moved
        UNION ALL
        SELECT counter, day, '', procedure_id, belongs, amount FROM moved
        UNION ALL
        SELECT counter, day, unit, procedure_id, belongs, -amount FROM figure_day
     ) parts GROUP BY counter, day, unit, procedure_id, belongs HAVING SUM(amount) <> 0 ORDER BY counter, day LIMIT 1"
);
sql!(
    MONTHS_DIFFER,
    "SELECT counter, month FROM (
        SELECT counter, substr(day, 1, 7) AS month, unit, procedure_id, belongs, amount FROM figure_day
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

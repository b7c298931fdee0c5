//! Whether periods of residence leave a gap.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::answers::{answer, span};
use super::{FieldKind, Section};
use crate::time::{date_from_epoch_day, epoch_day};

/// The first day from the `from_age`th birthday to today that no row covers.
///
/// A row runs from the first day that its first date field names to the last day that its second one names, so that
/// `2010` to `2014` followed by `2015` to today leaves no gap. Rows that cannot be read are left out: their own
/// fields have faults already.
pub(super) fn first_gap(
    section: &Section,
    rows: &[&Map<String, Value>],
    born: Date,
    from_age: u32,
    today: Date,
) -> Option<Date> {
    let mut dates =
        section.fields.iter().filter(|field| matches!(field.kind, FieldKind::Date | FieldKind::PartialDate));
    let (from, to) = (dates.next()?, dates.next()?);
    let mut periods: Vec<(Date, Date)> =
        rows.iter().filter_map(|row| Some((span(&answer(row, &from.id))?.0, span(&answer(row, &to.id))?.1))).collect();
    periods.sort();
    let mut open = birthday(born, from_age)?;
    for (first, last) in periods {
        if open < first {
            break;
        }
        if open <= last {
            open = date_from_epoch_day(epoch_day(last) + 1)?;
        }
    }
    (open <= today).then_some(open)
}

/// The day on which somebody born on `born` completes `age` years; 1 March for a leap day in a common year.
fn birthday(born: Date, age: u32) -> Option<Date> {
    let year = born.year().checked_add(i16::try_from(age).ok()?)?;
    Date::new(year, born.month(), born.day()).or_else(|_| Date::new(year, 3, 1)).ok()
}

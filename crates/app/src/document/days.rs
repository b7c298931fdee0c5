//! Working days around documents: the next one, and the one after so many.

use domain::calendar::Calendar;
use domain::time::Date;

/// Days in a row that are looked through for a working day.
const LOOKED_AT: usize = 40;
/// Most working days of an instruction.
const WORKING_DAYS_MAX: u16 = 365;

/// The first working day after a day; none where the calendar does not say.
pub(super) fn next_working(calendar: &Calendar, day: Date) -> Option<Date> {
    let mut next = day;
    for _ in 0..LOOKED_AT {
        next = next.tomorrow().ok()?;
        if calendar.is_working(next) {
            return Some(next);
        }
    }
    None
}

/// The working day that many after a day; none for more than a year or where the calendar does not say.
pub(crate) fn after_working(calendar: &Calendar, day: Date, count: u16) -> Option<Date> {
    if count == 0 || count > WORKING_DAYS_MAX {
        return None;
    }
    (0..count).try_fold(day, |day, _| next_working(calendar, day))
}

//! Slots for appointments: cut from office hours on working days, as many places as the counters give.

use jiff::civil::{Date, DateTime};

use super::{DeskPlan, Refusal};
use crate::calendar::{Calendar, OfficeHours};
use crate::time::{date_from_epoch_day, epoch_day};

/// A time for which appointments are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// When it begins.
    pub at: DateTime,
    /// Places that are free.
    pub free: u32,
}

/// The days on which appointments can be made from today on: working days that the calendar covers.
#[must_use]
pub fn bookable_days(plan: &DeskPlan, calendar: &Calendar, today: Date) -> Vec<Date> {
    let first = epoch_day(today);
    (first..=first.saturating_add(i64::from(plan.rules.days_ahead)))
        .filter_map(date_from_epoch_day)
        .filter(|day| calendar.day(*day).covered && calendar.is_working(*day))
        .collect()
}

/// The slots of a service on a day that begin after `now`, with their free places. `taken` tells how many appointments
/// stand at a time. A day off has none; a day beyond the bound is refused.
pub fn slots(
    plan: &DeskPlan,
    service: &str,
    (calendar, hours): (&Calendar, &OfficeHours),
    (day, now): (Date, DateTime),
    taken: impl Fn(DateTime) -> u32,
) -> Result<Vec<Slot>, Refusal> {
    let places = match plan.places(service) {
        0 => return Err(Refusal::NoSuchService),
        places => places,
    };
    let last = epoch_day(now.date()).saturating_add(i64::from(plan.rules.days_ahead));
    if epoch_day(day) > last {
        return Err(Refusal::TooFarAhead(plan.rules.days_ahead));
    }
    if day < now.date() || !calendar.day(day).covered || !calendar.is_working(day) {
        return Ok(Vec::new());
    }
    let length = i64::from(plan.rules.slot_minutes.max(5));
    let mut found = Vec::new();
    for session in hours.sessions(day) {
        let mut minute = session.open.minutes();
        while minute.saturating_add(length) <= session.close.minutes() {
            let at = moment(day, minute).filter(|at| *at > now);
            found.extend(at.map(|at| Slot { at, free: places.saturating_sub(taken(at)) }));
            minute = minute.saturating_add(length);
        }
    }
    Ok(found)
}

fn moment(day: Date, minute: i64) -> Option<DateTime> {
    let part = |number: i64| i8::try_from(number).ok();
    let time = jiff::civil::Time::new(part(minute.checked_div(60)?)?, part(minute.checked_rem(60)?)?, 0, 0).ok()?;
    Some(day.to_datetime(time))
}

/// Minutes before the first opening from which on numbers are drawn.
const EARLY_MINUTES: i64 = 60;

/// Whether numbers are drawn now: on a working day, from an hour before the office opens until it closes.
#[must_use]
pub fn draws_numbers(calendar: &Calendar, hours: &OfficeHours, now: DateTime) -> bool {
    let day = now.date();
    let minute = i64::from(now.hour()).saturating_mul(60).saturating_add(i64::from(now.minute()));
    let sessions = hours.sessions(day);
    let (Some(first), Some(last)) = (sessions.first(), sessions.last()) else { return false };
    calendar.is_working(day)
        && (first.open.minutes().saturating_sub(EARLY_MINUTES)..last.close.minutes()).contains(&minute)
}

//! What can be wrong with a published calendar. A faulty one is refused whole, every fault named.

use super::published::{CalendarData, DayStatus, PublishedDay, PublishedKind, Weekday};
use crate::time::epoch_day;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;

/// The longest span a calendar may cover, in days (200 years): a guard against a mistyped year.
const LONGEST_SPAN_DAYS: i64 = 73_050;

/// One fault of a published calendar; `date` names the record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum CalendarFault {
    /// The span is empty or longer than 200 years.
    #[error("first_day, last_day: the calendar cannot run from {first_day} to {last_day}")]
    Span { first_day: Date, last_day: Date },
    /// All days of the week are days off.
    #[error("weekend: no day of the week is left for work")]
    NoWorkingWeekday,
    /// No working day in the whole span.
    #[error("days: no working day is left")]
    NoWorkingDay,
    /// Two records for one date.
    #[error("days[{date}].date: published twice")]
    Twice { date: Date },
    /// `kind` and `is_off` contradict each other.
    #[error("days[{date}].is_off: contradicts kind and status")]
    OffContradicts { date: Date },
    /// A weekend day is worked in exchange, but the day is no weekend day.
    #[error("days[{date}].kind: a day worked in exchange must be a weekend day")]
    SwapWorkOnWeekday { date: Date },
    /// A swap without its other half, or whose other half points elsewhere.
    #[error("days[{date}].swap_with: the other half of the swap is missing or points elsewhere")]
    LooseSwap { date: Date },
}

/// All faults of a published calendar, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFaults(pub Vec<CalendarFault>);

impl fmt::Display for CalendarFaults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, fault) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { "\n" };
            write!(formatter, "{separator}{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for CalendarFaults {}

/// Every fault of `data`; empty when it can be used.
pub(super) fn faults(data: &CalendarData) -> Vec<CalendarFault> {
    let mut faults = Vec::new();
    let span = epoch_day(data.last_day) - epoch_day(data.first_day);
    if !(0..LONGEST_SPAN_DAYS).contains(&span) {
        faults.push(CalendarFault::Span { first_day: data.first_day, last_day: data.last_day });
    }
    if Weekday::ALL.iter().all(|weekday| data.weekend.contains(weekday)) {
        faults.push(CalendarFault::NoWorkingWeekday);
    }
    let mut by_date: BTreeMap<Date, &PublishedDay> = BTreeMap::new();
    for day in &data.days {
        if by_date.insert(day.date, day).is_some() {
            faults.push(CalendarFault::Twice { date: day.date });
        }
    }
    for day in &data.days {
        faults.extend(day_faults(day, &data.weekend, &by_date));
    }
    faults
}

fn day_faults(day: &PublishedDay, weekend: &[Weekday], by_date: &BTreeMap<Date, &PublishedDay>) -> Vec<CalendarFault> {
    let date = day.date;
    let mut faults = Vec::new();
    let should_be_off = match (day.status, day.kind) {
        (DayStatus::PendingLaw, _) | (_, PublishedKind::SwapWork) => false,
        (_, PublishedKind::Holiday | PublishedKind::Compensatory | PublishedKind::SwapOff) => true,
    };
    if day.is_off != should_be_off {
        faults.push(CalendarFault::OffContradicts { date });
    }
    let other_half = match day.kind {
        PublishedKind::Holiday | PublishedKind::Compensatory => return faults,
        PublishedKind::SwapOff => PublishedKind::SwapWork,
        PublishedKind::SwapWork => PublishedKind::SwapOff,
    };
    if day.kind == PublishedKind::SwapWork && !weekend.contains(&Weekday::of(epoch_day(date))) {
        faults.push(CalendarFault::SwapWorkOnWeekday { date });
    }
    let partner = day.swap_with.and_then(|other| by_date.get(&other));
    if !partner.is_some_and(|other| other.kind == other_half && other.swap_with == Some(date)) {
        faults.push(CalendarFault::LooseSwap { date });
    }
    faults
}

//! How much time is left, and how much work lies between two moments.

use super::input::Terms;
use super::worktime::{Moment, WorkTime, day_of, moment};
use crate::calendar::DAY_MINUTES;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// The working time between now and the due time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TimeLeft {
    /// Not due yet, or due this minute.
    Left(Span),
    /// Overdue by this much.
    Overdue(Span),
}

/// A stretch of working time, told in days and exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Working days from the earlier day, not counted, to the later day, counted; 0 on the same day.
    pub working_days: i64,
    /// Minutes of office hours.
    pub working_minutes: i64,
}

/// Minutes of office hours from `from` to `to`; 0 when `to` is earlier. Days outside the published calendar count nothing.
#[must_use]
pub fn working_minutes_between(terms: &Terms<'_>, from: DateTime, to: DateTime) -> i64 {
    let time = WorkTime::new(terms);
    time.between(published(terms, moment(from)), published(terms, moment(to)))
}

/// What is left at `now` until `due`, or by how much it is overdue. Never fails, since lists must always show something:
/// days outside the published calendar count nothing.
#[must_use]
pub fn time_left(terms: &Terms<'_>, now: DateTime, due: DateTime) -> TimeLeft {
    let (now_moment, due_moment) = (moment(now), moment(due));
    if now_moment > due_moment {
        TimeLeft::Overdue(span(terms, due, now))
    } else {
        TimeLeft::Left(span(terms, now, due))
    }
}

fn span(terms: &Terms<'_>, from: DateTime, to: DateTime) -> Span {
    let working_days = match from.date().tomorrow() {
        Ok(next) => terms.calendar.working_days_between(next, to.date()),
        Err(_) => 0,
    };
    Span { working_days, working_minutes: working_minutes_between(terms, from, to) }
}

/// The nearest moment inside the published span.
fn published(terms: &Terms<'_>, moment: Moment) -> Moment {
    let (first, last) = terms.calendar.span();
    if day_of(moment) < first {
        first * DAY_MINUTES
    } else if day_of(moment) > last {
        (last + 1) * DAY_MINUTES - 1
    } else {
        moment
    }
}

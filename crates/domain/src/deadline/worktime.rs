//! Arithmetic of working time over calendar and office hours.
//!
//! A *moment* is a count of civil minutes since 1970-01-01T00:00. A receipt or pause that falls inside a minute counts
//! from the next full minute, so that no limit is ever shorter than the law gives. All counts fit `i64` with room:
//! a moment is below 10^10, a limit below 10^7 minutes.

use super::input::{DeadlineError, Terms};
use crate::calendar::{Calendar, DAY_MINUTES, DayPlan, OfficeHours};
use crate::time::{date_from_epoch_day, epoch_day};
use jiff::civil::DateTime;

/// Civil minutes since 1970-01-01T00:00.
pub(super) type Moment = i64;

/// Calendar and hours together.
#[derive(Clone, Copy)]
pub(super) struct WorkTime<'a> {
    calendar: &'a Calendar,
    hours: &'a OfficeHours,
}

/// The first full minute at or after a civil time.
pub(super) fn moment(civil: DateTime) -> Moment {
    let started = i64::from(civil.second() > 0 || civil.subsec_nanosecond() > 0);
    epoch_day(civil.date()) * DAY_MINUTES + i64::from(civil.hour()) * 60 + i64::from(civil.minute()) + started
}

/// The civil time of a moment; the ends of time for what no calendar reaches.
pub(super) fn civil(moment: Moment) -> DateTime {
    let part = |number: i64| i8::try_from(number).unwrap_or(0);
    let minute = moment.rem_euclid(DAY_MINUTES);
    match date_from_epoch_day(day_of(moment)) {
        Some(date) => date.at(part(minute / 60), part(minute % 60), 0, 0),
        None if moment < 0 => DateTime::MIN,
        None => DateTime::MAX,
    }
}

/// Epoch day of a moment.
pub(super) const fn day_of(moment: Moment) -> i64 {
    moment.div_euclid(DAY_MINUTES)
}

impl<'a> WorkTime<'a> {
    pub(super) const fn new(terms: &Terms<'a>) -> Self {
        Self { calendar: terms.calendar, hours: terms.hours }
    }

    pub(super) fn plan(&self, day: i64) -> &'a DayPlan {
        self.hours.plan(day)
    }

    pub(super) fn works(&self, day: i64) -> bool {
        self.calendar.works(day)
    }

    pub(super) fn calendar_ends(&self) -> DeadlineError {
        DeadlineError::CalendarEnds { last_day: self.calendar.published_through() }
    }

    /// Refuses moments outside the published span.
    pub(super) fn check(&self, moment: Moment) -> Result<(), DeadlineError> {
        let (first, last) = self.calendar.span();
        if day_of(moment) < first {
            return Err(DeadlineError::BeforeCalendar { first_day: self.calendar.published_from() });
        }
        if day_of(moment) > last {
            return Err(self.calendar_ends());
        }
        Ok(())
    }

    /// The first working day on or after `day`.
    pub(super) fn working_day_from(&self, day: i64) -> Result<i64, DeadlineError> {
        self.calendar.working_day(self.calendar.position(day)).ok_or_else(|| self.calendar_ends())
    }

    /// `moment` itself when it lies in office hours, opening and closing included, else the next opening.
    pub(super) fn next_working(&self, moment: Moment) -> Result<Moment, DeadlineError> {
        self.check(moment)?;
        let day = day_of(moment);
        if self.works(day)
            && let Some(minute) = self.plan(day).working_minute(moment.rem_euclid(DAY_MINUTES))
        {
            return Ok(day * DAY_MINUTES + minute);
        }
        self.opening(self.working_day_from(day + 1)?)
    }

    /// The last working day before `day`.
    pub(super) fn working_day_before(&self, day: i64) -> Result<i64, DeadlineError> {
        let found = self.calendar.position(day).checked_sub(1).and_then(|position| self.calendar.working_day(position));
        found.ok_or_else(|| DeadlineError::BeforeCalendar { first_day: self.calendar.published_from() })
    }

    /// Opening time of a working day.
    pub(super) fn opening(&self, day: i64) -> Result<Moment, DeadlineError> {
        self.at(day, 0)
    }

    /// Closing time of a working day.
    pub(super) fn closing(&self, day: i64) -> Result<Moment, DeadlineError> {
        self.at(day, self.plan(day).total())
    }

    /// The first moment of a working day with `elapsed` minutes of work done.
    pub(super) fn at(&self, day: i64, elapsed: i64) -> Result<Moment, DeadlineError> {
        let moment = day * DAY_MINUTES + self.plan(day).minute_at(elapsed);
        self.check(moment).map(|()| moment)
    }

    /// Minutes of work done on the day of `moment` before it; none on a day off.
    pub(super) fn elapsed(&self, moment: Moment) -> i64 {
        let day = day_of(moment);
        if self.works(day) { self.plan(day).elapsed(moment.rem_euclid(DAY_MINUTES)) } else { 0 }
    }

    /// Minutes of work from `from` to `to`, inside the published span; none when `to` is earlier.
    pub(super) fn between(&self, from: Moment, to: Moment) -> i64 {
        if to <= from {
            return 0;
        }
        let whole_days = self.minutes_of_days(self.calendar.position(day_of(from)), self.calendar.position(day_of(to)));
        whole_days + self.elapsed(to) - self.elapsed(from)
    }

    /// The first moment by which `minutes` more minutes of work are done after `from`, a moment of working time.
    pub(super) fn advance(&self, from: Moment, minutes: i64) -> Result<Moment, DeadlineError> {
        if minutes <= 0 {
            return Ok(from);
        }
        let mut position = self.calendar.position(day_of(from));
        let mut left = minutes + self.elapsed(from);
        if let Some(total) = self.hours.uniform()
            && total > 0
        {
            let skipped = (left - 1) / total;
            position = position.saturating_add(usize::try_from(skipped).unwrap_or(usize::MAX));
            left -= skipped * total;
        }
        loop {
            let day = self.calendar.working_day(position).ok_or_else(|| self.calendar_ends())?;
            let total = self.plan(day).total();
            if left <= total {
                return self.at(day, left);
            }
            left -= total;
            position = position.saturating_add(1);
        }
    }

    /// The last moment from which `minutes` more minutes of work are done until `to`: the inverse of [`Self::advance`].
    pub(super) fn retreat(&self, to: Moment, minutes: i64) -> Result<Moment, DeadlineError> {
        let (mut day, mut done) = (day_of(to), self.elapsed(to));
        let mut left = minutes;
        while left > done {
            left -= done;
            day = self.working_day_before(day)?;
            done = self.plan(day).total();
        }
        // With nothing done before it, the day's opening is the last such moment; the closing before it is earlier.
        self.at(day, done - left)
    }

    /// Working days up to `moment` since the calendar began, in [`OfficeHours::day_parts`]: each day weighs the same,
    /// however long its hours are.
    pub(super) fn day_parts(&self, moment: Moment) -> i64 {
        let day = day_of(moment);
        let parts = self.hours.day_parts();
        let whole = i64::try_from(self.calendar.position(day)).unwrap_or(0).saturating_mul(parts);
        whole + self.elapsed(moment) * parts / self.plan(day).total().max(1)
    }

    /// The first moment by which so many day parts are worked; the inverse of [`Self::day_parts`].
    pub(super) fn at_day_parts(&self, target: i64) -> Result<Moment, DeadlineError> {
        let parts = self.hours.day_parts().max(1);
        let position = (target - 1).div_euclid(parts);
        let rest = (target - 1).rem_euclid(parts) + 1;
        let day = usize::try_from(position).ok().and_then(|position| self.calendar.working_day(position));
        let day = day.ok_or_else(|| self.calendar_ends())?;
        let share = rest * self.plan(day).total();
        self.at(day, share / parts + i64::from(share % parts > 0))
    }

    /// Tenths of working days as day parts.
    pub(super) fn tenths_of_days(&self, tenths: i64) -> i64 {
        tenths.saturating_mul(self.hours.day_parts() / 10)
    }

    fn minutes_of_days(&self, from: usize, to: usize) -> i64 {
        let days = self.calendar.working_days(from, to);
        match self.hours.uniform() {
            Some(total) => total * i64::try_from(days.len()).unwrap_or(0),
            None => days.iter().map(|day| self.plan(*day).total()).sum(),
        }
    }
}

//! Where a running limit ends, before and after it is moved into working time.

use super::CountingMode;
use super::input::DeadlineError;
use super::limit::{Limit, LimitUnit};
use super::worktime::{Moment, WorkTime, day_of};
use crate::calendar::DAY_MINUTES;

/// Office hours that make a working day in [`CountingMode::OfficeHours`], in minutes.
pub(super) const OFFICE_DAY_MINUTES: i64 = 480;

/// The end of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Counted in office hours: the due moment itself.
    Working(Moment),
    /// Counted in working days, in day parts since the calendar began (see [`WorkTime::day_parts`]), so that a day is a day
    /// even where Friday is shorter than Monday.
    Days(i64),
    /// Counted in civil time, to be moved to closing time of the last day, or of the next working day.
    Closing(Moment),
    /// Counted in civil time, to be moved to the next moment of office hours.
    NextOpen(Moment),
}

impl End {
    /// The due moment: always in working time.
    pub(super) fn due(self, time: &WorkTime<'_>) -> Result<Moment, DeadlineError> {
        match self {
            Self::Working(moment) => Ok(moment),
            Self::Days(parts) => time.at_day_parts(parts),
            // Midnight ends the day before it.
            Self::Closing(moment) => {
                let day = day_of(moment - 1);
                time.check(day * DAY_MINUTES)?;
                time.closing(time.working_day_from(day)?)
            }
            Self::NextOpen(moment) => time.next_working(moment),
        }
    }

    /// The end `limit` later. Limits of the same kind add up before the end is moved into working time.
    pub(super) fn later(self, time: &WorkTime<'_>, mode: CountingMode, limit: Limit) -> Result<Self, DeadlineError> {
        let tenths = i64::from(limit.tenths());
        Ok(match (limit.unit(), mode) {
            (LimitUnit::WorkingHour, _) => Self::Working(time.advance(self.due(time)?, tenths * 6)?),
            (LimitUnit::WorkingDay, CountingMode::OfficeHours) => {
                Self::Working(time.advance(self.due(time)?, tenths * (OFFICE_DAY_MINUTES / 10))?)
            }
            (LimitUnit::WorkingDay, CountingMode::CivilCode) => {
                let start = match self {
                    Self::Days(parts) => parts,
                    Self::Working(_) | Self::Closing(_) | Self::NextOpen(_) => time.day_parts(self.due(time)?),
                };
                Self::Days(start.saturating_add(time.tenths_of_days(tenths)))
            }
            (LimitUnit::Day, CountingMode::CivilCode) => {
                let end = match self {
                    Self::Closing(moment) => moment,
                    Self::Working(_) | Self::Days(_) | Self::NextOpen(_) => (day_of(self.due(time)?) + 1) * DAY_MINUTES,
                };
                Self::Closing(end + tenths * (DAY_MINUTES / 10))
            }
            (LimitUnit::Day, CountingMode::OfficeHours) => self.civil_later(time, tenths * (DAY_MINUTES / 10))?,
            (LimitUnit::Hour, _) => self.civil_later(time, tenths * 6)?,
        })
    }

    /// The end after the clock stood from `from` to `to`, with the amount of time that it stood.
    pub(super) fn paused(self, time: &WorkTime<'_>, from: Moment, to: Moment) -> Result<(Self, i64), DeadlineError> {
        Ok(match self {
            Self::Working(end) => {
                let minutes = time.between(from, to);
                (Self::Working(time.advance(end, minutes)?), minutes)
            }
            Self::Days(end) => {
                let stood = time.day_parts(to) - time.day_parts(from);
                (Self::Days(end.saturating_add(stood)), time.between(from, to))
            }
            Self::Closing(end) => {
                let resumed = self.resumed(time, end, from, to)?;
                (Self::Closing(resumed), if resumed == end { 0 } else { to - from })
            }
            Self::NextOpen(end) => {
                let resumed = self.resumed(time, end, from, to)?;
                (Self::NextOpen(resumed), if resumed == end { 0 } else { to - from })
            }
        })
    }

    /// Civil time that was left goes on from `to`. A pause between the end and the due time, when only the move into
    /// working time remained, matters only if it lasts beyond the due time.
    fn resumed(self, time: &WorkTime<'_>, end: Moment, from: Moment, to: Moment) -> Result<Moment, DeadlineError> {
        if from < end {
            Ok(to + (end - from))
        } else if to <= self.due(time)? {
            Ok(end)
        } else {
            Ok(to)
        }
    }

    /// Minutes left at `moment`.
    pub(super) fn left(self, time: &WorkTime<'_>, moment: Moment) -> Result<i64, DeadlineError> {
        Ok(match self {
            Self::Working(_) | Self::Days(_) => time.between(moment, self.due(time)?),
            Self::Closing(end) | Self::NextOpen(end) => (end - moment).max(0),
        })
    }

    pub(super) const fn is_working_time(self) -> bool {
        match self {
            Self::Working(_) | Self::Days(_) => true,
            Self::Closing(_) | Self::NextOpen(_) => false,
        }
    }

    fn civil_later(self, time: &WorkTime<'_>, minutes: i64) -> Result<Self, DeadlineError> {
        let end = match self {
            Self::NextOpen(moment) => moment,
            Self::Working(_) | Self::Days(_) | Self::Closing(_) => self.due(time)?,
        };
        Ok(Self::NextOpen(end + minutes))
    }
}

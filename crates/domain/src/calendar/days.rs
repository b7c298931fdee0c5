//! Which days are working days: the published calendar, indexed so that counting days is arithmetic.

use super::fault::{CalendarFault, CalendarFaults, faults};
use super::published::{CalendarData, CountingMode, DayStatus, PublishedDay, PublishedKind, Weekday};
use crate::time::{date_from_epoch_day, epoch_day};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a day is to an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Ngày làm việc.
    Working,
    /// Ngày nghỉ hằng tuần.
    Weekend,
    /// Ngày nghỉ lễ, tết.
    Holiday,
    /// Ngày nghỉ bù.
    Compensatory,
    /// Ngày nghỉ hoán đổi.
    SwappedOff,
    /// Ngày làm bù (a weekend day that is worked).
    SwappedWork,
}

impl DayKind {
    /// Whether offices work on such a day.
    #[must_use]
    pub const fn is_working(self) -> bool {
        match self {
            Self::Working | Self::SwappedWork => true,
            Self::Weekend | Self::Holiday | Self::Compensatory | Self::SwappedOff => false,
        }
    }
}

/// A day with what is published about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayInfo<'a> {
    /// The civil date.
    pub date: Date,
    /// What the day is to an office.
    pub kind: DayKind,
    /// The published record; `None` for ordinary days and weekends. A record with the status
    /// [`DayStatus::PendingLaw`] names a day that is *not yet* off.
    pub published: Option<&'a PublishedDay>,
    /// Whether the date lies inside the calendar's span; outside it, `kind` is a mere guess by weekday.
    pub covered: bool,
}

impl<'a> DayInfo<'a> {
    /// The Vietnamese name of a published day.
    #[must_use]
    pub fn name(&self) -> Option<&'a str> {
        self.published.map(|day| day.name_vi.as_str())
    }

    /// Whether the day is expected, not decided.
    #[must_use]
    pub fn is_projected(&self) -> bool {
        self.published.is_some_and(|day| day.status == DayStatus::Projected)
    }
}

/// The working calendar (lịch làm việc): valid for a span of dates, silent outside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CalendarData", into = "CalendarData")]
pub struct Calendar {
    data: CalendarData,
    first: i64,
    last: i64,
    /// Epoch days of the working days inside the span, ascending.
    working: Vec<i64>,
    /// For each day of the span, how many working days of the span come before it.
    before: Vec<usize>,
}

impl Calendar {
    /// Checks and indexes published days. Every fault is returned, not only the first.
    pub fn new(mut data: CalendarData) -> Result<Self, CalendarFaults> {
        let found = faults(&data);
        if !found.is_empty() {
            return Err(CalendarFaults(found));
        }
        data.days.sort_by_key(|day| day.date);
        let (first, last) = (epoch_day(data.first_day), epoch_day(data.last_day));
        let mut calendar = Self { data, first, last, working: Vec::new(), before: Vec::new() };
        for day in first..=last {
            calendar.before.push(calendar.working.len());
            if calendar.kind(day).is_working() {
                calendar.working.push(day);
            }
        }
        if calendar.working.is_empty() {
            return Err(CalendarFaults(vec![CalendarFault::NoWorkingDay]));
        }
        Ok(calendar)
    }

    /// Whether offices work on `date`. Outside the span only the weekday is known.
    #[must_use]
    pub fn is_working(&self, date: Date) -> bool {
        self.kind(epoch_day(date)).is_working()
    }

    /// What is known about `date`.
    #[must_use]
    pub fn day(&self, date: Date) -> DayInfo<'_> {
        DayInfo {
            date,
            kind: self.kind(epoch_day(date)),
            published: self.record(date),
            covered: (self.data.first_day..=self.data.last_day).contains(&date),
        }
    }

    /// The first day for which the calendar answers.
    #[must_use]
    pub const fn published_from(&self) -> Date {
        self.data.first_day
    }

    /// The last day for which the calendar answers.
    #[must_use]
    pub const fn published_through(&self) -> Date {
        self.data.last_day
    }

    /// The name of this version of the data.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.data.version
    }

    /// How limits in days are counted under it.
    #[must_use]
    pub const fn counting_mode(&self) -> CountingMode {
        self.data.counting_mode
    }

    /// The published data, days in order.
    #[must_use]
    pub const fn data(&self) -> &CalendarData {
        &self.data
    }

    /// Published records from `from` to `to`, both included.
    pub fn records(&self, from: Date, to: Date) -> impl Iterator<Item = &PublishedDay> {
        let start = self.data.days.partition_point(|day| day.date < from);
        self.data.days.iter().skip(start).take_while(move |day| day.date <= to)
    }

    /// Working days from `from` to `to`, both included, inside the span.
    #[must_use]
    pub fn working_days_between(&self, from: Date, to: Date) -> i64 {
        let (from, to) = (epoch_day(from).max(self.first), epoch_day(to).min(self.last));
        if from > to {
            return 0;
        }
        let end = self.position(to.saturating_add(1));
        i64::try_from(end.saturating_sub(self.position(from))).unwrap_or(0)
    }

    /// First and last epoch day of the span.
    pub(crate) const fn span(&self) -> (i64, i64) {
        (self.first, self.last)
    }

    /// Position, in the order of working days, of the first working day on or after `day`.
    pub(crate) fn position(&self, day: i64) -> usize {
        if day <= self.first {
            return 0;
        }
        let offset = usize::try_from(day.saturating_sub(self.first)).unwrap_or(usize::MAX);
        self.before.get(offset).copied().unwrap_or(self.working.len())
    }

    /// The working day at a position, as epoch day.
    pub(crate) fn working_day(&self, position: usize) -> Option<i64> {
        self.working.get(position).copied()
    }

    /// Working days from position `from` up to, without, position `to`.
    pub(crate) fn working_days(&self, from: usize, to: usize) -> &[i64] {
        self.working.get(from..to.min(self.working.len())).unwrap_or_default()
    }

    /// Whether `day` is a working day of the span.
    pub(crate) fn works(&self, day: i64) -> bool {
        self.working_day(self.position(day)) == Some(day)
    }

    fn record(&self, date: Date) -> Option<&PublishedDay> {
        let position = self.data.days.binary_search_by_key(&date, |day| day.date).ok()?;
        self.data.days.get(position)
    }

    fn kind(&self, day: i64) -> DayKind {
        let counted = date_from_epoch_day(day)
            .and_then(|date| self.record(date))
            .filter(|day| day.status != DayStatus::PendingLaw);
        match counted.map(|day| day.kind) {
            Some(PublishedKind::Holiday) => DayKind::Holiday,
            Some(PublishedKind::Compensatory) => DayKind::Compensatory,
            Some(PublishedKind::SwapOff) => DayKind::SwappedOff,
            Some(PublishedKind::SwapWork) => DayKind::SwappedWork,
            None if self.data.weekend.contains(&Weekday::of(day)) => DayKind::Weekend,
            None => DayKind::Working,
        }
    }
}

impl TryFrom<CalendarData> for Calendar {
    type Error = CalendarFaults;

    fn try_from(data: CalendarData) -> Result<Self, CalendarFaults> {
        Self::new(data)
    }
}

impl From<Calendar> for CalendarData {
    fn from(calendar: Calendar) -> Self {
        calendar.data
    }
}

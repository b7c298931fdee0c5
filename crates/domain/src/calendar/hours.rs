//! Office hours (giờ hành chính): dated data, per season and day of the week.
//!
//! Labour Code 2019, Article 105, only limits hours to 8 a day; each province, and each unit in it, sets its own.

use super::clock::{ClockTime, MonthDay};
use super::plan::{DayPlan, Table};
use super::published::Weekday;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One stretch of work without a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Session {
    /// Opening time.
    pub open: ClockTime,
    /// Closing time, later than `open`.
    pub close: ClockTime,
}

/// The sessions of every day, with exceptions per day of the week.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WeekHours {
    /// Sessions of a working day without its own.
    pub sessions: Vec<Session>,
    /// Days of the week with their own sessions. A weekend day is worked only when it is swapped.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub weekdays: BTreeMap<Weekday, Vec<Session>>,
}

/// Hours of a part of the year, for example summer. `from` later than `to` runs over New Year.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Season {
    /// First day of the season in every year.
    pub from: MonthDay,
    /// Last day of the season in every year.
    pub to: MonthDay,
    /// The hours.
    #[serde(flatten)]
    pub week: WeekHours,
}

/// Hours in force from a date until the next period begins.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HoursPeriod {
    /// First day in force. The first period also serves earlier days.
    pub valid_from: Date,
    /// Last day in force: the eve of the next period; absent in the last period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// The decision that sets these hours.
    pub legal_basis: String,
    /// The hours outside the seasons.
    #[serde(flatten)]
    pub week: WeekHours,
    /// Parts of the year with other hours; they may not overlap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seasons: Vec<Season>,
}

/// What is wrong with office hours; `period` counts from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum HoursFault {
    /// No hours at all.
    #[error("periods: office hours have no period")]
    NoPeriod,
    /// `valid_from` and `valid_to` leave a gap, overlap, or end.
    #[error("periods[{period}]: must follow the one before without gap, and only the last has no valid_to")]
    Validity { period: usize },
    /// Sessions missing, empty, out of order or overlapping.
    #[error(
        "periods[{period}].sessions: every day needs sessions in order with breaks between them, each closing after it opens and before midnight"
    )]
    Sessions { period: usize },
    /// Two seasons claim one day.
    #[error("periods[{period}].seasons: two seasons claim the same day")]
    Seasons { period: usize },
}

/// The office hours of a unit. Every day has at least one minute of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<HoursPeriod>", into = "Vec<HoursPeriod>")]
pub struct OfficeHours {
    periods: Vec<HoursPeriod>,
    tables: Vec<Table>,
    uniform: Option<i64>,
    day_parts: i64,
}

/// The finest division of a working day that stays far inside `i64` over any calendar.
const MOST_DAY_PARTS: i64 = 10_000_000_000_000;

impl OfficeHours {
    /// Checks the periods and compiles them for look-up.
    pub fn new(periods: Vec<HoursPeriod>) -> Result<Self, HoursFault> {
        if periods.is_empty() {
            return Err(HoursFault::NoPeriod);
        }
        for (position, period) in periods.iter().enumerate() {
            let next = periods.get(position.saturating_add(1));
            let follows = match (period.valid_to, next) {
                (None, None) => true,
                (Some(to), Some(next)) => to.tomorrow().ok() == Some(next.valid_from) && to >= period.valid_from,
                (None, Some(_)) | (Some(_), None) => false,
            };
            if !follows {
                return Err(HoursFault::Validity { period: position });
            }
        }
        let tables: Vec<Table> = periods
            .iter()
            .enumerate()
            .map(|(position, period)| Table::new(position, period))
            .collect::<Result<_, _>>()?;
        let (uniform, day_parts) = (uniform(&tables), day_parts(&tables));
        Ok(Self { periods, tables, uniform, day_parts })
    }

    /// The hours a province starts with until it loads its own decision: 07:00–11:30 and 13:30–17:00, 8 hours a day.
    #[must_use]
    pub fn province_default() -> Self {
        let session = |open: (u16, u16), close: (u16, u16)| {
            Some(Session { open: ClockTime::new(open.0, open.1)?, close: ClockTime::new(close.0, close.1)? })
        };
        let sessions = [session((7, 0), (11, 30)), session((13, 30), (17, 0))].into_iter().flatten().collect();
        let period = HoursPeriod {
            valid_from: Date::constant(2015, 1, 1),
            valid_to: None,
            legal_basis: "Điều 105 Bộ luật Lao động 2019".to_owned(),
            week: WeekHours { sessions, weekdays: BTreeMap::new() },
            seasons: Vec::new(),
        };
        let tables = Table::new(0, &period).into_iter().collect();
        Self { periods: vec![period], tables, uniform: Some(480), day_parts: 4800 }
    }

    /// The periods, as stored.
    #[must_use]
    pub fn periods(&self) -> &[HoursPeriod] {
        &self.periods
    }

    /// The sessions on a date, were it a working day, in order.
    #[must_use]
    pub fn sessions(&self, date: Date) -> &[Session] {
        self.plan(crate::time::epoch_day(date)).sessions()
    }

    /// The decision that sets the hours on a date.
    #[must_use]
    pub fn legal_basis(&self, date: Date) -> &str {
        let in_force = self.periods.iter().rev().find(|period| period.valid_from <= date);
        in_force.or(self.periods.first()).map_or("", |period| period.legal_basis.as_str())
    }

    /// The hours of the day `epoch_day` days after 1970-01-01.
    pub(crate) fn plan(&self, epoch_day: i64) -> &DayPlan {
        let in_force = self.tables.iter().rev().find(|table| table.valid_from() <= epoch_day);
        in_force.or(self.tables.first()).map_or(DayPlan::never(), |table| table.plan(epoch_day))
    }

    /// Into how many parts a working day, however long, is divided so that each of its minutes and each tenth of the
    /// day is a whole number of parts. With hours so odd that the number is out of reach, a minute is nearly whole.
    pub(crate) const fn day_parts(&self) -> i64 {
        self.day_parts
    }

    /// The minutes of every working day, when they are the same on all.
    pub(crate) const fn uniform(&self) -> Option<i64> {
        self.uniform
    }
}

/// Ten times the least common multiple of the minutes of all days.
fn day_parts(tables: &[Table]) -> i64 {
    let mut multiple: i64 = 1;
    for total in tables.iter().flat_map(Table::plans).map(|plan| plan.total().max(1)) {
        multiple = multiple / greatest_common_divisor(multiple, total) * total;
        if multiple > MOST_DAY_PARTS / 10 {
            return MOST_DAY_PARTS;
        }
    }
    multiple * 10
}

fn greatest_common_divisor(mut left: i64, mut right: i64) -> i64 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left.max(1)
}

fn uniform(tables: &[Table]) -> Option<i64> {
    let mut totals = tables.iter().flat_map(Table::plans).map(DayPlan::total);
    totals.next().filter(|first| totals.all(|total| total == *first))
}

impl TryFrom<Vec<HoursPeriod>> for OfficeHours {
    type Error = HoursFault;

    fn try_from(periods: Vec<HoursPeriod>) -> Result<Self, HoursFault> {
        Self::new(periods)
    }
}

impl From<OfficeHours> for Vec<HoursPeriod> {
    fn from(hours: OfficeHours) -> Self {
        hours.periods
    }
}

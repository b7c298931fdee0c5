//! Office hours compiled for look-up: the plan of one day, and a table of plans for one period of validity.

use super::clock::{DAY_MINUTES, MonthDay};
use super::hours::{HoursFault, HoursPeriod, Season, Session, WeekHours};
use super::published::Weekday;
use crate::time::{date_from_epoch_day, epoch_day};

/// Every day of a leap year, addressed by month and day.
const YEAR_SLOTS: usize = 12 * 31;

/// The working time of one day. Positions inside it are *elapsed* minutes of work, from 0 to [`DayPlan::total`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DayPlan {
    sessions: Vec<Session>,
    total: i64,
}

impl DayPlan {
    /// A day without work. Checked office hours never contain it.
    pub(super) fn never() -> &'static Self {
        static NEVER: DayPlan = DayPlan { sessions: Vec::new(), total: 0 };
        &NEVER
    }

    /// The plan of these sessions, or `None` when they are empty, out of order or overlapping.
    fn new(sessions: &[Session]) -> Option<Self> {
        let mut total = 0;
        let mut reached = None;
        for session in sessions {
            let after_previous = reached.is_none_or(|close| close < session.open);
            // Midnight belongs to the next day, so an office closes before it.
            let in_day = session.open < session.close && session.close.minutes() < DAY_MINUTES;
            if !after_previous || !in_day {
                return None;
            }
            total += session.close.minutes() - session.open.minutes();
            reached = Some(session.close);
        }
        (total > 0).then(|| Self { sessions: sessions.to_vec(), total })
    }

    /// Minutes of work in the day.
    pub(crate) const fn total(&self) -> i64 {
        self.total
    }

    pub(super) fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// Minutes of work done by `minute` of the day.
    pub(crate) fn elapsed(&self, minute: i64) -> i64 {
        self.sessions
            .iter()
            .map(|session| minute.min(session.close.minutes()) - session.open.minutes())
            .map(|done| done.max(0))
            .sum()
    }

    /// The first minute of the day by which `elapsed` minutes of work are done.
    pub(crate) fn minute_at(&self, elapsed: i64) -> i64 {
        let mut left = elapsed.clamp(0, self.total);
        for session in &self.sessions {
            let length = session.close.minutes() - session.open.minutes();
            if left <= length {
                return session.open.minutes() + left;
            }
            left -= length;
        }
        0
    }

    /// `minute` when it lies in a session, opening and closing included, else the next opening of the day.
    pub(crate) fn working_minute(&self, minute: i64) -> Option<i64> {
        let session = self.sessions.iter().find(|session| minute <= session.close.minutes())?;
        Some(minute.max(session.open.minutes()))
    }
}

/// The plans of one period of validity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    valid_from: i64,
    /// Per day of the year, which week applies.
    year: Vec<u8>,
    /// The weeks: first the one outside the seasons, then one per season; Monday first.
    weeks: Vec<[DayPlan; 7]>,
}

impl Table {
    /// Compiles and checks one period; `position` names it in faults.
    pub(super) fn new(position: usize, period: &HoursPeriod) -> Result<Self, HoursFault> {
        let mut year = vec![0_u8; YEAR_SLOTS];
        let mut weeks = vec![week(&period.week).ok_or(HoursFault::Sessions { period: position })?];
        for season in &period.seasons {
            let number = u8::try_from(weeks.len()).map_err(|_| HoursFault::Seasons { period: position })?;
            weeks.push(week(&season.week).ok_or(HoursFault::Sessions { period: position })?);
            for (slot, day) in year.iter_mut().enumerate() {
                if !covers(season, slot) {
                    continue;
                }
                if *day != 0 {
                    return Err(HoursFault::Seasons { period: position });
                }
                *day = number;
            }
        }
        Ok(Self { valid_from: epoch_day(period.valid_from), year, weeks })
    }

    pub(super) const fn valid_from(&self) -> i64 {
        self.valid_from
    }

    pub(super) fn plans(&self) -> impl Iterator<Item = &DayPlan> {
        self.weeks.iter().flatten()
    }

    /// The plan of a day.
    pub(super) fn plan(&self, day: i64) -> &DayPlan {
        let number = if self.weeks.len() == 1 { 0 } else { self.week_number(day) };
        let weekday = Weekday::of(day) as usize;
        self.weeks.get(number).and_then(|week| week.get(weekday)).unwrap_or(DayPlan::never())
    }

    fn week_number(&self, day: i64) -> usize {
        let slot = date_from_epoch_day(day).map(|date| (i32::from(date.month()) - 1) * 31 + i32::from(date.day()) - 1);
        let slot = slot.and_then(|slot| usize::try_from(slot).ok());
        slot.and_then(|slot| self.year.get(slot)).map_or(0, |number| usize::from(*number))
    }
}

fn week(hours: &WeekHours) -> Option<[DayPlan; 7]> {
    let plan = |weekday| DayPlan::new(hours.weekdays.get(&weekday).unwrap_or(&hours.sessions));
    let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = Weekday::ALL.map(plan);
    Some([monday?, tuesday?, wednesday?, thursday?, friday?, saturday?, sunday?])
}

/// Whether a season contains a slot of the year; slots that are no day (31 April) belong to none.
fn covers(season: &Season, slot: usize) -> bool {
    let part = |number: usize| u8::try_from(number + 1).unwrap_or(0);
    let Some(day) = MonthDay::new(part(slot / 31), part(slot % 31)) else { return false };
    if season.from <= season.to {
        (season.from..=season.to).contains(&day)
    } else {
        day >= season.from || day <= season.to
    }
}

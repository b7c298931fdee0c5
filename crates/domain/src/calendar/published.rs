//! The calendar as it is published: which days are off, worked in exchange, or waiting for a law.
//!
//! Holidays are never computed. Labour Code 2019, Articles 111–112, leaves the days of Tết and the second day
//! of National Day to a yearly decision, and swaps are announced one by one, so a day counts only as published.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A day of the week, as the data files name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// What a published day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishedKind {
    /// Ngày nghỉ lễ, tết.
    Holiday,
    /// Ngày nghỉ bù: the working day after a holiday that fell on a weekend (Labour Code, Article 111 clause 3).
    Compensatory,
    /// Ngày nghỉ hoán đổi: off, paid for by a Saturday worked.
    SwapOff,
    /// Ngày làm bù: a weekend day worked in exchange.
    SwapWork,
}

/// How sure a published day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayStatus {
    /// Decided and announced.
    Observed,
    /// Expected from the lunar calendar and the Labour Code; the yearly decision is not out.
    Projected,
    /// Proposed, not law: counts as an ordinary day (National Culture Day, 24 November).
    PendingLaw,
}

/// One record of the published calendar; the shape of `days[]` in `holidays.json`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PublishedDay {
    /// The civil date.
    pub date: Date,
    /// What the day is.
    pub kind: PublishedKind,
    /// Whether offices are closed.
    pub is_off: bool,
    /// How sure it is.
    pub status: DayStatus,
    /// Vietnamese name of the day.
    pub name_vi: String,
    /// The other day of a swap.
    #[serde(default)]
    pub swap_with: Option<Date>,
    /// What the day rests on, in Vietnamese.
    #[serde(default)]
    pub basis_vi: Option<String>,
    /// Where the record was taken from.
    #[serde(default)]
    pub source: Option<String>,
}

/// How limits in days are counted (`law/rulings.md`, ruling 1); chosen per calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountingMode {
    /// Civil Code 2015, Articles 147–148: the day of receipt is not counted, the limit ends at closing time of the last day.
    #[default]
    CivilCode,
    /// Widespread practice: a working day is 8 office hours from the moment of receipt.
    OfficeHours,
}

/// A whole published calendar with its span: what [`super::Calendar`] is built from and stored as.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CalendarData {
    /// Name of this version of the data; shown with results that rest on it.
    pub version: String,
    /// First day for which the calendar answers.
    pub first_day: Date,
    /// Last day for which the calendar answers.
    pub last_day: Date,
    /// Days of the week without work.
    pub weekend: Vec<Weekday>,
    /// How limits in days are counted under this calendar.
    #[serde(default)]
    pub counting_mode: CountingMode,
    /// The published days, in any order.
    pub days: Vec<PublishedDay>,
}

/// The file `holidays.json`. Other members of it are notes for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarFile {
    /// Version of the file's shape.
    pub schema_version: u32,
    /// Title of the calendar.
    pub title_vi: String,
    /// Days of the week without work.
    pub weekend: Vec<Weekday>,
    /// How limits in days are counted; by the Civil Code unless the province chose otherwise (ruling 1).
    #[serde(default)]
    pub counting_mode: CountingMode,
    /// First day for which the calendar answers; by default 1 January of the first year whose Tết is published.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// Last day for which the calendar answers; by default 31 December of the last year whose Tết is published.
    #[serde(default)]
    pub valid_to: Option<Date>,
    /// The days of Tết per year: a year is published when its Tết is.
    #[serde(default)]
    pub tet_periods: Vec<TetPeriod>,
    /// The published days.
    pub days: Vec<PublishedDay>,
}

/// The days of Tết of one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TetPeriod {
    /// Solar year.
    pub year: i16,
    /// First day off.
    pub from: Date,
    /// Last day off.
    pub to: Date,
}

/// The file does not say which days it covers: neither `valid_from` and `valid_to` nor any Tết.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("tet_periods: the calendar names no year and has no valid_from and valid_to")]
pub struct NoSpan;

impl CalendarFile {
    /// The calendar of this file, under the name `version`.
    pub fn into_data(self, version: &str) -> Result<CalendarData, NoSpan> {
        let years = || self.tet_periods.iter().map(|period| period.year);
        let first_day = self.valid_from.or_else(|| Date::new(years().min()?, 1, 1).ok()).ok_or(NoSpan)?;
        let last_day = self.valid_to.or_else(|| Date::new(years().max()?, 12, 31).ok()).ok_or(NoSpan)?;
        let Self { weekend, counting_mode, days, .. } = self;
        Ok(CalendarData { version: version.to_owned(), first_day, last_day, weekend, counting_mode, days })
    }
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The day of the week, `epoch_day` days after 1970-01-01, which was a Thursday.
    #[must_use]
    pub fn of(epoch_day: i64) -> Self {
        match epoch_day.rem_euclid(7) {
            0 => Self::Thursday,
            1 => Self::Friday,
            2 => Self::Saturday,
            3 => Self::Sunday,
            4 => Self::Monday,
            5 => Self::Tuesday,
            _ => Self::Wednesday,
        }
    }
}

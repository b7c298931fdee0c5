//! The explanation of a due time, as data: each line is one step of the calculation.
//!
//! A line carries facts; the sentences stand in `messages/{vi,en}/deadline.toml`, one per [`Line::key`], and their
//! placeholders are the names that [`Line::values`] gives. Legal rules that never vary stand in the sentence; grounds
//! of a single dossier come with their own clause.

use super::limit::Limit;
use crate::calendar::{ClockTime, DayKind};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// A stretch of time and what it is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Amount {
    /// Minutes.
    pub minutes: i64,
    /// Whether only office hours count; otherwise every minute does.
    pub working: bool,
}

/// One step of the calculation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum Line {
    /// Receipt inside office hours.
    Received { at: DateTime },
    /// Receipt on a day off: counts from the next opening.
    ReceivedDayOff { at: DateTime, kind: DayKind, from: DateTime },
    /// Receipt before opening, in the break or after closing.
    ReceivedOutsideHours { at: DateTime, from: DateTime },
    /// Receipt after the cut-off that moves the start of the clock.
    ReceivedAfterCutOff { at: DateTime, cut_off: ClockTime, from: DateTime },
    /// Receipt after the cut-off that moves only forwarding.
    ForwardedNextDay { cut_off: ClockTime, from: DateTime },
    /// The limit that applies.
    LimitIs { limit: Limit },
    /// Civil Code, Article 147 clause 2: the day of the event is not counted.
    FirstDayNotCounted { date: Date },
    /// Civil Code, Article 147 clause 1: hours run from the moment.
    CountedFrom { from: DateTime },
    /// The practice by which a working day is a number of office hours.
    OfficeDay { hours: i64 },
    /// Answered on the day of receipt.
    SameDayResult { cut_off: ClockTime, date: Date },
    /// Answered on the next working day because the receipt was late.
    SameDayResultLate { cut_off: ClockTime, date: Date },
    /// The clock stood and went on.
    Paused { from: DateTime, to: DateTime, stood: Amount, ground: String, legal_basis: String },
    /// The clock started again from zero; earlier pauses and extensions count no more.
    Restarted { from: DateTime, to: DateTime, ground: String, legal_basis: String },
    /// A wait that does not stop the clock.
    NotPaused { from: DateTime, ground: String, legal_basis: String },
    /// A pause that was over before the clock started.
    PauseBeforeStart { from: DateTime, ground: String },
    /// A pause inside another.
    PauseOverlaps { from: DateTime, ground: String },
    /// A pause that began when the limit was over.
    PauseAfterDue { from: DateTime, ground: String },
    /// A lawful longer limit.
    Extended { at: DateTime, limit: Limit, legal_basis: String },
    /// An extension granted when the limit was over.
    ExtendedAfterDue { at: DateTime, limit: Limit },
    /// Ordinary weekend days that were passed over.
    Weekends { days: i64 },
    /// A published day off that was passed over.
    DayOff { date: Date, kind: DayKind, name: String, projected: bool },
    /// A weekend day that counts because it is worked in exchange.
    WorkedWeekend { date: Date, name: String },
    /// Civil Code, Article 148 clause 5: the last day is off, the limit ends with the next working day.
    LastDayOff { date: Date, kind: DayKind, to: DateTime },
    /// The limit ends outside office hours and is moved to the next opening.
    EndOutsideHours { at: DateTime, to: DateTime },
    /// The yearly decision on days off is not out.
    ProjectedYear { year: i16 },
    /// The clock stands; no due time now.
    Standing { since: DateTime, left: Amount },
    /// The result. Always the last line, unless the clock stands.
    Due { at: DateTime },
}

/// A fact of a line, for the caller to write in its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// A civil date and time.
    DateTime(DateTime),
    /// A civil date.
    Date(Date),
    /// A time of day.
    Time(ClockTime),
    /// A time limit.
    Limit(Limit),
    /// A stretch of time.
    Amount(Amount),
    /// A kind of day.
    Kind(DayKind),
    /// A number.
    Count(i64),
    /// The code of a ground.
    Ground(&'a str),
    /// Text from data: a clause, the name of a day.
    Text(&'a str),
}

impl Line {
    /// The key of the line's sentence.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Received { .. } => "received",
            Self::ReceivedDayOff { .. } => "received_day_off",
            Self::ReceivedOutsideHours { .. } => "received_outside_hours",
            Self::ReceivedAfterCutOff { .. } => "received_after_cut_off",
            Self::ForwardedNextDay { .. } => "forwarded_next_day",
            Self::LimitIs { .. } => "limit_is",
            Self::FirstDayNotCounted { .. } => "first_day_not_counted",
            Self::CountedFrom { .. } => "counted_from",
            Self::OfficeDay { .. } => "office_day",
            Self::SameDayResult { .. } => "same_day_result",
            Self::SameDayResultLate { .. } => "same_day_result_late",
            Self::Paused { .. } => "paused",
            Self::Restarted { .. } => "restarted",
            Self::NotPaused { .. } => "not_paused",
            Self::PauseBeforeStart { .. } => "pause_before_start",
            Self::PauseOverlaps { .. } => "pause_overlaps",
            Self::PauseAfterDue { .. } => "pause_after_due",
            Self::Extended { .. } => "extended",
            Self::ExtendedAfterDue { .. } => "extended_after_due",
            Self::Weekends { .. } => "weekends",
            Self::DayOff { projected: false, .. } => "day_off",
            Self::DayOff { projected: true, .. } => "day_off_projected",
            Self::WorkedWeekend { .. } => "worked_weekend",
            Self::LastDayOff { .. } => "last_day_off",
            Self::EndOutsideHours { .. } => "end_outside_hours",
            Self::ProjectedYear { .. } => "projected_year",
            Self::Standing { .. } => "standing",
            Self::Due { .. } => "due",
        }
    }

    /// The facts of the line under the names of its sentence's placeholders.
    #[must_use]
    pub fn values(&self) -> Vec<(&'static str, Value<'_>)> {
        use Value::{Amount, Count, Date, DateTime, Kind, Limit, Text, Time};
        match self {
            Self::Received { at } | Self::Due { at } => vec![("at", DateTime(*at))],
            Self::ReceivedDayOff { at, kind, from } => {
                vec![("at", DateTime(*at)), ("kind", Kind(*kind)), ("from", DateTime(*from))]
            }
            Self::ReceivedOutsideHours { at, from } => vec![("at", DateTime(*at)), ("from", DateTime(*from))],
            Self::ReceivedAfterCutOff { at, cut_off, from } => {
                vec![("at", DateTime(*at)), ("cut_off", Time(*cut_off)), ("from", DateTime(*from))]
            }
            Self::ForwardedNextDay { cut_off, from } => vec![("cut_off", Time(*cut_off)), ("from", DateTime(*from))],
            Self::LimitIs { limit } => vec![("limit", Limit(*limit))],
            Self::FirstDayNotCounted { date } => vec![("date", Date(*date))],
            Self::CountedFrom { from } => vec![("from", DateTime(*from))],
            Self::OfficeDay { hours } => vec![("hours", Count(*hours))],
            Self::SameDayResult { cut_off, date } | Self::SameDayResultLate { cut_off, date } => {
                vec![("cut_off", Time(*cut_off)), ("date", Date(*date))]
            }
            Self::Paused { from, to, stood, ground, legal_basis } => {
                let mut facts = waited(*from, ground, Some(legal_basis));
                facts.extend([("to", DateTime(*to)), ("stood", Amount(*stood))]);
                facts
            }
            Self::Restarted { from, to, ground, legal_basis } => {
                let mut facts = waited(*from, ground, Some(legal_basis));
                facts.push(("to", DateTime(*to)));
                facts
            }
            Self::NotPaused { from, ground, legal_basis } => waited(*from, ground, Some(legal_basis)),
            Self::PauseBeforeStart { from, ground }
            | Self::PauseOverlaps { from, ground }
            | Self::PauseAfterDue { from, ground } => waited(*from, ground, None),
            Self::Extended { at, limit, legal_basis } => {
                vec![("at", DateTime(*at)), ("limit", Limit(*limit)), ("legal_basis", Text(legal_basis))]
            }
            Self::ExtendedAfterDue { at, limit } => vec![("at", DateTime(*at)), ("limit", Limit(*limit))],
            Self::Weekends { days } => vec![("days", Count(*days))],
            Self::DayOff { date, kind, name, projected: _ } => {
                vec![("date", Date(*date)), ("kind", Kind(*kind)), ("name", Text(name))]
            }
            Self::WorkedWeekend { date, name } => vec![("date", Date(*date)), ("name", Text(name))],
            Self::LastDayOff { date, kind, to } => {
                vec![("date", Date(*date)), ("kind", Kind(*kind)), ("to", DateTime(*to))]
            }
            Self::EndOutsideHours { at, to } => vec![("at", DateTime(*at)), ("to", DateTime(*to))],
            Self::ProjectedYear { year } => vec![("year", Count(i64::from(*year)))],
            Self::Standing { since, left } => vec![("since", DateTime(*since)), ("left", Amount(*left))],
        }
    }
}

/// The facts that lines about interruptions share.
fn waited<'a>(from: DateTime, ground: &'a str, legal_basis: Option<&'a str>) -> Vec<(&'static str, Value<'a>)> {
    let mut facts = vec![("from", Value::DateTime(from)), ("ground", Value::Ground(ground))];
    facts.extend(legal_basis.map(|clause| ("legal_basis", Value::Text(clause))));
    facts
}

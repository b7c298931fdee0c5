//! What a due time depends on: the terms of the office, and the history of one clock.

use super::limit::Limit;
use crate::calendar::{Calendar, ClockTime, CountingMode, OfficeHours};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// The hour after which a receipt is late, as the procedure version says (ruling 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CutOff {
    /// A receipt later than this is late.
    pub at: ClockTime,
    /// What a late receipt moves.
    pub moves: CutOffMoves,
}

/// What a receipt after the cut-off moves to the next working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CutOffMoves {
    /// The start of the clock.
    StartOfClock,
    /// The result of a procedure answered on the day of receipt; applies to limits of at most one day.
    SameDayResult,
    /// Only the forwarding of the paper (Decree 61/2018, Article 18); the due time stays.
    Forwarding,
}

/// What an interruption does to the clock (ruling 3); per ground, in data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The clock stands and goes on with the time that was left.
    Continue,
    /// The clock starts again from zero at the end (Decree 61/2018, Article 19 clause 4).
    Restart,
    /// The clock keeps running.
    NoPause,
}

/// A pause (tạm dừng tính thời hạn) or another wait that the explanation should name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Interruption {
    /// When it began.
    pub from: DateTime,
    /// When it ended; absent while it lasts.
    pub to: Option<DateTime>,
    /// What it does to the clock.
    pub effect: Effect,
    /// Code of the ground.
    pub ground: String,
    /// The clause that allows it.
    pub legal_basis: String,
}

/// A lawful longer limit (gia hạn).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Extension {
    /// What is added.
    pub limit: Limit,
    /// When it was granted; one granted after the due time does not undo lateness.
    pub at: DateTime,
    /// The clause that allows it.
    pub legal_basis: String,
}

/// The history of one clock.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClockInput {
    /// When the dossier was received.
    pub received: DateTime,
    /// The time limit.
    pub limit: Limit,
    /// Interruptions, in any order; those that overlap stop the clock only once.
    #[serde(default)]
    pub interruptions: Vec<Interruption>,
    /// Extensions, in any order.
    #[serde(default)]
    pub extensions: Vec<Extension>,
}

impl ClockInput {
    /// A clock without interruptions and extensions.
    #[must_use]
    pub const fn new(received: DateTime, limit: Limit) -> Self {
        Self { received, limit, interruptions: Vec::new(), extensions: Vec::new() }
    }
}

/// The rules and data under which an office counts.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// Published days.
    pub calendar: &'a Calendar,
    /// Office hours of the unit.
    pub hours: &'a OfficeHours,
    /// How days are counted.
    pub mode: CountingMode,
    /// The procedure's cut-off, if it has one.
    pub cut_off: Option<CutOff>,
}

/// Why there is no due time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError {
    /// The receipt lies before the published calendar.
    #[error("the calendar begins on {first_day}")]
    BeforeCalendar {
        /// First published day.
        first_day: Date,
    },
    /// The due time, or the end of an interruption, lies beyond the published calendar: it is unknown until more is published.
    #[error("the calendar ends on {last_day}")]
    CalendarEnds {
        /// Last published day.
        last_day: Date,
    },
    /// An interruption ends before it begins.
    #[error("an interruption ends at {to}, before it begins at {from}")]
    ReversedInterruption {
        /// When it is said to begin.
        from: DateTime,
        /// When it is said to end.
        to: DateTime,
    },
}

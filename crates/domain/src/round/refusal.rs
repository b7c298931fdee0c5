//! Why a round or a sheet refuses a change.

use jiff::civil::Date;

use super::claim::Points;
use super::course::{PhaseDays, RoundState};
use super::setup::Unfit;
use crate::scorecard::Problem;

/// An item that has no points yet, or a unit that has no total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenItem {
    /// The unit.
    pub unit: String,
    /// The item; none for the total.
    pub item: Option<String>,
}

/// A reason that can be shown to the person who asked; its sentence stands in the messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not possible in the round's present state.
    #[error("not possible while the round is {}", .0.name())]
    NotInState(RoundState),
    /// The phase ended on that day.
    #[error("the phase ended on {due}")]
    PhaseOver {
        /// Its last day.
        due: Date,
    },
    /// The phase runs until that day and not everybody has handed in; to lock earlier needs a reason.
    #[error("{missing} units have until {due}")]
    PhaseRuns {
        /// Its last day.
        due: Date,
        /// Units that have not handed in.
        missing: usize,
    },
    /// The calendar does not say when a phase ends.
    #[error("the calendar does not say when the phase ends")]
    NoCalendar,
    /// Four eyes: nobody approves or appraises their own work.
    #[error("this person wrote it")]
    OwnWork,
    /// The card is not fit for ranking.
    #[error("the card is not fit: {0}")]
    Unfit(Unfit),
    /// A round without units.
    #[error("the round has no units")]
    NoUnits,
    /// A unit stands in the round twice.
    #[error("{0} stands in the round twice")]
    UnitTwice(String),
    /// The round does not have that unit.
    #[error("the round does not have that unit")]
    NoSuchUnit,
    /// The card does not have that item.
    #[error("the card does not have that item")]
    NoSuchItem,
    /// At most so many.
    #[error("at most {0}")]
    TooMany(usize),
    /// The year is not one that can be assessed.
    #[error("not a year that can be assessed")]
    YearOutOfRange,
    /// A phase lasts less than a day or too long.
    #[error("a phase lasts between 1 and {} working days", PhaseDays::MAX)]
    DaysOutOfRange,
    /// A text is required.
    #[error("{0} is required")]
    TextMissing(&'static str),
    /// A text is longer than allowed.
    #[error("the text is longer than {0} characters")]
    TextTooLong(usize),
    /// The day has not come yet.
    #[error("the day is after {today}")]
    DayToCome {
        /// Today.
        today: Date,
    },
    /// Values from which no points can be made.
    #[error("{item}: {problem}")]
    Value {
        /// The item.
        item: String,
        /// What is wrong.
        problem: Problem,
    },
    /// What is no number of points.
    #[error("not a number of points")]
    NotPoints,
    /// More points than the item has, or fewer than none.
    #[error("between 0 and {maximum} points")]
    PointsOutOfRange {
        /// Most points of the item.
        maximum: Points,
    },
    /// The system knows other values; to say others needs a reason.
    #[error("the system knows other values; a reason is required")]
    OverNeedsReason,
    /// An appraisal that differs from what was said needs a reason.
    #[error("a reason is required where the points differ")]
    DifferenceNeedsReason,
    /// Items that are not filled in.
    #[error("{} items are not filled in", .0.len())]
    Incomplete(Vec<String>),
    /// The sheet was handed in.
    #[error("the sheet was handed in")]
    HandedIn,
    /// The sheet was not handed in.
    #[error("the sheet was not handed in")]
    NotHandedIn,
    /// The item was returned already.
    #[error("the item was returned already")]
    AskedAlready,
    /// The unit was not asked about this item.
    #[error("the unit was not asked about this item")]
    NotAsked,
    /// Nothing was returned to any unit.
    #[error("nothing was returned for explanation")]
    NothingAsked,
    /// The points of this item come from the survey.
    #[error("the points of this item come from the survey")]
    FromSurvey,
    /// The points of this item do not come from a survey.
    #[error("the points of this item do not come from a survey")]
    NoSurvey,
    /// Items without points.
    #[error("{} items have no points", .0.len())]
    ItemsOpen(Vec<OpenItem>),
}

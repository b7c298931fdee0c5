//! Scoring rounds (kỳ đánh giá): a year's scorecard from its configuration to the published result.
//!
//! A [`Round`] is what the parent body does: which card, which units, how long each phase, lock, computing, approval,
//! publication. A [`UnitSheet`] is what is written about one unit, item by item: what it claims of itself with evidence,
//! what the system knows, the first appraisal, the question and the explanation, the second appraisal, the survey. None of
//! them overwrites another, and [`compute`] makes the result of all sheets by [`crate::scorecard`].
//!
//! Deadlines are days of the calendar and come in from outside. What is published is never changed: a correction is a new
//! version, with its reason.

mod claim;
mod course;
mod decide;
mod mark;
mod outcome;
mod record;
mod refusal;
mod setup;
mod sheet;
mod text;
mod write;

pub use claim::{
    Appraisal, Claim, Evidence, Explanation, Item, Known, KnownPart, Mark, Points, Question, Survey, Turn,
};
pub use course::{PhaseDays, RoundState};
pub use decide::{RoundCommand, RoundContext};
pub use mark::veto_headings;
pub use outcome::{BandReached, ItemOutcome, RoundResult, UnitOutcome, compute};
pub use record::{Published, Round, RoundEvent};
pub use refusal::{OpenItem, Refusal};
pub use setup::{CardText, Decision, RoundUnit, Setup, UNITS_MAX, Unfit, asked, fitness};
pub use sheet::{SheetEvent, Submitted, UnitSheet};
pub use write::{EVIDENCE_MAX, NewClaim, SheetCommand, SheetContext};

/// Stored events that contradict one another: a fault of stored data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an event of a scoring round speaks of {0}, which is not there")]
pub struct ReplayError(pub String);

#[cfg(test)]
mod course_tests;
#[cfg(test)]
mod random_tests;
#[cfg(test)]
mod tests;

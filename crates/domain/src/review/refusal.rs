//! Why a plan or a review refuses a change.

use jiff::civil::Date;

use super::{PlanState, ReviewState, SheetFault};

/// A reason that can be shown to the person who asked; its sentence stands in the messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not possible in the plan's present state.
    #[error("not possible while the plan is {}", .0.name())]
    PlanNotInState(PlanState),
    /// Not possible in the review's present state.
    #[error("not possible while the review is {}", .0.name())]
    NotInState(ReviewState),
    /// Four eyes: nobody issues, confirms or decides what they wrote.
    #[error("this person wrote it")]
    OwnWork,
    /// There is no item of that number.
    #[error("there is no such item")]
    NoSuchItem,
    /// There is no proposal of that number.
    #[error("there is no such proposal")]
    NoSuchProposal,
    /// A plan without items cannot be issued.
    #[error("the plan has no items")]
    NoItems,
    /// The plan has as many items, procedures, tasks or proposals as it may.
    #[error("at most {0}")]
    TooMany(usize),
    /// A procedure stands in another item of the plan.
    #[error("{0} stands in the plan already")]
    AlreadyPlanned(String),
    /// A text is required.
    #[error("{0} is required")]
    TextMissing(&'static str),
    /// A text is longer than allowed.
    #[error("the text is longer than {0} characters")]
    TextTooLong(usize),
    /// The year is not one for which plans are made.
    #[error("not a year for which plans are made")]
    YearOutOfRange,
    /// The day is over.
    #[error("the day is before {today}")]
    DayOver {
        /// Today.
        today: Date,
    },
    /// The day has not come yet.
    #[error("the day is after {today}")]
    DayToCome {
        /// Today.
        today: Date,
    },
    /// No office works on that day.
    #[error("no office works on that day")]
    NotAWorkingDay,
    /// Reviews are still open.
    #[error("{0} reviews are open")]
    ReviewsOpen(usize),
    /// The sheet cannot be handed in yet.
    #[error("the sheet lacks {}", .0.len())]
    Incomplete(Vec<SheetFault>),
    /// A number is larger than reckoned with.
    #[error("a number is too large")]
    NumberTooLarge,
    /// The proposal was decided already.
    #[error("the proposal was decided already")]
    AlreadyDecided,
    /// Only an adopted proposal is carried out.
    #[error("the proposal was not adopted")]
    NotAdopted,
    /// The registry has no such revision of the procedure.
    #[error("the registry has no such revision of the procedure")]
    NoSuchRevision,
}

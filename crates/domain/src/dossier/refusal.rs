//! Why a command on a dossier is refused.

use super::{ActionKind, Stage};
use crate::reasoned_notice::{ItemProblem, ReasonFault};

/// A reason that can be shown to the person who asked; its sentence stands in the messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The action is not possible in the present stage.
    #[error("{} is not possible while {}", .action.name(), .stage.name())]
    NotInStage {
        /// What was asked.
        action: ActionKind,
        /// Where the dossier is.
        stage: Stage,
    },
    /// A reason is required.
    #[error("a reason is required")]
    ReasonMissing,
    /// The ground, clause, facts or next step of a notice are missing or wrong.
    #[error("the reason has {} faults", .0.len())]
    Reason(Vec<ReasonFault>),
    /// The papers asked for are not named as they must be.
    #[error("the papers have {} faults", .0.len())]
    Papers(Vec<ItemProblem>),
    /// A text is longer than allowed.
    #[error("the text is longer than {limit} characters")]
    TextTooLong {
        /// Characters allowed.
        limit: usize,
    },
    /// A supplement request must name at least one paper.
    #[error("name at least one paper")]
    NoComponents,
    /// A paper was asked for that the published procedure does not list.
    #[error("the published procedure does not list the paper {component}")]
    UnlistedComponent {
        /// Its id as given.
        component: String,
    },
    /// One supplement request is all that the law allows; only the head may ask again, with a reason.
    #[error("a supplement was already requested")]
    SupplementAlreadyRequested,
    /// A supplement without files, answers or a word.
    #[error("nothing was handed in")]
    NothingSupplied,
    /// An amount of money must be positive and below the largest sum kept.
    #[error("the amount is not possible")]
    AmountOutOfRange,
    /// A reference, number or name is required.
    #[error("{field} is required")]
    FieldMissing {
        /// Which one.
        field: &'static str,
    },
    /// All steps are done: now the head decides.
    #[error("all steps are done")]
    NoStepLeft,
    /// This step belongs to the head of the unit.
    #[error("this step is for the head of the unit")]
    StepOfLeader,
    /// There is no earlier step.
    #[error("there is no earlier step")]
    NoEarlierStep,
    /// Steps of the internal process are still open.
    #[error("steps are still open")]
    StepsOpen,
    /// The procedure has no limit that could be prolonged.
    #[error("there is no limit to extend")]
    NoLimitToExtend,
    /// The calendar is not published far enough.
    #[error("the calendar is not published that far")]
    BeyondCalendar,
    /// It is already with that unit.
    #[error("the dossier is already with this unit")]
    SameUnit,
    /// Only one new date may be named (Decree 61/2018, Article 19 clause 9).
    #[error("a new date was already named")]
    AlreadyReappointed,
    /// The new date must lie after the due time and after now.
    #[error("the new date must be later than the due time")]
    NewDateTooEarly,
    /// A score is 1 to 5.
    #[error("the score is 1 to 5")]
    ScoreOutOfRange,
    /// Rated already.
    #[error("already rated")]
    AlreadyRated,
    /// The internal process of a dossier has at most this many steps.
    #[error("too many files or steps")]
    TooMany,
    /// The step is not open: somebody finished it, or it has not begun.
    #[error("the step {step} is not open")]
    StepNotOpen {
        /// Its path.
        step: String,
    },
    /// Something has to be found at this step before the work can go on.
    #[error("{name} has to be found at this step")]
    FindingMissing {
        /// Name of the fact.
        name: String,
    },
    /// A finding is not possible, or nobody asked for it.
    #[error("{name} is not a possible finding here")]
    FindingWrong {
        /// Name of the fact.
        name: String,
    },
    /// Money is recorded with its order, not with the dossier.
    #[error("money is recorded with its order")]
    PaidByOrder,
    /// The workflow under which the dossier runs is not published any more.
    #[error("the workflow of {instance:?} is not published")]
    WorkflowMissing {
        /// Path of the instance.
        instance: String,
    },
    /// Nothing of the dossier runs by another version of that workflow.
    #[error("nothing runs by another version of the workflow")]
    NothingToMove,
    /// The workflow refuses.
    #[error("{0}")]
    Workflow(crate::workflow::Refusal),
}

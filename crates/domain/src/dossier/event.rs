//! What happened to a dossier: stored for ever, never edited.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Channel, DueState, FileRef, Outcome, Particulars, PlannedStep};
use crate::deadline::ClockInput;

/// One event of a dossier. Personal data and free text are not in it but in [`Private`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It was handed in.
    Submitted {
        /// When.
        at: DateTime,
        /// Under which procedure.
        procedure: String,
        /// First day of that version.
        procedure_version: String,
        /// How.
        channel: Channel,
        /// At which desk.
        receiving_unit: String,
        /// For which unit.
        handling_unit: String,
        /// The applicant's pseudonym.
        subject: String,
        /// The account that typed it.
        submitter: String,
        /// The internal process.
        steps: Vec<PlannedStep>,
        /// The files.
        files: Vec<FileRef>,
        /// Ids of the papers that came on paper.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        papers: Vec<String>,
        /// Until when the desk must have examined it.
        acceptance_due: Option<DateTime>,
        /// When the result is due if it is accepted at once.
        due: DueState,
    },
    /// The desk received it for handling; the clock starts.
    Accepted {
        /// When.
        at: DateTime,
        /// The clock.
        clock: Option<ClockInput>,
        /// When the result is due.
        due: DueState,
    },
    /// The desk refused to receive it.
    Rejected {
        /// When.
        at: DateTime,
    },
    /// Missing papers were asked for.
    SupplementRequested {
        /// When.
        at: DateTime,
        /// Which.
        components: Vec<String>,
        /// Beyond the one request that the law allows.
        exceptional: bool,
        /// Later than three working days after receipt.
        late_notice: bool,
        /// The clock.
        clock: Option<ClockInput>,
        /// When the result is due.
        due: DueState,
    },
    /// The missing papers came.
    Supplemented {
        /// When.
        at: DateTime,
        /// The new files.
        files: Vec<FileRef>,
        /// New limit for the desk's examination, when not yet accepted.
        acceptance_due: Option<DateTime>,
        /// The clock.
        clock: Option<ClockInput>,
        /// When the result is due.
        due: DueState,
    },
    /// A payment was asked for.
    PaymentRequested {
        /// When.
        at: DateTime,
        /// Amount in đồng.
        amount: i64,
        /// The clock.
        clock: Option<ClockInput>,
        /// When the result is due.
        due: DueState,
    },
    /// It was paid.
    Paid {
        /// When.
        at: DateTime,
        /// Number of the receipt or transaction.
        reference: String,
        /// New limit for the desk's examination, when not yet accepted.
        acceptance_due: Option<DateTime>,
        /// The clock.
        clock: Option<ClockInput>,
        /// When the result is due.
        due: DueState,
    },
    /// It was given to an officer.
    Assigned {
        /// When.
        at: DateTime,
        /// To whom.
        officer: String,
    },
    /// A step was finished.
    StepCompleted {
        /// When.
        at: DateTime,
        /// Which, counted from 0.
        step: usize,
    },
    /// It went back to an earlier step.
    StepReturned {
        /// When.
        at: DateTime,
        /// To which, counted from 0.
        to_step: usize,
    },
    /// The limit was prolonged.
    Extended {
        /// When.
        at: DateTime,
        /// The clock.
        clock: ClockInput,
        /// When the result is due.
        due: DueState,
    },
    /// It was passed to the competent unit.
    Transferred {
        /// When.
        at: DateTime,
        /// From which unit.
        from_unit: String,
        /// To which.
        to_unit: String,
    },
    /// The applicant took it back.
    Withdrawn {
        /// When.
        at: DateTime,
    },
    /// The clock was stopped on a lawful ground.
    Suspended {
        /// When.
        at: DateTime,
        /// Code of the ground.
        ground: String,
        /// The clock.
        clock: Option<ClockInput>,
        /// When the result is due.
        due: DueState,
    },
    /// The clock runs again.
    Resumed {
        /// When.
        at: DateTime,
        /// The clock.
        clock: Option<ClockInput>,
        /// When the result is due.
        due: DueState,
    },
    /// The head decided.
    Decided {
        /// When.
        at: DateTime,
        /// How.
        outcome: Outcome,
    },
    /// The result was signed.
    Signed {
        /// When.
        at: DateTime,
    },
    /// The result reached the desk; the clock ends.
    ResultIssued {
        /// When.
        at: DateTime,
        /// Number of the result: the dossier's code and an ordinal (Decree 45/2020, Article 14 clause 3).
        number: String,
        /// Its files.
        files: Vec<FileRef>,
        /// Within the limit; `None` when no limit is known.
        on_time: Option<bool>,
    },
    /// The applicant has the result.
    Delivered {
        /// When.
        at: DateTime,
    },
    /// The applicant rated the handling.
    Rated {
        /// When.
        at: DateTime,
        /// 1 to 5.
        score: u8,
    },
    /// The office apologised and named one new date.
    Apologised {
        /// When.
        at: DateTime,
        /// The new date.
        promised: DateTime,
        /// Later than one day before the due time.
        late_notice: bool,
    },
    /// It was closed.
    Closed {
        /// When.
        at: DateTime,
    },
    /// It was archived.
    Archived {
        /// When.
        at: DateTime,
    },
}

/// What is personal in an event; kept sealed under the applicant's key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Private {
    /// The applicant and the answers.
    Particulars(Particulars),
    /// Free text.
    Note(String),
    /// A supplement's changed answers and a word.
    Amendment {
        /// Changed answers.
        form: Option<Map<String, Value>>,
        /// Free text.
        note: String,
    },
}

/// One event with what is personal in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The event.
    pub event: Event,
    /// Its personal part.
    pub private: Option<Private>,
}

impl Event {
    /// The stable name of the kind, as stored.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "submitted",
            Self::Accepted { .. } => "accepted",
            Self::Rejected { .. } => "rejected",
            Self::SupplementRequested { .. } => "supplement_requested",
            Self::Supplemented { .. } => "supplemented",
            Self::PaymentRequested { .. } => "payment_requested",
            Self::Paid { .. } => "paid",
            Self::Assigned { .. } => "assigned",
            Self::StepCompleted { .. } => "step_completed",
            Self::StepReturned { .. } => "step_returned",
            Self::Extended { .. } => "extended",
            Self::Transferred { .. } => "transferred",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Suspended { .. } => "suspended",
            Self::Resumed { .. } => "resumed",
            Self::Decided { .. } => "decided",
            Self::Signed { .. } => "signed",
            Self::ResultIssued { .. } => "result_issued",
            Self::Delivered { .. } => "delivered",
            Self::Rated { .. } => "rated",
            Self::Apologised { .. } => "apologised",
            Self::Closed { .. } => "closed",
            Self::Archived { .. } => "archived",
        }
    }

    /// When it happened, in the province's civil time.
    #[must_use]
    pub const fn at(&self) -> DateTime {
        match self {
            Self::Submitted { at, .. }
            | Self::Accepted { at, .. }
            | Self::Rejected { at }
            | Self::SupplementRequested { at, .. }
            | Self::Supplemented { at, .. }
            | Self::PaymentRequested { at, .. }
            | Self::Paid { at, .. }
            | Self::Assigned { at, .. }
            | Self::StepCompleted { at, .. }
            | Self::StepReturned { at, .. }
            | Self::Extended { at, .. }
            | Self::Transferred { at, .. }
            | Self::Withdrawn { at }
            | Self::Suspended { at, .. }
            | Self::Resumed { at, .. }
            | Self::Decided { at, .. }
            | Self::Signed { at }
            | Self::ResultIssued { at, .. }
            | Self::Delivered { at }
            | Self::Rated { at, .. }
            | Self::Apologised { at, .. }
            | Self::Closed { at }
            | Self::Archived { at } => *at,
        }
    }
}

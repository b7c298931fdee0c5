//! What happened to a dossier: stored for ever, never edited.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::work::{Routed, Seat};
use super::{
    ApologyGrounds, Channel, DraftText, DueState, FileRef, Outcome, Particulars, PlannedStep, Refusal, ResultTemplate,
};
use crate::deadline::ClockInput;
use crate::reasoned_notice::{AskedPaper, Cited, Told};

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
        /// On what it rests; none in the first dossiers, whose reason is free text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cited: Option<Cited>,
    },
    /// Missing papers were asked for.
    SupplementRequested {
        /// When.
        at: DateTime,
        /// Which.
        components: Vec<String>,
        /// On what it rests; none in the first dossiers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cited: Option<Cited>,
        /// What is wrong with each; empty in the first dossiers.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        papers: Vec<AskedPaper>,
        /// On the due date or later.
        #[serde(default)]
        on_due_date: bool,
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
        /// On what a refusal rests; none in the first dossiers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cited: Option<Cited>,
    },
    /// The result was signed.
    Signed {
        /// When.
        at: DateTime,
        /// Its files, when it was signed here and not on paper.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileRef>,
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
        /// Why, as the ledger of its time had it; none in letters of earlier programs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        grounds: Option<Box<ApologyGrounds>>,
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
    /// The workflow moved: a step was finished, a message or a time came, a stage brought it about.
    Worked {
        /// When.
        at: DateTime,
        /// Path of the step, wait or timer that was finished; none when it moved by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<String>,
        /// The step's name as people read it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
        /// What was found there, for the choices that follow; never about a person.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        findings: Map<String, Value>,
        /// The decision, at the step that has the last word.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<Outcome>,
        /// Files of the result.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileRef>,
        /// What happened in its workflows.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        moves: Vec<Routed>,
        /// Steps and waits that were opened.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        seats: Vec<Seat>,
        /// The ground on which the clock stands because of a node that is open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standing: Option<String>,
        /// The clock.
        clock: Option<ClockInput>,
        /// When the result is due.
        due: DueState,
    },
    /// Work that runs by a workflow goes on by another version of it.
    WorkMoved {
        /// When.
        at: DateTime,
        /// The workflow.
        workflow: String,
        /// The version.
        version: u32,
        /// What happened in its instances.
        moves: Vec<Routed>,
        /// Steps, waits and timers that are otherwise than before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        seats: Vec<Seat>,
        /// The ground on which the clock stands because of a node that is open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standing: Option<String>,
        /// The clock.
        clock: Option<ClockInput>,
        /// When the result is due.
        due: DueState,
    },
    /// Somebody took a step or was given it.
    Seated {
        /// When.
        at: DateTime,
        /// Path of the step.
        step: String,
        /// The step's name as people read it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
        /// Who.
        officer: String,
    },
    /// A step, or the dossier when its steps stand in a row, was handed back to the unit.
    HandedBack {
        /// When.
        at: DateTime,
        /// Path of the step; empty for the dossier as a whole.
        step: String,
        /// The step's name as people read it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
    },
    /// A draft of the result was kept; what it says is sealed.
    ResultDrafted {
        /// When.
        at: DateTime,
        /// From which template.
        template: ResultTemplate,
        /// The paper.
        file: FileRef,
    },
    /// A note was made that only offices read.
    Noted {
        /// When.
        at: DateTime,
    },
    /// Another unit was asked for its opinion.
    OpinionAsked {
        /// When.
        at: DateTime,
        /// Its number within the dossier.
        number: u32,
        /// The unit that is asked.
        unit: String,
        /// The unit that asks.
        by_unit: String,
        /// Until when.
        due: Option<DateTime>,
    },
    /// The opinion came.
    OpinionGiven {
        /// When.
        at: DateTime,
        /// Its number.
        number: u32,
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
    /// What a refusal, a return or a supplement request tells the applicant.
    Notice(Told),
    /// What a draft of the result says.
    Draft(DraftText),
    /// A supplement's changed answers and a word.
    Amendment {
        /// Changed answers.
        form: Option<Map<String, Value>>,
        /// Free text.
        note: String,
    },
}

/// What a command comes to.
pub(crate) type Decided = Result<Decision, Refusal>;

/// One event with what is personal in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The event.
    pub event: Event,
    /// Its personal part.
    pub private: Option<Private>,
}

//! What somebody asks to be done with a dossier.

use jiff::civil::DateTime;
use serde_json::{Map, Value};

use super::work::{Finished, WorkRules};
use super::{ActionKind, ApologyGrounds, DraftText, FileRef, Outcome, ResultTemplate, Rules};
use crate::deadline::{Effect, Limit};
use crate::reasoned_notice::{NoticeRules, Reason, SupplementItem};

/// One action with its own data; free text may name people and is therefore sealed in the journal.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Receive it for handling.
    Accept,
    /// Refuse to receive it, with the reason.
    Reject {
        /// On what ground, with clause, facts and next step.
        reason: Reason,
    },
    /// Ask once for all that is missing.
    RequestSupplement {
        /// On what ground, with clause, facts and next step.
        reason: Reason,
        /// The papers, all of the published procedure, each with what is wrong with it.
        items: Vec<SupplementItem>,
        /// Why papers are asked for once more; needed for every request but the first.
        again: String,
    },
    /// Hand in what was missing.
    Supplement {
        /// The new files.
        files: Vec<FileRef>,
        /// Changed answers to the form, if any.
        form: Option<Map<String, Value>>,
        /// A word of the applicant.
        note: String,
    },
    /// Ask for a payment.
    RequestPayment {
        /// Amount in đồng.
        amount: i64,
        /// What for.
        reason: String,
    },
    /// Record that it was paid.
    Pay {
        /// Number of the receipt or of the bank's transaction.
        reference: String,
    },
    /// Give it to an officer of the handling unit.
    Assign {
        /// The officer's account.
        officer: String,
    },
    /// Take a step of the workflow, or give it to somebody.
    Seat {
        /// Path of the step.
        step: String,
        /// Who is to hold it.
        officer: String,
    },
    /// Finish a step of the workflow.
    Finish(Finished),
    /// Record that what a step waits for has come.
    RecordMessage {
        /// Path of the wait.
        step: String,
        /// How it came and what it says.
        note: String,
    },
    /// The time of a timer has come.
    Elapse {
        /// Path of the timer.
        step: String,
    },
    /// Hand a step back to the unit.
    HandBack {
        /// Path of the step; empty for the dossier as a whole.
        step: String,
        /// Why.
        reason: String,
    },
    /// Make a note for offices only.
    Note {
        /// The note.
        text: String,
    },
    /// Ask another unit for its opinion.
    AskOpinion {
        /// The unit.
        unit: String,
        /// By when, from now.
        limit: Limit,
        /// What is asked.
        question: String,
    },
    /// Give an opinion that was asked for.
    GiveOpinion {
        /// Its path among the open seats.
        step: String,
        /// The opinion.
        answer: String,
    },
    /// Finish the present step.
    CompleteStep {
        /// What was found and proposed.
        note: String,
    },
    /// Send it back to the step before.
    ReturnStep {
        /// Why.
        reason: String,
    },
    /// Prolong the limit.
    Extend {
        /// By how much.
        limit: Limit,
        /// Why.
        reason: String,
        /// The clause that allows it.
        legal_basis: String,
    },
    /// Let the work go on by another version of a workflow.
    MoveWork {
        /// The workflow.
        workflow: String,
        /// The version.
        version: u32,
        /// Why.
        reason: String,
    },
    /// Pass it to the competent unit.
    Transfer {
        /// The unit that is competent.
        unit: String,
        /// Why.
        reason: String,
    },
    /// Take it back.
    Withdraw {
        /// Why; may be empty.
        reason: String,
    },
    /// Stop the clock on a lawful ground.
    Suspend {
        /// Code of the ground in the published list.
        ground: String,
        /// What the ground does to the clock.
        effect: Effect,
        /// The clause that allows it.
        legal_basis: String,
        /// The facts of this dossier.
        reason: String,
    },
    /// Let the clock run again.
    Resume,
    /// Decide.
    Decide {
        /// How.
        outcome: Outcome,
        /// A word with a grant; a refusal has its reason.
        note: String,
        /// On what ground it is refused; needed when it is.
        refusal: Option<Reason>,
    },
    /// Keep a draft of the result.
    DraftResult {
        /// From which template.
        template: ResultTemplate,
        /// What it says.
        text: DraftText,
        /// The paper that comes of it.
        file: FileRef,
    },
    /// Sign the result.
    Sign {
        /// Its files, signed; none when it was signed on paper.
        files: Vec<FileRef>,
    },
    /// Hand the result to the desk.
    IssueResult {
        /// Files of the result.
        files: Vec<FileRef>,
    },
    /// Give the result to the applicant.
    DeliverResult {
        /// Who took it.
        receiver: String,
    },
    /// Rate the handling.
    Rate {
        /// 1 to 5.
        score: u8,
        /// A word of the applicant.
        comment: String,
    },
    /// Apologise and name one new date.
    Apologise {
        /// The new date and time.
        promised: DateTime,
        /// The cause in the head's words.
        reason: String,
        /// The cause as the ledger has it; put in by the program, never typed.
        grounds: Option<Box<ApologyGrounds>>,
    },
    /// Close it.
    Close,
    /// Archive it.
    Archive,
}

impl Command {
    /// On what ground a decision that follows from it refuses.
    #[must_use]
    pub(super) fn refusal(&self) -> Option<&Reason> {
        if let Self::Finish(finished) = self { finished.refusal.as_ref() } else { None }
    }

    /// What is said beside a refusal, whose reason has its own words: for offices only.
    #[must_use]
    pub(super) fn word_beside_refusal(&self) -> &str {
        if let Self::Decide { outcome: Outcome::Refused, note, .. } = self { note } else { "" }
    }

    /// The path of the step that it is about; empty when it is about the dossier as a whole.
    #[must_use]
    pub fn step(&self) -> &str {
        match self {
            Self::Seat { step, .. }
            | Self::RecordMessage { step, .. }
            | Self::Elapse { step }
            | Self::HandBack { step, .. }
            | Self::GiveOpinion { step, .. } => step,
            Self::Finish(finished) => &finished.step,
            Self::Accept
            | Self::Reject { .. }
            | Self::RequestSupplement { .. }
            | Self::Supplement { .. }
            | Self::RequestPayment { .. }
            | Self::Pay { .. }
            | Self::Assign { .. }
            | Self::Note { .. }
            | Self::AskOpinion { .. }
            | Self::CompleteStep { .. }
            | Self::ReturnStep { .. }
            | Self::Extend { .. }
            | Self::MoveWork { .. }
            | Self::Transfer { .. }
            | Self::Withdraw { .. }
            | Self::Suspend { .. }
            | Self::Resume
            | Self::Decide { .. }
            | Self::DraftResult { .. }
            | Self::Sign { .. }
            | Self::IssueResult { .. }
            | Self::DeliverResult { .. }
            | Self::Rate { .. }
            | Self::Apologise { .. }
            | Self::Close
            | Self::Archive => "",
        }
    }

    /// Which kind of action it is.
    #[must_use]
    pub const fn kind(&self) -> ActionKind {
        match self {
            Self::Accept => ActionKind::Accept,
            Self::Reject { .. } => ActionKind::Reject,
            Self::RequestSupplement { .. } => ActionKind::RequestSupplement,
            Self::Supplement { .. } => ActionKind::Supplement,
            Self::RequestPayment { .. } => ActionKind::RequestPayment,
            Self::Pay { .. } => ActionKind::Pay,
            Self::Assign { .. } | Self::Seat { .. } => ActionKind::Assign,
            Self::CompleteStep { .. } | Self::Finish(_) => ActionKind::CompleteStep,
            Self::RecordMessage { .. } | Self::Elapse { .. } => ActionKind::RecordMessage,
            Self::HandBack { .. } => ActionKind::HandBack,
            Self::Note { .. } => ActionKind::Note,
            Self::AskOpinion { .. } => ActionKind::AskOpinion,
            Self::GiveOpinion { .. } => ActionKind::GiveOpinion,
            Self::ReturnStep { .. } => ActionKind::ReturnStep,
            Self::Extend { .. } => ActionKind::Extend,
            Self::MoveWork { .. } => ActionKind::MoveWork,
            Self::Transfer { .. } => ActionKind::Transfer,
            Self::Withdraw { .. } => ActionKind::Withdraw,
            Self::Suspend { .. } => ActionKind::Suspend,
            Self::Resume => ActionKind::Resume,
            Self::Decide { .. } => ActionKind::Decide,
            Self::DraftResult { .. } => ActionKind::DraftResult,
            Self::Sign { .. } => ActionKind::Sign,
            Self::IssueResult { .. } => ActionKind::IssueResult,
            Self::DeliverResult { .. } => ActionKind::DeliverResult,
            Self::Rate { .. } => ActionKind::Rate,
            Self::Apologise { .. } => ActionKind::Apologise,
            Self::Close => ActionKind::Close,
            Self::Archive => ActionKind::Archive,
        }
    }
}

/// What a decision may look at besides the dossier and the command.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The civil time at the province.
    pub now: DateTime,
    /// The rules of the day on which the dossier came in.
    pub rules: Rules<'a>,
    /// Whether the person acts as head of the handling unit.
    pub as_leader: bool,
    /// What its work has to be told; none where no workflow can run.
    pub work: Option<&'a WorkRules<'a>>,
    /// What refusals, returns and supplement requests are checked against.
    pub notices: NoticeRules<'a>,
}

//! The review of one procedure under a plan, worked out from its events.
//!
//! ```text
//! waiting ──first save──► draft ──hand in──► handed in ──confirm──► confirmed ──decide each proposal
//!                           ▲───────send back────┘
//! ```

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::sheet::{self, Answers};
use super::{Burden, Decision, Document, Method, Proposal, ReplayError, SheetFault};

/// How far a review has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ReviewState {
    /// Nobody has begun (chưa rà soát).
    #[default]
    Waiting,
    /// The sheet is being filled in (đang rà soát).
    Draft,
    /// Handed to a second person (chờ xác nhận).
    HandedIn,
    /// Confirmed by a second person (đã xác nhận).
    Confirmed,
}

impl ReviewState {
    /// Every state, in the order of a review's life.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Draft, Self::HandedIn, Self::Confirmed];

    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Draft => "draft",
            Self::HandedIn => "handed_in",
            Self::Confirmed => "confirmed",
        }
    }

    /// The state of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Dossiers counted from the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// First day of handing in.
    pub from: Date,
    /// Last day of handing in.
    pub to: Date,
    /// The unit whose dossiers were counted; none for the whole province.
    pub unit: Option<String>,
    /// How many.
    pub dossiers: u64,
}

/// The compliance cost of the procedure, now and after it is simplified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostSheet {
    /// How it is reckoned.
    pub method: Method,
    /// Where the income of an hour comes from.
    pub income_source_vi: String,
    /// What the procedure asks now.
    pub before: Burden,
    /// What it would ask.
    pub after: Burden,
    /// The count behind the number of applicants a year, where it was counted.
    pub counted: Option<Counted>,
}

/// What was decided on a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What.
    pub decision: Decision,
    /// By which document.
    pub document: Document,
    /// Why; needed for a rejection.
    pub reason_vi: String,
    /// Who recorded it, by account.
    pub by: String,
}

/// A proposal with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalRecord {
    /// The proposal.
    pub proposal: Proposal,
    /// What was decided; none yet.
    pub decided: Option<Decided>,
    /// The revision in the registry that carries it out.
    pub revision: Option<u32>,
}

/// The review of one procedure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Review {
    /// Events applied.
    pub version: i64,
    /// How far it has come.
    pub state: ReviewState,
    /// The sheet.
    pub answers: Answers,
    /// The compliance cost.
    pub cost: Option<CostSheet>,
    /// Proposals by number.
    pub proposals: BTreeMap<u32, ProposalRecord>,
    /// Everybody who wrote at it.
    pub writers: BTreeSet<String>,
    /// Who confirmed it, and on which day.
    pub confirmed: Option<(String, Date)>,
    /// The number of the last proposal that was ever made.
    pub last_proposal: u32,
}

/// What happened to a review: stored for ever, never edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum ReviewEvent {
    /// The sheet was saved.
    Answered { answers: Answers },
    /// The compliance cost was saved.
    CostReckoned { cost: CostSheet },
    /// A proposal was made or changed.
    Proposed { number: u32, proposal: Proposal },
    /// A proposal was taken back.
    ProposalDropped { number: u32 },
    /// It was handed to a second person.
    HandedIn,
    /// It went back to whoever writes it.
    SentBack { reason: String },
    /// A second person confirmed it.
    Confirmed { on: Date },
    /// A proposal was decided.
    ProposalDecided { number: u32, decision: Decision, document: Document, reason_vi: String },
    /// A revision of the registry carries it out.
    RevisionLinked { number: u32, revision: u32 },
}

impl ReviewEvent {
    /// Its stable name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Answered { .. } => "review_answered",
            Self::CostReckoned { .. } => "review_cost_reckoned",
            Self::Proposed { .. } => "review_proposed",
            Self::ProposalDropped { .. } => "review_proposal_dropped",
            Self::HandedIn => "review_handed_in",
            Self::SentBack { .. } => "review_sent_back",
            Self::Confirmed { .. } => "review_confirmed",
            Self::ProposalDecided { .. } => "review_proposal_decided",
            Self::RevisionLinked { .. } => "review_revision_linked",
        }
    }
}

impl Review {
    /// Everything that the sheet lacks before it can be handed in.
    #[must_use]
    pub fn faults(&self) -> Vec<SheetFault> {
        let proposals = self.proposals.iter().map(|(number, record)| (*number, &record.proposal)).collect();
        sheet::faults(&self.answers, self.cost.as_ref(), &proposals)
    }

    /// Takes one event in.
    pub fn apply(&mut self, event: &ReviewEvent, actor: &str) -> Result<(), ReplayError> {
        match event {
            ReviewEvent::Answered { answers } => {
                self.answers.clone_from(answers);
                self.written_by(actor);
            }
            ReviewEvent::CostReckoned { cost } => {
                self.cost = Some(cost.clone());
                self.written_by(actor);
            }
            ReviewEvent::Proposed { number, proposal } => {
                let record = ProposalRecord { proposal: proposal.clone(), decided: None, revision: None };
                self.proposals.insert(*number, record);
                self.last_proposal = self.last_proposal.max(*number);
                self.written_by(actor);
            }
            ReviewEvent::ProposalDropped { number } => {
                self.proposals.remove(number).ok_or(ReplayError { number: *number })?;
                self.written_by(actor);
            }
            ReviewEvent::HandedIn => {
                self.state = ReviewState::HandedIn;
                self.writers.insert(actor.to_owned());
            }
            ReviewEvent::SentBack { reason: _ } => self.state = ReviewState::Draft,
            ReviewEvent::Confirmed { on } => {
                self.state = ReviewState::Confirmed;
                self.confirmed = Some((actor.to_owned(), *on));
            }
            ReviewEvent::ProposalDecided { number, decision, document, reason_vi } => {
                let (document, reason_vi, by) = (document.clone(), reason_vi.clone(), actor.to_owned());
                self.proposal_mut(*number)?.decided = Some(Decided { decision: *decision, document, reason_vi, by });
            }
            ReviewEvent::RevisionLinked { number, revision } => {
                self.proposal_mut(*number)?.revision = Some(*revision);
            }
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }

    fn written_by(&mut self, actor: &str) {
        self.state = ReviewState::Draft;
        self.writers.insert(actor.to_owned());
    }

    fn proposal_mut(&mut self, number: u32) -> Result<&mut ProposalRecord, ReplayError> {
        self.proposals.get_mut(&number).ok_or(ReplayError { number })
    }
}

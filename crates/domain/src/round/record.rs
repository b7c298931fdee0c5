//! A round, worked out from its events.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ReplayError;
use super::course::RoundState;
use super::outcome::RoundResult;
use super::setup::{CardText, Decision, Setup};

/// A result that everybody can read, frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// 1 for the first, 2 for its first correction, …
    pub number: u32,
    /// On which day.
    pub on: Date,
    /// The decision that approved it.
    pub decision: Decision,
    /// Why it replaces the one before; empty for the first.
    pub reason: String,
    /// SHA-256 of the result, in hexadecimal digits.
    pub sha256: String,
    /// The result.
    pub result: RoundResult,
}

/// A round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Round {
    /// Events applied; 0 for a round that was never begun.
    pub version: i64,
    /// How far it has come.
    pub state: RoundState,
    /// What it was set up with; none before that.
    pub setup: Option<Setup>,
    /// The card.
    pub card: Option<CardText>,
    /// Last day of the phase; none for states without.
    pub due: Option<Date>,
    /// Units whose sheet was not handed in when it was locked.
    pub missing: Vec<String>,
    /// The result that waits for approval or publication, with its hash.
    pub computed: Option<(RoundResult, String)>,
    /// The decision that approved it.
    pub approved: Option<Decision>,
    /// Why the published result is being corrected.
    pub correcting: String,
    /// What was published, the first first. Only ever grows.
    pub published: Vec<Published>,
    /// Everybody who set it up or reckoned its result.
    pub writers: BTreeSet<String>,
}

/// What happened to a round: stored for ever, never edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum RoundEvent {
    /// It was set up, or set up anew while a draft.
    Configured { setup: Setup, card: CardText },
    /// Units may assess themselves until this day.
    Opened { due: Date },
    /// Sheets were locked; these units had not handed in. The reason is that of a lock before the last day.
    Locked { missing: Vec<String>, reason: String, due: Date },
    /// Items went back to units for explanation until this day.
    Returned { due: Date },
    /// The second appraisal began.
    Resumed { due: Date },
    /// The result was reckoned.
    Computed { result: RoundResult, sha256: String },
    /// The head sent it back.
    SentBack { reason: String, due: Option<Date> },
    /// The head approved it.
    Approved { decision: Decision },
    /// It was published.
    Published { on: Date },
    /// A published result is to be corrected.
    CorrectionBegun { reason: String },
}

impl RoundEvent {
    /// Its stable name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Configured { .. } => "round_configured",
            Self::Opened { .. } => "round_opened",
            Self::Locked { .. } => "round_locked",
            Self::Returned { .. } => "round_returned",
            Self::Resumed { .. } => "round_resumed",
            Self::Computed { .. } => "round_computed",
            Self::SentBack { .. } => "round_sent_back",
            Self::Approved { .. } => "round_approved",
            Self::Published { .. } => "round_published",
            Self::CorrectionBegun { .. } => "round_correction_begun",
        }
    }
}

impl Round {
    /// Whether the unit takes part.
    #[must_use]
    pub fn has_unit(&self, unit: &str) -> bool {
        self.setup.as_ref().is_some_and(|setup| setup.units.iter().any(|one| one.unit == unit))
    }

    /// The state to which it goes back when the head does not approve.
    pub(super) const fn reopened(&self) -> RoundState {
        if self.published.is_empty() { RoundState::SecondAppraisal } else { RoundState::Correction }
    }

    /// Takes one event in.
    pub fn apply(&mut self, event: &RoundEvent, actor: &str) -> Result<(), ReplayError> {
        match event {
            RoundEvent::Configured { setup, card } => {
                self.setup = Some(setup.clone());
                self.card = Some(card.clone());
                self.writers.insert(actor.to_owned());
            }
            RoundEvent::Opened { due } => self.enter(RoundState::SelfAssessment, Some(*due)),
            RoundEvent::Locked { missing, reason: _, due } => {
                self.missing.clone_from(missing);
                self.enter(RoundState::FirstAppraisal, Some(*due));
            }
            RoundEvent::Returned { due } => self.enter(RoundState::Explanation, Some(*due)),
            RoundEvent::Resumed { due } => self.enter(RoundState::SecondAppraisal, Some(*due)),
            RoundEvent::Computed { result, sha256 } => {
                self.computed = Some((result.clone(), sha256.clone()));
                self.enter(RoundState::Computed, None);
                self.writers.insert(actor.to_owned());
            }
            RoundEvent::SentBack { reason: _, due } => {
                self.computed = None;
                self.enter(self.reopened(), *due);
            }
            RoundEvent::Approved { decision } => {
                self.approved = Some(decision.clone());
                self.enter(RoundState::Approved, None);
            }
            RoundEvent::Published { on } => self.publish(*on)?,
            RoundEvent::CorrectionBegun { reason } => {
                self.correcting.clone_from(reason);
                self.enter(RoundState::Correction, None);
            }
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }

    fn enter(&mut self, state: RoundState, due: Option<Date>) {
        self.state = state;
        self.due = due;
    }

    fn publish(&mut self, on: Date) -> Result<(), ReplayError> {
        let missing = || ReplayError("a result".to_owned());
        let (result, sha256) = self.computed.take().ok_or_else(missing)?;
        let decision = self.approved.take().ok_or_else(missing)?;
        let number = u32::try_from(self.published.len()).unwrap_or(u32::MAX).saturating_add(1);
        let reason = std::mem::take(&mut self.correcting);
        self.published.push(Published { number, on, decision, reason, sha256, result });
        self.enter(RoundState::Published, None);
        Ok(())
    }
}

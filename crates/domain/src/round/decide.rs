//! From a round and a command to events, or to a refusal that says why.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::course::RoundState;
use super::record::{Round, RoundEvent};
use super::refusal::Refusal;
use super::setup::{CardText, Decision, Setup, UNITS_MAX, fitness};
use super::sheet::UnitSheet;
use super::text::required;
use super::{PhaseDays, RoundResult, compute};
use crate::access::RoundAction;
use crate::scorecard::Scorecard;

/// The first year that can be assessed: PAR INDEX began with it (1294/QĐ-BNV).
const FIRST_YEAR: i16 = 2012;

/// A change of a round that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum RoundCommand {
    /// Set it up, or anew while it is a draft.
    Configure { setup: Box<Setup>, card: Box<CardText> },
    /// Let units assess themselves.
    Open,
    /// Lock the sheets; before the last day only with everything handed in, or with a reason.
    Lock { reason: String },
    /// Send the items that were asked about back to their units.
    Return,
    /// Begin the second appraisal.
    Resume,
    /// Reckon the result.
    Compute,
    /// Send the result back to the appraisers.
    SendBack { reason: String },
    /// Approve it.
    Approve { decision: Decision },
    /// Publish it.
    Publish,
    /// Begin to correct what was published.
    Correct { reason: String },
}

impl RoundCommand {
    /// The action for which a permit is asked.
    #[must_use]
    pub const fn action(&self) -> RoundAction {
        match self {
            Self::Configure { .. } | Self::Open | Self::Lock { .. } | Self::Publish | Self::Correct { .. } => {
                RoundAction::Configure
            }
            Self::Return | Self::Resume | Self::Compute => RoundAction::Conduct,
            Self::SendBack { .. } | Self::Approve { .. } => RoundAction::Approve,
        }
    }

    /// The state in which the round is afterwards, where a phase with a deadline begins.
    #[must_use]
    pub const fn phase(&self, round: &Round) -> Option<RoundState> {
        match self {
            Self::Open => Some(RoundState::SelfAssessment),
            Self::Lock { .. } => Some(RoundState::FirstAppraisal),
            Self::Return => Some(RoundState::Explanation),
            Self::Resume => Some(RoundState::SecondAppraisal),
            Self::SendBack { .. } => Some(round.reopened()),
            Self::Configure { .. } | Self::Compute | Self::Approve { .. } | Self::Publish | Self::Correct { .. } => {
                None
            }
        }
    }
}

/// What the answer depends on besides the round.
#[derive(Debug, Clone, Copy)]
pub struct RoundContext<'a> {
    /// Who asks.
    pub actor: &'a str,
    /// Today in the province.
    pub today: Date,
    /// The card of the round, or the one with which it is set up.
    pub card: &'a Scorecard,
    /// Last day of the phase that the command begins; none where it begins none, or the calendar does not say.
    pub due: Option<Date>,
    /// The sheets, by unit.
    pub sheets: &'a BTreeMap<String, UnitSheet>,
    /// The hash of a result.
    pub hash: fn(&RoundResult) -> String,
}

impl Round {
    /// What the command makes happen.
    pub fn decide(&self, command: RoundCommand, context: &RoundContext<'_>) -> Result<RoundEvent, Refusal> {
        let due = || context.due.ok_or(Refusal::NoCalendar);
        Ok(match command {
            RoundCommand::Configure { setup, card } => self.configure(*setup, *card, context)?,
            RoundCommand::Open => {
                self.is(RoundState::Draft)?;
                let setup = self.setup.as_ref().ok_or(Refusal::NoUnits)?;
                fitness(context.card, &setup.block).map_err(Refusal::Unfit)?;
                RoundEvent::Opened { due: due()? }
            }
            RoundCommand::Lock { reason } => self.lock(&reason, context)?,
            RoundCommand::Return => {
                self.is(RoundState::FirstAppraisal)?;
                if !context.sheets.values().any(UnitSheet::is_asked) {
                    return Err(Refusal::NothingAsked);
                }
                RoundEvent::Returned { due: due()? }
            }
            RoundCommand::Resume => self.resume(context)?,
            RoundCommand::Compute => {
                if !self.state.is_second_turn() {
                    return Err(Refusal::NotInState(self.state));
                }
                let setup = self.setup.as_ref().ok_or(Refusal::NoUnits)?;
                let result = compute(context.card, setup, context.sheets).map_err(Refusal::ItemsOpen)?;
                let sha256 = (context.hash)(&result);
                RoundEvent::Computed { result, sha256 }
            }
            RoundCommand::SendBack { reason } => {
                self.is(RoundState::Computed)?;
                let due = if self.published.is_empty() { Some(due()?) } else { None };
                RoundEvent::SentBack { reason: required("reason", &reason)?, due }
            }
            RoundCommand::Approve { decision } => self.approve(&decision, context)?,
            RoundCommand::Publish => {
                self.is(RoundState::Approved)?;
                RoundEvent::Published { on: context.today }
            }
            RoundCommand::Correct { reason } => {
                self.is(RoundState::Published)?;
                RoundEvent::CorrectionBegun { reason: required("reason", &reason)? }
            }
        })
    }

    fn configure(&self, setup: Setup, card: CardText, context: &RoundContext<'_>) -> Result<RoundEvent, Refusal> {
        self.is(RoundState::Draft)?;
        if !(FIRST_YEAR..=context.today.year()).contains(&setup.year) {
            return Err(Refusal::YearOutOfRange);
        }
        if !setup.days.are_possible() {
            return Err(Refusal::DaysOutOfRange);
        }
        if setup.units.is_empty() {
            return Err(Refusal::NoUnits);
        }
        if setup.units.len() > UNITS_MAX || setup.appraisers.len() > UNITS_MAX {
            return Err(Refusal::TooMany(UNITS_MAX));
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = setup.units.iter().find(|one| !seen.insert(one.unit.as_str())) {
            return Err(Refusal::UnitTwice(twice.unit.clone()));
        }
        fitness(context.card, &setup.block).map_err(Refusal::Unfit)?;
        let title_vi = required("title", &setup.title_vi)?;
        Ok(RoundEvent::Configured { setup: Setup { title_vi, ..setup }, card })
    }

    fn lock(&self, reason: &str, context: &RoundContext<'_>) -> Result<RoundEvent, Refusal> {
        self.is(RoundState::SelfAssessment)?;
        let units = self.setup.iter().flat_map(|setup| &setup.units);
        let handed_in = |unit: &str| context.sheets.get(unit).is_some_and(|sheet| sheet.submitted.is_some());
        let missing: Vec<String> = units.filter(|one| !handed_in(&one.unit)).map(|one| one.unit.clone()).collect();
        let is_over = self.due.is_some_and(|due| context.today > due);
        let reason = if is_over || missing.is_empty() {
            super::text::optional(reason)?
        } else {
            let (due, missing) = (self.due.unwrap_or(context.today), missing.len());
            required("reason", reason).map_err(|refusal| match refusal {
                Refusal::TextMissing(_) => Refusal::PhaseRuns { due, missing },
                other => other,
            })?
        };
        Ok(RoundEvent::Locked { missing, reason, due: context.due.ok_or(Refusal::NoCalendar)? })
    }

    /// The second appraisal begins when everything is explained or the last day is over, and at once where nothing was
    /// asked.
    fn resume(&self, context: &RoundContext<'_>) -> Result<RoundEvent, Refusal> {
        match self.state {
            RoundState::FirstAppraisal if context.sheets.values().any(UnitSheet::is_asked) => {
                return Err(Refusal::NotInState(self.state));
            }
            RoundState::FirstAppraisal => (),
            RoundState::Explanation => {
                let open = context.sheets.values().filter(|sheet| sheet.unanswered() > 0).count();
                if let Some(due) = self.due.filter(|due| context.today <= *due && open > 0) {
                    return Err(Refusal::PhaseRuns { due, missing: open });
                }
            }
            RoundState::Draft
            | RoundState::SelfAssessment
            | RoundState::SecondAppraisal
            | RoundState::Computed
            | RoundState::Approved
            | RoundState::Published
            | RoundState::Correction => return Err(Refusal::NotInState(self.state)),
        }
        Ok(RoundEvent::Resumed { due: context.due.ok_or(Refusal::NoCalendar)? })
    }

    fn approve(&self, decision: &Decision, context: &RoundContext<'_>) -> Result<RoundEvent, Refusal> {
        self.is(RoundState::Computed)?;
        if self.writers.contains(context.actor) {
            return Err(Refusal::OwnWork);
        }
        if decision.date > context.today {
            return Err(Refusal::DayToCome { today: context.today });
        }
        let number = required("document", &decision.number)?;
        Ok(RoundEvent::Approved { decision: Decision { number, date: decision.date } })
    }

    fn is(&self, state: RoundState) -> Result<(), Refusal> {
        if self.state == state { Ok(()) } else { Err(Refusal::NotInState(self.state)) }
    }

    /// Working days of the phase that a command begins.
    #[must_use]
    pub fn days(&self, command: &RoundCommand) -> Option<u16> {
        let days: PhaseDays = self.setup.as_ref()?.days;
        days.of(command.phase(self)?)
    }
}

//! From a sheet and a command to events, or to a refusal that says why.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::claim::{Claim, Evidence, Item, Known, Mark, Points, Turn};
use super::course::RoundState;
use super::mark::{claimed, is_survey, mark, not_surveyed, read_points, tidy, veto_headings};
use super::refusal::Refusal;
use super::setup::asked;
use super::sheet::{SheetEvent, UnitSheet};
use super::text::{optional, required};
use crate::access::RoundAction;
use crate::scorecard::{Criterion, Decimal, Effect, Scorecard, parse_number};

/// Files of one item at most.
pub const EVIDENCE_MAX: usize = 20;

/// What a unit wants to say of an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewClaim {
    /// Values by heading.
    pub values: BTreeMap<String, String>,
    /// "Không áp dụng".
    pub not_applicable: bool,
    /// Remark.
    pub note: String,
    /// All of its evidence.
    pub evidence: Vec<Evidence>,
    /// Why the values are not those that the system knows.
    pub over_reason: String,
}

/// A change of a sheet that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum SheetCommand {
    /// Take in what the system knows, by item; nothing where nothing is new.
    Fill { known: BTreeMap<String, Known> },
    /// Save what the unit says of an item.
    Save { item: String, claim: NewClaim },
    /// Hand the sheet in.
    Submit,
    /// Take it back before the last day.
    TakeBack,
    /// Appraise an item; the mark as typed: points, or empty for "not applicable".
    Appraise { item: String, points: String, reason: String },
    /// Appraise everything else as the unit said it; what it did not say gets no points, where a reason is given.
    Accept { missing_reason: String },
    /// Put a question about an item.
    Ask { item: String, text: String },
    /// Answer it, with further evidence.
    Explain { item: String, text: String, evidence: Vec<Evidence> },
    /// Enter a survey: answers by heading; none where no survey was made.
    Survey { item: String, values: BTreeMap<String, String> },
    /// State a fact on which a veto depends.
    State { name: String, value: String },
}

impl SheetCommand {
    /// The action for which a permit is asked.
    #[must_use]
    pub const fn action(&self) -> RoundAction {
        match self {
            Self::Fill { .. } | Self::Save { .. } | Self::Explain { .. } => RoundAction::FillIn,
            Self::Submit | Self::TakeBack => RoundAction::Submit,
            Self::Appraise { .. }
            | Self::Accept { .. }
            | Self::Ask { .. }
            | Self::Survey { .. }
            | Self::State { .. } => RoundAction::Appraise,
        }
    }
}

/// What the answer depends on besides the sheet.
#[derive(Debug, Clone, Copy)]
pub struct SheetContext<'a> {
    /// Who asks.
    pub actor: &'a str,
    /// Today in the province.
    pub today: Date,
    /// How far the round has come.
    pub state: RoundState,
    /// Last day of its phase.
    pub due: Option<Date>,
    /// Its card.
    pub card: &'a Scorecard,
}

impl SheetContext<'_> {
    /// The state must be this, and its last day not over: the clock locks, whoever presses the button later.
    fn phase(&self, state: RoundState) -> Result<(), Refusal> {
        if self.state != state {
            return Err(Refusal::NotInState(self.state));
        }
        match self.due.filter(|due| self.today > *due) {
            Some(due) => Err(Refusal::PhaseOver { due }),
            None => Ok(()),
        }
    }

    fn turn(&self) -> Result<Turn, Refusal> {
        match self.state {
            RoundState::FirstAppraisal => Ok(Turn::First),
            RoundState::SecondAppraisal | RoundState::Correction => Ok(Turn::Second),
            RoundState::Draft
            | RoundState::SelfAssessment
            | RoundState::Explanation
            | RoundState::Computed
            | RoundState::Approved
            | RoundState::Published => Err(Refusal::NotInState(self.state)),
        }
    }

    fn leaf(&self, code: &str) -> Result<&Criterion, Refusal> {
        asked(self.card).into_iter().find(|leaf| leaf.code == code).ok_or(Refusal::NoSuchItem)
    }
}

impl UnitSheet {
    /// What the command makes happen.
    pub fn decide(&self, command: SheetCommand, context: &SheetContext<'_>) -> Result<Vec<SheetEvent>, Refusal> {
        let on = context.today;
        Ok(vec![match command {
            SheetCommand::Fill { known } => return self.filled(known, context),
            SheetCommand::Save { item, claim } => self.saved(item, claim, context)?,
            SheetCommand::Submit => {
                self.is_open(context)?;
                let missing = self.missing(context.card);
                if !missing.is_empty() {
                    return Err(Refusal::Incomplete(missing));
                }
                SheetEvent::Submitted { on }
            }
            SheetCommand::TakeBack => {
                context.phase(RoundState::SelfAssessment)?;
                if self.submitted.is_none() {
                    return Err(Refusal::NotHandedIn);
                }
                SheetEvent::TakenBack
            }
            SheetCommand::Appraise { item, points, reason } => self.appraised(item, &points, &reason, context)?,
            SheetCommand::Accept { missing_reason } => return self.accepted(&missing_reason, context),
            SheetCommand::Ask { item, text } => {
                if context.state != RoundState::FirstAppraisal {
                    return Err(Refusal::NotInState(context.state));
                }
                self.is_others_work(context)?;
                not_surveyed(context.leaf(&item)?)?;
                if self.items.get(&item).is_some_and(|found| found.question.is_some()) {
                    return Err(Refusal::AskedAlready);
                }
                SheetEvent::Asked { item, text: required("question", &text)?, on }
            }
            SheetCommand::Explain { item, text, evidence } => {
                context.phase(RoundState::Explanation)?;
                if self.items.get(&item).is_none_or(|found| found.question.is_none()) {
                    return Err(Refusal::NotAsked);
                }
                SheetEvent::Explained { item, text: required("text", &text)?, evidence: few(evidence)?, on }
            }
            SheetCommand::Survey { item, values } => self.surveyed(item, values, context)?,
            SheetCommand::State { name, value } => {
                context.turn()?;
                let is_known = veto_headings(context.card).contains(&name);
                let value = required("value", &value)?;
                if !is_known || parse_number(&value, false).is_none() {
                    return Err(Refusal::NoSuchItem);
                }
                SheetEvent::FactStated { name, value }
            }
        }])
    }

    /// Items that the unit has not filled in. Surveys are not its work, and bonus and penalty may be left out.
    #[must_use]
    pub fn missing(&self, card: &Scorecard) -> Vec<String> {
        let mut missing = Vec::new();
        for group in &card.criteria {
            let is_optional = matches!(group.effect, Effect::Bonus | Effect::Penalty | Effect::Information);
            let mut visit = |leaf: &Criterion| {
                let wanted = leaf.is_leaf() && leaf.effect == Effect::Add && !is_survey(leaf);
                let has = self
                    .items
                    .get(&leaf.code)
                    .and_then(|item| item.claim.as_ref())
                    .is_some_and(|claim| claim.mark.is_some());
                if wanted && !is_optional && !has {
                    missing.push(leaf.code.clone());
                }
            };
            group.walk(&mut visit);
        }
        missing
    }

    fn is_open(&self, context: &SheetContext<'_>) -> Result<(), Refusal> {
        context.phase(RoundState::SelfAssessment)?;
        if self.submitted.is_some() { Err(Refusal::HandedIn) } else { Ok(()) }
    }

    fn is_others_work(&self, context: &SheetContext<'_>) -> Result<(), Refusal> {
        if self.writers.contains(context.actor) { Err(Refusal::OwnWork) } else { Ok(()) }
    }

    fn filled(&self, known: BTreeMap<String, Known>, context: &SheetContext<'_>) -> Result<Vec<SheetEvent>, Refusal> {
        self.is_open(context)?;
        let mut events = Vec::new();
        for (item, known) in known {
            let leaf = context.leaf(&item)?;
            if self.items.get(&item).and_then(|found| found.known.as_ref()) == Some(&known) {
                continue;
            }
            let mark = mark(context.card, leaf, &known.values, false)?;
            events.push(SheetEvent::Filled { item, known, mark });
        }
        Ok(events)
    }

    fn saved(&self, item: String, new: NewClaim, context: &SheetContext<'_>) -> Result<SheetEvent, Refusal> {
        self.is_open(context)?;
        let leaf = context.leaf(&item)?;
        not_surveyed(leaf)?;
        let values = tidy(leaf, new.values)?;
        let mark = mark(context.card, leaf, &values, new.not_applicable)?;
        let known = self.items.get(&item).and_then(|found| found.known.as_ref());
        let over_reason = match known {
            Some(known) if new.not_applicable || known.values != values => required("over_reason", &new.over_reason)
                .map_err(|refusal| match refusal {
                    Refusal::TextMissing(_) => Refusal::OverNeedsReason,
                    other => other,
                })?,
            Some(_) | None => String::new(),
        };
        let claim = Claim {
            values,
            not_applicable: new.not_applicable,
            mark,
            note: optional(&new.note)?,
            evidence: few(new.evidence)?,
            over_reason,
        };
        Ok(SheetEvent::Claimed { item, claim })
    }

    fn appraised(
        &self,
        item: String,
        points: &str,
        reason: &str,
        context: &SheetContext<'_>,
    ) -> Result<SheetEvent, Refusal> {
        let turn = context.turn()?;
        self.is_others_work(context)?;
        let leaf = context.leaf(&item)?;
        not_surveyed(leaf)?;
        let mark = read_points(leaf, points)?;
        let known = self.items.get(&item);
        let before = match turn {
            Turn::First => claimed(context.card, leaf, known),
            Turn::Second => known.and_then(Item::appraised).map(|appraisal| appraisal.mark),
        };
        let reason = if before == Some(mark) {
            optional(reason)?
        } else {
            required("reason", reason).map_err(|refusal| match refusal {
                Refusal::TextMissing(_) => Refusal::DifferenceNeedsReason,
                other => other,
            })?
        };
        Ok(SheetEvent::Appraised { turn, item, mark, reason, on: context.today })
    }

    /// Whatever has no mark of this turn and is not in question, as it stands. The second turn only takes what is new.
    fn accepted(&self, missing_reason: &str, context: &SheetContext<'_>) -> Result<Vec<SheetEvent>, Refusal> {
        let turn = context.turn()?;
        self.is_others_work(context)?;
        let missing_reason = optional(missing_reason)?;
        let mut events = Vec::new();
        for leaf in asked(context.card).into_iter().filter(|leaf| !is_survey(leaf)) {
            let item = self.items.get(&leaf.code);
            if item.is_some_and(|item| item.appraised().is_some() || item.question.is_some()) {
                continue;
            }
            let (mark, reason) = match claimed(context.card, leaf, item) {
                Some(mark) => (mark, String::new()),
                None if missing_reason.is_empty() => continue,
                None => (Mark::Points(Points(Decimal::ZERO)), missing_reason.clone()),
            };
            events.push(SheetEvent::Appraised { turn, item: leaf.code.clone(), mark, reason, on: context.today });
        }
        Ok(events)
    }

    fn surveyed(
        &self,
        item: String,
        values: BTreeMap<String, String>,
        context: &SheetContext<'_>,
    ) -> Result<SheetEvent, Refusal> {
        match context.state {
            RoundState::FirstAppraisal
            | RoundState::Explanation
            | RoundState::SecondAppraisal
            | RoundState::Correction => (),
            RoundState::Draft
            | RoundState::SelfAssessment
            | RoundState::Computed
            | RoundState::Approved
            | RoundState::Published => return Err(Refusal::NotInState(context.state)),
        }
        self.is_others_work(context)?;
        let leaf = context.leaf(&item)?;
        if !is_survey(leaf) {
            return Err(Refusal::NoSurvey);
        }
        let values = tidy(leaf, values)?;
        let mark = mark(context.card, leaf, &values, false)?.unwrap_or(Mark::NoData);
        Ok(SheetEvent::Surveyed { item, values, mark, on: context.today })
    }
}

fn few(evidence: Vec<Evidence>) -> Result<Vec<Evidence>, Refusal> {
    if evidence.len() > EVIDENCE_MAX { Err(Refusal::TooMany(EVIDENCE_MAX)) } else { Ok(evidence) }
}

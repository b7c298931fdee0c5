//! From a review and a command to events, or to a refusal that says why.

use jiff::civil::Date;

use super::sheet::Answers;
use super::text::{optional, required};
use super::{
    Answer, Burden, CostSheet, Decision, Document, PlanState, Proposal, ProposalKind, ProposalRecord, Refusal, Review,
    ReviewEvent, ReviewState,
};
use crate::access::ReviewAction;

/// Proposals of one review at most.
pub const PROPOSALS_MAX: usize = 30;
/// Tasks of one burden at most.
pub const TASKS_MAX: usize = 20;
/// Largest amount of money in one field, in đồng.
pub const MONEY_MAX: u64 = 1_000_000_000_000;
/// Largest number of times and of applicants a year.
pub const TIMES_MAX: u64 = 100_000_000;

/// A change of a review that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum ReviewCommand {
    /// Save the sheet.
    Answer { answers: Answers },
    /// Save the compliance cost.
    Reckon { cost: Box<CostSheet> },
    /// Make a proposal, or change that of the number.
    Propose { number: Option<u32>, proposal: Proposal },
    /// Take a proposal back.
    Drop { number: u32 },
    /// Hand it to a second person.
    HandIn,
    /// Send it back to whoever writes it.
    SendBack { reason: String },
    /// Say that it is right.
    Confirm,
    /// Decide a proposal.
    Decide { number: u32, decision: Decision, document: Document, reason_vi: String },
    /// Name the revision of the registry that carries a proposal out.
    Link { number: u32, revision: u32 },
}

impl ReviewCommand {
    /// The action for which a permit is asked.
    #[must_use]
    pub const fn action(&self) -> ReviewAction {
        match self {
            Self::Answer { .. } | Self::Reckon { .. } | Self::Propose { .. } | Self::Drop { .. } | Self::HandIn => {
                ReviewAction::FillIn
            }
            Self::SendBack { .. } | Self::Confirm => ReviewAction::Confirm,
            Self::Decide { .. } => ReviewAction::Decide,
            Self::Link { .. } => ReviewAction::Link,
        }
    }
}

/// What the answer depends on besides the review.
#[derive(Debug, Clone, Copy)]
pub struct ReviewContext<'a> {
    /// Who asks.
    pub actor: &'a str,
    /// Today in the province.
    pub today: Date,
    /// How far the plan has come.
    pub plan: PlanState,
    /// Whether the registry has the revision that the command names; true where it names none.
    pub has_revision: bool,
}

impl Review {
    /// What the command makes happen.
    pub fn decide(&self, command: ReviewCommand, context: &ReviewContext<'_>) -> Result<Vec<ReviewEvent>, Refusal> {
        match &command {
            // Proposals are decided and carried out also after the plan is finished.
            ReviewCommand::Decide { .. } | ReviewCommand::Link { .. } => (),
            ReviewCommand::Answer { .. }
            | ReviewCommand::Reckon { .. }
            | ReviewCommand::Propose { .. }
            | ReviewCommand::Drop { .. }
            | ReviewCommand::HandIn
            | ReviewCommand::SendBack { .. }
            | ReviewCommand::Confirm => {
                if !context.plan.is_open() {
                    return Err(Refusal::PlanNotInState(context.plan));
                }
            }
        }
        Ok(vec![match command {
            ReviewCommand::Answer { answers } => {
                self.is_written()?;
                ReviewEvent::Answered { answers: tidy(answers)? }
            }
            ReviewCommand::Reckon { cost } => {
                self.is_written()?;
                ReviewEvent::CostReckoned { cost: reckoned(*cost)? }
            }
            ReviewCommand::Propose { number, proposal } => self.propose(number, proposal)?,
            ReviewCommand::Drop { number } => {
                self.is_written()?;
                self.proposal(number)?;
                ReviewEvent::ProposalDropped { number }
            }
            ReviewCommand::HandIn => {
                self.is(ReviewState::Draft)?;
                let faults = self.faults();
                if !faults.is_empty() {
                    return Err(Refusal::Incomplete(faults));
                }
                ReviewEvent::HandedIn
            }
            ReviewCommand::SendBack { reason } => {
                self.is(ReviewState::HandedIn)?;
                ReviewEvent::SentBack { reason: required("reason", &reason)? }
            }
            ReviewCommand::Confirm => {
                self.is(ReviewState::HandedIn)?;
                self.is_others_work(context.actor)?;
                ReviewEvent::Confirmed { on: context.today }
            }
            ReviewCommand::Decide { number, decision, document, reason_vi } => {
                self.decided(number, decision, document, &reason_vi, context)?
            }
            ReviewCommand::Link { number, revision } => {
                let adopted = |decided: &super::Decided| decided.decision == Decision::Adopted;
                if !self.proposal(number)?.decided.as_ref().is_some_and(adopted) {
                    return Err(Refusal::NotAdopted);
                }
                if !context.has_revision {
                    return Err(Refusal::NoSuchRevision);
                }
                ReviewEvent::RevisionLinked { number, revision }
            }
        }])
    }

    fn propose(&self, number: Option<u32>, proposal: Proposal) -> Result<ReviewEvent, Refusal> {
        self.is_written()?;
        let number = match number {
            Some(number) => self.proposal(number).map(|_| number)?,
            None if self.proposals.len() >= PROPOSALS_MAX => return Err(Refusal::TooMany(PROPOSALS_MAX)),
            None => self.last_proposal.saturating_add(1),
        };
        let kind = match proposal.kind {
            ProposalKind::Merge { into } => ProposalKind::Merge { into: required("other", &into)? },
            ProposalKind::Replace { by } => ProposalKind::Replace { by: required("other", &by)? },
            ProposalKind::DropPaper { paper_vi } => ProposalKind::DropPaper { paper_vi: required("what", &paper_vi)? },
            ProposalKind::DropStep { step_vi } => ProposalKind::DropStep { step_vi: required("what", &step_vi)? },
            ProposalKind::Shorten { days_hundredths: 0 } => return Err(Refusal::TextMissing("days")),
            ProposalKind::LowerFee { by_vnd: 0 } => return Err(Refusal::TextMissing("fee")),
            ProposalKind::LowerFee { by_vnd } => ProposalKind::LowerFee { by_vnd: money(by_vnd)? },
            kind @ (ProposalKind::Repeal | ProposalKind::Shorten { .. } | ProposalKind::GoOnline) => kind,
        };
        money(proposal.saving.outsourced_vnd)?;
        let proposal = Proposal {
            kind,
            reason_vi: required("reason", &proposal.reason_vi)?,
            legal_change_vi: required("legal_change", &proposal.legal_change_vi)?,
            ..proposal
        };
        Ok(ReviewEvent::Proposed { number, proposal })
    }

    fn decided(
        &self,
        number: u32,
        decision: Decision,
        Document { number: document, date }: Document,
        reason_vi: &str,
        context: &ReviewContext<'_>,
    ) -> Result<ReviewEvent, Refusal> {
        self.is(ReviewState::Confirmed)?;
        self.is_others_work(context.actor)?;
        if self.proposal(number)?.decided.is_some() {
            return Err(Refusal::AlreadyDecided);
        }
        if date > context.today {
            return Err(Refusal::DayToCome { today: context.today });
        }
        let reason_vi = match decision {
            Decision::Adopted => optional(reason_vi)?,
            Decision::Rejected => required("reason", reason_vi)?,
        };
        let document = Document { number: required("document", &document)?, date };
        Ok(ReviewEvent::ProposalDecided { number, decision, document, reason_vi })
    }

    fn is(&self, state: ReviewState) -> Result<(), Refusal> {
        if self.state == state { Ok(()) } else { Err(Refusal::NotInState(self.state)) }
    }

    fn is_written(&self) -> Result<(), Refusal> {
        match self.state {
            ReviewState::Waiting | ReviewState::Draft => Ok(()),
            ReviewState::HandedIn | ReviewState::Confirmed => Err(Refusal::NotInState(self.state)),
        }
    }

    fn is_others_work(&self, actor: &str) -> Result<(), Refusal> {
        if self.writers.contains(actor) { Err(Refusal::OwnWork) } else { Ok(()) }
    }

    fn proposal(&self, number: u32) -> Result<&ProposalRecord, Refusal> {
        self.proposals.get(&number).ok_or(Refusal::NoSuchProposal)
    }
}

fn tidy(answers: Answers) -> Result<Answers, Refusal> {
    let tidied = answers
        .into_iter()
        .map(|(question, Answer { yes, reason_vi })| Ok((question, Answer { yes, reason_vi: optional(&reason_vi)? })));
    tidied.collect()
}

fn money(dong: u64) -> Result<u64, Refusal> {
    if dong > MONEY_MAX { Err(Refusal::NumberTooLarge) } else { Ok(dong) }
}

fn reckoned(cost: CostSheet) -> Result<CostSheet, Refusal> {
    money(cost.method.hourly_income_vnd)?;
    let (before, after) = (burden(cost.before)?, burden(cost.after)?);
    let fits = before.cost_per_year(&cost.method).and_then(|_| after.cost_per_year(&cost.method));
    fits.map_err(|_| Refusal::NumberTooLarge)?;
    let income_source_vi = required("income_source", &cost.income_source_vi)?;
    Ok(CostSheet { income_source_vi, before, after, ..cost })
}

fn burden(mut burden: Burden) -> Result<Burden, Refusal> {
    if burden.tasks.len() > TASKS_MAX {
        return Err(Refusal::TooMany(TASKS_MAX));
    }
    for task in &mut burden.tasks {
        task.name_vi = required("task", &task.name_vi)?;
        money(task.outsourced_vnd)?;
        money(task.hourly_income_vnd.unwrap_or(0))?;
    }
    money(burden.fees_vnd)?;
    if burden.times_per_year > TIMES_MAX || burden.subjects_per_year > TIMES_MAX {
        return Err(Refusal::NumberTooLarge);
    }
    Ok(burden)
}

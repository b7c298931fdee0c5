//! Acting on a review: load it with its plan, ask, decide, keep.

use std::sync::Arc;

use domain::access::{Person, ReviewFacts, may_review};
use domain::review::{
    PlanCommand, PlanContext, PlanState, ProposalKind, Review, ReviewCommand, ReviewContext, ReviewEvent,
};
use domain::time::{Date, Instant};
use store::{Tx, review as rows};

use super::{plan, row, sheet_stream};
use crate::App;
use crate::catalogue::Catalogue;
use crate::error::{ActError, FieldProblemKind};
use crate::plain_event::PlainEvent;

/// What is asked of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRequest {
    /// The plan.
    pub plan: String,
    /// The procedure.
    pub procedure: String,
    /// Number of events that the person saw; another one answers [`ActError::Stale`].
    pub seen: Option<i64>,
    /// What to do.
    pub command: ReviewCommand,
}

/// What an act on a review left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewDone {
    /// The review after it.
    pub review: Review,
}

#[derive(Clone)]
struct Prepared {
    person: Person,
    request: ReviewRequest,
    catalogue: Arc<Catalogue>,
    now: Instant,
    today: Date,
}

impl App {
    /// Does one thing with the review of a procedure.
    pub async fn review_act(&self, person: &Person, request: ReviewRequest) -> Result<ReviewDone, ActError> {
        self.review_sight(person)?;
        let (catalogue, today) = (self.catalogue(), self.today());
        check_names(&request.command, &catalogue, today)?;
        let prepared = Prepared { person: person.clone(), request, catalogue, now: self.0.clock.now(), today };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }
}

/// The other procedure that a merger or replacement names must be there.
fn check_names(command: &ReviewCommand, catalogue: &Catalogue, today: Date) -> Result<(), ActError> {
    let ReviewCommand::Propose { proposal, .. } = command else { return Ok(()) };
    let (ProposalKind::Merge { into: other } | ProposalKind::Replace { by: other }) = &proposal.kind else {
        return Ok(());
    };
    if other.trim().is_empty() || catalogue.procedure(other.trim(), today).is_some() {
        return Ok(());
    }
    Err(ActError::field("other", FieldProblemKind::Unknown))
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<ReviewDone, ActError> {
    let ReviewRequest { plan: plan_id, procedure, seen, command } = &act.request;
    let mut plan = row::load_plan(tx, plan_id)?;
    if plan.state == PlanState::Draft {
        return Err(ActError::NotFound);
    }
    let (item, line) = plan.item_of(procedure).ok_or(ActError::NotFound)?;
    let province = act.catalogue.province(act.today).unwrap_or_default();
    let facts = ReviewFacts { province, unit: Some(&line.unit), person: Some(&line.person) };
    let permit = may_review(&act.person, command.action(), &facts, act.today)?;
    let mut review = row::load_review(tx, plan_id, procedure)?;
    if seen.is_some_and(|seen| seen != review.version) {
        return Err(ActError::Stale { current: review.version });
    }
    let has_revision = if let ReviewCommand::Link { revision, .. } = command {
        rows::revision_state(tx, procedure, i64::from(*revision))?.is_some()
    } else {
        true
    };
    let context = ReviewContext { actor: permit.person(), today: act.today, plan: plan.state, has_revision };
    let events = review.decide(command.clone(), &context)?;
    let key = (plan_id.as_str(), procedure.as_str());
    for event in &events {
        review.apply(event, permit.person())?;
        append(tx, key, review.version, event, (permit.person(), act.now))?;
        keep_proposal(tx, key, &line.unit, &review, event)?;
    }
    rows::advance(tx, &row::review_row(key, plan.year, (item, line), &review))?;
    if plan.state == PlanState::Issued {
        let context = PlanContext { actor: permit.person(), today: act.today, is_working_day: true, open_reviews: 0 };
        for event in plan.decide(PlanCommand::Start, &context)? {
            plan.apply(&event, permit.person())?;
            plan::append(tx, (plan_id, plan.version), &event, permit.person(), act.now)?;
        }
        rows::put_plan(tx, &row::plan_row(plan_id, &plan, act.now))?;
    }
    Ok(ReviewDone { review })
}

fn append(
    tx: &mut Tx<'_>,
    (plan, procedure): (&str, &str),
    version: i64,
    event: &ReviewEvent,
    (actor, now): (&str, Instant),
) -> Result<(), ActError> {
    let stream = sheet_stream(plan, procedure);
    PlainEvent { stream: &stream, version, kind: event.name(), event, actor, at: now }.append(tx)
}

/// Keeps the row of the proposal that an event is about.
fn keep_proposal(
    tx: &mut Tx<'_>,
    key: (&str, &str),
    unit: &str,
    review: &Review,
    event: &ReviewEvent,
) -> Result<(), ActError> {
    let number = match event {
        ReviewEvent::Proposed { number, .. }
        | ReviewEvent::ProposalDecided { number, .. }
        | ReviewEvent::RevisionLinked { number, .. } => number,
        ReviewEvent::ProposalDropped { number } => {
            return Ok(rows::drop_proposal(tx, key.0, key.1, i64::from(*number))?);
        }
        ReviewEvent::Answered { .. }
        | ReviewEvent::CostReckoned { .. }
        | ReviewEvent::HandedIn
        | ReviewEvent::SentBack { .. }
        | ReviewEvent::Confirmed { .. } => return Ok(()),
    };
    match review.proposals.get(number) {
        Some(record) => Ok(rows::put_proposal(tx, &row::proposal_row(key, unit, *number, record))?),
        None => Ok(()),
    }
}

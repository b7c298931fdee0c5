//! Acting on a plan: load, ask, decide, keep.

use std::sync::Arc;

use domain::access::{Person, ReviewAction, ReviewFacts, ReviewPermit, may_review};
use domain::review::{Plan, PlanCommand, PlanContext, PlanEvent, ReviewState};
use domain::time::{Date, Instant};
use store::{Tx, counter, identity, review as rows};

use super::{plan_stream, row};
use crate::App;
use crate::catalogue::Catalogue;
use crate::error::{ActError, FieldProblemKind};
use crate::plain_event::PlainEvent;

/// What is asked of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRequest {
    /// The plan; none to begin one.
    pub plan: Option<String>,
    /// Number of events that the person saw; another one answers [`ActError::Stale`].
    pub seen: Option<i64>,
    /// What to do.
    pub command: PlanCommand,
}

/// What an act on a plan left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDone {
    /// Its id.
    pub id: String,
    /// The plan after it.
    pub plan: Plan,
}

#[derive(Clone)]
struct Prepared {
    permit: ReviewPermit,
    request: PlanRequest,
    catalogue: Arc<Catalogue>,
    now: Instant,
    today: Date,
}

impl App {
    /// Does one thing with a plan.
    pub async fn review_plan_act(&self, person: &Person, request: PlanRequest) -> Result<PlanDone, ActError> {
        let catalogue = self.catalogue();
        let permit = self.plan_permit(person, action(&request.command))?;
        check_names(&request.command, &catalogue, self.today())?;
        let prepared = Prepared { permit, request, catalogue, now: self.0.clock.now(), today: self.today() };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }

    /// The permit for an action on plans as a whole.
    pub(super) fn plan_permit(&self, person: &Person, action: ReviewAction) -> Result<ReviewPermit, ActError> {
        let (catalogue, today) = (self.catalogue(), self.today());
        let province = catalogue.province(today).unwrap_or_default();
        Ok(may_review(person, action, &ReviewFacts { province, unit: None, person: None }, today)?)
    }
}

const fn action(command: &PlanCommand) -> ReviewAction {
    match command {
        PlanCommand::Issue { .. } => ReviewAction::Issue,
        PlanCommand::Describe { .. }
        | PlanCommand::PutItem { .. }
        | PlanCommand::RemoveItem { .. }
        | PlanCommand::Start
        | PlanCommand::HandItem { .. }
        | PlanCommand::Finish => ReviewAction::Plan,
    }
}

/// What an item names must be there: its procedures and its unit.
fn check_names(command: &PlanCommand, catalogue: &Catalogue, today: Date) -> Result<(), ActError> {
    let PlanCommand::PutItem { item, .. } = command else { return Ok(()) };
    if catalogue.organisation.unit(&item.unit, today).is_none() {
        return Err(ActError::field("unit", FieldProblemKind::Unknown));
    }
    let is_known = |id: &String| catalogue.procedure(id, today).is_some();
    if item.procedures.iter().all(is_known) {
        Ok(())
    } else {
        Err(ActError::field("procedures", FieldProblemKind::Unknown))
    }
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<PlanDone, ActError> {
    let PlanRequest { plan: id, seen, command } = &act.request;
    let mut plan = match id {
        Some(id) => {
            let plan = row::load_plan(tx, id)?;
            if plan.version == 0 {
                return Err(ActError::NotFound);
            }
            plan
        }
        None => Plan::default(),
    };
    if seen.is_some_and(|seen| seen != plan.version) {
        return Err(ActError::Stale { current: plan.version });
    }
    check_person(tx, &plan, command, act.today)?;
    let context = PlanContext {
        actor: act.permit.person(),
        today: act.today,
        is_working_day: deadline(command)
            .is_none_or(|day| act.catalogue.calendar().is_none_or(|calendar| calendar.is_working(day))),
        open_reviews: open_reviews(tx, id.as_deref(), command)?,
    };
    let events = plan.decide(command.clone(), &context)?;
    let id = match id {
        Some(id) => id.clone(),
        None => new_id(tx, &events)?,
    };
    for event in &events {
        plan.apply(event, act.permit.person())?;
        append(tx, (&id, plan.version), event, act.permit.person(), act.now)?;
        follow(tx, &id, &plan, event)?;
    }
    rows::put_plan(tx, &row::plan_row(&id, &plan, act.now))?;
    Ok(PlanDone { id, plan })
}

/// A new plan is named after its year.
fn new_id(tx: &mut Tx<'_>, events: &[PlanEvent]) -> Result<String, ActError> {
    let Some(PlanEvent::Described { year, .. }) = events.first() else { return Err(ActError::NotFound) };
    let number = counter::next(tx, &format!("review-plan/{year}"))?;
    Ok(format!("{year}-{number}"))
}

const fn deadline(command: &PlanCommand) -> Option<Date> {
    match command {
        PlanCommand::PutItem { item, .. } => Some(item.deadline),
        PlanCommand::HandItem { deadline, .. } => Some(*deadline),
        PlanCommand::Describe { .. }
        | PlanCommand::RemoveItem { .. }
        | PlanCommand::Issue { .. }
        | PlanCommand::Start
        | PlanCommand::Finish => None,
    }
}

/// The person responsible works at the unit responsible.
fn check_person(tx: &mut Tx<'_>, plan: &Plan, command: &PlanCommand, today: Date) -> Result<(), ActError> {
    let (person, unit) = match command {
        PlanCommand::PutItem { item, .. } => (&item.person, &item.unit),
        PlanCommand::HandItem { number, person, .. } => match plan.items.get(number) {
            Some(item) => (person, &item.unit),
            None => return Ok(()),
        },
        PlanCommand::Describe { .. }
        | PlanCommand::RemoveItem { .. }
        | PlanCommand::Issue { .. }
        | PlanCommand::Start
        | PlanCommand::Finish => return Ok(()),
    };
    let grants = identity::grants_of(tx, person)?;
    let holder = Person { id: person.clone(), name: String::new(), subject: None, grants };
    if holder.works_at(unit, today) { Ok(()) } else { Err(ActError::field("person", FieldProblemKind::Unknown)) }
}

fn open_reviews(tx: &mut Tx<'_>, id: Option<&str>, command: &PlanCommand) -> Result<usize, ActError> {
    let (Some(id), PlanCommand::Finish) = (id, command) else { return Ok(0) };
    let reviews = rows::of_plan(tx, id)?;
    Ok(reviews.iter().filter(|review| review.state != ReviewState::Confirmed.name()).count())
}

/// Keeps an event of a plan.
pub(super) fn append(
    tx: &mut Tx<'_>,
    (id, version): (&str, i64),
    event: &PlanEvent,
    actor: &str,
    now: Instant,
) -> Result<(), ActError> {
    PlainEvent { stream: &plan_stream(id), version, kind: event.name(), event, actor, at: now }.append(tx)
}

/// The rows of reviews follow the plan once it is issued.
fn follow(tx: &mut Tx<'_>, id: &str, plan: &Plan, event: &PlanEvent) -> Result<(), ActError> {
    match event {
        PlanEvent::Issued { .. } => {
            for (number, item, procedure) in plan.procedures() {
                rows::put(tx, &row::waiting_row((id, procedure), plan.year, number, item))?;
            }
        }
        PlanEvent::ItemHanded { number, person, deadline, .. } => {
            rows::hand(tx, id, i64::from(*number), person, &deadline.to_string())?;
        }
        PlanEvent::Described { .. }
        | PlanEvent::ItemPut { .. }
        | PlanEvent::ItemRemoved { .. }
        | PlanEvent::Started
        | PlanEvent::Finished => (),
    }
    Ok(())
}

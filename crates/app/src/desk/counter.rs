//! At a counter: call the next one, call again, serve, send on; what the clerk sees.

use std::sync::Arc;

use domain::access::{DeskAction, DeskPermit, Person, may_desk};
use domain::desk::{DeskPlan, InLine, Refusal, TicketCommand, TicketState, order};
use domain::time::{Instant, Zone};
use store::Tx;
use store::desk::{self as rows, TicketRow};

use super::draw::{act, in_line, load, plan_of};
use super::{LINE_MAX, Numbered, row};
use crate::App;
use crate::catalogue::Catalogue;
use crate::dossier::Cursor;
use crate::error::ActError;

/// How often calling the next one is tried while other counters are faster.
const TRIES: usize = 8;
/// Tickets that are called or served at a desk at once, at most.
const SERVED_MAX: i64 = 200;
/// Kinds read back to know how many were called out of turn.
const LAST_MAX: i64 = 12;

/// What a clerk does with a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServeStep {
    /// Call it again.
    CallAgain,
    /// Its holder stands at the counter.
    Start,
    /// Its holder is served.
    Finish,
    /// Its holder does not come.
    MarkAbsent,
    /// Send its holder on to this counter.
    Forward(String),
}

/// What is asked at a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServeRequest {
    /// The counter.
    pub counter: String,
    /// Code of the ticket.
    pub code: String,
    /// Number of events that the clerk saw.
    pub seen: Option<i64>,
    /// What to do.
    pub step: ServeStep,
}

/// A counter as its clerk sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterView {
    /// How the desk is set up.
    pub plan: DeskPlan,
    /// Tickets that this counter has called and not finished.
    pub present: Vec<Numbered>,
    /// Those who wait for this counter, in the order in which they are called.
    pub line: Vec<Numbered>,
    /// Tickets of today, the last drawn first.
    pub today: Vec<Numbered>,
    /// Where the list of today goes on.
    pub next: Option<Cursor>,
}

#[derive(Clone)]
struct Serving {
    catalogue: Arc<Catalogue>,
    permit: DeskPermit,
    counter: String,
    now: Instant,
    zone: Zone,
}

impl App {
    /// The units whose desk the person serves or whose figures they see today, of those that have a desk.
    #[must_use]
    pub fn desks_of(&self, person: &Person, action: DeskAction) -> Vec<String> {
        let (catalogue, today) = (self.catalogue(), self.today());
        let may = |plan: &&DeskPlan| may_desk(person, action, &plan.unit_id, today).is_ok();
        catalogue.desk_plans(today).filter(may).map(|plan| plan.unit_id.clone()).collect()
    }

    fn serving(&self, person: &Person, unit: &str, counter: &str) -> Result<Serving, ActError> {
        let (catalogue, today) = (self.catalogue(), self.today());
        let permit = may_desk(person, DeskAction::Serve, unit, today)?;
        let plan = catalogue.desk_plan(unit, today).ok_or(ActError::NotFound)?;
        plan.counter(counter).ok_or(ActError::NotFound)?;
        let (counter, now) = (counter.to_owned(), self.0.clock.now());
        Ok(Serving { permit, counter, now, zone: self.0.zone, catalogue })
    }

    /// Calls whoever is next at a counter. While the counter has somebody called or served, nobody else is called.
    pub async fn call_next(&self, person: &Person, unit: &str, counter: &str) -> Result<Numbered, ActError> {
        let serving = self.serving(person, unit, counter)?;
        let mut last = ActError::Stale { current: 0 };
        for _ in 0..TRIES {
            let serving = serving.clone();
            match self.0.store.write(move |tx| call(tx, &serving)).await {
                // Another counter called the same one; the next try finds somebody else.
                Err(error @ (ActError::Stale { .. } | ActError::Desk(Refusal::OtherCounter))) => last = error,
                answer => return answer,
            }
        }
        Err(last)
    }

    /// Does one thing with the ticket that a counter has called.
    pub async fn serve(&self, person: &Person, unit: &str, request: ServeRequest) -> Result<Numbered, ActError> {
        let serving = self.serving(person, unit, &request.counter)?;
        self.0
            .store
            .write(move |tx| {
                let mut numbered = load(tx, &request.code, serving.zone)?;
                if numbered.ticket.unit != serving.permit.unit() {
                    return Err(ActError::NotFound);
                }
                if request.seen.is_some_and(|seen| seen != numbered.ticket.version) {
                    return Err(ActError::Stale { current: numbered.ticket.version });
                }
                if numbered.ticket.counter.as_deref() != Some(serving.counter.as_str()) {
                    return Err(Refusal::OtherCounter.into());
                }
                let command = match &request.step {
                    ServeStep::CallAgain => TicketCommand::Call { counter: &serving.counter },
                    ServeStep::Start => TicketCommand::Start,
                    ServeStep::Finish => TicketCommand::Finish,
                    ServeStep::MarkAbsent => TicketCommand::MarkAbsent,
                    ServeStep::Forward(to) => TicketCommand::Forward { to },
                };
                let plan = plan_of(&serving.catalogue, &numbered.ticket)?;
                let keeping = (plan, serving.permit.person(), serving.now, serving.zone);
                act(tx, &mut numbered, command, keeping)?;
                Ok(numbered)
            })
            .await
    }

    /// What the clerk of a counter sees.
    pub async fn counter_view(
        &self,
        person: &Person,
        unit: &str,
        counter: &str,
        after: Option<Cursor>,
        limit: i64,
    ) -> Result<CounterView, ActError> {
        let serving = self.serving(person, unit, counter)?;
        self.0.store.read(move |tx| view(tx, &serving, after.as_ref(), limit)).await
    }
}

fn call(tx: &mut Tx<'_>, act_of: &Serving) -> Result<Numbered, ActError> {
    let now = act_of.zone.civil(act_of.now);
    let (unit, day) = (act_of.permit.unit(), now.date().to_string());
    let plan = act_of.catalogue.desk_plan(unit, now.date()).ok_or(ActError::NotFound)?;
    let served = rows::being_served(tx, unit, &day, SERVED_MAX)?;
    if let Some(row) = served.iter().find(|row| row.counter == act_of.counter) {
        let state = TicketState::from_name(&row.state).unwrap_or(TicketState::Called);
        return Err(Refusal::TicketNotInState(state).into());
    }
    let first = line(tx, act_of, plan)?.into_iter().next().ok_or(Refusal::NobodyWaits)?;
    let mut numbered = load(tx, &first.code, act_of.zone)?;
    let command = TicketCommand::Call { counter: &act_of.counter };
    act(tx, &mut numbered, command, (plan, act_of.permit.person(), act_of.now, act_of.zone))?;
    Ok(numbered)
}

/// Those who wait for this counter, in the order in which they are called.
fn line(tx: &mut Tx<'_>, act_of: &Serving, plan: &DeskPlan) -> Result<Vec<InLine>, ActError> {
    let now = act_of.zone.civil(act_of.now);
    let (unit, day) = (act_of.permit.unit(), now.date().to_string());
    let counter = plan.counter(&act_of.counter).ok_or(ActError::NotFound)?;
    let here = |row: &&TicketRow| {
        if row.counter.is_empty() { counter.takes(&row.service) } else { row.counter == counter.code }
    };
    let waiting = rows::waiting(tx, unit, &day, LINE_MAX)?;
    let line: Vec<InLine> =
        waiting.iter().filter(here).map(|row| in_line(row, act_of.zone)).collect::<Result<_, _>>()?;
    let kinds = rows::last_kinds(tx, unit, &day, &counter.code, LAST_MAX)?;
    let ahead = kinds.iter().take_while(|kind| kind.as_str() != "walk_in").count();
    let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
    Ok(order(&line, ahead, now, &plan.rules).into_iter().cloned().collect())
}

fn view(tx: &mut Tx<'_>, serving: &Serving, after: Option<&Cursor>, limit: i64) -> Result<CounterView, ActError> {
    let zone = serving.zone;
    let today = zone.civil(serving.now).date();
    let (unit, day) = (serving.permit.unit(), today.to_string());
    let plan = serving.catalogue.desk_plan(unit, today).ok_or(ActError::NotFound)?;
    let numbered = |row: &TicketRow| Ok(Numbered { code: row.code.clone(), ticket: row::ticket_of(row, zone)? });
    let here = |row: &&TicketRow| row.counter == serving.counter;
    let served = rows::being_served(tx, unit, &day, SERVED_MAX)?;
    let waiting = rows::waiting(tx, unit, &day, LINE_MAX)?;
    let ordered = line(tx, serving, plan)?;
    let listed = rows::of_day(tx, (unit, &day), after, limit)?;
    let full = i64::try_from(listed.len()).is_ok_and(|count| count == limit);
    let next = listed.last().filter(|_| full).map(|row| Cursor { at: row.issued_at, code: row.code.clone() });
    let in_order = ordered.iter().filter_map(|one| waiting.iter().find(|row| row.code == one.code));
    Ok(CounterView {
        present: served.iter().filter(here).map(numbered).collect::<Result<_, ActError>>()?,
        line: in_order.map(numbered).collect::<Result<_, ActError>>()?,
        today: listed.iter().map(numbered).collect::<Result<_, ActError>>()?,
        next,
        plan: plan.clone(),
    })
}

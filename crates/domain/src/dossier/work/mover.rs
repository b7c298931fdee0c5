//! Moving the work on: one command to one instance, and everything that follows from it by itself.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Routed, Seat, SeatKind, WorkRules, WorkState, finding, path_of, split};
use crate::access::Role;
use crate::deadline::Limit;
use crate::dossier::{Context, Refusal, clock};
use crate::time::DateTime;
use crate::workflow::{self, Command, Event, MigrationPlan, Node, NodeKind, Now, Process, Trigger, UnitRule, Work};

/// Commands that one act may cause, its own included.
const COMMANDS_MAX: usize = 200;

/// What moved.
#[derive(Debug, Default)]
pub(super) struct Moved {
    pub(super) moves: Vec<Routed>,
    pub(super) seats: Vec<Seat>,
}

/// Moves the work of one dossier.
pub(super) struct Mover<'a> {
    context: &'a Context<'a>,
    rules: WorkRules<'a>,
    handling_unit: &'a str,
    pub(super) work: WorkState,
    pub(super) moved: Moved,
    waiting: VecDeque<(String, Command)>,
}

impl<'a> Mover<'a> {
    pub(super) fn new(
        context: &'a Context<'a>,
        rules: WorkRules<'a>,
        handling_unit: &'a str,
        work: Option<&WorkState>,
    ) -> Self {
        let work = work.cloned().unwrap_or_default();
        Self { context, rules, handling_unit, work, moved: Moved::default(), waiting: VecDeque::new() }
    }

    /// Gives a command to an instance, then those that follow from it.
    pub(super) fn run(&mut self, instance: &str, command: Command) -> Result<(), Refusal> {
        self.waiting.push_back((instance.to_owned(), command));
        let mut given: usize = 0;
        while let Some((instance, command)) = self.waiting.pop_front() {
            given = given.saturating_add(1);
            if given > COMMANDS_MAX {
                return Err(Refusal::TooMany);
            }
            let process = self.process(&instance)?;
            let events = self.decide(&process, &instance, &command)?;
            for event in events {
                self.keep(&process, &instance, event)?;
            }
        }
        Ok(())
    }

    /// The workflow by which an instance runs, or is to run when it has not begun.
    pub(super) fn process(&self, instance: &str) -> Result<Arc<Process>, Refusal> {
        let found = match self.work.instances.get(instance) {
            Some(state) if !state.workflow.is_empty() => (self.rules.process)(&state.workflow, Some(state.version)),
            Some(_) | None if instance.is_empty() => self.rules.workflow.map(Arc::clone),
            Some(_) | None => self.opened_by(instance),
        };
        found.ok_or_else(|| Refusal::WorkflowMissing { instance: instance.to_owned() })
    }

    /// The workflow that the node of this path names for its sub-dossier.
    fn opened_by(&self, path: &str) -> Option<Arc<Process>> {
        let (parent, node) = split(path);
        let process = self.process(parent).ok()?;
        let NodeKind::SubDossier(sub) = process.named(node)? else { return None };
        (self.rules.process)(&sub.workflow, None)
    }

    fn decide(&self, process: &Process, instance: &str, command: &Command) -> Result<Vec<Event>, Refusal> {
        let facts = finding::facts(process, &self.work, &self.rules, self.context.now.date());
        let due = |limit: Limit, from: DateTime| clock::moment_after(&self.context.rules, from, limit);
        let now = Now { at: self.context.now, by: self.rules.by, facts: &facts, due: &due };
        let nothing = workflow::State::default();
        let state = self.work.instances.get(instance).unwrap_or(&nothing);
        workflow::decide(process, state, command, &now).map_err(Refusal::Workflow)
    }

    fn keep(&mut self, process: &Process, instance: &str, event: Event) -> Result<(), Refusal> {
        let mut seats = Vec::new();
        match &event {
            Event::Opened { node, at, due, timers, .. } => {
                let opened = process.definition().nodes().find(|known| known.id == *node);
                let opened = opened.ok_or_else(|| Refusal::WorkflowMissing { instance: node.clone() })?;
                seats.extend(self.seat(instance, opened, *at, *due));
                seats
                    .extend(timers.iter().map(|(boundary, due)| self.timer(instance, boundary, node, *at, Some(*due))));
                if matches!(opened.kind, NodeKind::SubDossier(_)) {
                    self.waiting.push_back((path_of(instance, node), Command::Start));
                }
            }
            Event::Completed { .. } if !instance.is_empty() => {
                let (parent, node) = split(instance);
                self.waiting.push_back((parent.to_owned(), Command::Return { node: node.to_owned() }));
            }
            Event::Withdrawn { reason, sub_dossiers, owed, .. } => {
                for node in sub_dossiers {
                    let command = Command::Withdraw { reason: reason.clone() };
                    self.waiting.push_back((path_of(instance, node), command));
                }
                seats.extend(owed.first().and_then(|step| self.undoing(process, instance, step)));
            }
            Event::Undone { step, .. } => {
                let owed = self.work.instances.get(instance).map(|state| state.owed.as_slice()).unwrap_or_default();
                let next = owed.iter().find(|owed| *owed != step);
                seats.extend(next.and_then(|next| self.undoing(process, instance, next)));
            }
            Event::Interrupted { dropped, .. } => {
                let is_sub = |path: &workflow::Place| match path {
                    workflow::Place::At { node } => Some(path_of(instance, node)),
                    workflow::Place::On { .. } => None,
                };
                let running: Vec<String> =
                    dropped.iter().filter_map(is_sub).filter(|path| self.is_running(path)).collect();
                for path in running {
                    self.waiting.push_back((path, Command::Withdraw { reason: "interrupted".to_owned() }));
                }
            }
            Event::Started { .. }
            | Event::Closed { .. }
            | Event::Passed { .. }
            | Event::Ended { .. }
            | Event::Completed { .. } => (),
            Event::Migrated { open, .. } => {
                for (node, open) in open {
                    seats.extend(self.seats_under(process, instance, node, open));
                }
            }
        }
        let routed = Routed { instance: instance.to_owned(), event };
        self.work.keep(std::slice::from_ref(&routed), &seats);
        self.moved.moves.push(routed);
        self.moved.seats.extend(seats);
        Ok(())
    }

    /// Moves an instance to another version, as planned.
    pub(super) fn migrate(
        &mut self,
        instance: &str,
        (old, new): (&Process, &Process),
        plan: &MigrationPlan,
    ) -> Result<(), Refusal> {
        let facts = finding::facts(new, &self.work, &self.rules, self.context.now.date());
        let due = |limit: Limit, from: DateTime| clock::moment_after(&self.context.rules, from, limit);
        let now = Now { at: self.context.now, by: self.rules.by, facts: &facts, due: &due };
        let nothing = workflow::State::default();
        let state = self.work.instances.get(instance).unwrap_or(&nothing);
        let events = workflow::migrate(old, new, state, plan, &now).map_err(Refusal::Workflow)?;
        events.into_iter().try_for_each(|event| self.keep(new, instance, event))
    }

    /// The seats of an open node under another version, where they change. Whoever has taken a step keeps it as long as it
    /// is for the same role at the same unit.
    fn seats_under(&self, process: &Process, instance: &str, node: &str, open: &workflow::Open) -> Vec<Seat> {
        let Some(drawn) = process.definition().nodes().find(|known| known.id == node) else { return Vec::new() };
        let timers = open.timers.iter();
        let timers = timers.map(|(boundary, due)| self.timer(instance, boundary, node, open.since, Some(*due)));
        let seats = self.seat(instance, drawn, open.since, open.due).into_iter().chain(timers);
        let kept = |mut seat: Seat| {
            let before = self.work.seats.get(&seat.path);
            if let Some(before) = before.filter(|before| (before.role, &before.unit) == (seat.role, &seat.unit)) {
                seat.assignee.clone_from(&before.assignee);
            }
            (before != Some(&seat)).then_some(seat)
        };
        seats.filter_map(kept).collect()
    }

    fn is_running(&self, instance: &str) -> bool {
        self.work.instances.get(instance).is_some_and(|state| state.status == workflow::Status::Running)
    }

    fn seat(&self, instance: &str, node: &Node, since: DateTime, due: Option<DateTime>) -> Option<Seat> {
        let (kind, role, unit, limit, pause_ground) = match &node.kind {
            NodeKind::Step(step) => {
                let last_delivery =
                    instance.is_empty() && step.work == Work::Deliver && step.unit == UnitRule::Receiving;
                let kind = SeatKind::Step { work: step.work, last_delivery };
                (kind, step.role, &step.unit, step.limit, step.pause_ground.clone())
            }
            NodeKind::Message(wait) => {
                let kind = SeatKind::Wait { message: wait.message.clone() };
                (kind, Role::Officer, &UnitRule::Handling, wait.limit, wait.pause_ground.clone())
            }
            NodeKind::Timer { limit } => {
                let kind = SeatKind::Timer { on: node.id.clone() };
                (kind, Role::Officer, &UnitRule::Handling, Some(*limit), None)
            }
            NodeKind::Start
            | NodeKind::End
            | NodeKind::Exclusive
            | NodeKind::Parallel
            | NodeKind::Inclusive
            | NodeKind::SubProcess(_)
            | NodeKind::SubDossier(_)
            | NodeKind::Boundary { .. } => return None,
        };
        let (unit, authority) = self.place(unit);
        let (path, name) = (path_of(instance, &node.id), node.name_vi.clone());
        Some(Seat { path, name, kind, role, unit, authority, limit, since, due, pause_ground, assignee: None })
    }

    fn timer(&self, instance: &str, boundary: &str, on: &str, since: DateTime, due: Option<DateTime>) -> Seat {
        Seat {
            path: path_of(instance, boundary),
            name: boundary.to_owned(),
            kind: SeatKind::Timer { on: on.to_owned() },
            role: Role::Officer,
            unit: self.handling_unit.to_owned(),
            authority: None,
            limit: None,
            since,
            due,
            pause_ground: None,
            assignee: None,
        }
    }

    /// The step that is next to be undone.
    fn undoing(&self, process: &Process, instance: &str, step: &str) -> Option<Seat> {
        let undo = process.step(step)?.compensation.as_ref()?;
        let (unit, authority) = self.place(&undo.unit);
        Some(Seat {
            path: path_of(instance, step),
            name: undo.name_vi.clone(),
            kind: SeatKind::Undo,
            role: undo.role,
            unit,
            authority,
            limit: None,
            since: self.context.now,
            due: None,
            pause_ground: None,
            assignee: None,
        })
    }

    /// Where a step is done. The handling unit keeps the record of an authority that does not work here.
    fn place(&self, rule: &UnitRule) -> (String, Option<String>) {
        let authority = match rule {
            UnitRule::Outside { authority_vi } => Some(authority_vi.clone()),
            UnitRule::Handling
            | UnitRule::Receiving
            | UnitRule::Fixed { .. }
            | UnitRule::Address
            | UnitRule::Field { .. }
            | UnitRule::Above
            | UnitRule::Below => None,
        };
        match (self.rules.unit)(rule) {
            Some(unit) => (unit, None),
            None => (self.handling_unit.to_owned(), authority),
        }
    }

    /// The ground on which the dossier's clock stands while the nodes that are open now are open.
    pub(super) fn ground(&self) -> Option<String> {
        self.work.instances.iter().find_map(|(instance, state)| {
            let process = self.process(instance).ok()?;
            state.open.keys().find_map(|node| process.named(node).and_then(pause_ground).map(str::to_owned))
        })
    }
}

fn pause_ground(kind: &NodeKind) -> Option<&str> {
    match kind {
        NodeKind::Step(step) => step.pause_ground.as_deref(),
        NodeKind::Message(wait) => wait.pause_ground.as_deref(),
        NodeKind::SubDossier(sub) => sub.pause_ground.as_deref(),
        NodeKind::Boundary { trigger: Trigger::Timer { .. } | Trigger::Message { .. }, .. }
        | NodeKind::Start
        | NodeKind::End
        | NodeKind::Exclusive
        | NodeKind::Parallel
        | NodeKind::Inclusive
        | NodeKind::Timer { .. }
        | NodeKind::SubProcess(_) => None,
    }
}

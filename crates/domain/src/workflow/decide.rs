//! What a command does to an instance: the events, or why nothing happens.

use std::collections::BTreeMap;

use super::command::{Command, Due, Now};
use super::definition::{NodeKind, Trigger};
use super::event::{Event, How};
use super::marking::Marking;
use super::process::Process;
use super::refusal::Refusal;
use super::shape::counted_limit;
use super::state::{State, Status};
use super::token::{Chooser, Moved, Stuck, close, interrupt, put, settle};
use crate::time::DateTime;

/// Decides a command. The state must be the sum of events of this very version.
pub fn decide(process: &Process, state: &State, command: &Command, now: &Now<'_>) -> Result<Vec<Event>, Refusal> {
    let definition = process.definition();
    if *command == Command::Start {
        if state.status != Status::New {
            return Err(Refusal::AlreadyBegun);
        }
        let Some(start) = process.start() else { return Err(Refusal::NotBegun) };
        let mut marking = process.no_marking();
        put(&mut marking, start).map_err(|stuck| refused(process, &stuck))?;
        let started = Event::Started {
            workflow: definition.id.clone(),
            version: definition.version,
            to: process.flow(start).id.clone(),
            at: now.at,
        };
        return go_on(process, marking, now, vec![started]);
    }
    may_happen(process, state, command)?;
    let marking = marking(process, state)?;
    match command {
        Command::Start => Err(Refusal::AlreadyBegun),
        Command::Finish { step } => {
            let index = open(process, state, step)?;
            match process.kind(index) {
                Some(NodeKind::Step(_)) => done(process, marking, index, How::Person { by: now.by.to_owned() }, now),
                Some(_) | None => Err(Refusal::OtherKind { node: step.clone() }),
            }
        }
        Command::Return { node } => {
            let index = open(process, state, node)?;
            match process.kind(index) {
                Some(NodeKind::SubDossier(_)) => done(process, marking, index, How::SubDossier, now),
                Some(_) | None => Err(Refusal::OtherKind { node: node.clone() }),
            }
        }
        Command::Receive { node } => receive(process, state, marking, node, now),
        Command::Elapse { node } => elapse(process, state, marking, node, now),
        Command::Withdraw { reason } => withdraw(process, state, reason, now),
        Command::Undo { step } => undo(state, step, now),
    }
}

/// The open waits and the boundaries on open nodes that a message of this name is for.
#[must_use]
pub fn awaiting<'a>(process: &'a Process, state: &State, message: &str) -> Vec<&'a str> {
    let nodes = process.definition().nodes();
    let waits = nodes.filter(|node| match &node.kind {
        NodeKind::Message(wait) => wait.message == message && state.is_open(&node.id),
        NodeKind::Boundary { on, trigger: Trigger::Message { message: name } } => name == message && state.is_open(on),
        NodeKind::Start
        | NodeKind::End
        | NodeKind::Step(_)
        | NodeKind::Exclusive
        | NodeKind::Parallel
        | NodeKind::Inclusive
        | NodeKind::Timer { .. }
        | NodeKind::SubProcess(_)
        | NodeKind::SubDossier(_)
        | NodeKind::Boundary { trigger: Trigger::Timer { .. }, .. } => false,
    });
    waits.map(|node| node.id.as_str()).collect()
}

fn may_happen(process: &Process, state: &State, command: &Command) -> Result<(), Refusal> {
    match (state.status, command) {
        (Status::New, _) => return Err(Refusal::NotBegun),
        (Status::Completed | Status::Withdrawn, _) => return Err(Refusal::Over),
        (Status::Undoing, Command::Undo { .. }) | (Status::Running, _) => (),
        (Status::Undoing, _) => return Err(Refusal::Withdrawn),
    }
    let definition = process.definition();
    if (definition.id.as_str(), definition.version) == (state.workflow.as_str(), state.version) {
        return Ok(());
    }
    Err(Refusal::OtherVersion { workflow: state.workflow.clone(), version: state.version })
}

/// The tokens of a state as a marking of the process.
pub(super) fn marking(process: &Process, state: &State) -> Result<Marking, Refusal> {
    let mut marking = process.no_marking();
    for place in &state.tokens {
        let number = process.place_number(place).ok_or_else(|| Refusal::ForeignState { place: place.clone() })?;
        marking.put(number);
    }
    for (counter, count) in marking.loops.iter_mut().enumerate() {
        *count = state.loops.get(&process.looping(counter).id).copied().unwrap_or(0);
    }
    Ok(marking)
}

fn open(process: &Process, state: &State, node: &str) -> Result<usize, Refusal> {
    let not_open = || Refusal::NotOpen { node: node.to_owned() };
    process.number(node).filter(|_| state.is_open(node)).ok_or_else(not_open)
}

/// A node was done: its token moves on.
fn done(process: &Process, mut marking: Marking, index: usize, how: How, now: &Now<'_>) -> Result<Vec<Event>, Refusal> {
    close(process, &mut marking, index).map_err(|stuck| refused(process, &stuck))?;
    let can_undo = matches!(process.kind(index), Some(NodeKind::Step(step)) if step.compensation.is_some());
    let to = process.way_out(index).map(|way| process.flow(way).id.clone()).unwrap_or_default();
    let closed = Event::Closed { node: process.node(index).id.clone(), to, how, at: now.at, can_undo };
    go_on(process, marking, now, vec![closed])
}

fn receive(
    process: &Process,
    state: &State,
    marking: Marking,
    node: &str,
    now: &Now<'_>,
) -> Result<Vec<Event>, Refusal> {
    let not_open = || Refusal::NotOpen { node: node.to_owned() };
    let index = process.number(node).ok_or_else(not_open)?;
    match process.kind(index) {
        Some(NodeKind::Message(_)) => done(process, marking, open(process, state, node)?, How::Message, now),
        Some(NodeKind::Boundary { on, trigger: Trigger::Message { .. } }) => {
            open(process, state, on).map_err(|_| not_open())?;
            broken_off(process, marking, index, now)
        }
        Some(_) | None => Err(Refusal::OtherKind { node: node.to_owned() }),
    }
}

fn elapse(
    process: &Process,
    state: &State,
    marking: Marking,
    node: &str,
    now: &Now<'_>,
) -> Result<Vec<Event>, Refusal> {
    let not_open = || Refusal::NotOpen { node: node.to_owned() };
    let index = process.number(node).ok_or_else(not_open)?;
    let has_come = |due: Option<DateTime>| match due {
        Some(due) if due <= now.at => Ok(()),
        Some(_) | None => Err(Refusal::NotYet { node: node.to_owned(), due }),
    };
    match process.kind(index) {
        Some(NodeKind::Timer { .. }) => {
            has_come(state.open.get(node).ok_or_else(not_open)?.due)?;
            done(process, marking, index, How::Time, now)
        }
        Some(NodeKind::Boundary { on, trigger: Trigger::Timer { .. } }) => {
            has_come(state.open.get(on).ok_or_else(not_open)?.timers.get(node).copied())?;
            broken_off(process, marking, index, now)
        }
        Some(_) | None => Err(Refusal::OtherKind { node: node.to_owned() }),
    }
}

fn broken_off(process: &Process, mut marking: Marking, boundary: usize, now: &Now<'_>) -> Result<Vec<Event>, Refusal> {
    let dropped = interrupt(process, &mut marking, boundary).map_err(|stuck| refused(process, &stuck))?;
    let id = |node: usize| process.node(node).id.clone();
    let interrupted = Event::Interrupted {
        boundary: id(boundary),
        node: process.node(boundary).host.map(id).unwrap_or_default(),
        dropped: dropped.into_iter().map(|place| process.place(place)).collect(),
        to: process.way_out(boundary).map(|way| process.flow(way).id.clone()).unwrap_or_default(),
        at: now.at,
    };
    go_on(process, marking, now, vec![interrupted])
}

fn withdraw(process: &Process, state: &State, reason: &str, now: &Now<'_>) -> Result<Vec<Event>, Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let is_sub_dossier = |node: &&String| {
        process.number(node).is_some_and(|index| matches!(process.kind(index), Some(NodeKind::SubDossier(_))))
    };
    Ok(vec![Event::Withdrawn {
        reason: reason.trim().to_owned(),
        by: now.by.to_owned(),
        at: now.at,
        sub_dossiers: state.open.keys().filter(is_sub_dossier).cloned().collect(),
        owed: state.done.iter().rev().cloned().collect(),
    }])
}

fn undo(state: &State, step: &str, now: &Now<'_>) -> Result<Vec<Event>, Refusal> {
    match state.owed.first() {
        Some(next) if next == step => {
            Ok(vec![Event::Undone { step: step.to_owned(), by: now.by.to_owned(), at: now.at }])
        }
        Some(_) | None => Err(Refusal::NotOwed { step: step.to_owned() }),
    }
}

/// Lets tokens move by themselves and tells it as events.
fn go_on(
    process: &Process,
    mut marking: Marking,
    now: &Now<'_>,
    mut events: Vec<Event>,
) -> Result<Vec<Event>, Refusal> {
    let mut moves = Vec::new();
    settle(process, &mut marking, &mut Asked { now }, &mut moves).map_err(|stuck| match stuck {
        Stuck::Twice(place) => Refusal::Twice { place: process.place(place) },
        Stuck::Choice(refusal) => refusal,
    })?;
    events.extend(moves.iter().map(|moved| told(process, moved, now)));
    if marking.is_empty() {
        events.push(Event::Completed { at: now.at });
    }
    Ok(events)
}

fn told(process: &Process, moved: &Moved, now: &Now<'_>) -> Event {
    let (node_id, flow_id) = (|node: usize| process.node(node).id.clone(), |flow: usize| process.flow(flow).id.clone());
    match moved {
        Moved::Opened { node, from } => {
            let limit = process.kind(*node).and_then(limit_of);
            Event::Opened {
                node: node_id(*node),
                from: flow_id(*from),
                inside: process.node(*node).entry.map(flow_id),
                at: now.at,
                due: limit.and_then(|limit| (now.due)(limit, now.at)),
                timers: timers(process, *node, now.at, now.due),
            }
        }
        Moved::Passed { gateway, took, gave } => Event::Passed {
            gateway: node_id(*gateway),
            took: took.iter().copied().map(flow_id).collect(),
            gave: gave.iter().copied().map(flow_id).collect(),
            counted: gave.iter().copied().filter(|way| process.flow(*way).bound.is_some()).map(flow_id).collect(),
        },
        Moved::Ended { node, from, alone: _ } => Event::Ended { node: node_id(*node), from: flow_id(*from) },
        Moved::Left { scope, to } => {
            Event::Closed { node: node_id(*scope), to: flow_id(*to), how: How::Inside, at: now.at, can_undo: false }
        }
    }
}

/// When each timer on a node breaks it off that was opened at this moment.
pub(super) fn timers(process: &Process, node: usize, since: DateTime, due: &Due<'_>) -> BTreeMap<String, DateTime> {
    let boundaries = process.node(node).boundaries.iter();
    let timed = boundaries.filter_map(|boundary| {
        let limit = process.kind(*boundary).and_then(counted_limit)?;
        Some((process.node(*boundary).id.clone(), due(limit, since)?))
    });
    timed.collect()
}

/// The limit of a node by itself, also where the dossier's clock stands meanwhile.
pub(super) fn limit_of(kind: &NodeKind) -> Option<crate::deadline::Limit> {
    match kind {
        NodeKind::Step(step) => step.limit,
        NodeKind::Message(wait) => wait.limit,
        NodeKind::SubDossier(sub) => sub.limit,
        NodeKind::Timer { limit } => Some(*limit),
        NodeKind::Start
        | NodeKind::End
        | NodeKind::Exclusive
        | NodeKind::Parallel
        | NodeKind::Inclusive
        | NodeKind::SubProcess(_)
        | NodeKind::Boundary { .. } => None,
    }
}

fn refused(process: &Process, stuck: &Stuck<std::convert::Infallible>) -> Refusal {
    match stuck {
        Stuck::Twice(place) => Refusal::Twice { place: process.place(*place) },
        Stuck::Choice(never) => match *never {},
    }
}

/// Chooses by the guards: the first way that holds, or every one.
struct Asked<'a, 'b> {
    now: &'a Now<'b>,
}

impl Asked<'_, '_> {
    fn holds(&self, process: &Process, way: usize) -> Result<bool, Refusal> {
        let flow = process.flow(way);
        let Some(rule) = &flow.when else { return Ok(false) };
        rule.holds(self.now.facts).map_err(|error| Refusal::Guard { flow: flow.id.clone(), error })
    }
}

impl Chooser for Asked<'_, '_> {
    type Error = Refusal;

    fn one(&mut self, process: &Process, _: usize, offered: &[usize]) -> Result<usize, Refusal> {
        for way in offered {
            if self.holds(process, *way)? {
                return Ok(*way);
            }
        }
        Ok(otherwise(process, offered))
    }

    fn some(&mut self, process: &Process, _: usize, offered: &[usize]) -> Result<Vec<usize>, Refusal> {
        let mut ways = Vec::new();
        for way in offered {
            if self.holds(process, *way)? {
                ways.push(*way);
            }
        }
        Ok(if ways.is_empty() { vec![otherwise(process, offered)] } else { ways })
    }
}

/// The way for when no other is taken; every gateway with a choice has one.
fn otherwise(process: &Process, offered: &[usize]) -> usize {
    offered.iter().copied().find(|way| process.flow(*way).otherwise).unwrap_or(usize::MAX)
}

//! Keeping what happened: the state after an event. Needs no definition, so that a journal replays by itself.

use super::event::{Event, Move};
use super::state::{Open, Place, State, Status};

/// The state after the event.
pub fn fold(state: &mut State, event: &Event) {
    match event {
        Event::Started { workflow, version, to, at: _ } => {
            state.status = Status::Running;
            state.workflow.clone_from(workflow);
            state.version = *version;
            state.tokens.insert(on(to));
        }
        Event::Opened { node, from, inside, at, due, timers } => {
            state.tokens.remove(&on(from));
            state.tokens.insert(Place::At { node: node.clone() });
            state.tokens.extend(inside.iter().map(|flow| on(flow)));
            state.open.insert(node.clone(), Open { since: *at, due: *due, timers: timers.clone() });
        }
        Event::Closed { node, to, how: _, at: _, can_undo } => {
            close(state, node);
            state.tokens.insert(on(to));
            if *can_undo {
                state.done.push(node.clone());
            }
        }
        Event::Passed { gateway: _, took, gave, counted } => {
            state.tokens.retain(|place| !took.iter().any(|flow| *place == on(flow)));
            state.tokens.extend(gave.iter().map(|flow| on(flow)));
            for flow in counted {
                let count = state.loops.entry(flow.clone()).or_default();
                *count = count.saturating_add(1);
            }
        }
        Event::Ended { node: _, from } => {
            state.tokens.remove(&on(from));
        }
        Event::Interrupted { boundary: _, node: _, dropped, to, at: _ } => {
            drop_all(state, dropped);
            state.tokens.insert(on(to));
        }
        Event::Completed { at: _ } => state.status = Status::Completed,
        Event::Withdrawn { reason: _, by: _, at: _, sub_dossiers: _, owed } => {
            state.tokens.clear();
            state.open.clear();
            state.owed.clone_from(owed);
            state.status = if owed.is_empty() { Status::Withdrawn } else { Status::Undoing };
        }
        Event::Undone { step, by: _, at: _ } => {
            if let Some(position) = state.owed.iter().position(|owed| owed == step) {
                state.owed.remove(position);
            }
            if state.owed.is_empty() {
                state.status = Status::Withdrawn;
            }
        }
        Event::Migrated { version, moves, forgotten, open, by: _, at: _ } => {
            state.version = *version;
            shift(state, moves);
            state.open.extend(open.clone());
            state.loops.retain(|flow, _| !forgotten.contains(flow));
        }
    }
}

fn drop_all(state: &mut State, dropped: &[Place]) {
    for place in dropped {
        match place {
            Place::At { node } => close(state, node),
            Place::On { .. } => {
                state.tokens.remove(place);
            }
        }
    }
}

/// Moves tokens, and what is known of open nodes with them.
fn shift(state: &mut State, moves: &[Move]) {
    state.tokens.retain(|place| !moves.iter().any(|moved| moved.from == *place));
    for moved in moves {
        state.tokens.insert(moved.to.clone());
        if let (Place::At { node: old }, Place::At { node: new }) = (&moved.from, &moved.to)
            && let Some(open) = state.open.remove(old)
        {
            state.open.insert(new.clone(), open);
        }
    }
}

fn on(flow: &str) -> Place {
    Place::On { flow: flow.to_owned() }
}

fn close(state: &mut State, node: &str) {
    state.tokens.remove(&Place::At { node: node.to_owned() });
    state.open.remove(node);
}

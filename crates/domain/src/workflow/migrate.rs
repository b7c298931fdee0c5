//! Moving a running instance to another version: previewed first, then done as previewed or not at all.

use std::collections::BTreeMap;

use super::command::{Due, Now};
use super::decide::{limit_of, marking, timers};
use super::definition::NodeKind;
use super::event::{Event, Move};
use super::explore;
use super::process::Process;
use super::proof::{Proof, Unsound, traps};
use super::refusal::Refusal;
use super::state::{Open, Place, State, Status};

/// What becomes of each token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationPlan {
    /// The version to which the instance moves.
    pub version: u32,
    /// Tokens that move, most of them to the place of the same name.
    pub moved: Vec<Move>,
    /// Tokens that cannot.
    pub blocked: Vec<Blocked>,
    /// Bounded ways that the new version does not have.
    pub forgotten: Vec<String>,
    /// Ways on which the instance would not come to its end under the new version.
    pub unsound: Vec<Unsound>,
}

impl MigrationPlan {
    /// Whether it may be carried out.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.blocked.is_empty() && self.unsound.is_empty()
    }
}

/// A token that cannot move, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// Where it is.
    pub place: Place,
    /// Why it stays.
    pub reason: BlockedReason,
}

/// Why a token cannot move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockedReason {
    /// The new version has no such node or flow.
    Gone,
    /// The node is of another kind there.
    OtherKind,
    /// It lies in another sub-process there.
    OtherLevel,
    /// The flow leads to another node there.
    OtherTarget,
    /// It was done and would have to be undone after a withdrawal, and the new version does not say how.
    NotUndone,
    /// The instance is not running.
    NotRunning,
    /// The instance does not run by the old version, or the new one is another workflow.
    OtherWorkflow,
}

/// Previews the move of an instance from one version to another. Nothing changes.
#[must_use]
pub fn plan_migration(old: &Process, new: &Process, state: &State) -> MigrationPlan {
    let mut plan = MigrationPlan {
        version: new.definition().version,
        moved: Vec::new(),
        blocked: Vec::new(),
        forgotten: state.loops.keys().filter(|flow| new.flow_number(flow).is_none()).cloned().collect(),
        unsound: Vec::new(),
    };
    let is_of_old = (state.workflow.as_str(), state.version)
        == (old.definition().id.as_str(), old.definition().version)
        && old.definition().id == new.definition().id;
    let whole = if state.status != Status::Running {
        Some(BlockedReason::NotRunning)
    } else if is_of_old {
        None
    } else {
        Some(BlockedReason::OtherWorkflow)
    };
    for place in &state.tokens {
        match whole.map_or_else(|| stays(old, new, place), Some) {
            Some(reason) => plan.blocked.push(Blocked { place: place.clone(), reason }),
            None => plan.moved.push(Move { from: place.clone(), to: place.clone() }),
        }
    }
    if whole.is_none() {
        let lost = state.done.iter().filter(|step| !can_undo(new, step));
        let blocked =
            |step: &String| Blocked { place: Place::At { node: step.clone() }, reason: BlockedReason::NotUndone };
        plan.blocked.extend(lost.map(blocked));
    }
    if let (Some(reason), true) = (whole, state.tokens.is_empty()) {
        plan.blocked.push(Blocked { place: Place::At { node: state.workflow.clone() }, reason });
    }
    if plan.blocked.is_empty() {
        plan.unsound = onward(new, state, &plan);
    }
    plan
}

/// Carries a previewed move out; refused when it is blocked or the preview no longer holds.
pub fn migrate(
    old: &Process,
    new: &Process,
    state: &State,
    previewed: &MigrationPlan,
    now: &Now<'_>,
) -> Result<Vec<Event>, Refusal> {
    let plan = plan_migration(old, new, state);
    if plan != *previewed {
        return Err(Refusal::StalePreview);
    }
    if !plan.is_clear() {
        return Err(Refusal::Blocked);
    }
    let (by, at, open) = (now.by.to_owned(), now.at, open_under(new, state, now.due));
    Ok(vec![Event::Migrated { version: plan.version, moves: plan.moved, forgotten: plan.forgotten, open, by, at }])
}

/// The open nodes under the new version: since when they are, and until when by its limits and timers.
fn open_under(new: &Process, state: &State, due: &Due<'_>) -> BTreeMap<String, Open> {
    let under = |(node, open): (&String, &Open)| {
        let number = new.number(node)?;
        let limit = new.kind(number).and_then(limit_of);
        let until = limit.and_then(|limit| due(limit, open.since));
        let open = Open { since: open.since, due: until, timers: timers(new, number, open.since, due) };
        Some((node.clone(), open))
    };
    state.open.iter().filter_map(under).collect()
}

fn can_undo(process: &Process, step: &str) -> bool {
    let kind = process.number(step).and_then(|number| process.kind(number));
    matches!(kind, Some(NodeKind::Step(step)) if step.compensation.is_some())
}

/// Why a token cannot move to the place of the same name.
fn stays(old: &Process, new: &Process, place: &Place) -> Option<BlockedReason> {
    let level = |process: &Process, node: usize| process.node(node).scope.map(|scope| process.node(scope).id.clone());
    match place {
        Place::At { node } => {
            let (Some(before), Some(after)) = (old.number(node), new.number(node)) else {
                return Some(BlockedReason::Gone);
            };
            let kind = |process: &Process, node: usize| process.kind(node).map(std::mem::discriminant);
            if kind(old, before) != kind(new, after) {
                Some(BlockedReason::OtherKind)
            } else if level(old, before) == level(new, after) {
                None
            } else {
                Some(BlockedReason::OtherLevel)
            }
        }
        Place::On { flow } => {
            let (Some(before), Some(after)) = (old.flow_number(flow), new.flow_number(flow)) else {
                return Some(BlockedReason::Gone);
            };
            let (before, after) = (old.flow(before).to, new.flow(after).to);
            let is_same = old.node(before).id == new.node(after).id && level(old, before) == level(new, after);
            (!is_same).then_some(BlockedReason::OtherTarget)
        }
    }
}

/// What would go wrong from there.
fn onward(new: &Process, state: &State, plan: &MigrationPlan) -> Vec<Unsound> {
    let mut moved = state.clone();
    moved.loops.retain(|flow, _| !plan.forgotten.contains(flow));
    let Ok(marking) = marking(new, &moved) else { return Vec::new() };
    let explored = explore::from_marking(new, marking, Proof::STATES);
    let mut unsound = traps(new, &explored);
    if explored.is_cut {
        unsound.push(Unsound::Unproved { states: explored.arrivals.len() });
    }
    unsound
}

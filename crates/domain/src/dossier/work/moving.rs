//! Moving the work of a dossier to another version of a workflow: every consequence first, then exactly that or nothing.

use super::mover::Mover;
use super::{Seat, WorkRules, WorkState};
use crate::dossier::decide::{noted, required};
use crate::dossier::{Context, Decided, Dossier, DueState, Event, Refusal};
use crate::workflow::{self, MigrationPlan, Status};

/// What comes of a move.
#[derive(Debug, Clone, PartialEq)]
pub struct MovePreview {
    /// The workflow.
    pub workflow: String,
    /// The version to which its instances would move.
    pub version: u32,
    /// Each running instance of it that runs by another version.
    pub instances: Vec<InstanceMove>,
    /// The due time of the result now, and after the move.
    pub due: (DueState, DueState),
}

/// What comes of one instance.
#[derive(Debug, Clone, PartialEq)]
pub struct InstanceMove {
    /// Its path: empty for the dossier's own work.
    pub instance: String,
    /// The version by which it runs.
    pub from: u32,
    /// Which tokens move, which cannot and why.
    pub plan: MigrationPlan,
    /// Open steps, waits and timers as they are and as they would be.
    pub seats: Vec<SeatMove>,
}

/// An open step, wait or timer before and after; one of the two is missing where a timer goes or comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatMove {
    /// As it is.
    pub before: Option<Seat>,
    /// As it would be; none also where the instance cannot move.
    pub after: Option<Seat>,
}

impl MovePreview {
    /// Whether the dossier can be moved.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.instances.iter().all(|one| one.plan.is_clear())
    }
}

impl Dossier {
    /// Previews the move of everything that runs by another version of a workflow. Nothing changes.
    pub fn preview_move(&self, context: &Context<'_>, workflow: &str, version: u32) -> Result<MovePreview, Refusal> {
        let of = self.moving(context)?;
        let changed = self.changed(context, of, workflow, version)?;
        let due = changed.mover.as_ref().map_or(self.due, |mover| self.clock_for(context, mover.ground().as_deref()).1);
        Ok(MovePreview { workflow: workflow.to_owned(), version, instances: changed.instances, due: (self.due, due) })
    }

    pub(in crate::dossier) fn move_work(
        &self,
        context: &Context<'_>,
        (workflow, version): (String, u32),
        reason: &str,
    ) -> Decided {
        let reason = required(reason)?;
        let of = self.moving(context)?;
        let changed = self.changed(context, of, &workflow, version)?;
        let work = changed.mover.ok_or(Refusal::Workflow(workflow::Refusal::Blocked))?;
        let standing = work.ground();
        let (clock, due) = self.clock_for(context, standing.as_deref());
        let (at, moves, seats) = (context.now, work.moved.moves.clone(), work.moved.seats.clone());
        noted(Event::WorkMoved { at, workflow, version, moves, seats, standing, clock, due }, reason)
    }

    fn moving<'a>(&'a self, context: &'a Context<'a>) -> Result<(&'a WorkState, WorkRules<'a>), Refusal> {
        self.work.as_ref().zip(context.work.copied()).ok_or(Refusal::NothingToMove)
    }

    /// Every instance with its plan, and the work as it would be where all of them can move.
    fn changed<'a>(
        &'a self,
        context: &'a Context<'a>,
        (work, rules): (&'a WorkState, WorkRules<'a>),
        workflow: &str,
        version: u32,
    ) -> Result<ChangedWork<'a>, Refusal> {
        let runs = |state: &workflow::State| {
            state.status == Status::Running && state.workflow == workflow && state.version != version
        };
        let instances: Vec<(&String, &workflow::State)> =
            work.instances.iter().filter(|(_, state)| runs(state)).collect();
        if instances.is_empty() {
            return Err(Refusal::NothingToMove);
        }
        let missing = |instance: &str| Refusal::WorkflowMissing { instance: instance.to_owned() };
        let mut mover = Mover::new(context, rules, &self.handling_unit, Some(work));
        let mut found = Vec::new();
        for (instance, state) in instances {
            let old = mover.process(instance)?;
            let new = (rules.process)(workflow, Some(version)).ok_or_else(|| missing(instance))?;
            let plan = workflow::plan_migration(&old, &new, state);
            if plan.is_clear() {
                mover.migrate(instance, (&old, &new), &plan)?;
            }
            found.push(InstanceMove { instance: instance.clone(), from: state.version, plan, seats: Vec::new() });
        }
        for one in &mut found {
            one.seats = seat_moves(work, &mover.work, &one.instance, one.plan.is_clear());
        }
        let is_clear = found.iter().all(|one| one.plan.is_clear());
        Ok(ChangedWork { instances: found, mover: is_clear.then_some(mover) })
    }
}

struct ChangedWork<'a> {
    instances: Vec<InstanceMove>,
    mover: Option<Mover<'a>>,
}

/// The seats of an instance before and after, in the order of their paths.
fn seat_moves(before: &WorkState, after: &WorkState, instance: &str, moves: bool) -> Vec<SeatMove> {
    let of = |work: &WorkState| -> Vec<Seat> {
        work.seats.values().filter(|seat| super::split(&seat.path).0 == instance).cloned().collect()
    };
    let (before, after) = (of(before), if moves { of(after) } else { Vec::new() });
    let come = after.iter().filter(|seat| !before.iter().any(|known| known.path == seat.path));
    let come: Vec<SeatMove> = come.map(|seat| SeatMove { before: None, after: Some(seat.clone()) }).collect();
    let stay = before.into_iter().map(|seat| {
        let then = after.iter().find(|then| then.path == seat.path).cloned();
        SeatMove { before: Some(seat), after: then }
    });
    stay.chain(come).collect()
}

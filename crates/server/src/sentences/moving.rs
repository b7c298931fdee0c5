//! What comes of a move to another version of a workflow, in words.

use super::{limit, role, trace_step, unsound};
use crate::messages::{Messages, fill};
use crate::web::format;
use app::Catalogue;
use domain::deadline::Limit;
use domain::dossier::DueState;
use domain::dossier::work::{InstanceMove, MovePreview, Seat, SeatMove};
use domain::workflow::{Blocked, BlockedReason, Place, Unsound};
use jiff::civil::{Date, DateTime};

/// Who reads, and what is known of units.
#[derive(Debug, Clone, Copy)]
pub struct MoveTold<'a> {
    /// The sentences.
    pub m: &'a Messages,
    /// Names of units and steps.
    pub catalogue: &'a Catalogue,
    /// The day on which they bear them.
    pub today: Date,
}

impl MoveTold<'_> {
    /// What comes of the due time of the result.
    #[must_use]
    pub fn due(&self, (before, after): (DueState, DueState)) -> String {
        let t = &self.m.moving.page;
        let (before, after) = (self.due_state(before), self.due_state(after));
        if before == after {
            return fill(t.due_same, &[("due", &before)]);
        }
        fill(t.due_changed, &[("before", &before), ("after", &after)])
    }

    /// The versions between which a part of the work moves.
    #[must_use]
    pub fn versions(&self, one: &InstanceMove) -> String {
        let part = self.part(&one.instance);
        fill(self.m.moving.page.from_to, &[("part", &part), ("before", &one.from), ("after", &one.plan.version)])
    }

    /// A part of the work by its path.
    #[must_use]
    pub fn part(&self, instance: &str) -> String {
        if instance.is_empty() { self.m.moving.page.whole.to_owned() } else { instance.to_owned() }
    }

    /// What comes of each open step, wait and timer, and of bounded ways that are gone.
    #[must_use]
    pub fn seats(&self, one: &InstanceMove) -> Vec<String> {
        let seats = one.seats.iter().map(|seat| self.seat(seat, one.plan.is_clear()));
        let forgotten = one.plan.forgotten.iter().map(|flow| fill(self.m.moving.blocked.forgotten, &[("flow", flow)]));
        seats.chain(forgotten).collect()
    }

    /// Why a dossier cannot be moved: every token that has no place, and every way on which the work would not end.
    #[must_use]
    pub fn why_not(&self, of: &MovePreview) -> Vec<String> {
        let mut reasons = Vec::new();
        for one in &of.instances {
            let name = |node: &str| self.step_name(&of.workflow, one.from, node);
            reasons.extend(one.plan.blocked.iter().map(|blocked| self.blocked(blocked, &name)));
            reasons.extend(one.plan.unsound.iter().map(|found| self.trap(found)));
        }
        reasons
    }

    fn due_state(&self, due: DueState) -> String {
        let t = &self.m.moving.page;
        match due {
            DueState::Unknown => t.due_none.to_owned(),
            DueState::Standing { .. } => t.due_standing.to_owned(),
            DueState::Expected(at) | DueState::At(at) => format::moment(self.m, at),
        }
    }

    fn seat(&self, of: &SeatMove, moves: bool) -> String {
        let t = &self.m.moving.seat;
        match (&of.before, &of.after) {
            (Some(before), Some(after)) => {
                let changes = self.changes(before, after);
                let step: [(&str, &dyn std::fmt::Display); 1] = [("step", &before.name)];
                if changes.is_empty() {
                    return fill(t.unchanged, &step);
                }
                fill(t.changed, &[("step", &before.name), ("what", &changes.join("; "))])
            }
            (Some(before), None) if moves => fill(t.gone, &[("step", &before.name)]),
            (Some(before), None) => fill(t.stays, &[("step", &before.name)]),
            (None, Some(after)) => fill(t.new, &[("step", &after.name), ("due", &self.moment(after.due))]),
            (None, None) => String::new(),
        }
    }

    fn changes(&self, before: &Seat, after: &Seat) -> Vec<String> {
        let (m, t) = (self.m, &self.m.moving.seat);
        let unit = |seat: &Seat| self.catalogue.unit_name(&seat.unit, self.today).to_owned();
        let pair = |text: &'static str, before: &str, after: &str| {
            (before != after).then(|| fill(text, &[("before", &before), ("after", &after)]))
        };
        let changes = [
            (before.name != after.name).then(|| fill(t.name, &[("name", &after.name)])),
            pair(t.unit, &unit(before), &unit(after)),
            pair(t.role, role(m, before.role), role(m, after.role)),
            pair(t.limit, &self.limit(before.limit), &self.limit(after.limit)),
            pair(t.due, &self.moment(before.due), &self.moment(after.due)),
            (before.pause_ground != after.pause_ground).then(|| t.ground.to_owned()),
            (before.kind != after.kind).then(|| t.work.to_owned()),
            (before.assignee.is_some() && after.assignee.is_none()).then(|| t.dropped.to_owned()),
        ];
        changes.into_iter().flatten().collect()
    }

    fn limit(&self, of: Option<Limit>) -> String {
        of.map_or_else(|| self.m.moving.seat.no_limit.to_owned(), |of| limit(self.m, of))
    }

    fn moment(&self, at: Option<DateTime>) -> String {
        at.map_or_else(|| self.m.moving.seat.no_limit.to_owned(), |at| format::moment(self.m, at))
    }

    fn step_name(&self, workflow: &str, version: u32, node: &str) -> String {
        let process = self.catalogue.process(workflow, Some(version), self.today);
        let found = process.and_then(|process| process.definition().nodes().find(|known| known.id == node));
        found.map(|node| node.name_vi.clone()).filter(|name| !name.is_empty()).unwrap_or_else(|| node.to_owned())
    }

    fn blocked(&self, of: &Blocked, name: &dyn Fn(&str) -> String) -> String {
        let t = &self.m.moving.blocked;
        let place = match &of.place {
            Place::At { node } => name(node),
            Place::On { flow } => flow.clone(),
        };
        let text = match of.reason {
            BlockedReason::Gone => t.gone,
            BlockedReason::OtherKind => t.other_kind,
            BlockedReason::OtherLevel => t.other_level,
            BlockedReason::OtherTarget => t.other_target,
            BlockedReason::NotUndone => t.not_undone,
            BlockedReason::NotRunning => return t.not_running.to_owned(),
            BlockedReason::OtherWorkflow => return t.other_workflow.to_owned(),
        };
        fill(text, &[("place", &place)])
    }

    /// What would go wrong, with the way into it.
    fn trap(&self, found: &Unsound) -> String {
        let steps = match found {
            Unsound::Deadlock { trace } | Unsound::Twice { trace, .. } | Unsound::StillRunning { trace, .. } => {
                trace.steps.as_slice()
            }
            Unsound::NeverReached { .. }
            | Unsound::TooLong { .. }
            | Unsound::Incomparable { .. }
            | Unsound::Nobody { .. }
            | Unsound::Unproved { .. } => &[],
        };
        let way = steps.iter().zip(1_usize..).map(|(step, number)| trace_step(self.m, number, step).trim().to_owned());
        std::iter::once(unsound(self.m, found)).chain(way).collect::<Vec<_>>().join("; ")
    }
}

//! What is to be done now, by whom and until when: one line for every inbox.

use super::{Seat, SeatKind};
use crate::access::Role;
use crate::deadline::{ClockInput, Due, reckon};
use crate::dossier::{Dossier, Rules, Stage};
use crate::time::DateTime;

/// What kind of thing is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskKind {
    /// The desk examines what was handed in.
    Receive,
    /// The dossier as a whole is worked, its steps standing in a row.
    Whole,
    /// A step of the workflow.
    Step,
    /// Something is waited for from outside.
    Wait,
    /// Time has to pass; nobody's work.
    Timer,
    /// An opinion is to be given.
    Opinion,
    /// A step is to be undone.
    Undo,
    /// The applicant has to hand something in or to pay.
    Applicant,
    /// The clock stands on a ground; the head lets it run again.
    Suspended,
    /// The desk hands the result over.
    HandOver,
}

impl TaskKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Receive,
        Self::Whole,
        Self::Step,
        Self::Wait,
        Self::Timer,
        Self::Opinion,
        Self::Undo,
        Self::Applicant,
        Self::Suspended,
        Self::HandOver,
    ];

    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Whole => "whole",
            Self::Step => "step",
            Self::Wait => "wait",
            Self::Timer => "timer",
            Self::Opinion => "opinion",
            Self::Undo => "undo",
            Self::Applicant => "applicant",
            Self::Suspended => "suspended",
            Self::HandOver => "hand_over",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One thing to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Path of the step; empty for the dossier as a whole.
    pub step: String,
    /// What kind.
    pub kind: TaskKind,
    /// The step's name; empty where the kind says it all.
    pub name: String,
    /// At which unit.
    pub unit: String,
    /// The role that does it.
    pub role: Role,
    /// Who has taken it.
    pub assignee: Option<String>,
    /// Since when it is open.
    pub since: DateTime,
    /// Until when it is to be done; none where nothing says so or the clock stands.
    pub due: Option<DateTime>,
}

impl Dossier {
    /// Everything that is to be done with the dossier now.
    #[must_use]
    pub fn tasks(&self, rules: &Rules<'_>) -> Vec<Task> {
        match self.stage {
            Stage::Submitted => vec![self.whole(TaskKind::Receive, &self.receiving_unit, Role::Clerk)],
            Stage::ResultIssued => vec![self.whole(TaskKind::HandOver, &self.receiving_unit, Role::Clerk)],
            Stage::AwaitingSupplement | Stage::AwaitingPayment => {
                let role = if self.accepted_at.is_none() { Role::Clerk } else { Role::Officer };
                let mut tasks = vec![self.whole(TaskKind::Applicant, self.holding_unit(), role)];
                tasks.extend(self.opinion_tasks());
                tasks.extend(self.timer_tasks(rules));
                tasks
            }
            Stage::Suspended => {
                let mut tasks = vec![self.whole(TaskKind::Suspended, &self.handling_unit, Role::Leader)];
                tasks.extend(self.opinion_tasks());
                tasks.extend(self.timer_tasks(rules));
                tasks
            }
            Stage::Accepted | Stage::InProcess | Stage::Decided | Stage::Signed => self.work_tasks(rules),
            Stage::Withdrawn | Stage::Refused => self.undo_tasks(rules),
            Stage::Delivered | Stage::Closed | Stage::Archived => Vec::new(),
        }
    }

    fn work_tasks(&self, rules: &Rules<'_>) -> Vec<Task> {
        let mut tasks: Vec<Task> = match &self.work {
            Some(work) => work
                .seats
                .values()
                .filter(|seat| !seat.is_last_delivery())
                .map(|seat| self.seat_task(seat, rules))
                .collect(),
            None => Vec::new(),
        };
        tasks.extend(self.opinion_tasks());
        let is_worked = |task: &Task| task.kind != TaskKind::Opinion && task.kind != TaskKind::Timer;
        if !tasks.iter().any(is_worked) {
            tasks.push(self.whole(TaskKind::Whole, &self.handling_unit, self.next_role()));
        }
        tasks
    }

    /// Who goes on with a dossier that no seat is open for.
    fn next_role(&self) -> Role {
        match (self.stage, self.current_step()) {
            (Stage::Signed, _) => Role::RecordsClerk,
            (Stage::Decided, _) => Role::Leader,
            (_, Some(step)) if step.role == Role::Leader => Role::Leader,
            (_, None) if self.work.is_some() || self.assignee.is_some() => Role::Leader,
            (_, Some(_) | None) => Role::Officer,
        }
    }

    fn whole(&self, kind: TaskKind, unit: &str, role: Role) -> Task {
        Task {
            step: String::new(),
            kind,
            name: if kind == TaskKind::Whole {
                self.current_step().map(|step| step.name.clone()).unwrap_or_default()
            } else {
                String::new()
            },
            unit: unit.to_owned(),
            role,
            assignee: self.assignee.clone().filter(|_| kind == TaskKind::Whole && role == Role::Officer),
            since: self.accepted_at.unwrap_or(self.submitted_at),
            due: self.next_due(),
        }
    }

    fn seat_task(&self, seat: &Seat, rules: &Rules<'_>) -> Task {
        let kind = match seat.kind {
            SeatKind::Step { .. } => TaskKind::Step,
            SeatKind::Wait { .. } => TaskKind::Wait,
            SeatKind::Timer { .. } => TaskKind::Timer,
            SeatKind::Undo => TaskKind::Undo,
        };
        Task {
            step: seat.path.clone(),
            kind,
            name: seat.name.clone(),
            unit: seat.unit.clone(),
            role: seat.role,
            assignee: seat.assignee.clone(),
            since: seat.since,
            due: self.seat_due(seat, rules),
        }
    }

    /// When a step is due: its own limit, longer by what stopped the dossier's clock meanwhile. A step without a limit
    /// of its own is due with the whole.
    #[must_use]
    pub fn seat_due(&self, seat: &Seat, rules: &Rules<'_>) -> Option<DateTime> {
        let Some(limit) = seat.limit else {
            return seat.due.or_else(|| self.next_due().filter(|_| seat.pause_ground.is_none()));
        };
        let stops = self.clock.iter().flat_map(|clock| &clock.interruptions);
        let mut clock = ClockInput::new(seat.since, limit);
        clock.interruptions = stops
            .filter(|stop| seat.pause_ground.is_none() && stop.to.is_none_or(|to| to > seat.since))
            .map(|stop| {
                let mut stop = stop.clone();
                stop.from = stop.from.max(seat.since);
                stop.effect = match stop.effect {
                    crate::deadline::Effect::NoPause => crate::deadline::Effect::NoPause,
                    crate::deadline::Effect::Continue | crate::deadline::Effect::Restart => {
                        crate::deadline::Effect::Continue
                    }
                };
                stop
            })
            .collect();
        match reckon(&rules.terms, &clock).map(|reckoning| reckoning.due) {
            Ok(Due::At(at)) => Some(at),
            Ok(Due::Standing { .. }) => None,
            Err(_) => seat.due,
        }
    }

    fn timer_tasks(&self, rules: &Rules<'_>) -> Vec<Task> {
        let seats = self.work.iter().flat_map(|work| work.seats.values());
        let timers = seats.filter(|seat| matches!(seat.kind, SeatKind::Timer { .. }));
        timers.map(|seat| self.seat_task(seat, rules)).collect()
    }

    fn undo_tasks(&self, rules: &Rules<'_>) -> Vec<Task> {
        let seats = self.work.iter().flat_map(|work| work.seats.values());
        seats.filter(|seat| seat.kind == SeatKind::Undo).map(|seat| self.seat_task(seat, rules)).collect()
    }

    fn opinion_tasks(&self) -> Vec<Task> {
        let open = self.opinions.iter().filter(|opinion| opinion.given_at.is_none());
        let task = |opinion: &super::Opinion| Task {
            step: opinion.path(),
            kind: TaskKind::Opinion,
            name: String::new(),
            unit: opinion.unit.clone(),
            role: Role::Officer,
            assignee: None,
            since: opinion.asked_at,
            due: opinion.due,
        };
        open.map(task).collect()
    }
}

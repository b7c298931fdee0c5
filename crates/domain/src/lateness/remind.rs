//! What reminders need to know of a dossier's open tasks.

use crate::deadline::{Effect, Terms, working_minutes_between};
use crate::dossier::work::SeatKind;
use crate::dossier::{Dossier, DueState, Task, TaskKind};
use crate::escalation::{SentReminder, TaskFacts};
use crate::time::DateTime;

/// Whether somebody in an office can be reminded of such a task: not of what the applicant, time, or a ground holds up.
#[must_use]
pub const fn is_reminded(kind: TaskKind) -> bool {
    match kind {
        TaskKind::Receive
        | TaskKind::Whole
        | TaskKind::Step
        | TaskKind::Wait
        | TaskKind::Opinion
        | TaskKind::Undo
        | TaskKind::HandOver => true,
        TaskKind::Timer | TaskKind::Applicant | TaskKind::Suspended => false,
    }
}

/// The facts of one open task of a dossier; `is_first` for the first of those that are reminded of, which speaks for the
/// apology of the whole.
///
/// Once a new date was promised, it takes the place of the due time, and reminders begin anew.
#[must_use]
pub fn task_facts(
    dossier: &Dossier,
    task: &Task,
    is_first: bool,
    terms: &Terms<'_>,
    (unit_above, sent): (Option<String>, Vec<SentReminder>),
) -> TaskFacts {
    let promised = dossier.reappointment.as_ref().map(|new| new.promised);
    let dossier_due = match dossier.due {
        DueState::At(at) => Some(at),
        DueState::Unknown | DueState::Expected(_) | DueState::Standing { .. } => None,
    };
    let is_of_whole = task.due.is_some() && task.due == dossier.due.at();
    let due = match promised {
        _ if is_of_whole && matches!(dossier.due, DueState::Standing { .. }) => None,
        Some(promised) if is_of_whole => Some(promised),
        Some(_) | None => task.due,
    };
    TaskFacts {
        task: task_id(dossier, task),
        unit: task.unit.clone(),
        unit_above,
        person: task.assignee.clone(),
        work: work_of(dossier, task).to_owned(),
        procedure: dossier.procedure.clone(),
        since: task.since,
        due,
        stood_minutes: stood(dossier, task, due, terms),
        dossier_due,
        apology_unsigned: is_first && promised.is_none() && dossier_due.is_some() && dossier.stage.clock_runs(),
        sent,
    }
}

/// The same as long as it is the same piece of work under the same date.
pub(super) fn task_id(dossier: &Dossier, task: &Task) -> String {
    let again = if dossier.reappointment.is_some() { "/2" } else { "" };
    format!("{}/{}/{}{again}", dossier.code, task.step, task.since)
}

/// The kind of work as workflows name it, else the kind of task.
fn work_of(dossier: &Dossier, task: &Task) -> &'static str {
    match dossier.seat(&task.step).map(|seat| &seat.kind) {
        Some(SeatKind::Step { work, .. }) => work.name(),
        Some(SeatKind::Wait { .. } | SeatKind::Timer { .. } | SeatKind::Undo) | None => task.kind.name(),
    }
}

/// Working minutes since the task is open in which the dossier's clock stood.
fn stood(dossier: &Dossier, task: &Task, due: Option<DateTime>, terms: &Terms<'_>) -> i64 {
    let stops = dossier.clock.iter().flat_map(|clock| &clock.interruptions);
    let stops = stops.filter(|stop| stop.effect != Effect::NoPause);
    let minutes = stops.map(|stop| {
        let to = stop.to.or(due).unwrap_or(stop.from);
        working_minutes_between(terms, stop.from.max(task.since), due.map_or(to, |due| to.min(due)))
    });
    minutes.fold(0, i64::saturating_add)
}

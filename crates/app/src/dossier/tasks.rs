//! Inboxes: what a person, a role or a unit has to do, the most urgent first; and the steps of one dossier.

use std::collections::BTreeMap;

use domain::access::{self, Person, Role};
use domain::dossier::work::{SeatKind, WorkRules};
use domain::dossier::{ActionKind, Dossier, Rules};
use domain::time::{Date, Instant};
use domain::workflow::Fact;
use store::task::{self, TaskCursor, TaskFilter, TaskRow};

use crate::App;
use crate::error::ActError;

/// Rows of one page at most.
const PAGE_MAX: i64 = 100;

/// Which inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaskList {
    /// What the person took, or what is free for one of their roles at the unit.
    #[default]
    Mine,
    /// What the person took, wherever it is.
    Taken,
    /// What nobody has taken yet.
    Free,
    /// Everything of the unit.
    Unit,
}

/// What an inbox is to show.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TaskQuery {
    /// Which.
    pub list: TaskList,
    /// The unit; `None` for the person's first unit.
    pub unit: Option<String>,
    /// Procedure id.
    pub procedure: Option<String>,
    /// Stable name of the dossier's stage.
    pub stage: Option<String>,
    /// Only what is due before.
    pub due_before: Option<Instant>,
    /// Where the page begins.
    pub after: Option<TaskCursor>,
    /// Rows wanted, 1 to 100.
    pub limit: i64,
}

/// One page of an inbox.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskPage {
    /// The rows.
    pub rows: Vec<TaskRow>,
    /// Names of those who have taken something, by account.
    pub names: BTreeMap<String, String>,
    /// Where the next page begins.
    pub next: Option<TaskCursor>,
}

/// One open step of a dossier as one person sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct StepView {
    /// The step.
    pub task: domain::dossier::Task,
    /// The authority for which the unit keeps the record.
    pub authority: Option<String>,
    /// Name of who has taken it.
    pub assignee_name: Option<String>,
    /// What this person may do with it now.
    pub actions: Vec<ActionKind>,
    /// Whether the person may give it to others.
    pub may_give: bool,
    /// Facts that have to be found here.
    pub asked: Vec<Fact>,
    /// Whether whoever finishes it decides.
    pub decides: bool,
    /// Whether whoever finishes it signs the result.
    pub signs: bool,
}

impl App {
    /// A page of an inbox. A unit at which the person does not work answers [`ActError::NotFound`].
    pub async fn tasks(&self, person: &Person, query: TaskQuery) -> Result<TaskPage, ActError> {
        let today = self.today();
        let units = person.units(today);
        let unit = match &query.unit {
            Some(unit) if units.contains(&unit.as_str()) => unit.clone(),
            Some(_) => return Err(ActError::NotFound),
            None => units.first().map(|unit| (*unit).to_owned()).ok_or(ActError::NotFound)?,
        };
        let filter = filter(person, &unit, &query, today);
        let (limit, person_id, list) = (query.limit.clamp(1, PAGE_MAX), person.id.clone(), query.list);
        let after = query.after;
        self.0
            .store
            .read(move |tx| {
                let ask = limit.saturating_add(1);
                let mut rows = match list {
                    TaskList::Taken => task::of_person(tx, &person_id, after.as_ref(), ask)?,
                    TaskList::Mine | TaskList::Free | TaskList::Unit => {
                        task::of_unit(tx, &unit, &filter, after.as_ref(), ask)?
                    }
                };
                let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
                rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
                let next = rows.last().filter(|_| more).map(|last| TaskCursor {
                    place: store::dossier::Cursor { at: last.due_at, code: last.dossier.clone() },
                    step: last.step.clone(),
                });
                let names = task::holders_at(tx, &unit)?;
                Ok::<_, ActError>(TaskPage { rows, names, next })
            })
            .await
    }
}

fn filter(person: &Person, unit: &str, query: &TaskQuery, today: Date) -> TaskFilter {
    let mut roles: Vec<String> = Vec::new();
    if query.list == TaskList::Mine || query.list == TaskList::Free {
        let held = Role::ALL.into_iter().filter(|role| person.holds(*role, unit, today));
        roles = held.map(|role| role.name().to_owned()).collect();
    }
    TaskFilter {
        roles,
        only_free: query.list == TaskList::Free,
        free_or_of: (query.list == TaskList::Mine).then(|| person.id.clone()),
        due_before: query.due_before,
        procedure_id: query.procedure.clone(),
        stage: query.stage.clone(),
    }
}

/// The open steps of a dossier as a person sees them.
pub(super) fn step_views(
    person: &Person,
    dossier: &Dossier,
    rules: &Rules<'_>,
    work: &WorkRules<'_>,
    names: &BTreeMap<String, String>,
    today: Date,
) -> Vec<StepView> {
    let facts = dossier.facts();
    let mut views = Vec::new();
    for task in dossier.tasks(rules).into_iter().filter(|task| !task.step.is_empty()) {
        let Some(step) = dossier.step_facts(&task.step) else { continue };
        let may = |action: ActionKind| {
            dossier.stage.allows(action) && access::may_on_step(person, action, &step, &facts, today).is_ok()
        };
        let possible: &[ActionKind] = match dossier.seat(&task.step).map(|seat| &seat.kind) {
            Some(SeatKind::Step { .. } | SeatKind::Undo) => {
                &[ActionKind::CompleteStep, ActionKind::Assign, ActionKind::HandBack]
            }
            Some(SeatKind::Wait { .. }) => &[ActionKind::RecordMessage, ActionKind::Assign, ActionKind::HandBack],
            Some(SeatKind::Timer { .. }) => &[],
            None => &[ActionKind::GiveOpinion],
        };
        let (asked, decides) = dossier.asked_at(&task.step, work).unwrap_or_default();
        views.push(StepView {
            authority: dossier.seat(&task.step).and_then(|seat| seat.authority.clone()),
            assignee_name: task.assignee.as_ref().and_then(|officer| names.get(officer).cloned()),
            actions: possible.iter().copied().filter(|action| may(*action)).collect(),
            may_give: person.holds(Role::Leader, step.unit, today),
            asked,
            decides,
            signs: dossier.is_signing(&task.step),
            task,
        });
    }
    views
}

//! The open steps of a dossier, and lists of what is to be done.

use super::parts::{Named, unit};
use crate::api::extract::{Caller, Query, Reader};
use crate::api::form::{limit, stamp, stamp_instant};
use crate::api::problem::Problem;
use crate::api::responses;
use crate::api::wrong::WrongKind;
use crate::messages::Messages;
use crate::sentences;
use crate::state::AppState;
use app::dossier::{Cursor, NO_DUE, StepView, TaskCursor, TaskList, TaskQuery, TaskRow};
use app::{ActError, Catalogue};
use axum::Json;
use axum::extract::State;
use domain::dossier::{ActionKind, TaskKind};
use domain::rule::ValueType;
use domain::time::{Date, Instant, Zone};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A fact that has to be found at a step.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AskedBody {
    /// Its name in `findings`.
    name: String,
    /// `yes_no`, `text`, `number` or `date`.
    kind: &'static str,
    /// The question, where the workflow has one.
    question: Option<String>,
    /// The only texts that it can be; empty when it can be any.
    choices: Vec<String>,
}

/// One open step.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OpenStepBody {
    /// Its path: the `step` of actions.
    step: String,
    /// `step`, `wait`, `timer`, `opinion`, `undo`.
    kind: &'static str,
    /// What is to be done.
    name: String,
    /// Where.
    unit: Named,
    /// The authority for which the unit keeps the record.
    authority: Option<String>,
    /// The role that does it.
    role: &'static str,
    /// Account of who has taken it.
    assignee: Option<String>,
    /// Since when it is open.
    #[schema(format = DateTime)]
    since: String,
    /// Until when it is to be done.
    #[schema(format = DateTime)]
    due_at: Option<String>,
    /// What has to be found there.
    asked: Vec<AskedBody>,
    /// Whether whoever finishes it decides.
    decides: bool,
    /// What this caller may do with it now.
    actions: Vec<&'static str>,
}

impl OpenStepBody {
    pub(super) fn of(m: &Messages, catalogue: &Catalogue, zone: Zone, today: Date, step: &StepView) -> Self {
        let asked = step.asked.iter().map(|fact| AskedBody {
            name: fact.name.clone(),
            kind: match fact.kind {
                ValueType::YesNo => "yes_no",
                ValueType::Text => "text",
                ValueType::Number => "number",
                ValueType::Date => "date",
                ValueType::Rows => "rows",
            },
            question: if m.is_english() { fact.label_en.clone() } else { fact.label_vi.clone() },
            choices: fact.choices.clone(),
        });
        Self {
            step: step.task.step.clone(),
            kind: step.task.kind.name(),
            name: sentences::task_name(m, step.task.kind, &step.task.name),
            unit: unit(catalogue, &step.task.unit, today),
            authority: step.authority.clone(),
            role: step.task.role.name(),
            assignee: step.task.assignee.clone(),
            since: stamp(zone, step.task.since),
            due_at: step.task.due.map(|due| stamp(zone, due)),
            asked: asked.collect(),
            decides: step.decides,
            actions: step.actions.iter().copied().map(ActionKind::name).collect(),
        }
    }
}

/// One thing that is to be done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TaskBody {
    /// Code of the dossier.
    dossier: String,
    /// Path of the step; empty for the dossier as a whole.
    step: String,
    /// `receive`, `whole`, `step`, `wait`, `opinion`, `undo`, `applicant`, `suspended`, `hand_over`.
    kind: String,
    /// What is to be done.
    name: String,
    /// Where.
    unit: Named,
    /// The role that does it.
    role: String,
    /// Account of who has taken it.
    assignee: Option<String>,
    /// Since when it is open.
    #[schema(format = DateTime)]
    since: String,
    /// Until when it is to be done.
    #[schema(format = DateTime)]
    due_at: Option<String>,
}

impl TaskBody {
    fn of(m: &Messages, catalogue: &Catalogue, zone: Zone, today: Date, task: TaskRow) -> Self {
        let kind = TaskKind::from_name(&task.kind);
        Self {
            name: kind.map(|kind| sentences::task_name(m, kind, &task.name)).unwrap_or_default(),
            unit: unit(catalogue, &task.unit, today),
            since: stamp_instant(zone, task.since),
            due_at: (task.due_at != NO_DUE).then(|| stamp_instant(zone, task.due_at)),
            dossier: task.dossier,
            step: task.step,
            kind: task.kind,
            role: task.role,
            assignee: task.assignee,
        }
    }
}

/// A page of what is to be done.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Tasks {
    /// The tasks, the most urgent first.
    items: Vec<TaskBody>,
    /// The `after` of the next page; null on the last.
    next: Option<String>,
}

/// Which tasks.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct TasksQuery {
    /// `mine` (taken by the caller, or free for one of their roles), `taken`, `free` or `unit`; `unit` when left out.
    list: Option<String>,
    /// The unit; the caller's first when left out.
    unit: Option<String>,
    /// Rows of a page, 1 to 100; 20 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// What the caller's office has to do, the most urgent first.
#[utoipa::path(
    get, path = "/tasks", tag = "dossiers", operation_id = "listTasks", security(("token" = [])),
    params(TasksQuery),
    responses(
        (status = 200, description = "A page of tasks", body = Tasks),
        responses::Missing, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn tasks(
    State(state): State<AppState>,
    Caller(person): Caller,
    reader: Reader,
    Query(query): Query<TasksQuery>,
) -> Result<Json<Tasks>, Problem> {
    let list = match query.list.as_deref() {
        None | Some("unit") => TaskList::Unit,
        Some("mine") => TaskList::Mine,
        Some("taken") => TaskList::Taken,
        Some("free") => TaskList::Free,
        Some(_) => return Err(Problem::field("list", WrongKind::Act(app::FieldProblemKind::Unknown))),
    };
    let after = query.after.map(|text| cursor(&text).ok_or_else(|| Problem::field("after", WrongKind::Cursor)));
    let asked = TaskQuery {
        list,
        unit: query.unit,
        limit: limit(query.limit.as_deref())?,
        after: after.transpose()?,
        ..TaskQuery::default()
    };
    let page = match state.app.tasks(&person, asked).await {
        Err(ActError::NotFound) => return Err(Problem::NotFound),
        other => other?,
    };
    let (catalogue, zone, today) = (state.app.catalogue(), state.app.zone(), state.app.today());
    let items = page.rows.into_iter().map(|task| TaskBody::of(reader.m(), &catalogue, zone, today, task));
    let next = page.next.map(|next| format!("{}~{}~{}", next.place.at.0, next.place.code, next.step));
    Ok(Json(Tasks { items: items.collect(), next }))
}

fn cursor(text: &str) -> Option<TaskCursor> {
    let mut parts = text.splitn(3, '~');
    let at = Instant(parts.next()?.parse().ok()?);
    let code = parts.next()?.to_owned();
    Some(TaskCursor { place: Cursor { at, code }, step: parts.next()?.to_owned() })
}

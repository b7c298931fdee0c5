//! `/can-bo/dieu-hanh`: what is late or will be late at a unit, with whom, and how the work is spread. For its head.

use super::below;
use super::inbox::{people, staff};
use super::late;
use super::owed::{Owed, Told};
use super::record::{Period, RecordView};
use crate::messages::{LateBoard, StaffInbox, WorkBoard, WorkInbox, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Field, TimeLeft};
use crate::web::{Page, Problem, format, problem, view};
use app::dossier::{Load, TaskList, TaskQuery, TaskRow};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Role;
use domain::dossier::{Stage, TaskKind};
use serde::Deserialize;

/// Rows shown of what is late and of what soon will be.
const ROWS: i64 = 100;
/// What is due within this time counts as soon due: two days.
const SOON_SECONDS: i64 = 2 * 24 * 3600;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
}

/// One thing that is late or soon will be.
struct Line {
    url: String,
    code: String,
    value: String,
    label: String,
    what: String,
    procedure: String,
    who: String,
    held: String,
    why: Vec<String>,
    time_left: TimeLeft,
}

#[derive(Template)]
#[template(path = "staff/board.html")]
struct View {
    page: Page,
    t: &'static WorkBoard,
    i: &'static StaffInbox,
    w: &'static WorkInbox,
    l: &'static LateBoard,
    unit: String,
    below: Option<(&'static str, &'static str)>,
    late_requests: String,
    late_requests_title: &'static str,
    late: Vec<Line>,
    soon: Vec<Line>,
    loads: Vec<Load>,
    give_to: Field,
    owed: Vec<Owed>,
    record: RecordView,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    Query(period): Query<Period>,
) -> Result<Response, Problem> {
    let person = staff(&page)?.clone();
    let led = person.units(page.today).into_iter().find(|unit| person.holds(Role::Leader, unit, page.today));
    let unit = if asked.unit.is_empty() { led.ok_or(Problem::NotFound)?.to_owned() } else { asked.unit };
    let loads = state.app.load_of(&person, &unit).await?;
    let now = state.app.clock().now();
    let soon = now.plus_seconds(SOON_SECONDS);
    let query = TaskQuery {
        list: TaskList::Unit,
        unit: Some(unit.clone()),
        due_before: Some(soon),
        limit: ROWS,
        ..TaskQuery::default()
    };
    let found = state.app.tasks(&person, query).await?;
    let codes = found.rows.iter().map(|task| task.dossier.clone()).collect();
    let late = state.app.late_view(&person, &unit, codes, soon).await?;
    let catalogue = state.app.catalogue();
    let told = Told::new(&page, &catalogue, &late);
    let waits = |task: &&TaskRow| TaskKind::from_name(&task.kind) != Some(TaskKind::Applicant);
    let name = |task: &TaskRow| task.assignee.as_ref().and_then(|officer| found.names.get(officer)).cloned();
    let lines = |late: bool| -> Vec<Line> {
        let tasks = found.rows.iter().filter(waits).filter(|task| (task.due_at < now) == late);
        tasks.map(|task| line(&state, &page, task, (name(task), told.why(&task.dossier)))).collect()
    };
    let (late, soon, owed) = (lines(true), lines(false), told.owed(&state, &unit));
    let view = View {
        unit: catalogue.unit_name(&unit, page.today).to_owned(),
        below: (!state.app.units_below(&person).is_empty()).then_some((below::URL, page.m.late.below.title)),
        late_requests: format!("{}?unit={}", late::URL, format::query_escaped(&unit)),
        late_requests_title: page.m.reason.late.title,
        late,
        soon,
        owed,
        record: RecordView::read(&state, &page, &unit, &period).await?,
        give_to: people(&state, &page, &unit, found.rows.iter()).await?,
        loads,
        t: &page.m.work.board,
        i: &page.m.staff.inbox,
        w: &page.m.work.inbox,
        l: &page.m.late.board,
        page,
    };
    problem::show(&view)
}

fn line(state: &AppState, page: &Page, task: &TaskRow, (who, why): (Option<String>, Vec<String>)) -> Line {
    let (m, zone) = (page.m, state.app.zone());
    let due = (task.due_at != app::dossier::NO_DUE).then(|| zone.civil(task.due_at));
    let kind = TaskKind::from_name(&task.kind);
    Line {
        url: format!("/ho-so/{}", task.dossier),
        code: task.dossier.clone(),
        value: format!("{}|{}", task.dossier, task.step),
        label: fill(m.work.inbox.choose_row, &[("code", &task.dossier)]),
        what: kind.map(|kind| sentences::task_name(m, kind, &task.name)).unwrap_or_default(),
        procedure: view::procedure_name(&state.app.catalogue(), &task.procedure_id, ""),
        who: who.unwrap_or_else(|| m.work.board.pool.to_owned()),
        held: fill(m.work.board.held_for, &[("since", &format::moment(m, zone.civil(task.since)))]),
        why,
        time_left: view::task_time_left(state, m, &task.unit, Stage::from_name(&task.stage), due),
    }
}

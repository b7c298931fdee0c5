//! `/can-bo`: what a unit must act on, the least time left first.

use crate::messages::{StaffInbox, WorkInbox, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice, Pager, TimeLeft, Tone};
use crate::web::cursor::{self, After};
use crate::web::{Page, Problem, document, format, problem, round, view, work_file};
use app::dossier::{NO_DUE, Summary, TaskCursor, TaskList, TaskQuery, TaskRow};
use app::late::{Nudged, Nudges};
use app::{ActError, Catalogue};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::{Person, Role};
use domain::dossier::{Stage, TaskKind};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const PAGE_ROWS: i64 = 50;

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
    state: String,
    list: String,
    /// Path of the last step of the page before.
    step: String,
}

/// A dossier in a list.
pub(super) struct Row {
    pub(super) url: String,
    pub(super) code: String,
    pub(super) procedure: String,
    pub(super) applicant: String,
    pub(super) state: &'static str,
    pub(super) holder: String,
    pub(super) due: Option<String>,
    pub(super) time_left: TimeLeft,
}

/// One thing to be done, as a line of the inbox.
struct Line {
    row: Row,
    what: String,
    who: String,
    /// Dossier and step, as bulk forms send them.
    value: String,
    label: String,
    /// How often somebody was reminded of it, and whether somebody above was told.
    nudged: Option<(TimeLeft, Option<TimeLeft>)>,
}

#[derive(Template)]
#[template(path = "staff/inbox.html")]
struct View {
    page: Page,
    t: &'static StaffInbox,
    w: &'static WorkInbox,
    board: Option<String>,
    /// What waits among the documents: where, and how much.
    documents: Vec<(String, String)>,
    caption: String,
    unit_field: Field,
    list_field: Field,
    state_field: Field,
    lines: Vec<Line>,
    give_to: Option<Field>,
    pager: Pager,
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
    Query(after): Query<After>,
) -> Result<Response, Problem> {
    let person = staff(&page)?.clone();
    let (m, t, w) = (page.m, &page.m.staff.inbox, &page.m.work.inbox);
    let catalogue = state.app.catalogue();
    let units = units(&page, &catalogue, &person);
    let unit =
        if asked.unit.is_empty() { units.first().map(|(id, _)| id.clone()).unwrap_or_default() } else { asked.unit };
    let list = list_of(&asked.list);
    let query = TaskQuery {
        list,
        unit: some(&unit),
        stage: some(&asked.state),
        after: after.cursor().map(|place| TaskCursor { place, step: asked.step }),
        limit: PAGE_ROWS,
        ..TaskQuery::default()
    };
    // The reform office and administrators hold roles, and have no work of this kind.
    let found = if unit.is_empty() { None } else { Some(state.app.tasks(&person, query).await?) };
    let nudged = match &found {
        Some(found) => state.app.nudged(found).await?,
        None => Nudges::new(),
    };
    let here = format!(
        "/can-bo?unit={}&list={}&state={}",
        format::query_escaped(&unit),
        list_name(list),
        format::query_escaped(&asked.state),
    );
    let next = found
        .as_ref()
        .and_then(|found| found.next.as_ref())
        .map(|cursor| format!("{here}&step={}&{}", format::query_escaped(&cursor.step), cursor::query(&cursor.place)));
    let leads = person.holds(Role::Leader, &unit, page.today);
    let give_to = if leads {
        let work = found.iter().flat_map(|found| &found.rows);
        Some(people(&state, &page, &unit, work).await?)
    } else {
        None
    };
    let came = document::waiting_link(&state, m, &person).await?;
    let written = document::outgoing_waiting_link(&state, m, &person).await?;
    let filed = work_file::waiting_link(&state, m, &person).await?;
    let scored = round::waiting_link(&state, m, &person).await?;
    let lines = found.iter().flat_map(|found| found.rows.iter().map(|task| (task, &found.names)));
    let view = View {
        caption: fill(t.caption, &[("unit", &catalogue.unit_name(&unit, page.today))]),
        documents: came.into_iter().chain(written).chain(filed).chain(scored).collect(),
        board: leads.then(|| format!("/can-bo/dieu-hanh?unit={}", format::query_escaped(&unit))),
        unit_field: choice(m, "unit", t.unit, units, &unit),
        list_field: choice(m, "list", w.list, lists(w), list_name(list)),
        state_field: choice(m, "state", t.state, states(m), &asked.state).optional_silently(t.any_state),
        lines: lines.map(|(task, names)| task_line(&state, &page, &catalogue, task, (names, &nudged))).collect(),
        give_to,
        pager: Pager::new(m, here, after.at_start(), next),
        t,
        w,
        page,
    };
    problem::show(&view)
}

/// Whom all of this work of the unit can be given to.
pub(super) async fn people(
    state: &AppState,
    page: &Page,
    unit: &str,
    work: impl Iterator<Item = &TaskRow> + Send,
) -> Result<Field, ActError> {
    let procedures: Vec<&str> =
        work.map(|task| task.procedure_id.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let mut people = state.app.assignable(unit, Role::Officer, &procedures).await?;
    people.extend(state.app.assignable(unit, Role::Leader, &procedures).await?);
    people.sort_by_key(|(_, name)| domain::text::fold(name));
    people.dedup();
    Ok(choice(page.m, "officer", page.m.work.inbox.give_to, people, "").optional_silently(page.m.common.none))
}

/// The list that an address names; the whole office's when it names none.
fn list_of(name: &str) -> TaskList {
    match name {
        "mine" => TaskList::Mine,
        "free" => TaskList::Free,
        "taken" => TaskList::Taken,
        _ => TaskList::Unit,
    }
}

const fn list_name(list: TaskList) -> &'static str {
    match list {
        TaskList::Mine => "mine",
        TaskList::Free => "free",
        TaskList::Taken => "taken",
        TaskList::Unit => "unit",
    }
}

fn lists(w: &WorkInbox) -> Vec<(String, String)> {
    [("unit", w.unit), ("mine", w.mine), ("free", w.free), ("taken", w.taken)]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into()
}

fn task_line(
    state: &AppState,
    page: &Page,
    catalogue: &Catalogue,
    task: &TaskRow,
    (names, nudged): (&BTreeMap<String, String>, &Nudges),
) -> Line {
    let due = (task.due_at != NO_DUE).then(|| state.app.zone().civil(task.due_at));
    let reached = Stage::from_name(&task.stage);
    let kind = TaskKind::from_name(&task.kind);
    let w = &page.m.work.inbox;
    Line {
        what: kind.map(|kind| sentences::task_name(page.m, kind, &task.name)).unwrap_or_default(),
        who: task
            .assignee
            .as_ref()
            .and_then(|officer| names.get(officer).cloned())
            .unwrap_or_else(|| w.nobody.to_owned()),
        value: format!("{}|{}", task.dossier, task.step),
        label: fill(w.choose_row, &[("code", &task.dossier)]),
        nudged: nudged.get(&(task.dossier.clone(), task.step.clone())).map(|one| badge(page, *one)),
        row: Row {
            url: format!("/ho-so/{}", task.dossier),
            code: task.dossier.clone(),
            procedure: view::procedure_name(catalogue, &task.procedure_id, ""),
            applicant: task.applicant_name.clone(),
            state: reached.map_or("", |stage| sentences::stage(page.m, stage)),
            holder: catalogue.unit_name(&task.unit, page.today).to_owned(),
            due: due.map(|due| format::moment(page.m, due)),
            time_left: view::task_time_left(state, page.m, &task.unit, reached, due),
        },
    }
}

/// "Nhắc lần 2", "đã báo cáo cấp trên".
fn badge(page: &Page, nudged: Nudged) -> (TimeLeft, Option<TimeLeft>) {
    let t = &page.m.late.board;
    let count = TimeLeft::of(Tone::Warn, fill(t.nudged, &[("count", &nudged.count)]));
    (count, nudged.is_escalated.then(|| TimeLeft::of(Tone::Late, t.escalated)))
}

/// The signed-in person, who must hold a role; everybody else finds no page.
pub(in crate::web) fn staff(page: &Page) -> Result<&Person, Problem> {
    let person = page.caller()?;
    if person.is_staff(page.today) { Ok(person) } else { Err(Problem::NotFound) }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn units(page: &Page, catalogue: &Catalogue, person: &Person) -> Vec<(String, String)> {
    let name = |unit: &str| (unit.to_owned(), catalogue.unit_name(unit, page.today).to_owned());
    person.units(page.today).into_iter().map(name).collect()
}

fn states(m: &'static crate::messages::Messages) -> Vec<(String, String)> {
    let open = Stage::ALL.into_iter().filter(|stage| stage.is_open());
    open.map(|stage| (stage.name().to_owned(), sentences::stage(m, stage).to_owned())).collect()
}

fn choice(
    m: &'static crate::messages::Messages,
    name: &str,
    label: &str,
    values: Vec<(String, String)>,
    value: &str,
) -> Field {
    let choices = values.into_iter().map(|(id, text)| FormChoice::new(id, text)).collect();
    Field::new(m, name, label).kind(Control::Choice(choices)).value(value)
}

/// A dossier as a line of a list.
pub(super) fn line(state: &AppState, page: &Page, catalogue: &Catalogue, row: &Summary) -> Row {
    let due = (row.next_due_at != NO_DUE).then(|| format::moment(page.m, state.app.zone().civil(row.next_due_at)));
    Row {
        url: format!("/ho-so/{}", row.code),
        code: row.code.clone(),
        procedure: view::procedure_name(catalogue, &row.procedure_id, &row.procedure_version),
        applicant: row.applicant_name.clone(),
        state: Stage::from_name(&row.stage).map_or("", |stage| sentences::stage(page.m, stage)),
        holder: catalogue.unit_name(&row.holding_unit, page.today).to_owned(),
        due,
        time_left: view::row_time_left(state, page.m, row),
    }
}

//! `/can-bo`: what a unit must act on, the least time left first.

use crate::messages::{StaffInbox, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice, Pager, TimeLeft};
use crate::web::cursor::{self, After};
use crate::web::{Page, Problem, format, problem, view};
use app::dossier::{NO_DUE, Summary, WorklistFilter, WorklistKind};
use app::{ActError, Catalogue};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Person;
use domain::dossier::Stage;
use serde::Deserialize;

const PAGE_ROWS: i64 = 50;

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
    state: String,
    mine: String,
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

#[derive(Template)]
#[template(path = "staff/inbox.html")]
struct View {
    page: Page,
    t: &'static StaffInbox,
    caption: String,
    unit_field: Field,
    state_field: Field,
    mine_field: Field,
    rows: Vec<Row>,
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
    let person = staff(&page)?;
    let (m, t) = (page.m, &page.m.staff.inbox);
    let mine = asked.mine == "1";
    let filter = WorklistFilter {
        kind: WorklistKind::Held,
        unit: some(&asked.unit),
        stage: some(&asked.state),
        assignee: mine.then(|| person.id.clone()),
        after: after.cursor(),
        limit: PAGE_ROWS,
        ..WorklistFilter::default()
    };
    let found = match state.app.worklist(person, filter).await {
        Err(ActError::NotYours) => return Err(Problem::NotFound),
        other => other?,
    };
    let catalogue = state.app.catalogue();
    let units = units(&page, &catalogue, person);
    let unit =
        if asked.unit.is_empty() { units.first().map(|(id, _)| id.clone()).unwrap_or_default() } else { asked.unit };
    let here = format!(
        "/can-bo?unit={}&state={}&mine={}",
        format::query_escaped(&unit),
        format::query_escaped(&asked.state),
        if mine { "1" } else { "" }
    );
    let next = found.next.map(|cursor| format!("{here}&{}", cursor::query(&cursor)));
    let view = View {
        caption: fill(t.caption, &[("unit", &catalogue.unit_name(&unit, page.today))]),
        unit_field: choice(m, "unit", t.unit, units, &unit),
        state_field: choice(m, "state", t.state, states(m), &asked.state).optional_silently(t.any_state),
        mine_field: Field::new(m, "mine", t.mine_only)
            .kind(Control::Tick)
            .value(if mine { "1" } else { "" })
            .optional(),
        rows: found.rows.iter().map(|row| line(&state, &page, &catalogue, row)).collect(),
        pager: Pager::new(m, here, after.at_start(), next),
        t,
        page,
    };
    problem::show(&view)
}

/// The signed-in person, who must hold a role; everybody else finds no page.
pub(super) fn staff(page: &Page) -> Result<&Person, Problem> {
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

//! `/can-bo/cap-duoi`: dossiers that are late at a unit below, or of which the level above was told. For its head, to read.

use super::inbox::{Row, line, staff};
use crate::messages::{LateBelow, StaffInbox, fill};
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice, Pager};
use crate::web::cursor::{self, After};
use crate::web::{Page, Problem, format, problem};
use app::dossier::WorklistFilter;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

pub(super) const URL: &str = "/can-bo/cap-duoi";
const PAGE_ROWS: i64 = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
}

#[derive(Template)]
#[template(path = "staff/below.html")]
struct View {
    page: Page,
    t: &'static LateBelow,
    i: &'static StaffInbox,
    unit: String,
    unit_field: Field,
    caption: String,
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
    let units = state.app.units_below(person);
    let first = units.first().ok_or(Problem::NotFound)?.0.clone();
    let unit = if asked.unit.is_empty() { first } else { asked.unit };
    if !units.iter().any(|(id, _)| *id == unit) {
        return Err(Problem::NotFound);
    }
    let filter = WorklistFilter {
        unit: Some(unit.clone()),
        after: after.cursor(),
        limit: PAGE_ROWS,
        ..WorklistFilter::default()
    };
    let found = state.app.worklist(person, filter).await?;
    let here = format!("{URL}?unit={}", format::query_escaped(&unit));
    let next = found.next.map(|cursor| format!("{here}&{}", cursor::query(&cursor)));
    let (m, catalogue) = (page.m, state.app.catalogue());
    let choices = units.into_iter().map(|(id, name)| FormChoice::new(id, name)).collect();
    let view = View {
        unit_field: Field::new(m, "unit", m.late.below.unit).kind(Control::Choice(choices)).value(unit.clone()),
        caption: fill(m.late.below.caption, &[("unit", &catalogue.unit_name(&unit, page.today))]),
        rows: found.rows.iter().map(|row| line(&state, &page, &catalogue, row)).collect(),
        pager: Pager::new(m, here, after.at_start(), next),
        t: &m.late.below,
        i: &m.staff.inbox,
        unit,
        page,
    };
    problem::show(&view)
}

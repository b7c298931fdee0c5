//! `/can-bo/yeu-cau-sat-han`: requests for papers on the due date or later, for heads of units and the reform office.

use super::inbox::staff;
use crate::messages::{Messages, ReasonLate, fill};
use crate::state::AppState;
use crate::web::components::Pager;
use crate::web::cursor::{self, After};
use crate::web::{Page, Problem, format, problem, view};
use app::dossier::FlagRow;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

pub(super) const URL: &str = "/can-bo/yeu-cau-sat-han";
const PAGE_ROWS: i64 = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    unit: String,
}

struct Line {
    url: String,
    code: String,
    procedure: String,
    unit: String,
    at: String,
    marks: String,
}

#[derive(Template)]
#[template(path = "staff/late.html")]
struct View {
    page: Page,
    t: &'static ReasonLate,
    lines: Vec<Line>,
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
    let unit = Some(asked.unit.as_str()).filter(|unit| !unit.is_empty());
    let found = state.app.late_requests(person, unit, after.cursor(), PAGE_ROWS).await?;
    let here = unit.map_or_else(|| URL.to_owned(), |unit| format!("{URL}?unit={}", format::query_escaped(unit)));
    let joint = if unit.is_some() { '&' } else { '?' };
    let next = found.next.map(|cursor| format!("{here}{joint}{}", cursor::query(&cursor)));
    let view = View {
        lines: found.rows.iter().map(|row| line(&state, &page, row)).collect(),
        pager: Pager::new(page.m, here, after.at_start(), next),
        t: &page.m.reason.late,
        page,
    };
    problem::show(&view)
}

fn line(state: &AppState, page: &Page, row: &FlagRow) -> Line {
    let (m, catalogue): (&Messages, _) = (page.m, state.app.catalogue());
    let t = &m.reason.late;
    let mut marks = vec![t.on_due_date.to_owned()];
    if row.exceptional {
        marks.push(fill(t.second, &[("number", &row.number)]));
    }
    if row.late_notice {
        marks.push(t.late_notice.to_owned());
    }
    Line {
        url: format!("/ho-so/{}", row.dossier),
        code: row.dossier.clone(),
        procedure: view::procedure_name(&catalogue, &row.procedure_id, ""),
        unit: catalogue.unit_name(&row.unit, page.today).to_owned(),
        at: format::moment(m, state.app.zone().civil(row.at)),
        marks: marks.join("; "),
    }
}

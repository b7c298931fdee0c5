//! `/can-bo/tim`: search among the dossiers that one may see.

use super::inbox::{Row, line, staff};
use crate::messages::{StaffFind, StaffInbox, fill};
use crate::state::AppState;
use crate::web::components::Pager;
use crate::web::{Page, Problem, problem};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::dossier::Code;
use serde::Deserialize;

const ROWS: i64 = 50;

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "staff/find.html")]
struct View {
    page: Page,
    t: &'static StaffFind,
    i: &'static StaffInbox,
    q: String,
    summary: Option<String>,
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
) -> Result<Response, Problem> {
    let person = staff(&page)?;
    let (m, t) = (page.m, &page.m.staff.find);
    let q: String = asked.q.trim().chars().take(200).collect();
    // A whole code goes straight to its dossier, when it may be seen.
    if let Ok(code) = Code::parse(&q)
        && state.app.dossier(person, code.as_str()).await.is_ok()
    {
        return Ok(Redirect::to(&format!("/ho-so/{code}")).into_response());
    }
    let unit = Some(asked.unit.as_str()).filter(|unit| !unit.is_empty());
    let found = state.app.search_dossiers(person, unit, &q, ROWS).await?;
    let catalogue = state.app.catalogue();
    let summary = match (q.is_empty(), found.len()) {
        (true, _) => None,
        (false, 0) => Some(fill(t.nothing, &[("q", &q)])),
        (false, count) => Some(fill(t.found, &[("count", &count), ("q", &q)])),
    };
    let view = View {
        rows: found.iter().map(|row| line(&state, &page, &catalogue, row)).collect(),
        pager: Pager::new(m, "/can-bo/tim".to_owned(), true, None),
        i: &m.staff.inbox,
        q,
        summary,
        t,
        page,
    };
    problem::show(&view)
}

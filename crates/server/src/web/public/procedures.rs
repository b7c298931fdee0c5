//! `/thu-tuc`: search among procedures, by words without diacritics or by field.

use super::procedure::limit_text;
use crate::messages::{Messages, PublicSearch, fill};
use crate::state::AppState;
use crate::web::components::{Crumbs, Pager};
use crate::web::{Page, Problem, format, problem};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::procedure::Procedure;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::Arc;

const PAGE_ROWS: usize = 20;
const RANKED_ROWS: usize = 50;
const QUERY_CHARS_MAX: usize = 200;

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    field: String,
    after: String,
}

struct Hit {
    url: String,
    name: String,
    code: String,
    field: String,
    limit: Option<String>,
    note: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "public/procedures.html")]
struct View {
    page: Page,
    t: &'static PublicSearch,
    crumbs: Crumbs,
    q: String,
    summary: String,
    advice: Option<&'static str>,
    hits: Vec<Hit>,
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
    let (m, t) = (page.m, &page.m.public.search);
    let today = state.app.today();
    let q: String = asked.q.trim().chars().take(QUERY_CHARS_MAX).collect();
    let (found, next) = if q.is_empty() {
        browse(&state, &asked, today)
    } else {
        (state.app.search_procedures(&q, RANKED_ROWS).await?, None)
    };
    let next = next.map(|after| address(&asked.field, &after));
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), t.title),
        summary: summary(t, &q, &asked.field, found.len()),
        advice: found.is_empty().then_some(t.advice),
        hits: found.iter().map(|procedure| hit(m, procedure, today)).collect(),
        pager: Pager::new(m, address(&asked.field, ""), asked.after.is_empty(), next),
        q,
        t,
        page,
    };
    problem::show(&view)
}

/// Procedures in the order of their ids, those of a field when one is given, and where the next page begins.
fn browse(state: &AppState, asked: &Asked, today: Date) -> (Vec<Arc<Procedure>>, Option<String>) {
    let catalogue = state.app.catalogue();
    let wanted = |procedure: &&Arc<Procedure>| asked.field.is_empty() || procedure.field_vi == asked.field;
    let mut found: Vec<Arc<Procedure>> = catalogue
        .procedures(today)
        .filter(wanted)
        .filter(|procedure| procedure.id.as_str() > asked.after.as_str())
        .take(PAGE_ROWS + 1)
        .map(Arc::clone)
        .collect();
    let more = found.len() > PAGE_ROWS;
    found.truncate(PAGE_ROWS);
    let next = found.last().filter(|_| more).map(|procedure| procedure.id.clone());
    (found, next)
}

fn address(field: &str, after: &str) -> String {
    format!("/thu-tuc?field={}&after={}", format::query_escaped(field), format::query_escaped(after))
}

fn summary(t: &PublicSearch, q: &str, field: &str, count: usize) -> String {
    match (q.is_empty(), count) {
        (true, _) if field.is_empty() => t.all.to_owned(),
        (true, _) => field.to_owned(),
        (false, 0) => fill(t.nothing, &[("q", &q)]),
        (false, RANKED_ROWS..) => fill(t.found_many, &[("q", &q), ("count", &count)]),
        (false, _) => fill(t.found, &[("q", &q), ("count", &count)]),
    }
}

fn hit(m: &Messages, procedure: &Procedure, today: Date) -> Hit {
    Hit {
        url: format!("/thu-tuc/{}", procedure.id),
        name: procedure.name_vi.clone(),
        code: procedure.code.clone().unwrap_or_else(|| procedure.id.clone()),
        field: procedure.field_vi.clone(),
        limit: procedure.promised_limit().or_else(|| procedure.legal_limit()).and_then(|limit| limit_text(m, limit)),
        note: (!procedure.is_open_for_dossiers(today)).then_some(m.public.search.information_only),
    }
}

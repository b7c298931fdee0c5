//! `/thu-tuc`: search among procedures by everyday, official and mistyped words, or browse by event, field, unit, level,
//! audience and online scope.

use super::narrow::{Asked, Select, selects};
use super::procedure::limit_text;
use crate::messages::{Messages, OpennessBrowse, PublicSearch, fill};
use crate::state::AppState;
use crate::web::components::{Crumbs, Pager};
use crate::web::{Page, Problem, format, problem};
use app::Catalogue;
use app::find::{Found, Why};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::procedure::Procedure;
use jiff::civil::Date;

const PAGE_ROWS: usize = 20;
const RANKED_ROWS: usize = 50;
const QUERY_CHARS_MAX: usize = 200;

struct Hit {
    url: String,
    name: String,
    code: String,
    field: String,
    limit: Option<String>,
    why: Option<String>,
    note: Option<&'static str>,
}

struct Meant {
    url: String,
    text: String,
}

#[derive(Template)]
#[template(path = "public/procedures.html")]
struct View {
    page: Page,
    t: &'static PublicSearch,
    b: &'static OpennessBrowse,
    crumbs: Crumbs,
    q: String,
    day: String,
    selects: Vec<Select>,
    is_narrowed: bool,
    summary: String,
    did_you_mean: Option<Meant>,
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
    let day = asked.day(state.app.today());
    let shelf = state.app.shelf(day).await?;
    let catalogue = state.app.catalogue();
    let q: String = asked.q.trim().chars().take(QUERY_CHARS_MAX).collect();
    let wanted = asked.wanted();
    let shown = |procedure: &Procedure, why| hit(m, &catalogue, procedure, day, why);
    let (hits, summary, did_you_mean, next) = if q.is_empty() {
        let (found, next) = shelf.page(&wanted, &asked.after, PAGE_ROWS);
        let hits: Vec<Hit> = found.iter().map(|shelved| shown(&shelved.procedure, None)).collect();
        (hits, counted(m, &asked, day, shelf.count(&wanted)), None, next)
    } else {
        let Found { hits, did_you_mean } = state.app.find_procedures(&q, RANKED_ROWS).await?;
        let fits = |id: &str| wanted.is_everything() || shelf.get(id).is_some_and(|shelved| wanted.takes(shelved));
        let hits = hits.iter().filter(|hit| fits(&hit.procedure.id));
        let hits: Vec<Hit> = hits.map(|hit| shown(&hit.procedure, why(m, &hit.why))).collect();
        let summary = summary(t, &q, hits.len());
        (hits, summary, did_you_mean.map(|text| meant(&asked, text)), None)
    };
    let view = View {
        b: &m.openness.browse,
        crumbs: Crumbs::new(m, Vec::new(), t.title),
        selects: selects(m, &catalogue, &shelf, &asked, day),
        is_narrowed: !wanted.is_everything(),
        day: asked.day.clone(),
        summary,
        did_you_mean,
        advice: hits.is_empty().then_some(t.advice),
        hits,
        pager: Pager::new(
            m,
            asked.address("", ""),
            asked.after.is_empty(),
            next.map(|after| asked.address("", &after)),
        ),
        q,
        t,
        page,
    };
    problem::show(&view)
}

fn meant(asked: &Asked, text: String) -> Meant {
    Meant { url: asked.address(&text, ""), text }
}

fn counted(m: &Messages, asked: &Asked, day: Date, count: usize) -> String {
    let b = &m.openness.browse;
    let count = format::grouped(i64::try_from(count).unwrap_or(i64::MAX));
    if asked.in_force.is_empty() {
        fill(b.counted, &[("count", &count)])
    } else {
        fill(b.counted_on, &[("count", &count), ("day", &format::day(day))])
    }
}

fn summary(t: &PublicSearch, q: &str, count: usize) -> String {
    match count {
        0 => fill(t.nothing, &[("q", &q)]),
        RANKED_ROWS.. => fill(t.found_many, &[("q", &q), ("count", &count)]),
        _ => fill(t.found, &[("q", &q), ("count", &count)]),
    }
}

/// Why something was found, where the name alone does not show it.
fn why(m: &Messages, why: &Why) -> Option<String> {
    let b = &m.openness.browse;
    match why {
        Why::Synonym { everyday, official } => {
            Some(fill(b.why_synonym, &[("everyday", everyday), ("official", official)]))
        }
        Why::Typo => Some(b.why_typo.to_owned()),
        Why::Text => Some(b.why_text.to_owned()),
        Why::Code | Why::Exact | Why::Prefix | Why::Phrase | Why::Words => None,
    }
}

fn hit(m: &Messages, catalogue: &Catalogue, procedure: &Procedure, day: Date, why: Option<String>) -> Hit {
    Hit {
        url: format!("/thu-tuc/{}", procedure.id),
        name: procedure.name_vi.clone(),
        code: procedure.code.clone().unwrap_or_else(|| procedure.id.clone()),
        field: procedure.field_vi.clone(),
        limit: procedure.promised_limit().or_else(|| procedure.legal_limit()).and_then(|limit| limit_text(m, limit)),
        why,
        note: (!catalogue.takes_dossiers(procedure, day)).then_some(m.public.search.information_only),
    }
}

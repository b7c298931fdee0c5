//! `/van-ban-phap-luat/{text}/thay-doi`: what changed in a text between two days.

use super::LIST;
use crate::messages::{StatuteChanges, fill};
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::{Page, Problem, format, problem};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::statute::{PartChange, PartState, What, changed};
use serde::Deserialize;

/// The two days in the query.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    from: String,
    to: String,
}

struct Row {
    part: String,
    what: &'static str,
    before: Option<String>,
    after: Option<String>,
    by: Option<String>,
}

#[derive(Template)]
#[template(path = "statute/changes.html")]
struct View {
    page: Page,
    t: &'static StatuteChanges,
    crumbs: Crumbs,
    title: String,
    between: Option<String>,
    rows: Vec<Row>,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.statute.changes);
    let catalogue = state.app.catalogue();
    let text = super::find(&catalogue, &name)?;
    let days = format::read_day(&asked.from).zip(format::read_day(&asked.to)).filter(|(from, to)| from <= to);
    let on = |day| catalogue.statutes.consolidated(&text.id, day).ok_or(Problem::NotFound);
    let changes = match days {
        Some((from, to)) => changed(&on(from)?, &on(to)?),
        None => Vec::new(),
    };
    let title = fill(t.title, &[("symbol", &text.id)]);
    let above = vec![
        (LIST.to_owned(), m.statute.list.title.to_owned()),
        (super::address(&text.id), format!("{} {}", text.kind_vi, text.id)),
    ];
    let view = View {
        crumbs: Crumbs::new(m, above, title.clone()),
        between: days.map(|(from, to)| fill(t.between, &[("from", &format::day(from)), ("to", &format::day(to))])),
        rows: changes.into_iter().map(|change| row(&page, change)).collect(),
        title,
        t,
        page,
    };
    problem::show(&view)
}

fn row(page: &Page, change: PartChange) -> Row {
    let t = &page.m.statute.changes;
    let (what, before, after) = match change.what {
        What::Added { words } => (t.added, None, Some(words)),
        What::Gone { words } => (t.gone, Some(words), None),
        What::Reworded { before, after } => (t.reworded, Some(before), Some(after)),
        What::Stands { now: PartState::InForce } => (t.again, None, None),
        What::Stands { now: PartState::Repealed { .. } } => (t.repealed, None, None),
        What::Stands { now: PartState::Suspended { .. } } => (t.suspended, None, None),
    };
    let words = &page.m.statute.show;
    let by = change.by.map(|by| {
        let named = match by.stated_in {
            None => fill(words.origin, &[("by", &by.text)]),
            Some(part) => fill(words.origin_at, &[("part", &part.cited()), ("by", &by.text)]),
        };
        format!("{named}, {}", fill(words.relation_from, &[("day", &format::day(by.since))]))
    });
    Row { part: change.address.cited(), what, before, after, by }
}

//! `/can-bo/van-ban-di/{id}/so-sanh?tu=1&den=2`: what differs between two typed versions.

use super::{LIST, url_of};
use crate::messages::{OutgoingCompare, fill};
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::{Page, Problem, problem};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::document::{Change, Piece, changes};
use serde::Deserialize;

/// The query: from which version to which; without them the last two.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(in crate::web) struct Asked {
    tu: Option<u32>,
    den: Option<u32>,
}

#[derive(Template)]
#[template(path = "outgoing/compare.html")]
struct View {
    page: Page,
    t: &'static OutgoingCompare,
    crumbs: Crumbs,
    caption: String,
    changes: Vec<Change>,
    is_same: bool,
    back: String,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(in crate::web) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let person = page.caller()?;
    let view = state.app.outgoing_document(person, &id).await?;
    let newest = view.document.newest().unwrap_or(0);
    let newer = asked.den.unwrap_or(newest);
    let older = asked.tu.unwrap_or(newer.saturating_sub(1));
    let before = state.app.text_of_version(person, &id, older).await?.ok_or(Problem::NotFound)?;
    let after = state.app.text_of_version(person, &id, newer).await?.ok_or(Problem::NotFound)?;
    let changes = changes(&before, &after);
    let (m, t, back) = (page.m, &page.m.outgoing.compare, url_of(&id));
    let above = vec![(LIST.to_owned(), m.outgoing.list.title.to_owned()), (back.clone(), id)];
    let view = View {
        crumbs: Crumbs::new(m, above, t.title),
        caption: fill(t.caption, &[("older", &older), ("newer", &newer)]),
        is_same: changes.iter().all(|change| matches!(change, Change::Same(_))),
        changes,
        back,
        t,
        page,
    };
    problem::show(&view)
}

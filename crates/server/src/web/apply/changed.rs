//! `…/thay-doi`: what has changed since the draft was begun, and going on under the new rules.

use super::{Step, address};
use crate::messages::RegistryChanged;
use crate::sentences::ChangeLine;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::page::TokenInput;
use crate::web::registry::change_lines;
use crate::web::{Page, Problem, SignedForm, problem};
use app::draft::DraftView;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "apply/changed.html")]
struct View {
    page: Page,
    t: &'static RegistryChanged,
    crumbs: Crumbs,
    name: String,
    lines: Vec<ChangeLine>,
    token: TokenInput,
    action: String,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

/// Address of the page for a draft.
pub(super) fn url(draft: &DraftView) -> String {
    format!("{}/thay-doi", address(draft, Step::Place))
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((_, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.registry.changed);
    let draft = state.app.draft(page.owner(), &code).await?;
    let Some(change) = state.app.draft_change(&draft).filter(|_| draft.submitted_as.is_none()) else {
        return Ok(Redirect::to(&address(&draft, Step::Place)).into_response());
    };
    let above = vec![("/thu-tuc".to_owned(), m.common.nav.procedures.to_owned())];
    let view = View {
        crumbs: Crumbs::new(m, above, t.title),
        name: change.now.procedure.name_vi.clone(),
        lines: change_lines(m, &change.before, &change.now, true),
        token: page.token(),
        action: url(&draft),
        t,
        page,
    };
    problem::show(&view)
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((_, code)): Path<(String, String)>,
    SignedForm(_): SignedForm,
) -> Result<Response, Problem> {
    let draft = state.app.draft(page.owner(), &code).await?;
    let draft = state.app.draft_carry_over(page.owner(), draft).await?;
    Ok(Redirect::to(&address(&draft, Step::Form)).into_response())
}

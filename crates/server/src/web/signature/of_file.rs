//! `/ho-so/{code}/tep/{sha256}/chu-ky`: the signatures on a file of a dossier, for whoever may see it.

use super::verdict::Verdict;
use crate::messages::SignatureCheck;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::{Page, Problem, problem};
use app::ActError;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "dossier/signatures.html")]
struct View {
    page: Page,
    t: &'static SignatureCheck,
    crumbs: Crumbs,
    verdict: Verdict,
    back: String,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.of_file
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((code, sha256)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let found = match state.app.check_file_of(page.caller()?, &code, &sha256).await {
        // A picture has no signatures to look at.
        Err(ActError::Invalid(_)) => return Err(Problem::NotFound),
        other => other?,
    };
    let (m, t) = (page.m, &page.m.signature.check);
    let back = format!("/ho-so/{code}");
    let view = View {
        crumbs: Crumbs::new(m, vec![(back.clone(), code.clone())], t.of_file),
        verdict: Verdict::of(m, &state.app.catalogue(), page.today, found),
        back,
        t,
        page,
    };
    problem::show(&view)
}

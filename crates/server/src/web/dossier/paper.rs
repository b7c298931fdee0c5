//! `/ho-so/{code}/to-khai`: the form of a dossier as it is printed, for its people and for the office.

use crate::messages::{VI, fill};
use crate::state::AppState;
use crate::web::eform::{Paper, Signed};
use crate::web::{Page, Problem, format, paper};
use axum::extract::{Path, State};
use axum::response::Response;

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let of = state.app.dossier(page.caller()?, &code).await?;
    // Whoever sees the dossier and not what was declared in it finds no form either.
    let particulars = of.particulars.ok_or(Problem::NotFound)?;
    let dossier = &of.dossier;
    let at = format::moment(&VI, dossier.submitted_at);
    let signed = Signed {
        name: particulars.applicant.name.clone(),
        on: Some(dossier.submitted_at.date()),
        origin: fill(VI.public.paper.dossier, &[("code", &dossier.code), ("at", &at)]),
    };
    let sheet = Paper::of(&state.app.catalogue().form_of_dossier(dossier), &particulars.form, signed);
    let above = vec![(format!("/ho-so/{}", dossier.code), dossier.code.to_string())];
    paper::show(page, above, sheet)
}

//! `…/to-khai`: the form of a draft as it is printed, for whoever hands it in on paper.

use super::{Step, address, open};
use crate::messages::{VI, fill};
use crate::state::AppState;
use crate::web::eform::{Paper, Signed};
use crate::web::{Page, Problem, applicant, paper};
use app::draft::DraftView;
use axum::extract::{Path, State};
use axum::response::Response;

/// Address of the page for a draft.
pub(super) fn url(draft: &DraftView) -> String {
    format!("{}/to-khai", address(draft, Step::Place))
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (procedure, draft) = open(&state, &page, &id, &code).await?;
    let form = state.app.catalogue().form(&procedure);
    let signed = Signed {
        name: applicant::applicant(&draft.content.applicant).name,
        on: None,
        origin: fill(VI.public.paper.draft, &[("code", &draft.code)]),
    };
    let sheet = Paper::of(&form, &form.kept(&draft.content.form, page.today), signed);
    let above = vec![
        (format!("/thu-tuc/{}", procedure.id), procedure.name_vi.clone()),
        (address(&draft, Step::Review), page.m.public.apply.step_review.to_owned()),
    ];
    paper::show(page, above, sheet)
}

//! `/can-bo/van-ban-den/{id}/tep/{sha256}`: a file of an incoming document, always as a download, and what its signatures
//! say.

use super::outgoing::SignaturesView;
use super::{LIST, url_of};
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::format::query_escaped;
use crate::web::signature::Verdict;
use crate::web::{Page, Problem, problem};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, sha256)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (file, bytes) = state.app.file_of_incoming(page.caller()?, &id, &sha256).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", query_escaped(&file.name))),
        (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
        (header::CONTENT_LENGTH, file.size_bytes.max(0).to_string()),
    ];
    Ok((headers, Body::from_stream(bytes)).into_response())
}

/// What the signatures of a file that came say.
pub(super) async fn signatures(
    page: Page,
    State(state): State<AppState>,
    Path((id, sha256)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let found = state.app.check_incoming(page.caller()?, &id, &sha256).await?.ok_or(Problem::NotFound)?;
    let (m, t, back) = (page.m, &page.m.signature.check, url_of(&id));
    let above = vec![(LIST.to_owned(), m.document.list.title.to_owned()), (back.clone(), id)];
    let crumbs = Crumbs::new(m, above, t.of_file);
    let verdict = Verdict::of_document(m, found, m.document.show.is_the_file);
    problem::show(&SignaturesView { page, t, crumbs, verdict, back })
}

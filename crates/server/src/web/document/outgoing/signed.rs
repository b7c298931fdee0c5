//! A document on its page: the draft as it will look, the file that was signed, and what its signatures say.

use super::{LIST, url_of};
use crate::messages::SignatureCheck;
use crate::papers;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::format::query_escaped;
use crate::web::signature::Verdict;
use crate::web::{Page, Problem, printed, problem};
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

#[derive(Template)]
#[template(path = "dossier/signatures.html")]
pub(in crate::web::document) struct View {
    pub(in crate::web::document) page: Page,
    pub(in crate::web::document) t: &'static SignatureCheck,
    pub(in crate::web::document) crumbs: Crumbs,
    pub(in crate::web::document) verdict: Verdict,
    pub(in crate::web::document) back: String,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.of_file
    }
}

/// A typed version on its page.
pub(in crate::web) async fn draft(
    page: Page,
    State(state): State<AppState>,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let number = number.parse().map_err(|_| Problem::NotFound)?;
    let person = page.caller()?;
    let view = state.app.outgoing_document(person, &id).await?;
    let text = state.app.text_of_version(person, &id, number).await?.ok_or(Problem::NotFound)?;
    Ok(printed::answer(papers::draft_page(&state, &view, &text).await?))
}

/// The file that the document is, always as a download.
pub(in crate::web) async fn file(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (file, bytes) = state.app.issued_file_of(page.caller()?, &id).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", query_escaped(&file.name))),
        (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
        (header::CONTENT_LENGTH, file.size_bytes.max(0).to_string()),
    ];
    Ok((headers, Body::from_stream(bytes)).into_response())
}

/// What the signatures of the document say.
pub(in crate::web) async fn signatures(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let found = state.app.check_outgoing(page.caller()?, &id).await?.ok_or(Problem::NotFound)?;
    let (m, t, back) = (page.m, &page.m.signature.check, url_of(&id));
    let above = vec![(LIST.to_owned(), m.outgoing.list.title.to_owned()), (back.clone(), id)];
    let crumbs = Crumbs::new(m, above, t.of_file);
    let verdict = Verdict::of_document(m, found, m.outgoing.show.is_the_file);
    problem::show(&View { page, t, crumbs, verdict, back })
}

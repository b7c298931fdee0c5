//! `…/tep/{sha256}`: evidence, always as a download: for those who see the sheet, and for everybody where it is open.

use crate::state::AppState;
use crate::web::format::query_escaped;
use crate::web::{Page, Problem};
use app::FileReader;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::round::Evidence;

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, unit, sha256)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let found = state.app.round_evidence(page.caller()?, (&id, &unit), &sha256).await?;
    Ok(download(found))
}

pub(super) async fn open(
    State(state): State<AppState>,
    Path((id, unit, sha256)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    Ok(download(state.app.open_evidence((&id, &unit), &sha256).await?))
}

fn download((file, bytes): (Evidence, FileReader)) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", query_escaped(&file.name))),
        (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
        (header::CONTENT_LENGTH, file.size_bytes.to_string()),
    ];
    (headers, Body::from_stream(bytes)).into_response()
}

//! `/can-bo/van-ban-den/{id}/tep/{sha256}`: a file of an incoming document, always as a download.

use crate::state::AppState;
use crate::web::format::query_escaped;
use crate::web::{Page, Problem};
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

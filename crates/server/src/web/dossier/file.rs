//! `/ho-so/{code}/tep/{sha256}`: a file of the dossier, always as a download, never shown inside our pages.

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
    Path((code, sha256)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (file, bytes) = state.app.file_of_dossier(page.caller()?, &code, &sha256).await?;
    let name = if file.name.is_empty() { file.sha256.clone() } else { file.name };
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", query_escaped(&name))),
        (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
        (header::CONTENT_LENGTH, file.size_bytes.max(0).to_string()),
    ];
    Ok((headers, Body::from_stream(bytes)).into_response())
}

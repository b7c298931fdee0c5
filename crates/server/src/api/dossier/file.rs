//! A file of a dossier, given to whoever may see the dossier.

use crate::api::blob::Bytes;
use crate::api::extract::{Caller, Path};
use crate::api::problem::Problem;
use crate::api::responses;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};

/// The bytes of a file of a dossier or of its result.
#[utoipa::path(
    get, path = "/dossiers/{code}/files/{sha256}", tag = "files", operation_id = "getFile", security(("token" = [])),
    params(("code" = String, Path, description = "Official code"), ("sha256" = String, Path, description = "SHA-256 of the file")),
    responses(
        (status = 200, description = "The bytes", body = inline(Bytes), content_type = "application/octet-stream"),
        responses::Missing, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn file(
    State(state): State<AppState>,
    Caller(person): Caller,
    Path((code, sha256)): Path<(String, String)>,
) -> Result<([(HeaderName, HeaderValue); 2], Body), Problem> {
    let (_, bytes) = state.app.file_of_dossier(&person, &code, &sha256).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
    ];
    Ok((headers, Body::from_stream(bytes)))
}

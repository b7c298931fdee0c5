//! Files go first: streamed in under their own hash, then named by it.

use super::extract::{Caller, Path};
use super::problem::Problem;
use super::responses;
use crate::state::AppState;
use app::draft::Owner;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

/// A stored file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BlobBody {
    /// SHA-256 of the stored bytes.
    sha256: String,
    /// How many bytes are stored.
    size_bytes: u64,
}

/// Stores a file.
///
/// The body is the file itself. The answer comes only when the stored bytes have the announced hash; sending the same
/// file again changes nothing. Only whoever sent a file may name it in a dossier. A file that no dossier names may be
/// removed later.
#[utoipa::path(
    put, path = "/blobs/{sha256}", tag = "files", operation_id = "putBlob", security(("token" = [])),
    params(("sha256" = inline(Sha256), Path, description = "SHA-256 of the bytes, in lower-case hexadecimal digits")),
    request_body(content = inline(Bytes), content_type = "application/octet-stream", description = "The bytes of the file, at most 50 MB"),
    responses(
        (status = 201, description = "Stored", body = BlobBody),
        (status = 200, description = "It was stored already", body = BlobBody),
        responses::CutOff, responses::TooLarge, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(super) async fn put(
    State(state): State<AppState>,
    Caller(person): Caller,
    Path(sha256): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<BlobBody>), Problem> {
    let known = state.app.has_blob(&sha256).await?;
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > app::UPLOAD_BYTES_MAX) {
        return Err(Problem::TooLarge(app::UPLOAD_BYTES_MAX));
    }
    let stored = state.app.put_blob(Owner::Person(&person), &sha256, body.into_data_stream()).await?;
    let status = if known { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(BlobBody { sha256: stored.sha256, size_bytes: stored.size_bytes })))
}

/// 64 hexadecimal digits.
#[derive(ToSchema)]
#[schema(pattern = "^[0-9a-f]{64}$")]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct Sha256(String);

/// Raw bytes.
#[derive(ToSchema)]
#[schema(format = Binary)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct Bytes(String);

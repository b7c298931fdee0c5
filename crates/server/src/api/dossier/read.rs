//! One dossier.

use super::body::DossierBody;
use crate::api::extract::{Caller, Path, Reader};
use crate::api::problem::Problem;
use crate::api::responses;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};

/// A dossier as this caller sees it, with the actions open to this caller now.
#[utoipa::path(
    get, path = "/dossiers/{code}", tag = "dossiers", operation_id = "getDossier", security(("token" = [])),
    params(("code" = String, Path, description = "Official code")),
    responses(
        (status = 200, description = "The dossier", body = DossierBody,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        responses::Missing, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn show(
    State(state): State<AppState>,
    Caller(person): Caller,
    reader: Reader,
    Path(code): Path<String>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<DossierBody>), Problem> {
    let view = state.app.dossier(&person, &code).await?;
    let tag = tag(view.dossier.version);
    Ok(([tag], Json(DossierBody::of(&state.app, reader.m(), view))))
}

/// The entity tag of a version.
pub(super) fn tag(version: i64) -> (HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"\""));
    (header::ETAG, value)
}

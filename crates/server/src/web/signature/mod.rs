//! Signed results: checked by anybody, and looked at on the page of their dossier.

mod check;
mod of_file;
mod verdict;

pub(super) use verdict::{Verdict, brief};

use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;

/// Bytes beside the file in one request.
const FORM_BYTES: usize = 64 * 1024;

pub(super) fn router() -> Router<AppState> {
    let most = app::signature::CHECKED_BYTES_MAX.saturating_mul(2).saturating_add(FORM_BYTES);
    Router::new()
        .route("/kiem-tra-ket-qua", get(check::show).post(check::look_at))
        .layer(DefaultBodyLimit::max(most))
        .route("/ho-so/{code}/tep/{sha256}/chu-ky", get(of_file::show))
}

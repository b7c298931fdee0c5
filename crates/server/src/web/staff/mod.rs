//! Pages of the staff: inbox, search, counter intake.

mod below;
mod board;
mod bulk;
mod counter;
mod find;
mod inbox;
mod late;
mod outbox;
mod owed;
mod record;
mod scans;

pub(super) use inbox::staff as staff_of_page;

use super::upload;
use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/can-bo", get(inbox::show))
        .route("/can-bo/viec", post(bulk::submit))
        .route("/can-bo/dieu-hanh", get(board::show))
        .route("/can-bo/yeu-cau-sat-han", get(late::show))
        .route("/can-bo/cap-duoi", get(below::show))
        .route("/can-bo/tim", get(find::show))
        .route("/can-bo/thong-bao", get(outbox::show).post(outbox::again))
}

/// The counter takes files with the form.
pub(super) fn upload_router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/tiep-nhan", get(counter::show).post(counter::submit))
        .route("/can-bo/may-quet/{unit}/{file}", get(scans::show))
        .layer(DefaultBodyLimit::max(upload::REQUEST_BYTES_MAX))
}

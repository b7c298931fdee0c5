//! Absence and delegation (vắng mặt, ủy quyền) on a page: one's own, and the unit's month for its head.

mod act;
mod forms;
mod show;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

/// Address of the page.
const URL: &str = "/can-bo/vang-mat";

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/can-bo/vang-mat", get(show::show)).route("/can-bo/vang-mat/viec/{action}", post(act::submit))
}

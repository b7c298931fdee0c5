//! Pages for everybody: home, procedures, tracking, receipt, own dossiers, overview.

mod chart;
mod home;
mod mine;
mod overview;
pub(super) mod procedure;
mod procedures;
mod receipt;
mod track;

pub(super) use receipt::Held as HeldReceipt;

use crate::state::AppState;
use axum::Router;
use axum::routing::get;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/", get(home::show))
        .route("/thu-tuc", get(procedures::show))
        .route("/thu-tuc/{code}", get(procedure::show))
        .route("/tra-cuu", get(track::show))
        .route("/ho-so", get(mine::show))
        .route("/ho-so/{code}/bien-nhan", get(receipt::show))
        .route("/tong-quan", get(overview::show))
}

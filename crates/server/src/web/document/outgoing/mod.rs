//! Outgoing documents on pages: drafts, their way to the signature, number, issue, and the register.

mod act;
mod book;
mod compare;
mod draft;
mod how;
mod list;
mod show;
mod signed;

pub(in crate::web) use list::waiting_link;
pub(super) use signed::View as SignaturesView;

use crate::state::AppState;
use crate::web::upload;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

/// Address of the list.
const LIST: &str = "/can-bo/van-ban-di";

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/van-ban-di", get(list::show))
        .route("/can-bo/van-ban-di/so", get(book::show))
        .route("/can-bo/van-ban-di/moi", get(draft::show).post(draft::submit))
        .route("/can-bo/van-ban-di/{id}", get(show::show))
        .route("/can-bo/van-ban-di/{id}/viec/{action}", post(act::submit))
        .route("/can-bo/van-ban-di/{id}/ban/{number}/trang", get(signed::draft))
        .route("/can-bo/van-ban-di/{id}/so-sanh", get(compare::show))
        .route("/can-bo/van-ban-di/{id}/chu-ky", get(signed::signatures))
}

/// Files go in and out here, which may take longer than a page.
pub(super) fn upload_router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/van-ban-di/{id}/ban", post(act::save))
        .route("/can-bo/van-ban-di/{id}/ban/{number}", get(show::file))
        .route("/can-bo/van-ban-di/{id}/van-ban", get(signed::file))
        .layer(DefaultBodyLimit::max(upload::REQUEST_BYTES_MAX))
}

/// Address of an outgoing document.
pub(super) fn url_of(id: &str) -> String {
    format!("{LIST}/{id}")
}

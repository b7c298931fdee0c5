//! One dossier: its page, the acts that a person may do with it, its files, its rating.

mod action_form;
mod actions;
mod apology_form;
mod draft;
mod facts;
mod file;
mod guest;
mod notice;
mod notice_form;
mod paper;
mod rate;
mod show;
mod sign_form;
mod step_form;
mod steps;

pub(super) use notice::NoticeBlock;

use super::upload;
use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/ho-so/{code}", get(show::show))
        .route("/ho-so/{code}/to-khai", get(paper::show))
        .route("/ho-so/{code}/danh-gia", get(rate::show).post(rate::submit))
        .route("/ho-so/{code}/du-thao", get(draft::show).post(draft::submit))
        .route("/ho-so/{code}/du-thao/xem-thu", post(draft::preview))
        .route("/tra-cuu/viec", get(guest::show).post(guest::enter))
        .route("/tra-cuu/dong", post(guest::leave))
}

/// Files go in and out here, which may take longer than a page.
pub(super) fn upload_router() -> Router<AppState> {
    Router::new()
        .route("/ho-so/{code}/viec/{action}", post(actions::submit))
        .route("/tra-cuu/viec/{action}", post(guest::act))
        .route("/ho-so/{code}/tep/{sha256}", get(file::show))
        .layer(DefaultBodyLimit::max(upload::REQUEST_BYTES_MAX))
}

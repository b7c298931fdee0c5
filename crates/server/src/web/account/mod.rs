//! Signing in and out, registering, the account.

mod channels;
mod inbox;
mod own;
mod password;
mod register;
mod show;
mod sign_in;

use super::cookies::{self, Kind};
use super::{Notice, Page, Problem, SignedForm};
use crate::state::AppState;
use app::identity::SignedIn;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/dang-nhap", get(sign_in::show).post(sign_in::submit))
        .route("/dang-ky", get(register::show).post(register::submit))
        .route("/dang-xuat", post(sign_out))
        .route("/tai-khoan", get(show::show))
        .route("/tai-khoan/kho-du-lieu", get(own::show).post(own::consent))
        .route("/tai-khoan/kho-du-lieu/xoa", post(own::remove))
        .route("/tai-khoan/kho-du-lieu/tai-ve.json", get(own::download))
        .route("/tai-khoan/thong-bao", get(inbox::show).post(inbox::mark_read))
        .route("/tai-khoan/kenh-thong-bao", get(channels::show).post(channels::submit))
        .route("/tai-khoan/mat-khau", get(password::show).post(password::submit))
}

async fn sign_out(page: Page, State(state): State<AppState>, SignedForm(_): SignedForm) -> Result<Response, Problem> {
    if let Some(session) = page.session() {
        state.app.sign_out(session).await?;
    }
    let mut response = Redirect::to("/").into_response();
    cookies::forget(response.headers_mut(), &state.settings, Kind::Session);
    notice(&state, response.headers_mut(), Notice::SignedOut);
    Ok(response)
}

/// The cookie of a fresh session.
fn keep_session(state: &AppState, headers: &mut HeaderMap, signed_in: &SignedIn) {
    let seconds = signed_in.expires_at.seconds_since(state.app.clock().now());
    cookies::set(headers, &state.settings, Kind::Session, &signed_in.token, u64::try_from(seconds).ok());
}

/// On to a page that says that it was done.
pub(super) fn done_at(state: &AppState, url: &str) -> Response {
    let mut response = Redirect::to(url).into_response();
    notice(state, response.headers_mut(), Notice::Done);
    response
}

/// Shows a notice on the next page.
pub(super) fn notice(state: &AppState, headers: &mut HeaderMap, notice: Notice) {
    cookies::set(headers, &state.settings, Kind::Notice, notice.code(), Some(60));
}

//! The API under `/api`: JSON, bearer tokens, problem documents, described by an OpenAPI document made from this code.
//!
//! A handler reads the request with the extractors of [`extract`], calls one act, and shows the answer. Whatever goes
//! wrong is a [`problem::Problem`]; the layer [`problem::speak`] writes it in the caller's language.

mod away;
mod blob;
mod calendar;
mod document;
mod dossier;
mod extract;
mod figure;
mod form;
mod form_schema;
mod openapi;
mod problem;
mod procedure;
mod responses;
mod result;
mod schema;
mod score;
mod statute;
mod unit;
mod wrong;

use crate::state::AppState;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use problem::Problem;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use dossier::explained;
pub(crate) use form::{stamp, stamp_instant};

/// The whole API, to be nested under `/api`.
pub fn router(state: AppState) -> Router {
    let (operations, described) = operations().split_for_parts();
    let described: Arc<str> = openapi::document(described).into();
    Router::new()
        .nest("/v1", operations.layer(from_fn_with_state(state.clone(), time_limit)))
        .route("/openapi.json", get(move || std::future::ready(openapi::shown(&described))))
        .fallback(problem::no_such_address)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(from_fn(no_store))
        .layer(from_fn(problem::speak))
        .with_state(state)
}

/// The OpenAPI document as it is served.
#[must_use]
pub fn described() -> String {
    openapi::document(operations().into_openapi())
}

fn operations() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(dossier::list, dossier::submit))
        .routes(routes!(dossier::show))
        .routes(routes!(dossier::events))
        .routes(routes!(dossier::tasks))
        .routes(routes!(dossier::late_requests))
        .routes(routes!(dossier::payments))
        .routes(routes!(dossier::deadline))
        .routes(routes!(dossier::time_ledger))
        .routes(routes!(dossier::preview_move))
        .routes(routes!(dossier::act))
        .routes(routes!(dossier::file))
        .routes(routes!(dossier::paper))
        .routes(routes!(dossier::register))
        .routes(routes!(document::list))
        .routes(routes!(document::show))
        .routes(routes!(away::list, away::note))
        .routes(routes!(away::end))
        .routes(routes!(away::delegate))
        .routes(routes!(away::revoke))
        .routes(routes!(blob::put))
        .routes(routes!(result::check))
        .routes(routes!(result::show))
        .routes(routes!(procedure::list))
        .routes(routes!(procedure::show))
        .routes(routes!(form_schema::show))
        .routes(routes!(statute::list))
        .routes(routes!(statute::show))
        .routes(routes!(statute::changes))
        .routes(routes!(score::list))
        .routes(routes!(score::show))
        .routes(routes!(unit::list))
        .routes(routes!(figure::list))
        .routes(routes!(figure::show))
        .routes(routes!(figure::records))
        .routes(routes!(figure::published))
        .routes(routes!(figure::checked))
        .routes(routes!(calendar::year))
}

/// Answers "busy" when a request takes too long; what was begun in the store ends or is undone there. Uploads take the
/// time they take.
async fn time_limit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method() == axum::http::Method::PUT {
        return next.run(request).await;
    }
    let limit = Duration::from_secs(state.settings.page_seconds_max);
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::Unavailable.into_response(),
    }
}

/// Answers are for one caller: nobody between keeps them unless a handler says so.
async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.append(header::VARY, HeaderValue::from_static("Authorization, Accept-Language"));
    response
}

//! The pages: routes, and the layers around them.
//!
//! Pages are rendered on the server and work without JavaScript. The layers, outside in: observation
//! (request number, log line, figures), compression, security headers, the visitor (language, person,
//! form token, problem pages), a time limit, and the catching of panics.

mod absence;
mod account;
mod applicant;
mod apply;
pub mod assets;
pub mod components;
pub mod cookies;
mod cursor;
mod desk;
mod document;
mod dossier;
pub(crate) mod eform;
mod exchange;
mod figure;
pub mod format;
mod health;
mod late;
mod layers;
mod moving;
mod notice;
pub mod page;
mod paper;
mod payment;
mod printed;
pub mod problem;
mod public;
mod registry;
mod review;
mod round;
mod signature;
pub mod signed_form;
mod staff;
mod statute;
mod token;
mod upload;
mod view;
mod visitor;
mod work_file;

use crate::state::AppState;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

pub use notice::Notice;
pub use page::Page;
pub use problem::Problem;
pub use signed_form::SignedForm;

/// All pages, assets and health addresses, with their layers.
pub fn router(state: AppState) -> Router {
    let quick = pages().layer(from_fn_with_state(state.clone(), layers::time_limit));
    let pages = quick
        .merge(uploads())
        .fallback(problem::no_such_page)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(from_fn_with_state(state.clone(), visitor::visit));
    let all = Router::new()
        .merge(health::router())
        .merge(payment::report_router())
        .merge(exchange::partner_router())
        .route("/tai-san/{name}", get(assets::show))
        .merge(pages);
    observed(all.with_state(state))
}

/// The layers that pages and API share: request number, log line, figures, compression, security headers.
pub fn observed(router: Router) -> Router {
    router
        .layer(axum::middleware::from_fn(layers::security_headers))
        .layer(CompressionLayer::new())
        .layer(axum::middleware::from_fn(layers::observe))
}

/// Pages that answer soon or not at all.
fn pages() -> Router<AppState> {
    Router::new()
        .merge(public::router())
        .merge(apply::router())
        .merge(account::router())
        .merge(staff::router())
        .merge(registry::router())
        .merge(review::router())
        .merge(round::router())
        .merge(absence::router())
        .merge(late::router())
        .merge(figure::router())
        .merge(moving::router())
        .merge(desk::router())
        .merge(document::router())
        .merge(work_file::router())
        .merge(exchange::router())
        .merge(dossier::router())
        .merge(payment::router())
        .merge(printed::router())
        .merge(signature::router())
        .merge(statute::router())
}

/// Addresses where files go in or out, which takes as long as the network needs.
fn uploads() -> Router<AppState> {
    Router::new()
        .merge(apply::upload_router())
        .merge(registry::upload_router())
        .merge(staff::upload_router())
        .merge(document::upload_router())
        .merge(round::upload_router())
        .merge(dossier::upload_router())
}

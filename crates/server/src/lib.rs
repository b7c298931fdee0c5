//! The program `motcua`: pages, API and command line over the acts of `app`.
//!
//! Parse, know who asks, call one act, show the answer. No rule and no SQL stands here.

pub mod api;
pub mod cli;
mod held;
pub mod messages;
mod papers;
pub mod sentences;
pub mod state;
pub mod web;

pub use papers::{PaperFault, Papers};

use axum::Router;

/// Pages and API together, as the program serves them.
pub fn router(state: state::AppState) -> Router {
    web::router(state.clone()).nest("/api", web::observed(api::router(state)))
}

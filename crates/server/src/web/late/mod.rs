//! Where time went, on the pages that tell of it; the register of outages; the rules of reminders.

mod letter;
mod outage;
mod rules;
mod time;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

pub(super) use letter::{Prefill, prefill, told_to_applicant};
pub(super) use time::{TimeSection, why};

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/su-co", get(outage::show))
        .route("/can-bo/su-co/viec/{action}", post(outage::submit))
        .route("/can-bo/nhac-viec", get(rules::show))
}

//! Legal texts for the staff that watches them: what cites a text that fell or soon will, the list of the year, and the
//! four lists of the systematisation.

mod affected;
mod system;
mod table;
mod year;

use crate::state::AppState;
use axum::Router;
use axum::routing::get;

/// The address of the first page.
pub(in crate::web) const URL: &str = "/can-bo/van-ban-phap-luat";

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/van-ban-phap-luat", get(affected::show))
        .route("/can-bo/van-ban-phap-luat/hang-nam", get(year::show))
        .route("/can-bo/van-ban-phap-luat/he-thong-hoa", get(system::show))
}

//! `/so-lieu`: figures with definition, value, months, units and the records behind them; published values; claims of
//! texts against the numbers beside them.

mod asked;
mod claims;
mod csv;
mod events;
mod list;
mod published;
mod records;
mod show;

use crate::state::AppState;
use axum::Router;
use axum::routing::{get, post};

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/so-lieu", get(list::show))
        .route("/can-bo/nhat-ky-su-kien/{format}", get(events::download))
        .route("/so-lieu/doi-chieu", get(claims::show))
        .route("/so-lieu/da-cong-bo", get(published::list))
        .route("/so-lieu/da-cong-bo/{id}", get(published::show))
        .route("/so-lieu/chi-tieu/{figure}", get(show::show))
        .route("/so-lieu/chi-tieu/{figure}/tai-ve.csv", get(csv::download))
        .route("/so-lieu/chi-tieu/{figure}/ban-ghi/{counter}", get(records::show))
        .route("/so-lieu/chi-tieu/{figure}/cong-bo", post(published::publish))
}

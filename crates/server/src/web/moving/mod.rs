//! `/can-bo/quy-trinh`: moving running dossiers to another version of their workflow: chosen, previewed, then moved.

mod act;
mod list;

use crate::state::AppState;
use crate::web::{Page, Problem, format};
use app::ActError;
use axum::Router;
use axum::routing::{get, post};
use domain::access::{Person, Role};

/// Address of the first page.
const URL: &str = "/can-bo/quy-trinh";

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/quy-trinh", get(list::workflows))
        .route("/can-bo/quy-trinh/{id}", get(list::runs))
        .route("/can-bo/quy-trinh/{id}/xem-truoc", post(act::preview))
        .route("/can-bo/quy-trinh/{id}/chuyen", post(act::submit))
}

/// Heads of units and the reform office; for everybody else there is no such page.
fn caller(page: &Page) -> Result<&Person, Problem> {
    let person = page.caller()?;
    let sees = [Role::Leader, Role::ReformOffice].into_iter().any(|role| person.holds_anywhere(role, page.today));
    if sees { Ok(person) } else { Err(ActError::NotFound.into()) }
}

/// The list of one workflow's dossiers.
fn list_url(id: &str, version: u32, unit: Option<&str>) -> String {
    let unit = unit.map(|unit| format!("&don_vi={}", format::query_escaped(unit))).unwrap_or_default();
    format!("{URL}/{}?phien_ban={version}{unit}", format::query_escaped(id))
}

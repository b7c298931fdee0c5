//! The registry of procedures (danh mục thủ tục): versions written, compared, tried, checked and published on pages.

mod act;
mod attribute;
mod batch;
mod batch_drafts;
mod changes;
mod edit;
mod file;
mod finding;
mod list;
mod part;
mod preview;
mod record;
mod report;
mod revision;

use super::components::Crumbs;
use super::{Page, Problem};
use crate::messages::Messages;
use crate::state::AppState;
use app::registry::{RecordView, RegistryRequest};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::access::Person;
use domain::registry::Command;

pub(super) use changes::lines as change_lines;

/// Largest content that is pasted as a file.
const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/danh-muc", get(list::show))
        .route("/can-bo/danh-muc/ra-soat", get(report::show))
        .route("/can-bo/danh-muc/dot/{batch}", get(batch_drafts::show))
        .route("/can-bo/danh-muc/dot/{batch}/viec/{action}", post(batch_drafts::submit))
        .route("/can-bo/danh-muc/{id}", get(record::show))
        .route("/can-bo/danh-muc/{id}/soan", post(act::open))
        .route("/can-bo/danh-muc/{id}/viec/{action}", post(act::on_procedure))
        .route("/can-bo/danh-muc/{id}/{number}", get(revision::show))
        .route("/can-bo/danh-muc/{id}/{number}/viec/{action}", post(act::on_revision))
        .route("/can-bo/danh-muc/{id}/{number}/chap-nhan", post(finding::accept))
        .route("/can-bo/danh-muc/{id}/{number}/thoi-chap-nhan", post(finding::withdraw))
        .route("/can-bo/danh-muc/{id}/{number}/chuyen-can-cu", post(act::rebase))
        .route("/can-bo/danh-muc/{id}/{number}/bieu-mau", post(act::make_form))
        .route("/can-bo/danh-muc/{id}/{number}/sua/{part}/{index}", get(edit::show).post(edit::submit))
        .route("/can-bo/danh-muc/{id}/{number}/xem-thu", get(preview::show).post(preview::submit))
        .route("/can-bo/danh-muc/{id}/{number}/tep", get(file::show).post(file::submit))
        .route("/can-bo/danh-muc/{id}/{number}/tep.json", get(file::download))
        .layer(DefaultBodyLimit::max(FILE_BYTES_MAX))
}

/// Where a whole catalogue comes in: a large file takes as long as the network and the comparison need.
pub(super) fn upload_router() -> Router<AppState> {
    Router::new()
        .route("/can-bo/danh-muc/nhap", get(batch::show).post(batch::submit))
        .route("/can-bo/danh-muc/nhap/tao", post(batch::create))
        .layer(DefaultBodyLimit::max(batch::REQUEST_BYTES_MAX))
}

/// Address of a procedure in the registry.
fn record_url(id: &str) -> String {
    format!("/can-bo/danh-muc/{id}")
}

/// Address of a revision.
fn revision_url(id: &str, number: u32) -> String {
    format!("/can-bo/danh-muc/{id}/{number}")
}

/// Where a page of the registry stands: below the list, and below what `above` names.
fn crumbs(m: &'static Messages, above: &[(String, String)], here: &str) -> Crumbs {
    let list = ("/can-bo/danh-muc".to_owned(), m.registry.list.title.to_owned());
    Crumbs::new(m, std::iter::once(list).chain(above.iter().cloned()).collect(), here)
}

/// The crumb of a revision.
fn revision_crumb(id: &str, number: u32) -> (String, String) {
    (revision_url(id, number), format!("{id} ({number})"))
}

/// The number of a revision in an address; what is none names nothing.
fn number(text: &str) -> Result<u32, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

/// The record, for the signed-in person.
async fn record_of<'p>(page: &'p Page, state: &AppState, id: &str) -> Result<(&'p Person, RecordView), Problem> {
    let person = page.caller()?;
    Ok((person, state.app.registry_record(person, id).await?))
}

/// Saves the content of a revision on the version on which it stands, and goes to `target`.
async fn save(
    state: &AppState,
    person: &Person,
    (id, number): (&str, u32),
    view: &RecordView,
    content: serde_json::Value,
    target: &str,
) -> Result<Response, app::ActError> {
    let based_on = view.record.revisions.get(&number).and_then(|revision| revision.based_on.clone());
    let command = Command::Save { number, based_on, content };
    let request = RegistryRequest { procedure: id.to_owned(), seen: Some(view.record.version), command };
    state.app.registry_act(person, request).await?;
    Ok(Redirect::to(target).into_response())
}

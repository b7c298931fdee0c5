//! Official papers as PDF, below the pages of the dossiers and payments that they belong to.

mod cash;
mod dossier;
mod register;

use super::public::ReceiptAsked;
use crate::messages::{Messages, fill};
use crate::papers::{self, Printed, Source};
use crate::state::AppState;
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::dossier::Dossier;
use paper::Kind;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/ho-so/{code}/giay/{paper}", get(dossier::show))
        .route("/ho-so/{code}/thanh-toan/{order}/bien-lai/pdf", get(cash::show))
        .route("/can-bo/so-theo-doi", get(register::show))
        .route("/can-bo/so-theo-doi/pdf", get(register::download))
}

/// What a link to a paper says.
pub(super) fn link_text(m: &Messages, kind: Kind) -> String {
    fill(m.paper.link.pdf, &[("title", &papers::title(m, kind))])
}

/// Links to every paper that there is of a dossier.
pub(super) fn links(m: &Messages, source: &Source<'_>) -> Vec<(String, String)> {
    let code = &source.dossier.code;
    let link = |(kind, slug): (Kind, &str)| (format!("/ho-so/{code}/giay/{slug}"), link_text(m, kind));
    source.kinds().map(link).collect()
}

/// The link from a receipt on the screen to the same on paper, for whoever opened it.
pub(super) fn receipt_link(m: &Messages, dossier: &Dossier, asked: &ReceiptAsked) -> (String, String) {
    let digits: String = asked.digits.chars().filter(char::is_ascii_alphanumeric).take(4).collect();
    let query = if digits.is_empty() { String::new() } else { format!("?digits={digits}") };
    (format!("/ho-so/{}/giay/bien-nhan{query}", dossier.code), link_text(m, Kind::Receipt))
}

/// A PDF as an answer: shown in the browser, and kept under its name.
pub(super) fn answer(printed: Printed) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{}\"", printed.name)),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, printed.bytes).into_response()
}

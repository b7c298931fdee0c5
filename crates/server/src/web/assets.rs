//! Style, script and drawing, built into the program; each name carries the hash of its content.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One file that pages refer to.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    name: &'static str,
    /// Address under which it is served, unchanging for this content.
    pub url: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Sends an asset; it may be kept for ever, since another content has another name.
pub(super) async fn show(Path(name): Path<String>) -> Response {
    match ALL.iter().find(|asset| asset.name == name) {
        Some(asset) => (
            [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")],
            asset.bytes,
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

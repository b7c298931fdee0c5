//! `/can-bo/nhat-ky-su-kien/{format}`: the event log of all dossiers for the reform office, sent as it is read.

use crate::state::AppState;
use crate::web::{Page, Problem};
use app::event_log::LogWanted;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::event_log::LogFormat;
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::mpsc;

/// Pieces that wait for a slow reader.
const PIECES: usize = 8;

/// The query: how many dossiers must share a variant.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    it_nhat: Option<u64>,
}

pub(super) async fn download(
    page: Page,
    State(state): State<AppState>,
    Path(format): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    state.app.may_export_events(page.caller()?)?;
    let format = LogFormat::from_name(&format).ok_or(Problem::NotFound)?;
    let wanted = LogWanted { format, at_least: asked.it_nhat.unwrap_or(1) };
    let (sender, receiver) = mpsc::channel::<String>(PIECES);
    let app = state.app.clone();
    let reading = tokio::spawn(async move { app.export_events(wanted, sender).await });
    let pieces = stream::unfold((receiver, Some(reading)), |(mut receiver, reading)| async move {
        if let Some(piece) = receiver.recv().await {
            return Some((Ok(piece), (receiver, reading)));
        }
        // A download that breaks off is seen to be incomplete; one that ends is not.
        let done = reading?.await;
        if matches!(done, Ok(Ok(_))) {
            return None;
        }
        tracing::error!("the event log could not be read to its end");
        Some((Err(std::io::Error::other("the event log broke off")), (receiver, None)))
    });
    let (kind, ending) = match format {
        LogFormat::Xes => ("application/xml", "xes"),
        LogFormat::Ocel => ("application/json", "json"),
    };
    let name = format!("attachment; filename=\"nhat-ky-su-kien.{ending}\"");
    let head = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((head, Body::from_stream(pieces)).into_response())
}

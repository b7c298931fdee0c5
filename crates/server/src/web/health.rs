//! `/healthz`, `/readyz`, `/metrics`: for the machine that watches the machine.

use crate::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;

static FIGURES: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

pub(super) fn router() -> Router<AppState> {
    figures();
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready)).route("/metrics", get(metrics_text))
}

async fn alive() -> &'static str {
    "ok\n"
}

/// Ready means that an act could be kept now.
async fn ready(State(state): State<AppState>) -> Response {
    if state.app.is_ready().await {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the store cannot be written\n").into_response()
    }
}

async fn metrics_text() -> Response {
    let text = figures().map(PrometheusHandle::render).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// The recorder of this process, installed on first use; `None` when another one was there before.
fn figures() -> Option<&'static PrometheusHandle> {
    FIGURES
        .get_or_init(|| {
            let recorder = PrometheusBuilder::new()
                .set_buckets(&[0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0])
                .ok()?
                .build_recorder();
            let handle = recorder.handle();
            metrics::set_global_recorder(recorder).ok()?;
            Some(handle)
        })
        .as_ref()
}

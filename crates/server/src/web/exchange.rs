//! The exchange of documents: `/can-bo/lien-thong` shows how each partner stands; `/lien-thong/goi-tin` is where partners
//! bring their envelopes, without a browser or a session, with nothing but signatures.

use crate::messages::{ExchangeParity as Texts, Messages, fill};
use crate::state::AppState;
use crate::web::{Page, Problem, format, problem};
use app::ActError;
use app::exchange::{ExchangeParity, ReceiveFault, Received, RequestFacts, SignatureFault};
use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::time::Instant;
use serde_json::{Value, json};

/// Address of the page.
pub(in crate::web) const URL: &str = "/can-bo/lien-thong";

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/can-bo/lien-thong", get(show))
}

/// Where partners bring envelopes: however long the network needs.
pub(super) fn partner_router() -> Router<AppState> {
    Router::new().route("/lien-thong/goi-tin", post(take))
}

async fn take(State(state): State<AppState>, headers: HeaderMap, body: Body) -> (StatusCode, Json<Value>) {
    let header =
        |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned).unwrap_or_default();
    let facts = RequestFacts {
        digest: header("content-digest"),
        input: header("signature-input"),
        signature: header("signature"),
        receiver: header("motcua-receiver"),
    };
    let (status, reason) = match state.app.exchange_receive(&facts, body.into_data_stream()).await {
        Ok(Received::Taken | Received::Nothing) => return (StatusCode::OK, Json(json!({"taken": true}))),
        Err(ReceiveFault::NoExchange) => (StatusCode::NOT_FOUND, String::new()),
        Err(ReceiveFault::Signature(SignatureFault::Replayed)) => (StatusCode::CONFLICT, String::new()),
        Err(ReceiveFault::Signature(_)) => (StatusCode::UNAUTHORIZED, String::new()),
        Err(ReceiveFault::TooLarge) => (StatusCode::PAYLOAD_TOO_LARGE, String::new()),
        Err(ReceiveFault::Cut) => (StatusCode::BAD_REQUEST, String::new()),
        Err(ReceiveFault::Refused { words, .. }) => (StatusCode::UNPROCESSABLE_ENTITY, words),
        Err(ReceiveFault::Act(ActError::Unavailable | ActError::Stale { .. })) => {
            (StatusCode::SERVICE_UNAVAILABLE, String::new())
        }
        Err(ReceiveFault::Act(error)) => {
            tracing::error!(%error, "an envelope could not be kept");
            (StatusCode::INTERNAL_SERVER_ERROR, String::new())
        }
    };
    (status, Json(json!({"taken": false, "reason": reason})))
}

struct Line {
    title: String,
    agencies: String,
    out: String,
    came: String,
    sent: i64,
    waiting: String,
    refused: i64,
    contact: Vec<String>,
    is_late: bool,
}

#[derive(Template)]
#[template(path = "staff/exchange.html")]
struct View {
    page: Page,
    t: &'static Texts,
    lines: Vec<Line>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

async fn show(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    let found = state.app.exchange_parity(page.caller()?).await?;
    let now = state.app.clock().now();
    let lines = found.iter().map(|one| line(&state, page.m, one, now)).collect();
    problem::show(&View { t: &page.m.exchange.parity, lines, page })
}

fn line(state: &AppState, m: &Messages, one: &ExchangeParity, now: Instant) -> Line {
    let t = &m.exchange.parity;
    let at = |at: Instant| format::moment(m, state.app.zone().civil(at));
    let with = |count: i64, refused: i64| match refused {
        0 => count.to_string(),
        refused => format!("{count} ({})", fill(t.refused, &[("count", &refused)])),
    };
    let waiting = match one.oldest {
        Some(oldest) => {
            let age = age(t, now.seconds_since(oldest));
            format!("{} ({})", one.waiting, fill(t.oldest, &[("age", &age)]))
        }
        None => one.waiting.to_string(),
    };
    let mut contact = Vec::new();
    contact.extend(one.reached_at.map(|when| fill(t.reached, &[("at", &at(when))])));
    contact.extend(one.heard_at.map(|when| fill(t.heard, &[("at", &at(when))])));
    contact.extend(
        one.failed
            .as_ref()
            .map(|(when, fault)| fill(t.failed, &[("at", &at(*when)), ("fault", &fault_name(t, fault))])),
    );
    if contact.is_empty() {
        contact.push(t.never.to_owned());
    }
    Line {
        title: one.title.clone(),
        agencies: fill(t.agencies, &[("count", &one.agencies.len())]),
        out: with(one.documents_out, one.documents_refused),
        came: with(one.documents_in, one.refused_here),
        sent: one.sent,
        waiting,
        refused: one.refused,
        contact,
        is_late: one.failed.is_some(),
    }
}

fn fault_name(t: &Texts, fault: &str) -> String {
    match fault.strip_prefix("busy_") {
        Some(status) => fill(t.busy, &[("status", &status)]),
        None => t.unreachable.to_owned(),
    }
}

fn age(t: &Texts, seconds: i64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    let (text, count) = match seconds {
        DAY.. => (t.days, seconds / DAY),
        HOUR.. => (t.hours, seconds / HOUR),
        _less => (t.minutes, seconds / MINUTE),
    };
    fill(text, &[("count", &count)])
}

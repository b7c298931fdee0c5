//! `POST /thanh-toan/bao-co/{gateway}`: a gateway reports. It is answered only after the commit, so that one that hears
//! nothing reports again.

use crate::state::AppState;
use app::ActError;
use app::payment::{CallbackError, CallbackFault};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

pub(super) async fn take(
    State(state): State<AppState>,
    Path(gateway): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, Json<Value>) {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let status = match state.app.payment_callback(&gateway, &header, &body).await {
        Ok(_) => return (StatusCode::OK, Json(json!({"taken": true}))),
        Err(CallbackError::NoSuchGateway) => StatusCode::NOT_FOUND,
        Err(CallbackError::Fault(CallbackFault::Forged)) => StatusCode::UNAUTHORIZED,
        Err(CallbackError::Fault(CallbackFault::Unreadable)) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(CallbackError::Act(ActError::Unavailable | ActError::Stale { .. })) => StatusCode::SERVICE_UNAVAILABLE,
        Err(CallbackError::Act(error)) => {
            tracing::error!(%error, "a report of a payment could not be kept");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    (status, Json(json!({"taken": false})))
}

//! What a dossier owes and paid: its orders, their state, their receipts.

use crate::api::extract::{Caller, Path};
use crate::api::form::stamp;
use crate::api::problem::Problem;
use crate::api::responses;
use crate::state::AppState;
use app::payment::PaymentView;
use axum::Json;
use axum::extract::State;
use domain::time::Zone;
use serde::Serialize;
use utoipa::ToSchema;

/// An order: one request to pay.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrderBody {
    /// Its number, which a transfer names.
    id: String,
    /// `open`, `paid`, `free`, `cancelled`, `expired`, `partly_refunded`, `refunded`.
    state: &'static str,
    /// Amount in đồng.
    amount: i64,
    /// What for, as the office wrote it; null when it was erased.
    purpose: Option<String>,
    /// When it was asked.
    #[schema(format = DateTime)]
    asked_at: String,
    /// Until when it may be paid.
    #[schema(format = DateTime)]
    expires_at: String,
    /// Number of the receipt, once paid.
    receipt: Option<String>,
    /// What came in, in đồng, with what does not count.
    received: i64,
    /// What was given back, in đồng.
    given_back: i64,
    /// What is still to be given back, in đồng.
    to_give_back: i64,
}

impl OrderBody {
    fn of(zone: Zone, view: &PaymentView) -> Self {
        let order = &view.order;
        Self {
            id: order.id.to_string(),
            state: order.state().name(),
            amount: order.amount,
            purpose: view.purpose().map(str::to_owned),
            asked_at: stamp(zone, order.asked_at),
            expires_at: stamp(zone, order.expires),
            receipt: order.receipt.as_ref().map(ToString::to_string),
            received: order.received(),
            given_back: order.given_back(),
            to_give_back: order.to_give_back(),
        }
    }
}

/// The payments of a dossier.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Payments)]
pub(in crate::api) struct PaymentsBody {
    /// What the dossier waits for, in đồng; null when it waits for nothing.
    owed: Option<i64>,
    /// Its orders, the newest first.
    orders: Vec<OrderBody>,
}

/// What a dossier owes and paid. Money is recorded at the desk, by gateways, and on the page of payments, never here.
#[utoipa::path(
    get, path = "/dossiers/{code}/payments", tag = "dossiers", operation_id = "listPayments", security(("token" = [])),
    params(("code" = String, Path, description = "Official code")),
    responses(
        (status = 200, description = "Its payments", body = PaymentsBody),
        responses::Missing, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn payments(
    State(state): State<AppState>,
    Caller(person): Caller,
    Path(code): Path<String>,
) -> Result<Json<PaymentsBody>, Problem> {
    let found = state.app.payments_of(&person, &code).await?;
    let orders = found.orders.iter().map(|view| OrderBody::of(state.app.zone(), view)).collect();
    Ok(Json(PaymentsBody { owed: found.owed, orders }))
}

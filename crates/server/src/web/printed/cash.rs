//! `…/bien-lai/pdf`: the receipt of a payment as PDF.

use crate::papers;
use crate::state::AppState;
use crate::web::{Page, Problem};
use axum::extract::{Path, State};
use axum::response::Response;

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((code, order)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let found = state.app.payment_receipt(page.caller()?, &order).await?;
    if found.order.dossier != code {
        return Err(Problem::NotFound);
    }
    let printed = papers::receipt_for_money(&state, &found).await?.ok_or(Problem::NotFound)?;
    Ok(super::answer(printed))
}

//! The acts on a payment: ask anew, take cash, note a transfer, exempt, give back.

use super::tried::Tried;
use super::{payments_url, read_money, show};
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, format};
use app::ActError;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Person;

pub(super) async fn ask(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
    SignedForm(_): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?;
    state.app.payment_ask(person, &code).await?;
    Ok(Redirect::to(&payments_url(&code)).into_response())
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((code, order, action)): Path<(String, String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    // The order is the dossier's own, and the person sees it.
    if state.app.payment_dossier(&person, &order).await? != code {
        return Err(Problem::NotFound);
    }
    let reason = match perform(&state, &person, (&order, &action), &fields).await? {
        Ok(()) => {
            return Ok(done_at(&state, &payments_url(&code)));
        }
        Err(Some(error)) => Tried::reason(page.m, error)?,
        Err(None) => page.m.payment.refusal.unreadable.to_owned(),
    };
    let form = match action.as_str() {
        "hoan" | "hoi-lai" => fields.text("form"),
        _ => format!("{action}-{order}"),
    };
    show::refused(page, &state, &code, Tried::new(form, fields, reason)).await
}

/// What the act answered; `Err(None)` when a number or day cannot be read.
async fn perform(
    state: &AppState,
    person: &Person,
    (order, action): (&str, &str),
    fields: &Fields,
) -> Result<Result<(), Option<ActError>>, Problem> {
    let app = &state.app;
    let amount = read_money(&fields.text("amount"));
    let done = match action {
        "tien-mat" => app.payment_cash(person, order).await.map(drop),
        "chuyen-khoan" => {
            let (Some(amount), Some(day)) = (amount, format::read_day(&fields.text("day"))) else {
                return Ok(Err(None));
            };
            app.payment_transfer(person, order, &fields.text("transaction"), amount, day).await.map(drop)
        }
        "mien" => app.payment_waive(person, order, &fields.text("clause"), &fields.text("reason")).await.map(drop),
        "hoan" => {
            let Some(amount) = amount else { return Ok(Err(None)) };
            let (channel, transaction) = (fields.text("channel"), fields.text("transaction"));
            let (reason, reference) = (fields.text("reason"), fields.text("reference"));
            app.payment_refund(person, order, (&channel, &transaction), amount, (&reason, &reference)).await.map(drop)
        }
        "hoi-lai" => {
            let Ok(number) = fields.text("number").parse() else { return Ok(Err(None)) };
            app.payment_refund_again(person, order, number).await.map(drop)
        }
        _ => return Err(Problem::NotFound),
    };
    Ok(done.map_err(Some))
}

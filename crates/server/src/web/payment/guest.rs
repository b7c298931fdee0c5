//! `/tra-cuu/thanh-toan`: the applicant without an account sees what is owed and pays online, after showing the number.

use super::{Place, receipt as receipt_page, show as payments_page, start as start_page};
use crate::state::AppState;
use crate::web::cookies::{self, Kind};
use crate::web::payment::tried::Tried;
use crate::web::{Page, Problem, SignedForm};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

/// Where all of this stands.
pub(super) const HERE: &str = "/tra-cuu/thanh-toan";

fn pass(state: &AppState, jar: &CookieJar) -> String {
    cookies::read(jar, &state.settings, Kind::Guest).unwrap_or_default()
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<payments_page::Asked>,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let pass = pass(&state, &jar);
    let mut found = state.app.guest_payments(page.secret(), &pass).await?;
    let came_back = found.orders.iter().any(|view| view.order.id.as_str() == asked.ve);
    if came_back {
        state.app.payment_returned(&asked.ve).await;
        found = state.app.guest_payments(page.secret(), &pass).await?;
    }
    payments_page::draw(page, &state, (&found, &Place::of_guest()), came_back, &Tried::default())
}

pub(super) async fn ask(
    page: Page,
    State(state): State<AppState>,
    jar: CookieJar,
    SignedForm(_): SignedForm,
) -> Result<Response, Problem> {
    state.app.guest_payment_ask(page.secret(), &pass(&state, &jar)).await?;
    Ok(Redirect::to(HERE).into_response())
}

pub(super) async fn start(
    page: Page,
    State(state): State<AppState>,
    Path(order): Path<String>,
    jar: CookieJar,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let (pass, gateway, place) = (pass(&state, &jar), fields.text("gateway"), Place::of_guest());
    let found = state.app.guest_payments(page.secret(), &pass).await?;
    let mine = found.orders.iter().find(|view| view.order.id.as_str() == order).ok_or(Problem::NotFound)?;
    let amount = mine.order.amount;
    let known = found.gateways.iter().find(|(name, _)| *name == gateway);
    let (_, title) = known.ok_or(Problem::Invalid)?;
    let ways = start_page::ways(&state, &place, &order, &gateway);
    let begun = state.app.guest_payment_start((page.secret(), &pass), &order, &gateway, ways).await?;
    start_page::leads(page, (found.code.clone(), &place), begun, (title, amount))
}

pub(super) async fn receipt(
    page: Page,
    State(state): State<AppState>,
    Path(order): Path<String>,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let found = state.app.guest_payment_receipt(page.secret(), &pass(&state, &jar), &order).await?;
    receipt_page::draw(page, &state, &found, &Place::of_guest())
}

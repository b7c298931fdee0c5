//! `POST …/truc-tuyen`: the payment is made at a gateway, and a link leads there. A form may not lead to other servers, a
//! link may.

use super::Place;
use crate::messages::{PaymentPage, fill};
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::payment::{Begun, Ways};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

#[derive(Template)]
#[template(path = "payment/start.html")]
struct View {
    page: Page,
    t: &'static PaymentPage,
    crumbs: Crumbs,
    heading: String,
    pay_url: String,
    link: String,
    back: String,
}

impl View {
    fn heading(&self) -> &str {
        &self.heading
    }
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((code, order)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    if state.app.payment_dossier(&person, &order).await? != code {
        return Err(Problem::NotFound);
    }
    let gateway = fields.text("gateway");
    let found = state.app.payments_of(&person, &code).await?;
    let amount = found.orders.iter().find(|view| view.order.id.as_str() == order).map(|view| view.order.amount);
    let known = found.gateways.into_iter().find(|(name, _)| *name == gateway);
    let (Some((_, title)), Some(amount)) = (known, amount) else { return Err(Problem::Invalid) };
    let place = Place::of(&code);
    let begun = state.app.payment_start(&person, &order, &gateway, ways(&state, &place, &order, &gateway)).await?;
    leads(page, (code, &place), begun, (&title, amount))
}

/// Where the payer comes back to, and where the gateway reports.
pub(super) fn ways(state: &AppState, place: &Place, order: &str, gateway: &str) -> Ways {
    let public = &state.settings.public_url;
    Ways {
        return_url: format!("{public}{}?ve={order}", place.payments),
        callback_url: format!("{public}/thanh-toan/bao-co/{gateway}"),
    }
}

/// The page with the link to the gateway.
pub(super) fn leads(
    page: Page,
    (code, place): (String, &Place),
    begun: Begun,
    (title, amount): (&str, i64),
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.payment.page);
    let heading = fill(t.going, &[("gateway", &title)]);
    let above = vec![(place.dossier.clone(), code), (place.payments.clone(), t.title.to_owned())];
    let view = View {
        crumbs: Crumbs::new(m, above, heading.clone()),
        heading,
        pay_url: begun.pay_url,
        link: fill(t.going_link, &[("gateway", &title), ("amount", &format::money(m, amount))]),
        back: place.payments.clone(),
        t,
        page,
    };
    problem::show(&view)
}

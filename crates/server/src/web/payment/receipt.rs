//! `…/bien-lai`: the receipt of a payment, on the screen and on paper.

use super::{Place, qr};
use crate::messages::{PaymentReceipt, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::view::{self, Fact};
use crate::web::{Page, Problem, format, printed, problem};
use app::payment::ReceiptView;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use paper::Kind;

#[derive(Template)]
#[template(path = "payment/receipt.html")]
struct View {
    page: Page,
    t: &'static PaymentReceipt,
    crumbs: Crumbs,
    unit: String,
    number: String,
    facts: Vec<Fact>,
    qr: String,
    back: String,
    pdf: (String, String),
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((code, order)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let found = state.app.payment_receipt(&person, &order).await?;
    if found.order.dossier != code {
        return Err(Problem::NotFound);
    }
    draw(page, &state, &found, &Place::of(&code))
}

/// The receipt, on the screen and on paper. Its code leads to the receipt as whoever signs in sees it.
pub(super) fn draw(page: Page, state: &AppState, found: &ReceiptView, place: &Place) -> Result<Response, Problem> {
    let code = found.order.dossier.clone();
    let (m, t) = (page.m, &page.m.payment.receipt);
    let catalogue = state.app.catalogue();
    let (id, version) = &found.procedure;
    let mut facts = vec![
        Fact::new(t.payer, found.payer.clone()),
        Fact::new(t.dossier, code.clone()),
        Fact::new(t.procedure, view::procedure_name(&catalogue, id, version)),
        Fact::new(t.amount, format::money(m, found.order.amount)),
    ];
    facts.extend(found.purpose.clone().map(|purpose| Fact::new(t.purpose, purpose)));
    if let Some(payment) = found.order.payment() {
        facts.extend([
            Fact::new(t.method, sentences::payment_method(m, payment.money.method)),
            Fact::new(t.paid, format::moment(m, payment.money.paid_at)),
            Fact::new(t.transaction, payment.money.transaction.clone()),
        ]);
        let back = found.order.amount.saturating_sub(found.order.left_of(payment));
        if back > 0 {
            facts.push(Fact::new(t.refunded, format::money(m, back)));
        }
    }
    let above = vec![(place.dossier.clone(), code.clone()), (place.payments.clone(), m.payment.page.title.to_owned())];
    let own = Place::of(&code).payments;
    let view = View {
        crumbs: Crumbs::new(m, above, t.title),
        unit: catalogue.unit_name(&found.receipt.unit, page.today).to_owned(),
        number: fill(t.heading_number, &[("number", &found.receipt)]),
        facts,
        qr: qr(&format!("{}{own}/{}/bien-lai", state.settings.public_url, found.order.id)),
        pdf: (format!("{own}/{}/bien-lai/pdf", found.order.id), printed::link_text(m, Kind::CashReceipt)),
        back: place.payments.clone(),
        t,
        page,
    };
    problem::show(&view)
}

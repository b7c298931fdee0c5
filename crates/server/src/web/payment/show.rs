//! `/ho-so/{code}/thanh-toan`: what a dossier owes, how to pay it, what was paid, and the desk's tasks.

use super::tried::{Form, Tried};
use super::{Place, qr};
use crate::messages::{Messages, PaymentPage, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Crumbs};
use crate::web::page::TokenInput;
use crate::web::view::{self, Fact};
use crate::web::{Page, Problem, format, problem};
use app::payment::{DossierPayments, PaymentView};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::payment::{OrderState, RefundState};
use serde::Deserialize;

/// The query: the order from whose payment the person comes back.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) ve: String,
}

/// One order with what happened to it.
struct OrderPart {
    facts: Vec<Fact>,
    history: Vec<Line>,
    receipt_url: Option<String>,
    to_give_back: Option<String>,
    forms: Vec<Form>,
}

/// What happened, when, and the words that go with it.
struct Line {
    at: String,
    what: String,
    note: String,
}

/// How an open order can be paid.
struct WaysToPay {
    owed: String,
    /// Address and words of the button of each gateway.
    gateways: Vec<(String, String, String)>,
    transfer: Option<TransferPart>,
    desk: String,
}

struct TransferPart {
    qr: String,
    label: String,
    facts: Vec<Fact>,
}

#[derive(Template)]
#[template(path = "payment/show.html")]
struct View {
    page: Page,
    t: &'static PaymentPage,
    crumbs: Crumbs,
    token: TokenInput,
    lead: String,
    here: String,
    dossier_url: String,
    came_back: bool,
    nothing: bool,
    may_ask: bool,
    ways: Option<WaysToPay>,
    orders: Vec<OrderPart>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let mut found = state.app.payments_of(&person, &code).await?;
    let came_back = found.orders.iter().any(|view| view.order.id.as_str() == asked.ve);
    if came_back {
        state.app.payment_returned(&asked.ve).await;
        found = state.app.payments_of(&person, &code).await?;
    }
    draw(page, &state, (&found, &Place::of(&code)), came_back, &Tried::default())
}

/// The page with a form that was refused.
pub(super) async fn refused(page: Page, state: &AppState, code: &str, tried: Tried) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let found = state.app.payments_of(&person, code).await?;
    draw(page, state, (&found, &Place::of(code)), false, &tried)
}

pub(super) fn draw(
    page: Page,
    state: &AppState,
    (found, place): (&DossierPayments, &Place),
    came_back: bool,
    tried: &Tried,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.payment.page);
    let catalogue = state.app.catalogue();
    let desk = catalogue.unit_name(&found.unit, page.today).to_owned();
    let open = found.living().filter(|view| view.order.state() == OrderState::Open);
    let now = state.app.now_civil();
    let payable = open.filter(|view| now <= view.order.expires);
    let (id, version) = &found.procedure;
    let lead = fill(t.lead, &[("code", &found.code), ("procedure", &view::procedure_name(&catalogue, id, version))]);
    let view = View {
        crumbs: Crumbs::new(m, vec![(place.dossier.clone(), found.code.clone())], t.title),
        token: page.token(),
        lead,
        here: place.payments.clone(),
        dossier_url: place.dossier.clone(),
        came_back: came_back && open.is_some(),
        nothing: found.owed.is_none() && found.orders.is_empty(),
        may_ask: found.may_pay && found.owed.is_some() && payable.is_none(),
        ways: payable.filter(|_| found.may_pay).map(|view| ways(m, (found, place), view, &desk)),
        orders: found.orders.iter().map(|view| part(&page, (found, place), view, &desk, tried)).collect(),
        t,
        page,
    };
    let shown = problem::show(&view)?;
    Ok(if tried.is_any() { (StatusCode::CONFLICT, shown).into_response() } else { shown })
}

fn ways(m: &Messages, (found, place): (&DossierPayments, &Place), view: &PaymentView, desk: &str) -> WaysToPay {
    let t = &m.payment.page;
    let order = &view.order;
    let amount = format::money(m, order.amount);
    let url = format!("{}/{}/truc-tuyen", place.payments, order.id);
    let gateway =
        |(name, title): &(String, String)| (url.clone(), name.clone(), fill(t.online_button, &[("gateway", title)]));
    let transfer = found.account.as_ref().and_then(|account| {
        let payload = account.code(&order.id, order.amount)?;
        Some(TransferPart {
            qr: qr(&payload),
            label: fill(t.qr, &[("amount", &amount), ("words", &order.id)]),
            facts: vec![
                Fact::new(t.bank, account.bank.clone()),
                Fact::new(t.account, account.account.clone()),
                Fact::new(t.holder, account.holder.clone()),
                Fact::new(t.amount, amount.clone()),
                Fact::new(t.words, order.id.to_string()),
            ],
        })
    });
    WaysToPay {
        owed: fill(t.owed, &[("amount", &amount), ("until", &format::moment(m, order.expires))]),
        gateways: found.gateways.iter().map(gateway).collect(),
        transfer,
        desk: fill(t.at_desk_note, &[("unit", &desk), ("number", &order.id)]),
    }
}

fn part(
    page: &Page,
    (found, place): (&DossierPayments, &Place),
    view: &PaymentView,
    desk: &str,
    tried: &Tried,
) -> OrderPart {
    let (m, t) = (page.m, &page.m.payment.page);
    let order = &view.order;
    let mut facts = vec![
        Fact::new(t.number, order.id.to_string()),
        Fact::new(t.amount, format::money(m, order.amount)),
        Fact::new(t.state, sentences::payment_state(m, order.state())),
        Fact::new(t.until, format::moment(m, order.expires)),
        Fact::new(t.unit, desk.to_owned()),
    ];
    facts.extend(view.purpose().map(|purpose| Fact::new(t.purpose, purpose.to_owned())));
    let line = |(event, note): &(domain::payment::Event, Option<String>)| Line {
        at: format::moment(m, event.at()),
        what: sentences::payment_event(m, event),
        note: note.clone().unwrap_or_default(),
    };
    let to_give_back = order.to_give_back();
    OrderPart {
        facts,
        history: view.history.iter().map(line).collect(),
        receipt_url: order.receipt.as_ref().map(|_| format!("{}/{}/bien-lai", place.payments, order.id)),
        to_give_back: (to_give_back > 0).then(|| fill(t.to_give_back, &[("amount", &format::money(m, to_give_back))])),
        forms: if found.is_desk { forms(page, (found, place), view, tried) } else { Vec::new() },
    }
}

/// The desk's tasks with one order.
fn forms(page: &Page, (found, place): (&DossierPayments, &Place), view: &PaymentView, tried: &Tried) -> Vec<Form> {
    let (m, t) = (page.m, &page.m.payment.desk);
    let order = &view.order;
    let url = |action: &str| format!("{}/{}/viec/{action}", place.payments, order.id);
    let name = |action: &str| format!("{action}-{}", order.id);
    let mut forms = Vec::new();
    let state = order.state();
    if state == OrderState::Open {
        let title = fill(t.cash, &[("amount", &format::money(m, order.amount))]);
        forms.push(tried.form(page, &name("tien-mat"), title, url("tien-mat"), t.cash_button));
    }
    let form = name("chuyen-khoan");
    let fields = vec![
        tried.field(m, &form, ("transaction", t.transaction), "").short().max_length(64),
        tried.field(m, &form, ("amount", t.transfer_amount), &order.amount.to_string()).short().digits(),
        tried.field(m, &form, ("day", t.transfer_day), &page.today.to_string()).kind(Control::Line("date")).short(),
    ];
    let transfer = tried.form(page, &form, t.transfer.to_owned(), url("chuyen-khoan"), t.transfer_button);
    forms.push(transfer.with(fields));
    if matches!(state, OrderState::Open | OrderState::Expired) && found.owed.is_some() {
        let form = name("mien");
        let fields = vec![
            tried.field(m, &form, ("clause", t.clause), ""),
            tried.field(m, &form, ("reason", t.reason), "").kind(Control::Area),
        ];
        forms.push(tried.form(page, &form, t.waive.to_owned(), url("mien"), t.waive_button).with(fields));
    }
    for (number, incoming) in order.incoming.iter().enumerate() {
        let left = order.left_of(incoming);
        if left > 0 {
            let form = format!("hoan-{}-{number}", order.id);
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("transaction", &incoming.money.transaction), ("left", &format::money(m, left))];
            let title = format!("{} – {}", t.refund, fill(t.refund_of, &values));
            let mut fields = vec![
                tried.field(m, &form, ("amount", t.refund_amount), &left.to_string()).short().digits(),
                tried.field(m, &form, ("reason", t.reason), "").kind(Control::Area),
            ];
            if incoming.money.method == domain::payment::Method::Transfer {
                fields.push(tried.field(m, &form, ("reference", t.refund_reference), "").short().max_length(64));
            }
            let hidden = vec![
                ("form", form.clone()),
                ("channel", incoming.money.channel.clone()),
                ("transaction", incoming.money.transaction.clone()),
            ];
            forms.push(tried.form(page, &form, title, url("hoan"), t.refund_button).with(fields).hiding(hidden));
        }
    }
    for refund in order.refunds.iter().filter(|refund| refund.state == RefundState::Asked) {
        let form = format!("hoi-lai-{}-{}", order.id, refund.number);
        let title = fill(t.again, &[("number", &refund.number)]);
        let hidden = vec![("form", form.clone()), ("number", refund.number.to_string())];
        forms.push(tried.form(page, &form, title, url("hoi-lai"), t.again_button).hiding(hidden));
    }
    forms
}

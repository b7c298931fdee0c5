//! What is read of payments: those of a dossier, of a unit's day, a receipt.

use domain::access::{self, BookAction, PaymentAction, Person};
use domain::dossier::{Code, Stage};
use domain::payment::{Event, Order, OrderId, OrderState, Receipt};
use domain::time::{Date, Instant};
use store::payment::{self as rows, MoneyPlace};
use store::{Tx, dossier};

use super::{BankAccount, row};
use crate::App;
use crate::dossier::{Chain, load_chain};
use crate::error::ActError;

/// One sum that came in for a unit.
pub type MoneyLine = rows::MoneyRow;

/// One order with what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentView {
    /// The order.
    pub order: Order,
    /// What happened, oldest first, with the words that go with it.
    pub history: Vec<(Event, Option<String>)>,
}

impl PaymentView {
    /// What the money is for, as the office wrote it.
    #[must_use]
    pub fn purpose(&self) -> Option<&str> {
        self.history.first().and_then(|(_, note)| note.as_deref())
    }
}

/// The payments of a dossier, as a person sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierPayments {
    /// Code of the dossier.
    pub code: String,
    /// Its procedure and the version.
    pub procedure: (String, String),
    /// The desk that collects.
    pub unit: String,
    /// What the dossier waits for, in đồng; `None` when it waits for nothing.
    pub owed: Option<i64>,
    /// Its orders, the newest first.
    pub orders: Vec<PaymentView>,
    /// Whether this person may pay.
    pub may_pay: bool,
    /// Whether this person takes cash, notes transfers, exempts and gives back.
    pub is_desk: bool,
    /// Gateways: name and title.
    pub gateways: Vec<(String, String)>,
    /// The account to which transfers go.
    pub account: Option<BankAccount>,
}

impl DossierPayments {
    /// The newest order, when it is open or settled.
    #[must_use]
    pub fn living(&self) -> Option<&PaymentView> {
        let newest = self.orders.first()?;
        let state = newest.order.state();
        (state == OrderState::Open || state.settles()).then_some(newest)
    }
}

/// A receipt with all that is printed on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptView {
    /// The receipt.
    pub receipt: Receipt,
    /// The order.
    pub order: Order,
    /// Whose dossier it is; empty when erased.
    pub payer: String,
    /// The procedure and the version.
    pub procedure: (String, String),
    /// What it was for, as the office wrote it.
    pub purpose: Option<String>,
}

/// What came in for a unit on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitDay {
    /// Sums by method and by why they do not count: method, reason or empty, how many, how much.
    pub sums: Vec<(String, String, i64, i64)>,
    /// The lines after a place.
    pub lines: Vec<MoneyLine>,
    /// Whether more follow.
    pub more: bool,
}

impl App {
    /// The payments of a dossier; [`ActError::NotFound`] also when they may not be seen.
    pub async fn payments_of(&self, person: &Person, code: &str) -> Result<DossierPayments, ActError> {
        let code = Code::parse(code).map_err(|_| ActError::NotFound)?;
        let (person, today) = (person.clone(), self.today());
        let read = move |tx: &mut Tx<'_>| read_dossier(tx, &person, &code, today);
        let found = self.0.store.read(read).await?;
        Ok(self.with_ways(found))
    }

    /// With the ways by which it can be paid.
    pub(super) fn with_ways(&self, mut found: DossierPayments) -> DossierPayments {
        found.gateways = self.payment_gateways();
        found.account.clone_from(&self.0.payments.account);
        found
    }

    /// The dossier of an order that this person sees.
    pub async fn payment_dossier(&self, person: &Person, id: &str) -> Result<String, ActError> {
        let id = OrderId::parse(id).map_err(|_| ActError::NotFound)?;
        let (person, today) = (person.clone(), self.today());
        let read = move |tx: &mut Tx<'_>| {
            let row = rows::one(tx, id.as_str())?.ok_or(ActError::NotFound)?;
            let permit = super::start::permit(tx, &person, PaymentAction::See, &row.dossier, today)?;
            Ok(permit.of().to_owned())
        };
        self.0.store.read(read).await
    }

    /// The receipt of an order.
    pub async fn payment_receipt(&self, person: &Person, id: &str) -> Result<ReceiptView, ActError> {
        let id = OrderId::parse(id).map_err(|_| ActError::NotFound)?;
        let (person, today) = (person.clone(), self.today());
        let read = move |tx: &mut Tx<'_>| {
            let row = rows::one(tx, id.as_str())?.ok_or(ActError::NotFound)?;
            super::start::permit(tx, &person, PaymentAction::See, &row.dossier, today)?;
            receipt(tx, &id)
        };
        self.0.store.read(read).await
    }

    /// What came in for a unit on a day, after a place.
    pub async fn payments_of_unit(
        &self,
        person: &Person,
        unit: &str,
        day: Date,
        after: Option<(Instant, String, String)>,
        limit: i64,
    ) -> Result<UnitDay, ActError> {
        access::may_books(person, BookAction::See, unit, self.today())?;
        let (unit, day) = (unit.to_owned(), day.to_string());
        let read = move |tx: &mut Tx<'_>| {
            let sums = rows::sums_of_unit(tx, &unit, &day)?;
            let start: MoneyPlace<'_> = (Instant(i64::MIN), "", "");
            let place = after.as_ref().map_or(start, |(at, channel, name)| (*at, channel.as_str(), name.as_str()));
            let mut lines = rows::money_of_unit(tx, (&unit, &day), place, limit.saturating_add(1))?;
            let more = i64::try_from(lines.len()).unwrap_or(i64::MAX) > limit;
            lines.truncate(usize::try_from(limit).unwrap_or(0));
            Ok::<_, ActError>(UnitDay { sums, lines, more })
        };
        self.0.store.read(read).await
    }
}

fn read_dossier(tx: &mut Tx<'_>, person: &Person, code: &Code, today: Date) -> Result<DossierPayments, ActError> {
    let chain = load_chain(tx, code)?.ok_or(ActError::NotFound)?;
    let facts = chain.dossier.facts();
    access::may_payment(person, PaymentAction::See, &facts, today)?;
    let may = |action| access::may_payment(person, action, &facts, today).is_ok();
    of_chain(tx, &chain, (may(PaymentAction::PayOnline), may(PaymentAction::TakeAtDesk)))
}

/// The receipt of an order, for whoever was found to see it.
pub(super) fn receipt(tx: &mut Tx<'_>, id: &OrderId) -> Result<ReceiptView, ActError> {
    let found = row::find(tx, id)?.ok_or(ActError::NotFound)?;
    let receipt = found.order.receipt.clone().ok_or(ActError::NotFound)?;
    let dossier = dossier::by_code(tx, &found.order.dossier)?.ok_or(ActError::NotFound)?;
    let purpose = row::notes(tx, id, &found.stored)?.into_iter().next().flatten();
    let procedure = (dossier.procedure_id, dossier.procedure_version);
    Ok(ReceiptView { receipt, order: found.order, payer: dossier.applicant_name, procedure, purpose })
}

/// The payments of a dossier for whoever was found to see them.
pub(super) fn of_chain(
    tx: &mut Tx<'_>,
    chain: &Chain,
    (may_pay, is_desk): (bool, bool),
) -> Result<DossierPayments, ActError> {
    let mut orders = Vec::new();
    for found in rows::of_dossier(tx, chain.dossier.code.as_str())? {
        let id = OrderId::parse(&found.id).map_err(|error| ActError::Fault(Box::new(error)))?;
        let loaded = row::find(tx, &id)?.ok_or(ActError::NotFound)?;
        let notes = row::notes(tx, &id, &loaded.stored)?;
        let events = loaded.stored.iter().map(|event| serde_json::from_str(&event.payload));
        let events = events.collect::<Result<Vec<Event>, _>>()?;
        orders.push(PaymentView { order: loaded.order, history: events.into_iter().zip(notes).collect() });
    }
    let waits = chain.dossier.stage == Stage::AwaitingPayment;
    let last = chain.dossier.payments.last().filter(|payment| waits && payment.reference.is_none());
    Ok(DossierPayments {
        code: chain.dossier.code.to_string(),
        procedure: (chain.dossier.procedure.clone(), chain.dossier.procedure_version.clone()),
        unit: chain.dossier.receiving_unit.clone(),
        owed: last.map(|payment| payment.amount),
        orders,
        may_pay,
        is_desk,
        gateways: Vec::new(),
        account: None,
    })
}

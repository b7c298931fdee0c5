//! Asking for a payment: the order that follows from a dossier's request.

use domain::access::{self, PaymentAction, Person};
use domain::dossier::{Code, Decision as DossierDecision, Dossier, Event as DossierEvent, Private, Stage};
use domain::payment::{self, Command, Context, OrderId, OrderState};
use domain::time::{DateTime, Instant, Time, Zone, date_from_epoch_day, epoch_day};
use store::{Tx, counter, payment as rows};

use super::row::{self, By};
use crate::App;
use crate::dossier::{Chain, load_chain};
use crate::error::ActError;

/// Who asks, when, and how many days there are to pay.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The account, as the journal keeps it.
    pub actor: &'a str,
    /// When.
    pub now: Instant,
    /// The province's civil time.
    pub zone: Zone,
    /// Days within which it may be paid; [`App::payment_days`] has what is configured.
    pub days: i64,
}

/// The order for the payment that a dossier was asked for last; `None` when none stands open. Belongs into the
/// transaction of the act that asks. Asked again, it answers with the order that is there already.
pub fn order_for_request(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    purpose: &str,
    asking: Asking<'_>,
) -> Result<Option<OrderId>, ActError> {
    let Some(payment) = dossier.payments.last().filter(|payment| payment.reference.is_none()) else { return Ok(None) };
    let request = u32::try_from(dossier.payments.len()).unwrap_or(u32::MAX);
    let living = rows::of_dossier(tx, dossier.code.as_str())?.into_iter().find(|row| {
        let state = OrderState::from_name(&row.state);
        row.request == i64::from(request) && state.is_some_and(|state| state == OrderState::Open || state.settles())
    });
    if let Some(row) = living {
        return Ok(OrderId::parse(&row.id).ok());
    }
    let now = asking.zone.civil(asking.now);
    let asked = (dossier.code.as_str(), request);
    let decision =
        payment::ask(asked, &dossier.receiving_unit, payment.amount, purpose, (now, last_moment(now, asking.days)))?;
    let ordinal = counter::next(tx, &format!("payment/{}", now.year()))?;
    let id = OrderId::compose(now.year(), ordinal).map_err(|error| ActError::Fault(Box::new(error)))?;
    let by = By { actor: asking.actor, now: asking.now, zone: asking.zone };
    row::begin(tx, id.clone(), &decision, by)?;
    Ok(Some(id))
}

/// What an event of a dossier does to its orders: a request makes one; what ends the waiting, or the dossier, takes an open
/// one back. The dossier already holds the event.
pub(crate) fn after_decision(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    decision: &DossierDecision,
    asking: Asking<'_>,
) -> Result<(), ActError> {
    if matches!(decision.event, DossierEvent::PaymentRequested { .. }) {
        let purpose = if let Some(Private::Note(note)) = &decision.private { note.as_str() } else { "" };
        return order_for_request(tx, dossier, purpose, asking).map(drop);
    }
    let ends_waiting = matches!(
        decision.event,
        DossierEvent::Paid { .. } | DossierEvent::Withdrawn { .. } | DossierEvent::Rejected { .. }
    );
    if ends_waiting { cancel_open_of(tx, dossier.code.as_str(), "", asking) } else { Ok(()) }
}

/// Takes back every open order of a dossier, for the acts that end it; money that comes later is kept to be given back.
pub fn cancel_open_of(tx: &mut Tx<'_>, dossier: &str, reason: &str, asking: Asking<'_>) -> Result<(), ActError> {
    let by = By { actor: asking.actor, now: asking.now, zone: asking.zone };
    for found in rows::of_dossier(tx, dossier)?.into_iter().filter(|row| row.state == OrderState::Open.name()) {
        let id = OrderId::parse(&found.id).map_err(|error| ActError::Fault(Box::new(error)))?;
        let mut order = row::load(tx, &id)?;
        let context = Context { now: asking.zone.civil(asking.now), receipt: None };
        if let Some(decision) = order.decide(Command::Cancel { reason: reason.to_owned() }, &context)? {
            row::advance(tx, &mut order, &decision, by)?;
        }
    }
    Ok(())
}

impl App {
    /// Days within which an order may be paid.
    #[must_use]
    pub fn payment_days(&self) -> i64 {
        self.0.payments.days
    }

    /// The order for what a dossier owes now, made when there is none that could be paid.
    pub async fn payment_ask(&self, person: &Person, code: &str) -> Result<OrderId, ActError> {
        let code = Code::parse(code).map_err(|_| ActError::NotFound)?;
        let (person, today, now, zone) = (person.clone(), self.today(), self.0.clock.now(), self.0.zone);
        let days = self.0.payments.days;
        let act = move |tx: &mut Tx<'_>| {
            let chain = load_chain(tx, &code)?.ok_or(ActError::NotFound)?;
            let permit = access::may_payment(&person, PaymentAction::Ask, &chain.dossier.facts(), today)?;
            ask_of(tx, &chain, Asking { actor: permit.person(), now, zone, days })
        };
        self.0.store.write(act).await
    }
}

/// The order for what a dossier waits for; [`ActError::NotFound`] when it waits for nothing.
pub(super) fn ask_of(tx: &mut Tx<'_>, chain: &Chain, asking: Asking<'_>) -> Result<OrderId, ActError> {
    if chain.dossier.stage != Stage::AwaitingPayment {
        return Err(ActError::NotFound);
    }
    let purpose = chain.entries.iter().rev().find_map(|entry| match (&entry.event, &entry.private) {
        (DossierEvent::PaymentRequested { .. }, Some(Private::Note(note))) => Some(note.clone()),
        _other => None,
    });
    order_for_request(tx, &chain.dossier, &purpose.unwrap_or_default(), asking)?.ok_or(ActError::NotFound)
}

/// The end of the last day.
fn last_moment(now: DateTime, days: i64) -> DateTime {
    let day = date_from_epoch_day(epoch_day(now.date()).saturating_add(days));
    let end = Time::new(23, 59, 59, 0).unwrap_or(Time::MAX);
    day.map_or(DateTime::MAX, |day| day.to_datetime(end))
}

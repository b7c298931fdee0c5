//! What gateways report: checked, judged, kept; the same report a thousand times is one payment.

use domain::payment::{
    Callback, CallbackOutcome, Circumstances, Command, Context, Money, OrderId, Receipt, Verdict, judge,
};
use serde::{Deserialize, Serialize};
use store::payment::{self as rows, MoneyRow};
use store::{Tx, counter};

use super::gateway::CallbackFault;
use super::row::{self, By};
use super::stray_stream;
use crate::App;
use crate::error::ActError;
use crate::plain_event::PlainEvent;

/// How often an act is tried that somebody else was faster with.
const ATTEMPTS: usize = 12;

/// Why a report was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CallbackError {
    /// No such gateway.
    #[error("no such gateway")]
    NoSuchGateway,
    /// It is not believed.
    #[error(transparent)]
    Fault(#[from] CallbackFault),
    /// It could not be kept; the gateway is to report again.
    #[error(transparent)]
    Act(#[from] ActError),
}

/// Money without an order, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stray {
    pub(super) money: Money,
}

impl App {
    /// Takes what a gateway reports. Only after the commit is the gateway told that it was taken.
    pub async fn payment_callback(
        &self,
        gateway: &str,
        header: &(dyn Fn(&str) -> Option<String> + Sync),
        body: &[u8],
    ) -> Result<Verdict, CallbackError> {
        let gateway = self.0.payments.gateway(gateway).ok_or(CallbackError::NoSuchGateway)?;
        let callback = gateway.read(&|name: &str| header(name), body).inspect_err(|fault| {
            tracing::warn!(gateway = gateway.name(), %fault, "a report of a payment is not believed");
        })?;
        Ok(self.payment_reported(gateway.name(), callback).await?)
    }

    /// Takes a report that is known to be genuine.
    pub(super) async fn payment_reported(&self, gateway: &str, callback: Callback) -> Result<Verdict, ActError> {
        let actor = format!("gateway:{gateway}");
        let mut attempt = 0;
        let (verdict, id) = loop {
            let (zone, now, actor, callback) = (self.0.zone, self.0.clock.now(), actor.clone(), callback.clone());
            let act = move |tx: &mut Tx<'_>| receive(tx, &callback, By { actor: &actor, now, zone });
            match self.0.store.write(act).await {
                // Another report was faster: what it left decides.
                Err(ActError::Stale { .. }) if attempt < ATTEMPTS => attempt += 1,
                other => break other?,
            }
        };
        tracing::info!(gateway, ?verdict, "a payment was reported");
        if let (Verdict::Exact | Verdict::Repeated, Some(id)) = (verdict, id) {
            self.tell_or_leave(&id, None).await;
        }
        Ok(verdict)
    }
}

/// Judges a report and keeps what follows.
pub(super) fn receive(
    tx: &mut Tx<'_>,
    callback: &Callback,
    by: By<'_>,
) -> Result<(Verdict, Option<OrderId>), ActError> {
    let id = OrderId::find(&callback.order);
    let order = match &id {
        Some(id) => row::find(tx, id)?.map(|loaded| loaded.order),
        None => None,
    };
    let known = rows::money(tx, &callback.money.channel, &callback.money.transaction)?;
    let mine = order.as_ref().map_or("", |order| order.id.as_str());
    let known_elsewhere = known.as_ref().is_some_and(|row| row.order_id != mine);
    let around = Circumstances { genuine: true, known_elsewhere, now: by.zone.civil(by.now) };
    let verdict = judge(callback, order.as_ref(), around);
    match verdict {
        Verdict::Exact | Verdict::Keep(_) => {
            let Some(mut order) = order else { return Err(ActError::fault("money was judged without its order")) };
            let command = Command::Receive(callback.money.clone());
            let decision = order.decide(command, &context(tx, &order.unit, verdict, by)?)?;
            if let Some(decision) = decision {
                row::advance(tx, &mut order, &decision, by)?;
            }
        }
        // The same stray money again is on the books already.
        Verdict::Unknown if known.is_none() => keep_stray(tx, &callback.money, by)?,
        Verdict::Unknown | Verdict::Repeated | Verdict::Elsewhere | Verdict::NotPaid | Verdict::Forged => (),
    }
    let id = id.filter(|_| callback.outcome == CallbackOutcome::Paid);
    Ok((verdict, id))
}

/// What a decision may look at; draws the number of the receipt when there will be one.
pub(super) fn context(tx: &mut Tx<'_>, unit: &str, verdict: Verdict, by: By<'_>) -> Result<Context, ActError> {
    let now = by.zone.civil(by.now);
    let receipt = if verdict == Verdict::Exact {
        let number = counter::next(tx, &format!("receipt/{unit}/{}", now.year()))?;
        Some(Receipt { unit: unit.to_owned(), year: now.year(), number })
    } else {
        None
    };
    Ok(Context { now, receipt })
}

fn keep_stray(tx: &mut Tx<'_>, money: &Money, by: By<'_>) -> Result<(), ActError> {
    let stream = stray_stream(&money.channel, &money.transaction);
    let event = Stray { money: money.clone() };
    let kept =
        PlainEvent { stream: &stream, version: 1, kind: "payment_stray", event: &event, actor: by.actor, at: by.now };
    kept.append(tx)?;
    Ok(rows::put_money(tx, &stray_row(money, by.now))?)
}

/// The row of money without an order.
pub(super) fn stray_row(money: &Money, recorded_at: domain::time::Instant) -> MoneyRow {
    MoneyRow {
        channel: money.channel.clone(),
        name: money.transaction.clone(),
        order_id: String::new(),
        dossier: String::new(),
        unit: String::new(),
        method: money.method.name().to_owned(),
        amount: money.amount,
        day: money.paid_at.date().to_string(),
        recorded_at,
        kept: "unknown_order".to_owned(),
        receipt: String::new(),
    }
}

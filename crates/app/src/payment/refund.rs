//! Giving money back, by the way by which it came.

use domain::access::{PaymentAction, Person};
use domain::payment::{CashEntry, CashKind, Command, Context, Method, Order, OrderId, RefundEnd, RefundState, Refusal};
use store::Tx;

use super::cash;
use super::desk::Prepared;
use super::gateway::{GatewayFault, NewRefund};
use super::row;
use crate::App;
use crate::error::ActError;

/// What is to be given back.
#[derive(Clone)]
struct Wanted {
    channel: String,
    transaction: String,
    amount: i64,
    reason: String,
    /// Number of the bank's transaction, for transfers.
    reference: String,
}

impl App {
    /// Gives money back: in cash at once, by transfer as noted, online through the gateway, which may take longer.
    pub async fn payment_refund(
        &self,
        person: &Person,
        id: &str,
        (channel, transaction): (&str, &str),
        amount: i64,
        (reason, reference): (&str, &str),
    ) -> Result<RefundState, ActError> {
        let prepared = self.prepared(person, id)?;
        let wanted = Wanted {
            channel: channel.to_owned(),
            transaction: transaction.to_owned(),
            amount,
            reason: reason.to_owned(),
            reference: reference.to_owned(),
        };
        let id = prepared.id.clone();
        let (number, state) = self.0.store.write(move |tx| ask(tx, &prepared, &wanted)).await?;
        match state {
            RefundState::Asked => self.refund_at_gateway(person, &id, number).await,
            RefundState::Done | RefundState::Failed => Ok(state),
        }
    }

    /// Asks the gateway again for a refund that it has not answered for. It gives the same number back once.
    pub async fn payment_refund_again(&self, person: &Person, id: &str, number: u32) -> Result<RefundState, ActError> {
        let prepared = self.prepared(person, id)?;
        let id = prepared.id.clone();
        self.0.store.read(move |tx| prepared.enter(tx, PaymentAction::Refund).map(drop)).await?;
        self.refund_at_gateway(person, &id, number).await
    }

    async fn refund_at_gateway(&self, person: &Person, id: &OrderId, number: u32) -> Result<RefundState, ActError> {
        let asked = id.clone();
        let order = self.0.store.read(move |tx| row::load(tx, &asked)).await?;
        let refund = order.refunds.iter().find(|one| one.number == number && one.state == RefundState::Asked);
        let refund = refund.ok_or(Refusal::NoSuchRefund)?;
        let gateway = self.0.payments.gateway(&refund.channel).ok_or(ActError::GatewaySilent)?;
        let new = NewRefund {
            refund: refund_name(&order, number),
            transaction: refund.transaction.clone(),
            amount: refund.amount,
        };
        let end = match gateway.refund(&new).await {
            Ok(reference) => RefundEnd::Done { reference },
            // The gateway has heard and said no; everything else may have happened or not.
            Err(GatewayFault::Refused(status)) if (400..500).contains(&status) => RefundEnd::Failed,
            Err(fault) => {
                tracing::warn!(gateway = gateway.name(), %fault, "a gateway did not answer for a refund");
                return Ok(RefundState::Asked);
            }
        };
        let state = match end {
            RefundEnd::Done { .. } => RefundState::Done,
            RefundEnd::Failed => RefundState::Failed,
        };
        let prepared = self.prepared(person, id.as_str())?;
        let act = move |tx: &mut Tx<'_>| {
            let (mut order, actor) = prepared.enter(tx, PaymentAction::Refund)?;
            let context = Context { now: prepared.zone.civil(prepared.now), receipt: None };
            match order.decide(Command::EndRefund { refund: number, end: end.clone() }, &context)? {
                Some(decision) => row::advance(tx, &mut order, &decision, prepared.by(&actor)),
                None => Ok(()),
            }
        };
        self.0.store.write(act).await?;
        Ok(state)
    }
}

/// Our number of a refund, under which a gateway gives back once.
pub(super) fn refund_name(order: &Order, number: u32) -> String {
    format!("{}-R{number}", order.id)
}

fn ask(tx: &mut Tx<'_>, act: &Prepared, wanted: &Wanted) -> Result<(u32, RefundState), ActError> {
    let (mut order, actor) = act.enter(tx, PaymentAction::Refund)?;
    let (by, now) = (act.by(&actor), act.zone.civil(act.now));
    let context = Context { now, receipt: None };
    let method = order.incoming(&wanted.channel, &wanted.transaction).map(|incoming| incoming.money.method);
    let command = Command::AskRefund {
        channel: wanted.channel.clone(),
        transaction: wanted.transaction.clone(),
        amount: wanted.amount,
        reason: wanted.reason.clone(),
    };
    if let Some(decision) = order.decide(command, &context)? {
        row::advance(tx, &mut order, &decision, by)?;
    }
    let number = order.refunds.last().map_or(0, |refund| refund.number);
    let reference = match method {
        Some(Method::Online) | None => return Ok((number, RefundState::Asked)),
        Some(Method::Transfer) => wanted.reference.clone(),
        Some(Method::Cash) => refund_name(&order, number),
    };
    let end = Command::EndRefund { refund: number, end: RefundEnd::Done { reference: reference.clone() } };
    if let Some(decision) = order.decide(end, &context)? {
        row::advance(tx, &mut order, &decision, by)?;
    }
    if method == Some(Method::Cash) {
        let entry = CashEntry { kind: CashKind::Refund, amount: wanted.amount, reference };
        cash::enter(tx, (&order.unit, now.date()), entry, by)?;
    }
    Ok((number, RefundState::Done))
}

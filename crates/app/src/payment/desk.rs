//! What the desk does: takes cash, notes a transfer, exempts.

use domain::access::{PaymentAction, Person};
use domain::payment::{CashEntry, CashKind, Command, Context, Method, Money, Order, OrderId, Verdict};
use domain::time::{Date, Instant, Zone};
use store::{Tx, payment as rows};

use super::callback::context;
use super::row::{self, By};
use super::{cash, start};
use crate::App;
use crate::error::{ActError, FieldProblemKind};

/// Channels that are no gateway.
pub(super) const DESK: &str = "desk";
pub(super) const BANK: &str = "bank";

/// Who acts on which order, made before the transaction is entered.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) person: Person,
    pub(super) id: OrderId,
    pub(super) today: Date,
    pub(super) now: Instant,
    pub(super) zone: Zone,
}

impl Prepared {
    /// The order and the name of who may do this with it.
    pub(super) fn enter(&self, tx: &mut Tx<'_>, action: PaymentAction) -> Result<(Order, String), ActError> {
        let order = row::load(tx, &self.id)?;
        let permit = start::permit(tx, &self.person, action, &order.dossier, self.today)?;
        Ok((order, permit.person().to_owned()))
    }

    pub(super) const fn by<'a>(&self, actor: &'a str) -> By<'a> {
        By { actor, now: self.now, zone: self.zone }
    }
}

impl App {
    /// Takes the whole amount in cash: receipt, cash book and order in one.
    pub async fn payment_cash(&self, person: &Person, id: &str) -> Result<OrderId, ActError> {
        let prepared = self.prepared(person, id)?;
        let (id, tx_prepared) = (prepared.id.clone(), prepared);
        self.0.store.write(move |tx| take_cash(tx, &tx_prepared)).await?;
        self.tell_or_leave(&id, Some(person)).await;
        Ok(id)
    }

    /// Notes a transfer that is seen on the agency's account: judged as a gateway's report is.
    pub async fn payment_transfer(
        &self,
        person: &Person,
        id: &str,
        transaction: &str,
        amount: i64,
        paid_on: Date,
    ) -> Result<Verdict, ActError> {
        let prepared = self.prepared(person, id)?;
        if paid_on > prepared.today {
            return Err(ActError::field("day", FieldProblemKind::Malformed));
        }
        let name = transaction.trim().to_owned();
        if !name.chars().all(|letter| letter.is_ascii_graphic() && letter != '/') {
            return Err(ActError::field("transaction", FieldProblemKind::Malformed));
        }
        let money = Money {
            method: Method::Transfer,
            channel: BANK.to_owned(),
            transaction: name,
            amount,
            // Banks tell the day of a transfer; whoever paid on the last day has paid in time.
            paid_at: paid_on.at(12, 0, 0, 0),
        };
        let id = prepared.id.clone();
        let verdict = self.0.store.write(move |tx| note_transfer(tx, &prepared, &money)).await?;
        self.tell_or_leave(&id, Some(person)).await;
        Ok(verdict)
    }

    /// Exempts from the payment.
    pub async fn payment_waive(
        &self,
        person: &Person,
        id: &str,
        clause: &str,
        reason: &str,
    ) -> Result<OrderId, ActError> {
        let prepared = self.prepared(person, id)?;
        let id = prepared.id.clone();
        let command = Command::Waive { clause: clause.to_owned(), reason: reason.to_owned() };
        let act = move |tx: &mut Tx<'_>| {
            let (mut order, actor) = prepared.enter(tx, PaymentAction::Waive)?;
            let context = Context { now: prepared.zone.civil(prepared.now), receipt: None };
            match order.decide(command.clone(), &context)? {
                Some(decision) => row::advance(tx, &mut order, &decision, prepared.by(&actor)),
                None => Ok(()),
            }
        };
        self.0.store.write(act).await?;
        self.tell_or_leave(&id, Some(person)).await;
        Ok(id)
    }

    pub(super) fn prepared(&self, person: &Person, id: &str) -> Result<Prepared, ActError> {
        let id = OrderId::parse(id).map_err(|_| ActError::NotFound)?;
        let (person, today) = (person.clone(), self.today());
        Ok(Prepared { person, id, today, now: self.0.clock.now(), zone: self.0.zone })
    }
}

fn take_cash(tx: &mut Tx<'_>, act: &Prepared) -> Result<(), ActError> {
    let (mut order, actor) = act.enter(tx, PaymentAction::TakeAtDesk)?;
    let (by, now) = (act.by(&actor), act.zone.civil(act.now));
    let money = Money {
        method: Method::Cash,
        channel: DESK.to_owned(),
        transaction: order.id.to_string(),
        amount: order.amount,
        paid_at: now,
    };
    let verdict = order.verdict(&money, now);
    let context = context(tx, &order.unit, verdict, by)?;
    let Some(decision) = order.decide(Command::TakeCash(money), &context)? else { return Ok(()) };
    row::advance(tx, &mut order, &decision, by)?;
    let reference = order.id.to_string();
    let entry = CashEntry { kind: CashKind::Payment, amount: order.amount, reference };
    cash::enter(tx, (&order.unit, now.date()), entry, by)
}

fn note_transfer(tx: &mut Tx<'_>, act: &Prepared, money: &Money) -> Result<Verdict, ActError> {
    let (mut order, actor) = act.enter(tx, PaymentAction::TakeAtDesk)?;
    let by = act.by(&actor);
    let verdict = order.verdict(money, act.zone.civil(act.now));
    if verdict == Verdict::Repeated || rows::money(tx, &money.channel, &money.transaction)?.is_some() {
        return Err(domain::payment::Refusal::AlreadyRecorded.into());
    }
    let context = context(tx, &order.unit, verdict, by)?;
    if let Some(decision) = order.decide(Command::Receive(money.clone()), &context)? {
        row::advance(tx, &mut order, &decision, by)?;
    }
    Ok(verdict)
}

//! What nobody asks for: dossiers are told that they are paid, orders expire, silent gateways are asked.

use std::time::Duration;

use domain::access::{Grant, Person, Role};
use domain::dossier::{ActionKind, Code, Dossier, Stage};
use domain::payment::{Command, Context, Order, OrderId, OrderState};
use domain::time::{Date, Instant};
use store::{Tx, payment as rows};

use super::SYSTEM;
use super::row::{self, By};
use crate::App;
use crate::dossier::{ActionBody, ActionRequest, load_chain};
use crate::error::ActError;

/// How often.
const PAUSE: Duration = Duration::from_mins(1);
/// Orders of one kind in one round.
const ROUND: i64 = 100;

/// A dossier whose payment is settled and that has not been told: what the dossier's own act needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PaidDossier {
    /// The dossier.
    code: String,
    /// Its version at which this holds.
    version: i64,
    /// The desk that received it.
    desk: String,
    /// Number of the receipt, or of the order that was waived.
    reference: String,
}

/// Looks after payments as long as the program runs.
pub(crate) async fn run(app: App) {
    loop {
        if let Err(error) = app.payment_chase().await {
            tracing::warn!(%error, "payments could not be looked after");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

impl App {
    /// One round: expires, asks gateways that kept silent, tells dossiers.
    pub async fn payment_chase(&self) -> Result<(), ActError> {
        self.expire_orders().await?;
        self.ask_silent_gateways().await?;
        let mut after = String::new();
        loop {
            let from = after.clone();
            let untold = self.0.store.read(move |tx| Ok::<_, ActError>(rows::untold(tx, &from, ROUND)?)).await?;
            let Some(last) = untold.last() else { return Ok(()) };
            after.clone_from(&last.id);
            for row in untold {
                if let Ok(id) = OrderId::parse(&row.id) {
                    self.tell_or_leave(&id, None).await;
                }
            }
        }
    }

    async fn expire_orders(&self) -> Result<(), ActError> {
        let (now, zone) = (self.0.clock.now(), self.0.zone);
        let mut after = (Instant(i64::MIN), String::new());
        loop {
            let from = after.clone();
            let read = move |tx: &mut Tx<'_>| Ok::<_, ActError>(rows::expired(tx, (from.0, &from.1), now, ROUND)?);
            let due = self.0.store.read(read).await?;
            let Some(last) = due.last() else { return Ok(()) };
            after = (last.expires_at, last.id.clone());
            for row in due {
                let Ok(id) = OrderId::parse(&row.id) else { continue };
                let act = move |tx: &mut Tx<'_>| {
                    let mut order = row::load(tx, &id)?;
                    let context = Context { now: zone.civil(now), receipt: None };
                    match order.decide(Command::Expire, &context)? {
                        Some(decision) => row::advance(tx, &mut order, &decision, By { actor: SYSTEM, now, zone }),
                        None => Ok(()),
                    }
                };
                skip_stale(self.0.store.write(act).await)?;
            }
        }
    }

    /// The report may be lost on its way: the gateway is asked for what it should have told.
    async fn ask_silent_gateways(&self) -> Result<(), ActError> {
        let start = (Instant(i64::MIN), "");
        let started = self.0.store.read(move |tx| Ok::<_, ActError>(rows::started(tx, start, ROUND)?)).await?;
        for row in started {
            let Ok(id) = OrderId::parse(&row.id) else { continue };
            self.payment_ask_gateway(&id, &row.gateway).await?;
        }
        Ok(())
    }

    async fn payment_ask_gateway(&self, id: &OrderId, gateway: &str) -> Result<(), ActError> {
        let Some(gateway) = self.0.payments.gateway(gateway) else { return Ok(()) };
        match gateway.status(id.as_str()).await {
            Ok(reports) => {
                for report in reports {
                    self.payment_reported(gateway.name(), report).await?;
                }
            }
            Err(fault) => {
                tracing::debug!(gateway = gateway.name(), %fault, "a gateway did not say how a payment stands");
            }
        }
        Ok(())
    }

    /// Asks the gateway of an order at once, when the payer comes back before its report does. Says nothing when it fails.
    pub async fn payment_returned(&self, id: &str) {
        let Ok(id) = OrderId::parse(id) else { return };
        let asked = id.clone();
        let found = self.0.store.read(move |tx| Ok::<_, ActError>(rows::one(tx, asked.as_str())?)).await;
        if let Ok(Some(row)) = found
            && row.state == OrderState::Open.name()
            && let Err(error) = self.payment_ask_gateway(&id, &row.gateway).await
        {
            tracing::warn!(%error, "a payment could not be looked up");
        }
    }

    /// Tells the dossier of a settled order; when that fails, a later round does it.
    pub(super) async fn tell_or_leave(&self, id: &OrderId, by: Option<&Person>) {
        if let Err(error) = self.tell_dossier(id, by).await {
            tracing::warn!(%error, "a dossier could not be told that it is paid");
        }
    }

    async fn tell_dossier(&self, id: &OrderId, by: Option<&Person>) -> Result<(), ActError> {
        let asked = id.clone();
        let waiting = self.0.store.read(move |tx| waiting(tx, &asked)).await?;
        if matches!(waiting, Waiting::Nothing) {
            return Ok(());
        }
        if let Waiting::For(paid) = waiting {
            let system = system(&paid.desk, self.today());
            let body = ActionBody { reference: paid.reference, ..ActionBody::default() };
            let request = ActionRequest { action: ActionKind::Pay, body };
            let actor = by.unwrap_or(&system);
            match self.act_for_order(actor, &paid.code, Some(paid.version), request, None).await {
                Ok(_) => (),
                // It moved on meanwhile, or waits no longer: the next round looks again, or finds nothing to tell.
                Err(ActError::Stale { .. } | ActError::Refused(_)) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        let (id, now, zone) = (id.clone(), self.0.clock.now(), self.0.zone);
        let act = move |tx: &mut Tx<'_>| {
            let mut order = row::load(tx, &id)?;
            match order.decide(Command::Tell, &Context { now: zone.civil(now), receipt: None })? {
                Some(decision) => row::advance(tx, &mut order, &decision, By { actor: SYSTEM, now, zone }),
                None => Ok(()),
            }
        };
        skip_stale(self.0.store.write(act).await)
    }
}

/// What has become of telling a dossier of its payment.
enum Waiting {
    /// There is nothing to be told.
    Nothing,
    /// The dossier waits no longer.
    NoLonger,
    /// This is to be told.
    For(Box<PaidDossier>),
}

fn waiting(tx: &mut Tx<'_>, id: &OrderId) -> Result<Waiting, ActError> {
    let order = row::load(tx, id)?;
    if order.is_told || !order.state().settles() {
        return Ok(Waiting::Nothing);
    }
    let code = Code::parse(&order.dossier).map_err(|_| ActError::NotFound)?;
    let chain = load_chain(tx, &code)?.ok_or(ActError::NotFound)?;
    if !waits_for(&chain.dossier, &order) {
        return Ok(Waiting::NoLonger);
    }
    Ok(Waiting::For(Box::new(PaidDossier {
        code: order.dossier.clone(),
        version: chain.dossier.version,
        desk: chain.dossier.receiving_unit.clone(),
        reference: order.receipt.as_ref().map_or_else(|| order.id.to_string(), ToString::to_string),
    })))
}

/// Whether the dossier waits for the payment of this order, and not for another one.
fn waits_for(dossier: &Dossier, order: &Order) -> bool {
    let last_is_unpaid = dossier.payments.last().is_some_and(|payment| payment.reference.is_none());
    let is_last = usize::try_from(order.request).is_ok_and(|request| request == dossier.payments.len());
    dossier.stage == Stage::AwaitingPayment && last_is_unpaid && is_last
}

/// Who tells a dossier when no person does: for today a clerk of its desk, kept in the journal under its own name.
fn system(desk: &str, today: Date) -> Person {
    let grant = Grant::own(Role::Clerk, desk.to_owned(), today, Some(today));
    Person { id: SYSTEM.to_owned(), name: String::new(), subject: None, grants: vec![grant] }
}

fn skip_stale(done: Result<(), ActError>) -> Result<(), ActError> {
    match done {
        Err(ActError::Stale { .. }) => Ok(()),
        other => other,
    }
}

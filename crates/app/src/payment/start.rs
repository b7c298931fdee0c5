//! Going to a gateway.

use domain::access::{self, PaymentAction, Person};
use domain::payment::{Command, Context, OrderId};
use store::Tx;

use super::gateway::{Begun, NewPayment};
use super::row::{self, By};
use crate::App;
use crate::dossier::load_chain;
use crate::error::{ActError, FieldProblemKind};

/// Where the payer comes back to, and where the gateway reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ways {
    /// For the payer.
    pub return_url: String,
    /// For the gateway.
    pub callback_url: String,
}

impl App {
    /// Makes the payment at a gateway; answers where the payer goes. Asked again, the gateway answers with the same
    /// payment.
    pub async fn payment_start(&self, person: &Person, id: &str, gateway: &str, ways: Ways) -> Result<Begun, ActError> {
        let (person, today) = (person.clone(), self.today());
        let may = move |tx: &mut Tx<'_>, dossier: &str| permit(tx, &person, PaymentAction::PayOnline, dossier, today);
        at_gateway(self, id, gateway, ways, may).await
    }
}

/// Makes the payment at a gateway for whoever `may`, which is asked with the order's dossier.
pub(super) async fn at_gateway(
    app: &App,
    id: &str,
    gateway: &str,
    ways: Ways,
    may: impl Fn(&mut Tx<'_>, &str) -> Result<access::PaymentPermit, ActError> + Send + Sync + 'static,
) -> Result<Begun, ActError> {
    let id = OrderId::parse(id).map_err(|_| ActError::NotFound)?;
    let gateway = app.0.payments.gateway(gateway);
    let gateway = gateway.ok_or_else(|| ActError::field("gateway", FieldProblemKind::Unknown))?;
    let (now, zone, name) = (app.0.clock.now(), app.0.zone, gateway.name().to_owned());
    let act = move |tx: &mut Tx<'_>| {
        let mut order = row::load(tx, &id)?;
        let permit = may(tx, &order.dossier)?;
        let context = Context { now: zone.civil(now), receipt: None };
        if let Some(decision) = order.decide(Command::Start { gateway: name.clone() }, &context)? {
            row::advance(tx, &mut order, &decision, By { actor: permit.person(), now, zone })?;
        }
        Ok::<_, ActError>(order)
    };
    let order = app.0.store.write(act).await?;
    let payment = NewPayment {
        order: order.id.to_string(),
        amount: order.amount,
        expires: order.expires,
        return_url: ways.return_url,
        callback_url: ways.callback_url,
    };
    gateway.create(&payment).await.map_err(|fault| {
        tracing::warn!(gateway = gateway.name(), %fault, "a gateway did not answer");
        ActError::GatewaySilent
    })
}

/// A permit for the payments of a dossier, by the dossier as it stands.
pub(super) fn permit(
    tx: &mut Tx<'_>,
    person: &Person,
    action: PaymentAction,
    dossier: &str,
    today: domain::time::Date,
) -> Result<access::PaymentPermit, ActError> {
    let code = domain::dossier::Code::parse(dossier).map_err(|_| ActError::NotFound)?;
    let chain = load_chain(tx, &code)?.ok_or(ActError::NotFound)?;
    Ok(access::may_payment(person, action, &chain.dossier.facts(), today)?)
}

//! Payments of somebody without an account who showed the number of one dossier: what is owed, and going to a gateway.

use domain::access::{GuestPayment, PaymentPermit, may_pay_as_guest};
use domain::payment::OrderId;
use store::Tx;

use super::gateway::Begun;
use super::read::{self, DossierPayments, ReceiptView};
use super::start::{self, Ways};
use crate::App;
use crate::dossier::{Shown, load_chain};
use crate::error::ActError;

impl App {
    /// The payments of the dossier that a pass opens.
    pub async fn guest_payments(&self, browser: &str, pass: &str) -> Result<DossierPayments, ActError> {
        let shown = self.shown(browser, pass)?;
        let read = move |tx: &mut Tx<'_>| {
            let chain = load_chain(tx, shown.code())?.ok_or(ActError::NotFound)?;
            permit(&shown, &chain.dossier, GuestPayment::See)?;
            read::of_chain(tx, &chain, (true, false))
        };
        let found = self.0.store.read(read).await?;
        Ok(self.with_ways(found))
    }

    /// The order that the dossier of a pass owes now, made anew when there is none that could be paid.
    pub async fn guest_payment_ask(&self, browser: &str, pass: &str) -> Result<OrderId, ActError> {
        let shown = self.shown(browser, pass)?;
        let (now, zone, days) = (self.0.clock.now(), self.0.zone, self.payment_days());
        let act = move |tx: &mut Tx<'_>| {
            let chain = load_chain(tx, shown.code())?.ok_or(ActError::NotFound)?;
            let permit = permit(&shown, &chain.dossier, GuestPayment::Pay)?;
            super::ask::ask_of(tx, &chain, super::Asking { actor: permit.person(), now, zone, days })
        };
        self.0.store.write(act).await
    }

    /// Makes the payment of an order at a gateway, as [`App::payment_start`].
    pub async fn guest_payment_start(
        &self,
        (browser, pass): (&str, &str),
        id: &str,
        gateway: &str,
        ways: Ways,
    ) -> Result<Begun, ActError> {
        let shown = self.shown(browser, pass)?;
        let may = move |tx: &mut Tx<'_>, dossier: &str| {
            let chain = load_chain(tx, shown.code())?.ok_or(ActError::NotFound)?;
            if chain.dossier.code.as_str() != dossier {
                return Err(ActError::NotFound);
            }
            permit(&shown, &chain.dossier, GuestPayment::Pay)
        };
        start::at_gateway(self, id, gateway, ways, may).await
    }

    /// The receipt of an order of the dossier that a pass opens.
    pub async fn guest_payment_receipt(&self, browser: &str, pass: &str, id: &str) -> Result<ReceiptView, ActError> {
        let shown = self.shown(browser, pass)?;
        let id = OrderId::parse(id).map_err(|_| ActError::NotFound)?;
        let read = move |tx: &mut Tx<'_>| {
            let chain = load_chain(tx, shown.code())?.ok_or(ActError::NotFound)?;
            permit(&shown, &chain.dossier, GuestPayment::See)?;
            let found = read::receipt(tx, &id)?;
            if found.order.dossier == chain.dossier.code.as_str() { Ok(found) } else { Err(ActError::NotFound) }
        };
        self.0.store.read(read).await
    }
}

fn permit(shown: &Shown, dossier: &domain::dossier::Dossier, action: GuestPayment) -> Result<PaymentPermit, ActError> {
    Ok(may_pay_as_guest(&shown.guest(dossier)?, action, &dossier.facts())?)
}

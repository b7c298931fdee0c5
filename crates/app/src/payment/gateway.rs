//! What a payment gateway can do, whichever it is.

use domain::payment::{Callback, Line};
use domain::time::{Date, DateTime};
use futures_util::future::BoxFuture;

/// A payment that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPayment {
    /// Number of the order; the gateway answers the same number with the same payment.
    pub order: String,
    /// Amount in đồng.
    pub amount: i64,
    /// Its last moment.
    pub expires: DateTime,
    /// Where the payer comes back to.
    pub return_url: String,
    /// Where the gateway reports.
    pub callback_url: String,
}

/// A payment that the gateway waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Where the payer goes.
    pub pay_url: String,
}

/// Money that is to be given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRefund {
    /// Our number of it; the gateway gives the same number back once.
    pub refund: String,
    /// Of which transaction.
    pub transaction: String,
    /// Amount in đồng.
    pub amount: i64,
}

/// Why a gateway did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GatewayFault {
    /// It could not be reached in time.
    #[error("the gateway cannot be reached")]
    Unreachable,
    /// It answered with this status.
    #[error("the gateway answered with status {0}")]
    Refused(u16),
    /// Its answer cannot be read.
    #[error("the gateway's answer cannot be read")]
    Unreadable,
}

/// Why a report is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallbackFault {
    /// The signature is missing or does not hold.
    #[error("the signature does not hold")]
    Forged,
    /// It is signed, and cannot be read.
    #[error("the report cannot be read")]
    Unreadable,
}

/// A payment gateway.
pub trait Gateway: Send + Sync {
    /// The name under which it stands in addresses and in the books.
    fn name(&self) -> &str;

    /// What people call it.
    fn title(&self) -> &str;

    /// Makes a payment.
    fn create<'a>(&'a self, payment: &'a NewPayment) -> BoxFuture<'a, Result<Begun, GatewayFault>>;

    /// Checks the signature of a report and reads it; `header` looks a header up by its name in lower case.
    fn read(&self, header: &dyn Fn(&str) -> Option<String>, body: &[u8]) -> Result<Callback, CallbackFault>;

    /// What the gateway knows of the payments of an order, as it would report them.
    fn status<'a>(&'a self, order: &'a str) -> BoxFuture<'a, Result<Vec<Callback>, GatewayFault>>;

    /// Gives money back; answers what the gateway calls the transaction.
    fn refund<'a>(&'a self, refund: &'a NewRefund) -> BoxFuture<'a, Result<String, GatewayFault>>;

    /// The gateway's own list of a day: payments, and what was given back with a negative amount under our number.
    fn day(&self, day: Date) -> BoxFuture<'_, Result<Vec<Line>, GatewayFault>>;
}

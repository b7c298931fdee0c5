//! Payment of fees: asking, paying online and at the desk, what gateways report, receipts, refunds, cash book,
//! reconciliation.
//!
//! An order's stream in the journal is `payment/{number}`; money without an order is `payment-stray/{channel}/{name}`, a day
//! of a desk's cash book `cash-book/{unit}/{day}`, a day's comparison with a gateway `payment-day/{gateway}/{day}`.

mod ask;
mod callback;
mod cash;
mod chase;
mod compare;
mod desk;
mod gateway;
mod guest;
mod http;
mod read;
mod refund;
mod row;
mod start;
mod stray;
mod verify;

pub(crate) use ask::after_decision;
pub use ask::{Asking, cancel_open_of, order_for_request};
pub use callback::CallbackError;
pub use cash::{CashBook, CashDayLine, CashLine};
pub(crate) use chase::run as run_chase;
pub use compare::{DayView, DifferenceLine};
pub use gateway::{Begun, CallbackFault, Gateway, GatewayFault, NewPayment, NewRefund};
pub use http::{GatewayAddress, GatewayError, HttpGateway};
pub use read::{DossierPayments, MoneyLine, PaymentView, ReceiptView, UnitDay};
pub use start::Ways;
pub use stray::{Loose, StrayLine};
pub(crate) use verify::{cash_difference, day_difference, order_difference, stray_difference};

use domain::payment::{OrderId, Transfer};

/// Events of one stream that are read at most.
const EVENTS_MAX: i64 = 5_000;
/// Who acts when nobody does: the account under which the journal keeps it.
const SYSTEM: &str = "payment";
/// Days within which an order may be paid when nothing else is configured.
const DAYS: i64 = 15;

/// How payments are made.
#[derive(Debug, Clone, Default)]
pub struct PaymentConfig {
    /// The gateways, in the order in which they are offered.
    pub gateways: Vec<GatewayAddress>,
    /// The account to which transfers go.
    pub account: Option<BankAccount>,
    /// Days within which an order may be paid.
    pub days: Option<i64>,
}

/// An account of the agency (tài khoản thu).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankAccount {
    /// Number of the bank, six digits.
    pub bank: String,
    /// The account.
    pub account: String,
    /// In whose name it stands.
    pub holder: String,
}

impl BankAccount {
    /// The `VietQR` code of a transfer for an order; none where the account cannot be one.
    #[must_use]
    pub fn code(&self, order: &OrderId, amount: i64) -> Option<String> {
        let transfer = Transfer {
            bank: &self.bank,
            account: &self.account,
            amount: Some(amount),
            bill: "",
            words: order.as_str(),
        };
        transfer.payload().ok()
    }
}

/// The gateways and the account, opened.
pub(crate) struct Payments {
    gateways: Vec<Box<dyn Gateway>>,
    account: Option<BankAccount>,
    days: i64,
}

impl Payments {
    /// Opens what is configured; asks nobody yet.
    pub(crate) fn new(config: &PaymentConfig) -> Result<Self, GatewayError> {
        let open = |one: &GatewayAddress| Ok(Box::new(HttpGateway::new(one)?) as Box<dyn Gateway>);
        let gateways = config.gateways.iter().map(open).collect::<Result<_, GatewayError>>()?;
        let days = config.days.unwrap_or(DAYS).clamp(1, 365);
        Ok(Self { gateways, account: config.account.clone(), days })
    }

    fn gateway(&self, name: &str) -> Option<&dyn Gateway> {
        self.gateways.iter().find(|gateway| gateway.name() == name).map(Box::as_ref)
    }
}

fn order_stream(id: &OrderId) -> String {
    format!("payment/{id}")
}

fn cash_stream(unit: &str, day: &str) -> String {
    format!("cash-book/{unit}/{day}")
}

fn day_stream(gateway: &str, day: &str) -> String {
    format!("payment-day/{gateway}/{day}")
}

fn stray_stream(channel: &str, name: &str) -> String {
    format!("payment-stray/{channel}/{name}")
}

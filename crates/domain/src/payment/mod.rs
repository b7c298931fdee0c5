//! Payment of fees and charges (thu phí, lệ phí): orders, what banks report, receipts, refunds, the desk's cash book.
//!
//! An [`Order`] is what a dossier is asked to pay once. [`judge`] says what a report of money means for it and
//! [`Order::decide`] what follows; only [`Order::apply`] changes an order. Money that is not exactly what was asked, in
//! time and once, never counts as paid: it is kept under its reason until it is given back.
//!
//! Law: Law on Fees and Charges 97/2015/QH13; Decrees 61/2018/NĐ-CP (Article 22), 123/2020/NĐ-CP (receipts).

mod callback;
mod cash;
mod command;
mod compare;
mod decide;
mod event;
mod id;
mod order;
mod refusal;
mod vietqr;

pub use callback::{Callback, CallbackOutcome, Circumstances, Verdict, judge};
pub use cash::{CashCommand, CashContext, CashDay, CashDecision, CashEntry, CashEvent, CashKind, Closing};
pub use command::{Command, Context, RefundEnd};
pub use compare::{Difference, DifferenceKind, Line, compare};
pub use decide::ask;
pub use event::{Decision, Event, Kept, Method, Money, Receipt};
pub use id::{OrderId, OrderIdFault};
pub use order::{Incoming, Order, OrderState, RefundRecord, RefundState, ReplayError};
pub use refusal::Refusal;
pub use vietqr::{Transfer, VietQrFault, crc16};

/// Largest sum of one order, in đồng: a thousand billion.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000;
/// Longest free text, in characters.
const TEXT_CHARS_MAX: usize = 4_000;
/// Longest name of a transaction, in characters.
pub const TRANSACTION_CHARS_MAX: usize = 64;
/// Sums of money that one order may have met, and refunds of them.
const LINES_MAX: usize = 1_000;

#[cfg(test)]
mod tests;

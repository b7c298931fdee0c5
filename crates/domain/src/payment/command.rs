//! What is asked of a payment order.

use jiff::civil::DateTime;

use super::{Money, Receipt};

/// One thing to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The payer goes to a gateway.
    Start {
        /// Which.
        gateway: String,
    },
    /// Money has come: count it, or keep it under its reason.
    Receive(Money),
    /// The desk is about to take cash: only what is owed is taken.
    TakeCash(Money),
    /// Nothing needs to be paid.
    Waive {
        /// The clause that exempts.
        clause: String,
        /// The facts of this case.
        reason: String,
    },
    /// The request is taken back.
    Cancel {
        /// Why; may be empty.
        reason: String,
    },
    /// The time has run out.
    Expire,
    /// Money is to be given back.
    AskRefund {
        /// Of which channel.
        channel: String,
        /// Of which transaction.
        transaction: String,
        /// How much, in đồng.
        amount: i64,
        /// Why.
        reason: String,
    },
    /// A refund has ended.
    EndRefund {
        /// Its number.
        refund: u32,
        /// How.
        end: RefundEnd,
    },
    /// The dossier knows.
    Tell,
}

/// How a refund ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundEnd {
    /// The money is back.
    Done {
        /// What the bank or the desk calls the transaction.
        reference: String,
    },
    /// It is not.
    Failed,
}

/// What a decision may look at besides the order and the command.
#[derive(Debug, Clone)]
pub struct Context {
    /// The civil time at the province.
    pub now: DateTime,
    /// The next receipt, when one is needed: that [`super::Order::verdict`] is exact says so beforehand.
    pub receipt: Option<Receipt>,
}

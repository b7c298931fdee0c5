//! What a report of money means for the order that it names.

use jiff::civil::DateTime;

use super::order::Standing;
use super::{Kept, Money, Order};

/// What a gateway says of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallbackOutcome {
    /// The money is there.
    Paid,
    /// Nothing was paid.
    Failed,
}

/// What a gateway reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// The order as the gateway names it.
    pub order: String,
    /// Whether money came.
    pub outcome: CallbackOutcome,
    /// The money, if it came.
    pub money: Money,
}

/// What is known around a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    /// Whether its signature holds.
    pub genuine: bool,
    /// Whether the transaction is on the books of another order, or among money without an order.
    pub known_elsewhere: bool,
    /// The civil time at the province.
    pub now: DateTime,
}

/// What a report means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// What was asked, in time and once: the order is paid.
    Exact,
    /// Money that does not count; it is kept to be given back.
    Keep(Kept),
    /// The same transaction again: nothing changes.
    Repeated,
    /// The transaction belongs to another order: nothing changes.
    Elsewhere,
    /// No such order: the money is kept without one.
    Unknown,
    /// No money came: nothing changes.
    NotPaid,
    /// The signature does not hold: nothing of it is believed.
    Forged,
}

/// What this report means. `order` is the one that it names, if there is one.
#[must_use]
pub fn judge(callback: &Callback, order: Option<&Order>, around: Circumstances) -> Verdict {
    if !around.genuine {
        return Verdict::Forged;
    }
    match callback.outcome {
        CallbackOutcome::Failed => return Verdict::NotPaid,
        CallbackOutcome::Paid => (),
    }
    match order {
        Some(order) if order.knows(&callback.money.transaction) => Verdict::Repeated,
        _ if around.known_elsewhere => Verdict::Elsewhere,
        Some(order) => order.verdict(&callback.money, around.now),
        None => Verdict::Unknown,
    }
}

impl Order {
    /// What money that is not yet on the books means for this order. A payment is as late as its payer was, not as its
    /// report; nobody pays in the future.
    #[must_use]
    pub fn verdict(&self, money: &Money, now: DateTime) -> Verdict {
        if self.knows(&money.transaction) {
            return Verdict::Repeated;
        }
        match self.standing {
            Standing::Paid => Verdict::Keep(Kept::Second),
            Standing::Free | Standing::Cancelled => Verdict::Keep(Kept::NotOwed),
            Standing::Open | Standing::Expired => {
                if money.paid_at.min(now) > self.expires {
                    Verdict::Keep(Kept::TooLate)
                } else if money.amount == self.amount {
                    Verdict::Exact
                } else {
                    Verdict::Keep(Kept::WrongAmount)
                }
            }
        }
    }
}

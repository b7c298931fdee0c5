//! Why a command on an order or a cash book is refused.

use jiff::civil::Date;

use super::OrderState;

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The order stands so that this cannot be done.
    #[error("not while the order is {0:?}")]
    NotInState(OrderState),
    /// A sum must be positive and below the largest one.
    #[error("the amount is not possible")]
    AmountOutOfRange,
    /// The desk takes exactly what is owed.
    #[error("exactly {0} is owed")]
    AmountDiffers(i64),
    /// The order's last moment is over.
    #[error("the order has expired")]
    Expired,
    /// The last moment lies before the first.
    #[error("the last moment is over already")]
    ExpiryTooEarly,
    /// A reason, clause, reference or name is required.
    #[error("{0} is required")]
    Missing(&'static str),
    /// A text is longer than allowed, in characters.
    #[error("longer than {0} characters")]
    TooLong(usize),
    /// No such transaction came in for this order.
    #[error("no such transaction")]
    NoSuchTransaction,
    /// More than is left of that transaction.
    #[error("at most {0} is left to give back")]
    MoreThanLeft(i64),
    /// No such refund, or it has ended.
    #[error("no such open refund")]
    NoSuchRefund,
    /// One more would be too many for one record.
    #[error("too many")]
    TooMany,
    /// This money is on the books already.
    #[error("this transaction is recorded already")]
    AlreadyRecorded,
    /// The day of the cash book is closed.
    #[error("the day is closed")]
    DayClosed,
    /// An earlier day of the cash book must be closed first.
    #[error("the day {0} must be closed first")]
    EarlierDayOpen(Date),
    /// There is not so much cash at the desk.
    #[error("only {0} is in the till")]
    TooLittleCash(i64),
    /// Counted cash differs from the book, which needs a reason.
    #[error("the count differs by {0}; say why")]
    DifferenceUnexplained(i64),
    /// The day has not begun.
    #[error("the day is still to come")]
    DayToCome,
}

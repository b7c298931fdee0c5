//! What happened to a payment order: stored for ever, never edited.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// How money comes in (hình thức thanh toán).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Through an online gateway (trực tuyến).
    Online,
    /// In cash at the desk (tiền mặt).
    Cash,
    /// By transfer to the agency's account, seen there by the desk (chuyển khoản).
    Transfer,
}

impl Method {
    /// Every method, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Online, Self::Cash, Self::Transfer];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Cash => "cash",
            Self::Transfer => "transfer",
        }
    }

    /// The method of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// A receipt (biên lai): numbered per agency and year, without gaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The agency that received the money.
    pub unit: String,
    /// The year of the series.
    pub year: i16,
    /// Its number in the series, from 1.
    pub number: i64,
}

impl std::fmt::Display for Receipt {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}/{:07}", self.unit, self.year, self.number)
    }
}

/// Money that somebody says has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// How.
    pub method: Method,
    /// Where it came in: the gateway's name, `desk` or `bank`.
    pub channel: String,
    /// What the channel calls this transaction; no other of the channel is called so.
    pub transaction: String,
    /// Amount in đồng.
    pub amount: i64,
    /// When it was paid.
    pub paid_at: DateTime,
}

/// Why money does not count as the payment of its order and is to be given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// More or less than was asked.
    WrongAmount,
    /// Paid after the order's last moment.
    TooLate,
    /// Nothing was owed any more: the order was cancelled or waived.
    NotOwed,
    /// The order was paid already by another transaction.
    Second,
}

impl Kept {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::WrongAmount, Self::TooLate, Self::NotOwed, Self::Second];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WrongAmount => "wrong_amount",
            Self::TooLate => "too_late",
            Self::NotOwed => "not_owed",
            Self::Second => "second",
        }
    }

    /// The reason of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }
}

/// One event of an order. Free text about people is not in it but beside it, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The payment was asked for.
    Asked {
        /// When.
        at: DateTime,
        /// Code of the dossier.
        dossier: String,
        /// Which of the dossier's requests for payment, from 1.
        request: u32,
        /// The agency that collects.
        unit: String,
        /// Amount in đồng.
        amount: i64,
        /// The last moment at which it may be paid.
        expires: DateTime,
    },
    /// The payer went to a gateway.
    Started {
        /// When.
        at: DateTime,
        /// Which gateway.
        gateway: String,
    },
    /// It was paid, exactly and in time.
    Paid {
        /// When it was recorded.
        at: DateTime,
        /// The money.
        money: Money,
        /// The receipt for it.
        receipt: Receipt,
    },
    /// Money came that does not count.
    MoneyKept {
        /// When it was recorded.
        at: DateTime,
        /// The money.
        money: Money,
        /// Why it does not count.
        why: Kept,
    },
    /// Nothing needs to be paid (miễn).
    Waived {
        /// When.
        at: DateTime,
        /// The clause that exempts.
        clause: String,
    },
    /// The request was taken back.
    Cancelled {
        /// When.
        at: DateTime,
    },
    /// Its time ran out.
    Expired {
        /// When it was recorded.
        at: DateTime,
    },
    /// Money is to be given back; from here on it cannot be given back again.
    RefundAsked {
        /// When.
        at: DateTime,
        /// Number of the refund within the order, from 1.
        refund: u32,
        /// Of which channel.
        channel: String,
        /// Of which transaction.
        transaction: String,
        /// Amount in đồng.
        amount: i64,
    },
    /// It was given back.
    RefundDone {
        /// When.
        at: DateTime,
        /// Number of the refund.
        refund: u32,
        /// What the bank or the desk calls the transaction.
        reference: String,
    },
    /// It could not be given back and may be tried anew.
    RefundFailed {
        /// When.
        at: DateTime,
        /// Number of the refund.
        refund: u32,
    },
    /// The dossier knows that nothing is owed any more.
    DossierTold {
        /// When.
        at: DateTime,
    },
}

/// One event with the free text that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The event.
    pub event: Event,
    /// What for, or why.
    pub note: Option<String>,
}

impl Event {
    /// The stable name of the kind, as stored.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "payment_asked",
            Self::Started { .. } => "payment_started",
            Self::Paid { .. } => "payment_paid",
            Self::MoneyKept { .. } => "payment_money_kept",
            Self::Waived { .. } => "payment_waived",
            Self::Cancelled { .. } => "payment_cancelled",
            Self::Expired { .. } => "payment_expired",
            Self::RefundAsked { .. } => "payment_refund_asked",
            Self::RefundDone { .. } => "payment_refund_done",
            Self::RefundFailed { .. } => "payment_refund_failed",
            Self::DossierTold { .. } => "payment_dossier_told",
        }
    }

    /// When it happened.
    #[must_use]
    pub const fn at(&self) -> DateTime {
        match self {
            Self::Asked { at, .. }
            | Self::Started { at, .. }
            | Self::Paid { at, .. }
            | Self::MoneyKept { at, .. }
            | Self::Waived { at, .. }
            | Self::Cancelled { at }
            | Self::Expired { at }
            | Self::RefundAsked { at, .. }
            | Self::RefundDone { at, .. }
            | Self::RefundFailed { at, .. }
            | Self::DossierTold { at } => *at,
        }
    }
}

//! A payment order at one version, and how events make it.

use jiff::civil::DateTime;

use super::{Event, Kept, Money, OrderId, Receipt};

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderState {
    /// Waiting for the money (chờ thanh toán).
    Open,
    /// Paid (đã thanh toán).
    Paid,
    /// Nothing needs to be paid (miễn).
    Free,
    /// Taken back (đã hủy).
    Cancelled,
    /// Its time ran out (hết hạn).
    Expired,
    /// Paid, and part of it given back (hoàn một phần).
    PartlyRefunded,
    /// Paid, and all of it given back (đã hoàn).
    Refunded,
}

impl OrderState {
    /// Every state, in the order in which they are shown.
    pub const ALL: [Self; 7] =
        [Self::Open, Self::Paid, Self::Free, Self::Cancelled, Self::Expired, Self::PartlyRefunded, Self::Refunded];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Free => "free",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::PartlyRefunded => "partly_refunded",
            Self::Refunded => "refunded",
        }
    }

    /// The state of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether nothing is owed any more because of it: the dossier may go on.
    #[must_use]
    pub const fn settles(self) -> bool {
        match self {
            Self::Paid | Self::Free => true,
            Self::Open | Self::Cancelled | Self::Expired | Self::PartlyRefunded | Self::Refunded => false,
        }
    }
}

/// One sum of money that came in for an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The money.
    pub money: Money,
    /// When it was recorded.
    pub at: DateTime,
    /// Why it does not count; `None` for the payment itself.
    pub kept: Option<Kept>,
}

/// How far a refund is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefundState {
    /// Asked for; the money is reserved.
    Asked,
    /// The money is back.
    Done,
    /// It could not be given back.
    Failed,
}

/// One refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRecord {
    /// Its number within the order, from 1.
    pub number: u32,
    /// Of which channel.
    pub channel: String,
    /// Of which transaction.
    pub transaction: String,
    /// Amount in đồng.
    pub amount: i64,
    /// How far it is.
    pub state: RefundState,
    /// When it was asked for or ended.
    pub at: DateTime,
    /// What the bank or the desk calls the transaction; empty until it is done.
    pub reference: String,
}

/// A payment order (yêu cầu thanh toán) at one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its number.
    pub id: OrderId,
    /// Number of events so far.
    pub version: i64,
    /// Code of the dossier.
    pub dossier: String,
    /// Which of the dossier's requests for payment, from 1.
    pub request: u32,
    /// The agency that collects.
    pub unit: String,
    /// Amount in đồng.
    pub amount: i64,
    /// When it was asked for.
    pub asked_at: DateTime,
    /// The last moment at which it may be paid.
    pub expires: DateTime,
    /// The gateway to which the payer went last.
    pub gateway: Option<String>,
    /// What came in, oldest first.
    pub incoming: Vec<Incoming>,
    /// What was given back or is to be, oldest first.
    pub refunds: Vec<RefundRecord>,
    /// The receipt of the payment.
    pub receipt: Option<Receipt>,
    /// The clause that exempts; empty unless waived.
    pub clause: String,
    /// When it was paid, waived, cancelled or expired.
    pub ended_at: Option<DateTime>,
    /// Whether the dossier knows that nothing is owed any more.
    pub is_told: bool,
    pub(super) standing: Standing,
}

/// The state without refunds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Open,
    Paid,
    Free,
    Cancelled,
    Expired,
}

/// The stored events do not make an order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// The stream does not begin with the request, or has a second one.
    #[error("an order begins with its request, once")]
    NotOnce,
    /// An event names a refund that was never asked for.
    #[error("no refund {0}")]
    NoRefund(u32),
}

impl Order {
    /// The order after its first event.
    pub fn begin(id: OrderId, event: &Event) -> Result<Self, ReplayError> {
        let Event::Asked { at, dossier, request, unit, amount, expires } = event else {
            return Err(ReplayError::NotOnce);
        };
        Ok(Self {
            id,
            version: 1,
            dossier: dossier.clone(),
            request: *request,
            unit: unit.clone(),
            amount: *amount,
            asked_at: *at,
            expires: *expires,
            gateway: None,
            incoming: Vec::new(),
            refunds: Vec::new(),
            receipt: None,
            clause: String::new(),
            ended_at: None,
            is_told: false,
            standing: Standing::Open,
        })
    }

    /// The order that these events make.
    pub fn replay<'a>(id: OrderId, events: impl IntoIterator<Item = &'a Event>) -> Result<Self, ReplayError> {
        let mut events = events.into_iter();
        let mut order = Self::begin(id, events.next().ok_or(ReplayError::NotOnce)?)?;
        for event in events {
            order.apply(event)?;
        }
        Ok(order)
    }

    /// The order after one more event.
    pub fn apply(&mut self, event: &Event) -> Result<(), ReplayError> {
        match event {
            Event::Asked { .. } => return Err(ReplayError::NotOnce),
            Event::Started { gateway, .. } => self.gateway = Some(gateway.clone()),
            Event::Paid { at, money, receipt } => {
                self.incoming.push(Incoming { money: money.clone(), at: *at, kept: None });
                self.receipt = Some(receipt.clone());
                self.end(Standing::Paid, *at);
            }
            Event::MoneyKept { at, money, why } => {
                self.incoming.push(Incoming { money: money.clone(), at: *at, kept: Some(*why) });
            }
            Event::Waived { at, clause } => {
                self.clause.clone_from(clause);
                self.end(Standing::Free, *at);
            }
            Event::Cancelled { at } => self.end(Standing::Cancelled, *at),
            Event::Expired { at } => self.end(Standing::Expired, *at),
            Event::RefundAsked { at, refund, channel, transaction, amount } => self.refunds.push(RefundRecord {
                number: *refund,
                channel: channel.clone(),
                transaction: transaction.clone(),
                amount: *amount,
                state: RefundState::Asked,
                at: *at,
                reference: String::new(),
            }),
            Event::RefundDone { at, refund, reference } => {
                self.end_refund(*refund, RefundState::Done, *at)?.reference.clone_from(reference);
            }
            Event::RefundFailed { at, refund } => {
                self.end_refund(*refund, RefundState::Failed, *at)?;
            }
            Event::DossierTold { .. } => self.is_told = true,
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> OrderState {
        match self.standing {
            Standing::Open => OrderState::Open,
            Standing::Free => OrderState::Free,
            Standing::Cancelled => OrderState::Cancelled,
            Standing::Expired => OrderState::Expired,
            Standing::Paid => match self.refunded_of_payment() {
                0 => OrderState::Paid,
                part if part < self.amount => OrderState::PartlyRefunded,
                _ => OrderState::Refunded,
            },
        }
    }

    /// The payment itself, once made.
    #[must_use]
    pub fn payment(&self) -> Option<&Incoming> {
        self.incoming.iter().find(|incoming| incoming.kept.is_none())
    }

    /// A sum that came in by that transaction.
    #[must_use]
    pub fn incoming(&self, channel: &str, transaction: &str) -> Option<&Incoming> {
        self.incoming.iter().find(|incoming| incoming.money.is(channel, transaction))
    }

    /// Whether a transaction of this name is on the books of the order, by whatever channel it was reported.
    #[must_use]
    pub fn knows(&self, transaction: &str) -> bool {
        self.incoming.iter().any(|incoming| incoming.money.transaction == transaction)
    }

    /// What is left of a sum that came in, refunds that are under way taken off.
    #[must_use]
    pub fn left_of(&self, incoming: &Incoming) -> i64 {
        incoming.money.amount.saturating_sub(self.refunded(incoming, &[RefundState::Asked, RefundState::Done]))
    }

    /// All that came in.
    #[must_use]
    pub fn received(&self) -> i64 {
        self.incoming.iter().fold(0, |sum, incoming| sum.saturating_add(incoming.money.amount))
    }

    /// All that was given back.
    #[must_use]
    pub fn given_back(&self) -> i64 {
        let done = self.refunds.iter().filter(|refund| refund.state == RefundState::Done);
        done.fold(0, |sum, refund| sum.saturating_add(refund.amount))
    }

    /// What is held of it now.
    #[must_use]
    pub fn net(&self) -> i64 {
        self.received().saturating_sub(self.given_back())
    }

    /// What came in, does not count, and is not on its way back.
    #[must_use]
    pub fn to_give_back(&self) -> i64 {
        let kept = self.incoming.iter().filter(|incoming| incoming.kept.is_some());
        kept.fold(0, |sum, incoming| sum.saturating_add(self.left_of(incoming)))
    }

    fn refunded_of_payment(&self) -> i64 {
        self.payment().map_or(0, |payment| self.refunded(payment, &[RefundState::Done]))
    }

    fn refunded(&self, incoming: &Incoming, states: &[RefundState]) -> i64 {
        self.refunds
            .iter()
            .filter(|refund| incoming.money.is(&refund.channel, &refund.transaction) && states.contains(&refund.state))
            .fold(0, |sum, refund| sum.saturating_add(refund.amount))
    }

    fn end(&mut self, standing: Standing, at: DateTime) {
        self.standing = standing;
        self.ended_at = Some(at);
    }

    fn end_refund(&mut self, number: u32, state: RefundState, at: DateTime) -> Result<&mut RefundRecord, ReplayError> {
        let refund = self.refunds.iter_mut().find(|refund| refund.number == number);
        let refund = refund.ok_or(ReplayError::NoRefund(number))?;
        refund.state = state;
        refund.at = at;
        Ok(refund)
    }
}

impl Money {
    /// Whether it is that transaction.
    #[must_use]
    pub fn is(&self, channel: &str, transaction: &str) -> bool {
        self.channel == channel && self.transaction == transaction
    }
}

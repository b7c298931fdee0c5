//! The cash book of a desk (sổ quỹ tiền mặt): one record a day, opened by what was counted the evening before.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::decide::{optional, required};
use super::{AMOUNT_MAX, Refusal};

/// What an entry is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CashKind {
    /// A payment was taken (thu).
    Payment,
    /// A payment was given back (chi hoàn).
    Refund,
    /// Cash went to the bank or the treasury (nộp ngân hàng, Kho bạc).
    Deposit,
}

impl CashKind {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::Deposit => "deposit",
        }
    }

    /// The kind of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Payment, Self::Refund, Self::Deposit].into_iter().find(|kind| kind.name() == name)
    }

    /// Whether cash comes in.
    #[must_use]
    pub const fn comes_in(self) -> bool {
        match self {
            Self::Payment => true,
            Self::Refund | Self::Deposit => false,
        }
    }
}

/// One line of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashEntry {
    /// What for.
    pub kind: CashKind,
    /// Amount in đồng, always positive.
    pub amount: i64,
    /// Number of the order, of the receipt or of the paying-in slip.
    pub reference: String,
}

/// What happened in the book on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CashEvent {
    /// The day began with so much in the till.
    Opened {
        /// When.
        at: DateTime,
        /// What was counted at the last closing.
        opening: i64,
    },
    /// A line was written.
    Entered {
        /// When.
        at: DateTime,
        /// The line.
        entry: CashEntry,
    },
    /// The till was counted and the day closed.
    Closed {
        /// When.
        at: DateTime,
        /// What should be in the till.
        balance: i64,
        /// What was counted.
        counted: i64,
    },
}

impl CashEvent {
    /// The stable name of the kind, as stored.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "cash_opened",
            Self::Entered { .. } => "cash_entered",
            Self::Closed { .. } => "cash_closed",
        }
    }
}

/// One event with the free text that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashDecision {
    /// The event.
    pub event: CashEvent,
    /// Why the count differs.
    pub note: Option<String>,
}

/// How a day ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// What was counted.
    pub counted: i64,
    /// Counted less what should have been there.
    pub difference: i64,
}

/// One day of a desk's book at one version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CashDay {
    /// Number of events so far; 0 before the first entry.
    pub version: i64,
    /// What was in the till in the morning.
    pub opening: i64,
    /// What came in.
    pub came_in: i64,
    /// What went out.
    pub went_out: i64,
    /// The closing, once made.
    pub closed: Option<Closing>,
}

/// What is asked of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CashCommand {
    /// Write a line.
    Enter(CashEntry),
    /// Count the till and close the day.
    Close {
        /// What was counted.
        counted: i64,
        /// Why it differs; required when it does.
        reason: String,
    },
}

/// What a decision may look at besides the day.
#[derive(Debug, Clone, Copy)]
pub struct CashContext {
    /// The day of the book.
    pub day: Date,
    /// The civil time at the province.
    pub now: DateTime,
    /// What was counted at the last closing before this day; 0 when there was none.
    pub carried: i64,
    /// An earlier day that is still open.
    pub earlier_open: Option<Date>,
}

impl CashDay {
    /// What should be in the till.
    #[must_use]
    pub const fn balance(&self) -> i64 {
        self.opening.saturating_add(self.came_in).saturating_sub(self.went_out)
    }

    /// The day that these events make.
    #[must_use]
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a CashEvent>) -> Self {
        let mut day = Self::default();
        events.into_iter().for_each(|event| day.apply(event));
        day
    }

    /// The day after one more event.
    pub fn apply(&mut self, event: &CashEvent) {
        match event {
            CashEvent::Opened { opening, .. } => self.opening = *opening,
            CashEvent::Entered { entry, .. } if entry.kind.comes_in() => {
                self.came_in = self.came_in.saturating_add(entry.amount);
            }
            CashEvent::Entered { entry, .. } => self.went_out = self.went_out.saturating_add(entry.amount),
            CashEvent::Closed { counted, balance, .. } => {
                self.closed = Some(Closing { counted: *counted, difference: counted.saturating_sub(*balance) });
            }
        }
        self.version = self.version.saturating_add(1);
    }

    /// What happens when this command is given now. Changes nothing.
    pub fn decide(&self, command: CashCommand, context: &CashContext) -> Result<Vec<CashDecision>, Refusal> {
        if self.closed.is_some() {
            return Err(Refusal::DayClosed);
        }
        if context.day > context.now.date() {
            return Err(Refusal::DayToCome);
        }
        if let Some(earlier) = context.earlier_open {
            return Err(Refusal::EarlierDayOpen(earlier));
        }
        let at = context.now;
        let mut decided = Vec::with_capacity(2);
        let mut balance = self.balance();
        if self.version == 0 {
            balance = context.carried;
            decided.push(CashDecision { event: CashEvent::Opened { at, opening: context.carried }, note: None });
        }
        decided.push(match command {
            CashCommand::Enter(entry) => {
                if !(1..=AMOUNT_MAX).contains(&entry.amount) {
                    return Err(Refusal::AmountOutOfRange);
                }
                if !entry.kind.comes_in() && entry.amount > balance {
                    return Err(Refusal::TooLittleCash(balance));
                }
                let entry = CashEntry { reference: required(&entry.reference, "reference")?, ..entry };
                CashDecision { event: CashEvent::Entered { at, entry }, note: None }
            }
            CashCommand::Close { counted, reason } => {
                if !(0..=AMOUNT_MAX).contains(&counted) {
                    return Err(Refusal::AmountOutOfRange);
                }
                let reason = optional(&reason)?;
                if counted != balance && reason.is_empty() {
                    return Err(Refusal::DifferenceUnexplained(counted.saturating_sub(balance)));
                }
                let note = Some(reason).filter(|reason| !reason.is_empty());
                CashDecision { event: CashEvent::Closed { at, balance, counted }, note }
            }
        });
        Ok(decided)
    }
}

//! What the ledger is made from: who held a dossier from when to when, and under which clock.

use crate::deadline::{ClockInput, Terms};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// Who holds a dossier (người, nơi đang giữ hồ sơ).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "holder", rename_all = "snake_case")]
pub enum Holder {
    /// A person of a unit who took it.
    Person {
        /// The unit.
        unit: String,
        /// The account of the person.
        person: String,
    },
    /// A unit in which nobody took it.
    Pool {
        /// The unit.
        unit: String,
    },
    /// The applicant.
    Applicant,
    /// An authority that does not work here: asked for its opinion, or a part of an interlinked procedure.
    Authority {
        /// Its name.
        name: String,
    },
    /// A system of somebody else that had to answer: a register, a payment gateway.
    Partner {
        /// Its name.
        system: String,
    },
    /// Whoever runs this system: an outage.
    Us,
}

impl Holder {
    /// The unit inside which it lies, if it lies inside one.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        match self {
            Self::Person { unit, .. } | Self::Pool { unit } => Some(unit),
            Self::Applicant | Self::Authority { .. } | Self::Partner { .. } | Self::Us => None,
        }
    }
}

/// A stretch of time in which a step lay with somebody.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The step: the same word for every span of it, and in its [`super::StepAllowance`].
    pub step: String,
    /// When it came to them.
    pub from: DateTime,
    /// When it left them; absent while they have it. One that ends before it begins holds nothing.
    pub to: Option<DateTime>,
    /// Who had it, the lead first. Without anybody it lay with the pool of the handling unit.
    pub holders: Vec<Holder>,
}

/// A stretch of time in which this system could not be used (sự cố, bảo trì hệ thống).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Outage {
    /// When it began.
    pub from: DateTime,
    /// When it ended; absent while it lasts.
    pub to: Option<DateTime>,
}

/// Everything the ledger of one dossier depends on.
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// Calendar, office hours and way of counting of the handling unit.
    pub terms: Terms<'a>,
    /// Receipt, limit, pauses and extensions.
    pub clock: &'a ClockInput,
    /// The unit that handles the dossier.
    pub unit: &'a str,
    /// Who had it, in any order.
    pub spans: &'a [Span],
    /// Outages, in any order; they may overlap.
    pub outages: &'a [Outage],
    /// When the result was there; absent while it is worked on.
    pub finished: Option<DateTime>,
    /// The due time in force, if there is one.
    pub due: Option<DateTime>,
    /// The present.
    pub now: DateTime,
}

impl History<'_> {
    /// Where the ledger ends: at the finish, or now; never before the receipt.
    #[must_use]
    pub fn end(&self) -> DateTime {
        self.finished.unwrap_or(self.now).max(self.clock.received)
    }
}

//! A rule of escalation: when somebody is told of which work, and who.

use crate::organisation::Validity;
use serde::{Deserialize, Serialize};

/// The largest share of a limit that a rule may name, in percent.
pub const LARGEST_PERCENT: u32 = 1_000;
/// The most working hours that a rule may name.
pub const LARGEST_WORKING_HOURS: u32 = 2_000;
/// The most repetitions of one reminder.
pub const LARGEST_REPETITIONS: u32 = 1_000;

/// When a rule first holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum When {
    /// So much of the step's time is used. Lapses when the step is due.
    LimitUsed {
        /// Percent of its working time.
        percent: u32,
    },
    /// So long before the step is due. Lapses when it is due.
    BeforeDue {
        /// Working hours.
        working_hours: u32,
    },
    /// So long after the step was due; 0 at that moment.
    AfterDue {
        /// Working hours.
        working_hours: u32,
    },
    /// So long before the apology must be signed, while it is not. Lapses at that moment.
    BeforeSigningDeadline {
        /// Working hours.
        working_hours: u32,
    },
    /// So long after the apology should have been signed, while it is not; 0 at that moment.
    AfterSigningDeadline {
        /// Working hours.
        working_hours: u32,
    },
}

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// Who took the task; the head of the unit when nobody did.
    Person,
    /// Người đứng đầu đơn vị.
    HeadOfUnit,
    /// The head of the unit above; the reform office when there is none.
    UnitAbove,
    /// Cơ quan đầu mối cải cách hành chính.
    ReformOffice,
}

/// To what a rule applies; an empty list means everything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// Kinds of work, as workflows name them: `examine`, `sign`.
    pub works: Vec<String>,
    /// Units.
    pub units: Vec<String>,
    /// Procedures.
    pub procedure_ids: Vec<String>,
}

/// How a reminder is repeated while the task is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Repeat {
    /// Working hours between one and the next, at least 1.
    pub every_working_hours: u32,
    /// How often after the first.
    pub at_most: u32,
}

/// A rule of escalation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Stable id: `due_reached`.
    pub id: String,
    /// Vietnamese name.
    pub name_vi: String,
    /// English name.
    pub name_en: String,
    /// When it holds.
    pub when: When,
    /// To what it applies.
    pub applies_to: Scope,
    /// Who is told.
    pub notify: Vec<Recipient>,
    /// How it is repeated; none means once.
    pub repeat: Option<Repeat>,
    /// Days on which it is in force.
    #[serde(flatten)]
    pub validity: Validity,
    /// The clause, or what it serves where no law asks for it.
    pub legal_basis_vi: String,
    /// Whether no law lays it down: the product proposes it, the province decides.
    pub assumption: bool,
    /// Where it comes from.
    pub source: String,
}

/// Somebody who is told, found out for one task.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "addressee", rename_all = "snake_case")]
pub enum Addressee {
    /// One person.
    Person {
        /// The account.
        person: String,
    },
    /// Whoever heads the unit that day.
    HeadOfUnit {
        /// The unit.
        unit: String,
    },
    /// Whoever holds the role of the reform office.
    ReformOffice,
}

impl Scope {
    /// Whether work of that kind, at that unit, on that procedure is meant.
    #[must_use]
    pub fn covers(&self, work: &str, unit: &str, procedure: &str) -> bool {
        let has = |list: &[String], word: &str| list.is_empty() || list.iter().any(|known| known == word);
        has(&self.works, work) && has(&self.units, unit) && has(&self.procedure_ids, procedure)
    }
}

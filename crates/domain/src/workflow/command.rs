//! What people, messages and time ask of a running instance.

use serde::{Deserialize, Serialize};

use crate::deadline::Limit;
use crate::rule::Facts;
use crate::time::DateTime;

/// Something that is to happen to an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// It begins.
    Start,
    /// A person has done a step.
    Finish {
        /// The step.
        step: String,
    },
    /// A message came for a wait or for a boundary.
    Receive {
        /// The wait or boundary.
        node: String,
    },
    /// The time of a timer or of a boundary has come.
    Elapse {
        /// The timer or boundary.
        node: String,
    },
    /// A dossier at another unit came to its end.
    Return {
        /// The node that opened it.
        node: String,
    },
    /// The applicant withdraws the dossier (rút hồ sơ).
    Withdraw {
        /// Why.
        reason: String,
    },
    /// A person has undone a step after the withdrawal.
    Undo {
        /// The step.
        step: String,
    },
}

/// When a limit that begins at a moment ends, by calendar and office hours; none where that cannot be told.
pub type Due<'a> = dyn Fn(Limit, DateTime) -> Option<DateTime> + 'a;

/// Everything from outside on which a decision rests.
pub struct Now<'a> {
    /// The moment.
    pub at: DateTime,
    /// Who acts; the system for messages and timers.
    pub by: &'a str,
    /// What guards are asked about.
    pub facts: &'a Facts,
    /// When a limit that begins at a moment ends, by calendar and office hours; none where that cannot be told.
    pub due: &'a Due<'a>,
}

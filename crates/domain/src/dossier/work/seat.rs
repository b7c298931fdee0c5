//! Who holds an open step or wait of the work.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::deadline::Limit;
use crate::time::DateTime;
use crate::workflow::Work;

/// An open step or wait, and who is to do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Its path: the node, behind the path of its instance.
    pub path: String,
    /// What people read.
    pub name: String,
    /// What it is.
    #[serde(flatten)]
    pub kind: SeatKind,
    /// The role that may take it.
    pub role: Role,
    /// The unit at which it is done.
    pub unit: String,
    /// The authority whose work it is, when it does not work here and `unit` keeps the record for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// Its own limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Since when it is open.
    pub since: DateTime,
    /// Its due time as planned when it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime>,
    /// The ground on which the dossier's clock stands meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause_ground: Option<String>,
    /// Who has taken it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
}

/// What an open seat is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "seat", rename_all = "snake_case")]
pub enum SeatKind {
    /// A step that a person finishes.
    Step {
        /// Kind of work.
        work: Work,
        /// Whether it hands the result over at the desk that received the dossier.
        #[serde(default)]
        last_delivery: bool,
    },
    /// A wait for a message from outside; whoever holds it records that it came.
    Wait {
        /// The message.
        message: String,
    },
    /// A wait for time; nobody's work.
    Timer {
        /// The node on which the time runs; a timer of its own names itself.
        on: String,
    },
    /// A step to be undone after the withdrawal.
    Undo,
}

impl Seat {
    /// Whether it hands the result over at the desk.
    #[must_use]
    pub const fn is_last_delivery(&self) -> bool {
        match self.kind {
            SeatKind::Step { last_delivery, .. } => last_delivery,
            SeatKind::Wait { .. } | SeatKind::Timer { .. } | SeatKind::Undo => false,
        }
    }

    /// Whether a person finishes it.
    #[must_use]
    pub const fn is_step(&self) -> bool {
        match self.kind {
            SeatKind::Step { last_delivery, .. } => !last_delivery,
            SeatKind::Undo => true,
            SeatKind::Wait { .. } | SeatKind::Timer { .. } => false,
        }
    }
}

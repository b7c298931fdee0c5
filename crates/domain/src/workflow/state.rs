//! Where a running instance stands. It is the sum of its events and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::time::DateTime;

/// A place of a token.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// On a flow, waiting at a join.
    On {
        /// The flow.
        flow: String,
    },
    /// In a node that is open.
    At {
        /// The node.
        node: String,
    },
}

/// How far an instance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Not begun.
    #[default]
    New,
    /// Tokens run.
    Running,
    /// Withdrawn, and some steps are still to be undone.
    Undoing,
    /// Withdrawn, and nothing is left to do.
    Withdrawn,
    /// Come to its end.
    Completed,
}

/// Since when a node is open, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// Since when.
    pub since: DateTime,
    /// End of its limit; none without a limit.
    pub due: Option<DateTime>,
    /// When each timer on it breaks it off.
    pub timers: BTreeMap<String, DateTime>,
}

/// An instance.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct State {
    /// How far it is.
    pub status: Status,
    /// The workflow by which it runs.
    pub workflow: String,
    /// Its version.
    pub version: u32,
    /// Where the tokens are.
    pub tokens: BTreeSet<Place>,
    /// The open nodes.
    pub open: BTreeMap<String, Open>,
    /// How often each bounded way was taken.
    pub loops: BTreeMap<String, u8>,
    /// Steps that were done and can be undone, oldest first.
    pub done: Vec<String>,
    /// Steps still to be undone, the next one first.
    pub owed: Vec<String>,
}

impl State {
    /// Whether anything can still happen.
    #[must_use]
    pub fn is_over(&self) -> bool {
        match self.status {
            Status::New | Status::Running | Status::Undoing => false,
            Status::Withdrawn | Status::Completed => true,
        }
    }

    /// Whether the node is open.
    #[must_use]
    pub fn is_open(&self, node: &str) -> bool {
        self.open.contains_key(node)
    }
}

//! What happened to an instance; kept for ever, never changed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::state::{Open, Place};
use crate::time::DateTime;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each event says what its fields are")]
pub enum Event {
    /// The instance began with a token on this flow.
    Started { workflow: String, version: u32, to: String, at: DateTime },
    /// A node was opened by the token on `from`; a sub-process puts a token on `inside`. Each of `timers` breaks it off
    /// at its moment.
    Opened {
        node: String,
        from: String,
        inside: Option<String>,
        at: DateTime,
        due: Option<DateTime>,
        timers: BTreeMap<String, DateTime>,
    },
    /// A node was done; its token is on `to`. `can_undo` when it has a compensation.
    Closed { node: String, to: String, how: How, at: DateTime, can_undo: bool },
    /// A gateway took the tokens of some flows and gave one to each of others; `counted` of those are ways back.
    Passed { gateway: String, took: Vec<String>, gave: Vec<String>, counted: Vec<String> },
    /// A token ended.
    Ended { node: String, from: String },
    /// A node was broken off with everything inside it; the token is on `to`.
    Interrupted { boundary: String, node: String, dropped: Vec<Place>, to: String, at: DateTime },
    /// The last token ended.
    Completed { at: DateTime },
    /// The dossier was withdrawn: all tokens are gone, dossiers at other units are to be withdrawn too, and steps are to
    /// be undone in this order.
    Withdrawn { reason: String, by: String, at: DateTime, sub_dossiers: Vec<String>, owed: Vec<String> },
    /// A step was undone.
    Undone { step: String, by: String, at: DateTime },
    /// The instance runs by another version; tokens moved as said, bounded ways that are gone are no longer counted, and
    /// the nodes that are open end by the limits and timers of that version, reckoned from when they were opened.
    Migrated {
        version: u32,
        moves: Vec<Move>,
        forgotten: Vec<String>,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        open: BTreeMap<String, Open>,
        by: String,
        at: DateTime,
    },
}

/// How a node was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// By a person.
    Person {
        /// Who.
        by: String,
    },
    /// A message came.
    Message,
    /// Its time was over.
    Time,
    /// The dossier at the other unit came to its end.
    SubDossier,
    /// Everything inside came to its end.
    Inside,
}

/// A token that moves to another place under a new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Where it was.
    pub from: Place,
    /// Where it is then.
    pub to: Place,
}

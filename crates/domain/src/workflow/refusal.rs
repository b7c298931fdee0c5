//! Why a command is refused.

use crate::rule::RuleError;
use crate::time::DateTime;

/// Why nothing happens. The English sentence is for logs; people read their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum Refusal {
    #[error("the instance has begun already")]
    AlreadyBegun,
    #[error("the instance has not begun")]
    NotBegun,
    #[error("the instance is over")]
    Over,
    #[error("the dossier was withdrawn; only steps can still be undone")]
    Withdrawn,
    #[error("the instance runs by version {version} of {workflow:?}")]
    OtherVersion { workflow: String, version: u32 },
    #[error("{node:?} is not open")]
    NotOpen { node: String },
    #[error("{node:?} is not done in this way")]
    OtherKind { node: String },
    #[error("the time of {node:?} has not come")]
    NotYet { node: String, due: Option<DateTime> },
    #[error("the guard of {flow:?} cannot be worked out: {error}")]
    Guard { flow: String, error: RuleError },
    #[error("a reason is missing")]
    ReasonMissing,
    #[error("{step:?} is not the next step to be undone")]
    NotOwed { step: String },
    #[error("the definition is not sound: a second token would come to {place:?}")]
    Twice { place: super::Place },
    #[error("the state names {place:?}, which the definition does not have")]
    ForeignState { place: super::Place },
    #[error("the preview no longer holds")]
    StalePreview,
    #[error("tokens cannot move to the new version")]
    Blocked,
}

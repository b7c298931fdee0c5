//! What happened to a person's store: kept for ever, without one value in it.

use serde::{Deserialize, Serialize};

use super::Head;
use crate::dataset::RegisterKind;

/// What came of asking a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// It answered with so many entries.
    Found {
        /// How many.
        entries: u32,
    },
    /// It could not be reached or did not answer in time: the form is filled in by hand.
    Unavailable,
}

/// One event of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The person agreed that answers and papers are kept.
    ConsentGiven,
    /// The person agrees no longer: nothing more is kept or offered.
    ConsentWithdrawn,
    /// Something was kept; what it says is sealed beside.
    Kept {
        /// Name of the item.
        id: String,
        /// What it is.
        #[serde(flatten)]
        head: Head,
    },
    /// The person had one item deleted; what it said cannot be read again.
    Removed {
        /// Name of the item.
        id: String,
    },
    /// The person had everything deleted.
    Emptied,
    /// The person had kept items used for an application.
    Used {
        /// The procedure.
        procedure: String,
        /// The draft.
        draft: String,
        /// Names of the items.
        ids: Vec<String>,
    },
    /// A register was asked, with the person's consent.
    RegisterAsked {
        /// Which.
        register: RegisterKind,
        /// The procedure for which it was asked.
        procedure: String,
        /// The draft for which it was asked.
        draft: String,
    },
    /// The register answered, or did not.
    RegisterAnswered {
        /// Which.
        register: RegisterKind,
        /// The draft for which it was asked.
        draft: String,
        /// What came of it.
        #[serde(flatten)]
        answer: Answer,
    },
}

impl Event {
    /// The stable name of the kind, as stored.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ConsentGiven => "own_consent_given",
            Self::ConsentWithdrawn => "own_consent_withdrawn",
            Self::Kept { .. } => "own_kept",
            Self::Removed { .. } => "own_removed",
            Self::Emptied => "own_emptied",
            Self::Used { .. } => "own_used",
            Self::RegisterAsked { .. } => "register_asked",
            Self::RegisterAnswered { .. } => "register_answered",
        }
    }
}

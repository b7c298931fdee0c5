//! One thing in the store: a value or a paper, with its source and its day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::PaperKind;
use crate::dataset::RegisterKind;
use crate::eform::Concept;

/// Where something in the store comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Source {
    /// A state register said so.
    Register {
        /// Which.
        register: RegisterKind,
        /// Number of its entry.
        number: String,
    },
    /// The authority worked on it and granted what was asked for.
    Result {
        /// Code of the dossier.
        dossier: String,
    },
    /// The applicant said so.
    Answer {
        /// Code of the dossier.
        dossier: String,
    },
}

impl Source {
    /// What counts more stands higher: register, then result, then own answer.
    #[must_use]
    pub const fn rank(&self) -> u8 {
        match self {
            Self::Register { .. } => 2,
            Self::Result { .. } => 1,
            Self::Answer { .. } => 0,
        }
    }

    /// Whether somebody other than the applicant has vouched for it.
    #[must_use]
    pub const fn is_verified(&self) -> bool {
        match self {
            Self::Register { .. } | Self::Result { .. } => true,
            Self::Answer { .. } => false,
        }
    }
}

/// What an item is. What it says is not in it: that is sealed beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// The value of a concept.
    Value {
        /// The concept.
        concept: Concept,
    },
    /// A paper.
    Paper {
        /// Its kind.
        #[serde(rename = "paper_kind")]
        kind: PaperKind,
        /// SHA-256 of its bytes, 64 lower-case hexadecimal digits.
        sha256: String,
    },
}

/// An item without what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// What it is.
    #[serde(flatten)]
    pub what: What,
    /// Where it comes from.
    pub source: Source,
    /// The day on which it was so.
    pub as_of: Date,
}

/// The name of an item within its store: a newer value of the same concept from the same kind of source takes the place
/// of the older one, so that a store grows with what is known and not with how often it was said.
#[must_use]
pub fn item_id(what: &What, source: &Source) -> String {
    match (what, source) {
        (What::Value { concept }, Source::Register { register, number }) => {
            format!("{}/{}/{number}", concept.name(), register.name())
        }
        (What::Value { concept }, Source::Result { .. }) => format!("{}/result", concept.name()),
        (What::Value { concept }, Source::Answer { .. }) => format!("{}/answer", concept.name()),
        (What::Paper { sha256, .. }, _) => format!("paper/{sha256}"),
    }
}

/// A value that is in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Name of the item.
    pub id: String,
    /// What it is about.
    pub concept: Concept,
    /// What it says.
    pub value: String,
    /// Where it comes from.
    pub source: Source,
    /// The day on which it was so.
    pub as_of: Date,
}

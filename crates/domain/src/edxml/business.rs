//! What a message does: a new document, or a recall, update or replacement of one that was sent.

use serde::{Deserialize, Serialize};

use super::Staff;

/// A receiver that an update adds or takes away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiverChange {
    /// Which agency.
    pub organ_id: String,
    /// Added; otherwise removed.
    pub added: bool,
}

/// A document that is replaced, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// The identifier of the document that falls.
    pub document_id: String,
    /// For which agencies.
    pub organ_ids: Vec<String>,
}

/// What the message does (nghiệp vụ).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Văn bản mới.
    #[default]
    New,
    /// Thu hồi.
    Recall,
    /// Cập nhật.
    Update {
        /// Whether the document itself changed.
        document: bool,
        /// Whether its receivers changed.
        receivers_changed: bool,
        /// Which receivers came or went.
        receivers: Vec<ReceiverChange>,
    },
    /// Thay thế.
    Replace {
        /// What falls.
        replaced: Vec<Replacement>,
    },
}

impl Change {
    /// Its code in the standard.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::New => 0,
            Self::Recall => 1,
            Self::Update { .. } => 2,
            Self::Replace { .. } => 3,
        }
    }
}

/// What the message does, why, and who answers for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Business {
    /// What it does.
    pub change: Change,
    /// Why.
    pub reason: String,
    /// The document that it is about, where that is said once more.
    pub document_id: String,
    /// Who at the sender knows more.
    pub staff: Option<Staff>,
    /// Whether paper follows; none where it is not said.
    pub paper: Option<bool>,
}

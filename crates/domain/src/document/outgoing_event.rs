//! What happened to an outgoing document: stored for ever, never edited.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{Marks, Number, SignatureBlock};

/// One version of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// From 1.
    pub number: u32,
    /// Digest of its file.
    pub sha256: String,
    /// Name of its file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Size of its file in bytes.
    #[serde(default)]
    pub size_bytes: i64,
    /// Who wrote it.
    pub by: String,
}

/// What happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OutgoingEvent {
    /// It was begun.
    Drafted {
        /// When.
        at: DateTime,
        /// The agency that is to issue it.
        agency: String,
        /// The unit that writes it.
        unit: String,
        /// The id of its type.
        document_kind: String,
        /// What it is about.
        subject: String,
        /// Its marks.
        marks: Marks,
        /// The incoming document that it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answers: Option<String>,
    },
    /// Somebody took the pen.
    PenTaken {
        /// When.
        at: DateTime,
        /// Who.
        by: String,
    },
    /// The pen lies there.
    PenLaid {
        /// When.
        at: DateTime,
    },
    /// There is a new version.
    Saved {
        /// When.
        at: DateTime,
        /// The version.
        version: Version,
    },
    /// It lies before those who check it.
    Submitted {
        /// When.
        at: DateTime,
        /// Which version.
        version: u32,
    },
    /// Its content is answered for.
    ContentApproved {
        /// When.
        at: DateTime,
        /// Which version.
        version: u32,
        /// By whom.
        by: String,
    },
    /// Its form is answered for.
    FormApproved {
        /// When.
        at: DateTime,
        /// Which version.
        version: u32,
        /// By whom.
        by: String,
    },
    /// It went back.
    Returned {
        /// When.
        at: DateTime,
    },
    /// It was signed.
    Signed {
        /// When.
        at: DateTime,
        /// Which version.
        version: u32,
        /// Above the name.
        block: SignatureBlock,
    },
    /// It has number and day.
    Numbered {
        /// When.
        at: DateTime,
        /// They.
        number: Number,
        /// Later than the law has it.
        late: bool,
    },
    /// It is sealed.
    Sealed {
        /// When.
        at: DateTime,
    },
    /// It was issued.
    Dispatched {
        /// When.
        at: DateTime,
        /// To whom.
        receivers: Vec<String>,
        /// Later than the law has it.
        late: bool,
    },
    /// It was taken back.
    Recalled {
        /// When.
        at: DateTime,
    },
    /// Another one amends or replaces it.
    Replaced {
        /// When.
        at: DateTime,
        /// Which one.
        by: String,
    },
    /// A letter corrects it.
    Corrected {
        /// When.
        at: DateTime,
        /// Which one.
        by: String,
    },
}

impl OutgoingEvent {
    /// Its stable name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "outgoing_drafted",
            Self::PenTaken { .. } => "outgoing_pen_taken",
            Self::PenLaid { .. } => "outgoing_pen_laid",
            Self::Saved { .. } => "outgoing_saved",
            Self::Submitted { .. } => "outgoing_submitted",
            Self::ContentApproved { .. } => "outgoing_content_approved",
            Self::FormApproved { .. } => "outgoing_form_approved",
            Self::Returned { .. } => "outgoing_returned",
            Self::Signed { .. } => "outgoing_signed",
            Self::Numbered { .. } => "outgoing_numbered",
            Self::Sealed { .. } => "outgoing_sealed",
            Self::Dispatched { .. } => "outgoing_dispatched",
            Self::Recalled { .. } => "outgoing_recalled",
            Self::Replaced { .. } => "outgoing_replaced",
            Self::Corrected { .. } => "outgoing_corrected",
        }
    }
}

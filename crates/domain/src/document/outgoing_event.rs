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

/// A place on a page of a PDF, in tenths of a point from the lower left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// The page, the first being 1.
    pub page: u32,
    /// Left, bottom, right and top.
    pub rect: [i32; 4],
}

/// What was left open on a paper for those who sign and number it (Decree 30/2020/NĐ-CP, Annex I).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spots {
    /// Number and symbol (box 3).
    pub number: Spot,
    /// The day (box 4).
    pub day: Spot,
    /// The signature (box 7b); the seal (box 8) lies over its left third.
    pub signature: Spot,
}

/// A PDF with digital signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedFile {
    /// Digest of the file.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size_bytes: i64,
    /// What was left open on it; none on a PDF that was brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spots: Option<Spots>,
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
    /// Somebody said something about a version.
    Commented {
        /// When.
        at: DateTime,
        /// Which version.
        version: u32,
        /// Who.
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
        /// The file with the digital signature of whoever signed; none where it was signed on paper.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<SignedFile>,
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
        /// The file with number, day and the digital signature of the agency; none where it was sealed on paper.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<SignedFile>,
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
            Self::Commented { .. } => "outgoing_commented",
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

//! What is wrong with a message: what is named and taken all the same, and what is refused.

use serde::{Deserialize, Serialize};

/// Something in which a message differs from the standard and is taken all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    /// Where: names of elements from the root, with strokes between.
    pub place: String,
    /// What.
    pub what: DeviationKind,
}

/// In what a message differs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "deviation", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum DeviationKind {
    /// Bytes stand before the document.
    StrayBytes { count: u64 },
    /// Text stands where only elements do.
    StrayText,
    /// It names an encoding that it does not have.
    DeclaredEncoding { given: String },
    /// The envelope is the root.
    NoRoot,
    /// The prefix `edXML:` is missing, or stands where none belongs. Read by the national hub only when right.
    Prefix,
    /// Another spelling of the standard's name.
    Spelling { expected: String },
    /// An element that the standard does not have; left out.
    UnknownElement { name: String },
    /// An attribute that the standard does not have; left out.
    UnknownAttribute { name: String },
    /// An element that must be there is not.
    Missing { name: String },
    /// It stands a second time; the first counts.
    Repeated,
    /// It is there and says nothing; left out.
    Empty,
    /// A value in another form than the standard's, with one meaning only.
    OtherForm { given: String },
    /// A value without meaning; left out.
    WrongValue { given: String },
    /// An identifier that is not made of agency, date and number; taken as it is.
    ForeignIdentifier { given: String },
    /// An agency's identifier in no known form; taken as it is.
    ForeignOrgan { given: String },
    /// Attachments stand inside the envelope.
    AttachmentsInside,
    /// A content identifier with `cid:` where none belongs, or without where it does.
    ContentIdForm,
    /// The content is no ZIP; taken as it is.
    NotZipped,
    /// The base64 lacks what fills it up.
    Unpadded,
    /// The manifest does not list the attachment.
    Unlisted { content_id: String },
    /// The signature stands outside the namespace of signatures.
    SignatureNamespace,
}

/// Why a message is refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("byte {offset}, {place}: {kind}")]
pub struct Fault {
    /// Bytes before it.
    pub offset: u64,
    /// Names of elements from the root; `-` before it.
    pub place: String,
    /// What is wrong.
    pub kind: FaultKind,
}

/// Why a message is refused. The English sentence is for logs; people read their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum FaultKind {
    #[error("it could not be read: {why}")]
    Unreadable { why: String },
    #[error("not XML in UTF-8: {why}")]
    NotXml { why: String },
    #[error("document types and entities are not read")]
    DocumentType,
    #[error("the namespace {given:?} is not that of the standard")]
    WrongNamespace { given: String },
    #[error("no edXML message: the root is {given:?}")]
    NotEdxml { given: String },
    #[error("more than {limit} bytes besides attachments")]
    TooLarge { limit: u64 },
    #[error("nested deeper than {limit}")]
    TooDeep { limit: usize },
    #[error("more than {limit} elements and attributes")]
    TooMany { limit: usize },
    #[error("an attachment has more than {limit} bytes")]
    AttachmentTooLarge { limit: u64 },
    #[error("all attachments together have more than {limit} bytes")]
    AttachmentsTooLarge { limit: u64 },
    #[error("more than {limit} attachments")]
    TooManyAttachments { limit: usize },
    #[error("the content is not base64")]
    NotBase64,
    #[error("{name} is missing")]
    Missing { name: String },
    #[error("{name} cannot be {given:?}")]
    Wrong { name: String, given: String },
    #[error("an attachment stands before the envelope")]
    AttachmentFirst,
    #[error("the attachment {content_id:?} is announced and does not come")]
    AttachmentMissing { content_id: String },
    #[error("the attachment {content_id:?} comes twice")]
    AttachmentTwice { content_id: String },
    #[error("it ends before it is complete")]
    CutOff,
}

impl FaultKind {
    /// The key of its sentence.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "unreadable",
            Self::NotXml { .. } => "not_xml",
            Self::DocumentType => "document_type",
            Self::WrongNamespace { .. } => "wrong_namespace",
            Self::NotEdxml { .. } => "not_edxml",
            Self::TooLarge { .. } => "too_large",
            Self::TooDeep { .. } => "too_deep",
            Self::TooMany { .. } => "too_many",
            Self::AttachmentTooLarge { .. } => "attachment_too_large",
            Self::AttachmentsTooLarge { .. } => "attachments_too_large",
            Self::TooManyAttachments { .. } => "too_many_attachments",
            Self::NotBase64 => "not_base64",
            Self::Missing { .. } => "missing",
            Self::Wrong { .. } => "wrong",
            Self::AttachmentFirst => "attachment_first",
            Self::AttachmentMissing { .. } => "attachment_missing",
            Self::AttachmentTwice { .. } => "attachment_twice",
            Self::CutOff => "cut_off",
        }
    }
}

/// At most so much of what was given is repeated.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}

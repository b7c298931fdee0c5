//! A whole message without the content of its attachments.

use serde::{Deserialize, Serialize};

use super::{Business, Header, Status, Trace};

/// What the manifest says of an attachment. The content is never part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its identifier within the message, without `cid:`.
    pub content_id: String,
    /// Its media type, of the file or of the ZIP around it: systems disagree.
    pub content_type: String,
    /// The name of the file, as the sender gave it: not to be used as a path.
    pub name: String,
    /// What it is.
    pub description: String,
}

/// An XML signature as it stands in the header. Its values are carried, not checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// How the signed part is put into one form.
    pub canonicalization: String,
    /// How it is signed.
    pub method: String,
    /// What is done before the digest.
    pub transforms: Vec<String>,
    /// How the digest is made.
    pub digest_method: String,
    /// The digest in base64.
    pub digest: String,
    /// The signature in base64.
    pub value: String,
    /// Whose certificate.
    pub subject: String,
    /// The certificate in base64.
    pub certificate: String,
}

/// A message with a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// What is said of the document.
    pub header: Header,
    /// Through whose hands it came.
    pub traces: Vec<Trace>,
    /// What it does.
    pub business: Business,
    /// The signature over the header, if any.
    pub signature: Option<Signature>,
    /// What is attached.
    pub attachments: Vec<Attachment>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "message", rename_all = "snake_case")]
pub enum Message {
    /// One with a document.
    Document(Box<Envelope>),
    /// One that says how far a document is.
    Status(Box<Status>),
}

impl Message {
    /// What is attached to it.
    #[must_use]
    pub fn attachments(&self) -> &[Attachment] {
        match self {
            Self::Document(envelope) => &envelope.attachments,
            Self::Status(_) => &[],
        }
    }
}

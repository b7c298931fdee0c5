//! What is said of an incoming document when it comes, what a leader says about it, and what comes of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Marks;

/// How it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// By the national exchange.
    Exchange,
    /// A file that was handed in.
    Upload,
    /// On paper, scanned.
    Paper,
    /// By mail.
    Mail,
    /// From another agency of the same installation.
    Internal,
}

impl Source {
    /// Those that a clerk chooses from; what comes from within comes by itself.
    pub const TYPED: [Self; 4] = [Self::Paper, Self::Upload, Self::Mail, Self::Exchange];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exchange => "exchange",
            Self::Upload => "upload",
            Self::Paper => "paper",
            Self::Mail => "mail",
            Self::Internal => "internal",
        }
    }

    /// The one of that stable name, among those that a clerk chooses from.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::TYPED.into_iter().find(|source| source.name() == name)
    }
}

/// A file of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Digest of its bytes.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size_bytes: i64,
}

/// What is said of it when it comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The agency that received it.
    pub agency: String,
    /// How it came.
    pub source: Source,
    /// Who issued it (tác giả).
    pub author: String,
    /// Its number and symbol as printed; empty where it has none.
    pub symbol: String,
    /// The day that it carries.
    pub day: Option<Date>,
    /// The id of its type; none where it is not known.
    pub kind: Option<String>,
    /// What it is about (trích yếu).
    pub subject: String,
    /// Its marks.
    pub marks: Marks,
    /// By when it asks for an answer.
    pub due: Option<Date>,
    /// Its identifier in the exchange; empty where it did not come by it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document_id: String,
    /// What the clerk noted in the register.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Its files, in the order in which they were handed in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attached>,
}

/// What the leader enters (Article 24).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// The unit that leads.
    pub lead: String,
    /// Units that work with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coordinating: Vec<String>,
    /// The person at the lead unit, where one is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// By when.
    pub due: Option<Date>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// A dossier.
    Dossier,
    /// A task.
    Task,
    /// An outgoing document.
    Outgoing,
    /// Another incoming one: it answers, changes or recalls it.
    Incoming,
}

/// One thing that came of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// Which one.
    pub id: String,
}

//! Where in a version something was found.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place in a version. Positions count from 0.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are ids and positions within the list that the variant names")]
pub enum Place {
    /// The name.
    Name,
    /// The English name.
    EnglishName,
    /// What it is for, in plain words.
    Summary,
    /// The conditions.
    Conditions,
    /// What the applicant gets, as a whole.
    Results,
    /// One result.
    Result { index: usize },
    /// The papers as a whole.
    Papers,
    /// One paper.
    Paper { id: String },
    /// One fee or charge.
    Fee { index: usize },
    /// A limit that the province promises.
    Promise { index: usize },
    /// The published steps as a whole.
    Steps,
    /// A step that the software runs.
    Step { index: usize },
    /// An internal process.
    Workflow { index: usize },
    /// The form as a whole.
    Form,
    /// A section of the form.
    Section { id: String },
    /// A question of the form.
    Field { id: String },
}

/// The path: `paper/c1`, `fee/0`.
impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => formatter.write_str("name"),
            Self::EnglishName => formatter.write_str("name_en"),
            Self::Summary => formatter.write_str("summary"),
            Self::Conditions => formatter.write_str("conditions"),
            Self::Results => formatter.write_str("results"),
            Self::Result { index } => write!(formatter, "result/{index}"),
            Self::Papers => formatter.write_str("papers"),
            Self::Paper { id } => write!(formatter, "paper/{id}"),
            Self::Fee { index } => write!(formatter, "fee/{index}"),
            Self::Promise { index } => write!(formatter, "promise/{index}"),
            Self::Steps => formatter.write_str("steps"),
            Self::Step { index } => write!(formatter, "step/{index}"),
            Self::Workflow { index } => write!(formatter, "workflow/{index}"),
            Self::Form => formatter.write_str("form"),
            Self::Section { id } => write!(formatter, "section/{id}"),
            Self::Field { id } => write!(formatter, "field/{id}"),
        }
    }
}

//! Published values: frozen with what they counted, and compared with what is counted later.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::Period;
use crate::dataset::{Counter, Exact};

/// The sum of one counter of a value, and how many records it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The counter.
    pub counter: Counter,
    /// Its sum.
    pub amount: i64,
}

/// A value as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Its number.
    pub id: String,
    /// The figure.
    pub figure: String,
    /// The version of its definition.
    pub version: u32,
    /// The unit with everything below it then.
    pub unit: String,
    /// Of which days it speaks.
    pub period: Period,
    /// The value; none of nothing.
    pub value: Option<Exact>,
    /// From what it was reckoned.
    pub parts: Vec<Part>,
    /// Lines of the list of what was counted.
    pub lines: i64,
    /// SHA-256 of that list, see [`list_line`].
    pub sha256: String,
    /// When it was published.
    pub at: DateTime,
    /// The account that published it.
    pub by: String,
}

/// What happens to a published value: it is published, and stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FigureEvent {
    /// It was published.
    Published {
        /// As it stands for good.
        publication: Publication,
    },
}

impl FigureEvent {
    /// The stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Published { .. } => "published",
        }
    }
}

/// One line of the canonical list of what was counted: counter, code of the record and amount, apart by tabs, with a line
/// feed at its end. The lines stand in the order of counter and code, byte by byte.
#[must_use]
pub fn list_line(counter: &str, record: &str, amount: i64) -> String {
    format!("{counter}\t{record}\t{amount}\n")
}

/// One record that is counted otherwise than when the value was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Under which counter.
    pub counter: String,
    /// Code of the record.
    pub record: String,
    /// How much it counted then; none when it was not in the list.
    pub then: Option<i64>,
    /// How much it counts now; none when it is not in the list any more.
    pub now: Option<i64>,
}

/// A published value reckoned again from the records of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recheck {
    /// As it was published.
    pub publication: Publication,
    /// The value that comes of it now, by the definition of then.
    pub value: Option<Exact>,
    /// The sums of now.
    pub parts: Vec<Part>,
    /// The hash of the list of now.
    pub sha256: String,
    /// Whether the frozen list still has the hash that was published.
    pub is_list_sound: bool,
    /// Records that are counted otherwise, the first of them.
    pub changes: Vec<Change>,
    /// How many there are in all.
    pub changes_count: i64,
}

impl Recheck {
    /// Whether everything is as it was published, to the last record.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.is_list_sound
            && self.value == self.publication.value
            && self.parts == self.publication.parts
            && self.sha256 == self.publication.sha256
            && self.changes_count == 0
    }
}

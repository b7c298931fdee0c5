//! Minimum and longest times of the making of a legal text, as dated data.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::organisation::Validity;

/// What a time is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Calendar days.
    Day,
    /// Working days.
    WorkingDay,
}

/// One time that the law sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftingTime {
    /// Its stable name: `posting`.
    pub id: String,
    /// For which texts: `province`, `commune`.
    pub level: String,
    /// In words.
    pub name_vi: String,
    /// In English.
    pub name_en: String,
    /// How many.
    pub amount: u16,
    /// Of what.
    pub unit: TimeUnit,
    /// At least so long; otherwise at most.
    pub is_minimum: bool,
    /// When it holds.
    #[serde(flatten)]
    pub validity: Validity,
    /// The clause.
    pub legal_basis_vi: String,
    /// Where it was read.
    pub source: String,
}

/// The list (`data/documents/drafting_times.json`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftingTimes(Vec<DraftingTime>);

#[derive(Deserialize)]
struct File {
    count: usize,
    drafting_times: Vec<DraftingTime>,
}

impl DraftingTimes {
    /// Reads a file; says what is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let File { count, drafting_times } = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if count != drafting_times.len() {
            return Err(format!("count is {count}, and there are {}", drafting_times.len()));
        }
        match drafting_times.iter().find(|time| !time.validity.is_ordered() || time.amount == 0) {
            Some(faulty) => Err(format!("{}: the days are not in order, or the time is nothing", faulty.id)),
            None => Ok(Self(drafting_times)),
        }
    }

    /// The time of that name for that level on a day; none where the law of that day is not in the data.
    #[must_use]
    pub fn get(&self, id: &str, level: &str, day: Date) -> Option<&DraftingTime> {
        self.0.iter().find(|time| time.id == id && time.level == level && time.validity.contains(day))
    }

    /// Every one.
    pub fn all(&self) -> impl Iterator<Item = &DraftingTime> {
        self.0.iter()
    }
}

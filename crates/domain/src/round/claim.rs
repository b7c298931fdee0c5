//! What is written about one item of a sheet, each hand apart from the others.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scorecard::{Decimal, parse_number};

/// Points, exact; stored as a text, so that no reader makes a float of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(pub Decimal);

impl fmt::Display for Points {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(formatter)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_number(&text, false).map(Self).ok_or_else(|| serde::de::Error::custom("not a decimal number"))
    }
}

/// What an item comes to. Nothing is not zero: without data, the card says what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Points.
    Points(Points),
    /// "Không áp dụng": the card says what follows.
    NotApplicable,
    /// No data: the card says what follows.
    NoData,
}

impl Mark {
    const NOT_APPLICABLE: &'static str = "not_applicable";
    const NO_DATA: &'static str = "no_data";

    /// The points; none for the other two.
    #[must_use]
    pub const fn points(self) -> Option<Points> {
        match self {
            Self::Points(points) => Some(points),
            Self::NotApplicable | Self::NoData => None,
        }
    }
}

impl Serialize for Mark {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Points(points) => points.serialize(serializer),
            Self::NotApplicable => serializer.serialize_str(Self::NOT_APPLICABLE),
            Self::NoData => serializer.serialize_str(Self::NO_DATA),
        }
    }
}

impl<'de> Deserialize<'de> for Mark {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.as_str() {
            Self::NOT_APPLICABLE => Ok(Self::NotApplicable),
            Self::NO_DATA => Ok(Self::NoData),
            number => parse_number(number, false)
                .map(|number| Self::Points(Points(number)))
                .ok_or_else(|| serde::de::Error::custom("not a mark")),
        }
    }
}

/// A file that proves something; its bytes are kept under their hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// SHA-256 of its bytes in hexadecimal digits.
    pub sha256: String,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size_bytes: u64,
}

/// What a unit says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Claim {
    /// The values that the rule asks for, by heading.
    pub values: BTreeMap<String, String>,
    /// "Không áp dụng".
    pub not_applicable: bool,
    /// What they come to; none where the rule needs a value that is not there.
    pub mark: Option<Mark>,
    /// Remark.
    pub note: String,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Why the values are not those that the system knows; empty where they are, and where it knows none.
    pub over_reason: String,
}

/// A part from which a value of the system is made up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPart {
    /// Stable name of what was counted.
    pub name: String,
    /// The heading of the card that it fills.
    pub heading: String,
    /// The count.
    pub value: String,
}

/// What the system knows of an item by itself, with its lineage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The values that the rule asks for, by heading.
    pub values: BTreeMap<String, String>,
    /// Stable name and version of the figure's definition.
    pub definition: String,
    /// Counted from this day …
    pub from: Date,
    /// … to this one, both included.
    pub to: Date,
    /// What it is made up of.
    pub parts: Vec<KnownPart>,
    /// Where the records are that were counted.
    pub link: String,
}

/// Which appraisal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Before explanations (lần 1).
    First,
    /// After them (lần 2), and in corrections.
    Second,
}

/// What an appraiser says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appraisal {
    /// What the item is worth.
    pub mark: Mark,
    /// Why, where it differs from what was said before.
    pub reason: String,
    /// By account.
    pub by: String,
    /// On which day.
    pub on: Date,
}

/// What a unit is asked to explain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub text: String,
    /// By account.
    pub by: String,
    /// On which day.
    pub on: Date,
}

/// What a unit answers, with further evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The explanation.
    pub text: String,
    /// Further evidence.
    pub evidence: Vec<Evidence>,
    /// By account.
    pub by: String,
    /// On which day.
    pub on: Date,
}

/// What a survey came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// Answers by heading; empty where no survey was made.
    pub values: BTreeMap<String, String>,
    /// What they come to; no data where no survey was made.
    pub mark: Mark,
    /// By account.
    pub by: String,
    /// On which day.
    pub on: Date,
}

/// Everything about one item: the last word of each hand. What was said before is in the events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// What the system knows.
    pub known: Option<Known>,
    /// What the unit says.
    pub claim: Option<Claim>,
    /// The first appraisal.
    pub first: Option<Appraisal>,
    /// What is to be explained.
    pub question: Option<Question>,
    /// The explanation.
    pub explanation: Option<Explanation>,
    /// The second appraisal.
    pub second: Option<Appraisal>,
    /// The survey.
    pub survey: Option<Survey>,
}

impl Item {
    /// The last appraisal that was made.
    #[must_use]
    pub fn appraised(&self) -> Option<&Appraisal> {
        self.second.as_ref().or(self.first.as_ref())
    }

    /// Whether the unit was asked and has not answered.
    #[must_use]
    pub const fn is_unanswered(&self) -> bool {
        self.question.is_some() && self.explanation.is_none()
    }

    /// What counts in the end; none while nobody appraised it.
    #[must_use]
    pub fn counts(&self) -> Option<Mark> {
        let surveyed = || self.survey.as_ref().map(|survey| survey.mark);
        self.appraised().map(|appraisal| appraisal.mark).or_else(surveyed)
    }
}

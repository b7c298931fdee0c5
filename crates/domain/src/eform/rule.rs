//! The rules of a form. The set is closed: a file with a rule that is not here is refused when it is loaded.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Pattern, Severity};

/// A condition on another field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct When {
    /// The other field.
    pub field: String,
    /// Values that fulfil it: texts or booleans.
    pub is_one_of: Vec<Value>,
}

/// What a field's answer must meet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum FieldCheck {
    /// Has the form of the pattern.
    Pattern {
        /// The pattern.
        pattern: Pattern,
    },
    /// Has the form of the pattern when the condition holds.
    PatternIf {
        /// The condition.
        when: When,
        /// The pattern.
        pattern: Pattern,
    },
    /// Is answered when the condition holds.
    RequiredIf {
        /// The condition.
        when: When,
    },
    /// Is answered when the dossier is of one of these cases.
    RequiredIfCase {
        /// Key under which the case is given.
        case: String,
        /// The cases.
        cases: Vec<String>,
    },
    /// Lies within the bounds, in ten-thousandths.
    Range {
        /// Smallest value.
        min: Option<i64>,
        /// Largest value.
        max: Option<i64>,
    },
    /// Is not a day after today.
    DateNotFuture,
    /// Has at most so many characters.
    MaxLength {
        /// Characters allowed.
        limit: usize,
    },
    /// Names a unit in force today.
    UnitInForce,
    /// Does not name the district level, which ended on 30 June 2025.
    NoDefunctUnit,
}

/// A rule on one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldRule {
    /// What must hold.
    pub check: FieldCheck,
    /// The form's own sentence.
    pub message_vi: Option<String>,
}

/// What several answers must meet together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum CrossCheck {
    /// One of the fields is answered.
    AtLeastOne {
        /// The fields.
        fields: Vec<String>,
    },
    /// All are answered as soon as one is. The printed condition cannot be computed; an answer shows that it holds.
    RequiredTogether {
        /// The fields.
        fields: Vec<String>,
        /// The printed condition.
        when_vi: Option<String>,
    },
    /// The field is answered when the condition holds.
    RequiredIf {
        /// The field.
        field: String,
        /// The condition.
        when: When,
    },
    /// The repeated section has a row when the condition holds.
    RequiredSectionIf {
        /// The section.
        section: String,
        /// The condition.
        when: When,
    },
    /// The second day is not before the first.
    DateOrder {
        /// Field of the first day.
        before: String,
        /// Field of the second day.
        after: String,
    },
    /// At most so many days lie between.
    DaysBetween {
        /// Field of the first day.
        from: String,
        /// Field of the second day; today when unanswered.
        to: String,
        /// Days allowed.
        max: u32,
    },
    /// The number is not smaller than the other.
    FieldGte {
        /// The larger.
        field: String,
        /// The smaller.
        other: String,
    },
    /// The fields are both answered or both not.
    Consistent {
        /// The fields.
        fields: Vec<String>,
    },
    /// All are the same when the condition holds.
    EqualIf {
        /// The condition.
        when: When,
        /// The fields.
        fields: Vec<String>,
    },
    /// No two are the same.
    NotEqual {
        /// The fields.
        fields: Vec<String>,
    },
    /// The person is at least so old.
    AgeAtLeast {
        /// Field of the birthday.
        field: String,
        /// Years of age.
        years: u32,
        /// Field of the day on which it counts; today when unanswered.
        at: Option<String>,
    },
    /// Exactly one row has the box ticked.
    ExactlyOneTrue {
        /// The box.
        field: String,
    },
    /// A value other than the domestic one asks for papers and points to another procedure.
    AnyForeignRequires {
        /// The fields.
        fields: Vec<String>,
        /// The domestic value.
        domestic: String,
        /// Code of the procedure that is right then.
        route_to: String,
    },
    /// The rows of the section cover the time from the fourteenth birthday to today without a gap.
    HistoryCovers {
        /// The section, whose first two date fields are from and to.
        section: String,
        /// Field of the birthday.
        born: String,
        /// Age from which it must be covered.
        age: u32,
    },
    /// More copies than these cost money.
    FreeCopies {
        /// Field of the number.
        field: String,
        /// Copies free of charge.
        free: u32,
    },
}

impl CrossCheck {
    /// The fields and repeated sections that it looks at.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::AtLeastOne { fields }
            | Self::RequiredTogether { fields, .. }
            | Self::Consistent { fields }
            | Self::NotEqual { fields }
            | Self::AnyForeignRequires { fields, .. } => fields.iter().map(String::as_str).collect(),
            Self::EqualIf { when, fields } => fields.iter().chain([&when.field]).map(String::as_str).collect(),
            Self::RequiredIf { field, when } => vec![field, &when.field],
            Self::RequiredSectionIf { section, when } => vec![section, &when.field],
            Self::DateOrder { before, after } => vec![before, after],
            Self::DaysBetween { from, to, .. } => vec![from, to],
            Self::FieldGte { field, other } => vec![field, other],
            Self::AgeAtLeast { field, at, .. } => [field].into_iter().chain(at).map(String::as_str).collect(),
            Self::ExactlyOneTrue { field } | Self::FreeCopies { field, .. } => vec![field],
            Self::HistoryCovers { section, born, .. } => vec![section, born],
        }
    }
}

/// A rule across fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrossRule {
    /// What must hold.
    pub check: CrossCheck,
    /// Whether a breach keeps the form from being submitted.
    pub severity: Severity,
    /// The form's own sentence.
    pub message_vi: Option<String>,
}

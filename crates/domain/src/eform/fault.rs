//! What may be wrong with an answer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::FieldKind;

/// Whether a fault keeps the answers from being submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The form may not be submitted.
    #[default]
    Error,
    /// The applicant is told, and may go on.
    Warning,
}

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerFault {
    /// An answer is needed.
    Missing,
    /// The form has no such field.
    UnknownField,
    /// Not a value that a field of this kind takes.
    WrongType(FieldKind),
    /// More characters than allowed.
    TooLong {
        /// Characters allowed.
        limit: usize,
    },
    /// Not of the required form.
    Pattern,
    /// A word with letters of two scripts that look alike, as a Latin word with a Cyrillic letter in it.
    MixedScripts,
    /// Not one of the values offered.
    NotAChoice,
    /// A day in the future.
    InFuture,
    /// Outside the bounds, as printed on the form.
    OutOfRange {
        /// Smallest value.
        min: Option<String>,
        /// Largest value.
        max: Option<String>,
    },
    /// No unit in force has this name or code.
    UnitNotInForce,
    /// Names a level of government that no longer exists.
    DefunctUnit,
    /// Fewer rows than needed.
    TooFewRows {
        /// Rows needed.
        min: usize,
    },
    /// More rows than allowed.
    TooManyRows {
        /// Rows allowed.
        max: usize,
    },
    /// One of these fields must be answered.
    AtLeastOneOf(Vec<String>),
    /// Earlier than the other field's day.
    DateOrder {
        /// The field that must come first.
        before: String,
    },
    /// Too many days after the other field's day.
    TooManyDays {
        /// Days allowed.
        max: u32,
    },
    /// Smaller than the other field's number.
    SmallerThan {
        /// The other field.
        other: String,
    },
    /// Must be the same as the other field.
    Differs {
        /// The other field.
        other: String,
    },
    /// Must not be the same as the other field.
    SameAs {
        /// The other field.
        other: String,
    },
    /// Younger than the law asks for.
    TooYoung {
        /// Years of age needed.
        years: u32,
    },
    /// Exactly one row must be marked.
    NotExactlyOne,
    /// A foreign element: another procedure is the right one.
    OtherProcedure {
        /// Its code.
        code: String,
    },
    /// The periods leave a gap.
    HistoryGap {
        /// First day that no period covers.
        from: Date,
    },
    /// More copies than are free of charge.
    CopiesCharged {
        /// Copies that are free.
        free: u32,
    },
}

/// A fault, the field that has it, and what the form says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field: `con_ho_ten`, or `thanh_vien[2].tv_ngay_sinh` in a repeated section.
    pub field: String,
    /// What is wrong.
    pub fault: AnswerFault,
    /// Whether it keeps the form from being submitted.
    pub severity: Severity,
    /// The sentence that the form itself has for it.
    pub message_vi: Option<String>,
}

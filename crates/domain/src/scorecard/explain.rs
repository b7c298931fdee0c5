//! The explanation of a score: the values of the table, the steps, and what stood in the way.

use rust_decimal::Decimal;
use serde::Serialize;

use super::card::Absence;
use super::number::{exact, exact_or_none};

/// A value of the table that a score rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// The heading above it.
    pub heading: String,
    /// As it stands there.
    pub value: String,
}

/// What became of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It has points.
    Scored,
    /// Left out of the sum; the maximum above stays.
    LeftOut,
    /// Left out; its siblings are rescaled.
    Rescaled,
    /// It has no points, and nor has anything above it.
    Unknown,
    /// The table says nothing of it.
    NotInTable,
    /// Shown only.
    Information,
}

/// One step of the calculation, in the order in which it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each comment says what the fields are")]
pub enum Step {
    /// The points stand in the table.
    Given {
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// The answer carries these points.
    Chosen {
        answer: String,
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// `part` ÷ `whole` = `percent` %.
    Share {
        #[serde(serialize_with = "exact")]
        part: Decimal,
        #[serde(serialize_with = "exact")]
        whole: Decimal,
        #[serde(serialize_with = "exact")]
        percent: Decimal,
    },
    /// The step of `bound` % is reached.
    Reached {
        #[serde(serialize_with = "exact")]
        percent: Decimal,
        #[serde(serialize_with = "exact")]
        bound: Decimal,
        inclusive: bool,
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// No step is reached.
    NoneReached {
        #[serde(serialize_with = "exact")]
        percent: Decimal,
    },
    /// At or above `full_at` %: all points.
    FullFrom {
        #[serde(serialize_with = "exact")]
        full_at: Decimal,
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// `percent` × `maximum` ÷ `full_at` = `points`.
    Linear {
        #[serde(serialize_with = "exact")]
        percent: Decimal,
        #[serde(serialize_with = "exact")]
        maximum: Decimal,
        #[serde(serialize_with = "exact")]
        full_at: Decimal,
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// `count` × `each` = `points`.
    Counted {
        #[serde(serialize_with = "exact")]
        count: Decimal,
        #[serde(serialize_with = "exact")]
        each: Decimal,
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// `count` × `each` are taken away.
    Deducted {
        heading: String,
        #[serde(serialize_with = "exact")]
        count: Decimal,
        #[serde(serialize_with = "exact")]
        each: Decimal,
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// `answers` answers carry `weight` % each.
    Answered {
        option: String,
        #[serde(serialize_with = "exact")]
        answers: Decimal,
        #[serde(serialize_with = "exact_or_none")]
        weight: Option<Decimal>,
    },
    /// The mean of the counted answers is `percent` %.
    Mean {
        #[serde(serialize_with = "exact")]
        counted: Decimal,
        #[serde(serialize_with = "exact")]
        percent: Decimal,
    },
    /// The formula gives these points.
    Formula {
        formula: String,
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// The first row that holds.
    Row {
        when: String,
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// There are no data, and the scorecard says what then.
    NoData { then: Absence },
    /// Not applicable, and the scorecard says what then.
    NotApplicable { then: Absence },
    /// Not more than the maximum.
    Capped {
        #[serde(serialize_with = "exact")]
        from: Decimal,
        #[serde(serialize_with = "exact")]
        to: Decimal,
    },
    /// Not below zero.
    Floored {
        #[serde(serialize_with = "exact")]
        from: Decimal,
    },
    /// The parts add up to `points`.
    Added {
        parts: usize,
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// Shares of the parts times their weights.
    Weighted {
        #[serde(serialize_with = "exact")]
        percent: Decimal,
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// Parts worth `counted` of `maximum` were scored; their points are rescaled.
    Rescaled {
        #[serde(serialize_with = "exact")]
        from: Decimal,
        #[serde(serialize_with = "exact")]
        counted: Decimal,
        #[serde(serialize_with = "exact")]
        maximum: Decimal,
        #[serde(serialize_with = "exact")]
        to: Decimal,
    },
    /// Bonus points are added.
    Bonus {
        code: String,
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// Penalty points are taken away.
    Penalty {
        code: String,
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// Rounded half up.
    Rounded {
        places: u32,
        #[serde(serialize_with = "exact")]
        from: Decimal,
        #[serde(serialize_with = "exact")]
        to: Decimal,
    },
}

/// What stood in the way of a score, or must be looked at. The English sentence is for logs; pages have their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "problem", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum Problem {
    /// Nothing stands there.
    #[error("no data")]
    NoData,
    /// No column of the table speaks of it.
    #[error("the table has no column for it")]
    NotInTable,
    /// The scorecard does not know the rule, and the table has no points.
    #[error("the rule is not known")]
    NoRule,
    /// No number.
    #[error("{heading}: {text:?} is not a number")]
    NotANumber { heading: String, text: String },
    /// A negative number where there can be none.
    #[error("{heading}: {number} is below zero")]
    Negative {
        heading: String,
        #[serde(serialize_with = "exact")]
        number: Decimal,
    },
    /// Counts are whole.
    #[error("{heading}: {number} is not a whole number")]
    NotWhole {
        heading: String,
        #[serde(serialize_with = "exact")]
        number: Decimal,
    },
    /// More than all.
    #[error("{percent} % is more than 100")]
    AboveHundred {
        #[serde(serialize_with = "exact")]
        percent: Decimal,
    },
    /// No such answer.
    #[error("{heading}: {text:?} is not one of the answers")]
    UnknownAnswer { heading: String, text: String },
    /// More points than there are. The points are kept as they stand.
    #[error("{points} points are more than the {maximum} there are")]
    AboveMaximum {
        #[serde(serialize_with = "exact")]
        points: Decimal,
        #[serde(serialize_with = "exact")]
        maximum: Decimal,
    },
    /// Fewer points than none.
    #[error("{points} points are below zero")]
    BelowZero {
        #[serde(serialize_with = "exact")]
        points: Decimal,
    },
    /// Too few answers.
    #[error("{found} answers; at least {least} are needed")]
    SampleTooSmall {
        #[serde(serialize_with = "exact")]
        found: Decimal,
        least: u32,
    },
    /// The formula divides by zero.
    #[error("{formula}: division by zero")]
    DivisionByZero { formula: String },
    /// The formula cannot be worked out.
    #[error("{formula}: {why}")]
    Formula { formula: String, why: String },
    /// No row of the outcome table holds.
    #[error("no row of the table of outcomes holds")]
    NoRowHolds,
    /// A number grew too large.
    #[error("a number grew too large")]
    Overflow,
    /// A part has no score.
    #[error("{code} has no score")]
    PartUnknown { code: String },
}

/// The score of one criterion for one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CriterionScore {
    /// Its code.
    pub code: String,
    /// What became of it.
    pub status: Status,
    /// Points as published; none without a score.
    #[serde(serialize_with = "exact_or_none")]
    pub points: Option<Decimal>,
    /// Points before rounding.
    #[serde(serialize_with = "exact_or_none")]
    pub unrounded: Option<Decimal>,
    /// Most points.
    #[serde(serialize_with = "exact_or_none")]
    pub maximum: Option<Decimal>,
    /// The measured percentage of a criterion, or the points of a group in percent of its maximum; rounded.
    #[serde(serialize_with = "exact_or_none")]
    pub index: Option<Decimal>,
    /// Whether the points were taken from the table as printed although it is no rule of the card.
    pub as_printed: bool,
    /// The values it rests on.
    pub inputs: Vec<Input>,
    /// The calculation.
    pub steps: Vec<Step>,
    /// What stood in the way.
    pub problems: Vec<Problem>,
    /// Its parts.
    pub parts: Vec<CriterionScore>,
}

impl CriterionScore {
    /// The score below it, or its own, by code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&Self> {
        if self.code == code { Some(self) } else { self.parts.iter().find_map(|part| part.find(code)) }
    }

    /// Itself and everything below, from the top.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        self.parts.iter().for_each(|part| part.walk(visit));
    }
}

//! How a criterion is scored: the forms of rules found in real scorecards.

use rust_decimal::Decimal;

use crate::rule::Rule;

/// An answer and what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// As it stands in tables; case and diacritics do not matter.
    pub answer: String,
    /// Points.
    pub points: Decimal,
}

/// Where a percentage comes from: two counts, or one number in percent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ratio {
    /// A count of a count.
    Counts {
        /// Headings of the part.
        numerator: Vec<String>,
        /// Headings of the whole. Zero means no data.
        denominator: Vec<String>,
    },
    /// A percentage as given.
    Percent {
        /// Headings.
        column: Vec<String>,
    },
}

/// From this percentage on, these points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepBound {
    /// Percentage.
    pub bound: Decimal,
    /// Whether the bound itself reaches it (`từ 70%`), or only what is above (`trên 90%`).
    pub is_inclusive: bool,
    /// Points.
    pub points: Decimal,
}

/// What one occurrence takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deduction {
    /// Headings of the number of occurrences.
    pub column: Vec<String>,
    /// Points for each.
    pub each: Decimal,
}

/// An option of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyOption {
    /// Its code: `A`.
    pub code: String,
    /// Headings of the number of answers.
    pub column: Vec<String>,
    /// Percent of the points that it carries; none for an option that is not counted (no opinion).
    pub weight: Option<Decimal>,
}

/// A name in a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// As the formula calls it.
    pub name: String,
    /// Headings of its number.
    pub column: Vec<String>,
}

/// A row of an outcome table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeRow {
    /// When it holds.
    pub when: Rule,
    /// Points.
    pub points: Decimal,
}

/// How a criterion is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScoreRule {
    /// The points stand in the table, given by who appraised or published them.
    Given,
    /// One of several answers: `ban hành kịp thời 1 / không kịp thời 0,5 / không ban hành 0`.
    Choice {
        /// Headings of the answer.
        column: Vec<String>,
        /// The answers.
        answers: Vec<Answer>,
    },
    /// All points or none.
    YesNo {
        /// Headings of the answer.
        column: Vec<String>,
    },
    /// Steps on a percentage, the highest first; below the last one there are no points.
    Steps {
        /// The percentage.
        ratio: Ratio,
        /// The steps.
        steps: Vec<StepBound>,
    },
    /// The percentage of the maximum: full from `full_at`, below it percentage × maximum ÷ `full_at`.
    Ratio {
        /// The percentage.
        ratio: Ratio,
        /// In percent, above 0 and at most 100.
        full_at: Decimal,
    },
    /// A count times points, up to the maximum.
    Count {
        /// Headings of the count.
        column: Vec<String>,
        /// Points for each.
        each: Decimal,
    },
    /// All points less what occurred, not below zero.
    Deduction {
        /// What takes points away.
        deductions: Vec<Deduction>,
    },
    /// Answers of a survey: the mean of what the options carry.
    Survey {
        /// The options.
        options: Vec<SurveyOption>,
        /// Fewest counted answers for a score.
        minimum_sample: u32,
    },
    /// A formula over numbers of the table.
    Formula {
        /// Its names.
        variables: Vec<Variable>,
        /// It gives the points.
        formula: Rule,
    },
    /// The first row whose condition holds gives the points.
    Outcome {
        /// Names in the conditions.
        variables: Vec<Variable>,
        /// The rows.
        rows: Vec<OutcomeRow>,
    },
}

impl ScoreRule {
    /// The word that names the form in files and answers.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Choice { .. } => "choice",
            Self::YesNo { .. } => "yes_no",
            Self::Steps { .. } => "steps",
            Self::Ratio { .. } => "ratio",
            Self::Count { .. } => "count",
            Self::Deduction { .. } => "deduction",
            Self::Survey { .. } => "survey",
            Self::Formula { .. } => "formula",
            Self::Outcome { .. } => "outcome",
        }
    }

    /// The headings of each value that it needs, in a fixed order.
    pub(super) fn inputs(&self) -> Vec<&[String]> {
        match self {
            Self::Given => Vec::new(),
            Self::Choice { column, .. } | Self::YesNo { column } | Self::Count { column, .. } => vec![column],
            Self::Steps { ratio, .. } | Self::Ratio { ratio, .. } => match ratio {
                Ratio::Counts { numerator, denominator } => vec![numerator, denominator],
                Ratio::Percent { column } => vec![column],
            },
            Self::Deduction { deductions } => deductions.iter().map(|one| one.column.as_slice()).collect(),
            Self::Survey { options, .. } => options.iter().map(|one| one.column.as_slice()).collect(),
            Self::Formula { variables, .. } | Self::Outcome { variables, .. } => {
                variables.iter().map(|one| one.column.as_slice()).collect()
            }
        }
    }
}

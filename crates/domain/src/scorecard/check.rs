//! What may be wrong with a scorecard besides the shape of its file.

use rust_decimal::Decimal;

/// What is wrong with a scorecard. The English sentence is for logs; pages have their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum CardFault {
    /// Weights that do not add up to 100.
    #[error("the weights add up to {sum}, not to 100")]
    WeightsDiffer { sum: Decimal },
    /// A part of a weighted group without a weight.
    #[error("has no weight in a weighted group")]
    WeightMissing,
    /// A rule needs to know the most points.
    #[error("the rule needs max_points")]
    MaximumMissing,
    /// A group with a rule of its own.
    #[error("a group is scored by its parts and has no rule")]
    RuleOnGroup,
    /// More points than the criterion has.
    #[error("{points} points are more than the {maximum} of the criterion")]
    AboveMaximum { points: Decimal, maximum: Decimal },
    /// Steps or bands that do not go down.
    #[error("the bounds must go down; {bound} does not")]
    NotDescending { bound: Decimal },
}

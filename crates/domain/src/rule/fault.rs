//! What may be wrong with a rule as it is written, and with the facts it is asked about.

use super::ValueType;

/// Why a rule is refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} column {column}: {kind}")]
pub struct RuleFault {
    /// Line, from 1.
    pub line: u16,
    /// Column in characters, from 1.
    pub column: u16,
    /// What is wrong.
    pub kind: RuleFaultKind,
}

/// What is wrong with a rule. The English sentence is for logs; pages have their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum RuleFaultKind {
    /// Nothing is written.
    #[error("empty")]
    Empty,
    /// More characters than a rule may have.
    #[error("longer than {limit} characters")]
    TooLong { limit: usize },
    /// More levels, or more operators in a row, than a rule may have.
    #[error("nested too deeply, or too many operators in a row")]
    TooDeep,
    /// Not an expression.
    #[error("not an expression")]
    Syntax,
    /// An expression of a kind that rules do not have.
    #[error("rules do not have this")]
    NotAllowed,
    /// `if` without `else`.
    #[error("if without else")]
    MissingElse,
    /// No such fact.
    #[error("{name:?} is not known here")]
    UnknownName { name: String },
    /// No such function.
    #[error("{name:?} is not a function of rules")]
    UnknownFunction { name: String },
    /// Too few or too many values for a function.
    #[error("{function} takes {expected} values")]
    ArgumentCount { function: &'static str, expected: usize },
    /// A name must stand here, and something else does.
    #[error("a name must stand here")]
    NotAName,
    /// A value of another type is needed.
    #[error("needs {expected}, and this is {found}")]
    WrongType { expected: ValueType, found: ValueType },
    /// The whole rule gives another type than is asked for.
    #[error("must give {expected}, and gives {found}")]
    WrongResult { expected: ValueType, found: ValueType },
    /// Values of this type have no order.
    #[error("{found} has no smaller and larger")]
    NoOrder { found: ValueType },
    /// No such day, or not written `2026-01-31`.
    #[error("{given:?} is not a date like 2026-01-31")]
    NotADate { given: String },
    /// The question never has this answer.
    #[error("{name:?} never has the answer {given:?}")]
    NotAChoice { name: String, given: String },
    /// The repeated section has no such field of numbers.
    #[error("{section:?} has no numbers named {field:?}")]
    UnknownField { section: String, field: String },
}

/// Why a rule that was understood could not be worked out for these facts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// A division by zero.
    #[error("division by zero")]
    DivisionByZero,
    /// A number of more than 28 digits.
    #[error("a number grew too large")]
    Overflow,
    /// Rounding to steps of zero or less.
    #[error("rounding to a step that is not positive")]
    StepNotPositive,
    /// The amount hangs on a question that was not answered.
    #[error("{name:?} is not answered")]
    Unanswered {
        /// The question.
        name: String,
    },
    /// A fact is of another type than the rule was checked for.
    #[error("a fact is not {expected}")]
    WrongType {
        /// The type that it should have.
        expected: ValueType,
    },
}

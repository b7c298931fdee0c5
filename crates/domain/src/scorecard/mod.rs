//! Scorecards (bộ chỉ số): dated trees of criteria, scored exactly, ranked, and compared with what was printed.
//!
//! A [`Scorecard`] is data: fields, criteria and sub-criteria with their rules, the rounding, the blocks, the bands. A
//! [`Table`] has a line for each unit, with counts, answers or points under headings as they were published. [`score`]
//! works every unit out in exact decimals and gives each score the values, the rule and the steps from which it can be
//! recomputed by hand; ranks and bands follow; and where the table also carries printed scores, totals or ranks, every
//! difference is listed. What is printed is never mended.
//!
//! Nothing is scored zero in silence: what cannot be worked out leaves its criterion, and every total above it, without
//! a score, and says why at the unit and the criterion.

mod band;
mod card;
mod cells;
mod check;
mod compare;
mod explain;
mod formula;
mod heading;
mod number;
mod one;
mod plan;
mod rank;
mod read_csv;
mod rules;
mod run;
mod table;
mod tree;
mod work;

pub use band::{Band, BandSet, Bound, Placed, Quota, Veto};
pub use card::{
    Absence, Block, Combine, Completeness, Criterion, Effect, PrintedSum, Ranking, Rounding, RoundingMode, Scorecard,
    TableShape, Ties, UnitColumns,
};
pub use check::CardFault;
pub use compare::{Agreement, Comparison, Subject, Tally};
pub use explain::{CriterionScore, Input, Problem, Status, Step};
pub use number::{exact, exact_or_none, parse as parse_number, percent, rounded};
pub use one::{score_heading, score_one, value_headings};
pub use rules::{Answer, Deduction, OutcomeRow, Ratio, ScoreRule, StepBound, SurveyOption, Variable};
pub use run::{BlockResult, Scored, UnitResult, score};
pub use rust_decimal::Decimal;
pub use table::{Table, TableFault, TableFaultKind};

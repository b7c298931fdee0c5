//! Formulas, tables of outcomes and vetoes: rules over numbers of the table.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::card::Criterion;
use super::cells::{Cells, Found};
use super::explain::{Problem, Step};
use super::rules::{OutcomeRow, Variable};
use crate::rule::{Facts, Rule, RuleError, Value};

/// The numbers of the names. A scorecard knows no day: its rules are refused when they speak of today.
fn facts(variables: &[Variable], columns: &[usize], cells: &Cells<'_>) -> Found<Facts> {
    let mut facts = Facts::on(Date::constant(1, 1, 1));
    for (variable, column) in variables.iter().zip(columns) {
        facts.insert(&variable.name, Value::Number(cells.number(*column)?));
    }
    Ok(facts)
}

fn refused(rule: &Rule, why: &RuleError) -> Problem {
    let formula = rule.to_string();
    match why {
        RuleError::DivisionByZero => Problem::DivisionByZero { formula },
        RuleError::Overflow
        | RuleError::StepNotPositive
        | RuleError::Unanswered { .. }
        | RuleError::WrongType { .. } => Problem::Formula { formula, why: why.to_string() },
    }
}

/// The points that a formula gives.
pub(super) fn formula_points(
    criterion: &Criterion,
    variables: &[Variable],
    formula: &Rule,
    columns: &[usize],
    cells: &Cells<'_>,
    steps: &mut Vec<Step>,
) -> Found<Decimal> {
    let facts = facts(variables, columns, cells)?;
    let points = formula.amount(&facts).map_err(|why| refused(formula, &why))?;
    steps.push(Step::Formula { formula: formula.to_string(), points });
    if points < Decimal::ZERO {
        return Err(Problem::BelowZero { points }.into());
    }
    match criterion.maximum() {
        Some(maximum) if points > maximum => Err(Problem::AboveMaximum { points, maximum }.into()),
        Some(_) | None => Ok(points),
    }
}

/// The points of the first row that holds.
pub(super) fn outcome(
    variables: &[Variable],
    rows: &[OutcomeRow],
    columns: &[usize],
    cells: &Cells<'_>,
    steps: &mut Vec<Step>,
) -> Found<Decimal> {
    let facts = facts(variables, columns, cells)?;
    for row in rows {
        let when = &row.when;
        if when.holds(&facts).map_err(|why| refused(when, &why))? {
            steps.push(Step::Row { when: when.to_string(), points: row.points });
            return Ok(row.points);
        }
    }
    Err(Problem::NoRowHolds.into())
}

/// Whether a veto holds; a blank cell is no fact, and what is no number is none either.
pub(super) fn holds(variables: &[Variable], columns: &[Option<usize>], when: &Rule, cells: &Cells<'_>) -> bool {
    let mut facts = Facts::on(Date::constant(1, 1, 1));
    for (variable, column) in variables.iter().zip(columns) {
        if let Some(Ok(number)) = column.map(|column| cells.number(column)) {
            facts.insert(&variable.name, Value::Number(number));
        }
    }
    when.holds(&facts).unwrap_or(false)
}

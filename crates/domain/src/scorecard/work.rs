//! Working out one criterion of one unit by its rule.

use rust_decimal::Decimal;

use super::card::{Absence, Criterion};
use super::cells::{Cells, Found, Stop, is_blank, is_not_applicable, shown};
use super::explain::{Input, Problem, Step};
use super::formula::{formula_points, outcome};
use super::number::{self, HUNDRED};
use super::rules::{Answer, Deduction, Ratio, ScoreRule, StepBound, SurveyOption};
use crate::text::fold;

/// What a criterion comes to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reached {
    Points(Decimal),
    Absent(Absence),
    Unknown,
}

/// A criterion worked out.
pub(super) struct Worked {
    pub(super) reached: Reached,
    pub(super) measured: Option<Decimal>,
    pub(super) inputs: Vec<Input>,
    pub(super) steps: Vec<Step>,
    pub(super) problems: Vec<Problem>,
}

/// Works a criterion out by its rule.
pub(super) fn by_rule(criterion: &Criterion, rule: &ScoreRule, columns: &[usize], cells: &Cells<'_>) -> Worked {
    worked(criterion, columns, cells, |steps| reckon(criterion, rule, columns, cells, steps))
}

/// Takes the points that stand in a column.
pub(super) fn as_given(criterion: &Criterion, column: usize, cells: &Cells<'_>) -> Worked {
    let mut above = None;
    let mut worked = worked(criterion, &[column], cells, |steps| {
        let points = cells.amount(column)?;
        above = criterion.maximum().filter(|maximum| points > *maximum).map(|maximum| (points, maximum));
        steps.push(Step::Given { points });
        Ok((points, None))
    });
    // What is printed is kept as printed.
    worked.problems.extend(above.map(|(points, maximum)| Problem::AboveMaximum { points, maximum }));
    worked
}

fn worked(
    criterion: &Criterion,
    columns: &[usize],
    cells: &Cells<'_>,
    reckon: impl FnOnce(&mut Vec<Step>) -> Found<(Decimal, Option<Decimal>)>,
) -> Worked {
    let input = |column: &usize| Input { heading: cells.heading(*column), value: cells.text(*column).to_owned() };
    let inputs = columns.iter().map(input).collect();
    let (mut steps, mut problems) = (Vec::new(), Vec::new());
    let mut measured = None;
    let reached = if columns.iter().any(|column| is_not_applicable(cells.text(*column))) {
        steps.push(Step::NotApplicable { then: criterion.not_applicable });
        absent(criterion, criterion.not_applicable, &mut problems)
    } else {
        match reckon(&mut steps) {
            Ok((points, percent)) => {
                measured = percent;
                Reached::Points(points)
            }
            Err(Stop::NoData) => {
                steps.push(Step::NoData { then: criterion.no_data });
                absent(criterion, criterion.no_data, &mut problems)
            }
            Err(Stop::Problem(problem)) => {
                problems.push(problem);
                Reached::Unknown
            }
        }
    };
    Worked { reached, measured, inputs, steps, problems }
}

fn absent(criterion: &Criterion, absence: Absence, problems: &mut Vec<Problem>) -> Reached {
    match (absence, criterion.maximum()) {
        (Absence::Zero, _) => Reached::Points(Decimal::ZERO),
        (Absence::Full, Some(maximum)) => Reached::Points(maximum),
        (Absence::LeftOut | Absence::Rescale, _) => Reached::Absent(absence),
        (Absence::Unknown, _) | (Absence::Full, None) => {
            problems.push(Problem::NoData);
            Reached::Unknown
        }
    }
}

/// Points, and the measured percentage where the rule has one.
fn reckon(
    criterion: &Criterion,
    rule: &ScoreRule,
    columns: &[usize],
    cells: &Cells<'_>,
    steps: &mut Vec<Step>,
) -> Found<(Decimal, Option<Decimal>)> {
    let first = || columns.first().copied().ok_or(Stop::Problem(Problem::NoRule));
    let maximum = || criterion.maximum().ok_or(Stop::Problem(Problem::NoRule));
    let plain = |points: Decimal| (points, None);
    match rule {
        ScoreRule::Given => Err(Problem::NoRule.into()),
        ScoreRule::Choice { answers, .. } => choice(answers, first()?, cells, steps).map(plain),
        ScoreRule::YesNo { .. } => yes_no(maximum()?, first()?, cells, steps).map(plain),
        ScoreRule::Steps { ratio, steps: bounds } => {
            let percent = percentage(ratio, columns, cells, steps)?.percent;
            Ok((stepped(percent, bounds, steps), Some(percent)))
        }
        ScoreRule::Ratio { ratio, full_at } => {
            linear(&percentage(ratio, columns, cells, steps)?, maximum()?, *full_at, steps)
        }
        ScoreRule::Count { each, .. } => counted(*each, maximum()?, first()?, cells, steps).map(plain),
        ScoreRule::Deduction { deductions } => deducted(maximum()?, deductions, columns, cells, steps).map(plain),
        ScoreRule::Survey { options, minimum_sample } => {
            survey(maximum()?, options, *minimum_sample, columns, cells, steps)
        }
        ScoreRule::Formula { variables, formula } => {
            formula_points(criterion, variables, formula, columns, cells, steps).map(plain)
        }
        ScoreRule::Outcome { variables, rows } => outcome(variables, rows, columns, cells, steps).map(plain),
    }
}

fn choice(answers: &[Answer], column: usize, cells: &Cells<'_>, steps: &mut Vec<Step>) -> Found<Decimal> {
    let text = cells.text(column);
    if is_blank(text) {
        return Err(Stop::NoData);
    }
    let wanted = fold(text);
    let answer = answers.iter().find(|answer| fold(&answer.answer) == wanted);
    let answer = answer.ok_or_else(|| Problem::UnknownAnswer { heading: cells.heading(column), text: shown(text) })?;
    steps.push(Step::Chosen { answer: answer.answer.clone(), points: answer.points });
    Ok(answer.points)
}

fn yes_no(maximum: Decimal, column: usize, cells: &Cells<'_>, steps: &mut Vec<Step>) -> Found<Decimal> {
    let text = cells.text(column);
    if is_blank(text) {
        return Err(Stop::NoData);
    }
    let points = match fold(text).as_str() {
        "co" | "yes" | "true" | "1" | "dat" | "x" => maximum,
        "khong" | "no" | "false" | "0" | "khong dat" => Decimal::ZERO,
        _ => return Err(Problem::UnknownAnswer { heading: cells.heading(column), text: shown(text) }.into()),
    };
    steps.push(Step::Chosen { answer: text.to_owned(), points });
    Ok(points)
}

/// A percentage as a fraction, so that nothing is lost before the last division.
struct Percentage {
    part: Decimal,
    whole: Decimal,
    percent: Decimal,
}

fn percentage(ratio: &Ratio, columns: &[usize], cells: &Cells<'_>, steps: &mut Vec<Step>) -> Found<Percentage> {
    let (part, whole) = match (ratio, columns) {
        (Ratio::Counts { .. }, [part, whole]) => (cells.amount(*part), cells.amount(*whole)?),
        (Ratio::Percent { .. }, [percent]) => (cells.amount(*percent), HUNDRED),
        (Ratio::Counts { .. } | Ratio::Percent { .. }, _) => return Err(Problem::NoRule.into()),
    };
    if whole.is_zero() {
        return Err(Stop::NoData);
    }
    let part = part?;
    let percent = number::percent(part, whole).ok_or(Problem::Overflow)?;
    if percent > HUNDRED {
        return Err(Problem::AboveHundred { percent: number::rounded(percent, 4) }.into());
    }
    steps.push(Step::Share { part, whole, percent });
    Ok(Percentage { part, whole, percent })
}

/// The points of the highest step that is reached; below all of them there are none.
fn stepped(percent: Decimal, bounds: &[StepBound], steps: &mut Vec<Step>) -> Decimal {
    let is_reached = |step: &&StepBound| percent > step.bound || (step.is_inclusive && percent == step.bound);
    if let Some(StepBound { bound, is_inclusive, points }) = bounds.iter().find(is_reached) {
        steps.push(Step::Reached { percent, bound: *bound, inclusive: *is_inclusive, points: *points });
        return *points;
    }
    steps.push(Step::NoneReached { percent });
    Decimal::ZERO
}

fn linear(
    percentage: &Percentage,
    maximum: Decimal,
    full_at: Decimal,
    steps: &mut Vec<Step>,
) -> Found<(Decimal, Option<Decimal>)> {
    let Percentage { part, whole, percent } = *percentage;
    // Both sides times the whole: part ÷ whole × 100 ≥ full_at.
    let reach = whole.checked_mul(full_at).ok_or(Problem::Overflow)?;
    let hundredfold = part.checked_mul(HUNDRED).ok_or(Problem::Overflow)?;
    if hundredfold >= reach {
        steps.push(Step::FullFrom { full_at, points: maximum });
        return Ok((maximum, Some(percent)));
    }
    let points = hundredfold.checked_mul(maximum).and_then(|product| product.checked_div(reach));
    let points = points.ok_or(Problem::Overflow)?;
    steps.push(Step::Linear { percent, maximum, full_at, points });
    Ok((points, Some(percent)))
}

fn counted(each: Decimal, maximum: Decimal, column: usize, cells: &Cells<'_>, steps: &mut Vec<Step>) -> Found<Decimal> {
    let count = cells.count(column)?;
    let points = count.checked_mul(each).ok_or(Problem::Overflow)?;
    steps.push(Step::Counted { count, each, points });
    if points > maximum {
        steps.push(Step::Capped { from: points, to: maximum });
    }
    Ok(points.min(maximum))
}

fn deducted(
    maximum: Decimal,
    deductions: &[Deduction],
    columns: &[usize],
    cells: &Cells<'_>,
    steps: &mut Vec<Step>,
) -> Found<Decimal> {
    let mut left = maximum;
    for (deduction, column) in deductions.iter().zip(columns) {
        let (count, each) = (cells.count(*column)?, deduction.each);
        let points = count.checked_mul(each).ok_or(Problem::Overflow)?;
        steps.push(Step::Deducted { heading: cells.heading(*column), count, each, points });
        left = left.checked_sub(points).ok_or(Problem::Overflow)?;
    }
    if left < Decimal::ZERO {
        steps.push(Step::Floored { from: left });
    }
    Ok(left.max(Decimal::ZERO))
}

fn survey(
    maximum: Decimal,
    options: &[SurveyOption],
    least: u32,
    columns: &[usize],
    cells: &Cells<'_>,
    steps: &mut Vec<Step>,
) -> Found<(Decimal, Option<Decimal>)> {
    let (mut counted, mut carried) = (Decimal::ZERO, Decimal::ZERO);
    for (option, column) in options.iter().zip(columns) {
        let answers = cells.count(*column)?;
        steps.push(Step::Answered { option: option.code.clone(), answers, weight: option.weight });
        if let Some(weight) = option.weight {
            counted = counted.checked_add(answers).ok_or(Problem::Overflow)?;
            let weighted = answers.checked_mul(weight).ok_or(Problem::Overflow)?;
            carried = carried.checked_add(weighted).ok_or(Problem::Overflow)?;
        }
    }
    if counted < Decimal::from(least) {
        return Err(Problem::SampleTooSmall { found: counted, least }.into());
    }
    if counted.is_zero() {
        return Err(Stop::NoData);
    }
    let percent = carried.checked_div(counted).ok_or(Problem::Overflow)?;
    steps.push(Step::Mean { counted, percent });
    let whole = counted.checked_mul(HUNDRED).ok_or(Problem::Overflow)?;
    let points = carried.checked_mul(maximum).and_then(|product| product.checked_div(whole));
    let points = points.ok_or(Problem::Overflow)?;
    steps.push(Step::Linear { percent, maximum, full_at: HUNDRED, points });
    Ok((points, Some(percent)))
}

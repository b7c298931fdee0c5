//! What values, typed points and silence come to: the marks of an item.

use std::collections::BTreeMap;

use super::claim::{Item, Mark, Points};
use super::refusal::Refusal;
use crate::scorecard::{
    Criterion, CriterionScore, Decimal, Effect, Problem, ScoreRule, Scorecard, Status, parse_number, score_one,
    value_headings,
};

/// Longest value, in characters.
const VALUE_MAX: usize = 200;

/// Whether an item's points come from a survey.
pub(super) const fn is_survey(leaf: &Criterion) -> bool {
    matches!(leaf.rule, Some(ScoreRule::Survey { .. }))
}

pub(super) const fn not_surveyed(leaf: &Criterion) -> Result<(), Refusal> {
    if is_survey(leaf) { Err(Refusal::FromSurvey) } else { Ok(()) }
}

/// Headings of the facts on which the card's vetoes depend.
#[must_use]
pub fn veto_headings(card: &Scorecard) -> Vec<String> {
    let variables = card.bands.iter().flat_map(|set| &set.vetoes).flat_map(|veto| &veto.variables);
    let mut headings: Vec<String> = variables.filter_map(|variable| variable.column.first().cloned()).collect();
    headings.sort();
    headings.dedup();
    headings
}

/// What the unit says of an item; what it may leave out and did comes to what the card says of no data.
pub(super) fn claimed(card: &Scorecard, leaf: &Criterion, item: Option<&Item>) -> Option<Mark> {
    if let Some(claim) = item.and_then(|item| item.claim.as_ref()) {
        return claim.mark;
    }
    let inside = |group: &&Criterion| {
        let mut found = false;
        group.walk(&mut |part: &Criterion| found |= part.code == leaf.code);
        found
    };
    let effect = card.criteria.iter().find(inside).map(|group| group.effect);
    let may_lack = matches!(effect, Some(Effect::Bonus | Effect::Penalty));
    if may_lack { mark(card, leaf, &BTreeMap::new(), false).ok().flatten() } else { None }
}

/// The values that the rule asks for, and no others.
pub(super) fn tidy(leaf: &Criterion, values: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Refusal> {
    let headings = value_headings(leaf);
    let mut tidied = BTreeMap::new();
    for (heading, value) in values {
        let value = value.trim().to_owned();
        if value.chars().count() > VALUE_MAX {
            return Err(Refusal::TextTooLong(VALUE_MAX));
        }
        if headings.contains(&heading) && !value.is_empty() {
            tidied.insert(heading, value);
        }
    }
    Ok(tidied)
}

/// Points as an appraiser types them; empty for "not applicable".
pub(super) fn read_points(leaf: &Criterion, typed: &str) -> Result<Mark, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Mark::NotApplicable);
    }
    let points = parse_number(typed, true).ok_or(Refusal::NotPoints)?;
    in_range(leaf, points).map(Mark::Points)
}

fn in_range(leaf: &Criterion, points: Decimal) -> Result<Points, Refusal> {
    let maximum = leaf.maximum().unwrap_or_default();
    if points.is_sign_negative() && !points.is_zero() || points > maximum {
        return Err(Refusal::PointsOutOfRange { maximum: Points(maximum) });
    }
    Ok(Points(points))
}

/// What values come to by the rule; none where a value is missing that must be there.
pub(super) fn mark(
    card: &Scorecard,
    leaf: &Criterion,
    values: &BTreeMap<String, String>,
    not_applicable: bool,
) -> Result<Option<Mark>, Refusal> {
    if not_applicable {
        return Ok(Some(Mark::NotApplicable));
    }
    let refused = |problem| Refusal::Value { item: leaf.code.clone(), problem };
    let CriterionScore { status, points, problems, .. } = score_one(card, leaf, values);
    match problems.into_iter().find(|problem| *problem != Problem::NoData) {
        Some(Problem::AboveMaximum { .. }) => return in_range(leaf, points.unwrap_or(Decimal::MAX)).map(|_| None),
        Some(problem) => return Err(refused(problem)),
        None => (),
    }
    match (status, points) {
        (Status::Scored, Some(points)) => in_range(leaf, points).map(|points| Some(Mark::Points(points))),
        (Status::LeftOut | Status::Rescaled, _) => Ok(Some(Mark::NoData)),
        (Status::Scored | Status::Unknown | Status::NotInTable | Status::Information, _) => Ok(None),
    }
}

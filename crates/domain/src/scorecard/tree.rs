//! From the points of criteria to those of groups: adding, weighing, rescaling, capping, rounding.

use rust_decimal::Decimal;

use super::card::{Absence, Combine, Criterion, Effect, Rounding, RoundingMode, Scorecard};
use super::cells::Cells;
use super::explain::{CriterionScore, Problem, Status, Step};
use super::number::{self, HUNDRED};
use super::plan::{Place, Source};
use super::work::{self, Reached, Worked};

/// The score of a criterion and everything below it.
pub(super) fn of_place(card: &Scorecard, place: &Place<'_>, cells: &Cells<'_>) -> CriterionScore {
    let criterion = place.criterion;
    let mut score = match (&place.source, &criterion.rule) {
        (Source::Rule(columns), Some(rule)) => {
            leaf(criterion, card.rounding, work::by_rule(criterion, rule, columns, cells))
        }
        (Source::Given(column), _) => {
            let mut score = leaf(criterion, card.rounding, work::as_given(criterion, *column, cells));
            let is_rule = matches!(criterion.rule, Some(super::rules::ScoreRule::Given));
            score.as_printed = !is_rule || !criterion.is_leaf();
            score
        }
        (Source::Parts, _) => {
            let parts = place.parts.iter().map(|part| of_place(card, part, cells)).collect();
            group(&Group::of(criterion), card.rounding, parts, &place.parts)
        }
        (Source::Absent | Source::Rule(_), _) => {
            let mut score = empty(&criterion.code, Status::NotInTable, criterion.maximum());
            score.problems.push(Problem::NotInTable);
            score
        }
    };
    if criterion.effect == Effect::Information {
        score.status = Status::Information;
    }
    score
}

/// The score of the whole scorecard.
pub(super) fn whole(card: &Scorecard, places: &[Place<'_>], cells: &Cells<'_>) -> CriterionScore {
    let parts = places.iter().map(|place| of_place(card, place, cells)).collect();
    let group_of = Group { code: &card.id, maximum: card.maximum(), combine: Combine::Sum, is_capped: false };
    group(&group_of, card.rounding, parts, places)
}

fn empty(code: &str, status: Status, maximum: Option<Decimal>) -> CriterionScore {
    CriterionScore {
        code: code.to_owned(),
        status,
        points: None,
        unrounded: None,
        maximum,
        index: None,
        as_printed: false,
        inputs: Vec::new(),
        steps: Vec::new(),
        problems: Vec::new(),
        parts: Vec::new(),
    }
}

fn leaf(criterion: &Criterion, rounding: Rounding, worked: Worked) -> CriterionScore {
    let mut score = empty(&criterion.code, Status::Unknown, criterion.maximum());
    score.inputs = worked.inputs;
    score.steps = worked.steps;
    score.problems = worked.problems;
    score.index = worked.measured.map(|percent| number::rounded(percent, rounding.places));
    score.status = match worked.reached {
        Reached::Points(points) => {
            score.unrounded = Some(points);
            score.points = Some(published(points, rounding, &mut score.steps));
            Status::Scored
        }
        Reached::Absent(Absence::Rescale) => Status::Rescaled,
        Reached::Absent(_) => Status::LeftOut,
        Reached::Unknown => Status::Unknown,
    };
    score
}

/// Points as published, with the step when rounding changes them.
fn published(points: Decimal, rounding: Rounding, steps: &mut Vec<Step>) -> Decimal {
    if rounding.mode == RoundingMode::None {
        return points;
    }
    let to = number::rounded(points, rounding.places);
    if to != points {
        steps.push(Step::Rounded { places: rounding.places, from: points, to });
    }
    to
}

/// What a group is, apart from its parts.
struct Group<'a> {
    code: &'a str,
    maximum: Option<Decimal>,
    combine: Combine,
    is_capped: bool,
}

impl<'a> Group<'a> {
    fn of(criterion: &'a Criterion) -> Self {
        let is_capped = matches!(criterion.effect, Effect::Bonus | Effect::Penalty);
        Self { code: &criterion.code, maximum: criterion.maximum(), combine: criterion.combine, is_capped }
    }
}

/// Sums of the parts that count: by published and by unrounded points.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    published: Decimal,
    unrounded: Decimal,
}

impl Sums {
    fn map(self, change: impl Fn(Decimal) -> Option<Decimal>) -> Option<Self> {
        Some(Self { published: change(self.published)?, unrounded: change(self.unrounded)? })
    }

    /// Adds the points of a part, or takes them away.
    fn add(&mut self, part: &CriterionScore, is_less: bool) -> Option<()> {
        let signed = |number: Decimal| if is_less { -number } else { number };
        self.published = self.published.checked_add(signed(part.points.unwrap_or_default()))?;
        self.unrounded = self.unrounded.checked_add(signed(part.unrounded.unwrap_or_default()))?;
        Some(())
    }
}

fn group(of: &Group<'_>, rounding: Rounding, parts: Vec<CriterionScore>, places: &[Place<'_>]) -> CriterionScore {
    let mut score = empty(of.code, Status::Unknown, of.maximum);
    let effects: Vec<Effect> = places.iter().map(|place| place.criterion.effect).collect();
    let is_open = |part: &CriterionScore, effect: Effect| match (part.status, effect) {
        (Status::Unknown, Effect::Add | Effect::Bonus | Effect::Penalty) | (Status::NotInTable, Effect::Add) => true,
        (Status::NotInTable, Effect::Bonus | Effect::Penalty)
        | (_, Effect::Information)
        | (Status::Scored | Status::LeftOut | Status::Rescaled | Status::Information, _) => false,
    };
    let open = parts.iter().zip(&effects).filter(|(part, effect)| is_open(part, **effect));
    score.problems = open.map(|(part, _)| Problem::PartUnknown { code: part.code.clone() }).collect();
    if score.problems.is_empty() {
        match all_absent(&parts, &effects) {
            Some(status) => score.status = status,
            None => reckon(of, rounding, &parts, places, &mut score),
        }
    } else if parts.iter().all(|part| part.status == Status::NotInTable) {
        score.status = Status::NotInTable;
        score.problems = vec![Problem::NotInTable];
    }
    let share = score.points.zip(of.maximum).and_then(|(points, maximum)| number::percent(points, maximum));
    score.index = share.map(|percent| number::rounded(percent, rounding.places));
    score.parts = parts;
    score
}

/// When no part that counts has points: left out with the maximum kept, unless all of them are rescaled away.
fn all_absent(parts: &[CriterionScore], effects: &[Effect]) -> Option<Status> {
    let counted: Vec<Status> = parts
        .iter()
        .zip(effects)
        .filter(|(part, effect)| **effect != Effect::Information && part.status != Status::NotInTable)
        .map(|(part, _)| part.status)
        .collect();
    if counted.contains(&Status::Scored) {
        None
    } else if counted.contains(&Status::LeftOut) || counted.is_empty() {
        Some(Status::LeftOut)
    } else {
        Some(Status::Rescaled)
    }
}

fn reckon(
    of: &Group<'_>,
    rounding: Rounding,
    parts: &[CriterionScore],
    places: &[Place<'_>],
    score: &mut CriterionScore,
) {
    let sums = match of.combine {
        Combine::Sum => added(of, parts, places, &mut score.steps),
        Combine::Weighted => weighted(of, parts, places, &mut score.steps),
    };
    let sums = sums.and_then(|sums| extras(sums, parts, places, &mut score.steps));
    let Some(mut sums) = sums else {
        score.problems.push(Problem::Overflow);
        return;
    };
    if let (Some(maximum), true) = (of.maximum, of.is_capped)
        && sums.unrounded.max(sums.published) > maximum
    {
        score.steps.push(Step::Capped { from: sums.published, to: maximum });
        sums = Sums { published: sums.published.min(maximum), unrounded: sums.unrounded.min(maximum) };
    }
    let points = match rounding.mode {
        RoundingMode::EachItem => sums.published,
        RoundingMode::AtEnd | RoundingMode::None => sums.unrounded,
    };
    score.status = Status::Scored;
    score.unrounded = Some(sums.unrounded);
    score.points = Some(published(points, rounding, &mut score.steps));
}

fn counting<'a>(
    parts: &'a [CriterionScore],
    places: &'a [Place<'_>],
    status: Status,
) -> impl Iterator<Item = (&'a CriterionScore, &'a Criterion)> {
    let both = parts.iter().zip(places.iter().map(|place| place.criterion));
    both.filter(move |(part, criterion)| criterion.effect == Effect::Add && part.status == status)
}

fn added(of: &Group<'_>, parts: &[CriterionScore], places: &[Place<'_>], steps: &mut Vec<Step>) -> Option<Sums> {
    let mut sums = Sums::default();
    let mut count = 0_usize;
    for (part, _) in counting(parts, places, Status::Scored) {
        sums.add(part, false)?;
        count = count.saturating_add(1);
    }
    steps.push(Step::Added { parts: count, points: sums.published });
    let away: Option<Vec<Decimal>> =
        counting(parts, places, Status::Rescaled).map(|(_, criterion)| criterion.maximum()).collect();
    let away = number::sum(away?)?;
    if away.is_zero() {
        return Some(sums);
    }
    let maximum = of.maximum?;
    let counted = maximum.checked_sub(away)?;
    if counted <= Decimal::ZERO {
        return None;
    }
    let scaled = sums.map(|points| points.checked_mul(maximum)?.checked_div(counted))?;
    steps.push(Step::Rescaled { from: sums.published, counted, maximum, to: scaled.published });
    Some(scaled)
}

/// The mean of the shares by weight; parts left out with the maximum kept count as nothing reached.
fn weighted(of: &Group<'_>, parts: &[CriterionScore], places: &[Place<'_>], steps: &mut Vec<Step>) -> Option<Sums> {
    let (mut sums, mut weights) = (Sums::default(), Decimal::ZERO);
    for (part, criterion) in counting(parts, places, Status::Scored) {
        let (weight, maximum) = (criterion.weight?, criterion.maximum()?);
        let share = |points: Decimal| points.checked_mul(weight)?.checked_div(maximum);
        sums.published = sums.published.checked_add(share(part.points?)?)?;
        sums.unrounded = sums.unrounded.checked_add(share(part.unrounded?)?)?;
        weights = weights.checked_add(weight)?;
    }
    let kept = counting(parts, places, Status::LeftOut).filter_map(|(_, criterion)| criterion.weight);
    weights = weights.checked_add(number::sum(kept)?)?;
    let percent = sums.map(|points| points.checked_mul(HUNDRED)?.checked_div(weights))?;
    let maximum = of.maximum.unwrap_or(HUNDRED);
    let points = percent.map(|percent| percent.checked_mul(maximum)?.checked_div(HUNDRED))?;
    steps.push(Step::Weighted { percent: percent.published, points: points.published });
    Some(points)
}

/// Bonus and penalty points of the group.
fn extras(mut sums: Sums, parts: &[CriterionScore], places: &[Place<'_>], steps: &mut Vec<Step>) -> Option<Sums> {
    for (part, place) in parts.iter().zip(places) {
        let Some(points) = part.points else { continue };
        match place.criterion.effect {
            Effect::Bonus => steps.push(Step::Bonus { code: part.code.clone(), points }),
            Effect::Penalty => steps.push(Step::Penalty { code: part.code.clone(), points }),
            Effect::Add | Effect::Information => continue,
        }
        sums.add(part, place.criterion.effect == Effect::Penalty)?;
    }
    Some(sums)
}

//! What was printed against what was worked out. What is printed is never mended.

use rust_decimal::Decimal;
use serde::Serialize;

use super::card::{RoundingMode, Scorecard, Ties};
use super::cells::{self, Cells};
use super::explain::{CriterionScore, Status};
use super::number::{self, exact_or_none};
use super::plan::{Place, Plan, Source};
use super::run::UnitResult;
use crate::text::fold;

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "of", content = "code", rename_all = "snake_case")]
pub enum Subject {
    /// Points of a criterion.
    Points(String),
    /// Percentage of a criterion.
    Index(String),
    /// Rank by one criterion.
    RankBy(String),
    /// The total.
    Total,
    /// The sum of the printed fields against the printed total.
    PrintedParts,
    /// The percentage of the whole.
    TotalIndex,
    /// The rank.
    Rank,
    /// The band.
    Band,
}

/// How the two agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Digit for digit, at the places that are printed.
    Exact,
    /// Within the tolerance of the scorecard.
    WithinTolerance,
    /// The table is an excerpt, and the printed ranks are in the same order and possible.
    Excerpt,
    /// Printed values are equal, and the printed rank is one of those they share: it was given by unprinted digits.
    WithinTie,
    /// What is printed is no number.
    Unreadable,
    /// They differ.
    Differs,
}

/// A printed value and the computed one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// What is compared.
    #[serde(flatten)]
    pub subject: Subject,
    /// As printed.
    pub printed: String,
    /// As worked out; empty without a score.
    pub computed: String,
    /// Computed less printed.
    #[serde(serialize_with = "exact_or_none")]
    pub difference: Option<Decimal>,
    /// How they agree.
    pub agreement: Agreement,
}

/// How many comparisons of one kind agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How.
    pub agreement: Agreement,
    /// How many.
    pub count: usize,
}

/// Everything printed in a row that is no rank or band.
pub(super) fn numbers(card: &Scorecard, plan: &Plan<'_>, whole: &CriterionScore, cells: &Cells<'_>) -> Vec<Comparison> {
    let mut found = Vec::new();
    let scores: Vec<&CriterionScore> = if plan.of.is_some() { vec![whole] } else { whole.parts.iter().collect() };
    for (place, score) in plan.places.iter().zip(scores) {
        below(card, place, score, cells, &mut found);
    }
    let mut add = |subject, column: Option<usize>, computed| {
        found.extend(column.and_then(|column| number(card, subject, cells.text(column), computed, cells)));
    };
    let total = plan.total.filter(|column| !is_nothing(whole, cells.text(*column)));
    add(Subject::Total, total, whole.points);
    // A percentage of nothing is printed as zero or not at all; neither says anything.
    add(Subject::TotalIndex, plan.index.filter(|_| whole.index.is_some()), whole.index);
    if plan.of.is_none() && plan.total.is_some() {
        add(Subject::PrintedParts, plan.total, printed_parts(card, &plan.places, cells));
    }
    found
}

fn below(card: &Scorecard, place: &Place<'_>, score: &CriterionScore, cells: &Cells<'_>, found: &mut Vec<Comparison>) {
    let code = || score.code.clone();
    if let Some(column) = place.printed.filter(|column| !is_nothing(score, cells.text(*column))) {
        found.extend(number(card, Subject::Points(code()), cells.text(column), score.points, cells));
    }
    if let (Some(column), Some(index)) = (place.printed_index, score.index) {
        found.extend(number(card, Subject::Index(code()), cells.text(column), Some(index), cells));
    }
    for (part, score) in place.parts.iter().zip(&score.parts) {
        below(card, part, score, cells, found);
    }
}

/// A score that was left out is printed as zero or not at all; neither says anything.
fn is_nothing(score: &CriterionScore, text: &str) -> bool {
    let is_left_out = matches!(score.status, Status::LeftOut | Status::Rescaled);
    is_left_out && number::parse(text, false).is_some_and(|printed| printed.is_zero())
}

/// The sum of the printed fields; none when one of them is not printed, or is what the total was worked out from.
fn printed_parts(card: &Scorecard, places: &[Place<'_>], cells: &Cells<'_>) -> Option<Decimal> {
    let column = |place: &Place<'_>| match place.source {
        Source::Given(_) => None,
        Source::Rule(_) | Source::Parts | Source::Absent => place.printed,
    };
    let printed: Option<Vec<Decimal>> =
        places.iter().map(|place| number::parse(cells.text(column(place)?), card.decimal_comma)).collect();
    number::sum(printed?)
}

fn number(
    card: &Scorecard,
    subject: Subject,
    text: &str,
    computed: Option<Decimal>,
    cells: &Cells<'_>,
) -> Option<Comparison> {
    if cells::is_blank(text) || (subject == Subject::PrintedParts && computed.is_none()) {
        return None;
    }
    let printed = number::parse_percent(text, cells.decimal_comma);
    let (agreement, difference) = match (printed, computed) {
        (None, _) => (Agreement::Unreadable, None),
        (Some(_), None) => (Agreement::Differs, None),
        (Some(printed), Some(computed)) => agree(card, printed, computed),
    };
    let computed = computed.map(|number| number.normalize().to_string()).unwrap_or_default();
    Some(Comparison { subject, printed: text.to_owned(), computed, difference, agreement })
}

fn agree(card: &Scorecard, printed: Decimal, computed: Decimal) -> (Agreement, Option<Decimal>) {
    let difference = computed.checked_sub(printed);
    let least = if card.rounding.mode == RoundingMode::None { 0 } else { card.rounding.places };
    let at_places = number::rounded(computed, printed.scale().max(least));
    let agreement = if at_places == printed {
        Agreement::Exact
    } else if difference.is_some_and(|difference| difference.abs() <= card.tolerance) {
        Agreement::WithinTolerance
    } else {
        Agreement::Differs
    };
    (agreement, difference)
}

/// The printed band.
pub(super) fn band(text: &str, unit: &UnitResult) -> Option<Comparison> {
    if cells::is_blank(text) {
        return None;
    }
    let placed = unit.band.as_ref()?;
    let is_same = |label: &str| fold(label) == fold(text);
    let agrees = is_same(&placed.label_vi) || is_same(&placed.code) || placed.label_en.as_deref().is_some_and(is_same);
    Some(Comparison {
        subject: Subject::Band,
        printed: text.to_owned(),
        computed: placed.label_vi.clone(),
        difference: None,
        agreement: if agrees { Agreement::Exact } else { Agreement::Differs },
    })
}

/// One unit of a block as its printed rank is compared.
pub(super) struct Ranked<'a> {
    pub(super) text: &'a str,
    pub(super) value: Option<Decimal>,
    pub(super) rank: Option<usize>,
}

/// Whether a block is an excerpt: a printed rank is beyond the number of its units.
pub(super) fn is_excerpt(units: &[Ranked<'_>]) -> bool {
    units.iter().filter_map(|unit| unit.text.parse::<usize>().ok()).any(|printed| printed > units.len())
}

/// The printed ranks of one block, in the order of its units.
///
/// In an excerpt no rank can be worked out; the order can: a larger value has a smaller printed rank, equal values share
/// one, and no printed rank is better than the one within the excerpt.
pub(super) fn ranks(
    card: &Scorecard,
    subject: &Subject,
    units: &[Ranked<'_>],
    is_given: bool,
) -> Vec<Option<Comparison>> {
    let is_excerpt = is_excerpt(units);
    let hidden_digits = card.ranking.ties == Ties::Unrounded && is_given;
    let mut order: Vec<(Decimal, usize)> =
        units.iter().filter_map(|unit| Some((unit.value?, unit.text.parse().ok()?))).collect();
    order.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    let in_order = |value: Decimal, printed: usize| {
        let at = order.partition_point(|(other, _)| *other > value);
        let tied = order.get(at..).unwrap_or_default().iter().take_while(|(other, _)| *other == value);
        let above = at.checked_sub(1).and_then(|above| order.get(above));
        let is_behind = above.is_none_or(|(_, above)| *above < printed);
        is_behind && (hidden_digits || tied.clone().all(|(_, other)| *other == printed))
    };
    let tied = |value: Decimal| units.iter().filter(|unit| unit.value == Some(value)).count();
    let agreement = |unit: &Ranked<'_>| match (unit.text.parse::<usize>(), unit.value, unit.rank) {
        (Err(_), ..) => Agreement::Unreadable,
        (Ok(printed), _, Some(rank)) if printed == rank => Agreement::Exact,
        (Ok(printed), Some(value), Some(rank)) if is_excerpt && printed >= rank && in_order(value, printed) => {
            Agreement::Excerpt
        }
        (Ok(printed), Some(value), Some(rank))
            if hidden_digits && printed > rank && printed < rank.saturating_add(tied(value)) =>
        {
            Agreement::WithinTie
        }
        (Ok(_), ..) => Agreement::Differs,
    };
    let compare = |unit: &Ranked<'_>| {
        (!cells::is_blank(unit.text)).then(|| Comparison {
            subject: subject.clone(),
            printed: unit.text.to_owned(),
            computed: unit.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            difference: None,
            agreement: agreement(unit),
        })
    };
    units.iter().map(compare).collect()
}

//! One criterion by itself: which values its rule asks for, and what values of one unit come to.

use std::collections::BTreeMap;

use super::card::{Criterion, Scorecard};
use super::cells::Cells;
use super::explain::CriterionScore;
use super::rules::ScoreRule;
use super::table::Table;
use super::{plan, tree};

/// The heading under which the points of a criterion stand.
#[must_use]
pub fn score_heading(criterion: &Criterion) -> String {
    format!("{}_score", criterion.code)
}

/// The headings of the values that a criterion without parts needs, each once; that of its points where they are given.
#[must_use]
pub fn value_headings(criterion: &Criterion) -> Vec<String> {
    let inputs = criterion.rule.as_ref().map(ScoreRule::inputs).unwrap_or_default();
    let mut headings: Vec<String> = Vec::new();
    for heading in inputs.into_iter().filter_map(|headings| headings.first()) {
        if !headings.contains(heading) {
            headings.push(heading.clone());
        }
    }
    if headings.is_empty() { vec![score_heading(criterion)] } else { headings }
}

/// What these values, by heading, come to. A value that is missing is no data.
#[must_use]
pub fn score_one(card: &Scorecard, criterion: &Criterion, values: &BTreeMap<String, String>) -> CriterionScore {
    let headings = value_headings(criterion);
    let row = headings.iter().map(|heading| values.get(heading).cloned().unwrap_or_default()).collect();
    let table = Table::of_one_row(headings, row);
    let place = plan::place(criterion, &table);
    let cells = Cells {
        table: &table,
        row: table.rows().first().map_or(&[], Vec::as_slice),
        decimal_comma: card.decimal_comma,
    };
    tree::of_place(card, &place, &cells)
}

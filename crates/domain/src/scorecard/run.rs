//! Scoring a whole table: every unit, then ranks, bands and what was printed, block by block.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Serialize;

use super::band::{Placed, Standing};
use super::card::{PrintedSum, RoundingMode, Scorecard, Ties};
use super::compare::{self, Agreement, Comparison, Ranked, Subject, Tally};
use super::explain::{CriterionScore, Status};
use super::number;
use super::plan::{Place, Plan, Source};
use super::table::{Table, TableFault, TableFaultKind};
use super::work::Cells;
use super::{rank, tree, work};

/// A unit with its score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitResult {
    /// Row of the table, from 1 with the headings as the first.
    pub row: usize,
    /// Its code; empty where the table has none.
    pub code: String,
    /// Its name; its code where the table has none.
    pub name: String,
    /// Its block; empty where there are none.
    pub block: String,
    /// Whether it is ranked when it has a total.
    pub is_ranked: bool,
    /// The total with everything below it.
    pub score: CriterionScore,
    /// Its rank in its block.
    pub rank: Option<usize>,
    /// Its band.
    pub band: Option<Placed>,
    /// Vetoes that hold.
    pub vetoes: Vec<String>,
    /// What was printed.
    pub comparisons: Vec<Comparison>,
}

/// A block of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlockResult {
    /// Its code; empty where there are none.
    pub code: String,
    /// Units in it.
    pub units: usize,
    /// Those with a rank.
    pub ranked: usize,
    /// Whether the printed ranks show that the table is an excerpt.
    pub is_excerpt: bool,
    /// Mean of the totals, rounded; none without one.
    #[serde(serialize_with = "number::exact_or_none")]
    pub mean: Option<Decimal>,
}

/// A table that was scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scored {
    /// The criterion whose points are the totals; none for the whole scorecard.
    pub of: Option<String>,
    /// Most points of the totals.
    #[serde(serialize_with = "number::exact_or_none")]
    pub maximum: Option<Decimal>,
    /// Units, in the order of the table.
    pub units: Vec<UnitResult>,
    /// Blocks, in the order of their codes.
    pub blocks: Vec<BlockResult>,
    /// How the printed values agree.
    pub tallies: Vec<Tally>,
    /// Headings that the scorecard does not speak of.
    pub unused: Vec<String>,
    /// Printed maxima of the scorecard that do not add up.
    pub printed_sums: Vec<PrintedSum>,
}

impl Scored {
    /// Printed values that differ from the computed ones.
    #[must_use]
    pub fn differences(&self) -> usize {
        self.tally(Agreement::Differs)
    }

    /// How many comparisons agree in that way.
    #[must_use]
    pub fn tally(&self, agreement: Agreement) -> usize {
        self.tallies.iter().filter(|tally| tally.agreement == agreement).map(|tally| tally.count).sum()
    }
}

/// Scores every unit of a table by a scorecard.
///
/// # Errors
/// What makes the table as a whole unusable; whatever is wrong with one unit is told at the unit.
pub fn score(card: &Scorecard, table: &Table) -> Result<Scored, TableFault> {
    let plan = Plan::new(card, table)?;
    let mut units = units(card, &plan, table)?;
    let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        members.entry(unit.block.clone()).or_default().push(index);
    }
    let blocks = members
        .into_iter()
        .map(|(code, members)| {
            let mut block: Vec<UnitResult> = Vec::with_capacity(members.len());
            for index in &members {
                block.extend(units.get(*index).cloned());
            }
            let result = rank_block(card, &plan, table, &code, &mut block);
            for (index, unit) in members.into_iter().zip(block) {
                if let Some(slot) = units.get_mut(index) {
                    *slot = unit;
                }
            }
            result
        })
        .collect();
    Ok(Scored {
        of: plan.of.map(|criterion| criterion.code.clone()),
        maximum: plan.of.map_or_else(|| card.maximum(), super::card::Criterion::maximum),
        tallies: tallies(&units),
        units,
        blocks,
        unused: plan.unused(table),
        printed_sums: card.printed_sums(),
    })
}

fn units(card: &Scorecard, plan: &Plan<'_>, table: &Table) -> Result<Vec<UnitResult>, TableFault> {
    let mut units: Vec<UnitResult> = Vec::with_capacity(table.rows().len());
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    for (index, row) in table.rows().iter().enumerate() {
        let line = index.saturating_add(2);
        let cells = Cells { table, row, decimal_comma: card.decimal_comma };
        let Some(unit) = unit(card, plan, line, &cells) else { continue };
        if unit.name.is_empty() {
            return Err(TableFault::at(line, TableFaultKind::UnitMissing));
        }
        let key = if unit.code.is_empty() { &unit.name } else { &unit.code };
        if !seen.insert((unit.block.clone(), key.clone())) {
            return Err(TableFault::at(line, TableFaultKind::UnitTwice { unit: key.clone() }));
        }
        units.push(unit);
    }
    Ok(units)
}

/// The unit of a row; none for rows that the scorecard passes over.
fn unit(card: &Scorecard, plan: &Plan<'_>, row: usize, cells: &Cells<'_>) -> Option<UnitResult> {
    let text = |column: Option<usize>| column.map_or("", |column| cells.text(column));
    let (code, name) = (text(plan.code), text(plan.name));
    let name = if name.is_empty() { code } else { name };
    let is_wanted = plan.only.iter().all(|(column, values)| values.iter().any(|value| value == cells.text(*column)));
    let is_skipped = card.skipped.iter().any(|skipped| match skipped.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == skipped,
    });
    if !is_wanted || is_skipped {
        return None;
    }
    let block: Vec<&str> = plan.block.iter().map(|column| cells.text(*column)).collect();
    let block = block.join(" · ");
    let score = match (plan.of, plan.places.as_slice()) {
        (Some(_), [place]) => tree::of_place(card, place, cells),
        _ => tree::whole(card, &plan.places, cells),
    };
    let is_out = card.unranked.iter().any(|unit| unit == code || unit == name);
    let is_ranked_block = card.blocks.iter().find(|known| known.code == block).is_none_or(|known| known.is_ranked);
    Some(UnitResult {
        row,
        code: code.to_owned(),
        name: name.to_owned(),
        is_ranked: !is_out && is_ranked_block,
        rank: None,
        band: None,
        vetoes: Vec::new(),
        comparisons: compare::numbers(card, plan, &score, cells),
        block,
        score,
    })
}

fn ranking_value(card: &Scorecard, score: &CriterionScore) -> Option<Decimal> {
    match card.ranking.ties {
        Ties::Published => score.points,
        Ties::Unrounded => score.unrounded,
    }
}

fn rank_block(
    card: &Scorecard,
    plan: &Plan<'_>,
    table: &Table,
    code: &str,
    units: &mut [UnitResult],
) -> BlockResult {
    let value = |unit: &UnitResult| ranking_value(card, &unit.score).filter(|_| unit.is_ranked);
    let values: Vec<Option<Decimal>> = units.iter().map(value).collect();
    let ranks = rank::competition(&values);
    for (unit, rank) in units.iter_mut().zip(&ranks) {
        unit.rank = *rank;
    }
    place_bands(card, plan, table, code, units);
    let mut is_excerpt = false;
    if let Some(column) = plan.rank {
        is_excerpt = compare_ranks(card, plan, &Subject::Rank, column, &values, table, units);
    }
    for place in &plan.places {
        if let Some(column) = place.printed_rank {
            let of = |unit: &UnitResult| ranking_value(card, unit.score.find(&place.criterion.code)?);
            let values: Vec<Option<Decimal>> = units.iter().map(|unit| of(unit).filter(|_| unit.is_ranked)).collect();
            let subject = Subject::RankBy(place.criterion.code.clone());
            is_excerpt |= compare_ranks(card, plan, &subject, column, &values, table, units);
        }
    }
    BlockResult {
        code: code.to_owned(),
        units: units.len(),
        ranked: ranks.iter().flatten().count(),
        is_excerpt,
        mean: mean(card, units),
    }
}

fn mean(card: &Scorecard, units: &[UnitResult]) -> Option<Decimal> {
    let totals: Vec<Decimal> = units.iter().filter_map(|unit| unit.score.points).collect();
    let mean = number::sum(totals.iter().copied())?.checked_div(Decimal::from(totals.len()))?;
    let places = if card.rounding.mode == RoundingMode::None { 4 } else { card.rounding.places };
    Some(number::rounded(mean, places))
}

fn row_of<'a>(table: &'a Table, unit: &UnitResult) -> &'a [String] {
    let row = unit.row.checked_sub(2).and_then(|index| table.rows().get(index));
    row.map_or(&[], Vec::as_slice)
}

fn place_bands(card: &Scorecard, plan: &Plan<'_>, table: &Table, code: &str, units: &mut [UnitResult]) {
    let own = card.bands.iter().position(|set| set.block.as_deref() == Some(code));
    let Some(chosen) = own.or_else(|| card.bands.iter().position(|set| set.block.is_none())) else { return };
    let Some(set) = card.bands.get(chosen) else { return };
    let columns = plan.vetoes.get(chosen).map(Vec::as_slice).unwrap_or_default();
    let mut standings = Vec::with_capacity(units.len());
    for unit in units.iter_mut() {
        let cells = Cells { table, row: row_of(table, unit), decimal_comma: card.decimal_comma };
        let held = set.vetoes.iter().zip(columns);
        let held: Vec<_> =
            held.filter(|(veto, columns)| work::holds(&veto.variables, columns, &veto.when, &cells)).collect();
        unit.vetoes = held.iter().map(|(veto, _)| veto.text_vi.clone()).collect();
        let share = unit.score.points.zip(unit.score.maximum);
        standings.push(Standing {
            total: unit.score.points,
            percent: share.and_then(|(points, maximum)| number::percent(points, maximum)),
            rank: unit.rank,
            at_most: held.iter().map(|(veto, _)| veto.at_most.clone()).collect(),
        });
    }
    for (unit, placed) in units.iter_mut().zip(set.place(&standings)) {
        unit.band = placed;
        if let Some(column) = plan.band {
            let cells = Cells { table, row: row_of(table, unit), decimal_comma: card.decimal_comma };
            let compared = compare::band(cells.text(column), unit);
            unit.comparisons.extend(compared);
        }
    }
}

/// Compares the printed ranks of one column and says whether the block is an excerpt.
fn compare_ranks(
    card: &Scorecard,
    plan: &Plan<'_>,
    subject: &Subject,
    column: usize,
    values: &[Option<Decimal>],
    table: &Table,
    units: &mut [UnitResult],
) -> bool {
    let ranks = rank::competition(values);
    let text = |unit: &UnitResult| row_of(table, unit).get(column).map_or("", String::as_str);
    let ranked: Vec<Ranked<'_>> = units
        .iter()
        .zip(values)
        .zip(ranks)
        .map(|((unit, value), rank)| Ranked { text: text(unit), value: *value, rank })
        .collect();
    let compared = compare::ranks(card, subject, &ranked, plan.places.iter().all(is_given));
    let is_excerpt = compare::is_excerpt(&ranked);
    for (unit, comparison) in units.iter_mut().zip(compared) {
        unit.comparisons.extend(comparison);
    }
    is_excerpt
}

/// Whether nothing was worked out by a rule, so that digits that are not printed are not known.
fn is_given(place: &Place<'_>) -> bool {
    match place.source {
        Source::Rule(_) => false,
        Source::Given(_) | Source::Parts | Source::Absent => place.parts.iter().all(is_given),
    }
}

fn tallies(units: &[UnitResult]) -> Vec<Tally> {
    let mut counts: BTreeMap<Agreement, usize> = BTreeMap::new();
    for comparison in units.iter().flat_map(|unit| &unit.comparisons) {
        let count = counts.entry(comparison.agreement).or_default();
        *count = count.saturating_add(1);
    }
    counts.into_iter().map(|(agreement, count)| Tally { agreement, count }).collect()
}

impl UnitResult {
    /// Criteria that have no score because something stood in the way.
    #[must_use]
    pub fn open(&self) -> Vec<&CriterionScore> {
        let mut open = Vec::new();
        self.score.walk(&mut |score| {
            let is_open = matches!(score.status, Status::Unknown | Status::Scored) && !score.problems.is_empty();
            if is_open && score.parts.is_empty() {
                open.push(score);
            }
        });
        open
    }
}

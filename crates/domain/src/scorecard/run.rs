//! Scoring a whole table: every unit, then ranks, bands and what was printed, block by block.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Serialize;

use super::band::{Placed, Standing, Veto};
use super::card::{PrintedSum, Scorecard, Ties};
use super::cells::Cells;
use super::compare::{self, Agreement, Comparison, Ranked, Subject, Tally};
use super::explain::{CriterionScore, Status};
use super::number;
use super::plan::{Place, Plan, Source};
use super::table::{Table, TableFault, TableFaultKind};
use super::{formula, rank, tree};

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
    let run = Run { card, plan: &plan, table };
    let mut members: BTreeMap<String, Vec<UnitResult>> = BTreeMap::new();
    for unit in run.units()? {
        members.entry(unit.block.clone()).or_default().push(unit);
    }
    let blocks = members.iter_mut().map(|(code, units)| run.block(code, units)).collect();
    let mut units: Vec<UnitResult> = members.into_values().flatten().collect();
    units.sort_by_key(|unit| unit.row);
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

/// What one scoring works with.
struct Run<'a> {
    card: &'a Scorecard,
    plan: &'a Plan<'a>,
    table: &'a Table,
}

impl<'a> Run<'a> {
    fn cells(&self, row: &'a [String]) -> Cells<'a> {
        Cells { table: self.table, row, decimal_comma: self.card.decimal_comma }
    }

    fn cells_of(&self, unit: &UnitResult) -> Cells<'a> {
        let row = unit.row.checked_sub(2).and_then(|index| self.table.rows().get(index));
        self.cells(row.map_or(&[], Vec::as_slice))
    }

    fn units(&self) -> Result<Vec<UnitResult>, TableFault> {
        let mut units: Vec<UnitResult> = Vec::with_capacity(self.table.rows().len());
        let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
        for (index, row) in self.table.rows().iter().enumerate() {
            let line = index.saturating_add(2);
            let Some(unit) = self.unit(line, &self.cells(row)) else { continue };
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
    fn unit(&self, row: usize, cells: &Cells<'_>) -> Option<UnitResult> {
        let (card, plan) = (self.card, self.plan);
        let text = |column: Option<usize>| column.map_or("", |column| cells.text(column));
        let code = text(plan.code);
        let names = plan.names.iter().map(|column| cells.text(*column)).filter(|name| !name.is_empty());
        let name = names.clone().next().unwrap_or(code);
        let is_wanted =
            plan.only.iter().all(|(column, values)| values.iter().any(|value| value == cells.text(*column)));
        let is_skipped = card.skipped.iter().any(|skipped| match skipped.strip_suffix('*') {
            Some(start) => names.clone().any(|name| name.starts_with(start)),
            None => names.clone().any(|name| name == skipped),
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
        let known = card.blocks.iter().find(|known| known.code == block);
        Some(UnitResult {
            row,
            code: code.to_owned(),
            name: name.to_owned(),
            is_ranked: !is_out && known.is_none_or(|known| known.is_ranked),
            rank: None,
            band: None,
            vetoes: Vec::new(),
            comparisons: compare::numbers(card, plan, &score, cells),
            block,
            score,
        })
    }

    fn value(&self, score: &CriterionScore) -> Option<Decimal> {
        match self.card.ranking.ties {
            Ties::Published => score.points,
            Ties::Unrounded => score.unrounded,
        }
    }

    /// Ranks and bands within one block, and what was printed of them.
    fn block(&self, code: &str, units: &mut [UnitResult]) -> BlockResult {
        let value = |unit: &UnitResult| self.value(&unit.score).filter(|_| unit.is_ranked);
        let values: Vec<Option<Decimal>> = units.iter().map(value).collect();
        let ranks = rank::competition(&values);
        for (unit, rank) in units.iter_mut().zip(&ranks) {
            unit.rank = *rank;
        }
        self.bands(code, units);
        let mut is_excerpt = false;
        if let Some(column) = self.plan.rank {
            is_excerpt = self.compare_ranks(&Subject::Rank, column, &values, units);
        }
        for place in &self.plan.places {
            let Some(column) = place.printed_rank else { continue };
            let code = &place.criterion.code;
            let of = |unit: &UnitResult| self.value(unit.score.find(code)?).filter(|_| unit.is_ranked);
            let values: Vec<Option<Decimal>> = units.iter().map(of).collect();
            is_excerpt |= self.compare_ranks(&Subject::RankBy(code.clone()), column, &values, units);
        }
        BlockResult {
            code: code.to_owned(),
            units: units.len(),
            ranked: ranks.iter().flatten().count(),
            is_excerpt,
            mean: self.mean(units),
        }
    }

    fn mean(&self, units: &[UnitResult]) -> Option<Decimal> {
        let totals: Vec<Decimal> = units.iter().filter_map(|unit| unit.score.points).collect();
        let mean = number::sum(totals.iter().copied())?.checked_div(Decimal::from(totals.len()))?;
        Some(number::rounded(mean, self.card.rounding.places))
    }

    fn bands(&self, code: &str, units: &mut [UnitResult]) {
        let sets = &self.card.bands;
        let own = sets.iter().position(|set| set.block.as_deref() == Some(code));
        let Some(chosen) = own.or_else(|| sets.iter().position(|set| set.block.is_none())) else { return };
        let Some(set) = sets.get(chosen) else { return };
        let columns = self.plan.vetoes.get(chosen).map(Vec::as_slice).unwrap_or_default();
        let mut standings = Vec::with_capacity(units.len());
        for unit in units.iter_mut() {
            let cells = self.cells_of(unit);
            let is_held = |(veto, columns): &(&Veto, &Vec<Option<usize>>)| {
                formula::holds(&veto.variables, columns, &veto.when, &cells)
            };
            let held: Vec<(&Veto, _)> = set.vetoes.iter().zip(columns).filter(is_held).collect();
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
            if let Some(column) = self.plan.band {
                let compared = compare::band(self.cells_of(unit).text(column), unit);
                unit.comparisons.extend(compared);
            }
        }
    }

    /// Compares the printed ranks of one column and says whether the block is an excerpt.
    fn compare_ranks(
        &self,
        subject: &Subject,
        column: usize,
        values: &[Option<Decimal>],
        units: &mut [UnitResult],
    ) -> bool {
        let ranks = rank::competition(values);
        let ranked: Vec<Ranked<'_>> = units
            .iter()
            .zip(values)
            .zip(ranks)
            .map(|((unit, value), rank)| Ranked { text: self.cells_of(unit).text(column), value: *value, rank })
            .collect();
        let compared = compare::ranks(self.card, subject, &ranked, self.plan.places.iter().all(is_given));
        let is_excerpt = compare::is_excerpt(&ranked);
        for (unit, comparison) in units.iter_mut().zip(compared) {
            unit.comparisons.extend(comparison);
        }
        is_excerpt
    }
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

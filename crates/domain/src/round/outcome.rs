//! The result of a round: all sheets as one table, scored, ranked and banded by the card.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::claim::{Mark, Points};
use super::mark::veto_headings;
use super::refusal::OpenItem;
use super::setup::{Setup, asked};
use super::sheet::UnitSheet;
use crate::scorecard::{CriterionScore, Scorecard, Table, UnitResult, score, score_heading};

/// What a table says for "not applicable".
const NOT_APPLICABLE: &str = "Không áp dụng";

/// The band that a unit is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandReached {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label_vi: String,
    /// Its English name.
    pub label_en: Option<String>,
    /// The band that its points alone would reach, when a veto or a quota kept it lower.
    pub reached: Option<String>,
}

/// One criterion of a unit, field or item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemOutcome {
    /// Its code.
    pub code: String,
    /// Points; none where it is left out.
    pub points: Option<Points>,
}

/// What a unit comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitOutcome {
    /// The unit.
    pub unit: String,
    /// Events of its sheet that were there: what came later is not part of this result.
    pub sheet_version: i64,
    /// All points.
    pub total: Points,
    /// Points before rounding, which may decide a tie.
    pub unrounded: Points,
    /// Its rank; none for those that are scored only.
    pub rank: Option<u32>,
    /// Its band; none where the card has none.
    pub band: Option<BandReached>,
    /// Vetoes that held.
    pub vetoes: Vec<String>,
    /// Every criterion, each before its parts.
    pub items: Vec<ItemOutcome>,
}

/// The result of a round, as it is frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundResult {
    /// Most points.
    pub maximum: Option<Points>,
    /// Mean of the totals.
    pub mean: Option<Points>,
    /// Units, the first rank first; those without a rank last, by code.
    pub units: Vec<UnitOutcome>,
}

impl RoundResult {
    /// What a unit comes to.
    #[must_use]
    pub fn unit(&self, unit: &str) -> Option<&UnitOutcome> {
        self.units.iter().find(|one| one.unit == unit)
    }

    /// How many units share the rank of one.
    #[must_use]
    pub fn sharing(&self, unit: &UnitOutcome) -> usize {
        self.units.iter().filter(|one| unit.rank.is_some() && one.rank == unit.rank).count()
    }
}

impl UnitOutcome {
    /// Points of one criterion.
    #[must_use]
    pub fn points(&self, code: &str) -> Option<Points> {
        self.items.iter().find(|item| item.code == code).and_then(|item| item.points)
    }
}

/// The result of all sheets.
///
/// # Errors
/// Items that nobody appraised, and units whose total cannot be worked out: nothing is scored zero in silence.
pub fn compute(
    card: &Scorecard,
    setup: &Setup,
    sheets: &BTreeMap<String, UnitSheet>,
) -> Result<RoundResult, Vec<OpenItem>> {
    let leaves = asked(card);
    let facts = veto_headings(card);
    let mut headings = vec!["code".to_owned(), "block".to_owned()];
    headings.extend(leaves.iter().map(|leaf| score_heading(leaf)));
    headings.extend(facts.iter().cloned());
    let (mut rows, mut open) = (Vec::with_capacity(setup.units.len()), Vec::new());
    let none = UnitSheet::default();
    for entry in &setup.units {
        let sheet = sheets.get(&entry.unit).unwrap_or(&none);
        let mut row = vec![entry.unit.clone(), setup.block.clone()];
        for leaf in &leaves {
            match sheet.items.get(&leaf.code).and_then(super::Item::counts) {
                Some(Mark::Points(points)) => row.push(points.0.to_string()),
                Some(Mark::NotApplicable) => row.push(NOT_APPLICABLE.to_owned()),
                Some(Mark::NoData) => row.push(String::new()),
                None => open.push(OpenItem { unit: entry.unit.clone(), item: Some(leaf.code.clone()) }),
            }
        }
        row.extend(facts.iter().map(|name| sheet.facts.get(name).cloned().unwrap_or_default()));
        rows.push(row);
    }
    if !open.is_empty() {
        return Err(open);
    }
    let card = prepared(card, setup);
    let no_total = |unit: &str| vec![OpenItem { unit: unit.to_owned(), item: None }];
    let scored = Table::new(&headings, rows).and_then(|table| score(&card, &table));
    let scored = scored.map_err(|_| setup.units.iter().flat_map(|one| no_total(&one.unit)).collect::<Vec<_>>())?;
    let units: Result<Vec<UnitOutcome>, Vec<OpenItem>> =
        scored.units.iter().map(|unit| outcome(unit, sheets).ok_or_else(|| no_total(&unit.code))).collect();
    let mut units = units?;
    units.sort_by(|one, other| {
        let place = |unit: &UnitOutcome| unit.rank.unwrap_or(u32::MAX);
        place(one).cmp(&place(other)).then_with(|| one.unit.cmp(&other.unit))
    });
    let mean = scored.blocks.first().and_then(|block| block.mean).map(Points);
    Ok(RoundResult { maximum: scored.maximum.map(Points), mean, units })
}

/// The card as the round uses it: points come as numbers with a point, and units stand under one heading.
fn prepared(card: &Scorecard, setup: &Setup) -> Scorecard {
    let mut card = card.clone();
    card.decimal_comma = false;
    card.units.code = vec!["code".to_owned()];
    card.units.name = vec!["code".to_owned()];
    card.units.block = vec!["block".to_owned()];
    card.tables = Vec::new();
    card.unranked.extend(setup.units.iter().filter(|one| !one.is_ranked).map(|one| one.unit.clone()));
    card
}

fn outcome(unit: &UnitResult, sheets: &BTreeMap<String, UnitSheet>) -> Option<UnitOutcome> {
    let mut items = Vec::new();
    let mut take = |score: &CriterionScore| {
        items.push(ItemOutcome { code: score.code.clone(), points: score.points.map(Points) });
    };
    unit.score.parts.iter().for_each(|part| part.walk(&mut take));
    Some(UnitOutcome {
        sheet_version: sheets.get(&unit.code).map_or(0, |sheet| sheet.version),
        unit: unit.code.clone(),
        total: Points(unit.score.points?),
        unrounded: Points(unit.score.unrounded?),
        rank: unit.rank.and_then(|rank| u32::try_from(rank).ok()),
        band: unit.band.clone().map(|band| BandReached {
            code: band.code,
            label_vi: band.label_vi,
            label_en: band.label_en,
            reached: band.reached,
        }),
        vetoes: unit.vetoes.clone(),
        items,
    })
}

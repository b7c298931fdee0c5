//! What a scorecard says: one dated version of a tree of criteria, and how its points become totals, ranks and bands.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::band::BandSet;
use super::number;
use super::rules::ScoreRule;
use crate::organisation::Validity;

/// How much of the official scorecard is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Completeness {
    /// Every criterion with its rule.
    Complete,
    /// Only part of it was found; what is missing is not invented.
    Partial,
    /// Written as an example; no decision says so.
    Example,
}

/// When points are rounded. Always half up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// The points of each criterion, then the rounded points are added.
    EachItem,
    /// Points are added as they are; what is shown is rounded.
    AtEnd,
    /// Never.
    None,
}

/// Rounding of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rounding {
    /// When.
    pub mode: RoundingMode,
    /// Decimal places, 0 to 10; also those of indices in percent.
    pub places: u32,
}

/// Which values are equal when units are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// Totals as published, rounded.
    Published,
    /// Totals before rounding.
    Unrounded,
}

/// How units are ranked: always 1, 2, 2, 4 (competition ranking), within each block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    /// What makes a tie.
    pub ties: Ties,
}

/// What happens where there is nothing to score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// The criterion has no score, and nor has anything above it.
    Unknown,
    /// Zero points.
    Zero,
    /// All points.
    Full,
    /// Left out of the sum; the maximum above it stays.
    LeftOut,
    /// Left out; what its siblings reach is rescaled to the maximum of the group.
    Rescale,
}

/// What points of a group do to the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// They are part of the total and of the maximum.
    Add,
    /// They are added beyond the maximum (điểm thưởng); its maximum is a cap.
    Bonus,
    /// They are taken away (điểm trừ); its maximum is a cap.
    Penalty,
    /// They are shown and do not count.
    Information,
}

/// How the parts of a group become its points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combine {
    /// Added.
    Sum,
    /// Each part's share of its maximum, times its weight; weights add up to 100.
    Weighted,
}

/// A field, criterion or sub-criterion (lĩnh vực, tiêu chí, tiêu chí thành phần).
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// Its code, once in the scorecard.
    pub code: String,
    /// Official name.
    pub name_vi: String,
    /// English name.
    pub name_en: Option<String>,
    /// Most points, as printed; none where none is printed.
    pub max_points: Option<Decimal>,
    /// Weight in percent within a weighted group.
    pub weight: Option<Decimal>,
    /// What its points do.
    pub effect: Effect,
    /// How its parts are combined.
    pub combine: Combine,
    /// How it is scored; none for a group, and where the rule was not found.
    pub rule: Option<ScoreRule>,
    /// Without data.
    pub no_data: Absence,
    /// Answered "không áp dụng".
    pub not_applicable: Absence,
    /// Headings under which its points are printed.
    pub columns: Vec<String>,
    /// Headings under which its percentage is printed.
    pub index_columns: Vec<String>,
    /// Remark.
    pub note_vi: Option<String>,
    /// Its parts.
    pub parts: Vec<Criterion>,
}

impl Criterion {
    /// Whether it is scored by a rule and has no parts.
    #[must_use]
    pub const fn is_leaf(&self) -> bool {
        self.parts.is_empty()
    }

    /// Most points: as printed, else the sum of its parts'.
    #[must_use]
    pub fn maximum(&self) -> Option<Decimal> {
        self.max_points.or_else(|| parts_maximum(&self.parts))
    }

    /// Itself and everything below, from the top.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        self.parts.iter().for_each(|part| part.walk(visit));
    }
}

/// The sum of the maxima of parts that count; none when one is not known or there are none.
pub(super) fn parts_maximum(parts: &[Criterion]) -> Option<Decimal> {
    let counted = parts.iter().filter(|part| part.effect == Effect::Add);
    let maxima: Option<Vec<Decimal>> = counted.map(Criterion::maximum).collect();
    maxima.filter(|maxima| !maxima.is_empty()).and_then(number::sum)
}

/// Where a table names its units.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitColumns {
    /// Headings of codes.
    pub code: Vec<String>,
    /// Headings of names.
    pub name: Vec<String>,
    /// Headings that together name the block.
    pub block: Vec<String>,
}

/// A block (khối): units that are ranked among themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// As it stands in the table.
    pub code: String,
    /// Its name.
    pub name_vi: String,
    /// Whether its units are ranked.
    pub is_ranked: bool,
}

/// A table that carries one part of the scorecard only, known by its headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableShape {
    /// All of these are there.
    pub headings: Vec<String>,
    /// The criterion whose points are the total of such a table.
    pub of: String,
}

/// One version of a scorecard.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecard {
    /// Its id: `papi`.
    pub id: String,
    /// Its version: `2011-2015`.
    pub version: String,
    /// Name.
    pub name_vi: String,
    /// English name.
    pub name_en: Option<String>,
    /// When it applies.
    pub validity: Validity,
    /// Decisions on which it rests.
    pub legal_basis: Vec<String>,
    /// How much is known.
    pub completeness: Completeness,
    /// Remarks.
    pub notes_vi: Vec<String>,
    /// Where it was found.
    pub source: String,
    /// Most points in all, as printed.
    pub max_points: Option<Decimal>,
    /// Rounding.
    pub rounding: Rounding,
    /// Ranking.
    pub ranking: Ranking,
    /// How far a printed number may lie from the computed one, where it was printed from floating-point numbers.
    pub tolerance: Decimal,
    /// Whether numbers in tables are written `0,5`.
    pub decimal_comma: bool,
    /// Where units stand in tables.
    pub units: UnitColumns,
    /// Headings of the printed total, besides the usual ones.
    pub total_columns: Vec<String>,
    /// Only rows with one of these values under the heading.
    pub only: Vec<(String, Vec<String>)>,
    /// Names of rows that are no units; one that ends in `*` stands for all that begin so.
    pub skipped: Vec<String>,
    /// Units, by code or name, that are scored and not ranked.
    pub unranked: Vec<String>,
    /// Blocks; those that are not listed are ranked.
    pub blocks: Vec<Block>,
    /// Bands (xếp loại).
    pub bands: Vec<BandSet>,
    /// Tables of one part.
    pub tables: Vec<TableShape>,
    /// Fields.
    pub criteria: Vec<Criterion>,
}

/// A printed maximum that its parts do not add up to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedSum {
    /// Code of the group; none for the whole.
    pub code: Option<String>,
    /// As printed.
    #[serde(serialize_with = "number::exact", deserialize_with = "number_from_text")]
    pub printed: Decimal,
    /// What the parts add up to.
    #[serde(serialize_with = "number::exact", deserialize_with = "number_from_text")]
    pub sum: Decimal,
}

fn number_from_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let text = String::deserialize(deserializer)?;
    number::parse(&text, false).ok_or_else(|| serde::de::Error::custom("not a decimal number"))
}

impl Scorecard {
    /// Most points in all: as printed, else the sum of the fields'.
    #[must_use]
    pub fn maximum(&self) -> Option<Decimal> {
        self.max_points.or_else(|| parts_maximum(&self.criteria))
    }

    /// A criterion by its code.
    #[must_use]
    pub fn criterion(&self, code: &str) -> Option<&Criterion> {
        self.all().into_iter().find(|criterion| criterion.code == code)
    }

    /// Every criterion, each before its parts.
    #[must_use]
    pub fn all(&self) -> Vec<&Criterion> {
        let mut all = Vec::new();
        self.criteria.iter().for_each(|field| field.walk(&mut |criterion| all.push(criterion)));
        all
    }

    /// Printed maxima that do not add up. They are kept as printed.
    #[must_use]
    pub fn printed_sums(&self) -> Vec<PrintedSum> {
        let whole = (None, self.max_points, self.criteria.as_slice(), Combine::Sum);
        // The maximum of a bonus or a penalty is a cap, which its parts may pass.
        let is_cap = |effect: Effect| matches!(effect, Effect::Bonus | Effect::Penalty);
        let groups = self.all().into_iter().filter(|criterion| !criterion.is_leaf() && !is_cap(criterion.effect));
        let groups = groups.map(|group| (Some(&group.code), group.max_points, group.parts.as_slice(), group.combine));
        let printed = std::iter::once(whole).chain(groups).filter(|(.., combine)| *combine == Combine::Sum);
        printed
            .filter_map(|(code, printed, parts, _)| {
                let (printed, sum) = (printed?, parts_maximum(parts)?);
                (printed != sum).then(|| PrintedSum { code: code.cloned(), printed, sum })
            })
            .collect()
    }
}

//! What a round is set up with: the card, the units, the phases; and whether a card is fit for ranking.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::course::PhaseDays;
use crate::scorecard::{Completeness, Criterion, Effect, Scorecard};

/// Units of one round at most.
pub const UNITS_MAX: usize = 1_000;

/// A card as it was when the round was set up, so that no later version can change what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardText {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of the text, in hexadecimal digits.
    pub sha256: String,
    /// The file.
    pub text: String,
}

/// A unit of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundUnit {
    /// The unit.
    pub unit: String,
    /// Whether it is ranked; otherwise only scored (chấm điểm, không xếp hạng).
    pub is_ranked: bool,
}

/// What a round is set up with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// Its title.
    pub title_vi: String,
    /// The year that is assessed.
    pub year: i16,
    /// The block (khối), by its code in the card; empty where the card has none.
    pub block: String,
    /// Units, each once.
    pub units: Vec<RoundUnit>,
    /// Units whose officers and heads appraise, besides the reform office.
    pub appraisers: Vec<String>,
    /// Working days of each phase.
    pub days: PhaseDays,
    /// Whether notes and evidence are shown to everybody once the result is published.
    pub is_open: bool,
}

/// The decision that approves a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its number: `1234/QĐ-UBND`.
    pub number: String,
    /// Its date.
    pub date: Date,
}

/// Why units cannot be ranked by a card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Only part of it is known.
    #[error("only part of the card is known")]
    Partial,
    /// A criterion that counts has no rule.
    #[error("{0} has no rule")]
    NoRule(String),
    /// A criterion that counts has no maximum.
    #[error("{0} has no maximum")]
    NoMaximum(String),
    /// It scores published tables and no units of a round.
    #[error("the card reads published tables only")]
    TablesOnly,
    /// It has no block of that code.
    #[error("the card has no block {0:?}")]
    NoSuchBlock(String),
}

/// Whether units of a block can be ranked by a card: it must be known whole, each criterion with its rule and maximum.
pub fn fitness(card: &Scorecard, block: &str) -> Result<(), Unfit> {
    if card.completeness == Completeness::Partial {
        return Err(Unfit::Partial);
    }
    if !card.only.is_empty() {
        return Err(Unfit::TablesOnly);
    }
    let fits =
        if card.blocks.is_empty() { block.is_empty() } else { card.blocks.iter().any(|known| known.code == block) };
    if !fits {
        return Err(Unfit::NoSuchBlock(block.to_owned()));
    }
    for leaf in asked(card) {
        if leaf.rule.is_none() {
            return Err(Unfit::NoRule(leaf.code.clone()));
        }
        if leaf.maximum().is_none() {
            return Err(Unfit::NoMaximum(leaf.code.clone()));
        }
    }
    Ok(())
}

/// The items of a sheet: criteria without parts that count.
#[must_use]
pub fn asked(card: &Scorecard) -> Vec<&Criterion> {
    card.all().into_iter().filter(|criterion| criterion.is_leaf() && criterion.effect != Effect::Information).collect()
}

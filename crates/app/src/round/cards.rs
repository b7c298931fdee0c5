//! The scorecards that ship with the product, and the text of a card as a round keeps it.

use std::sync::LazyLock;

use domain::dataset::{Fault, parse_scorecard};
use domain::round::{CardText, Unfit, fitness};
use domain::scorecard::Scorecard;

use crate::error::ActError;
use crate::seal::sha256_hex;

macro_rules! cards {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../../data/par_index/cards/", $name)))),*]
    };
}

/// Cards by which units of a province are scored, by file.
static TEXTS: [(&str, &str); 10] = cards![
    "example-internal.json",
    "service-766-portal.json",
    "service-766-document.json",
    "par-index-2948-2017.json",
    "par-index-2012.json",
    "par-index-876-2022-ministries.json",
    "ca-mau-1880-2013.json",
    "district-offices-2019.json",
    "phu-tho-2025-fragment.json",
    "papi-2021-2024.json",
];

/// A card that ships with the product.
#[derive(Debug)]
pub struct ShippedCard {
    /// Its file, by which it is chosen.
    pub file: &'static str,
    /// The card.
    pub card: Scorecard,
    text: &'static str,
}

impl ShippedCard {
    /// Why units of a block cannot be ranked by it.
    #[must_use]
    pub fn unfit(&self, block: &str) -> Option<Unfit> {
        fitness(&self.card, block).err()
    }

    /// Its text as a round keeps it.
    #[must_use]
    pub fn kept(&self) -> CardText {
        kept(&self.card, self.text)
    }
}

static CARDS: LazyLock<Vec<ShippedCard>> = LazyLock::new(|| {
    let read = |(file, text): (&'static str, &'static str)| match parse_scorecard(file, text.as_bytes()) {
        Ok(card) => Some(ShippedCard { file, card, text }),
        Err(faults) => {
            tracing::error!(file, faults = faults.len(), "a card that ships with the product is faulty");
            None
        }
    };
    TEXTS.into_iter().filter_map(read).collect()
});

/// The cards that ship with the product, those fit for ranking first.
#[must_use]
pub fn shipped_cards() -> &'static [ShippedCard] {
    &CARDS
}

/// A card from a file as a round keeps it, with what it says.
///
/// # Errors
/// Every fault of the file.
pub fn card_text(file: &str, text: &str) -> Result<(CardText, Scorecard), Vec<Fault>> {
    let card = parse_scorecard(file, text.as_bytes())?;
    Ok((kept(&card, text), card))
}

fn kept(card: &Scorecard, text: &str) -> CardText {
    CardText {
        id: card.id.clone(),
        version: card.version.clone(),
        sha256: sha256_hex(text.as_bytes()),
        text: text.to_owned(),
    }
}

/// What a kept card says.
pub(super) fn read(card: &CardText) -> Result<Scorecard, ActError> {
    let faulty = |faults: Vec<Fault>| ActError::Content(faults);
    parse_scorecard(&card.id, card.text.as_bytes()).map_err(faulty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_card_reads_and_only_whole_ones_rank() {
        assert_eq!(shipped_cards().len(), TEXTS.len());
        let fit: Vec<&str> = shipped_cards()
            .iter()
            .filter(|shipped| {
                let blocks = shipped.card.blocks.iter().map(|block| block.code.as_str());
                blocks.chain([""]).any(|block| shipped.unfit(block).is_none())
            })
            .map(|shipped| shipped.file)
            .collect();
        // Those of surveys and of single tables have items without a maximum, or are known in part.
        assert_eq!(fit, ["example-internal.json"]);
        for shipped in shipped_cards() {
            assert!(!shipped.card.source.is_empty(), "{} has no source", shipped.file);
        }
    }
}

//! Bands (xếp loại): bounds on points, percent or rank, with vetoes and quotas, for all blocks or one.

use rust_decimal::Decimal;
use serde::Serialize;

use super::number::{self, HUNDRED};
use super::rules::Variable;
use crate::rule::Rule;

/// From where on a unit is in a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The total, or its percentage, is at least this (`is_inclusive`) or more than this.
    From {
        /// The bound.
        bound: Decimal,
        /// Whether the bound itself is inside.
        is_inclusive: bool,
    },
    /// Among the first so many percent of the ranked units; the number of units is rounded half up.
    TopPercent(Decimal),
    /// Everybody else.
    Rest,
}

/// At most a share of those who reach a band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// In percent; the number of units is rounded down.
    pub percent: Decimal,
    /// Codes of the bands whose units are counted, by what they reach before quotas.
    pub of: Vec<String>,
}

/// A band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Its code.
    pub code: String,
    /// Its name, as tables print it.
    pub label_vi: String,
    /// English name.
    pub label_en: Option<String>,
    /// From where on.
    pub bound: Bound,
    /// At most so many.
    pub quota: Option<Quota>,
}

/// A fact that keeps a unit from the better bands, whatever its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Veto {
    /// Names in the condition.
    pub variables: Vec<Variable>,
    /// When it holds.
    pub when: Rule,
    /// The best band left, by code.
    pub at_most: String,
    /// What it is.
    pub text_vi: String,
}

/// The bands of one block, or of all without their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandSet {
    /// The block; none for all.
    pub block: Option<String>,
    /// Whether bounds are in percent of the maximum.
    pub in_percent: bool,
    /// The bands, the best first.
    pub bands: Vec<Band>,
    /// Vetoes.
    pub vetoes: Vec<Veto>,
    /// Where they are from.
    pub source: String,
}

/// A unit as bands look at it.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    /// Published total; none without one.
    pub(super) total: Option<Decimal>,
    /// The same in percent of the maximum.
    pub(super) percent: Option<Decimal>,
    /// Its rank; none for those who are not ranked.
    pub(super) rank: Option<usize>,
    /// How many vetoes hold, as the best bands left.
    pub(super) at_most: Vec<String>,
}

/// Where a unit stands and why not higher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Placed {
    /// Code of the band.
    pub code: String,
    /// Its name.
    pub label_vi: String,
    /// Its English name.
    pub label_en: Option<String>,
    /// Name of the band that its points alone would reach, when a veto or a quota kept it lower.
    pub reached: Option<String>,
}

impl BandSet {
    /// The place of a band; the first is the best.
    fn position(&self, code: &str) -> Option<usize> {
        self.bands.iter().position(|band| band.code == code)
    }

    /// The bands of the units of one block, none for those without a total.
    pub(super) fn place(&self, units: &[Standing]) -> Vec<Option<Placed>> {
        let ranked = units.iter().filter(|unit| unit.rank.is_some()).count();
        let reached: Vec<Option<usize>> = units.iter().map(|unit| self.reached(unit, ranked)).collect();
        let mut placed: Vec<Option<usize>> =
            units.iter().zip(&reached).map(|(unit, reached)| self.vetoed(unit, *reached)).collect();
        for (position, band) in self.bands.iter().enumerate() {
            if let Some(quota) = &band.quota {
                self.keep_quota(position, quota, &reached, units, &mut placed);
            }
        }
        placed.iter().zip(&reached).map(|(at, reached)| self.named(*at, *reached)).collect()
    }

    fn reached(&self, unit: &Standing, ranked: usize) -> Option<usize> {
        let value = if self.in_percent { unit.percent } else { unit.total }?;
        self.bands.iter().position(|band| match band.bound {
            Bound::From { bound, is_inclusive } => value > bound || (is_inclusive && value == bound),
            Bound::TopPercent(percent) => unit.rank.is_some_and(|rank| {
                let of_all = Decimal::from(ranked).checked_mul(percent).and_then(|all| all.checked_div(HUNDRED));
                of_all.is_some_and(|most| Decimal::from(rank) <= number::rounded(most, 0))
            }),
            Bound::Rest => true,
        })
    }

    fn vetoed(&self, unit: &Standing, reached: Option<usize>) -> Option<usize> {
        let lowest = unit.at_most.iter().filter_map(|code| self.position(code)).max();
        reached.map(|reached| lowest.map_or(reached, |lowest| reached.max(lowest)))
    }

    /// Only the first by rank stay; of units that are tied either all stay or none. The others go one band down.
    fn keep_quota(
        &self,
        position: usize,
        quota: &Quota,
        reached: &[Option<usize>],
        units: &[Standing],
        placed: &mut [Option<usize>],
    ) {
        let counted = |at: &Option<usize>| at.is_some_and(|at| self.is_one_of(at, &quota.of));
        let all = Decimal::from(reached.iter().filter(|at| counted(at)).count());
        let most = all.checked_mul(quota.percent).and_then(|all| all.checked_div(HUNDRED)).unwrap_or_default().floor();
        let here: Vec<usize> =
            placed.iter().enumerate().filter(|(_, at)| **at == Some(position)).map(|(unit, _)| unit).collect();
        let total = |unit: usize| units.get(unit).and_then(|unit| unit.total);
        for unit in &here {
            let not_behind = here.iter().filter(|other| total(**other) >= total(*unit)).count();
            if Decimal::from(not_behind) > most
                && let Some(at) = placed.get_mut(*unit)
            {
                *at = Some(position.saturating_add(1)).filter(|below| *below < self.bands.len());
            }
        }
    }

    fn is_one_of(&self, position: usize, codes: &[String]) -> bool {
        self.bands.get(position).is_some_and(|band| codes.contains(&band.code))
    }

    fn named(&self, at: Option<usize>, reached: Option<usize>) -> Option<Placed> {
        let band = self.bands.get(at?)?;
        let above = reached.filter(|reached| Some(*reached) != at).and_then(|reached| self.bands.get(reached));
        Some(Placed {
            code: band.code.clone(),
            label_vi: band.label_vi.clone(),
            label_en: band.label_en.clone(),
            reached: above.map(|band| band.label_vi.clone()),
        })
    }
}

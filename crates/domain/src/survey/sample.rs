//! Whom to ask: how many, how many of each part, and who they are.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// How many of `population` transactions are asked about for an error of `error` (0.05 for 5 %): N / (1 + N·e²), rounded up.
///
/// None where the error is not between 0 and 1 or the numbers grow too large.
#[must_use]
pub fn sample_size(population: u64, error: Decimal) -> Option<u64> {
    if error <= Decimal::ZERO || error >= Decimal::ONE {
        return None;
    }
    let whole = Decimal::from(population);
    let below = whole.checked_mul(error.checked_mul(error)?)?.checked_add(Decimal::ONE)?;
    whole.checked_div(below)?.ceil().to_u64()
}

/// A part of the population: the transactions of a unit in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stratum {
    /// Its name.
    pub id: String,
    /// Its transactions.
    pub population: u64,
}

/// How many of `size` fall to each part, in the order of `strata`: in proportion, the largest remainders rounded up, equal
/// ones in the order of their names. A part that has transactions is asked at least once where the sample is large enough
/// for that, and none more often than it has transactions.
#[must_use]
pub fn allocate(size: u64, strata: &[Stratum]) -> Vec<u64> {
    let total: u128 = strata.iter().map(|stratum| u128::from(stratum.population)).sum();
    let filled = strata.iter().filter(|stratum| stratum.population > 0).count();
    let size = u128::from(size).min(total);
    if total == 0 {
        return vec![0; strata.len()];
    }
    let least = u128::from(size >= u128::try_from(filled).unwrap_or(u128::MAX));
    let mut parts: Vec<Part> = strata.iter().map(|stratum| Part::of(stratum, (size, total), least)).collect();
    loop {
        let given: u128 = parts.iter().map(|part| part.given).sum();
        if given == size {
            break;
        }
        let chosen = if given < size {
            let open = parts.iter_mut().filter(|part| part.given < part.population);
            open.max_by(|one, other| one.wants(other, total))
        } else {
            let full = parts.iter_mut().filter(|part| part.given > least);
            full.min_by(|one, other| one.wants(other, total))
        };
        match chosen {
            Some(part) if given < size => part.given = part.given.saturating_add(1),
            Some(part) => part.given = part.given.saturating_sub(1),
            None => break,
        }
    }
    parts.into_iter().map(|part| u64::try_from(part.given).unwrap_or(u64::MAX)).collect()
}

/// One part while the sample is shared out.
struct Part<'a> {
    id: &'a str,
    population: u128,
    /// `size × population`: what it would get, times the whole population.
    due: u128,
    given: u128,
}

impl<'a> Part<'a> {
    fn of(stratum: &'a Stratum, (size, total): (u128, u128), least: u128) -> Self {
        let population = u128::from(stratum.population);
        let due = size.saturating_mul(population);
        let given = due.checked_div(total).unwrap_or(0).max(least).min(population);
        Self { id: &stratum.id, population, due, given }
    }

    /// Which of two is further below what it is due.
    fn wants(&self, other: &Self, total: u128) -> std::cmp::Ordering {
        // due − given·total, compared without going below zero.
        let mine = self.due.saturating_add(other.given.saturating_mul(total));
        let theirs = other.due.saturating_add(self.given.saturating_mul(total));
        mine.cmp(&theirs).then_with(|| other.id.cmp(self.id))
    }
}

/// The first `count` members in the order of their digests, equal ones in the order of their names.
///
/// The digest of each is worked out by the caller from a seed that was published before anybody could know the members.
#[must_use]
pub fn draw<'a>(members: impl IntoIterator<Item = (&'a str, [u8; 32])>, count: usize) -> Vec<&'a str> {
    let mut all: Vec<([u8; 32], &str)> = members.into_iter().map(|(member, digest)| (digest, member)).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().take(count).map(|(_, member)| member).collect()
}

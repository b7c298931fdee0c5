//! What follows from counts of answers: the index, the share of the satisfied, and between which bounds it lies.

use rust_decimal::Decimal;

use super::Choice;
use crate::scorecard::{percent, rounded};

/// Places of an index and of a share in percent.
const PLACES: u32 = 2;
/// The normal deviate for 95 % on both sides, to six places.
const DEVIATE: Decimal = Decimal::from_parts(1_959_964, 0, 0, false, 6);

/// How often each choice of a question was taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Choices with how often each was taken.
    counts: Vec<(Choice, u64)>,
}

impl Tally {
    /// A tally of choices.
    #[must_use]
    pub const fn new(counts: Vec<(Choice, u64)>) -> Self {
        Self { counts }
    }

    /// Answers with a weight: those without one (“no opinion”) do not count.
    #[must_use]
    pub fn counted(&self) -> u64 {
        self.weighed().map(|(_, count)| count).fold(0, u64::saturating_add)
    }

    /// The mean weight of the answers in percent of the full one, to two places; none without answers that count.
    #[must_use]
    pub fn index(&self) -> Option<Decimal> {
        let sum = self.weighed().try_fold(Decimal::ZERO, |sum, (weight, count)| {
            sum.checked_add(weight.checked_mul(Decimal::from(count))?)
        })?;
        let counted = Decimal::from(self.counted());
        if counted.is_zero() { None } else { sum.checked_div(counted).map(|mean| rounded(mean, PLACES)) }
    }

    /// How many of those that count are satisfied.
    #[must_use]
    pub fn satisfied(&self) -> u64 {
        let satisfied = self.counts.iter().filter(|(choice, _)| choice.weight.is_some() && choice.is_satisfied);
        satisfied.map(|(_, count)| *count).fold(0, u64::saturating_add)
    }

    /// The share of the satisfied in percent, to two places.
    #[must_use]
    pub fn share(&self) -> Option<Decimal> {
        percent(Decimal::from(self.satisfied()), Decimal::from(self.counted())).map(|share| rounded(share, PLACES))
    }

    fn weighed(&self) -> impl Iterator<Item = (Decimal, u64)> {
        self.counts.iter().filter_map(|(choice, count)| choice.weight.map(|weight| (Decimal::from(weight), *count)))
    }
}

/// Bounds of a share in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The lower one.
    pub low: Decimal,
    /// The upper one.
    pub high: Decimal,
}

/// Between which bounds the share of the satisfied lies with 95 % confidence (Wilson's interval, to two places). `answers`
/// were drawn at random from many more. None without answers.
#[must_use]
pub fn interval(satisfied: u64, answers: u64) -> Option<Interval> {
    if answers == 0 || satisfied > answers {
        return None;
    }
    let (count, squared) = (Decimal::from(answers), DEVIATE.checked_mul(DEVIATE)?);
    let share = Decimal::from(satisfied).checked_div(count)?;
    let four = Decimal::from(4);
    // (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)
    let middle = share.checked_add(squared.checked_div(count.checked_mul(Decimal::TWO)?)?)?;
    let spread = share.checked_mul(Decimal::ONE.checked_sub(share)?)?.checked_div(count)?;
    let more = squared.checked_div(four.checked_mul(count)?)?.checked_div(count)?;
    let width = DEVIATE.checked_mul(root(spread.checked_add(more)?)?)?;
    let below = Decimal::ONE.checked_add(squared.checked_div(count)?)?;
    let bound = |end: Decimal| {
        let share = end.checked_div(below)?.clamp(Decimal::ZERO, Decimal::ONE);
        Some(rounded(share.checked_mul(Decimal::ONE_HUNDRED)?, PLACES))
    };
    Some(Interval { low: bound(middle.checked_sub(width)?)?, high: bound(middle.checked_add(width)?)? })
}

/// The square root of a number between 0 and 1, by Newton's steps from above; each is smaller than the one before.
fn root(number: Decimal) -> Option<Decimal> {
    if number.is_zero() {
        return Some(number);
    }
    let mut guess = Decimal::ONE;
    for _ in 0..64 {
        let next = guess.checked_add(number.checked_div(guess)?)?.checked_div(Decimal::TWO)?;
        if next >= guess {
            break;
        }
        guess = next;
    }
    Some(guess)
}

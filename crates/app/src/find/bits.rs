//! Sets of procedures as bits: and, or and iteration are what a search does most.

/// A set of numbers below a fixed size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// The empty set among `size` numbers.
    pub(super) fn none(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    /// The set of all `size` numbers.
    pub(super) fn all(size: usize) -> Self {
        let mut words = vec![u64::MAX; size.div_ceil(64)];
        if let Some(last) = words.last_mut()
            && !size.is_multiple_of(64)
        {
            *last = (1 << (size % 64)) - 1;
        }
        Self(words)
    }

    /// Puts numbers in.
    pub(super) fn put(&mut self, numbers: &[u32]) {
        for number in numbers {
            if let Some(word) = usize::try_from(*number / 64).ok().and_then(|at| self.0.get_mut(at)) {
                *word |= 1 << (number % 64);
            }
        }
    }

    /// Keeps what the other set holds too.
    pub(super) fn keep(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    /// Adds what two sets share.
    pub(super) fn add_shared(&mut self, one: &Self, other: &Self) {
        for ((word, one), other) in self.0.iter_mut().zip(&one.0).zip(&other.0) {
            *word |= one & other;
        }
    }

    /// Takes out what the other set holds.
    pub(super) fn take_out(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }

    /// Whether it holds nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Its numbers, the smallest first.
    pub(super) fn numbers(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, word)| Ones(*word).map(move |bit| at * 64 + bit))
    }
}

/// The places of the ones in a word.
struct Ones(u64);

impl Iterator for Ones {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let bit = usize::try_from(self.0.trailing_zeros()).ok().filter(|bit| *bit < 64)?;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn sets_hold_what_was_put_in() {
        let mut one = Bits::none(130);
        one.put(&[0, 63, 64, 129, 500]);
        assert_eq!(one.numbers().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert_eq!(Bits::all(130).numbers().count(), 130);
        assert_eq!(Bits::all(64).numbers().count(), 64);
        let mut other = Bits::none(130);
        other.put(&[63, 100]);
        let mut sum = Bits::none(130);
        sum.add_shared(&Bits::all(130), &other);
        assert_eq!(sum, other);
        other.keep(&one);
        assert_eq!(other.numbers().collect::<Vec<_>>(), [63]);
        other.take_out(&one);
        assert!(other.is_empty());
    }
}

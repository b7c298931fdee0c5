//! Where the tokens are: one bit for each place, and how often each bounded way was taken.

/// A marking of a net in which no place holds two tokens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Marking {
    words: Vec<u64>,
    /// Times that each bounded way was taken, in the order of [`super::process::Process::loops`].
    pub(super) loops: Vec<u8>,
}

impl Marking {
    pub(super) fn empty(places: usize, loops: usize) -> Self {
        Self { words: vec![0; places.div_ceil(64)], loops: vec![0; loops] }
    }

    pub(super) fn has(&self, place: usize) -> bool {
        self.words.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// Puts a token; false when one is there already.
    pub(super) fn put(&mut self, place: usize) -> bool {
        let was = self.has(place);
        if let Some(word) = self.words.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
        !was
    }

    pub(super) fn take(&mut self, place: usize) {
        if let Some(word) = self.words.get_mut(place / 64) {
            *word &= !(1 << (place % 64));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The places with a token, in order.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = usize::try_from(rest.trailing_zeros()).unwrap_or(0);
                rest &= rest.wrapping_sub(1);
                Some(index.saturating_mul(64).saturating_add(bit))
            })
        })
    }

    /// Whether any place of the set has a token.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(word, mask)| word & mask != 0)
    }

    /// Whether every place with a token lies in the set.
    pub(super) fn clear(&mut self, other: &Self) {
        for (word, mask) in self.words.iter_mut().zip(&other.words) {
            *word &= !mask;
        }
    }
}

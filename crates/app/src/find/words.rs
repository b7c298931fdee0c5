//! The words of the catalogue in memory: which procedures hold a word in their name, and which in the rest.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::near::{edits, edits_allowed, letters, spelled};

/// Longest word that is looked at, in bytes.
const WORD_BYTES: usize = 64;
/// Words of one query that count.
pub(super) const QUERY_WORDS: usize = 12;
/// Fewest and most letters of a piece when words were typed without a space between them.
const PIECE: (usize, usize) = (2, 7);

/// One word with what holds it.
#[derive(Debug)]
struct Word {
    text: String,
    letters: u32,
    /// Procedures with it in their name.
    names: Vec<u32>,
    /// Procedures with it in their name or anywhere else.
    texts: Vec<u32>,
}

/// All words, in alphabetical order.
#[derive(Debug, Default)]
pub(super) struct Words {
    words: Vec<Word>,
    size: usize,
}

/// Where a word is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In names.
    Name,
    /// In names and all the rest.
    Text,
}

impl Words {
    /// The words of these records, each given by its folded name and the folded rest, in the order of their numbers.
    pub(super) fn of<'a>(records: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut found: BTreeMap<String, (Vec<u32>, Vec<u32>)> = BTreeMap::new();
        let mut size = 0;
        for ((name, rest), number) in records.zip(0_u32..) {
            size += 1;
            for word in split(name) {
                let (names, texts) = found.entry(word.to_owned()).or_default();
                put(names, number);
                put(texts, number);
            }
            for word in split(rest) {
                put(&mut found.entry(word.to_owned()).or_default().1, number);
            }
        }
        let words =
            found.into_iter().map(|(text, (names, texts))| Word { letters: letters(&text), text, names, texts });
        Self { words: words.collect(), size }
    }

    /// Adds words that no procedure holds but that people say, so that a slip in them is recognised as one.
    pub(super) fn also(&mut self, others: impl Iterator<Item = String>) {
        for text in others {
            if let Err(at) = self.words.binary_search_by(|word| word.text.as_str().cmp(&text)) {
                let word = Word { letters: letters(&text), text, names: Vec::new(), texts: Vec::new() };
                self.words.insert(at, word);
            }
        }
    }

    /// Whether the word is known as it stands.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.holders(word).is_some()
    }

    /// How many names hold a word, if it is known.
    fn holders(&self, word: &str) -> Option<usize> {
        let at = self.words.binary_search_by(|known| known.text.as_str().cmp(word)).ok()?;
        self.words.get(at).map(|known| known.names.len())
    }

    /// The records that hold every word; the last may be a beginning of one.
    pub(super) fn with_all(&self, asked: &[String], place: Place) -> Bits {
        let mut found = if asked.is_empty() { Bits::none(self.size) } else { Bits::all(self.size) };
        for (word, left) in asked.iter().zip((0..asked.len()).rev()) {
            found.keep(&self.with(word, left == 0, place));
            if found.is_empty() {
                break;
            }
        }
        found
    }

    fn with(&self, word: &str, may_begin: bool, place: Place) -> Bits {
        let mut found = Bits::none(self.size);
        let from = self.words.partition_point(|known| known.text.as_str() < word);
        let fits = |known: &&Word| if may_begin { known.text.starts_with(word) } else { known.text == word };
        for known in self.words.iter().skip(from).take_while(fits) {
            found.put(known.at(place));
        }
        found
    }

    /// The records whose names hold every word but for few edits in all, with the fewest there are; and that number.
    pub(super) fn with_nearly_all(&self, asked: &[String], edits_max: usize) -> (Bits, usize) {
        let mut by_edits: Vec<Bits> = vec![Bits::none(self.size); edits_max + 1];
        if asked.is_empty() {
            return (Bits::none(self.size), 0);
        }
        if let Some(exact) = by_edits.first_mut() {
            *exact = Bits::all(self.size);
        }
        for (word, left) in asked.iter().zip((0..asked.len()).rev()) {
            let near = self.near(word, left == 0);
            let mut next: Vec<Bits> = vec![Bits::none(self.size); edits_max + 1];
            for (so_far, reached) in by_edits.iter().enumerate() {
                for (cost, holders) in near.iter().enumerate() {
                    if let Some(sum) = next.get_mut(so_far + cost) {
                        sum.add_shared(reached, holders);
                    }
                }
            }
            by_edits = next;
        }
        let fewest = by_edits.into_iter().enumerate().find(|(_, found)| !found.is_empty());
        fewest.map_or_else(|| (Bits::none(self.size), 0), |(cost, found)| (found, cost))
    }

    /// The records whose names hold a word that is 0, 1, 2 edits from this one.
    fn near(&self, word: &str, may_begin: bool) -> Vec<Bits> {
        let limit = edits_allowed(word.len());
        let mut found = vec![self.with(word, may_begin, Place::Name)];
        found.resize(usize::from(limit) + 1, Bits::none(self.size));
        let own = letters(word);
        let is_far = |known: &&Word| (known.letters ^ own).count_ones() > u32::from(limit) * 2;
        for known in self.words.iter().filter(|known| !is_far(known) && !known.names.is_empty()) {
            let cost = edits(word, &known.text, limit).map(usize::from);
            if let Some(holders) = cost.filter(|cost| *cost > 0).and_then(|cost| found.get_mut(cost)) {
                holders.put(&known.names);
            }
        }
        found
    }

    /// The known words that were typed without a space between them: `khaisinh` → `khai sinh`; the fewest pieces.
    pub(super) fn pieces(&self, word: &str) -> Option<Vec<String>> {
        let length = word.len();
        if !word.is_ascii() || !(PIECE.0 * 2..=PIECE.1 * 6).contains(&length) {
            return None;
        }
        // The best way to reach each place of the word: the fewest pieces, of these the one whose rarest piece is
        // held most often; and where the last one begins.
        let mut best: Vec<Option<(usize, usize, usize)>> = vec![None; length + 1];
        if let Some(start) = best.first_mut() {
            *start = Some((0, usize::MAX, 0));
        }
        for end in PIECE.0..=length {
            for begin in end.saturating_sub(PIECE.1)..=end - PIECE.0 {
                let Some((count, rarest, _)) = best.get(begin).copied().flatten() else { continue };
                let Some(holders) = word.get(begin..end).and_then(|piece| self.holders(&spelled(piece))) else {
                    continue;
                };
                let (count, rarest) = (count + 1, rarest.min(holders));
                let is_better = |(least, most, _)| count < least || (count == least && rarest > most);
                if let Some(place) = best.get_mut(end).filter(|place| place.is_none_or(is_better)) {
                    *place = Some((count, rarest, begin));
                }
            }
        }
        let mut pieces = Vec::new();
        let mut end = length;
        while end > 0 {
            let (_, _, begin) = best.get(end).copied().flatten()?;
            pieces.push(spelled(word.get(begin..end)?));
            end = begin;
        }
        pieces.reverse();
        Some(pieces)
    }
}

impl Word {
    fn at(&self, place: Place) -> &[u32] {
        match place {
            Place::Name => &self.names,
            Place::Text => &self.texts,
        }
    }
}

/// The words of folded text, none longer than is looked at.
pub(super) fn split(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').filter(|word| !word.is_empty()).map(cut)
}

fn cut(word: &str) -> &str {
    word.get(..word.floor_char_boundary(WORD_BYTES)).unwrap_or(word)
}

fn put(numbers: &mut Vec<u32>, number: u32) {
    if numbers.last() != Some(&number) {
        numbers.push(number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use super::super::near::plain;

    fn words() -> Words {
        Words::of([("dang ki khai sinh", "ho tich"), ("cap giay phep lai xe", ""), ("dang ki ket hon", "")].into_iter())
    }

    fn asked(text: &str) -> Vec<String> {
        split(&plain(text)).map(str::to_owned).collect()
    }

    #[test]
    fn every_word_must_be_held_and_the_last_may_begin() {
        let words = words();
        let found = |text: &str, place| words.with_all(&asked(text), place).numbers().collect::<Vec<_>>();
        assert_eq!(found("dang ki", Place::Name), [0, 2]);
        assert_eq!(found("dang kh", Place::Name), [0]);
        assert_eq!(found("dan ki", Place::Name), Vec::<usize>::new());
        assert_eq!(found("tich", Place::Name), Vec::<usize>::new());
        assert_eq!(found("tich", Place::Text), [0]);
        assert_eq!(found("", Place::Text), Vec::<usize>::new());
    }

    #[test]
    fn the_fewest_edits_win() {
        let words = words();
        let found = |text: &str| {
            let (found, edits) = words.with_nearly_all(&asked(text), 2);
            (found.numbers().collect::<Vec<_>>(), edits)
        };
        assert_eq!(found("dang ky kahi sih"), (vec![0], 2));
        assert_eq!(found("giay pheps"), (vec![1], 1));
        assert_eq!(found("ket hon"), (vec![2], 0));
        assert_eq!(found("zzz yyy"), (Vec::new(), 0));
    }

    #[test]
    fn words_typed_together_are_taken_apart() {
        let words = words();
        assert_eq!(words.pieces("khaisinh"), Some(asked("khai sinh")));
        assert_eq!(words.pieces("dangkykethon"), Some(asked("dang ky ket hon")));
        assert_eq!(words.pieces("khaisinx"), None);
    }
}

//! What was probably meant by words that no name holds: typed together, mistyped, or mistyped everyday words.

use super::entry::{Entry, Query, words_of};
use super::index::Index;
use super::near::{edits, edits_allowed, plain};
use super::rank::{Candidate, Class};
use super::words::split;

/// Edits allowed in a whole query.
const EDITS_MAX: usize = 2;

impl Index {
    /// What was probably meant, and what is found by it.
    pub(super) fn corrected(&self, query: &Query) -> Option<(Vec<Candidate<'_>>, String)> {
        self.taken_apart(query).or_else(|| self.everyday_meant(query)).or_else(|| self.nearly_named(query))
    }

    /// Words that were typed without a space: `dangky khaisinh`.
    fn taken_apart(&self, query: &Query) -> Option<(Vec<Candidate<'_>>, String)> {
        let mut words = Vec::new();
        for word in &query.words {
            let pieces = if self.words.knows(word) { None } else { self.words.pieces(word) };
            words.extend(pieces.unwrap_or_else(|| vec![word.clone()]));
        }
        if words.len() == query.words.len() {
            return None;
        }
        let apart = Query::of(&words.join(" "));
        let found = self.candidates(&apart, 0);
        let best =
            found.iter().filter(|candidate| candidate.class < Class::Typo).min_by(|one, other| one.compare(other))?;
        let said = said_as(best.entry, &apart.words);
        Some((typos(found), said))
    }

    /// An everyday word of as many words, none of them farther away than a slip.
    fn everyday_meant(&self, query: &Query) -> Option<(Vec<Candidate<'_>>, String)> {
        let cost = |folded: &str| {
            let own: Vec<&str> = split(folded).collect();
            let apart = |(own, asked): (&&str, &String)| edits(asked, own, edits_allowed(asked.len()));
            let costs = own.iter().zip(&query.words).map(apart).map(|cost| cost.map(usize::from));
            let sum = costs.sum::<Option<usize>>().filter(|_| own.len() == query.words.len());
            sum.filter(|sum| (1..=EDITS_MAX).contains(sum))
        };
        let words = self.lines.iter().flat_map(|line| &line.everyday);
        let near = words.filter_map(|(folded, accented)| cost(folded).map(|cost| (cost, folded, accented)));
        let (_, folded, said) = near.min()?;
        Some((typos(self.candidates(&Query::of(folded), 0)), said.clone()))
    }

    /// Names that hold nearly every word.
    fn nearly_named(&self, query: &Query) -> Option<(Vec<Candidate<'_>>, String)> {
        let (found, cost) = self.words.with_nearly_all(&query.words, EDITS_MAX);
        if cost == 0 {
            return None;
        }
        let entries = found.numbers().filter_map(|number| self.entry(number));
        let found: Vec<Candidate<'_>> = entries.map(|entry| Candidate::new(Class::Typo, 0, entry)).collect();
        let best = found.iter().min_by(|one, other| one.compare(other))?;
        let said = said_as(best.entry, &query.words);
        Some((found, said))
    }
}

/// Whatever was found by corrected words was found by a correction.
fn typos(found: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    found.into_iter().map(Candidate::as_typo).collect()
}

/// The words of a query as a name writes them, each by the word of the name that is nearest.
fn said_as(entry: &Entry, asked: &[String]) -> String {
    let written: Vec<(&str, String)> = words_of(&entry.accented).map(|word| (word, plain(word))).collect();
    let as_written = |word: &String| {
        let near = |(text, folded): &(&str, String)| {
            let begins = folded.starts_with(word.as_str()).then_some(0);
            let cost = begins.or_else(|| edits(word, folded, edits_allowed(word.len())))?;
            Some((cost, folded.len(), (*text).to_owned()))
        };
        written.iter().filter_map(near).min().map_or_else(|| word.clone(), |(_, _, text)| text)
    };
    asked.iter().map(as_written).collect::<Vec<_>>().join(" ")
}

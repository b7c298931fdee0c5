//! The order of what was found: by its reason, then by the finer points that all reasons share.

use std::cmp::Ordering;

use domain::procedure::RecordKind;

use super::entry::{Entry, Line, Query};
use super::found::Why;

/// The reasons in the order in which they stand: exact, prefix, synonym, then weaker ones, a correction last but for
/// what only mentions the words somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Exact,
    Prefix,
    /// An everyday word, and nothing else was asked.
    Synonym,
    Phrase,
    Words,
    /// An everyday word beside other words.
    SynonymWithin,
    Typo,
    Text,
}

/// An everyday word that was recognised: its line, and which of its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meaning<'a> {
    pub(super) line: &'a Line,
    pub(super) word: usize,
}

/// A procedure that may be shown, and where it would stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) entry: &'a Entry,
    pub(super) class: Class,
    /// An order within the class, the smaller first.
    pub(super) order: usize,
    /// Typed with accents, and the name has others.
    pub(super) other_accents: bool,
    pub(super) meaning: Option<Meaning<'a>>,
}

impl<'a> Candidate<'a> {
    pub(super) const fn new(class: Class, order: usize, entry: &'a Entry) -> Self {
        Self { entry, class, order, other_accents: false, meaning: None }
    }

    /// For a procedure whose name or other text holds every word.
    pub(super) fn compared(class: Class, query: &Query, entry: &'a Entry) -> Self {
        let other_accents =
            query.has_accents && !query.accented_words.iter().all(|word| entry.accented.contains(word.as_str()));
        Self { other_accents, ..Self::new(class, 0, entry) }
    }

    /// For a procedure whose name holds every word.
    pub(super) fn of_name(query: &Query, entry: &'a Entry) -> Self {
        let name = entry.name.as_str();
        let phrase = query.folded.as_str();
        let begins_a_word = |at: usize| at == 0 || name.as_bytes().get(at - 1) == Some(&b' ');
        let class = if name == phrase {
            Class::Exact
        } else if name.starts_with(phrase) {
            Class::Prefix
        } else if name.match_indices(phrase).any(|(at, _)| begins_a_word(at)) {
            Class::Phrase
        } else {
            Class::Words
        };
        let found = Self::compared(class, query, entry);
        // Typed with accents and found only without them, it is no phrase of the name.
        let is_part = matches!(found.class, Class::Prefix | Class::Phrase);
        let is_other = || match found.class {
            Class::Prefix => {
                !entry.accented.starts_with(&query.written) && !entry.accented.contains(&query.written_after_head)
            }
            _ => !entry.accented.contains(&query.written),
        };
        if is_part && query.has_accents && is_other() { Self { class: Class::Words, ..found } } else { found }
    }

    /// The same, found by a correction.
    pub(super) const fn as_typo(self) -> Self {
        let order = match self.class {
            Class::Exact => 0,
            Class::Prefix => 1,
            Class::Synonym => 2,
            Class::Phrase => 3,
            Class::Words => 4,
            Class::SynonymWithin => 5,
            Class::Typo => 6,
            Class::Text => 7,
        };
        Self { class: Class::Typo, order: order * 1_000 + self.order, ..self }
    }

    /// The earlier stands before the later. No two are equal, so that the order never depends on the memory's.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let key = |one: &Self| {
            let is_short_record = one.entry.procedure.record != RecordKind::Full;
            (one.class, one.order, one.other_accents, is_short_record, one.entry.name.len())
        };
        key(self).cmp(&key(other)).then_with(|| self.entry.procedure.id.cmp(&other.entry.procedure.id))
    }

    /// The reason, in words that can be shown.
    pub(super) fn why(&self) -> Why {
        if let Some(Meaning { line, word }) = self.meaning {
            let everyday = line.synonym.everyday_vi.get(word).cloned().unwrap_or_default();
            let official = line.synonym.official_vi.first().cloned().unwrap_or_default();
            return Why::Synonym { everyday, official };
        }
        match self.class {
            Class::Exact => Why::Exact,
            Class::Prefix => Why::Prefix,
            Class::Phrase => Why::Phrase,
            Class::Words | Class::Synonym | Class::SynonymWithin => Why::Words,
            Class::Text => Why::Text,
            Class::Typo => Why::Typo,
        }
    }
}

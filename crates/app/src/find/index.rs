//! The one place that ranks: what a query finds among the published procedures, the best first, and why.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::dataset::Synonyms;
use domain::procedure::Procedure;

use super::entry::{Entry, Line, Query, digits};
use super::found::{Found, Hit, Why};
use super::near::plain;
use super::rank::{Candidate, Class, Meaning};
use super::words::{Place, Words, split};

/// Digits from which a query is taken for a code.
const CODE_DIGITS: usize = 6;

/// The names of all procedures of one day, ready to be searched.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(super) entries: Vec<Entry>,
    pub(super) words: Words,
    pub(super) lines: Vec<Line>,
    /// Words that say nothing, with a blank before and after; the longest first.
    fillers: Vec<String>,
}

/// An everyday word that stands in a query.
struct Meant<'a> {
    meaning: Meaning<'a>,
    /// Its length when folded.
    length: usize,
    /// What else the query says, each word with a blank before and after.
    others: Vec<String>,
}

impl Index {
    /// The index of these procedures.
    pub(crate) fn of<'a>(procedures: impl Iterator<Item = &'a Arc<Procedure>>, synonyms: &Synonyms) -> Self {
        let entries: Vec<Entry> = procedures.zip(0..).map(|(procedure, number)| Entry::of(procedure, number)).collect();
        let rests: Vec<String> = entries.iter().map(Entry::rest).collect();
        let mut words =
            Words::of(entries.iter().map(|entry| entry.name.as_str()).zip(rests.iter().map(String::as_str)));
        let numbers = entries.iter().zip(0..).map(|(entry, number)| (entry.procedure.id.as_str(), number)).collect();
        let lines: Vec<Line> = synonyms.lines.iter().map(|synonym| Line::of(synonym, &numbers)).collect();
        for (folded, _) in lines.iter().flat_map(|line| &line.everyday) {
            words.also(split(folded).map(str::to_owned));
        }
        let mut fillers: Vec<String> =
            synonyms.filler_words_vi.iter().map(|words| format!(" {} ", plain(words))).collect();
        fillers.sort_by_key(|filler| std::cmp::Reverse(filler.len()));
        Self { entries, words, lines, fillers }
    }

    /// What a query finds, at most `limit`. Any text may be asked; one without a letter or digit finds nothing.
    pub(crate) fn search(&self, text: &str, limit: usize) -> Found {
        let query = Query::of(text);
        if query.words.is_empty() {
            return Found::default();
        }
        let by_code = self.by_code(text);
        if !by_code.is_empty() {
            return Found { hits: by_code.into_iter().take(limit).collect(), did_you_mean: None };
        }
        let plain = self.without_fillers(&query);
        let plain = plain.as_ref().unwrap_or(&query);
        let mut candidates = self.candidates(&query, limit);
        if candidates.is_empty() {
            candidates = self.candidates(plain, limit);
        }
        let mut did_you_mean = None;
        if candidates.iter().all(|candidate| candidate.class == Class::Text)
            && let Some((corrected, said)) = self.corrected(plain)
        {
            let is_new = |one: &Candidate<'_>| corrected.iter().all(|known| known.entry.number != one.entry.number);
            candidates.retain(is_new);
            candidates.extend(corrected);
            did_you_mean = Some(said);
        }
        // Where an everyday word says it all, scattered words that merely fold alike are no answer.
        if candidates.iter().any(|candidate| candidate.class == Class::Synonym) {
            let is_meant = |one: &Candidate<'_>| query.has_accents && !one.other_accents;
            candidates.retain(|one| !matches!(one.class, Class::Words | Class::Text) || is_meant(one));
        }
        if candidates.len() > limit {
            candidates.select_nth_unstable_by(limit, Candidate::compare);
            candidates.truncate(limit);
        }
        candidates.sort_unstable_by(Candidate::compare);
        let hit =
            |candidate: Candidate<'_>| Hit { procedure: Arc::clone(&candidate.entry.procedure), why: candidate.why() };
        Found { hits: candidates.into_iter().map(hit).collect(), did_you_mean }
    }

    /// The record with that number.
    pub(super) fn entry(&self, number: usize) -> Option<&Entry> {
        self.entries.get(number)
    }

    /// Procedures whose code is asked for, or begins so, with or without its point.
    fn by_code(&self, text: &str) -> Vec<Hit> {
        let asked = text.trim();
        let wanted = digits(asked);
        let is_code = wanted.len() >= CODE_DIGITS && asked.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let matches =
            |entry: &&Entry| entry.procedure.id == asked || (is_code && entry.digits.starts_with(wanted.as_str()));
        let hit = |entry: &Entry| Hit { procedure: Arc::clone(&entry.procedure), why: Why::Code };
        self.entries.iter().filter(matches).map(hit).collect()
    }

    /// What the words as typed find, each procedure once. What only mentions the words stands last of all, and is looked
    /// for only where less than `enough` is called so.
    pub(super) fn candidates<'a>(&'a self, query: &Query, enough: usize) -> Vec<Candidate<'a>> {
        let mut seen = self.words.with_all(&query.words, Place::Name);
        let named = seen.numbers().filter_map(|number| self.entry(number));
        let mut found: Vec<Candidate<'a>> = named.map(|entry| Candidate::of_name(query, entry)).collect();
        let mut by_word: BTreeMap<u32, Candidate<'a>> = BTreeMap::new();
        for candidate in self.meant(query, found.is_empty()).iter().flat_map(|meant| self.under(meant)) {
            let known = by_word.entry(candidate.entry.number).or_insert(candidate);
            if candidate.compare(known).is_lt() {
                *known = candidate;
            }
        }
        for known in &mut found {
            if let Some(better) = by_word.remove(&known.entry.number)
                && better.compare(known).is_lt()
            {
                *known = better;
            }
        }
        for (number, candidate) in by_word {
            seen.put(&[number]);
            found.push(candidate);
        }
        if found.len() < enough {
            let mut mentioned = self.words.with_all(&query.words, Place::Text);
            mentioned.take_out(&seen);
            let entries = mentioned.numbers().filter_map(|number| self.entry(number));
            found.extend(entries.map(|entry| Candidate::compared(Class::Text, query, entry)));
        }
        found
    }

    /// The everyday words that stand in the query, the longest only. Written with other accents they are other words,
    /// `số đo` is no `sổ đỏ`; they count then only where nothing is called so.
    fn meant<'a>(&'a self, query: &Query, nothing_named: bool) -> Vec<Meant<'a>> {
        let padded = format!(" {} ", query.folded);
        let telling = self.telling(&query.folded);
        let mut found: Vec<Meant<'a>> = Vec::new();
        for line in &self.lines {
            for ((folded, accented), word) in line.everyday.iter().zip(0..) {
                let may_be = !query.has_accents || nothing_named || query.accented.contains(accented.as_str());
                if may_be && padded.contains(&format!(" {folded} ")) {
                    let beside = |other: &&str| !split(folded).any(|own| own == *other);
                    let others = split(&telling).filter(beside).map(|other| format!(" {other} ")).collect();
                    found.push(Meant { meaning: Meaning { line, word }, length: folded.len(), others });
                }
            }
        }
        let longest = found.iter().map(|meant| meant.length).max();
        found.retain(|meant| Some(meant.length) == longest);
        found
    }

    /// The procedures that an everyday word means: those that hold most of the other words first, then as listed.
    fn under<'a>(&'a self, meant: &Meant<'a>) -> Vec<Candidate<'a>> {
        let Meaning { line, .. } = meant.meaning;
        let class = if meant.others.is_empty() { Class::Synonym } else { Class::SynonymWithin };
        let candidate = |entry: &'a Entry, place: usize| {
            let padded = format!(" {} ", entry.name);
            let missing = meant.others.iter().filter(|word| !padded.contains(word.as_str())).count();
            let order = missing.saturating_mul(10_000).saturating_add(place);
            Candidate { meaning: Some(meant.meaning), ..Candidate::new(class, order, entry) }
        };
        let listed = line.listed.iter().zip(0..).filter_map(|(number, place)| Some((self.entry(*number)?, place)));
        let mut found: Vec<Candidate<'a>> = listed.map(|(entry, place)| candidate(entry, place)).collect();
        for ((phrase, words), place) in line.official.iter().zip(500..) {
            let called = self.words.with_all(words, Place::Name);
            let entries = called.numbers().filter_map(|number| self.entry(number));
            let entries = entries.filter(|entry| format!(" {} ", entry.name).contains(phrase.as_str()));
            found.extend(entries.map(|entry| candidate(entry, place)));
        }
        found
    }

    /// Words without those that say nothing.
    fn telling(&self, folded: &str) -> String {
        let mut left = format!(" {folded} ");
        for filler in &self.fillers {
            while let Some(at) = left.find(filler.as_str()) {
                left.replace_range(at..at.saturating_add(filler.len()), " ");
            }
        }
        left.trim().to_owned()
    }

    /// The query without words that say nothing, if there are such and others.
    fn without_fillers(&self, query: &Query) -> Option<Query> {
        let telling = self.telling(&query.folded);
        if telling.is_empty() || telling == query.folded {
            return None;
        }
        let mut left =
            Query { accented: query.accented.clone(), has_accents: query.has_accents, ..Query::of(&telling) };
        let stays = |word: &&String| left.words.contains(&plain(word));
        left.accented_words = query.accented_words.iter().filter(stays).cloned().collect();
        left.written = left.accented_words.join(" ");
        Some(left)
    }
}

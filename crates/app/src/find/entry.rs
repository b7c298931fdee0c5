//! What is held of each procedure, of each everyday word and of the query, folded once.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::dataset::Synonym;
use domain::procedure::Procedure;
use domain::text::composed;

use super::near::plain;
use super::words::{QUERY_WORDS, split};

/// What names of procedures begin with and nobody means.
const NAME_HEAD: &str = "thu tuc ";
/// The same with its accents.
const NAME_HEAD_ACCENTED: &str = "thủ tục ";

/// One procedure.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) procedure: Arc<Procedure>,
    /// Its number among all.
    pub(super) number: u32,
    /// The folded name without its head.
    pub(super) name: String,
    /// The name in small letters, with its accents.
    pub(super) accented: String,
    /// The digits of its code.
    pub(super) digits: String,
}

impl Entry {
    pub(super) fn of(procedure: &Arc<Procedure>, number: u32) -> Self {
        let folded = plain(&procedure.name_vi);
        let name = folded.strip_prefix(NAME_HEAD).map(str::to_owned).unwrap_or(folded);
        let accented = procedure.name_vi.to_lowercase();
        Self { procedure: Arc::clone(procedure), number, name, accented, digits: digits(&procedure.id) }
    }

    /// What is searched besides the name, folded.
    pub(super) fn rest(&self) -> String {
        let procedure = &self.procedure;
        let parts = [procedure.field_vi.as_str(), procedure.agency_vi.as_deref().unwrap_or_default()];
        let results = procedure.results_vi.iter().map(String::as_str);
        plain(&parts.into_iter().chain(results).collect::<Vec<_>>().join(" "))
    }
}

/// The words of text that is not folded.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The digits in a text.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// One line of everyday words.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) synonym: Synonym,
    /// The everyday words: folded, and as written in small letters.
    pub(super) everyday: Vec<(String, String)>,
    /// The official phrases, folded, with a blank before and after; and their words.
    pub(super) official: Vec<(String, Vec<String>)>,
    /// Numbers of the procedures that it lists, in its order.
    pub(super) listed: Vec<usize>,
}

impl Line {
    /// The line, among procedures with these numbers.
    pub(super) fn of(synonym: &Synonym, numbers: &BTreeMap<&str, usize>) -> Self {
        let everyday = synonym.everyday_vi.iter().map(|word| (plain(word), composed(word).to_lowercase())).collect();
        let official = synonym.official_vi.iter().map(|phrase| plain(phrase));
        let official =
            official.map(|phrase| (format!(" {phrase} "), split(&phrase).map(str::to_owned).collect())).collect();
        let listed = synonym.procedure_ids.iter().filter_map(|id| numbers.get(id.as_str()).copied()).collect();
        Self { synonym: synonym.clone(), everyday, official, listed }
    }
}

/// A query, looked at from every side that the ranking needs.
#[derive(Debug)]
pub(super) struct Query {
    /// Folded; as many words as count.
    pub(super) folded: String,
    /// As written, in small letters.
    pub(super) accented: String,
    /// Whether it carries accents at all.
    pub(super) has_accents: bool,
    /// Its words with their accents.
    pub(super) accented_words: Vec<String>,
    /// The same in one piece, and after the head of a name.
    pub(super) written: String,
    pub(super) written_after_head: String,
    /// Its words as they stand in the index.
    pub(super) words: Vec<String>,
}

impl Query {
    pub(super) fn of(text: &str) -> Self {
        let accented = composed(text).to_lowercase();
        let all = plain(text);
        let all = all.strip_prefix(NAME_HEAD).unwrap_or(&all);
        let accented = accented.strip_prefix(NAME_HEAD_ACCENTED).map(str::to_owned).unwrap_or(accented);
        let words: Vec<&str> = split(all).take(QUERY_WORDS).collect();
        let written = words_of(&accented).collect::<Vec<_>>().join(" ");
        Self {
            has_accents: !accented.is_ascii(),
            written_after_head: format!("{NAME_HEAD_ACCENTED}{written}"),
            written,
            accented_words: words_of(&accented).map(str::to_owned).collect(),
            folded: words.join(" "),
            accented,
            words: words.into_iter().map(str::to_owned).collect(),
        }
    }
}

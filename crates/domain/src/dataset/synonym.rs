//! Everyday words and the official words for them, so that people find a procedure by the name they know.

use serde::{Deserialize, Serialize};

use super::node::{LONG, Node, SHORT};
use super::{FaultKind, node, refuse_duplicates};
use crate::text::fold;

/// Most lines read of one file.
const MAX_SYNONYMS: usize = 20_000;
/// Most entries of one line, and most filler words.
const MAX_ENTRIES: usize = 500;

/// One line: `sổ đỏ`, `sổ hồng` → `giấy chứng nhận quyền sử dụng đất`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synonym {
    /// What people say (từ thường ngày).
    pub everyday_vi: Vec<String>,
    /// What procedures are called (từ chính thức); the first is the one shown.
    pub official_vi: Vec<String>,
    /// Procedures meant most often, in the order in which they are shown.
    pub procedure_ids: Vec<String>,
    /// Where the line comes from.
    pub source: String,
}

/// Everything in one file of everyday words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Synonyms {
    /// The lines.
    pub lines: Vec<Synonym>,
    /// Words that say nothing of what is looked for: `tôi`, `muốn`, `làm`, …
    pub filler_words_vi: Vec<String>,
}

/// Reads `synonyms[]` and `filler_words_vi[]`.
pub(super) fn read_file(root: &Node<'_>) -> Synonyms {
    let places = root.field("synonyms").list(MAX_SYNONYMS);
    root.field("count").states(places.len());
    let places: Vec<Node<'_>> = places.into_iter().map(named).filter(Node::is_object).collect();
    let lines = places.iter().map(line).collect();
    refuse_duplicates(places.iter().flat_map(everyday_keys));
    Synonyms { lines, filler_words_vi: root.field("filler_words_vi").texts(MAX_ENTRIES) }
}

/// A line is known by its first everyday word.
fn named(place: Node<'_>) -> Node<'_> {
    let first = place.value().pointer("/everyday_vi/0").and_then(|word| word.as_str());
    match first {
        Some(word) => place.clone().in_record(&node::shown(word)),
        None => place,
    }
}

fn line(place: &Node<'_>) -> Synonym {
    Synonym {
        everyday_vi: some_words(&place.field("everyday_vi")),
        official_vi: some_words(&place.field("official_vi")),
        procedure_ids: place.field("procedure_ids").texts(MAX_ENTRIES),
        source: place.field("source").text(LONG),
    }
}

/// At least one text, each with a letter or digit in it.
fn some_words(place: &Node<'_>) -> Vec<String> {
    let entries = place.list(MAX_ENTRIES);
    if entries.is_empty() && !place.is_null() {
        place.fault(FaultKind::Empty);
    }
    let words = entries.iter().map(|entry| {
        let word = entry.text(SHORT);
        if !word.is_empty() && fold(&word).is_empty() {
            entry.fault(FaultKind::Empty);
        }
        word
    });
    words.collect()
}

/// One everyday word leads to one line only; words that fold alike are one word.
fn everyday_keys<'a>(place: &Node<'a>) -> Vec<(Node<'a>, String)> {
    let words = place.field("everyday_vi");
    let list = words.value().as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|word| (words.clone(), fold(word.as_str().unwrap_or_default()))).collect()
}

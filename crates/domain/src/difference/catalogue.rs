//! Differences of whole catalogues, as shown before an import.

use std::collections::BTreeMap;

use super::Change;
use crate::dataset::Content;

/// A procedure that is in both catalogues and differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed<'a> {
    /// As it stands.
    pub before: &'a Content,
    /// As it would be.
    pub after: &'a Content,
    /// Every difference, never empty.
    pub changes: Vec<Change>,
}

/// What a catalogue would do to another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CatalogueDifference<'a> {
    /// Procedures that are new, in the order of the newer catalogue.
    pub added: Vec<&'a Content>,
    /// Procedures that are no longer there, in the order of the older catalogue.
    pub removed: Vec<&'a Content>,
    /// Procedures that differ, in the order of the newer catalogue.
    pub changed: Vec<Changed<'a>>,
    /// How many are the same in both.
    pub unchanged: usize,
}

/// Compares two catalogues. Procedures are known by their ids; of several versions under one id, the last one of each
/// catalogue counts.
#[must_use]
pub fn catalogue<'a>(before: &'a [Content], after: &'a [Content]) -> CatalogueDifference<'a> {
    let (older, newer) = (by_id(before), by_id(after));
    let last = |all: &BTreeMap<&str, &'a Content>, content: &&'a Content| {
        all.get(content.procedure.id.as_str()).is_some_and(|last| std::ptr::eq(*last, *content))
    };
    let mut difference = CatalogueDifference::default();
    for content in after.iter().filter(|content| last(&newer, content)) {
        match older.get(content.procedure.id.as_str()) {
            None => difference.added.push(content),
            Some(before) => {
                let changes = super::between(before, content);
                if changes.is_empty() {
                    difference.unchanged = difference.unchanged.saturating_add(1);
                } else {
                    difference.changed.push(Changed { before, after: content, changes });
                }
            }
        }
    }
    let is_gone = |content: &&Content| !newer.contains_key(content.procedure.id.as_str());
    difference.removed = before.iter().filter(|content| last(&older, content)).filter(is_gone).collect();
    difference
}

fn by_id(contents: &[Content]) -> BTreeMap<&str, &Content> {
    contents.iter().map(|content| (content.procedure.id.as_str(), content)).collect()
}

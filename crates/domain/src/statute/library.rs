//! All legal texts together: which fell when, and why.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::consolidate::consolidate;
use super::{Action, Address, Consolidated, Relation, Statute};

/// Why a text fell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Cause {
    /// Its own term ended.
    OwnTerm,
    /// Another text stands in its place.
    Replaced {
        /// Which.
        by: String,
    },
    /// It was repealed.
    Repealed {
        /// By which text.
        by: String,
    },
    /// Everything that it details fell.
    ParentFell {
        /// The one that fell last.
        parent: String,
    },
}

/// The end of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fall {
    /// The first day without it.
    pub on: Date,
    /// Why.
    #[serde(flatten)]
    pub cause: Cause,
}

/// What is wrong with texts that are put together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum LibraryFault {
    #[error("{id} stands twice")]
    Twice { id: String },
    #[error("{id} ends before it begins, or begins before it is signed")]
    Days { id: String },
    #[error("{id}: the part {address} stands twice")]
    PartTwice { id: String, address: Address },
    #[error("{id}: parts lie deeper than points")]
    TooDeep { id: String },
    #[error("{by} speaks of {address} of {id}, which is not there on {day}")]
    NoPart { id: String, by: String, address: Address, day: Date },
    #[error("{id} acts on itself")]
    OnItself { id: String },
    #[error("{id} has words and no first day")]
    NoDay { id: String },
    #[error("{id} and {other} are one in addresses")]
    SameAddress { id: String, other: String },
}

impl LibraryFault {
    /// The text that is wrong, or that speaks wrongly of another.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Twice { id }
            | Self::Days { id }
            | Self::PartTwice { id, .. }
            | Self::TooDeep { id }
            | Self::OnItself { id }
            | Self::NoDay { id }
            | Self::SameAddress { id, .. } => id,
            Self::NoPart { by, .. } => by,
        }
    }
}

/// Texts by their ids, with their ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Library {
    texts: BTreeMap<String, Statute>,
    slugs: BTreeMap<String, String>,
    /// Who acts on a text: the acting text, and which of its relations.
    acting: BTreeMap<String, Vec<(String, usize)>>,
    falls: BTreeMap<String, Fall>,
}

impl Library {
    /// Puts texts together; every fault at once. Texts that are spoken of and not there (those of higher bodies) are
    /// allowed.
    pub fn new(texts: Vec<Statute>) -> Result<Self, Vec<LibraryFault>> {
        let mut faults = Vec::new();
        let mut by_id: BTreeMap<String, Statute> = BTreeMap::new();
        for text in texts {
            check(&text, &mut faults);
            if let Some(other) = by_id.insert(text.id.clone(), text) {
                faults.push(LibraryFault::Twice { id: other.id });
            }
        }
        let mut slugs: BTreeMap<String, String> = BTreeMap::new();
        for (id, text) in &by_id {
            if let Some(other) = slugs.insert(text.slug(), id.clone()) {
                faults.push(LibraryFault::SameAddress { id: id.clone(), other });
            }
        }
        let falls = falls(&by_id);
        let acting = acting(&by_id);
        let library = Self { texts: by_id, slugs, acting, falls };
        for text in library.texts.values() {
            faults.extend(consolidate(&library, text, Date::MAX).1);
        }
        if faults.is_empty() { Ok(library) } else { Err(faults) }
    }

    /// The text of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Statute> {
        self.texts.get(id)
    }

    /// The text of that address.
    #[must_use]
    pub fn by_slug(&self, slug: &str) -> Option<&Statute> {
        self.get(self.slugs.get(slug)?)
    }

    /// Every relation on a text, of texts in the register, in their order; whether it works is another question.
    #[must_use]
    pub fn relations_on(&self, id: &str) -> Vec<(&Statute, &Relation)> {
        let named = self.acting.get(id).into_iter().flatten();
        let relation = |(by, index): &(String, usize)| {
            let text = self.get(by)?;
            Some((text, text.relations.get(*index)?))
        };
        named.filter_map(relation).collect()
    }

    /// Every text, by id.
    pub fn texts(&self) -> impl Iterator<Item = &Statute> {
        self.texts.values()
    }

    /// When and why it ends, as far as the texts say.
    #[must_use]
    pub fn fall(&self, id: &str) -> Option<&Fall> {
        self.falls.get(id)
    }

    /// The wording of a text on a day, each part with its source; none for a text that is not there.
    #[must_use]
    pub fn consolidated(&self, id: &str, day: Date) -> Option<Consolidated> {
        self.get(id).map(|text| consolidate(self, text, day).0)
    }

    /// Whether it stood on a day, not asking whether it was suspended.
    pub(super) fn stands(&self, text: &Statute, day: Date) -> bool {
        text.from.is_some_and(|from| from <= day) && self.fall(&text.id).is_none_or(|fall| day < fall.on)
    }

    /// Relations on a text that worked on their day, oldest first. What a text does on the very day on which it falls
    /// still counts: texts often replace one another on one day.
    pub(super) fn acting_on<'l>(&'l self, id: &'l str) -> Vec<(&'l Statute, &'l Relation, Date)> {
        let all = self.relations_on(id).into_iter();
        let mut found: Vec<(&Statute, &Relation, Date)> = all
            .filter_map(|(text, relation)| Some((text, relation, text.starts(relation)?)))
            .filter(|(text, _, day)| self.fall(&text.id).is_none_or(|fall| *day <= fall.on))
            .collect();
        found.sort_by_key(|(text, _, day)| (*day, text.signed, text.id.clone()));
        found
    }
}

fn check(text: &Statute, faults: &mut Vec<LibraryFault>) {
    let id = || text.id.clone();
    let is_before = |one: Option<Date>, other: Option<Date>| one.zip(other).is_some_and(|(one, other)| one < other);
    if is_before(text.to, text.from) || is_before(text.from, text.signed) {
        faults.push(LibraryFault::Days { id: id() });
    }
    if text.from.is_none() && !text.articles.is_empty() {
        faults.push(LibraryFault::NoDay { id: id() });
    }
    if text.relations.iter().any(|relation| relation.target == text.id) {
        faults.push(LibraryFault::OnItself { id: id() });
    }
    let mut level: Vec<(Option<Address>, &super::Part)> = text.articles.iter().map(|article| (None, article)).collect();
    let mut seen = std::collections::BTreeSet::new();
    for depth in 0..=3 {
        let mut below = Vec::new();
        for (above, part) in level {
            let address = above.map_or_else(|| Address::of_article(&part.label), |above| above.child(&part.label));
            if depth == 3 {
                faults.push(LibraryFault::TooDeep { id: id() });
                return;
            }
            below.extend(part.parts.iter().map(|part| (Some(address.clone()), part)));
            if !seen.insert(address.clone()) {
                faults.push(LibraryFault::PartTwice { id: id(), address });
            }
        }
        level = below;
    }
}

/// Relations by the text to which they are done, in the order of the texts that do them.
fn acting(texts: &BTreeMap<String, Statute>) -> BTreeMap<String, Vec<(String, usize)>> {
    let mut found: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
    for text in texts.values() {
        for (index, relation) in text.relations.iter().enumerate() {
            found.entry(relation.target.clone()).or_default().push((text.id.clone(), index));
        }
    }
    found
}

/// The ends of all texts, worked out day after day: only a text that still stands can end another one.
fn falls(texts: &BTreeMap<String, Statute>) -> BTreeMap<String, Fall> {
    let mut ends: Vec<(Date, Option<&str>, &str, Cause)> = Vec::new();
    for text in texts.values() {
        let own = text.to.and_then(|to| to.tomorrow().ok()).map(|on| (on, None, text.id.as_str(), Cause::OwnTerm));
        ends.extend(own);
        for relation in &text.relations {
            let by = || text.id.clone();
            let cause = match &relation.action {
                Action::Replace => Cause::Replaced { by: by() },
                Action::Repeal { part: None } => Cause::Repealed { by: by() },
                Action::Repeal { part: Some(_) }
                | Action::Alter
                | Action::Amend { .. }
                | Action::Insert { .. }
                | Action::Correct { .. }
                | Action::Suspend { .. }
                | Action::Guide { .. }
                | Action::BasedOn { .. } => continue,
            };
            let Some(on) = text.starts(relation) else { continue };
            ends.push((on, Some(&text.id), &relation.target, cause));
        }
    }
    ends.sort_by(|one, other| (one.0, one.1, one.2).cmp(&(other.0, other.1, other.2)));
    let mut falls: BTreeMap<String, Fall> = BTreeMap::new();
    for (on, by, target, cause) in ends {
        let has_fallen = |id: &str| falls.get(id).is_some_and(|fall| fall.on < on);
        if falls.contains_key(target) || by.is_some_and(has_fallen) {
            continue;
        }
        falls.insert(target.to_owned(), Fall { on, cause });
        let mut fallen = vec![target.to_owned()];
        while let Some(parent) = fallen.pop() {
            let children: Vec<&Statute> = texts.values().filter(|child| falls_with(child, &parent, &falls)).collect();
            for child in children {
                falls.insert(child.id.clone(), Fall { on, cause: Cause::ParentFell { parent: parent.clone() } });
                fallen.push(child.id.clone());
            }
        }
    }
    falls
}

/// Whether a text details what fell, and nothing that stands.
fn falls_with(child: &Statute, parent: &str, falls: &BTreeMap<String, Fall>) -> bool {
    let guides = |relation: &&Relation| matches!(relation.action, Action::Guide { .. });
    let mut details = child.relations.iter().filter(guides);
    let stays = |relation: &Relation| matches!(relation.action, Action::Guide { stays: true });
    !falls.contains_key(&child.id)
        && child.relations.iter().filter(guides).any(|relation| relation.target == parent)
        && details.all(|relation| falls.contains_key(&relation.target) && !stays(relation))
}

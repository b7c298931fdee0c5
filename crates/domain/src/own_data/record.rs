//! The store of one person, folded from its events, and what may be done with it.

use std::collections::BTreeMap;

use super::{Event, Head, item_id};

/// Items of one store at most: what is known of a person and the papers of many years.
pub const ITEMS_MAX: usize = 300;
/// Events after which nothing more is kept or asked; what is there can still be deleted and consent withdrawn.
const EVENTS_MAX: i64 = 9_000;

/// Why nothing is done with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OwnFault {
    /// The person did not agree, or agrees no longer.
    #[error("the person has not agreed that their data are kept")]
    NoConsent,
    /// There is no such item.
    #[error("there is no such item")]
    NoSuchItem,
    /// The store has seen too much to go on.
    #[error("the store is full")]
    Full,
}

/// The store of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Number of events.
    pub version: i64,
    /// Whether the person agrees that things are kept.
    pub keeps: bool,
    /// Items by name.
    pub items: BTreeMap<String, Head>,
}

impl Record {
    /// The store after its events.
    #[must_use]
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut record = Self::default();
        events.into_iter().for_each(|event| record.apply(event));
        record
    }

    /// The only thing that changes a store.
    pub fn apply(&mut self, event: &Event) {
        self.version = self.version.saturating_add(1);
        match event {
            Event::ConsentGiven => self.keeps = true,
            Event::ConsentWithdrawn => self.keeps = false,
            Event::Kept { id, head } => drop(self.items.insert(id.clone(), head.clone())),
            Event::Removed { id } => drop(self.items.remove(id)),
            Event::Emptied => self.items.clear(),
            Event::Used { .. } | Event::RegisterAsked { .. } | Event::RegisterAnswered { .. } => (),
        }
    }

    /// Agreeing, or agreeing no longer; nothing happens when it is so already.
    #[must_use]
    pub const fn consent(&self, keeps: bool) -> Option<Event> {
        match (self.keeps, keeps) {
            (false, true) if self.version < EVENTS_MAX => Some(Event::ConsentGiven),
            (true, false) => Some(Event::ConsentWithdrawn),
            (false | true, true) | (false, false) => None,
        }
    }

    /// Keeping an item. What is older than the same item that is kept already, or one too many, is left out.
    pub fn keep(&self, head: Head) -> Result<Option<Event>, OwnFault> {
        if !self.keeps {
            return Err(OwnFault::NoConsent);
        }
        let id = item_id(&head.what, &head.source);
        let fits = match self.items.get(&id) {
            Some(kept) => kept.as_of <= head.as_of,
            None => self.items.len() < ITEMS_MAX,
        };
        let fits = fits && self.version < EVENTS_MAX;
        Ok(fits.then_some(Event::Kept { id, head }))
    }

    /// Deleting an item, which is possible without consent too.
    pub fn remove(&self, id: &str) -> Result<Event, OwnFault> {
        if self.items.contains_key(id) { Ok(Event::Removed { id: id.to_owned() }) } else { Err(OwnFault::NoSuchItem) }
    }

    /// Deleting everything; nothing happens when there is nothing.
    #[must_use]
    pub fn empty(&self) -> Option<Event> {
        if self.items.is_empty() { None } else { Some(Event::Emptied) }
    }

    /// Whether items may be offered and registers asked.
    pub const fn may_use(&self) -> Result<(), OwnFault> {
        match (self.keeps, self.version < EVENTS_MAX) {
            (true, true) => Ok(()),
            (true, false) => Err(OwnFault::Full),
            (false, _) => Err(OwnFault::NoConsent),
        }
    }
}

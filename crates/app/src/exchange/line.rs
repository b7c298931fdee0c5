//! The streams of the exchange: what happened between one sender and one receiver about one document, in order.

use domain::time::Instant;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::journal::{self, StoredEvent};
use store::{Tx, exchange_outbox, vault};

use super::By;
use crate::document::sealed::{SealedEvent, words_of};
use crate::error::ActError;

/// Events of one stream at most.
const EVENTS_MAX: i64 = 10_000;

/// What happens on one side.
pub(super) trait Told: Serialize + DeserializeOwned + Clone + PartialEq {
    /// Who speaks with whom about what; stands in the first event.
    type Parties: Serialize + DeserializeOwned + Clone;
    /// What this side knows.
    type State: Default + Clone;

    /// Its stable name.
    fn name(&self) -> &'static str;
    /// Without what people wrote.
    fn bare(&self) -> Self;
    /// Takes it in.
    fn apply(&self, state: &mut Self::State);
    /// Whether something is to be said because of it.
    fn speaks(&self) -> bool;
    /// The partner.
    fn partner(parties: &Self::Parties) -> &str;
    /// Keeps the row that follows.
    fn keep(tx: &mut Tx<'_>, story: &Story<Self>) -> Result<(), ActError>;
}

/// A stream with what it makes.
#[derive(Clone)]
pub(super) struct Story<E: Told> {
    pub(super) stream: String,
    pub(super) version: i64,
    pub(super) parties: E::Parties,
    pub(super) state: E::State,
    pub(super) changed_at: Instant,
    /// Everything that happened, oldest first.
    pub(super) events: Vec<E>,
}

/// What of an event stands in the open.
#[derive(Serialize, Deserialize)]
struct Open<P, E> {
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    parties: Option<P>,
    event: E,
}

const fn none<P>() -> Option<P> {
    None
}

impl<E: Told> Story<E> {
    /// A stream; none where nothing happened.
    pub(super) fn load(tx: &mut Tx<'_>, stream: &str) -> Result<Option<Self>, ActError> {
        let stored = journal::of_stream(tx, stream, 0, EVENTS_MAX)?;
        let key = vault::key_of(tx, stream)?;
        Self::replay(&stored, key.as_ref())
    }

    /// The stream that these events make.
    pub(super) fn replay(stored: &[StoredEvent], key: Option<&[u8; 32]>) -> Result<Option<Self>, ActError> {
        let mut story: Option<Self> = None;
        for one in stored {
            let open: Open<E::Parties, E> = serde_json::from_str(&one.payload)?;
            let event = match words_of(one, key)? {
                Some(whole) => serde_json::from_str(&whole)?,
                None => open.event,
            };
            let told = match (&mut story, open.parties) {
                (Some(known), None) => known,
                (none @ None, Some(parties)) => none.insert(Self {
                    stream: one.stream.clone(),
                    version: 0,
                    parties,
                    state: E::State::default(),
                    changed_at: one.recorded_at,
                    events: Vec::new(),
                }),
                (Some(_), Some(_)) | (None, None) => return Err(ActError::fault("an exchange begins twice, or never")),
            };
            told.apply(event, one.recorded_at);
        }
        Ok(story)
    }

    /// Begins a stream.
    pub(super) fn begin(
        tx: &mut Tx<'_>,
        stream: String,
        parties: E::Parties,
        event: E,
        by: By<'_>,
    ) -> Result<Self, ActError> {
        let state = E::State::default();
        let mut story = Self { stream, version: 0, parties, state, changed_at: by.now, events: Vec::new() };
        story.add(tx, event, by)?;
        Ok(story)
    }

    /// Keeps one more event, the row that follows, and what is to be said because of it.
    pub(super) fn add(&mut self, tx: &mut Tx<'_>, event: E, by: By<'_>) -> Result<(), ActError> {
        let version = self.version.saturating_add(1);
        let parties = (self.version == 0).then(|| self.parties.clone());
        let open = Open { parties, event: event.bare() };
        let whole = if open.event == event { None } else { Some(serde_json::to_string(&event)?) };
        let (kind, speaks) = (event.name(), event.speaks());
        let sealed = SealedEvent {
            stream: &self.stream,
            version,
            kind,
            event: &open,
            words: whole.as_deref(),
            actor: by.actor,
            at: by.now,
        };
        sealed.append(tx, by.fresh)?;
        self.apply(event, by.now);
        E::keep(tx, self)?;
        if speaks {
            self.say_again(tx, by.now)?;
        }
        Ok(())
    }

    /// Says what the newest event says, perhaps once more.
    pub(super) fn say_again(&self, tx: &mut Tx<'_>, now: Instant) -> Result<(), ActError> {
        self.say(tx, self.version, now)
    }

    /// Says what an event says, perhaps once more.
    pub(super) fn say(&self, tx: &mut Tx<'_>, version: i64, now: Instant) -> Result<(), ActError> {
        Ok(exchange_outbox::put(tx, E::partner(&self.parties), (&self.stream, version), now)?)
    }

    /// The version of the last event that fits.
    pub(super) fn last(&self, fits: impl Fn(&E) -> bool) -> Option<i64> {
        let at = self.events.iter().rposition(fits)?;
        i64::try_from(at).ok()?.checked_add(1)
    }

    /// An event by its version.
    pub(super) fn event(&self, version: i64) -> Option<&E> {
        self.events.get(usize::try_from(version).ok()?.checked_sub(1)?)
    }

    fn apply(&mut self, event: E, at: Instant) {
        event.apply(&mut self.state);
        self.version = self.version.saturating_add(1);
        self.changed_at = at;
        self.events.push(event);
    }
}

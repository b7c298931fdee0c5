//! Events of documents in the journal: what happened in the open, the words beside it sealed under the document's key.

use domain::time::Instant;
use serde::Serialize;
use store::journal::{self, NewEvent, StoredEvent};
use store::{Tx, vault};

use crate::error::ActError;
use crate::seal;

/// An event on its way into the journal.
pub(crate) struct SealedEvent<'e, E> {
    /// The document's stream, under whose name its key is kept too.
    pub(crate) stream: &'e str,
    /// Its number in the stream, from 1; one that is there already makes the act stale.
    pub(crate) version: i64,
    /// What happened, in a word.
    pub(crate) kind: &'e str,
    /// All of it.
    pub(crate) event: &'e E,
    /// What was written beside it.
    pub(crate) words: Option<&'e str>,
    /// Who did it.
    pub(crate) actor: &'e str,
    /// When.
    pub(crate) at: Instant,
}

impl<E: Serialize> SealedEvent<'_, E> {
    /// Appends it to the journal. `fresh` becomes the document's key when it has none yet.
    pub(crate) fn append(self, tx: &mut Tx<'_>, fresh: &[u8; 32]) -> Result<(), ActError> {
        let payload = serde_json::to_string(self.event)?;
        let sealed = match self.words {
            Some(words) => {
                let key = vault::ensure_key(tx, self.stream, fresh)?;
                Some(seal::seal(&key, &context(self.stream, self.version), words.as_bytes()).map_err(broken)?)
            }
            None => None,
        };
        let event = NewEvent {
            stream: self.stream,
            version: self.version,
            kind: self.kind,
            recorded_at: self.at,
            actor: self.actor,
            payload: &payload,
            sealed: sealed.as_deref(),
            subject: sealed.as_ref().map(|_| self.stream),
        };
        Ok(journal::append(tx, &event)?)
    }
}

/// A key for a document that has none yet.
pub(crate) fn fresh_key() -> Result<[u8; 32], ActError> {
    seal::random().map_err(broken)
}

/// The words beside an event; none where there are none, or where the key is forgotten.
pub(crate) fn words_of(event: &StoredEvent, key: Option<&[u8; 32]>) -> Result<Option<String>, ActError> {
    let (Some(sealed), Some(key)) = (&event.sealed, key) else { return Ok(None) };
    let plain = seal::open(key, &context(&event.stream, event.version), sealed).map_err(broken)?;
    String::from_utf8(plain).map(Some).map_err(|error| ActError::Fault(Box::new(error)))
}

fn context(stream: &str, version: i64) -> String {
    format!("{stream}/{version}")
}

fn broken(error: seal::SealError) -> ActError {
    ActError::Fault(Box::new(error))
}

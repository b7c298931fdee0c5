//! Events in which nothing about a person stands: kept in the journal as they are, without a seal.

use domain::time::Instant;
use serde::Serialize;
use store::Tx;
use store::journal::{self, NewEvent};

use crate::error::ActError;

/// An event of a stream on its way into the journal.
pub(crate) struct PlainEvent<'e, E> {
    /// Whose event it is.
    pub(crate) stream: &'e str,
    /// Its number in the stream, from 1; one that is there already makes the act stale.
    pub(crate) version: i64,
    /// What happened, in a word.
    pub(crate) kind: &'e str,
    /// All of it.
    pub(crate) event: &'e E,
    /// Who did it.
    pub(crate) actor: &'e str,
    /// When.
    pub(crate) at: Instant,
}

impl<E: Serialize> PlainEvent<'_, E> {
    /// Appends it to the journal.
    pub(crate) fn append(self, tx: &mut Tx<'_>) -> Result<(), ActError> {
        let payload = serde_json::to_string(self.event)?;
        let event = NewEvent {
            stream: self.stream,
            version: self.version,
            kind: self.kind,
            recorded_at: self.at,
            actor: self.actor,
            payload: &payload,
            sealed: None,
            subject: None,
        };
        Ok(journal::append(tx, &event)?)
    }
}

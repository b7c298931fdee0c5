//! One outgoing document for somebody who may see it: what it is, what happened, what can be done, what was answered.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::access::{DraftAction, DraftFacts, Person, may_draft, may_see_draft};
use domain::document::{Outgoing, OutgoingEvent, Version};
use domain::time::Instant;
use store::{incoming, journal, outgoing, vault};

use super::super::EVENTS_MAX;
use super::start::TYPED_NAME;
use super::{is_internal, row, stream, writers};
use crate::App;
use crate::blob::{FileReader, whole};
use crate::document::incoming::names;
use crate::document::sealed::words_of;
use crate::error::ActError;
use crate::exchange::{SentView, answered_by, sent_views};

/// Most bytes of a typed text that a page shows.
const TEXT_BYTES_MAX: usize = 512 * 1024;

/// Whether a version was typed, and is no file.
#[must_use]
pub fn is_typed(version: &Version) -> bool {
    version.name == TYPED_NAME && usize::try_from(version.size_bytes).is_ok_and(|size| size <= TEXT_BYTES_MAX)
}

/// One line of a document's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingHistory {
    /// When.
    pub at: Instant,
    /// Who, by account.
    pub actor: String,
    /// What.
    pub event: OutgoingEvent,
    /// What was written with it.
    pub words: Option<String>,
}

/// An outgoing document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingView {
    /// Its id.
    pub id: String,
    /// The document.
    pub document: Outgoing,
    /// What happened, the newest first.
    pub history: Vec<OutgoingHistory>,
    /// Names of everybody concerned, by account.
    pub names: BTreeMap<String, String>,
    /// What this person may do, as far as posts go.
    pub actions: Vec<DraftAction>,
    /// How far it is at each agency of this installation that received it: the agency, the stage by its stable name, and the
    /// number and symbol of the answer, once that was issued.
    pub received: Vec<(String, String, String)>,
    /// How far it is at each agency of another installation that received it.
    pub sent: Vec<SentView>,
    /// What came by the exchange as an answer to it: the incoming document, its author, its number and symbol.
    pub answered: Vec<(String, String, String)>,
    /// The newest text, where it was typed.
    pub text: Option<String>,
}

impl App {
    /// An outgoing document.
    pub async fn outgoing_document(&self, person: &Person, id: &str) -> Result<OutgoingView, ActError> {
        let (person, key, today) = (person.clone(), id.to_owned(), self.today());
        let exchange = Arc::clone(&self.0.exchange);
        let read = self.0.store.read(move |tx| {
            let events = journal::of_stream(tx, &stream(&key), 0, EVENTS_MAX)?;
            if events.is_empty() {
                return Err(ActError::NotFound);
            }
            let document = row::replay(&events)?;
            let wrote = writers(&document);
            let is_internal = is_internal(&document);
            let facts = DraftFacts { agency: &document.agency, unit: &document.unit, writers: &wrote, is_internal };
            may_see_draft(&person, &facts, today)?;
            let secret = vault::key_of(tx, &stream(&key))?;
            let mut history = Vec::with_capacity(events.len());
            for stored in &events {
                let event = serde_json::from_str(&stored.payload)?;
                let words = words_of(stored, secret.as_ref())?;
                history.push(OutgoingHistory { at: stored.recorded_at, actor: stored.actor.clone(), event, words });
            }
            history.reverse();
            let known = names(tx, events.iter().map(|event| event.actor.as_str()).chain(wrote.iter().copied()))?;
            let may = |action: &DraftAction| may_draft(&person, *action, &facts, today).is_ok();
            let actions = DraftAction::ALL.into_iter().filter(may).collect();
            let mut received = Vec::new();
            for came in incoming::of_document(tx, &key)? {
                // Of an answer nothing is known here before it is issued.
                let answer = outgoing::one(tx, &came.answer)?.filter(|answer| !answer.issued_on.is_empty());
                let symbol = answer.and_then(|answer| {
                    let number = u32::try_from(answer.number?).ok()?;
                    Some(domain::document::full_symbol(number, &answer.notation))
                });
                received.push((came.agency, came.state, symbol.unwrap_or_default()));
            }
            let sent = sent_views(tx, &exchange, &key)?;
            let answered = answered_by(tx, &key)?;
            Ok(OutgoingView { id: key, history, names: known, actions, received, sent, answered, text: None, document })
        });
        let mut view = read.await?;
        view.text = self.typed_text(view.document.versions.last()).await?;
        Ok(view)
    }

    /// The words of a version; none where it is a file.
    pub async fn text_of_version(&self, person: &Person, id: &str, number: u32) -> Result<Option<String>, ActError> {
        let view = self.outgoing_document(person, id).await?;
        let version = view.document.versions.iter().find(|version| version.number == number);
        self.typed_text(Some(version.ok_or(ActError::NotFound)?)).await
    }

    /// The words of a version that was typed.
    async fn typed_text(&self, version: Option<&Version>) -> Result<Option<String>, ActError> {
        let Some(version) = version.filter(|version| is_typed(version)) else { return Ok(None) };
        let bytes = whole(self.read_blob(&version.sha256).await?, TEXT_BYTES_MAX).await?;
        Ok(String::from_utf8(bytes).ok())
    }

    /// A version of an outgoing document and its bytes.
    pub async fn file_of_outgoing(
        &self,
        person: &Person,
        id: &str,
        number: u32,
    ) -> Result<(Version, FileReader), ActError> {
        let view = self.outgoing_document(person, id).await?;
        let version = view.document.versions.iter().find(|version| version.number == number).cloned();
        let version = version.ok_or(ActError::NotFound)?;
        let bytes = self.read_blob(&version.sha256).await?;
        Ok((version, bytes))
    }
}

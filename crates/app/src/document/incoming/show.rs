//! One incoming document for somebody who may see it: what it is, what happened, what can be done.

use std::collections::BTreeMap;

use domain::access::{ArrivalAction, Person, may_arrival, may_see_arrival};
use domain::document::{Attached, Incoming, IncomingEvent, OutgoingStage, Refusal, Source};
use domain::time::Instant;
use store::{journal, vault};

use super::super::EVENTS_MAX;
use super::{facts, row, stream};
use crate::App;
use crate::blob::FileReader;
use crate::document::sealed::words_of;
use crate::error::ActError;
use crate::exchange::{CameView, came_view};

/// One line of a document's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivalHistory {
    /// When.
    pub at: Instant,
    /// Who, by account.
    pub actor: String,
    /// What.
    pub event: IncomingEvent,
    /// What was written with it.
    pub words: Option<String>,
}

/// An incoming document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingView {
    /// Its id.
    pub id: String,
    /// The document.
    pub document: Incoming,
    /// What happened, the newest first.
    pub history: Vec<ArrivalHistory>,
    /// Names of everybody concerned, by account.
    pub names: BTreeMap<String, String>,
    /// What this person may do, as far as posts go.
    pub actions: Vec<ArrivalAction>,
    /// Whether the agency of this installation that issued it took it back or put another one in its place.
    pub is_withdrawn: bool,
    /// How it came by the exchange, and what its sender asks.
    pub came: Option<CameView>,
    /// Others of the register with the same author, number and day: their ids and numbers.
    pub alike: Vec<(String, i64)>,
}

impl App {
    /// An incoming document.
    pub async fn incoming_document(&self, person: &Person, id: &str) -> Result<IncomingView, ActError> {
        let (person, key, today) = (person.clone(), id.to_owned(), self.today());
        let read = self.0.store.read(move |tx| {
            let events = journal::of_stream(tx, &stream(&key), 0, EVENTS_MAX)?;
            if events.is_empty() {
                return Err(ActError::NotFound);
            }
            let document = row::replay(&events)?;
            may_see_arrival(&person, &facts(&document), today)?;
            let secret = vault::key_of(tx, &stream(&key))?;
            let mut history = Vec::with_capacity(events.len());
            for stored in &events {
                let event = serde_json::from_str(&stored.payload)?;
                let words = words_of(stored, secret.as_ref())?;
                history.push(ArrivalHistory { at: stored.recorded_at, actor: stored.actor.clone(), event, words });
            }
            history.reverse();
            let concerned = events.iter().map(|event| event.actor.as_str());
            let others = [document.submitted_to.as_deref(), document.worker()].into_iter().flatten();
            let names = row::names(tx, concerned.chain(others))?;
            let arrival = &document.arrival;
            let likeness = row::likeness(&arrival.author, &arrival.symbol, arrival.day);
            let alike = if likeness.is_empty() {
                Vec::new()
            } else {
                store::incoming::alike(tx, &arrival.agency, &likeness, &key)?
            };
            // Another one may be internal: its number is shown only to who sees it.
            let mut seen = Vec::new();
            for other in alike {
                if let Some(found) = row::load(tx, &other.id)?
                    && may_see_arrival(&person, &facts(&found), today).is_ok()
                {
                    seen.extend(other.number.map(|number| (other.id, number)));
                }
            }
            let origin = match document.arrival.source {
                Source::Internal => store::outgoing::one(tx, &document.arrival.document_id)?,
                Source::Exchange | Source::Upload | Source::Paper | Source::Mail => None,
            };
            let came = came_view(tx, &key)?;
            let is_withdrawn = origin.is_some_and(|origin| {
                [OutgoingStage::Recalled, OutgoingStage::Replaced].iter().any(|stage| stage.name() == origin.state)
            });
            let may = |action: &ArrivalAction| may_arrival(&person, *action, &facts(&document), today).is_ok();
            let all = [
                ArrivalAction::Enter,
                ArrivalAction::Submit,
                ArrivalAction::Instruct,
                ArrivalAction::Take,
                ArrivalAction::Work,
                ArrivalAction::Print,
            ];
            let actions = all.into_iter().filter(may).collect();
            Ok(IncomingView { id: key, document, history, names, actions, is_withdrawn, came, alike: seen })
        });
        read.await
    }

    /// The document like which another one is: its number, for the clerk who was refused.
    pub async fn like_of(&self, person: &Person, refusal: &Refusal) -> Result<Option<(String, Incoming)>, ActError> {
        let Refusal::Duplicate { like } = refusal else { return Ok(None) };
        let view = self.incoming_document(person, like).await?;
        Ok(Some((view.id, view.document)))
    }

    /// A file of an incoming document and its bytes.
    pub async fn file_of_incoming(
        &self,
        person: &Person,
        id: &str,
        sha256: &str,
    ) -> Result<(Attached, FileReader), ActError> {
        let view = self.incoming_document(person, id).await?;
        let file = view.document.arrival.files.iter().find(|file| file.sha256 == sha256).cloned();
        let file = file.ok_or(ActError::NotFound)?;
        let bytes = self.read_blob(&file.sha256).await?;
        Ok((file, bytes))
    }
}

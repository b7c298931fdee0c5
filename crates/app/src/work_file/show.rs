//! One work file for somebody who may see it: what is written on it, what lies in it, what happened, what can be done.

use std::collections::BTreeMap;

use domain::access::{FilingAction, Person, document_keys, may_file, may_see_file};
use domain::time::Instant;
use domain::work_file::{Piece, WorkFile, WorkFileEvent, WorkFileStage};
use store::work_file::{self as rows, Filter, PieceRow, WorkFileRow};
use store::{journal, vault};

use super::{EVENTS_MAX, facts, row, stream};
use crate::App;
use crate::document::sealed::words_of;
use crate::error::ActError;

/// One line of a file's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFileHistory {
    /// When.
    pub at: Instant,
    /// Who, by account.
    pub actor: String,
    /// What.
    pub event: WorkFileEvent,
    /// What was written with it.
    pub words: Option<String>,
}

/// A work file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFileView {
    /// Its id.
    pub id: String,
    /// The file.
    pub file: WorkFile,
    /// What lies in it, as far as the person may know it.
    pub content: Vec<PieceRow>,
    /// What happened, the newest first.
    pub history: Vec<WorkFileHistory>,
    /// Names of everybody concerned, by account.
    pub names: BTreeMap<String, String>,
    /// What this person may do, as far as posts go.
    pub actions: Vec<FilingAction>,
}

impl App {
    /// A work file.
    pub async fn work_file(&self, person: &Person, id: &str) -> Result<WorkFileView, ActError> {
        let (person, key, today) = (person.clone(), id.to_owned(), self.today());
        let read = self.0.store.read(move |tx| {
            let events = journal::of_stream(tx, &stream(&key), 0, EVENTS_MAX)?;
            if events.is_empty() {
                return Err(ActError::NotFound);
            }
            let file = row::replay(&events)?;
            may_see_file(&person, &facts(&file.heading), today)?;
            let secret = vault::key_of(tx, &stream(&key))?;
            let mut history = Vec::with_capacity(events.len());
            for stored in &events {
                let event = serde_json::from_str(&stored.payload)?;
                let words = words_of(stored, secret.as_ref())?;
                history.push(WorkFileHistory { at: stored.recorded_at, actor: stored.actor.clone(), event, words });
            }
            history.reverse();
            let mut concerned: Vec<String> = events.iter().map(|event| event.actor.clone()).collect();
            concerned.push(file.heading.keeper.clone());
            concerned.extend(file.archived.iter().map(|(by, _, _)| by.clone()));
            concerned.sort();
            concerned.dedup();
            let names = store::review::names(tx, &concerned)?;
            let content = rows::content(tx, &document_keys(&person, today), &key)?;
            let may = |action: &FilingAction| may_file(&person, *action, &facts(&file.heading), today).is_ok();
            let actions = FilingAction::ALL.into_iter().filter(may).collect();
            Ok(WorkFileView { id: key, file, content, history, names, actions })
        });
        read.await
    }

    /// The files in which something lies and that the person sees, and the person's own open files into which it can go.
    pub async fn filing_of(
        &self,
        person: &Person,
        piece: &Piece,
    ) -> Result<(Vec<WorkFileRow>, Vec<WorkFileRow>), ActError> {
        let (today, keeper, piece) = (self.today(), person.id.clone(), piece.clone());
        let keys = document_keys(person, today);
        let own = domain::access::own_document_key(person);
        let read = self.0.store.read(move |tx| {
            let holding = rows::holding(tx, &keys, (piece.kind.name(), &piece.id))?;
            let open = Filter { state: Some(WorkFileStage::Open.name()), keeper: Some(&keeper), ..Filter::default() };
            let mut mine = rows::list(tx, &own, open, None, 100)?;
            mine.retain(|row| !holding.iter().any(|held| held.id == row.id));
            Ok::<_, ActError>((holding, mine))
        });
        read.await
    }
}

//! Acting on a work file: load, ask, decide, keep.

use domain::access::{FilingAction, Person, may_file};
use domain::time::{Instant, Zone};
use domain::work_file::{Piece, PieceKind, WorkFile, WorkFileCommand, WorkFileEvent};
use store::Tx;

use super::{facts, row, stream};
use crate::App;
use crate::document::sealed::{SealedEvent, fresh_key};
use crate::error::{ActError, FieldProblemKind};

/// What is asked of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFileRequest {
    /// Which one.
    pub id: String,
    /// Number of events that the person saw; another one answers [`ActError::Stale`].
    pub seen: Option<i64>,
    /// What to do.
    pub command: WorkFileCommand,
}

/// What an act on a file left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFileDone {
    /// The file.
    pub id: String,
    /// Events of it now.
    pub version: i64,
}

/// Who writes events, when, and under which key.
pub(super) struct Writing<'a> {
    pub(super) actor: &'a str,
    pub(super) now: Instant,
    pub(super) fresh: &'a [u8; 32],
}

#[derive(Clone)]
struct Prepared {
    person: Person,
    request: WorkFileRequest,
    fresh: [u8; 32],
    now: Instant,
    zone: Zone,
}

/// What a person needs leave for.
const fn action(command: &WorkFileCommand) -> FilingAction {
    match command {
        WorkFileCommand::Put(_)
        | WorkFileCommand::TakeOut { .. }
        | WorkFileCommand::Keep(_)
        | WorkFileCommand::Close { .. }
        | WorkFileCommand::Reopen { .. } => FilingAction::Fill,
        WorkFileCommand::KeepBack { .. }
        | WorkFileCommand::HandOver { .. }
        | WorkFileCommand::Propose { .. }
        | WorkFileCommand::Destroy { .. } => FilingAction::Archive,
        WorkFileCommand::Approve { .. } | WorkFileCommand::Spare { .. } => FilingAction::Decide,
    }
}

impl App {
    /// Does one thing with a work file. Only what the person sees is put in.
    pub async fn act_on_work_file(&self, person: &Person, request: WorkFileRequest) -> Result<WorkFileDone, ActError> {
        if let WorkFileCommand::Put(piece) = &request.command {
            match self.sees_piece(person, piece).await {
                Ok(()) => (),
                Err(ActError::NotFound) => return Err(ActError::field("piece", FieldProblemKind::Unknown)),
                Err(other) => return Err(other),
            }
        }
        let prepared = Prepared {
            person: person.clone(),
            request,
            fresh: fresh_key()?,
            now: self.0.clock.now(),
            zone: self.0.zone,
        };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }

    /// Nobody puts in what they do not see.
    async fn sees_piece(&self, person: &Person, piece: &Piece) -> Result<(), ActError> {
        match piece.kind {
            PieceKind::Incoming => self.incoming_document(person, &piece.id).await.map(drop),
            PieceKind::Outgoing => self.outgoing_document(person, &piece.id).await.map(drop),
            PieceKind::Dossier => self.dossier(person, &piece.id).await.map(drop),
        }
    }
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<WorkFileDone, ActError> {
    let WorkFileRequest { id, seen, command } = &act.request;
    let (mut file, opened_at) = row::load(tx, id)?.ok_or(ActError::NotFound)?;
    let today = act.zone.date(act.now);
    let permit = may_file(&act.person, action(command), &facts(&file.heading), today)?;
    if seen.is_some_and(|seen| seen != file.version) {
        return Err(ActError::Stale { current: file.version });
    }
    let (event, words) = file.decide(command.clone(), act.zone.civil(act.now))?;
    file.apply(&event)?;
    let writing = Writing { actor: permit.person(), now: act.now, fresh: &act.fresh };
    writing.keep(tx, id, (&file, opened_at), (&event, words.as_deref()))
}

impl Writing<'_> {
    /// Keeps an event, the row that follows from it, and who can see it.
    pub(super) fn keep(
        &self,
        tx: &mut Tx<'_>,
        id: &str,
        (file, opened_at): (&WorkFile, Instant),
        (event, words): (&WorkFileEvent, Option<&str>),
    ) -> Result<WorkFileDone, ActError> {
        let stream = stream(id);
        let sealed = SealedEvent {
            stream: &stream,
            version: file.version,
            kind: event.name(),
            event,
            words,
            actor: self.actor,
            at: self.now,
        };
        sealed.append(tx, self.fresh)?;
        row::keep(tx, id, (file, opened_at), event)?;
        Ok(WorkFileDone { id: id.to_owned(), version: file.version })
    }
}

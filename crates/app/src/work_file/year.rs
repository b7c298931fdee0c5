//! The list of files of an agency for a year.

use domain::access::{FilingAction, FilingFacts, Person, document_key_at, may_file};
use domain::time::{Instant, Zone};
use domain::work_file::{FileList, FileListCommand, FileListEvent};
use store::Tx;
use store::journal::{self, StoredEvent};

use super::EVENTS_MAX;
use crate::App;
use crate::document::sealed::{SealedEvent, fresh_key};
use crate::error::{ActError, FieldProblemKind};

/// The list of a year for somebody who may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileListView {
    /// The list.
    pub list: FileList,
    /// Whether the person may change it.
    pub may_plan: bool,
    /// Whether the person may approve it.
    pub may_approve: bool,
}

#[derive(Clone)]
struct Prepared {
    person: Person,
    agency: String,
    year: i16,
    command: FileListCommand,
    fresh: [u8; 32],
    now: Instant,
    zone: Zone,
}

fn stream(agency: &str, year: i16) -> String {
    format!("file-list/{agency}-{year}")
}

const fn facts(agency: &str) -> FilingFacts<'_> {
    FilingFacts { agency, unit: agency, keeper: "" }
}

impl App {
    /// The list of an agency for a year; an empty one where nothing was written yet. Whoever works there sees it.
    pub async fn file_list(&self, person: &Person, agency: &str, year: i16) -> Result<FileListView, ActError> {
        let today = self.today();
        document_key_at(person, agency, today).ok_or(ActError::NotFound)?;
        let may = |action| may_file(person, action, &facts(agency), today).is_ok();
        let (may_plan, may_approve) = (may(FilingAction::Plan), may(FilingAction::ApproveList));
        let agency = agency.to_owned();
        let list = self.0.store.read(move |tx| load(tx, &agency, year)).await?;
        Ok(FileListView { list, may_plan, may_approve })
    }

    /// Changes or approves the list of a year: this year's and the next.
    pub async fn act_on_file_list(
        &self,
        person: &Person,
        (agency, year): (&str, i16),
        command: FileListCommand,
    ) -> Result<(), ActError> {
        let this = self.today().year();
        if year < this || year > this.saturating_add(1) {
            return Err(ActError::field("year", FieldProblemKind::Malformed));
        }
        let prepared = Prepared {
            person: person.clone(),
            agency: agency.to_owned(),
            year,
            command,
            fresh: fresh_key()?,
            now: self.0.clock.now(),
            zone: self.0.zone,
        };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }
}

fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<(), ActError> {
    let action = match &act.command {
        FileListCommand::Add(_) | FileListCommand::Drop { .. } => FilingAction::Plan,
        FileListCommand::Approve => FilingAction::ApproveList,
    };
    let permit = may_file(&act.person, action, &facts(&act.agency), act.zone.date(act.now))?;
    let mut list = load(tx, &act.agency, act.year)?;
    let event = list.decide(act.command.clone(), act.zone.civil(act.now))?;
    list.apply(&event)?;
    let stream = stream(&act.agency, act.year);
    let sealed = SealedEvent {
        stream: &stream,
        version: list.version,
        kind: event.name(),
        event: &event,
        words: None,
        actor: permit.person(),
        at: act.now,
    };
    sealed.append(tx, &act.fresh)
}

/// The list of an agency for a year.
pub(super) fn load(tx: &mut Tx<'_>, agency: &str, year: i16) -> Result<FileList, ActError> {
    replay(&journal::of_stream(tx, &stream(agency, year), 0, EVENTS_MAX)?)
}

fn replay(stored: &[StoredEvent]) -> Result<FileList, ActError> {
    let events: Vec<FileListEvent> =
        stored.iter().map(|event| serde_json::from_str(&event.payload)).collect::<Result<_, _>>()?;
    Ok(FileList::replay(&events)?)
}

/// A list has no rows: its events must make one.
pub(crate) fn difference(events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    replay(events).map(|_| None)
}

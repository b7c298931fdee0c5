//! What is read of the registry, by those who may.

use std::collections::BTreeMap;

use domain::access::{Person, RegistryAction};
use domain::burden::Finding;
use domain::dataset::Content;
use domain::registry::{Event, Record, RevisionState};
use domain::time::Instant;
use store::identity;
use store::journal;
use store::registry::{self as rows, RevisionPlace};

use super::{row, stream_of};
use crate::App;
use crate::burden::Inspector;
use crate::dossier::Cursor;
use crate::error::ActError;

const PAGE_MAX: i64 = 100;
const EVENTS_MAX: i64 = 10_000;
/// Longest text looked for, in characters.
const TEXT_CHARS_MAX: usize = 200;

/// One line of a procedure's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When.
    pub at: Instant,
    /// Who, by name.
    pub actor: String,
    /// What, without the saved content.
    pub event: Event,
}

/// A procedure in the registry, for somebody who may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordView {
    /// Its state.
    pub record: Record,
    /// Names of those who acted, by account.
    pub names: BTreeMap<String, String>,
    /// What happened, the newest first; of several saves in a row only the last.
    pub history: Vec<HistoryLine>,
    /// What this person may do, as far as roles go.
    pub actions: Vec<RegistryAction>,
}

impl RecordView {
    /// The content of a revision.
    pub fn content(&self, number: u32) -> Result<Content, ActError> {
        row::content(&self.record, number).unwrap_or(Err(ActError::NotFound))
    }

    /// When a finding of a revision was accepted last.
    #[must_use]
    pub fn accepted_at(&self, revision: u32, key: &str) -> Option<Instant> {
        let is_it = |event: &Event| matches!(event, Event::FindingAccepted { number, finding, .. } if *number == revision && finding == key);
        self.history.iter().find(|line| is_it(&line.event)).map(|line| line.at)
    }
}

/// A revision in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InWork {
    /// Procedure id.
    pub procedure: String,
    /// Number of the revision.
    pub number: i64,
    /// Name of the procedure.
    pub name: String,
    /// First day, once published.
    pub valid_from: Option<String>,
    /// Last change.
    pub updated_at: Instant,
}

/// Which revisions are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionFilter {
    /// How far they have come.
    pub state: RevisionState,
    /// Looked for in code and name, without regard to case and diacritics; empty for all.
    pub text: String,
}

impl From<RevisionState> for RevisionFilter {
    fn from(state: RevisionState) -> Self {
        Self { state, text: String::new() }
    }
}

/// A page of revisions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InWorkPage {
    /// The rows.
    pub rows: Vec<InWork>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

impl App {
    /// Whether the person works with the registry at all.
    #[must_use]
    pub fn may_see_registry(&self, person: &Person) -> bool {
        self.registry_permit(person, RegistryAction::See).is_ok()
    }

    /// What the person may do in the registry, as far as roles go.
    #[must_use]
    pub fn registry_actions(&self, person: &Person) -> Vec<RegistryAction> {
        let offered = [RegistryAction::Open, RegistryAction::Save, RegistryAction::Accept]
            .into_iter()
            .chain(RegistryAction::OF_REVISION)
            .chain(RegistryAction::OF_PROCEDURE);
        offered.filter(|action| self.registry_permit(person, *action).is_ok()).collect()
    }

    /// A procedure in the registry. One that the registry never touched has an empty record.
    pub async fn registry_record(&self, person: &Person, procedure: &str) -> Result<RecordView, ActError> {
        self.registry_permit(person, RegistryAction::See)?;
        let known = self.catalogue().newest_version(procedure).is_some();
        let stream = stream_of(procedure);
        let read = self.0.store.read(move |tx| {
            let events = journal::of_stream(tx, &stream, 0, EVENTS_MAX)?;
            Ok::<_, ActError>((events, identity::names_in_stream(tx, &stream)?))
        });
        let (events, names) = read.await?;
        if events.is_empty() && !known {
            return Err(ActError::NotFound);
        }
        let mut history: Vec<HistoryLine> = Vec::new();
        for stored in &events {
            let event = without_content(serde_json::from_str(&stored.payload)?);
            let actor = names.get(&stored.actor).cloned().unwrap_or_default();
            let line = HistoryLine { at: stored.recorded_at, actor, event };
            match history.last_mut() {
                Some(last) if last.event == line.event && last.actor == line.actor => *last = line,
                _ => history.push(line),
            }
        }
        history.reverse();
        let actions = self.registry_actions(person);
        Ok(RecordView { record: row::replay(&events)?, names, history, actions })
    }

    /// What the burden check finds in a revision today, each finding with who accepted it.
    pub async fn revision_findings(&self, view: &RecordView, number: u32) -> Result<Vec<Finding>, ActError> {
        let revision = view.record.revisions.get(&number).ok_or(ActError::NotFound)?;
        let Content { procedure, form } = view.content(number)?;
        let (catalogue, day, holders) = (self.catalogue(), self.today(), self.holders().await?);
        let rules = catalogue.burden.on(day);
        let inspector = Inspector::new(&catalogue, &rules, day, Some(&holders));
        let mut findings = inspector.findings(&procedure, form.as_ref());
        revision.note_accepted(&mut findings, |account| view.names.get(account).cloned().unwrap_or_default());
        Ok(findings)
    }

    /// Revisions in a state, the last changed first.
    pub async fn registry_list(
        &self,
        person: &Person,
        filter: impl Into<RevisionFilter>,
        after: Option<Cursor>,
        limit: i64,
    ) -> Result<InWorkPage, ActError> {
        self.registry_permit(person, RegistryAction::See)?;
        let RevisionFilter { state, text } = filter.into();
        let text: String = text.chars().take(TEXT_CHARS_MAX).collect();
        let after = after.map(place_of);
        let limit = limit.clamp(1, PAGE_MAX);
        let ask = limit.saturating_add(1);
        let read = self
            .0
            .store
            .read(move |tx| Ok::<_, ActError>(rows::in_state(tx, state.name(), &text, after.as_ref(), ask)?))
            .await?;
        let more = i64::try_from(read.len()).unwrap_or(i64::MAX) > limit;
        let rows: Vec<InWork> = read
            .into_iter()
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .map(|row| InWork {
                procedure: row.procedure_id,
                number: row.number,
                name: row.name,
                valid_from: row.valid_from,
                updated_at: row.updated_at,
            })
            .collect();
        let next = rows.last().filter(|_| more).map(cursor_after);
        Ok(InWorkPage { rows, next })
    }
}

/// The cursor names the revision as `code/number`.
fn cursor_after(row: &InWork) -> Cursor {
    Cursor { at: row.updated_at, code: format!("{}/{}", row.procedure, row.number) }
}

/// A cursor that somebody changed by hand begins somewhere else; it shows nothing that the list does not show.
fn place_of(cursor: Cursor) -> RevisionPlace {
    let Cursor { at, code } = cursor;
    let (procedure, number) = code.rsplit_once('/').unwrap_or((&code, "0"));
    RevisionPlace { updated_at: at, procedure_id: procedure.to_owned(), number: number.parse().unwrap_or(0) }
}

fn without_content(event: Event) -> Event {
    match event {
        Event::RevisionSaved { number, based_on, content: _ } => {
            Event::RevisionSaved { number, based_on, content: serde_json::Value::Null }
        }
        other @ (Event::RevisionOpened { .. }
        | Event::RevisionChecked { .. }
        | Event::FindingAccepted { .. }
        | Event::AcceptanceWithdrawn { .. }
        | Event::RevisionSentBack { .. }
        | Event::RevisionApproved { .. }
        | Event::RevisionPublished { .. }
        | Event::RevisionDiscarded { .. }
        | Event::Suspended { .. }
        | Event::Resumed { .. }
        | Event::Repealed { .. }) => other,
    }
}

//! Everything that is kept of a person, for that person.

use domain::access::{self, Person};
use domain::dataset::RegisterKind;
use domain::own_data::{Answer, Event, Head};
use domain::time::Instant;
use store::Tx;
use store::journal::{self, StoredEvent};
use store::own_data::stream_of;

use super::row::{self, Opened};
use crate::App;
use crate::error::ActError;

/// The latest uses that are shown.
const USES_SHOWN: i64 = 200;

/// One item as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnItem {
    /// Its name within the store.
    pub id: String,
    /// What it is, whence and of which day.
    pub head: Head,
    /// The value, or the name of the file; empty when it can no longer be read.
    pub text: String,
    /// What a paper is called; empty for a value.
    pub title: String,
}

/// What was done with the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UseOf {
    /// The person agreed.
    Agreed,
    /// The person agrees no longer.
    AgreedNoLonger,
    /// So many items were used.
    Items(usize),
    /// A register was asked.
    Asked(RegisterKind),
    /// A register answered, or did not.
    Answered(RegisterKind, Answer),
    /// One item was deleted.
    Removed,
    /// Everything was deleted.
    Emptied,
}

/// One use of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// When.
    pub at: Instant,
    /// What.
    pub what: UseOf,
    /// For which procedure, if for one.
    pub procedure: Option<String>,
    /// Whether the person did it themselves.
    pub by_person: bool,
}

/// The store of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnStore {
    /// Whether the person agrees that things are kept.
    pub keeps: bool,
    /// What is kept.
    pub items: Vec<OwnItem>,
    /// What was done with it, the latest first.
    pub uses: Vec<Use>,
}

impl App {
    /// The person's store; [`ActError::NotFound`] while nobody has verified their identity number.
    pub async fn own_store(&self, person: &Person) -> Result<OwnStore, ActError> {
        let permit = access::may_own(person)?;
        self.0.store.read(move |tx| read(tx, permit.subject(), permit.person())).await
    }
}

fn read(tx: &mut Tx<'_>, subject: &str, person: &str) -> Result<OwnStore, ActError> {
    let record = row::load(tx, subject)?;
    let items = row::opened(tx, subject)?.into_iter().map(item).collect();
    let events = journal::of_stream(tx, &stream_of(subject), record.version.saturating_sub(USES_SHOWN), USES_SHOWN)?;
    let mut uses = Vec::new();
    for event in events.iter().rev() {
        uses.extend(use_of(event, person)?);
    }
    Ok(OwnStore { keeps: record.keeps, items, uses })
}

fn item(opened: Opened) -> OwnItem {
    let Opened { id, head, said } = opened;
    let said = said.unwrap_or_default();
    OwnItem { id, head, text: said.text, title: said.title }
}

fn use_of(stored: &StoredEvent, person: &str) -> Result<Option<Use>, ActError> {
    let (what, procedure) = match serde_json::from_str(&stored.payload)? {
        Event::ConsentGiven => (UseOf::Agreed, None),
        Event::ConsentWithdrawn => (UseOf::AgreedNoLonger, None),
        Event::Kept { .. } => return Ok(None),
        Event::Removed { .. } => (UseOf::Removed, None),
        Event::Emptied => (UseOf::Emptied, None),
        Event::Used { procedure, ids, .. } => (UseOf::Items(ids.len()), Some(procedure)),
        Event::RegisterAsked { register, procedure, .. } => (UseOf::Asked(register), Some(procedure)),
        Event::RegisterAnswered { register, answer, .. } => (UseOf::Answered(register, answer), None),
    };
    Ok(Some(Use { at: stored.recorded_at, what, procedure, by_person: stored.actor == person }))
}

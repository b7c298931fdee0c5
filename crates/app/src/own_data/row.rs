//! Between a person's store, its events and its rows.

use domain::own_data::{Event, Head, Record};
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::journal::{self, NewEvent, StoredEvent};
use store::own_data::{self as rows, OwnItemRow, OwnStoreRow, key_name, stream_of};
use store::{Tx, vault};

use crate::error::ActError;
use crate::seal;

/// What an item says; sealed in the event by which it was kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    /// The value, or the name of the file.
    pub(crate) text: String,
    /// What a paper is called where it was handed in or issued; empty for a value.
    #[serde(default)]
    pub(crate) title: String,
}

/// Whose store is written, by whom and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writing<'a> {
    pub(super) subject: &'a str,
    pub(super) actor: &'a str,
    pub(super) now: Instant,
}

/// An item with what it says; `None` when its key or that of its person is erased.
pub(super) struct Opened {
    pub(super) id: String,
    pub(super) head: Head,
    pub(super) said: Option<Said>,
}

/// The store of a person as its rows have it; an empty one when they never had one.
pub(super) fn load(tx: &mut Tx<'_>, subject: &str) -> Result<Record, ActError> {
    let Some(row) = rows::one(tx, subject)? else { return Ok(Record::default()) };
    let items = rows::items(tx, subject)?.into_iter().map(|item| Ok((item.id, serde_json::from_str(&item.head)?)));
    let items = items.collect::<Result<_, ActError>>()?;
    Ok(Record { version: row.version, keeps: row.keeps, items })
}

/// Every item of a person, opened.
pub(super) fn opened(tx: &mut Tx<'_>, subject: &str) -> Result<Vec<Opened>, ActError> {
    let of_subject = vault::key_of(tx, subject)?;
    let open = |(row, of_item): (OwnItemRow, Option<vault::Key>)| {
        let key = of_subject.zip(of_item).map(|(subject, item)| seal::mixed(&subject, &item));
        // After the person's key was erased and made anew, what was sealed under the old one stays closed.
        let plain = key.and_then(|key| seal::open(&key, &context(subject, &row.id, row.version), &row.sealed).ok());
        let said = plain.map(|plain| serde_json::from_slice(&plain)).transpose()?;
        Ok(Opened { head: serde_json::from_str(&row.head)?, id: row.id, said })
    };
    rows::items_with_keys(tx, subject)?.into_iter().map(open).collect()
}

/// Writes one event: into the journal, the record, and the rows that follow from it.
pub(super) fn write(
    tx: &mut Tx<'_>,
    writing: Writing<'_>,
    record: &mut Record,
    event: &Event,
    said: Option<&Said>,
) -> Result<(), ActError> {
    let Writing { subject, actor, now } = writing;
    let version = record.version.saturating_add(1);
    let (mut sealed, mut key_of) = (None, None);
    match event {
        Event::Kept { id, head } => {
            let bytes = seal_item(tx, subject, id, version, said)?;
            let head = serde_json::to_string(head)?;
            let row = OwnItemRow { subject: subject.to_owned(), id: id.clone(), version, head, sealed: bytes.clone() };
            rows::put_item(tx, &row)?;
            (sealed, key_of) = (Some(bytes), Some(key_name(subject, id)));
        }
        Event::Removed { id } => forget(tx, subject, id)?,
        Event::Emptied => record.items.keys().try_for_each(|id| forget(tx, subject, id))?,
        Event::ConsentGiven
        | Event::ConsentWithdrawn
        | Event::Used { .. }
        | Event::RegisterAsked { .. }
        | Event::RegisterAnswered { .. } => (),
    }
    let payload = serde_json::to_string(event)?;
    let noted = NewEvent {
        stream: &stream_of(subject),
        version,
        kind: event.name(),
        recorded_at: now,
        actor,
        payload: &payload,
        sealed: sealed.as_deref(),
        subject: key_of.as_deref(),
    };
    journal::append(tx, &noted)?;
    record.apply(event);
    rows::put(tx, &store_row(subject, record))?;
    Ok(())
}

/// Seals what an item says under a key of its own, mixed with that of its person: whoever erases either has erased it.
fn seal_item(tx: &mut Tx<'_>, subject: &str, id: &str, version: i64, said: Option<&Said>) -> Result<Vec<u8>, ActError> {
    let random = || seal::random::<32>().map_err(|error| ActError::Fault(Box::new(error)));
    let of_subject = vault::ensure_key(tx, subject, &random()?)?;
    let name = key_name(subject, id);
    // What the item said before must not be readable any more.
    vault::forget(tx, &name)?;
    let of_item = vault::ensure_key(tx, &name, &random()?)?;
    let plain = serde_json::to_vec(said.unwrap_or(&Said::default()))?;
    let key = seal::mixed(&of_subject, &of_item);
    seal::seal(&key, &context(subject, id, version), &plain).map_err(|error| ActError::Fault(Box::new(error)))
}

fn forget(tx: &mut Tx<'_>, subject: &str, id: &str) -> Result<(), ActError> {
    vault::forget(tx, &key_name(subject, id))?;
    Ok(rows::delete_item(tx, subject, id)?)
}

fn context(subject: &str, id: &str, version: i64) -> String {
    format!("{}/{version}", key_name(subject, id))
}

fn store_row(subject: &str, record: &Record) -> OwnStoreRow {
    OwnStoreRow { subject: subject.to_owned(), version: record.version, keeps: record.keeps }
}

/// What of the rows is not as the journal says; `None` when nothing is.
pub(crate) fn difference(tx: &mut Tx<'_>, subject: &str, stored: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let events = stored.iter().map(|event| serde_json::from_str(&event.payload)).collect::<Result<Vec<Event>, _>>()?;
    let record = Record::replay(&events);
    if rows::one(tx, subject)?.as_ref() != Some(&store_row(subject, &record)) {
        return Ok(Some("the row of the store differs from the journal".to_owned()));
    }
    let found = rows::items(tx, subject)?;
    if found.len() != record.items.len() {
        let (kept, told) = (found.len(), record.items.len());
        return Ok(Some(format!("the table holds {kept} items, the journal {told}")));
    }
    for (row, (id, head)) in found.iter().zip(&record.items) {
        let kept = stored.iter().find(|event| event.version == row.version);
        let same = row.id == *id
            && serde_json::from_str::<Head>(&row.head)? == *head
            && kept.is_some_and(|event| event.sealed.as_ref() == Some(&row.sealed));
        if !same {
            return Ok(Some(format!("the item {id} differs from the journal")));
        }
    }
    Ok(None)
}

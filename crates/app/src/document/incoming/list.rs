//! Lists of incoming documents: what a reader can read, what waits for somebody, what is found by words.

use std::collections::BTreeMap;

use domain::access::{Person, document_key_at, own_document_key, waiting_keys};
use domain::document::IncomingStage;
use domain::time::Date;
use store::incoming::{self as rows, Filter, IncomingRow};
use store::search;

use super::row::{SEARCH, names};
use crate::App;
use crate::dossier::Cursor;
use crate::error::ActError;

/// Rows of a page at most.
const PAGE_MAX: i64 = 100;
/// Documents that a search finds at most.
const FOUND_MAX: usize = 50;

/// Which list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncomingList {
    /// The unit whose documents are wanted; none for those given to the person by name.
    pub unit: Option<String>,
    /// Only in this stage.
    pub state: Option<IncomingStage>,
    /// Only those that are not finished and due before this day.
    pub due_before: Option<Date>,
    /// Words to look for; what is found stands on one page.
    pub words: String,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// Rows of the page.
    pub limit: i64,
}

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingLine {
    /// The row.
    pub row: IncomingRow,
    /// Whether its day is over.
    pub is_late: bool,
}

/// A page of documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncomingPage {
    /// The documents.
    pub lines: Vec<IncomingLine>,
    /// Names of the people in them, by account.
    pub names: BTreeMap<String, String>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// The same of what waits: the day and the id of the last row.
    pub next_waiting: Option<(String, String)>,
}

/// What waits for somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// How many documents.
    pub count: i64,
    /// Of them with a day that is over.
    pub late: i64,
}

impl App {
    /// Incoming documents that this person sees: of a unit, or given by name; the newest first.
    pub async fn incoming_documents(&self, person: &Person, list: IncomingList) -> Result<IncomingPage, ActError> {
        let today = self.today();
        let reader = match &list.unit {
            Some(unit) => document_key_at(person, unit, today).ok_or(ActError::NotFound)?,
            None if person.units(today).is_empty() => return Err(ActError::NotFound),
            None => own_document_key(person),
        };
        let limit = list.limit.clamp(1, PAGE_MAX);
        let due_before = list.due_before.map(|day| day.to_string());
        let read = self.0.store.read(move |tx| {
            if !list.words.trim().is_empty() {
                let hits = search::find_on_shelf(tx, SEARCH, Some(&reader), &list.words, FOUND_MAX)?;
                let mut found = Vec::with_capacity(hits.len());
                for hit in hits {
                    found.extend(rows::readable(tx, &reader, &hit.key)?);
                }
                let fits = |row: &IncomingRow| {
                    list.state.is_none_or(|state| row.state == state.name())
                        && due_before.as_ref().is_none_or(|before| row.due < *before && row.ended_on.is_empty())
                };
                found.retain(fits);
                let known = people(tx, &found)?;
                return Ok::<_, ActError>((found, known, false));
            }
            let filter = Filter { state: list.state.map(IncomingStage::name), due_before: due_before.as_deref() };
            let place = list.after.as_ref().map(|cursor| (cursor.at, cursor.code.as_str()));
            let mut found = rows::list(tx, &reader, filter, place, limit.saturating_add(1))?;
            let more = i64::try_from(found.len()).is_ok_and(|count| count > limit);
            found.truncate(usize::try_from(limit).unwrap_or(0));
            let known = people(tx, &found)?;
            Ok((found, known, more))
        });
        let (found, names, more) = read.await?;
        let next = found.last().filter(|_| more).map(|row| Cursor { at: row.received_at, code: row.id.clone() });
        Ok(IncomingPage {
            lines: found.into_iter().map(|row| line(row, today)).collect(),
            names,
            next,
            next_waiting: None,
        })
    }

    /// What waits for this person, what is due first first; `after` is the last row of the page before.
    pub async fn waiting_documents(
        &self,
        person: &Person,
        after: Option<(String, String)>,
        limit: i64,
    ) -> Result<IncomingPage, ActError> {
        let today = self.today();
        let keys = waiting_keys(person, today);
        let limit = limit.clamp(1, PAGE_MAX);
        let read = self.0.store.read(move |tx| {
            let place = after.as_ref().map_or(("", ""), |(until, id)| (until.as_str(), id.as_str()));
            let mut found = rows::waiting(tx, &keys, place, limit.saturating_add(1))?;
            let more = i64::try_from(found.len()).is_ok_and(|count| count > limit);
            found.truncate(usize::try_from(limit).unwrap_or(0));
            let known = people(tx, &found)?;
            Ok::<_, ActError>((found, known, more))
        });
        let (found, names, more) = read.await?;
        let next_waiting = found.last().filter(|_| more).map(|row| (row.waits_until.clone(), row.id.clone()));
        Ok(IncomingPage {
            lines: found.into_iter().map(|row| line(row, today)).collect(),
            names,
            next: None,
            next_waiting,
        })
    }

    /// How many incoming documents wait for this person.
    pub async fn count_waiting_documents(&self, person: &Person) -> Result<Waiting, ActError> {
        let today = self.today();
        let (keys, day) = (waiting_keys(person, today), today.to_string());
        let (count, late) =
            self.0.store.read(move |tx| Ok::<_, ActError>(rows::waiting_count(tx, &keys, &day)?)).await?;
        Ok(Waiting { count, late })
    }
}

fn people(tx: &mut store::Tx<'_>, found: &[IncomingRow]) -> Result<BTreeMap<String, String>, ActError> {
    names(tx, found.iter().flat_map(|row| [row.submitted_to.as_str(), row.person.as_str()]))
}

fn line(row: IncomingRow, today: Date) -> IncomingLine {
    let until = if row.ended_on.is_empty() { today.to_string() } else { row.ended_on.clone() };
    let is_late = !row.due.is_empty() && row.due < until && row.state != IncomingStage::Returned.name();
    IncomingLine { row, is_late }
}

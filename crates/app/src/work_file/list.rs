//! Lists of work files, and what waits.

use std::collections::BTreeMap;

use domain::access::{Person, document_key_at, own_document_key, waiting_keys};
use domain::time::Date;
use domain::work_file::WorkFileStage;
use jiff::ToSpan;
use store::work_file::{self as rows, Filter, WorkFileRow};

use crate::App;
use crate::document::Waiting;
use crate::dossier::Cursor;
use crate::error::ActError;

/// Rows of a page at most.
const PAGE_MAX: i64 = 100;
/// Days before a file falls due on which whoever makes it is warned (Circular 01/2019/TT-BNV).
pub const WARNED_DAYS: i64 = 30;

/// Which list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkFileList {
    /// The unit whose files are wanted; none for those that the person makes.
    pub unit: Option<String>,
    /// Only in this stage.
    pub state: Option<WorkFileStage>,
    /// Only of this year.
    pub year: Option<i16>,
    /// Only those that go to the archive within thirty days, or should have gone.
    pub is_due: bool,
    /// Only those whose period is over.
    pub is_over: bool,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// Rows of the page.
    pub limit: i64,
}

/// A page of files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkFilePage {
    /// The files.
    pub rows: Vec<WorkFileRow>,
    /// Names of those who make them, by account.
    pub names: BTreeMap<String, String>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// The first day that nobody is warned of yet.
fn horizon(today: Date) -> String {
    today.checked_add(WARNED_DAYS.days()).unwrap_or(today).to_string()
}

impl App {
    /// Work files that this person sees: of a unit, or made by themselves; the newest first.
    pub async fn work_files(&self, person: &Person, list: WorkFileList) -> Result<WorkFilePage, ActError> {
        let today = self.today();
        let reader = match &list.unit {
            Some(unit) => document_key_at(person, unit, today).ok_or(ActError::NotFound)?,
            None if person.units(today).is_empty() => return Err(ActError::NotFound),
            None => own_document_key(person),
        };
        let keeper = list.unit.is_none().then(|| person.id.clone());
        let limit = list.limit.clamp(1, PAGE_MAX);
        let read = self.0.store.read(move |tx| {
            let (near, day) = (horizon(today), today.to_string());
            let filter = Filter {
                state: list.state.map(WorkFileStage::name),
                year: list.year.map_or(0, i64::from),
                keeper: keeper.as_deref(),
                handover_before: list.is_due.then_some(near.as_str()),
                over_on: list.is_over.then_some(day.as_str()),
            };
            let place = list.after.as_ref().map(|cursor| (cursor.at, cursor.code.as_str()));
            let mut rows = rows::list(tx, &reader, filter, place, limit.saturating_add(1))?;
            let more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
            rows.truncate(usize::try_from(limit).unwrap_or(0));
            let next = rows.last().filter(|_| more).map(|row| Cursor { at: row.opened_at, code: row.id.clone() });
            let names = names(tx, &rows)?;
            Ok::<_, ActError>(WorkFilePage { rows, names, next })
        });
        read.await
    }

    /// Files that wait for this person, what is due first first.
    pub async fn waiting_work_files(&self, person: &Person, limit: i64) -> Result<WorkFilePage, ActError> {
        let today = self.today();
        let keys = waiting_keys(person, today);
        let limit = limit.clamp(1, PAGE_MAX);
        let read = self.0.store.read(move |tx| {
            let rows = rows::waiting(tx, &keys, &horizon(today), limit)?;
            let names = names(tx, &rows)?;
            Ok::<_, ActError>(WorkFilePage { rows, names, next: None })
        });
        read.await
    }

    /// How many files wait for this person: those to be handed over within thirty days, and what is to be destroyed.
    pub async fn count_waiting_work_files(&self, person: &Person) -> Result<Waiting, ActError> {
        let today = self.today();
        let (keys, day, near) = (waiting_keys(person, today), today.to_string(), horizon(today));
        let read = self.0.store.read(move |tx| Ok::<_, ActError>(rows::waiting_count(tx, &keys, (&near, &day))?));
        let (count, late) = read.await?;
        Ok(Waiting { count, late })
    }
}

fn names(tx: &mut store::Tx<'_>, rows: &[WorkFileRow]) -> Result<BTreeMap<String, String>, ActError> {
    let mut keepers: Vec<String> = rows.iter().map(|row| row.keeper.clone()).collect();
    keepers.sort();
    keepers.dedup();
    Ok(store::review::names(tx, &keepers)?)
}

//! The list of files of an agency for a year (danh mục hồ sơ): written, approved once, opened from.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::decide::{SYMBOL_MAX, TITLE_MAX, lawful};
use super::refusal::required;
use super::{ReplayError, Retention, WorkFileRefusal};

/// Most entries of one list.
const ENTRIES_MAX: usize = 2_000;
/// Longest note, in characters.
const NOTE_MAX: usize = 500;

/// A line of the list, with the columns of the law's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Number and symbol (số và ký hiệu hồ sơ), once in the list.
    pub symbol: String,
    /// The heading under which it stands (đề mục).
    pub heading: String,
    /// The title (tiêu đề hồ sơ).
    pub title: String,
    /// How long it is kept (thời hạn bảo quản).
    pub retention: Retention,
    /// The unit whose people make it (người lập).
    pub unit: String,
    /// A note (ghi chú).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What somebody asks to be done with a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileListCommand {
    /// Add a line.
    Add(Entry),
    /// Drop the line of that symbol.
    Drop {
        /// Its symbol.
        symbol: String,
    },
    /// Approve the list.
    Approve,
}

/// What happened to a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FileListEvent {
    /// A line was added.
    Added {
        /// When.
        at: DateTime,
        /// The line.
        entry: Entry,
    },
    /// A line was dropped.
    Dropped {
        /// When.
        at: DateTime,
        /// Its symbol.
        symbol: String,
    },
    /// It was approved: from now on it does not change.
    Approved {
        /// When.
        at: DateTime,
    },
}

impl FileListEvent {
    /// Its stable name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Added { .. } => "file_list_added",
            Self::Dropped { .. } => "file_list_dropped",
            Self::Approved { .. } => "file_list_approved",
        }
    }
}

/// The list of an agency for a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileList {
    /// Events so far.
    pub version: i64,
    /// Its lines, in the order of their symbols.
    pub entries: Vec<Entry>,
    /// When it was approved.
    pub approved_at: Option<DateTime>,
}

impl FileList {
    /// The list that these events make.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a FileListEvent>) -> Result<Self, ReplayError> {
        let mut list = Self::default();
        for event in events {
            list.apply(event)?;
        }
        Ok(list)
    }

    /// The line of that symbol.
    #[must_use]
    pub fn entry(&self, symbol: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.symbol == symbol)
    }

    /// What happens when this is done now. Changes nothing.
    pub fn decide(&self, command: FileListCommand, now: DateTime) -> Result<FileListEvent, WorkFileRefusal> {
        if self.approved_at.is_some() {
            return Err(WorkFileRefusal::ListApproved);
        }
        match command {
            FileListCommand::Add(entry) => self.add(&entry, now),
            FileListCommand::Drop { symbol } => {
                self.entry(&symbol).ok_or(WorkFileRefusal::NoEntry)?;
                Ok(FileListEvent::Dropped { at: now, symbol })
            }
            FileListCommand::Approve if self.entries.is_empty() => Err(WorkFileRefusal::Empty),
            FileListCommand::Approve => Ok(FileListEvent::Approved { at: now }),
        }
    }

    fn add(&self, entry: &Entry, now: DateTime) -> Result<FileListEvent, WorkFileRefusal> {
        let note = crate::text::composed(&entry.note);
        if note.chars().count() > NOTE_MAX {
            return Err(WorkFileRefusal::TextTooLong { field: "note", most: NOTE_MAX });
        }
        let entry = Entry {
            symbol: required(&entry.symbol, "symbol", SYMBOL_MAX)?,
            heading: required(&entry.heading, "heading", TITLE_MAX)?,
            title: required(&entry.title, "title", TITLE_MAX)?,
            retention: lawful(entry.retention)?,
            unit: required(&entry.unit, "unit", TITLE_MAX)?,
            note,
        };
        if self.entry(&entry.symbol).is_some() {
            return Err(WorkFileRefusal::SymbolTaken);
        }
        if self.entries.len() >= ENTRIES_MAX {
            return Err(WorkFileRefusal::Full(ENTRIES_MAX));
        }
        Ok(FileListEvent::Added { at: now, entry })
    }

    /// Takes one more event in.
    pub fn apply(&mut self, event: &FileListEvent) -> Result<(), ReplayError> {
        match event {
            FileListEvent::Added { entry, .. } => {
                let place = self.entries.partition_point(|known| known.symbol <= entry.symbol);
                self.entries.insert(place, entry.clone());
            }
            FileListEvent::Dropped { symbol, .. } => {
                let place = self.entries.iter().position(|entry| entry.symbol == *symbol);
                self.entries.remove(place.ok_or(ReplayError::OutOfOrder)?);
            }
            FileListEvent::Approved { at } => self.approved_at = Some(*at),
        }
        self.version = self.version.checked_add(1).ok_or(ReplayError::OutOfOrder)?;
        Ok(())
    }
}

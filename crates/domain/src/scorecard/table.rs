//! Tables of units: headings and rows of texts, read from CSV or JSON; a faulty table is refused whole.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{heading, read_csv};
use crate::text::composed;

/// Largest file read.
const MAX_BYTES: usize = 32 * 1024 * 1024;
/// Most rows.
pub(super) const MAX_ROWS: usize = 200_000;
/// Most columns.
const MAX_COLUMNS: usize = 2_000;
/// Longest cell, in bytes.
pub(super) const MAX_CELL: usize = 20_000;

/// What is wrong with a table. The English sentence is for logs; pages have their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum TableFaultKind {
    /// Larger than any table.
    #[error("larger than a table may be")]
    TooLarge,
    /// No UTF-8.
    #[error("not UTF-8 text")]
    NotUtf8,
    /// Neither CSV nor JSON as described.
    #[error("neither rows of CSV nor a list of JSON objects")]
    NotATable,
    /// A quote that does not end, or stands inside an unquoted cell.
    #[error("a quotation mark does not belong here")]
    Quote,
    /// No row of headings.
    #[error("has no headings")]
    NoHeadings,
    /// Two headings that are one.
    #[error("the heading {heading:?} stands twice")]
    HeadingTwice { heading: String },
    /// More or fewer cells than headings.
    #[error("has {found} cells under {expected} headings")]
    CellCount { expected: usize, found: usize },
    /// No column names the units.
    #[error("no column names the units")]
    NoUnits,
    /// A row without a unit.
    #[error("names no unit")]
    UnitMissing,
    /// A unit twice in one block.
    #[error("the unit {unit:?} stands twice in its block")]
    UnitTwice { unit: String },
    /// Nothing in the table belongs to the scorecard.
    #[error("no column belongs to the scorecard")]
    NothingToScore,
    /// A heading that the scorecard needs.
    #[error("the heading {heading:?} is missing")]
    HeadingMissing { heading: String },
}

/// A fault of a table and where it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {row}: {kind}")]
pub struct TableFault {
    /// Row, from 1 with the headings as the first; 0 for the table as a whole.
    pub row: usize,
    /// What is wrong.
    pub kind: TableFaultKind,
}

impl TableFault {
    pub(super) const fn at(row: usize, kind: TableFaultKind) -> Self {
        Self { row, kind }
    }
}

/// A table: headings, and rows with a text under each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    headings: Vec<String>,
    places: BTreeMap<String, usize>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of one row, whose headings are all different.
    pub(super) fn of_one_row(headings: Vec<String>, row: Vec<String>) -> Self {
        let places = headings.iter().enumerate().map(|(place, heading)| (heading::key(heading), place)).collect();
        Self { headings, places, rows: vec![row] }
    }

    /// Reads CSV (RFC 4180, comma or semicolon, UTF-8) or JSON: a list of objects, or an object with `rows` or `data`
    /// that is one. Numbers in JSON that must keep more than 15 digits are written as texts.
    ///
    /// # Errors
    /// The first fault; such a table is refused whole.
    pub fn parse(bytes: &[u8]) -> Result<Self, TableFault> {
        let whole = |kind| TableFault::at(0, kind);
        if bytes.len() > MAX_BYTES {
            return Err(whole(TableFaultKind::TooLarge));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| whole(TableFaultKind::NotUtf8))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim_start().starts_with(['[', '{']) {
            return Self::from_json(text);
        }
        let mut rows = read_csv::rows(text)?;
        if rows.is_empty() {
            return Err(whole(TableFaultKind::NoHeadings));
        }
        let headings = rows.remove(0);
        Self::new(&headings, rows)
    }

    /// A table of headings and rows.
    ///
    /// # Errors
    /// A heading that stands twice, or a row with more or fewer cells than there are headings.
    pub fn new(headings: &[String], rows: Vec<Vec<String>>) -> Result<Self, TableFault> {
        let headings: Vec<String> = headings.iter().map(|heading| composed(heading)).collect();
        if headings.is_empty() || headings.iter().all(String::is_empty) {
            return Err(TableFault::at(1, TableFaultKind::NoHeadings));
        }
        if headings.len() > MAX_COLUMNS || rows.len() > MAX_ROWS {
            return Err(TableFault::at(0, TableFaultKind::TooLarge));
        }
        let mut places = BTreeMap::new();
        for (place, heading) in headings.iter().enumerate() {
            let key = heading::key(heading);
            if !key.is_empty() && places.insert(key, place).is_some() {
                let heading = heading.clone();
                return Err(TableFault::at(1, TableFaultKind::HeadingTwice { heading }));
            }
        }
        let expected = headings.len();
        for (index, row) in rows.iter().enumerate() {
            if row.len() != expected {
                let kind = TableFaultKind::CellCount { expected, found: row.len() };
                return Err(TableFault::at(index.saturating_add(2), kind));
            }
        }
        Ok(Self { headings, places, rows })
    }

    fn from_json(text: &str) -> Result<Self, TableFault> {
        let wrong = |row| TableFault::at(row, TableFaultKind::NotATable);
        let value: Value = serde_json::from_str(text).map_err(|_| wrong(0))?;
        let list = match &value {
            Value::Array(list) => list,
            other => {
                let list = ["rows", "data"].into_iter().find_map(|name| other.get(name)?.as_array());
                list.ok_or_else(|| wrong(0))?
            }
        };
        if list.len() > MAX_ROWS {
            return Err(TableFault::at(0, TableFaultKind::TooLarge));
        }
        let mut headings: Vec<String> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut objects: Vec<&Map<String, Value>> = Vec::with_capacity(list.len());
        for (index, entry) in list.iter().enumerate() {
            let object = entry.as_object().ok_or_else(|| wrong(index.saturating_add(2)))?;
            for name in object.keys() {
                if !places.contains_key(name.as_str()) {
                    places.insert(name, headings.len());
                    headings.push(name.clone());
                }
            }
            objects.push(object);
        }
        let cell = |object: &Map<String, Value>, heading: &String| match object.get(heading) {
            None | Some(Value::Null) => Some(String::new()),
            Some(Value::String(text)) => Some(composed(text)),
            Some(Value::Bool(yes)) => Some(yes.to_string()),
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(Value::Array(_) | Value::Object(_)) => None,
        };
        let row = |(index, object): (usize, &&Map<String, Value>)| {
            let cells: Option<Vec<String>> = headings.iter().map(|heading| cell(object, heading)).collect();
            cells.ok_or_else(|| wrong(index.saturating_add(2)))
        };
        let rows: Result<Vec<Vec<String>>, TableFault> = objects.iter().enumerate().map(row).collect();
        let rows = rows?;
        Self::new(&headings, rows)
    }

    /// The headings.
    #[must_use]
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// The place of a heading, however it is written.
    pub(super) fn place(&self, heading: &str) -> Option<usize> {
        self.places.get(&heading::key(heading)).copied()
    }

    /// The first of several headings that is there.
    pub(super) fn first(&self, headings: impl IntoIterator<Item = impl AsRef<str>>) -> Option<usize> {
        headings.into_iter().find_map(|heading| self.place(heading.as_ref()))
    }

    /// The heading at a place.
    pub(super) fn heading(&self, place: usize) -> &str {
        self.headings.get(place).map_or("", String::as_str)
    }
}

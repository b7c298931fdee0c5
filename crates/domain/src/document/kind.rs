//! The types of administrative documents, as dated data.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::organisation::Validity;
use crate::text::fold;

/// A type of document (loại văn bản).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// Its stable name: `quyet_dinh`.
    pub id: String,
    /// Its place in the list of the law.
    pub order: u16,
    /// Its name.
    pub name_vi: String,
    /// In English.
    pub name_en: String,
    /// What stands for it in the symbol; none for letters, whose symbol names the unit instead.
    pub abbreviation: Option<String>,
    /// Whether it is a copy of another document.
    #[serde(default)]
    pub is_copy: bool,
    /// When it holds.
    #[serde(flatten)]
    pub validity: Validity,
    /// The clause.
    pub legal_basis_vi: String,
    /// Where it was read.
    pub source: String,
}

/// The list (`data/documents/document_types.json`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentTypes(Vec<Kind>);

/// Why a list is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum DocumentTypesFault {
    #[error("not a list of document types: {why}")]
    Shape { why: String },
    #[error("count is {count}, and there are {found}")]
    Count { count: usize, found: usize },
    #[error("{field} of {id} is empty or written in another way than it must be")]
    Text { id: String, field: &'static str },
    #[error("{id}: the days are not in order")]
    Days { id: String },
    #[error("{field} {given:?} stands twice at the same time")]
    Twice { field: &'static str, given: String },
}

#[derive(Deserialize)]
struct File {
    count: usize,
    document_types: Vec<Kind>,
}

impl DocumentTypes {
    /// Reads a file; every fault at once.
    pub fn parse(bytes: &[u8]) -> Result<Self, Vec<DocumentTypesFault>> {
        let shape = |error: serde_json::Error| vec![DocumentTypesFault::Shape { why: error.to_string() }];
        let File { count, document_types: kinds } = serde_json::from_slice(bytes).map_err(shape)?;
        let mut faults = Vec::new();
        if count != kinds.len() {
            faults.push(DocumentTypesFault::Count { count, found: kinds.len() });
        }
        for kind in &kinds {
            let texts = [
                ("id", &kind.id),
                ("name_vi", &kind.name_vi),
                ("name_en", &kind.name_en),
                ("legal_basis_vi", &kind.legal_basis_vi),
                ("source", &kind.source),
            ];
            let wrong = texts.into_iter().filter(|(_, text)| text.is_empty() || crate::text::composed(text) != **text);
            faults.extend(wrong.map(|(field, _)| DocumentTypesFault::Text { id: kind.id.clone(), field }));
            if !kind.validity.is_ordered() {
                faults.push(DocumentTypesFault::Days { id: kind.id.clone() });
            }
        }
        faults.extend(twice(&kinds));
        if faults.is_empty() { Ok(Self(kinds)) } else { Err(faults) }
    }

    /// Those that hold on a day, in the order of the law.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &Kind> {
        self.0.iter().filter(move |kind| kind.validity.contains(day))
    }

    /// The one of that id that holds on a day.
    #[must_use]
    pub fn get(&self, id: &str, day: Date) -> Option<&Kind> {
        self.on(day).find(|kind| kind.id == id)
    }

    /// The one whose abbreviation begins a symbol such as `QĐ-UBND`.
    #[must_use]
    pub fn of_notation(&self, notation: &str, day: Date) -> Option<&Kind> {
        let first = notation.split('-').next()?;
        self.on(day).find(|kind| kind.abbreviation.as_deref() == Some(first))
    }

    /// The one of that name, written with or without accents.
    #[must_use]
    pub fn of_name(&self, name: &str, day: Date) -> Option<&Kind> {
        let plain = |text: &str| fold(text.split('(').next().unwrap_or_default());
        let exact = self.on(day).find(|kind| kind.name_vi == name);
        exact.or_else(|| self.on(day).find(|kind| plain(&kind.name_vi) == plain(name)))
    }
}

/// Ids and abbreviations that two records have at the same time.
fn twice(kinds: &[Kind]) -> Vec<DocumentTypesFault> {
    let mut found = BTreeSet::new();
    for (index, kind) in kinds.iter().enumerate() {
        for other in kinds.iter().skip(index.saturating_add(1)).filter(|other| meet(kind.validity, other.validity)) {
            if kind.id == other.id {
                found.insert(("id", kind.id.clone()));
            }
            if let Some(abbreviation) =
                kind.abbreviation.as_ref().filter(|one| other.abbreviation.as_ref() == Some(one))
            {
                found.insert(("abbreviation", abbreviation.clone()));
            }
        }
    }
    found.into_iter().map(|(field, given)| DocumentTypesFault::Twice { field, given }).collect()
}

fn meet(one: Validity, other: Validity) -> bool {
    let before = |first: Validity, second: Validity| match (first.to, second.from) {
        (Some(to), Some(from)) => to < from,
        (None, _) | (_, None) => false,
    };
    !before(one, other) && !before(other, one)
}

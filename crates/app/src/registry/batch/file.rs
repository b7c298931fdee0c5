//! From the bytes of a file to what it would change.

use domain::dataset::{Content, Dataset};
use domain::difference::{self, Change};
use domain::procedure::RecordKind;
use domain::time::Date;

use super::{BatchError, BatchFault, FILE_BYTES_MAX};
use crate::Catalogue;
use crate::seal::sha256_hex;

/// The first bytes of a workbook: a ZIP archive.
const WORKBOOK: &[u8] = b"PK\x03\x04";

/// A procedure that the file changes.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchChange {
    /// As the newest version says it.
    pub before: Content,
    /// As the file says it.
    pub after: Content,
    /// The version that it starts from.
    pub based_on: String,
    /// Every difference, never empty.
    pub changes: Vec<Change>,
}

/// What a file would change.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BatchPreview {
    /// Procedures that are new, or of which only a line of the national catalogue is known.
    pub added: Vec<Content>,
    /// Procedures that differ from their newest version.
    pub changed: Vec<BatchChange>,
    /// How many say what is published already.
    pub unchanged: usize,
    /// Code and name of published procedures that the file does not have. They stay as they are.
    pub missing: Vec<(String, String)>,
    /// Names the versions that were compared: another name at the confirmation means that something was published since.
    pub base: String,
}

impl BatchPreview {
    /// How many drafts it would make.
    #[must_use]
    pub const fn drafts(&self) -> usize {
        self.added.len().saturating_add(self.changed.len())
    }

    /// The codes of the procedures of which it would make drafts.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let changed = self.changed.iter().map(|change| &change.after);
        self.added.iter().chain(changed).map(|content| content.procedure.id.as_str())
    }
}

/// Compares a file with the newest versions of a catalogue, those that are scheduled included. A JSON file of procedures
/// says nothing of forms: they stay as they are.
///
/// # Errors
/// Every fault of the file; nothing is compared of a file with any.
pub fn preview(catalogue: &Catalogue, day: Date, name: &str, bytes: &[u8]) -> Result<BatchPreview, BatchError> {
    let after = read(catalogue, name, bytes).map_err(BatchError::Faults)?;
    let before: Vec<Content> = newest(catalogue, day);
    let found = difference::catalogue(&before, &after);
    let known = |id: &str| catalogue.newest_version(id).unwrap_or_default();
    let changed: Vec<BatchChange> = found
        .changed
        .into_iter()
        .map(|change| BatchChange {
            before: change.before.clone(),
            after: change.after.clone(),
            based_on: known(&change.after.procedure.id),
            changes: change.changes,
        })
        .collect();
    let gone = |content: &&Content| (content.procedure.id.clone(), content.procedure.name_vi.clone());
    let mut preview = BatchPreview {
        added: found.added.into_iter().cloned().collect(),
        changed,
        unchanged: found.unchanged,
        missing: found.removed.iter().map(gone).collect(),
        base: String::new(),
    };
    preview.base = base(catalogue, &preview);
    let drafts = preview.added.iter().chain(preview.changed.iter().map(|change| &change.after));
    let faults: Vec<BatchFault> = drafts.flat_map(Content::rule_faults).map(BatchFault::Data).collect();
    if faults.is_empty() { Ok(preview) } else { Err(BatchError::Faults(faults)) }
}

fn read(catalogue: &Catalogue, name: &str, bytes: &[u8]) -> Result<Vec<Content>, Vec<BatchFault>> {
    if bytes.starts_with(WORKBOOK) {
        let faults = |found: Vec<sheet::SheetFault>| found.into_iter().map(BatchFault::Sheet).collect();
        return sheet::read_catalogue(bytes).map_err(faults);
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(vec![BatchFault::NotACatalogue]);
    }
    let faults = |found: Vec<domain::dataset::Fault>| found.into_iter().map(BatchFault::Data).collect::<Vec<_>>();
    let Dataset::Procedures(records) = Dataset::parse(name, bytes).map_err(faults)? else {
        return Err(vec![BatchFault::NotACatalogue]);
    };
    let form = |id: &str| Some(catalogue.published_form(catalogue.versions(id).last()?)?.as_ref().clone());
    Ok(records.into_iter().map(|procedure| Content { form: form(&procedure.id), procedure }).collect())
}

/// The newest version of every procedure that is published in full.
fn newest(catalogue: &Catalogue, day: Date) -> Vec<Content> {
    let last = catalogue.procedures(day).filter_map(|procedure| catalogue.versions(&procedure.id).last());
    let full = last.filter(|procedure| procedure.record != RecordKind::Catalogue);
    full.map(|procedure| catalogue.content(procedure)).collect()
}

/// Names what the preview rests on: for each draft the version from which it starts and what that says.
fn base(catalogue: &Catalogue, preview: &BatchPreview) -> String {
    let added = preview.added.iter().map(|content| {
        let id = &content.procedure.id;
        format!("+ {id} {}\n", catalogue.newest_version(id).unwrap_or_default())
    });
    let changed = preview.changed.iter().map(|change| {
        let said = sha256_hex(change.before.to_json().as_bytes());
        format!("* {} {} {said}\n", change.before.procedure.id, change.based_on)
    });
    let all: String = added.chain(changed).collect();
    sha256_hex(all.as_bytes())
}

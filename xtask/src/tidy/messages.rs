//! Vietnamese and English say the same things, in composed Unicode.

use std::collections::BTreeSet;

use unicode_normalization::is_nfc;

use super::source::Tree;
use crate::workspace::Workspace;

const FOLDER: &str = "crates/server/messages/";

/// Same files, same keys, NFC throughout. Written text elsewhere (documents, templates) is NFC too.
pub(crate) fn agree(_: &Workspace, tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    let vietnamese = keys(tree, "vi", &mut faults);
    let english = keys(tree, "en", &mut faults);
    faults.extend(vietnamese.difference(&english).map(|key| format!("{FOLDER}en lacks {key}")));
    faults.extend(english.difference(&vietnamese).map(|key| format!("{FOLDER}vi lacks {key}")));
    let decomposed = tree.files.iter().filter(|file| !is_nfc(&file.text));
    faults.extend(decomposed.map(|file| format!("{}: letters with separate marks (not NFC)", file.path)));
    faults
}

/// Every key of a language as `file: table.key`; a file that is not TOML is a fault.
fn keys(tree: &Tree, language: &str, faults: &mut Vec<String>) -> BTreeSet<String> {
    let folder = format!("{FOLDER}{language}/");
    let mut keys = BTreeSet::new();
    for file in tree.below(&folder).filter(|file| file.is("toml")) {
        let name = file.path.strip_prefix(&folder).unwrap_or_default();
        match file.text.parse() {
            Ok(table) => collect(&format!("{name}: "), &table, &mut keys),
            Err(error) => faults.push(format!("{}: {error}", file.path)),
        }
    }
    keys
}

fn collect(prefix: &str, table: &toml::Table, keys: &mut BTreeSet<String>) {
    for (key, value) in table {
        match value.as_table() {
            Some(inner) => collect(&format!("{prefix}{key}."), inner, keys),
            None => {
                keys.insert(format!("{prefix}{key}"));
            }
        }
    }
}

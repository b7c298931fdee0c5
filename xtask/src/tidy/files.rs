//! Limits at the tail: every file says why it exists and is short enough to be read in one go.

use super::source::Tree;
use crate::workspace::Workspace;

const LINES_MAX: usize = 400;
const TEST_LINES_MAX: usize = 600;

/// A `//!` header on every Rust file, at most 400 lines (600 in tests). Length of functions is clippy's matter.
pub(crate) fn headers_and_lengths(_: &Workspace, tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for file in tree.rust() {
        if !file.text.starts_with("//! ") {
            faults.push(format!("{}: the first line does not say why the file exists (//! …)", file.path));
        }
        let lines = file.text.lines().count();
        let most = if file.is_test() { TEST_LINES_MAX } else { LINES_MAX };
        if lines > most {
            faults.push(format!("{}: {lines} lines, at most {most}", file.path));
        }
    }
    faults
}

/// Unfinished marks and paths of somebody's machine do not belong in the project.
pub(crate) fn forbidden_words(_: &Workspace, tree: &Tree) -> Vec<String> {
    // Written in two halves, so that this file keeps its own rule.
    let words = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
        concat!("/t", "mp/"),
        concat!("../sha", "red"),
    ];
    let mut faults = Vec::new();
    for file in &tree.files {
        for (line, number) in file.text.lines().zip(1_usize..) {
            let found = words.iter().filter(|word| line.contains(*word));
            faults.extend(found.map(|word| format!("{}:{number}: {word}", file.path)));
        }
    }
    faults
}

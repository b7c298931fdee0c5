//! The life of a dossier and the question who may do what are decided case by case, never by "everything else".

use super::source::Tree;
use crate::workspace::Workspace;

/// Rooms in which a new stage, event, role or action must make the compiler ask everywhere.
const ROOMS: [&str; 8] = [
    "crates/domain/src/dossier/",
    "crates/domain/src/access/",
    "crates/domain/src/registry/",
    "crates/domain/src/workflow/",
    "crates/domain/src/exchange/",
    "crates/domain/src/document/",
    "crates/domain/src/statute/",
    "crates/domain/src/figure/",
];

/// No `_ =>` in those rooms.
pub(crate) fn are_exhaustive(_: &Workspace, tree: &Tree) -> Vec<String> {
    let sources = ROOMS.iter().flat_map(|room| tree.below(room)).filter(|file| file.is("rs") && !file.is_test());
    sources
        .flat_map(|file| file.code().map(move |(number, line)| (file, number, line)))
        .filter(|(_, _, line)| has_wildcard(line))
        .map(|(file, number, _)| format!("{}:{number}: a wildcard arm; name every case", file.path))
        .collect()
}

fn has_wildcard(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("_ =>") || line.starts_with("_ if ") || line.contains(", _ =>") || line.contains("{ _ =>")
}

#[cfg(test)]
mod tests {
    use super::has_wildcard;

    #[test]
    fn a_wildcard_is_found_a_field_left_out_is_not() {
        assert!(has_wildcard("        _ => Ok(()),"));
        assert!(has_wildcard("match stage { Stage::Closed => 1, _ => 2 }"));
        assert!(!has_wildcard("Event::Paused { ground, .. } => Some(ground),"));
        assert!(!has_wildcard("let _ = stage;"));
    }
}

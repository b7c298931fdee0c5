//! Every dependency that a crate names is used by its sources, and every one that the workspace offers by a crate.

use super::source::Tree;
use crate::workspace::Workspace;

/// A dependency counts as used when its name stands as a word anywhere in the crate's Rust code.
pub(crate) fn are_used(workspace: &Workspace, tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for package in &workspace.packages {
        let folder = package.folder.strip_prefix(&workspace.root).unwrap_or(&package.folder);
        let folder = format!("{}/", folder.display());
        let sources: Vec<_> = tree.below(&folder).filter(|file| file.is("rs")).collect();
        // A crate may name itself, to have its optional features in its own tests.
        for dependency in package.dependencies.iter().filter(|dependency| dependency.package != package.name) {
            let used = sources.iter().any(|file| file.code().any(|(_, line)| has_word(line, &dependency.identifier)));
            if !used {
                faults.push(format!("{} does not use {}", package.name, dependency.package));
            }
        }
    }
    faults
}

/// Each library that the root `Cargo.toml` offers is taken by a crate, and the block it stands in begins with a line
/// of why.
pub(crate) fn are_taken_and_explained(workspace: &Workspace, tree: &Tree) -> Vec<String> {
    let manifest = tree.file("Cargo.toml").map_or("", |file| file.text.as_str());
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap_or_default();
    let taken = |name: &str| {
        let identifier = name.replace('-', "_");
        let all = workspace.packages.iter().flat_map(|package| &package.dependencies);
        all.into_iter().any(|dependency| dependency.identifier == identifier)
    };
    let mut explained = false;
    let mut faults = Vec::new();
    for line in section.lines().take_while(|line| !line.starts_with('[')) {
        if line.is_empty() {
            explained = false;
        } else if line.starts_with('#') {
            explained = true;
        } else if let Some((name, _)) = line.split_once(" = ") {
            if !taken(name) {
                faults.push(format!("Cargo.toml: no crate takes {name}"));
            }
            if !explained {
                faults.push(format!("Cargo.toml: no line says why {name} is there"));
            }
        }
    }
    faults
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|found| found == word)
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_part_of_a_word_is_not_the_word() {
        assert!(has_word("use toml::Table;", "toml"));
        assert!(!has_word("use toml_edit::Table;", "toml"));
    }
}

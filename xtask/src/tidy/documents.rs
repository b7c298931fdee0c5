//! The documents speak of files that exist, and of every decision.

use std::path::Path;

use super::source::{File, Tree};
use crate::workspace::Workspace;

/// What must be in the root of a project that others shall reuse.
const IN_THE_ROOT: [&str; 8] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "README.vi.md",
    "deny.toml",
    "publiccode.yml",
];
/// Paths that appear only when the program or the tests have run.
const MADE_LATER: [&str; 2] = ["target/", "motcua-data"];

/// Paths named in ARCHITECTURE.md exist, links between documents lead somewhere, the index of decisions is whole.
pub(crate) fn are_true(workspace: &Workspace, tree: &Tree) -> Vec<String> {
    let root = &workspace.root;
    let absent = IN_THE_ROOT.iter().filter(|path| !root.join(path).is_file());
    let mut faults: Vec<String> = absent.map(|path| format!("{path} is missing")).collect();
    if let Some(architecture) = tree.file("ARCHITECTURE.md") {
        let gone = named_paths(&architecture.text).filter(|path| !root.join(path).exists());
        faults.extend(gone.map(|path| format!("ARCHITECTURE.md names {path}, which does not exist")));
    }
    for file in tree.files.iter().filter(|file| file.is("md")) {
        faults.extend(broken_links(root, file));
    }
    faults.extend(decisions_outside_index(tree));
    faults
}

/// What stands in backticks and looks like a path of this tree.
fn named_paths(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|word| {
        let plain = word.chars().all(|letter| letter.is_ascii_alphanumeric() || "/._-".contains(letter));
        let file = [".md", ".toml", ".rs", ".yml"].iter().any(|end| word.ends_with(end)) && *word != "motcua.toml";
        let path = word.contains('/') && !word.starts_with('/');
        plain && (path || file) && !MADE_LATER.iter().any(|later| word.starts_with(later))
    })
}

fn broken_links<'a>(root: &'a Path, file: &'a File) -> impl Iterator<Item = String> + 'a {
    let folder = root.join(&file.path).parent().map(Path::to_owned).unwrap_or_default();
    let targets = file.text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let local = targets.filter(|target| !target.contains(':') && !target.starts_with('#') && !target.contains(' '));
    local
        .map(|target| target.split('#').next().unwrap_or_default())
        .filter(move |target| !folder.join(target).exists())
        .map(|target| format!("{} links to {target}, which does not exist", file.path))
}

fn decisions_outside_index(tree: &Tree) -> Vec<String> {
    let folder = "docs/decisions/";
    let index = tree.file("docs/decisions/README.md").map_or("", |file| file.text.as_str());
    tree.below(folder)
        .filter_map(|file| file.path.strip_prefix(folder))
        .filter(|name| *name != "README.md" && !index.contains(&format!("]({name})")))
        .map(|name| format!("{folder}README.md does not list {name}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::named_paths;

    #[test]
    fn only_paths_of_the_tree_are_looked_up() {
        let text =
            "`crates/store` holds `Tx`; `GET /healthz` and `/api/v1` are addresses; see `deny.toml`, `target/x`.";
        assert_eq!(named_paths(text).collect::<Vec<_>>(), ["crates/store", "deny.toml"]);
    }
}

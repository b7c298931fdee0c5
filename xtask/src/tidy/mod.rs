//! The project's own rules, as functions from the tree to a list of faults.
//!
//! What the compiler and clippy cannot say: which crate may know which, how long a file may be, where SQL may
//! stand, that the documents speak of files that exist. Each rule is one file here, and each is also a test, so
//! that `cargo test` finds a breach as surely as `cargo xtask lint` does.

mod arms;
mod arrows;
mod dependencies;
mod documents;
mod files;
mod messages;
mod pages;
mod source;
mod sql;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use source::Tree;

/// One rule: it looks at the tree and names every breach.
type Rule = fn(&Workspace, &Tree) -> Vec<String>;

const RULES: [(&str, Rule); 13] = [
    ("arrows between crates", arrows::between_crates),
    ("the law depends on no machinery", arrows::pure_domain),
    ("arrows between the rooms of the law", arrows::between_rooms),
    ("life and permission name every case", arms::are_exhaustive),
    ("every dependency is used", dependencies::are_used),
    ("every dependency of the workspace is taken and explained", dependencies::are_taken_and_explained),
    ("headers and lengths of files", files::headers_and_lengths),
    ("words that must not stand", files::forbidden_words),
    ("SQL stays in the store and is portable", sql::in_store_and_portable),
    ("both languages say the same things", messages::agree),
    ("documents name what exists", documents::are_true),
    ("forms are signed", pages::forms_are_signed),
    ("a stranger tries every route", pages::strangers_try_every_route),
];

/// Checks every rule and prints each breach; an error when there is one.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let tree = Tree::load(&workspace.root)?;
    let mut count = 0_usize;
    for (name, rule) in RULES {
        let faults = rule(workspace, &tree);
        println!("{} {name}", if faults.is_empty() { "✓" } else { "✗" });
        for fault in &faults {
            println!("    {fault}");
        }
        count = count.saturating_add(faults.len());
    }
    if count > 0 {
        bail!("{count} breaches of the rules of the house");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{RULES, source::Tree};
    use crate::workspace::Workspace;

    #[test]
    fn the_house_keeps_its_rules() -> anyhow::Result<()> {
        let workspace = Workspace::load()?;
        let tree = Tree::load(&workspace.root)?;
        let mut faults = Vec::new();
        for (name, rule) in RULES {
            faults.extend(rule(&workspace, &tree).into_iter().map(|fault| format!("{name}: {fault}")));
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        Ok(())
    }
}

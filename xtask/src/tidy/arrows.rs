//! Who may know whom: crates among each other, and the rooms within the law.

use super::source::{File, Tree};
use crate::workspace::Workspace;

/// Each crate of the workspace with the crates of the workspace that it may know.
const ARROWS: [(&str, &[&str]); 10] = [
    ("motcua-domain", &[]),
    ("motcua-sheet", &["motcua-domain"]),
    ("motcua-paper", &[]),
    ("motcua-signing", &[]),
    ("motcua-store", &["motcua-domain"]),
    ("motcua-app", &["motcua-domain", "motcua-sheet", "motcua-signing", "motcua-store"]),
    ("motcua", &["motcua-app", "motcua-domain", "motcua-paper", "motcua-sheet"]),
    ("motcua-bench", &["motcua-app", "motcua-domain", "motcua-paper", "motcua-store"]),
    ("motcua-e2e", &["motcua-domain"]),
    ("xtask", &[]),
];

/// What would bring a clock, chance, a database or the network into the law.
const MACHINERY: [&str; 16] = [
    "async-std",
    "axum",
    "chrono",
    "futures",
    "getrandom",
    "hyper",
    "object_store",
    "postgres",
    "rand",
    "reqwest",
    "rusqlite",
    "sqlx",
    "tokio",
    "tokio-postgres",
    "tracing",
    "ureq",
];

/// The rooms of the law, from the ground up: each may use those before it.
const ROOMS: [&str; 34] = [
    "text",
    "time",
    "rule",
    "calendar",
    "deadline",
    "organisation",
    "access",
    "desk",
    "procedure",
    "eform",
    "burden",
    "scorecard",
    "survey",
    "workflow",
    "ledger",
    "escalation",
    "reasoned_notice",
    "statute",
    "dataset",
    "difference",
    "dossier",
    "lateness",
    "notice",
    "own_data",
    "payment",
    "registry",
    "review",
    "round",
    "edxml",
    "exchange",
    "document",
    "work_file",
    "figure",
    "event_log",
];

/// server → app → store → domain; anybody → domain; nobody back.
pub(crate) fn between_crates(workspace: &Workspace, _: &Tree) -> Vec<String> {
    let ours = |name: &str| workspace.packages.iter().any(|package| package.name == name);
    let mut faults = Vec::new();
    for package in &workspace.packages {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == package.name) else {
            faults.push(format!("{} is a crate that no arrow speaks of", package.name));
            continue;
        };
        let known = package.dependencies.iter().map(|dependency| dependency.package.as_str());
        // A crate may ask for a feature of its own in its tests.
        let others = known.filter(|name| *name != package.name);
        let wrong = others.filter(|name| ours(name) && !allowed.contains(name));
        faults.extend(wrong.map(|name| format!("{} must not depend on {name}", package.name)));
    }
    faults
}

/// The law takes time and identities as arguments; it cannot even reach for anything else.
pub(crate) fn pure_domain(workspace: &Workspace, _: &Tree) -> Vec<String> {
    let domain = workspace.packages.iter().filter(|package| package.name == "motcua-domain");
    let known = domain.flat_map(|domain| &domain.dependencies).map(|dependency| dependency.package.as_str());
    known.filter(|name| MACHINERY.contains(name)).map(|name| format!("domain depends on {name}")).collect()
}

/// Within the law a room uses only the rooms below it.
pub(crate) fn between_rooms(_: &Workspace, tree: &Tree) -> Vec<String> {
    let folder = "crates/domain/src/";
    let mut faults = Vec::new();
    for file in tree.below(folder).filter(|file| file.is("rs") && !file.is_test()) {
        let room = room_of(file.path.strip_prefix(folder).unwrap_or_default());
        if room == "lib" {
            continue;
        }
        let Some(floor) = ROOMS.iter().position(|name| *name == room) else {
            faults.push(format!("{}: the room {room} has no place in the order of the law", file.path));
            continue;
        };
        let above = ROOMS.iter().skip(floor.saturating_add(1));
        for name in above.filter(|name| uses(file, name)) {
            faults.push(format!("{}: {room} lies below {name} and must not use it", file.path));
        }
    }
    faults
}

fn room_of(path: &str) -> &str {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// Whether the code names `crate::room`, alone or inside a `use crate::{…}`.
fn uses(file: &File, room: &str) -> bool {
    let code: String = file.code().flat_map(|(_, line)| [line, "\n"]).collect();
    code.match_indices("crate::").any(|(start, found)| {
        let rest = code.get(start.saturating_add(found.len())..).unwrap_or_default();
        rest.strip_prefix('{').map_or_else(|| first_word(rest) == room, |list| top_words(list).contains(&room))
    })
}

fn first_word(text: &str) -> &str {
    text.trim_start().split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default()
}

/// The first word of each item of `a::B, c::{D, E}}`, up to the closing brace.
fn top_words(list: &str) -> Vec<&str> {
    let mut words = vec![first_word(list)];
    let mut depth = 0_usize;
    for (position, letter) in list.char_indices() {
        match letter {
            '{' => depth = depth.saturating_add(1),
            '}' if depth == 0 => break,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => words.push(first_word(list.get(position.saturating_add(1)..).unwrap_or_default())),
            _ => (),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{File, uses};

    fn file(text: &str) -> File {
        File { path: "crates/domain/src/calendar/mod.rs".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_room_is_found_alone_and_in_a_list() {
        assert!(uses(&file("use crate::dossier::State;"), "dossier"));
        assert!(uses(&file("use crate::{time::{Zone, Instant}, dossier::State};"), "dossier"));
        assert!(uses(&file("fn f(x: &crate::dossier::Dossier) {}"), "dossier"));
    }

    #[test]
    fn a_comment_or_a_longer_word_is_not_a_use() {
        assert!(!uses(&file("// as crate::dossier does"), "dossier"));
        assert!(!uses(&file("use crate::dossiers;"), "dossier"));
        assert!(!uses(&file("use crate::time::dossier;"), "dossier"));
    }
}

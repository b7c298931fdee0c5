//! SQL stands in the store alone, and says only what both engines understand alike.

use super::source::{File, Tree};
use crate::workspace::Workspace;

/// Who may write SQL: the store, and those who measure or look at a database from outside.
const MAY_WRITE_SQL: [&str; 4] = ["crates/store/", "bench/", "e2e/", "xtask/"];

/// The one file of the store that may hold a second text for one engine.
const DIALECT: &str = "crates/store/src/dialect.rs";

/// What marks a line of code as SQL.
const MARKS: [&str; 6] = ["sql!(", "SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "ON CONFLICT"];

/// What one engine lacks or reads otherwise. The file of an engine itself may say them.
const NOT_PORTABLE: [&str; 14] = [
    "::",
    " ANY(",
    "FOR UPDATE",
    "ILIKE",
    " NOW()",
    "LOWER(",
    "UPPER(",
    "GREATEST(",
    "LEAST(",
    "STRFTIME(",
    "TO_CHAR(",
    "IFNULL(",
    "AUTOINCREMENT",
    "PRAGMA",
];

/// No SQL outside the store; none in the store that only one engine understands.
pub(crate) fn in_store_and_portable(_: &Workspace, tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for file in tree.rust().filter(|file| !file.is_test()) {
        if !MAY_WRITE_SQL.iter().any(|folder| file.path.starts_with(folder)) {
            faults.extend(outside_store(file));
        }
    }
    for file in tree.below("crates/store/src/").filter(|file| file.is("rs") && !file.is_test()) {
        for statement in statements(&file.text) {
            let name = statement.split(',').next().unwrap_or_default().trim();
            if name.starts_with("sqlite ") || name.starts_with("postgres ") {
                let elsewhere = file.path != DIALECT && !name.contains('$');
                faults.extend(elsewhere.then(|| format!("{}: {name} belongs into {DIALECT}", file.path)));
                continue;
            }
            faults.extend(
                not_portable(statement)
                    .map(|word| format!("{}: {name} says {word:?}, which the engines do not share", file.path)),
            );
        }
    }
    faults
}

fn outside_store(file: &File) -> impl Iterator<Item = String> + '_ {
    file.code()
        .filter(|(_, line)| MARKS.iter().any(|mark| line.contains(mark)))
        .map(|(number, line)| format!("{}:{number}: SQL outside the store: {}", file.path, line.trim()))
}

/// The inner text of every `sql!(NAME, "…")`: up to the first quote that could end its string. Where that quote
/// is an escaped one, the text ends in a backslash and the quote, which is not portable: text in double quotes is a name for one
/// engine and a string for the other.
fn statements(text: &str) -> impl Iterator<Item = &str> {
    text.split("sql!(").skip(1).filter_map(|rest| {
        let open = rest.find('"')?;
        let length = rest.get(open.saturating_add(1)..)?.find('"')?;
        rest.get(..open.saturating_add(length).saturating_add(2))
    })
}

fn not_portable(statement: &str) -> impl Iterator<Item = &'static str> {
    let folded = statement.to_uppercase();
    let like = folded.match_indices(" LIKE ").any(|(start, _)| {
        let before = folded.get(..start).unwrap_or_default();
        !before.ends_with("_FOLDED") && !before.ends_with(" FOLDED")
    });
    let two_argument_max = ["MAX(", "MIN("].iter().any(|name| has_second_argument(&folded, name));
    let words = NOT_PORTABLE.iter().copied().filter(move |word| folded.contains(word));
    let quoted = statement.ends_with("\\\"").then_some("text in double quotes");
    words
        .chain(quoted)
        .chain(like.then_some("LIKE on a column that is not folded"))
        .chain(two_argument_max.then_some("MAX(a, b)"))
}

/// Whether a call of `name` has a comma at its own depth.
fn has_second_argument(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        let mut depth = 0_usize;
        for letter in text.get(start.saturating_add(name.len())..).unwrap_or_default().chars() {
            match letter {
                '(' => depth = depth.saturating_add(1),
                ')' if depth == 0 => return false,
                ')' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => return true,
                _ => (),
            }
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::{not_portable, statements};

    #[test]
    fn statements_are_found_whole() {
        let text = "sql!(BY_CODE, \"SELECT id FROM dossier WHERE code = $1\");\nsql!(\n    ALL,\n    \"SELECT 1\"\n);";
        assert_eq!(statements(text).count(), 2);
        assert!(statements(text).all(|statement| statement.contains("SELECT")));
    }

    #[test]
    fn what_one_engine_lacks_is_found() {
        for wrong in [
            "SELECT id::text FROM unit",
            "SELECT id FROM unit WHERE id = ANY($1)",
            "SELECT lower(name) FROM unit",
            "SELECT id FROM unit WHERE name LIKE $1",
            "SELECT max(a, b) FROM unit",
            "SELECT id FROM unit WHERE name = \\\"",
        ] {
            assert!(not_portable(wrong).next().is_some(), "{wrong}");
        }
    }

    #[test]
    fn what_both_share_is_not() {
        for right in [
            "SELECT max(version) FROM dossier WHERE (a, b) > ($1, $2)",
            "SELECT id FROM unit WHERE name_folded LIKE $1",
            "INSERT INTO unit (id) VALUES ($1) ON CONFLICT (id) DO NOTHING RETURNING id",
        ] {
            assert!(not_portable(right).next().is_none(), "{right}");
        }
    }
}

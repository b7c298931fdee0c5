//! What holds for every page and every route of the server.

use super::source::Tree;
use crate::workspace::Workspace;

const SERVER: &str = "crates/server/src/";

/// Forms are taken through `SignedForm`, which checks the token against forgery; only the file that defines it
/// may name axum's own.
pub(crate) fn forms_are_signed(_: &Workspace, tree: &Tree) -> Vec<String> {
    let sources = || tree.below(SERVER).filter(|file| file.is("rs"));
    let definition = sources()
        .find(|file| file.text.contains("pub struct SignedForm") || file.text.contains("pub(crate) struct SignedForm"));
    let Some(definition) = definition else {
        return Vec::new();
    };
    let others = sources().filter(|file| file.path != definition.path);
    others
        .flat_map(|file| file.code().map(move |(number, line)| (file, number, line)))
        .filter(|(_, _, line)| has_bare_form(line))
        .map(|(file, number, _)| format!("{}:{number}: a form without its token; use SignedForm", file.path))
        .collect()
}

/// `axum::Form`, `axum_extra::extract::Form`, or an extractor `Form(…): Form<…>`.
fn has_bare_form(line: &str) -> bool {
    let pattern = |start: usize| {
        let before = line.get(..start).unwrap_or_default();
        // The form of a procedure, as a place of a difference.
        let is_place = before.ends_with("Place::");
        let before = before.chars().next_back();
        !is_place && before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_')
    };
    line.contains("axum::Form")
        || line.contains("extract::Form")
        || line.match_indices("Form<").any(|(start, _)| pattern(start))
        || line.match_indices("Form(").any(|(start, _)| pattern(start))
}

/// Every route that the server registers stands in the test that tries each as a stranger: in a file of
/// `crates/server` with "stranger" in its path, as the end of a text, because a router may be nested under a prefix.
pub(crate) fn strangers_try_every_route(_: &Workspace, tree: &Tree) -> Vec<String> {
    let tests: Vec<_> = tree.below("crates/server/").filter(|file| file.path.contains("stranger")).collect();
    if tests.is_empty() {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for file in tree.below(SERVER).filter(|file| file.is("rs") && !file.is_test()) {
        for route in routes(&file.text) {
            if !tests.iter().any(|test| test.text.contains(&format!("{route}\""))) {
                faults.push(format!("{}: no stranger tries {route}", file.path));
            }
        }
    }
    faults
}

/// The addresses in `.route("…", …)` and in `#[utoipa::path(…, path = "…")]`.
fn routes(text: &str) -> impl Iterator<Item = &str> {
    [".route(", "path = "].into_iter().flat_map(move |mark| {
        text.split(mark).skip(1).filter_map(move |rest| {
            let rest = rest.trim_start().strip_prefix('"')?;
            rest.get(..rest.find('"')?).filter(|route| route.starts_with('/'))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{has_bare_form, routes};

    #[test]
    fn a_signed_form_is_not_a_bare_one() {
        assert!(!has_bare_form("SignedForm(form): SignedForm<PauseForm>,"));
        assert!(has_bare_form("Form(form): Form<PauseForm>,"));
        assert!(has_bare_form("use axum::Form;"));
    }

    #[test]
    fn routes_are_found_in_both_notations() {
        let text = ".route(\"/tra-cuu\", get(show))\n#[utoipa::path(get, path = \"/api/v1/units\")]\n.route(\n    \"/x\", get(y))";
        assert_eq!(routes(text).collect::<Vec<_>>(), ["/tra-cuu", "/x", "/api/v1/units"]);
    }
}

//! The shipped data files: that they load, follow their schemas, and say what they should; and that faulty ones are
//! refused with file, record and field.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod as_of;
mod burden;
mod competence;
mod content;
mod difference;
mod eform;
mod faulty;
mod form;
mod form_file;
mod guide;
mod payable;
mod rule;
mod schema;
mod shipped;
mod steps;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use domain::dataset::Dataset;
use domain::eform::Form;
use domain::organisation::{Competences, Organisation};
use domain::procedure::Procedure;

/// The shipped data.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn bytes(name: &str) -> Vec<u8> {
    let path = folder().join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn load(name: &str) -> Dataset {
    Dataset::parse(name, &bytes(name)).unwrap_or_else(|faults| {
        let list: Vec<String> = faults.iter().take(20).map(ToString::to_string).collect();
        panic!("{} faults\n{}", faults.len(), list.join("\n"))
    })
}

/// Names of all shipped files with their paths below `data/`.
fn names() -> Vec<String> {
    let json = |folder: PathBuf, prefix: &str| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        names
            .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "json"))
            .map(|name| format!("{prefix}{name}"))
            .collect::<Vec<_>>()
    };
    let mut names = json(folder(), "");
    names.extend(json(folder().join("forms"), "forms/"));
    names.extend(json(folder().join("workflows"), "workflows/"));
    names.sort();
    names
}

fn organisation() -> &'static Organisation {
    static ORGANISATION: LazyLock<Organisation> = LazyLock::new(|| {
        let files = ["units_2020.json", "units_2025.json"].map(load);
        Organisation::new(files.into_iter().flat_map(|file| match file {
            Dataset::Units { units, bodies } => units.into_iter().chain(bodies),
            other => panic!("no units: {other:?}"),
        }))
    });
    &ORGANISATION
}

fn procedures() -> &'static [Procedure] {
    static PROCEDURES: LazyLock<Vec<Procedure>> = LazyLock::new(|| match load("procedures.json") {
        Dataset::Procedures(procedures) => procedures,
        other => panic!("no procedures: {other:?}"),
    });
    &PROCEDURES
}

fn procedure(id: &str) -> &'static Procedure {
    procedures().iter().find(|procedure| procedure.id == id).unwrap_or_else(|| panic!("no procedure {id}"))
}

fn catalogue() -> &'static [Procedure] {
    static ROWS: LazyLock<Vec<Procedure>> = LazyLock::new(|| match load("procedures_catalogue.json") {
        Dataset::ProcedureCatalogue(rows) => rows,
        other => panic!("no catalogue: {other:?}"),
    });
    &ROWS
}

fn competences() -> &'static Competences {
    static RULES: LazyLock<Competences> = LazyLock::new(|| match load("competences.json") {
        Dataset::Competences(rules) => Competences(rules),
        other => panic!("no rules: {other:?}"),
    });
    &RULES
}

fn form(file: &str) -> Form {
    match load(&format!("forms/{file}.json")) {
        Dataset::Form(form) => *form,
        other => panic!("no form: {other:?}"),
    }
}

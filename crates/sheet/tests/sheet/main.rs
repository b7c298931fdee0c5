//! The workbook: what is written comes back unchanged, and what is wrong in one is named by sheet, row and column.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod faulty;
mod hostile;
mod round_trip;

use std::path::Path;
use std::sync::LazyLock;

use domain::dataset::{Content, Dataset};
use domain::eform::Form;

/// The shipped data.
fn load(name: &str) -> Dataset {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Dataset::parse(name, &bytes).unwrap_or_else(|faults| panic!("{name}: {faults:?}"))
}

fn forms() -> Vec<Form> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/forms");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("forms are shipped")
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    let read = |name: &String| match load(&format!("forms/{name}")) {
        Dataset::Form(form) => *form,
        other => panic!("{name}: {other:?}"),
    };
    names.iter().map(read).collect()
}

/// Every shipped procedure with its form, and every line of the national catalogue that has no full record.
fn shipped() -> &'static [Content] {
    static SHIPPED: LazyLock<Vec<Content>> = LazyLock::new(|| {
        let (Dataset::Procedures(mut procedures), Dataset::ProcedureCatalogue(lines)) =
            (load("procedures.json"), load("procedures_catalogue.json"))
        else {
            panic!("the catalogue is shipped")
        };
        let full: std::collections::BTreeSet<String> = procedures.iter().map(|one| one.id.clone()).collect();
        procedures.extend(lines.into_iter().filter(|line| !full.contains(&line.id)));
        let forms = forms();
        let form = |id: &String| forms.iter().find(|form| form.procedure_ids.contains(id)).cloned();
        procedures.into_iter().map(|procedure| Content { form: form(&procedure.id), procedure }).collect()
    });
    &SHIPPED
}

fn written(contents: &[Content]) -> Vec<u8> {
    let mut bytes = Vec::new();
    sheet::write_catalogue(contents, &mut bytes).expect("the catalogue is written");
    bytes
}

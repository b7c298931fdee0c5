//! Rows of a catalogue for each sheet.

use domain::dataset::Content;
use serde_json::Value;

use crate::MAX_CELL;
use crate::cell::text_of;
use crate::column::{Cell, NO_CUT_OFF, Sheet};

/// Characters of a form's text in one row: a cell holds no more than [`MAX_CELL`].
const FORM_PART: usize = 30_000;
const _: () = assert!(FORM_PART <= MAX_CELL);

/// Name of a list in the column `list`, and where it stands in the record.
pub(crate) const FEE_LISTS: [(&str, &str); 2] = [("fees", "fees"), ("charges", "charges")];
pub(crate) const LIMIT_LISTS: [(&str, &str); 2] = [("law", "time_limits"), ("promise", "thai_nguyen.time_limits")];
pub(crate) const STEP_LISTS: [(&str, &str); 2] = [("steps", "steps"), ("statutory_steps", "statutory_steps")];
/// Name in the column `list` of steps that belong to an internal process.
pub(crate) const WORKFLOW_LIST: &str = "workflow";

/// Takes the rows of one procedure, sheet by sheet.
pub(crate) fn rows(content: &Content, sheet: Sheet, add: &mut dyn FnMut(Vec<String>)) {
    let record = domain::dataset::write::procedure(&content.procedure);
    let id = content.procedure.id.as_str();
    match sheet {
        Sheet::Procedures => add(procedure(&record)),
        Sheet::Papers => entries(&record, "components", sheet, &[id], add),
        Sheet::Fees => listed(&record, &FEE_LISTS, sheet, &[id], &[], add),
        Sheet::Limits => listed(&record, &LIMIT_LISTS, sheet, &[id], &[], add),
        Sheet::Eligibility => entries(&record, "eligibility", sheet, &[id], add),
        Sheet::Steps => {
            listed(&record, &STEP_LISTS, sheet, &[id], &[""], add);
            for (number, workflow) in (1_u32..).zip(list(&record, "workflows")) {
                entries(workflow, "steps", sheet, &[id, WORKFLOW_LIST, &number.to_string()], add);
            }
        }
        Sheet::Workflows => {
            for (number, workflow) in (1_u32..).zip(list(&record, "workflows")) {
                add(row(workflow, sheet, &[id, &number.to_string()]));
            }
        }
        Sheet::LegalBasis => entries(&record, "legal_basis", sheet, &[id], add),
        Sheet::Forms => {
            let form = content.form.as_ref().map(|form| domain::dataset::write::form(form).to_string());
            for (number, part) in (1_u32..).zip(form.iter().flat_map(|text| parts(text))) {
                add(vec![id.to_owned(), number.to_string(), part]);
            }
        }
    }
}

/// The row of the procedure itself.
fn procedure(record: &Value) -> Vec<String> {
    let mut row = row(record, Sheet::Procedures, &[]);
    // A cut-off of null was decided; one that is not there is read from the remark of the general limit.
    let denied = record.get("cut_off").is_some_and(Value::is_null);
    if let Some(cell) = Sheet::Procedures.position("cut_off_at").and_then(|at| row.get_mut(at)).filter(|_| denied) {
        NO_CUT_OFF.clone_into(cell);
    }
    row
}

fn listed(
    record: &Value,
    lists: &[(&str, &str)],
    sheet: Sheet,
    before: &[&str],
    after: &[&str],
    add: &mut dyn FnMut(Vec<String>),
) {
    for (name, path) in lists {
        entries(record, path, sheet, &[before, &[name], after].concat(), add);
    }
}

fn entries(record: &Value, path: &str, sheet: Sheet, keys: &[&str], add: &mut dyn FnMut(Vec<String>)) {
    for entry in list(record, path) {
        add(row(entry, sheet, keys));
    }
}

fn list<'a>(record: &'a Value, path: &str) -> &'a [Value] {
    at(record, path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The cells of a row: first those that link it, then those of the entry.
fn row(entry: &Value, sheet: Sheet, keys: &[&str]) -> Vec<String> {
    let keys = keys.iter().map(|key| (*key).to_owned());
    let columns = sheet.columns().iter().filter(|column| column.cell != Cell::Key);
    let cells =
        columns.map(|column| at(entry, column.path).map_or_else(String::new, |value| text_of(value, column.cell)));
    keys.chain(cells).collect()
}

/// The value at a path with dots between its names.
fn at<'a>(record: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(record, |value, name| value.get(name))
}

/// A text in parts that fit into cells.
fn parts(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(FORM_PART).map(|part| part.iter().collect()).collect()
}

//! The buttons that add a row to a repeated section, take one out, or ask what else there is to answer, without a
//! script: the page comes back changed.

use super::posted::{as_posted, laid_over};
use super::{ROWS_MAX, asked};
use crate::web::signed_form::Fields;
use domain::eform::{Form, Section};
use serde_json::{Map, Value};

/// Name of the button that adds a row; its value is the section.
const ADD: &str = "them";
/// Name of the button that takes a row out; its value is `section.row`.
const REMOVE: &str = "bot";
/// Name of the button that brings the questions up to the answers.
const UPDATE: &str = "cap_nhat";

/// The form after such a button.
#[derive(Debug)]
pub(in crate::web) struct Pressed {
    /// The answers with the rows as they stand now, empty ones too.
    pub(in crate::web) answers: Map<String, Value>,
    /// Name of the field that has the cursor next.
    pub(in crate::web) focus: String,
}

/// What the page shows next when one of these buttons was pressed; `None` when the form was sent.
pub(in crate::web) fn pressed(form: &Form, fields: &Fields) -> Option<Pressed> {
    pressed_on(&form.sections, &Map::new(), fields)
}

/// The same on a page with some sections; the answers of the others stay as they were.
pub(in crate::web) fn pressed_on(
    sections: &[Section],
    before: &Map<String, Value>,
    fields: &Fields,
) -> Option<Pressed> {
    let section_of = |id: &str| sections.iter().find(|section| section.id == id && section.repeat.is_some());
    let mut answers = laid_over(before, sections, as_posted(sections, fields));
    if fields.has(UPDATE) {
        return Some(Pressed { answers, focus: String::new() });
    }
    let focus = if let Some(id) = fields.raw(ADD) {
        section_of(id).map(|section| add(section, &mut answers))
    } else {
        let (id, row) = fields.raw(REMOVE)?.rsplit_once('.').unwrap_or_default();
        section_of(id).zip(row.parse().ok()).map(|(section, row)| remove(section, row, &mut answers))
    };
    Some(Pressed { answers, focus: focus.unwrap_or_default() })
}

/// One more empty row; the form's own check says when there are too many.
fn add(section: &Section, answers: &mut Map<String, Value>) -> String {
    let mut rows = taken(section, answers);
    let shown = section.repeat.map_or(0, |repeat| repeat.min).max(rows.len());
    rows.resize(shown.saturating_add(1).min(ROWS_MAX), Value::Object(Map::new()));
    let focus = name_in(section, rows.len().saturating_sub(1));
    answers.insert(section.id.clone(), Value::Array(rows));
    focus
}

fn remove(section: &Section, row: usize, answers: &mut Map<String, Value>) -> String {
    let mut rows = taken(section, answers);
    if row < rows.len() {
        rows.remove(row);
    }
    let focus = name_in(section, row.min(rows.len().saturating_sub(1)));
    answers.insert(section.id.clone(), Value::Array(rows));
    focus
}

/// The rows of a section, taken out of the answers.
fn taken(section: &Section, answers: &mut Map<String, Value>) -> Vec<Value> {
    match answers.remove(&section.id) {
        Some(Value::Array(rows)) => rows,
        Some(_) | None => Vec::new(),
    }
}

/// Name of the first question of a row.
fn name_in(section: &Section, row: usize) -> String {
    let first = asked(section).next().map_or("", |question| question.id.as_str());
    format!("{}.{row}.{first}", section.id)
}

//! Posted fields as answers, and answers that go along with a page unseen.

use super::{PREFIX, ROWS_MAX, as_text, asked};
use crate::web::signed_form::Fields;
use domain::eform::{Choices, Field as Question, FieldKind, Form, Section, Shown};
use serde_json::{Map, Value};

/// The answers among posted fields; what the form does not ask is left out. Empty answers are kept out, and rows left
/// wholly empty at the end.
pub(in crate::web) fn answers(form: &Form, fields: &Fields) -> Map<String, Value> {
    without_empty_rows(&form.sections, as_posted(&form.sections, fields))
}

/// The answers after a page with these sections was sent; those of other pages stay as they were.
pub(in crate::web) fn over(before: &Map<String, Value>, sections: &[Section], fields: &Fields) -> Map<String, Value> {
    laid_over(before, sections, without_empty_rows(sections, as_posted(sections, fields)))
}

/// Answers of some sections in place of what was answered there before.
pub(super) fn laid_over(
    before: &Map<String, Value>,
    sections: &[Section],
    posted: Map<String, Value>,
) -> Map<String, Value> {
    let mut answers = before.clone();
    for section in sections {
        answers.remove(&section.id);
        for field in section.fields.iter().filter(|_| section.repeat.is_none()) {
            answers.remove(&field.id);
        }
    }
    answers.extend(posted);
    answers
}

fn without_empty_rows(sections: &[Section], mut answers: Map<String, Value>) -> Map<String, Value> {
    for section in sections.iter().filter(|section| section.repeat.is_some()) {
        let Some(Value::Array(rows)) = answers.get_mut(&section.id) else { continue };
        while rows.last().is_some_and(|row| row.as_object().is_some_and(Map::is_empty)) {
            rows.pop();
        }
        if rows.is_empty() {
            answers.remove(&section.id);
        }
    }
    answers
}

/// The same with every row that stood on the page.
pub(super) fn as_posted(sections: &[Section], fields: &Fields) -> Map<String, Value> {
    let mut answers = Map::new();
    for section in sections {
        if section.repeat.is_some() {
            let rows: Vec<Value> = (0..ROWS_MAX)
                .map(|number| format!("{PREFIX}{}.{number}.", section.id))
                .take_while(|prefix| fields.under(prefix).next().is_some())
                .map(|prefix| Value::Object(row(section, fields, &prefix)))
                .collect();
            if !rows.is_empty() {
                answers.insert(section.id.clone(), Value::Array(rows));
            }
        } else {
            answers.extend(row(section, fields, PREFIX));
        }
    }
    answers
}

fn row(section: &Section, fields: &Fields, prefix: &str) -> Map<String, Value> {
    asked(section)
        .filter_map(|question| {
            let text = fields.text(&format!("{prefix}{}", question.id));
            match question.kind {
                FieldKind::Checkbox => (!text.is_empty()).then_some(Value::Bool(true)),
                _ => (!text.is_empty()).then_some(Value::String(text)),
            }
            .map(|value| (question.id.clone(), value))
        })
        .collect()
}

/// The answers of a section to questions that are not asked now, under the names by which they are posted.
pub(super) fn carried(section: &Section, answers: &Map<String, Value>, shown: &Shown) -> Vec<(String, String)> {
    if section.repeat.is_none() {
        let hidden = asked(section).filter(|question| !shown.field(&question.id));
        return hidden.filter_map(|question| answer(PREFIX, question, answers)).collect();
    }
    let rows = answers.get(&section.id).and_then(Value::as_array).into_iter().flatten().take(ROWS_MAX).enumerate();
    let is_hidden = !shown.section(&section.id);
    rows.flat_map(|(number, row)| {
        let prefix = format!("{PREFIX}{}.{number}.", section.id);
        let hidden = asked(section).filter(|question| is_hidden || !shown.cell(&question.id, number));
        let mut cells: Vec<(String, String)> = row
            .as_object()
            .into_iter()
            .flat_map(|row| hidden.clone().filter_map(|question| answer(&prefix, question, row)))
            .collect();
        // A row without an answer goes along too: those after it would not be found otherwise.
        if is_hidden && cells.is_empty() {
            cells.extend(asked(section).next().map(|first| (format!("{prefix}{}", first.id), String::new())));
        }
        cells
    })
    .collect()
}

fn answer(prefix: &str, question: &Question, row: &Map<String, Value>) -> Option<(String, String)> {
    let text = as_text(row.get(&question.id)?);
    (!text.is_empty()).then(|| (format!("{prefix}{}", question.id), text))
}

/// The answers that the form chooses beforehand, as a blank form has them.
pub(in crate::web) fn defaults(form: &Form) -> Map<String, Value> {
    let once = form.sections.iter().filter(|section| section.repeat.is_none()).flat_map(asked);
    let chosen = once.map(|question| (question.id.clone(), default_of(question)));
    chosen.filter(|(_, text)| !text.is_empty()).map(|(id, text)| (id, Value::String(text))).collect()
}

pub(super) fn default_of(question: &Question) -> String {
    match &question.choices {
        Choices::Named { default, .. } | Choices::Nationality { default } => default.clone().unwrap_or_default(),
        Choices::Any | Choices::Listed { .. } | Choices::Units => String::new(),
    }
}

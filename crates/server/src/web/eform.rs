//! An e-form as fields of a page, and posted fields as answers.
//!
//! Field names: `tk.<field>`, and `tk.<section>.<row>.<field>` in a section that is filled in several times.

use super::components::{Control, Field, FormChoice};
use super::format;
use super::signed_form::Fields;
use crate::messages::Messages;
use domain::eform::{Field as Question, FieldCheck, FieldKind, Form, Section};
use domain::organisation::{Organisation, UnitLevel};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Before the name of every answer.
const PREFIX: &str = "tk.";
/// Rows that a page shows at most; the form itself says how many it takes.
const ROWS_MAX: usize = 200;

/// A part of the form as shown.
#[derive(Debug)]
pub(super) struct SectionView {
    pub(super) title: String,
    pub(super) note: Option<String>,
    pub(super) fields: Vec<Field>,
    /// The section to which a row can be added.
    pub(super) add: Option<String>,
}

/// What a form page is made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct FormPage<'a> {
    pub(super) m: &'static Messages,
    pub(super) form: &'a Form,
    pub(super) answers: &'a Map<String, Value>,
    /// Sentences by field as the form names it (`con_ho_ten`, `thanh_vien[2].tv_ho_ten`).
    pub(super) faults: &'a BTreeMap<String, String>,
    /// Communes offered where a field asks for a territory.
    pub(super) communes: &'a [(String, String)],
    /// The province, offered where a field asks for a territory and not for one of its communes.
    pub(super) provinces: &'a [(String, String)],
}

impl FormPage<'_> {
    /// All sections with what was answered and what is wrong.
    pub(super) fn sections(&self) -> Vec<SectionView> {
        self.form.sections.iter().map(|section| self.section(section)).collect()
    }

    fn section(&self, section: &Section) -> SectionView {
        let asked = || section.fields.iter().filter(|question| question.kind.is_asked());
        let (fields, add) = match section.repeat {
            None => {
                (asked().map(|question| self.field(question, self.answers, &question.id, &question.id)).collect(), None)
            }
            Some(repeat) => {
                let rows = self.answers.get(&section.id).and_then(Value::as_array).cloned().unwrap_or_default();
                let count = rows.len().max(repeat.min).min(ROWS_MAX);
                let empty = Map::new();
                let fields = (0..count)
                    .flat_map(|row| {
                        let answers = rows.get(row).and_then(Value::as_object).unwrap_or(&empty).clone();
                        asked()
                            .map(|question| {
                                let name = format!("{}.{row}.{}", section.id, question.id);
                                let fault = format!("{}[{row}].{}", section.id, question.id);
                                self.field(question, &answers, &name, &fault).label_note(count > 1, row + 1)
                            })
                            .collect::<Vec<_>>()
                    })
                    .collect();
                (fields, (count < repeat.max.min(ROWS_MAX)).then(|| section.id.clone()))
            }
        };
        SectionView { title: section.title_vi.clone(), note: section.note_vi.clone(), fields, add }
    }

    fn field(&self, question: &Question, answers: &Map<String, Value>, name: &str, fault: &str) -> Field {
        let given = answers.get(&question.id).map(as_text).unwrap_or_default();
        let value = if answers.contains_key(&question.id) { given } else { default_of(question) };
        let field = Field::new(self.m, format!("{PREFIX}{name}"), question.label_vi.clone())
            .kind(self.control(question))
            .required(question.required)
            .hint(question.hint_vi.clone().unwrap_or_default())
            .error(self.faults.get(fault).cloned())
            .value(value)
            .max_length(question.kind.max_characters());
        match question.kind {
            FieldKind::Integer | FieldKind::Money | FieldKind::Tel => field.digits().short(),
            FieldKind::Date | FieldKind::PartialDate | FieldKind::Decimal => field.short(),
            _ => field,
        }
    }

    fn control(&self, question: &Question) -> Control {
        let offered = self.form.offered(question);
        if !offered.is_empty() {
            let choices = offered.iter().map(|value| FormChoice::new(value, value)).collect();
            return if question.kind == FieldKind::Radio { Control::Radio(choices) } else { Control::Choice(choices) };
        }
        match (&question.choices, question.kind) {
            (domain::eform::Choices::Units, _) if !self.communes.is_empty() => {
                let of_commune = question.rules.iter().any(|rule| matches!(rule.check, FieldCheck::UnitInForce));
                let units = if of_commune { self.communes } else { self.provinces };
                Control::Choice(units.iter().map(|(_, name)| FormChoice::new(name, name)).collect())
            }
            (_, FieldKind::Textarea) => Control::Area,
            (_, FieldKind::Checkbox) => Control::Tick,
            (_, FieldKind::Tel) => Control::Line("tel"),
            (_, FieldKind::Email) => Control::Line("email"),
            _ => Control::Line("text"),
        }
    }
}

/// Names of the communes in force, by id.
pub(super) fn communes(units: &Organisation, today: jiff::civil::Date) -> Vec<(String, String)> {
    of_level(units, UnitLevel::Commune, today)
}

/// Names of the provinces in force, by id.
pub(super) fn provinces(units: &Organisation, today: jiff::civil::Date) -> Vec<(String, String)> {
    of_level(units, UnitLevel::Province, today)
}

fn of_level(units: &Organisation, level: UnitLevel, today: jiff::civil::Date) -> Vec<(String, String)> {
    let of_level = units.units(today).filter(|unit| unit.level == level);
    let mut found: Vec<(String, String)> = of_level.map(|unit| (unit.id.clone(), unit.full_name_vi.clone())).collect();
    found.sort_by_key(|(_, name)| domain::text::fold(name));
    found
}

/// The answers among posted fields; what the form does not ask is left out. Empty answers are kept out.
pub(super) fn answers(form: &Form, fields: &Fields) -> Map<String, Value> {
    let mut answers = Map::new();
    for section in &form.sections {
        if section.repeat.is_some() {
            let rows = rows(section, fields);
            if !rows.is_empty() {
                answers.insert(section.id.clone(), Value::Array(rows.into_iter().map(Value::Object).collect()));
            }
        } else {
            answers.extend(row(section, fields, PREFIX));
        }
    }
    answers
}

/// The posted rows of a repeated section; rows left wholly empty at the end are dropped.
fn rows(section: &Section, fields: &Fields) -> Vec<Map<String, Value>> {
    let mut rows: Vec<Map<String, Value>> = (0..ROWS_MAX)
        .take_while(|row| fields.under(&format!("{PREFIX}{}.{row}.", section.id)).next().is_some())
        .map(|number| row(section, fields, &format!("{PREFIX}{}.{number}.", section.id)))
        .collect();
    while rows.last().is_some_and(Map::is_empty) {
        rows.pop();
    }
    rows
}

fn row(section: &Section, fields: &Fields, prefix: &str) -> Map<String, Value> {
    section
        .fields
        .iter()
        .filter(|question| question.kind.is_asked())
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

/// Answers as pairs of question and text, in the form's order, for review and for the officer.
pub(super) fn read_out(m: &Messages, form: &Form, answers: &Map<String, Value>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for section in &form.sections {
        let rows: Vec<&Map<String, Value>> = if section.repeat.is_some() {
            answers
                .get(&section.id)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_object)
                .collect()
        } else {
            vec![answers]
        };
        let several = rows.len() > 1;
        for (number, row) in rows.into_iter().enumerate() {
            for question in section.fields.iter().filter(|question| question.kind.is_asked()) {
                let Some(value) = row.get(&question.id) else { continue };
                let text = match value {
                    Value::Bool(true) => m.common.yes.to_owned(),
                    Value::Bool(false) => m.common.no.to_owned(),
                    amount if question.kind == FieldKind::Money => money(m, &as_text(amount)),
                    other => as_text(other),
                };
                let name =
                    if several { format!("{} ({})", question.label_vi, number + 1) } else { question.label_vi.clone() };
                if !text.is_empty() {
                    pairs.push((name, text));
                }
            }
        }
    }
    pairs
}

/// Where the summary of errors links to: the id of the control that asks this field. A fault of a whole section is
/// mended at the first question of its first row.
pub(super) fn control_id(form: &Form, fault_field: &str) -> String {
    let section = form.sections.iter().find(|section| section.repeat.is_some() && section.id == fault_field);
    if let Some(first) = section.and_then(|section| section.fields.iter().find(|question| question.kind.is_asked())) {
        return format!("f-{PREFIX}{fault_field}.0.{}", first.id);
    }
    let name = fault_field.replace('[', ".").replace("].", ".").replace(']', "");
    format!("f-{PREFIX}{name}")
}

/// An amount with its points and currency; as it was typed when it is no whole number.
fn money(m: &Messages, typed: &str) -> String {
    let digits: String = typed.chars().filter(|letter| !matches!(letter, '.' | ' ')).collect();
    digits.parse().map_or_else(|_| typed.to_owned(), |amount| format::money(m, amount))
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "1".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn default_of(question: &Question) -> String {
    match &question.choices {
        domain::eform::Choices::Named { default, .. } | domain::eform::Choices::Nationality { default } => {
            default.clone().unwrap_or_default()
        }
        domain::eform::Choices::Any | domain::eform::Choices::Listed { .. } | domain::eform::Choices::Units => {
            String::new()
        }
    }
}

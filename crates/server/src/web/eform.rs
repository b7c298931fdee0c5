//! An e-form as fields of a page, and posted fields as answers.
//!
//! Field names: `tk.<field>`, and `tk.<section>.<row>.<field>` in a section that is filled in several times.

mod read_out;
mod rows;

pub(super) use read_out::{AnswerPart, Answers, read_out};
pub(super) use rows::{Pressed, pressed};

use super::components::{Control, Field, FormChoice};
use super::signed_form::Fields;
use crate::messages::{Messages, fill};
use askama::Template;
use askama::filters::HtmlSafe;
use domain::eform::{Field as Question, FieldCheck, FieldKind, Form, Repeat, Section};
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
    id: String,
    title: String,
    note: Option<String>,
    /// What is wrong with the section as a whole.
    error: Option<String>,
    rows: Vec<RowView>,
    /// The section to which a row can be added.
    add: Option<String>,
}

/// One filling in of a section.
#[derive(Debug)]
struct RowView {
    /// Set where the section may be filled in several times.
    heading: Option<String>,
    fields: Vec<Field>,
    /// Names the row to the button that takes it out.
    remove: Option<String>,
}

impl SectionView {
    /// A section that is filled in once.
    pub(super) fn once(id: &str, title: &str, note: Option<String>, fields: Vec<Field>) -> Self {
        let rows = vec![RowView { heading: None, fields, remove: None }];
        Self { id: id.to_owned(), title: title.to_owned(), note, error: None, rows, add: None }
    }
}

/// The sections of a form on a page, with buttons that add and take out rows.
#[derive(Debug, Template)]
#[template(path = "components/sections.html")]
pub(super) struct Sections {
    m: &'static Messages,
    list: Vec<SectionView>,
    /// Level of the sections' headings.
    level: u8,
}

impl HtmlSafe for Sections {}

impl Sections {
    pub(super) const fn new(m: &'static Messages, list: Vec<SectionView>, level: u8) -> Self {
        Self { m, list, level }
    }

    /// The lines of the error summary: what is wrong with sections and fields that stand here.
    pub(super) fn faults(&self) -> Vec<(String, String)> {
        self.list.iter().flat_map(SectionView::faults).collect()
    }
}

impl SectionView {
    fn faults(&self) -> Vec<(String, String)> {
        let own = self.error.iter().map(|error| (format!("muc-{}", self.id), format!("{}: {error}", self.title)));
        let fields = self.rows.iter().flat_map(|row| row.fields.iter().filter_map(|field| row.fault(field)));
        own.chain(fields).collect()
    }
}

impl RowView {
    /// A fault with its row, where there are several, so that the summary reads alone.
    fn fault(&self, field: &Field) -> Option<(String, String)> {
        let (id, text) = field.fault()?;
        Some((id, self.heading.as_ref().map_or_else(|| text.clone(), |heading| format!("{heading}. {text}"))))
    }
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
    /// Name of the field that has the cursor when the page opens.
    pub(super) focus: Option<&'a str>,
}

impl FormPage<'_> {
    /// All sections with what was answered and what is wrong.
    pub(super) fn sections(&self, level: u8) -> Sections {
        Sections::new(self.m, self.form.sections.iter().map(|section| self.section(section)).collect(), level)
    }

    fn section(&self, section: &Section) -> SectionView {
        let (rows, add) = match section.repeat {
            None => {
                let fields = asked(section)
                    .map(|question| self.field(question, self.answers, &question.id, &question.id))
                    .collect();
                (vec![RowView { heading: None, fields, remove: None }], None)
            }
            Some(repeat) => self.rows(section, repeat),
        };
        SectionView {
            id: section.id.clone(),
            title: own_words(self.m, &section.title_vi, section.title_en.as_deref()).to_owned(),
            note: section.note_vi.clone(),
            error: section.repeat.and_then(|_| self.faults.get(&section.id).cloned()),
            rows,
            add,
        }
    }

    fn rows(&self, section: &Section, repeat: Repeat) -> (Vec<RowView>, Option<String>) {
        let rows = self.answers.get(&section.id).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let count = rows.len().max(repeat.min).min(ROWS_MAX);
        let empty = Map::new();
        let view = |row: usize| {
            let answers = rows.get(row).and_then(Value::as_object).unwrap_or(&empty);
            let field = |question: &Question| {
                let name = format!("{}.{row}.{}", section.id, question.id);
                let fault = format!("{}[{row}].{}", section.id, question.id);
                self.field(question, answers, &name, &fault)
            };
            RowView {
                heading: Some(row_heading(self.m, section, row)),
                fields: asked(section).map(field).collect(),
                remove: (count > repeat.min).then(|| format!("{}.{row}", section.id)),
            }
        };
        let add = (count < repeat.max.min(ROWS_MAX)).then(|| section.id.clone());
        ((0..count).map(view).collect(), add)
    }

    fn field(&self, question: &Question, answers: &Map<String, Value>, name: &str, fault: &str) -> Field {
        let given = answers.get(&question.id).map(as_text).unwrap_or_default();
        let value = if answers.contains_key(&question.id) { given } else { default_of(question) };
        let hint = question.hint_vi.as_deref().unwrap_or_default();
        let label = own_words(self.m, &question.label_vi, question.label_en.as_deref());
        let field = Field::new(self.m, format!("{PREFIX}{name}"), label)
            .kind(self.control(question))
            .required(question.required)
            .hint(own_words(self.m, hint, question.hint_en.as_deref()))
            .error(self.faults.get(fault).cloned())
            .value(value)
            .max_length(question.kind.max_characters());
        let field = if self.focus == Some(name) { field.focused() } else { field };
        match question.kind {
            FieldKind::Integer | FieldKind::Money | FieldKind::Tel | FieldKind::Identity => field.digits().short(),
            FieldKind::Date | FieldKind::PartialDate | FieldKind::Decimal | FieldKind::TaxCode => field.short(),
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

/// The questions of a section that are answered in the form itself.
fn asked(section: &Section) -> impl Iterator<Item = &Question> {
    section.fields.iter().filter(|question| question.kind.is_asked())
}

/// Words of a form in the language of the page, as far as the form has them.
fn own_words<'a>(m: &Messages, vietnamese: &'a str, english: Option<&'a str>) -> &'a str {
    english.filter(|_| m.is_english()).unwrap_or(vietnamese)
}

/// The heading of one row of a repeated section.
fn row_heading(m: &Messages, section: &Section, row: usize) -> String {
    let title = own_words(m, &section.title_vi, section.title_en.as_deref());
    fill(m.public.apply.row, &[("title", &title), ("number", &row.saturating_add(1))])
}

/// The answers among posted fields; what the form does not ask is left out. Empty answers are kept out, and rows left
/// wholly empty at the end.
pub(super) fn answers(form: &Form, fields: &Fields) -> Map<String, Value> {
    let mut answers = as_posted(form, fields);
    for section in form.sections.iter().filter(|section| section.repeat.is_some()) {
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
fn as_posted(form: &Form, fields: &Fields) -> Map<String, Value> {
    let mut answers = Map::new();
    for section in &form.sections {
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

/// Where the summary of errors links to: the id of what asks this field, or of the heading of a repeated section.
pub(super) fn control_id(form: &Form, fault_field: &str) -> String {
    if form.sections.iter().any(|section| section.repeat.is_some() && section.id == fault_field) {
        return format!("muc-{fault_field}");
    }
    let name = fault_field.replace('[', ".").replace("].", ".").replace(']', "");
    format!("f-{PREFIX}{name}")
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

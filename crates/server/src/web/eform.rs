//! An e-form as fields of a page, and posted fields as answers.
//!
//! Field names: `tk.<field>`, and `tk.<section>.<row>.<field>` in a section that is filled in several times.

mod anew;
mod pages;
mod paper;
mod pdf;
mod posted;
mod read_out;
mod rows;

pub(crate) use self::paper::{Paper, Signed};
pub(super) use anew::{Anew, asked_anew};
pub(super) use pages::{Pages, holds_any, place_of};
pub(super) use posted::{answers, defaults, over};
pub(super) use read_out::{AnswerPart, Answers, read_out};
pub(super) use rows::{Pressed, pressed, pressed_on};

use super::components::{Control, Field, FormChoice};
use crate::messages::{Messages, fill};
use askama::Template;
use askama::filters::HtmlSafe;
use domain::eform::{Field as Question, FieldCheck, FieldKind, Form, Repeat, Section, Shown};
use domain::organisation::{Organisation, UnitLevel};
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Before the name of every answer.
const PREFIX: &str = "tk.";
/// Rows that a page shows at most; the form itself says how many it takes.
const ROWS_MAX: usize = 200;

/// A part of the form as shown.
#[derive(Debug, Default)]
pub(super) struct SectionView {
    id: String,
    /// Answers to questions that are not asked now: they go along, so that they are there when they are asked again.
    carried: Vec<(String, String)>,
    /// Whether it is asked at all.
    shown: bool,
    /// What is asked here under a condition, as the page that is sent says it.
    asked: Vec<String>,
    /// Whether answers here decide what else the page asks.
    decides: bool,
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
        Self { id: id.to_owned(), title: title.to_owned(), note, rows, shown: true, ..Self::default() }
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
    /// Names whose answers decide what is asked here, apart by blanks; empty when nothing hangs on an answer.
    deciding: String,
    /// Whether the page says what it asked under a condition.
    tells: bool,
}

impl HtmlSafe for Sections {}

impl Sections {
    pub(super) const fn new(m: &'static Messages, list: Vec<SectionView>, level: u8) -> Self {
        Self { m, list, level, deciding: String::new(), tells: false }
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
    /// The day on which conditions are looked at.
    pub(super) today: Date,
}

impl FormPage<'_> {
    /// All sections with what was answered and what is wrong.
    pub(super) fn sections(&self, level: u8) -> Sections {
        self.some_sections(&self.form.sections, level)
    }

    /// Some sections of the form, as one page of it has them.
    pub(super) fn some_sections(&self, sections: &[Section], level: u8) -> Sections {
        let shown = self.form.shown(self.answers, self.today);
        let deciding: BTreeSet<&str> =
            sections.iter().flat_map(Section::conditions).flat_map(domain::rule::Rule::names).collect();
        let here = |name: &&str| {
            sections.iter().any(|section| section.id == *name || section.fields.iter().any(|field| field.id == *name))
        };
        let deciding: BTreeSet<&str> = deciding.into_iter().filter(here).collect();
        let view = |section| self.section(section, &shown, &deciding);
        Sections {
            m: self.m,
            list: sections.iter().map(view).collect(),
            level,
            tells: sections.iter().any(|section| section.conditions().next().is_some()),
            deciding: deciding.iter().copied().collect::<Vec<_>>().join(" "),
        }
    }

    fn section(&self, section: &Section, shown: &Shown, deciding: &BTreeSet<&str>) -> SectionView {
        let hidden = SectionView {
            id: section.id.clone(),
            carried: posted::carried(section, self.answers, shown),
            ..SectionView::default()
        };
        if !pages::is_asked(section, shown) {
            return hidden;
        }
        let (rows, add) = match section.repeat {
            None => {
                let fields = asked(section)
                    .filter(|question| shown.field(&question.id))
                    .map(|question| self.field(question, self.answers, &question.id, &question.id))
                    .collect();
                (vec![RowView { heading: None, fields, remove: None }], None)
            }
            Some(repeat) => self.rows(section, repeat, shown),
        };
        let decides = |name: &str| deciding.contains(name);
        SectionView {
            shown: true,
            asked: anew::conditional(section, self.answers, shown),
            decides: decides(&section.id) || section.fields.iter().any(|field| decides(&field.id)),
            title: own_words(self.m, &section.title_vi, section.title_en.as_deref()).to_owned(),
            note: section.note_vi.clone(),
            error: section.repeat.and_then(|_| self.faults.get(&section.id).cloned()),
            rows,
            add,
            ..hidden
        }
    }

    fn rows(&self, section: &Section, repeat: Repeat, shown: &Shown) -> (Vec<RowView>, Option<String>) {
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
                fields: asked(section).filter(|question| shown.cell(&question.id, row)).map(field).collect(),
                remove: (count > repeat.min).then(|| format!("{}.{row}", section.id)),
            }
        };
        let add = (count < repeat.max.min(ROWS_MAX)).then(|| section.id.clone());
        ((0..count).map(view).collect(), add)
    }

    fn field(&self, question: &Question, answers: &Map<String, Value>, name: &str, fault: &str) -> Field {
        let given = answers.get(&question.id).map(as_text).unwrap_or_default();
        let value = if answers.contains_key(&question.id) { given } else { posted::default_of(question) };
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
fn asked(section: &Section) -> impl Iterator<Item = &Question> + Clone {
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

/// A fault with the question that has it, so that the summary reads alone.
pub(super) fn labelled(m: &Messages, form: &Form, field: &str, text: &str) -> String {
    let id = field.rsplit('.').next().unwrap_or(field);
    let label = |question: &Question| own_words(m, &question.label_vi, question.label_en.as_deref()).to_owned();
    form.field(id).map_or_else(|| text.to_owned(), |question| format!("{}: {text}", label(question)))
}

/// Title of a form in the language of the page, as far as the form has it.
pub(super) fn title<'a>(m: &Messages, form: &'a Form) -> &'a str {
    own_words(m, &form.title_vi, form.title_en.as_deref())
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

//! Answers read out: for the review before handing in, for the officer, for the receipt. Sections keep their headings,
//! rows of a repeated section stand apart.

use super::{as_text, asked, own_words, row_heading};
use crate::messages::Messages;
use crate::web::format;
use crate::web::view::Fact;
use askama::Template;
use askama::filters::HtmlSafe;
use domain::eform::{Field as Question, FieldKind, Form, Section};
use serde_json::{Map, Value};

/// One filling in of a section.
#[derive(Debug)]
struct AnswerRow {
    /// Set where the section may be filled in several times.
    heading: Option<String>,
    facts: Vec<Fact>,
}

/// A section with what was answered in it.
#[derive(Debug)]
pub(in crate::web) struct AnswerPart {
    title: String,
    rows: Vec<AnswerRow>,
}

impl AnswerPart {
    /// A part with facts of its own.
    pub(in crate::web) fn of(title: &str, facts: Vec<Fact>) -> Self {
        Self { title: title.to_owned(), rows: vec![AnswerRow { heading: None, facts }] }
    }
}

/// What was declared, under headings.
#[derive(Debug, Template)]
#[template(path = "components/answers.html")]
pub(in crate::web) struct Answers {
    parts: Vec<AnswerPart>,
    /// Level of the sections' headings.
    level: u8,
}

impl HtmlSafe for Answers {}

impl Answers {
    pub(in crate::web) const fn new(parts: Vec<AnswerPart>, level: u8) -> Self {
        Self { parts, level }
    }

    pub(in crate::web) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

/// The answers in the form's order. Sections without an answer are left out.
pub(in crate::web) fn read_out(m: &Messages, form: &Form, answers: &Map<String, Value>) -> Vec<AnswerPart> {
    form.sections.iter().filter_map(|section| part(m, section, answers)).collect()
}

fn part(m: &Messages, section: &Section, answers: &Map<String, Value>) -> Option<AnswerPart> {
    let rows: Vec<AnswerRow> = if section.repeat.is_some() {
        let rows = answers.get(&section.id).and_then(Value::as_array).into_iter().flatten().enumerate();
        rows.filter_map(|(number, row)| {
            let heading = Some(row_heading(m, section, number));
            Some(AnswerRow { heading, facts: facts(m, section, row.as_object()?) })
        })
        .collect()
    } else {
        vec![AnswerRow { heading: None, facts: facts(m, section, answers) }]
    };
    let rows: Vec<AnswerRow> = rows.into_iter().filter(|row| !row.facts.is_empty()).collect();
    let title = own_words(m, &section.title_vi, section.title_en.as_deref()).to_owned();
    (!rows.is_empty()).then_some(AnswerPart { title, rows })
}

fn facts(m: &Messages, section: &Section, row: &Map<String, Value>) -> Vec<Fact> {
    let fact = |question: &Question| {
        let text = said(m, question.kind, row.get(&question.id)?);
        let label = own_words(m, &question.label_vi, question.label_en.as_deref());
        (!text.is_empty()).then(|| Fact::lines(label, text.lines().map(str::to_owned).collect()))
    };
    asked(section).filter_map(fact).collect()
}

pub(super) fn said(m: &Messages, kind: FieldKind, value: &Value) -> String {
    match value {
        Value::Bool(true) => m.common.yes.to_owned(),
        Value::Bool(false) => m.common.no.to_owned(),
        amount if kind == FieldKind::Money => money(m, &as_text(amount)),
        other => as_text(other),
    }
}

/// An amount with its points and currency; as it was typed when it is no whole number.
fn money(m: &Messages, typed: &str) -> String {
    let digits: String = typed.chars().filter(|letter| !matches!(letter, '.' | ' ')).collect();
    digits.parse().map_or_else(|_| typed.to_owned(), |amount| format::money(m, amount))
}

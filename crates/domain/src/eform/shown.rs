//! What a form asks for given answers: sections and fields with a condition, and the answers that remain.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::answers::{answer, date, number, ticked};
use super::condition::{MAX_CHAIN, value_type};
use super::{Field, Form, Section};
use crate::rule::{self, Facts, Row, Rule, ValueType};

/// Which parts of a form are asked. Everything is, but for what was found hidden.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    sections: BTreeSet<String>,
    /// Fields hidden everywhere.
    fields: BTreeSet<String>,
    /// Fields of repeated sections hidden in one row.
    cells: BTreeSet<(String, usize)>,
}

impl Shown {
    /// Whether the section is asked.
    #[must_use]
    pub fn section(&self, id: &str) -> bool {
        !self.sections.contains(id)
    }

    /// Whether the field is asked; in a repeated section, whether it is in any row.
    #[must_use]
    pub fn field(&self, id: &str) -> bool {
        !self.fields.contains(id)
    }

    /// Whether the field of a repeated section is asked in this row, counted from 0.
    #[must_use]
    pub fn cell(&self, id: &str, row: usize) -> bool {
        self.field(id) && (self.cells.is_empty() || !self.cells.contains(&(id.to_owned(), row)))
    }

    /// Whether what a fault names is asked: `con_ho_ten`, `thanh_vien`, `thanh_vien[2].tv_ngay_sinh`.
    pub(super) fn path(&self, path: &str) -> bool {
        let cell = path.split_once('[').and_then(|(section, rest)| {
            let (row, field) = rest.split_once("].")?;
            Some(self.section(section) && self.cell(field, row.parse().ok()?))
        });
        cell.unwrap_or_else(|| self.section(path) && self.field(path))
    }
}

impl Section {
    /// The conditions under which the section and its fields are asked.
    pub fn conditions(&self) -> impl Iterator<Item = &Rule> {
        self.show_when.iter().chain(self.fields.iter().filter_map(|field| field.show_when.as_ref()))
    }
}

impl Form {
    /// Which sections and fields are asked, given these answers.
    ///
    /// The answer of a hidden field decides nothing. A condition that cannot be worked out, as one that divides by
    /// zero, hides nothing: to ask too much is the smaller harm.
    #[must_use]
    pub fn shown(&self, answers: &Map<String, Value>, today: Date) -> Shown {
        let mut shown = Shown::default();
        let used: BTreeSet<&str> = self.conditions().flat_map(Rule::names).collect();
        // Conditions hang on each other in chains without a circle: after as many rounds as a chain has links, all stand.
        for _ in 0..=MAX_CHAIN {
            let facts = self.facts_among(answers, today, &shown, |name| used.contains(name));
            let next = self.shown_by(&facts, answers, &shown);
            if next == shown {
                break;
            }
            shown = next;
        }
        shown
    }

    /// The answers as facts for rules; what is hidden, empty or unreadable is unanswered, and a box not ticked is "no".
    #[must_use]
    pub fn facts(&self, answers: &Map<String, Value>, today: Date) -> Facts {
        self.facts_among(answers, today, &self.shown(answers, today), |_| true)
    }

    /// The answers as they are kept: those of hidden and unknown fields left out, text composed (NFC).
    #[must_use]
    pub fn kept(&self, answers: &Map<String, Value>, today: Date) -> Map<String, Value> {
        let mut kept = self.prepared(answers, &self.shown(answers, today));
        for section in self.sections.iter().filter(|section| section.repeat.is_some()) {
            let rows = kept.get_mut(&section.id).and_then(Value::as_array_mut).into_iter().flatten();
            for row in rows.filter_map(Value::as_object_mut) {
                row.retain(|name, _| section.fields.iter().any(|field| field.id == *name));
            }
        }
        kept
    }

    /// Every condition of a section or a field.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &Rule> {
        self.sections.iter().flat_map(Section::conditions)
    }

    /// What is to be judged: known answers that are not hidden, text composed, and no more rows than a judge looks at.
    pub(super) fn prepared(&self, answers: &Map<String, Value>, shown: &Shown) -> Map<String, Value> {
        let mut prepared = Map::new();
        for section in self.sections.iter().filter(|section| shown.section(&section.id)) {
            let Some(repeat) = section.repeat else {
                for field in section.fields.iter().filter(|field| shown.field(&field.id)) {
                    if let Some(value) = answers.get(&field.id) {
                        prepared.insert(field.id.clone(), plain(value));
                    }
                }
                continue;
            };
            let rows = match answers.get(&section.id) {
                None => continue,
                Some(Value::Array(rows)) => {
                    let judged = rows.iter().take(repeat.max.saturating_add(1)).enumerate();
                    Value::Array(judged.map(|(index, row)| prepared_row(section, row, index, shown)).collect())
                }
                Some(other) => plain(other),
            };
            prepared.insert(section.id.clone(), rows);
        }
        for case in self.cases() {
            if let Some(value) = answers.get(case) {
                prepared.insert(case.to_owned(), plain(value));
            }
        }
        prepared
    }

    fn facts_among(
        &self,
        answers: &Map<String, Value>,
        today: Date,
        shown: &Shown,
        wanted: impl Fn(&str) -> bool,
    ) -> Facts {
        let mut facts = Facts::on(today);
        for section in self.sections.iter().filter(|section| shown.section(&section.id)) {
            if section.repeat.is_none() {
                for field in section.fields.iter().filter(|field| wanted(&field.id) && shown.field(&field.id)) {
                    if let Some(value) = fact(field, answers) {
                        facts.insert(&field.id, value);
                    }
                }
            } else if wanted(&section.id) {
                let rows = rows_of(section, answers).map(|(index, row)| row_facts(section, row, index, shown));
                facts.insert(&section.id, rule::Value::Rows(rows.collect()));
            }
        }
        facts
    }

    fn shown_by(&self, facts: &Facts, answers: &Map<String, Value>, before: &Shown) -> Shown {
        let mut shown = Shown::default();
        for section in &self.sections {
            if !section.show_when.as_ref().is_none_or(|rule| asks(rule, facts)) {
                shown.sections.insert(section.id.clone());
                shown.fields.extend(section.fields.iter().map(|field| field.id.clone()));
                continue;
            }
            let conditional = || section.fields.iter().filter_map(|field| Some((field, field.show_when.as_ref()?)));
            if section.repeat.is_none() {
                let hidden = conditional().filter(|(_, rule)| !asks(rule, facts));
                shown.fields.extend(hidden.map(|(field, _)| field.id.clone()));
            } else if conditional().next().is_some() {
                for (index, row) in rows_of(section, answers) {
                    let mut facts = facts.clone();
                    for (name, value) in row_facts(section, row, index, before) {
                        facts.insert(&name, value);
                    }
                    let hidden = conditional().filter(|(_, rule)| !asks(rule, &facts));
                    shown.cells.extend(hidden.map(|(field, _)| (field.id.clone(), index)));
                }
            }
        }
        shown
    }
}

fn asks(rule: &Rule, facts: &Facts) -> bool {
    rule.holds(facts).unwrap_or(true)
}

/// The rows that count, with their numbers.
fn rows_of<'a>(
    section: &Section,
    answers: &'a Map<String, Value>,
) -> impl Iterator<Item = (usize, &'a Map<String, Value>)> {
    let most = section.repeat.map_or(0, |repeat| repeat.max);
    let rows = answers.get(&section.id).and_then(Value::as_array).into_iter().flatten();
    rows.take(most).enumerate().filter_map(|(index, row)| Some((index, row.as_object()?)))
}

fn row_facts(section: &Section, row: &Map<String, Value>, index: usize, shown: &Shown) -> Row {
    let fields = section.fields.iter().filter(|field| shown.cell(&field.id, index));
    fields.filter_map(|field| Some((field.id.clone(), fact(field, row)?))).collect()
}

fn fact(field: &Field, row: &Map<String, Value>) -> Option<rule::Value> {
    let given = || answer(row, &field.id);
    match value_type(field.kind)? {
        ValueType::Text => Some(given()).filter(|text| !text.is_empty()).map(|text| rule::Value::text(&text)),
        ValueType::Number => number(&given()).map(|scaled| rule::Value::Number(Decimal::new(scaled, 4))),
        ValueType::YesNo => Some(rule::Value::YesNo(row.get(&field.id).and_then(ticked) == Some(true))),
        ValueType::Date => date(&given()).map(rule::Value::Date),
        ValueType::Rows => None,
    }
}

/// The row without what is hidden; names that the section does not have stay, so that they can be refused.
fn prepared_row(section: &Section, row: &Value, index: usize, shown: &Shown) -> Value {
    let Some(row) = row.as_object() else {
        return plain(row);
    };
    let known = |name: &str| section.fields.iter().any(|field| field.id == name);
    let asked = row.iter().filter(|(name, _)| !known(name) || shown.cell(name, index));
    Value::Object(asked.map(|(name, value)| (name.clone(), plain(value))).collect())
}

/// A single value with its text composed; of a list or an object only that it is one, however deep it goes.
fn plain(value: &Value) -> Value {
    match value {
        Value::String(text) if !is_nfc(text) => Value::String(text.nfc().collect()),
        Value::Array(_) => Value::Array(Vec::new()),
        Value::Object(_) => Value::Object(Map::new()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

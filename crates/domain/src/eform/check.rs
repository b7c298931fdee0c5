//! Judging answers field by field.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::answers::{answer, date, holds, number, span, text, ticked, written};
use super::cross::check_across;
use super::number::{is_identity, is_tax_code};
use super::script::{mixes_scripts, turns_reading};
use super::{
    AnswerFault, Choices, CrossCheck, Field, FieldCheck, FieldFault, FieldKind, FieldRule, Form, Repeat, Section,
    Severity, Shown,
};
use crate::organisation::{Organisation, Unit, UnitLevel};
use crate::text::fold;

/// What is being judged, and against what day and which units.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) form: &'a Form,
    /// Without what is hidden.
    pub(super) answers: &'a Map<String, Value>,
    pub(super) shown: &'a Shown,
    pub(super) today: Date,
    pub(super) units: &'a Organisation,
}

impl Form {
    /// Every fault of the answers, in the order of the form; none means that they may be submitted.
    ///
    /// Answers stand under the names of their fields; those of a repeated section are a list of such maps under the
    /// name of the section. Texts and typed values mean the same, so that a page without scripts and an interface
    /// are judged alike; text is composed (NFC) first. What is hidden is not looked at. `units` says which territories
    /// are in force on `today`.
    #[must_use]
    pub fn check(&self, answers: &Map<String, Value>, today: Date, units: &Organisation) -> Vec<FieldFault> {
        self.check_with(answers, today, units, |_| true)
    }

    /// The faults that can be told when the form was asked only as far as the section `last`: a rule across fields
    /// counts once all that it looks at has been asked. Fields of later sections are judged too; whoever shows a page
    /// leaves them out.
    #[must_use]
    pub fn check_until(
        &self,
        last: &str,
        answers: &Map<String, Value>,
        today: Date,
        units: &Organisation,
    ) -> Vec<FieldFault> {
        let end = self.sections.iter().position(|section| section.id == last);
        let asked = self.sections.iter().take(end.map_or(usize::MAX, |end| end.saturating_add(1)));
        let names: BTreeSet<&str> = asked
            .flat_map(|section| section.fields.iter().map(|field| &field.id).chain([&section.id]))
            .map(String::as_str)
            .collect();
        self.check_with(answers, today, units, |rule| rule.names().iter().all(|name| names.contains(name)))
    }

    fn check_with(
        &self,
        answers: &Map<String, Value>,
        today: Date,
        units: &Organisation,
        counts: impl Fn(&CrossCheck) -> bool,
    ) -> Vec<FieldFault> {
        let shown = self.shown(answers, today);
        let kept = self.prepared(answers, &shown);
        let judge = Judge { form: self, answers: &kept, shown: &shown, today, units };
        let mut faults = judge.unknown_fields(answers);
        for section in self.sections.iter().filter(|section| shown.section(&section.id)) {
            match section.repeat {
                Some(repeat) => judge.rows(section, repeat, &mut faults),
                None => judge.row(section, &kept, None, &mut faults),
            }
        }
        check_across(judge, counts, &mut faults);
        faults
    }

    /// Whether nothing but warnings speaks against submitting.
    #[must_use]
    pub fn may_be_submitted(faults: &[FieldFault]) -> bool {
        faults.iter().all(|fault| fault.severity == Severity::Warning)
    }
}

impl<'a> Judge<'a> {
    fn unknown_fields(self, given: &Map<String, Value>) -> Vec<FieldFault> {
        let once = self.form.sections.iter().filter(|section| section.repeat.is_none());
        let mut known: BTreeSet<&str> =
            once.flat_map(|section| &section.fields).map(|field| field.id.as_str()).collect();
        let repeated = self.form.sections.iter().filter(|section| section.repeat.is_some());
        known.extend(repeated.map(|section| section.id.as_str()));
        known.extend(self.form.cases());
        let unknown = given.keys().filter(|name| !known.contains(name.as_str()));
        unknown.map(|name| error(name.clone(), AnswerFault::UnknownField, None)).collect()
    }

    /// The rows of a repeated section; anything else counts as none.
    pub(super) fn rows_of(self, section: &Section) -> Vec<&'a Map<String, Value>> {
        let rows = self.answers.get(&section.id).and_then(Value::as_array);
        rows.into_iter().flatten().filter_map(Value::as_object).collect()
    }

    fn rows(self, section: &Section, repeat: Repeat, faults: &mut Vec<FieldFault>) {
        let rows = match self.answers.get(&section.id) {
            None | Some(Value::Null) => &[],
            Some(Value::Array(rows)) => rows.as_slice(),
            Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => {
                faults.push(error(section.id.clone(), AnswerFault::WrongType(FieldKind::Text), None));
                return;
            }
        };
        if rows.len() < repeat.min {
            faults.push(error(section.id.clone(), AnswerFault::TooFewRows { min: repeat.min }, None));
        }
        if rows.len() > repeat.max {
            faults.push(error(section.id.clone(), AnswerFault::TooManyRows { max: repeat.max }, None));
            return;
        }
        for (index, row) in rows.iter().enumerate() {
            let place = format!("{}[{index}]", section.id);
            let Some(row) = row.as_object() else {
                faults.push(error(place, AnswerFault::WrongType(FieldKind::Text), None));
                continue;
            };
            for name in row.keys().filter(|name| section.fields.iter().all(|field| field.id != **name)) {
                faults.push(error(format!("{place}.{name}"), AnswerFault::UnknownField, None));
            }
            self.row(section, row, Some((index, &place)), faults);
        }
    }

    fn row(
        self,
        section: &Section,
        row: &Map<String, Value>,
        place: Option<(usize, &str)>,
        faults: &mut Vec<FieldFault>,
    ) {
        for field in &section.fields {
            let is_asked = match place {
                Some((index, _)) => self.shown.cell(&field.id, index),
                None => self.shown.field(&field.id),
            };
            if !is_asked {
                continue;
            }
            if let Some((fault, message_vi)) = self.field(field, row) {
                let name = place.map_or_else(|| field.id.clone(), |(_, place)| format!("{place}.{}", field.id));
                faults.push(error(name, fault, message_vi));
            }
        }
    }

    /// The first thing wrong with a field: one sentence under a field is enough to mend it.
    fn field(self, field: &Field, row: &Map<String, Value>) -> Option<(AnswerFault, Option<String>)> {
        let value = row.get(&field.id).unwrap_or(&Value::Null);
        let Some(given) = text(value) else {
            return Some((AnswerFault::WrongType(field.kind), None));
        };
        if !field.kind.is_asked() {
            return None;
        }
        if is_blank(field.kind, &given) {
            return self.missing(field, row);
        }
        if given.chars().count() > field.kind.max_characters() {
            return Some((AnswerFault::TooLong { limit: field.kind.max_characters() }, None));
        }
        if !is_of_kind(field.kind, value, &given, self.today) {
            return Some((AnswerFault::WrongType(field.kind), None));
        }
        if mixes_scripts(&given) {
            return Some((AnswerFault::MixedScripts, None));
        }
        if let Some(fault) = self.choice(field, &given) {
            return Some((fault, None));
        }
        field.rules.iter().find_map(|rule| Some((self.breach(rule, &given, row)?, rule.message_vi.clone())))
    }

    fn missing(self, field: &Field, row: &Map<String, Value>) -> Option<(AnswerFault, Option<String>)> {
        if field.required {
            return Some((AnswerFault::Missing, None));
        }
        let asked = field.rules.iter().find(|rule| match &rule.check {
            FieldCheck::RequiredIf { when } => holds(when, row),
            FieldCheck::RequiredIfCase { case, cases } => cases.contains(&answer(self.answers, case)),
            FieldCheck::Pattern { .. }
            | FieldCheck::PatternIf { .. }
            | FieldCheck::Range { .. }
            | FieldCheck::DateNotFuture
            | FieldCheck::MaxLength { .. }
            | FieldCheck::UnitInForce
            | FieldCheck::NoDefunctUnit => false,
        });
        asked.map(|rule| (AnswerFault::Missing, rule.message_vi.clone()))
    }

    fn choice(self, field: &Field, given: &str) -> Option<AnswerFault> {
        match &field.choices {
            Choices::Listed { .. } | Choices::Named { .. } => {
                let offered = self.form.offered(field);
                (!offered.iter().any(|value| value == given)).then_some(AnswerFault::NotAChoice)
            }
            Choices::Units => (!self.is_unit_in_force(given)).then_some(AnswerFault::UnitNotInForce),
            Choices::Any | Choices::Nationality { .. } => None,
        }
    }

    fn breach(self, rule: &FieldRule, given: &str, row: &Map<String, Value>) -> Option<AnswerFault> {
        match &rule.check {
            FieldCheck::Pattern { pattern } => (!pattern.matches(given)).then_some(AnswerFault::Pattern),
            FieldCheck::PatternIf { when, pattern } => {
                (holds(when, row) && !pattern.matches(given)).then_some(AnswerFault::Pattern)
            }
            FieldCheck::Range { min, max } => {
                let value = number(given)?;
                let outside = min.is_some_and(|min| value < min) || max.is_some_and(|max| max < value);
                outside.then(|| AnswerFault::OutOfRange { min: min.map(written), max: max.map(written) })
            }
            FieldCheck::DateNotFuture => {
                let (first, _) = date(given).map(|date| (date, date)).or_else(|| span(given))?;
                (first > self.today).then_some(AnswerFault::InFuture)
            }
            FieldCheck::MaxLength { limit } => {
                (given.chars().count() > *limit).then_some(AnswerFault::TooLong { limit: *limit })
            }
            FieldCheck::UnitInForce => (!self.is_unit_in_force(given)).then_some(AnswerFault::UnitNotInForce),
            FieldCheck::NoDefunctUnit => self.names_defunct_unit(given).then_some(AnswerFault::DefunctUnit),
            FieldCheck::RequiredIf { .. } | FieldCheck::RequiredIfCase { .. } => None,
        }
    }

    /// Whether a territory in force has this code or name.
    fn is_unit_in_force(self, given: &str) -> bool {
        let is_territory = |unit: &Unit| unit.level != UnitLevel::Body;
        if self.units.unit(given, self.today).is_some_and(is_territory) {
            return true;
        }
        // Names are compared first: to find out which version is in force costs more.
        let named = self.units.all().filter(|unit| unit.full_name_vi == given || unit.name_vi == given);
        named.filter(|unit| is_territory(unit)).any(|unit| self.units.unit(&unit.id, self.today) == Some(unit))
    }

    /// Whether the text names a district that ended: by its full name, as nobody's `Thái Nguyên` alone is meant.
    fn names_defunct_unit(self, given: &str) -> bool {
        let given = format!(" {} ", fold(given));
        self.units.all().any(|unit| {
            unit.level == UnitLevel::District
                && unit.valid_to.is_some_and(|to| to < self.today)
                && given.contains(&format!(" {} ", fold(&unit.full_name_vi)))
        })
    }
}

fn is_blank(kind: FieldKind, given: &str) -> bool {
    given.is_empty() || (kind == FieldKind::Checkbox && matches!(given, "false" | "off" | "0"))
}

fn is_of_kind(kind: FieldKind, value: &Value, given: &str, today: Date) -> bool {
    match kind {
        FieldKind::Checkbox => ticked(value).is_some(),
        FieldKind::Date => date(given).is_some(),
        FieldKind::PartialDate => span(given).is_some(),
        FieldKind::Integer | FieldKind::Money => number(given).is_some() && !given.contains(['.', ',']),
        FieldKind::Decimal => number(given).is_some(),
        FieldKind::Tel => given.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '.' | '-' | '(' | ')')),
        FieldKind::Identity => is_identity(given, today),
        FieldKind::TaxCode => is_tax_code(given),
        FieldKind::Email => is_email(given),
        FieldKind::Url => {
            given.split_once('.').is_some_and(|(host, rest)| !host.is_empty() && !rest.is_empty())
                && !given.contains(char::is_whitespace)
        }
        FieldKind::Text
        | FieldKind::Textarea
        | FieldKind::Select
        | FieldKind::Radio
        | FieldKind::Address
        | FieldKind::Signature
        | FieldKind::File => {
            !given.chars().any(|c| turns_reading(c) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t')))
        }
    }
}

fn is_email(given: &str) -> bool {
    let Some((name, host)) = given.rsplit_once('@') else {
        return false;
    };
    let sound =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@');
    sound(name) && sound(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
}

pub(super) fn error(field: String, fault: AnswerFault, message_vi: Option<String>) -> FieldFault {
    FieldFault { field, fault, severity: Severity::Error, message_vi }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eform::{CrossCheck, CrossRule};
    use jiff::civil::date as on;
    use serde_json::json;

    #[test]
    fn a_rule_across_fields_counts_once_all_of_them_were_asked() {
        let mut form = Form::default_for("x");
        let section = form.sections[0].clone();
        let of = |id: &str| {
            let mut section = Section { id: format!("s_{id}"), ..section.clone() };
            section.fields[0].id = id.to_owned();
            section.fields[0].required = false;
            section
        };
        form.sections = vec![of("me"), of("cha"), of("khac")];
        form.cross_rules = vec![CrossRule {
            check: CrossCheck::AtLeastOne { fields: vec!["me".to_owned(), "cha".to_owned()] },
            severity: Severity::Error,
            message_vi: None,
        }];
        let faults = |last: &str, answers: &Value| {
            let units = Organisation::new([]);
            form.check_until(last, answers.as_object().unwrap(), on(2026, 11, 26), &units).len()
        };
        for (last, answers, expected) in [
            ("s_me", json!({}), 0),
            ("s_cha", json!({}), 1),
            ("s_khac", json!({}), 1),
            ("s_cha", json!({"cha": "Ma Văn Ích"}), 0),
            ("s_me", json!({"me": "x\u{202e}"}), 1),
        ] {
            assert_eq!(faults(last, &answers), expected, "until {last}: {answers}");
        }
    }
}

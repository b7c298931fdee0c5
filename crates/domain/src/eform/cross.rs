//! Judging answers against each other.

use serde_json::{Map, Value};

use super::answers::{answer, date, holds, number, span, ticked};
use super::check::Judge;
use super::history::first_gap;
use super::{AnswerFault, CrossCheck, FieldFault, Section};
use crate::rule::age;

/// Adds every breach of those of the form's rules across fields that count.
pub(super) fn check_across(judge: Judge<'_>, counts: impl Fn(&CrossCheck) -> bool, faults: &mut Vec<FieldFault>) {
    for rule in judge.form.cross_rules.iter().filter(|rule| counts(&rule.check)) {
        for (field, fault) in breaches(judge, &rule.check) {
            // A field that is already known to be wrong or missing says enough.
            let is_known = faults.iter().any(|known| known.field == field && known.severity == rule.severity);
            if !is_known && judge.shown.path(&field) {
                faults.push(FieldFault { field, fault, severity: rule.severity, message_vi: rule.message_vi.clone() });
            }
        }
    }
}

fn breaches(judge: Judge<'_>, check: &CrossCheck) -> Vec<(String, AnswerFault)> {
    let all = judge.answers;
    match check {
        CrossCheck::AtLeastOne { fields } => {
            let asked: Vec<String> = fields.iter().filter(|field| judge.shown.field(field)).cloned().collect();
            at_least_one(all, &asked)
        }
        CrossCheck::RequiredTogether { fields, .. } | CrossCheck::Consistent { fields } => together(all, fields),
        CrossCheck::RequiredIf { field, when } => judge.required_if(field, when),
        CrossCheck::RequiredSectionIf { section, when } => judge.required_section(section, holds(when, all)),
        CrossCheck::DateOrder { before, after } => date_order(all, before, after),
        CrossCheck::DaysBetween { from, to, max } => judge.days_between(from, to, *max),
        CrossCheck::FieldGte { field, other } => field_gte(all, field, other),
        CrossCheck::EqualIf { when, fields } if holds(when, all) => pairs(all, fields, |one, two| one != two)
            .map(|(field, other)| (field, AnswerFault::Differs { other }))
            .collect(),
        CrossCheck::EqualIf { .. } => Vec::new(),
        CrossCheck::NotEqual { fields } => pairs(all, fields, |one, two| one == two)
            .map(|(field, other)| (field, AnswerFault::SameAs { other }))
            .collect(),
        CrossCheck::AgeAtLeast { field, years, at } => judge.age_at_least(field, *years, at.as_deref()),
        CrossCheck::ExactlyOneTrue { field } => judge.exactly_one(field),
        CrossCheck::AnyForeignRequires { fields, domestic, route_to } => foreign(all, fields, domestic, route_to),
        CrossCheck::HistoryCovers { section, born, age } => judge.history(section, born, *age),
        CrossCheck::FreeCopies { field, free } => free_copies(all, field, *free),
    }
}

impl Judge<'_> {
    fn section_of(&self, field: &str) -> Option<&Section> {
        self.form.fields().find(|(_, known)| known.id == field).map(|(section, _)| section)
    }

    fn required_if(self, field: &str, when: &super::When) -> Vec<(String, AnswerFault)> {
        let is_missing = |row: &Map<String, Value>| holds(when, row) && answer(row, field).is_empty();
        match self.section_of(field) {
            Some(section) if section.repeat.is_some() => {
                let rows = self.rows_of(section).into_iter().enumerate().filter(|(_, row)| is_missing(row));
                rows.map(|(index, _)| (format!("{}[{index}].{field}", section.id), AnswerFault::Missing)).collect()
            }
            Some(_) | None if is_missing(self.answers) => vec![(field.to_owned(), AnswerFault::Missing)],
            Some(_) | None => Vec::new(),
        }
    }

    fn required_section(self, section: &str, is_required: bool) -> Vec<(String, AnswerFault)> {
        let empty = self.form.sections.iter().any(|known| known.id == section && self.rows_of(known).is_empty());
        if is_required && empty { vec![(section.to_owned(), AnswerFault::TooFewRows { min: 1 })] } else { Vec::new() }
    }

    fn days_between(self, from: &str, to: &str, max: u32) -> Vec<(String, AnswerFault)> {
        let Some(first) = date(&answer(self.answers, from)) else {
            return Vec::new();
        };
        let last = date(&answer(self.answers, to)).unwrap_or(self.today);
        let days = crate::time::epoch_day(last) - crate::time::epoch_day(first);
        if days > i64::from(max) { vec![(from.to_owned(), AnswerFault::TooManyDays { max })] } else { Vec::new() }
    }

    fn age_at_least(self, field: &str, years: u32, at: Option<&str>) -> Vec<(String, AnswerFault)> {
        let Some(born) = date(&answer(self.answers, field)) else {
            return Vec::new();
        };
        let on = at.and_then(|at| date(&answer(self.answers, at))).unwrap_or(self.today);
        if i64::from(age(born, on)) < i64::from(years) {
            vec![(field.to_owned(), AnswerFault::TooYoung { years })]
        } else {
            Vec::new()
        }
    }

    fn exactly_one(self, field: &str) -> Vec<(String, AnswerFault)> {
        let Some(section) = self.section_of(field) else {
            return Vec::new();
        };
        let rows = self.rows_of(section);
        let marked = rows.iter().filter(|row| row.get(field).and_then(ticked) == Some(true)).count();
        if rows.is_empty() || marked == 1 { Vec::new() } else { vec![(section.id.clone(), AnswerFault::NotExactlyOne)] }
    }

    fn history(self, section: &str, born: &str, from_age: u32) -> Vec<(String, AnswerFault)> {
        let Some(section) = self.form.sections.iter().find(|known| known.id == section) else {
            return Vec::new();
        };
        let Some(born) = date(&answer(self.answers, born)) else {
            return Vec::new();
        };
        let gap = first_gap(section, &self.rows_of(section), born, from_age, self.today);
        gap.map(|from| (section.id.clone(), AnswerFault::HistoryGap { from })).into_iter().collect()
    }
}

fn at_least_one(all: &Map<String, Value>, fields: &[String]) -> Vec<(String, AnswerFault)> {
    match fields.first() {
        Some(first) if fields.iter().all(|field| answer(all, field).is_empty()) => {
            vec![(first.clone(), AnswerFault::AtLeastOneOf(fields.to_vec()))]
        }
        Some(_) | None => Vec::new(),
    }
}

fn together(all: &Map<String, Value>, fields: &[String]) -> Vec<(String, AnswerFault)> {
    let (empty, filled): (Vec<_>, Vec<_>) = fields.iter().partition(|field| answer(all, field).is_empty());
    if filled.is_empty() {
        return Vec::new();
    }
    empty.into_iter().map(|field| (field.clone(), AnswerFault::Missing)).collect()
}

fn date_order(all: &Map<String, Value>, before: &str, after: &str) -> Vec<(String, AnswerFault)> {
    match (span(&answer(all, before)), span(&answer(all, after))) {
        (Some((first, _)), Some((_, last))) if last < first => {
            vec![(after.to_owned(), AnswerFault::DateOrder { before: before.to_owned() })]
        }
        _ => Vec::new(),
    }
}

fn field_gte(all: &Map<String, Value>, field: &str, other: &str) -> Vec<(String, AnswerFault)> {
    match (number(&answer(all, field)), number(&answer(all, other))) {
        (Some(larger), Some(smaller)) if larger < smaller => {
            vec![(field.to_owned(), AnswerFault::SmallerThan { other: other.to_owned() })]
        }
        _ => Vec::new(),
    }
}

/// Pairs of answered fields, the later one first, of which `is_wrong` holds.
fn pairs<'a>(
    all: &'a Map<String, Value>,
    fields: &'a [String],
    is_wrong: impl Fn(&str, &str) -> bool + 'a,
) -> impl Iterator<Item = (String, String)> + 'a {
    let later = fields.iter().enumerate().flat_map(|(at, one)| fields.iter().skip(at + 1).map(move |two| (one, two)));
    later.filter_map(move |(one, two)| {
        let (first, second) = (answer(all, one), answer(all, two));
        let both = !first.is_empty() && !second.is_empty();
        (both && is_wrong(&first, &second)).then(|| (two.clone(), one.clone()))
    })
}

fn foreign(all: &Map<String, Value>, fields: &[String], domestic: &str, code: &str) -> Vec<(String, AnswerFault)> {
    let is_foreign = |field: &&String| {
        let given = answer(all, field);
        !given.is_empty() && given != domestic
    };
    let fault = || AnswerFault::OtherProcedure { code: code.to_owned() };
    fields.iter().filter(is_foreign).map(|field| (field.clone(), fault())).collect()
}

fn free_copies(all: &Map<String, Value>, field: &str, free: u32) -> Vec<(String, AnswerFault)> {
    let limit = i64::from(free) * super::answers::SCALE;
    match number(&answer(all, field)) {
        Some(copies) if copies > limit => vec![(field.to_owned(), AnswerFault::CopiesCharged { free })],
        Some(_) | None => Vec::new(),
    }
}

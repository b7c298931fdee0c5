//! Sentences about what the burden linter found: what, where, how serious.

use super::{amount_of_time, role};
use crate::messages::{Messages, fill};
use crate::web::format;
use domain::burden::{Finding, FindingCode, FindingKind, Place, RegisterName, Severity};
use std::fmt::Display;

/// What was found.
#[must_use]
pub fn burden_finding(m: &Messages, finding: &Finding) -> String {
    burden_kind(m, &finding.kind)
}

/// What was found, after where it was.
#[must_use]
pub fn burden_named(m: &Messages, finding: &Finding) -> String {
    let (place, what) = (burden_place(m, &finding.place), burden_finding(m, finding));
    fill(m.burden.page.named, &[("place", &place), ("finding", &what)])
}

/// What was found, with its values.
#[must_use]
pub fn burden_kind(m: &Messages, kind: &FindingKind) -> String {
    let t = &m.burden.finding;
    match kind {
        FindingKind::FieldHeld { register, label_vi } => {
            fill(t.field_held, &[("label", label_vi), ("register", &register_name(m, register))])
        }
        FindingKind::PaperHeld { register, name_vi: _ } => {
            fill(t.paper_held, &[("register", &register_name(m, register))])
        }
        FindingKind::PaperWithoutBasis { count } => fill(t.paper_without_basis, &[("count", count)]),
        FindingKind::PaperCitesUnlistedText { number } => fill(t.paper_cites_unlisted_text, &[("number", number)]),
        FindingKind::PaperOpenEnded { words_vi } => fill(t.paper_open_ended, &[("words", words_vi)]),
        FindingKind::PaperOriginalAndCopy { originals, copies } => {
            fill(t.paper_original_and_copy, &[("originals", originals), ("copies", copies)])
        }
        FindingKind::FeeWithoutBasis { name_vi, amount_vnd } => {
            let amount = amount_vnd.map_or_else(|| t.fee_amount_unknown.to_owned(), |dong| format::money(m, dong));
            fill(t.fee_without_basis, &[("name", name_vi), ("amount", &amount)])
        }
        FindingKind::PromiseLongerThanLaw { promised, law } => {
            let (promised, law) = (amount_of_time(m, *promised), amount_of_time(m, *law));
            fill(t.promise_longer_than_law, &[("promised", &promised), ("law", &law)])
        }
        FindingKind::StepsLongerThanLimit { steps, limit } => {
            let (steps, limit) = (amount_of_time(m, *steps), amount_of_time(m, *limit));
            fill(t.steps_longer_than_limit, &[("steps", &steps), ("limit", &limit)])
        }
        FindingKind::StepWithoutHolder { step_vi, role: held } => {
            fill(t.step_without_holder, &[("step", step_vi), ("role", &role(m, *held))])
        }
        FindingKind::NoResult => t.no_result.to_owned(),
        FindingKind::TooManyFields { count, most } => fill(t.too_many_fields, &[("count", count), ("most", most)]),
        FindingKind::TooManyPapers { count, most } => fill(t.too_many_papers, &[("count", count), ("most", most)]),
        FindingKind::HardWord { word_vi, plain_vi } => fill(t.hard_word, &[("word", word_vi), ("plain", plain_vi)]),
        FindingKind::EnglishNameMissing => t.english_name_missing.to_owned(),
    }
}

/// Where something was found; positions are counted from 1 for people.
#[must_use]
pub fn burden_place(m: &Messages, place: &Place) -> String {
    let t = &m.burden.place;
    let numbered = |text: &str, index: usize| fill(text, &[("number", &index.saturating_add(1))]);
    let named = |text: &str, id: &dyn Display| fill(text, &[("id", id)]);
    match place {
        Place::Name => t.name.to_owned(),
        Place::EnglishName => t.english_name.to_owned(),
        Place::Summary => t.summary.to_owned(),
        Place::Conditions => t.conditions.to_owned(),
        Place::Results => t.results.to_owned(),
        Place::Result { index } => numbered(t.result, *index),
        Place::Papers => t.papers.to_owned(),
        Place::Paper { id } => named(t.paper, id),
        Place::Fee { index } => numbered(t.fee, *index),
        Place::Promise { index } => numbered(t.promise, *index),
        Place::Steps => t.steps.to_owned(),
        Place::Step { index } => numbered(t.step, *index),
        Place::Workflow { index } => numbered(t.workflow, *index),
        Place::Form => t.form.to_owned(),
        Place::Section { id } => named(t.section, id),
        Place::Field { id } => named(t.field, id),
    }
}

/// How serious a finding is; none is what the rules switch off.
#[must_use]
pub const fn burden_severity(m: &Messages, severity: Option<Severity>) -> &'static str {
    let t = &m.burden.severity;
    match severity {
        Some(Severity::Stop) => t.stop,
        Some(Severity::Warning) => t.warning,
        None => t.off,
    }
}

/// The name of a rule.
#[must_use]
pub const fn burden_rule(m: &Messages, code: FindingCode) -> &'static str {
    let t = &m.burden.rule;
    match code {
        FindingCode::FieldHeld => t.field_held,
        FindingCode::PaperHeld => t.paper_held,
        FindingCode::PaperWithoutBasis => t.paper_without_basis,
        FindingCode::PaperCitesUnlistedText => t.paper_cites_unlisted_text,
        FindingCode::PaperOpenEnded => t.paper_open_ended,
        FindingCode::PaperOriginalAndCopy => t.paper_original_and_copy,
        FindingCode::FeeWithoutBasis => t.fee_without_basis,
        FindingCode::PromiseLongerThanLaw => t.promise_longer_than_law,
        FindingCode::StepsLongerThanLimit => t.steps_longer_than_limit,
        FindingCode::StepWithoutHolder => t.step_without_holder,
        FindingCode::NoResult => t.no_result,
        FindingCode::TooManyFields => t.too_many_fields,
        FindingCode::TooManyPapers => t.too_many_papers,
        FindingCode::HardWord => t.hard_word,
        FindingCode::EnglishNameMissing => t.english_name_missing,
    }
}

fn register_name<'a>(m: &Messages, register: &'a RegisterName) -> &'a str {
    match &register.name_en {
        Some(name) if m.is_english() => name,
        Some(_) | None => &register.name_vi,
    }
}

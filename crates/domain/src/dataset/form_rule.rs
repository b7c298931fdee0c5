//! Reading the rules of forms. A rule that is not understood is a fault: a form must not silently check less than it says.

use super::FaultKind;
use super::form::Known;
use super::node::{LONG, Node, SHORT, shown};
use crate::eform::{CrossCheck, CrossRule, FieldCheck, FieldRule, Pattern, Severity, When, scaled_number};

const MAX_FIELDS: usize = 50;

/// Reads a rule on one field.
pub(super) fn field_rule(place: &Node<'_>, known: &Known) -> Option<FieldRule> {
    let op = place.field("op").text(SHORT);
    let check = match op.as_str() {
        "pattern" => FieldCheck::Pattern { pattern: pattern(place)? },
        "pattern_if" => FieldCheck::PatternIf { when: when(place, known), pattern: pattern(place)? },
        "required_if" => FieldCheck::RequiredIf { when: when(place, known) },
        "required_if_case" => FieldCheck::RequiredIfCase {
            case: place.field("case").text(SHORT),
            cases: place.field("in").texts(MAX_FIELDS),
        },
        "range" => FieldCheck::Range { min: bound(&place.field("min")), max: bound(&place.field("max")) },
        "date_not_future" => FieldCheck::DateNotFuture,
        "max_length" => FieldCheck::MaxLength { limit: usize::try_from(place.field("value").count(10_000)).ok()? },
        "unit_in_force" => FieldCheck::UnitInForce,
        "no_defunct_unit" => FieldCheck::NoDefunctUnit,
        _ => return unknown(place, &op),
    };
    Some(FieldRule { check, message_vi: place.field("message_vi").text_or_none(LONG) })
}

/// Reads a rule across fields.
pub(super) fn cross_rule(place: &Node<'_>, known: &Known) -> Option<CrossRule> {
    let check = cross_check(place, known)?;
    let charges = matches!(check, CrossCheck::FreeCopies { .. } | CrossCheck::AnyForeignRequires { .. });
    let severity = |word: &str| match word {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        _ => None,
    };
    // What only tells of a cost or of another procedure never keeps the form from being submitted.
    let default = if charges { Severity::Warning } else { Severity::Error };
    Some(CrossRule {
        check,
        severity: place.field("severity").word_or_none(severity).unwrap_or(default),
        message_vi: place.field("message_vi").text_or_none(LONG),
    })
}

fn cross_check(place: &Node<'_>, known: &Known) -> Option<CrossCheck> {
    let op = place.field("op").text(SHORT);
    let one = |name: &str| field_named(&place.field(name), known);
    let several = || fields_named(&place.field("fields"), known);
    Some(match op.as_str() {
        "at_least_one" => CrossCheck::AtLeastOne { fields: several() },
        "required_together_if" => {
            CrossCheck::RequiredTogether { fields: several(), when_vi: place.field("when_vi").text_or_none(LONG) }
        }
        "required_if" => CrossCheck::RequiredIf { field: one("field"), when: when(&place.field("when"), known) },
        "required_section_if" => CrossCheck::RequiredSectionIf {
            section: section_named(&place.field("section"), known),
            when: when(&place.field("when"), known),
        },
        "date_order" => CrossCheck::DateOrder { before: one("before"), after: one("after") },
        "days_between" => {
            CrossCheck::DaysBetween { from: one("from"), to: one("to"), max: place.field("max").count(100_000) }
        }
        "field_gte" => CrossCheck::FieldGte { field: one("field"), other: one("other") },
        "consistent" => CrossCheck::Consistent { fields: several() },
        "equal_if" => CrossCheck::EqualIf { when: when(&place.field("when"), known), fields: several() },
        "not_equal" => CrossCheck::NotEqual { fields: several() },
        "age_at_least" | "min_age" => CrossCheck::AgeAtLeast {
            field: one("field"),
            years: place.field("years").count(200),
            at: if place.has("at") { Some(one("at")) } else { None },
        },
        "exactly_one_true" => CrossCheck::ExactlyOneTrue { field: one("field") },
        "any_foreign_requires" => CrossCheck::AnyForeignRequires {
            fields: several(),
            domestic: place.field("domestic").text(SHORT),
            route_to: place.field("route_to").code(super::procedure::is_national_code),
        },
        "history_covers" => history(place, known)?,
        "free_copies" => CrossCheck::FreeCopies { field: one("field"), free: place.field("free").count(10_000) },
        _ => return unknown(place, &op),
    })
}

/// `from` is `age_14`; `to` can only be `today`. The birthday is `born`, or the field `ngay_sinh`.
fn history(place: &Node<'_>, known: &Known) -> Option<CrossCheck> {
    let age = |word: &str| word.strip_prefix("age_")?.parse::<u32>().ok().filter(|age| *age <= 100);
    place.field("to").word(|word| (word == "today").then_some(()))?;
    Some(CrossCheck::HistoryCovers {
        section: section_named(&place.field("section"), known),
        born: if place.has("born") { field_named(&place.field("born"), known) } else { birthday(place, known) },
        age: place.field("from").word(age)?,
    })
}

fn birthday(place: &Node<'_>, known: &Known) -> String {
    if !known.fields.contains("ngay_sinh") {
        place.field("born").fault(FaultKind::Missing);
    }
    "ngay_sinh".to_owned()
}

fn unknown<T>(place: &Node<'_>, op: &str) -> Option<T> {
    if !op.is_empty() {
        place.field("op").fault(FaultKind::UnknownRule { given: shown(op) });
    }
    None
}

fn pattern(place: &Node<'_>) -> Option<Pattern> {
    let place = place.field("value");
    let text = place.text(SHORT);
    let pattern = Pattern::parse(&text).ok();
    if pattern.is_none() && !text.is_empty() {
        place.fault(FaultKind::NotAPattern { given: shown(&text) });
    }
    pattern
}

fn bound(place: &Node<'_>) -> Option<i64> {
    if place.is_null() {
        return None;
    }
    let bound = place.value().as_number().and_then(|number| scaled_number(&number.to_string()));
    if bound.is_none() {
        place.fault(FaultKind::OutOfRange { given: place.value().to_string() });
    }
    bound
}

/// `{field, equals}` or `{field, in: […]}`.
fn when(place: &Node<'_>, known: &Known) -> When {
    let is_one_of = if place.has("in") {
        place.field("in").list(MAX_FIELDS).iter().map(|value| value.value().clone()).collect()
    } else {
        let equals = place.field("equals");
        if equals.is_null() {
            equals.fault(FaultKind::Missing);
        }
        vec![equals.value().clone()]
    };
    When { field: field_named(&place.field("field"), known), is_one_of }
}

fn fields_named(place: &Node<'_>, known: &Known) -> Vec<String> {
    let fields = place.list(MAX_FIELDS);
    if fields.is_empty() && !place.is_null() {
        place.fault(FaultKind::Empty);
    }
    fields.iter().map(|field| field_named(field, known)).collect()
}

fn field_named(place: &Node<'_>, known: &Known) -> String {
    named(place, &known.fields)
}

fn section_named(place: &Node<'_>, known: &Known) -> String {
    named(place, &known.sections)
}

fn named(place: &Node<'_>, known: &std::collections::BTreeSet<String>) -> String {
    let name = place.text(SHORT);
    if !name.is_empty() && !known.contains(&name) {
        place.fault(FaultKind::UnknownReference { given: shown(&name) });
    }
    name
}

//! A form as a file of `forms/`.

use serde_json::{Map, Value, json};

use crate::eform::{
    Choices, CrossCheck, CrossRule, Example, Field, FieldCheck, FieldRule, Form, FormStatus, Section, Severity, When,
    json_number,
};

/// The file. `Dataset::parse` reads it back to the same form.
///
/// Notes for people that only a file has, as the origin of a rule, are not part of a form and are not written.
#[must_use]
pub fn form(of: &Form) -> Value {
    let fields: usize = of.sections.iter().map(|section| section.fields.len()).sum();
    let mut file = object(json!({
        "schema_version": 1,
        "form_id": of.id,
        "title_vi": of.title_vi,
        "form_no": of.form_no,
        "basis_vi": of.basis_vi,
        "procedure_codes": of.procedure_ids,
        "version_status": status(of.status),
        "field_count": fields,
        "sections": of.sections.iter().map(section).collect::<Vec<_>>(),
        "cross_field_rules": of.cross_rules.iter().map(cross_rule).collect::<Vec<_>>(),
        "value_lists": of.value_lists,
        "confidence": of.confidence_vi,
        "notes_vi": of.notes_vi,
        "source": of.source,
        "sources": of.sources,
    }));
    put(&mut file, "title_en", of.title_en.as_deref());
    if !of.examples.is_empty() {
        file.insert("examples".to_owned(), of.examples.iter().map(example).collect());
    }
    Value::Object(file)
}

const fn status(status: FormStatus) -> &'static str {
    match status {
        FormStatus::InForceAtSnapshot => "in_force_at_snapshot",
        FormStatus::PreviousVersion => "previous_version",
    }
}

fn example(of: &Example) -> Value {
    json!({"name": of.name, "on": of.on, "answers": of.answers, "wrong": of.wrong})
}

fn section(of: &Section) -> Value {
    let mut section = object(json!({
        "id": of.id,
        "title_vi": of.title_vi,
        "note_vi": of.note_vi,
        "repeat": of.repeat.map(|repeat| json!({"min": repeat.min, "max": repeat.max})),
        "fields": of.fields.iter().map(field).collect::<Vec<_>>(),
    }));
    put(&mut section, "title_en", of.title_en.as_deref());
    put(&mut section, "page", of.page.as_deref());
    put(&mut section, "show_when", of.show_when.as_ref().map(crate::rule::Rule::as_str));
    Value::Object(section)
}

fn field(of: &Field) -> Value {
    let mut field = object(json!({
        "field": of.id,
        "label_vi": of.label_vi,
        "type": of.kind,
        "required": of.required,
        "allowed_values": choices(&of.choices),
        "rules": of.rules.iter().map(field_rule).collect::<Vec<_>>(),
        "hint_vi": of.hint_vi,
    }));
    put(&mut field, "label_en", of.label_en.as_deref());
    put(&mut field, "hint_en", of.hint_en.as_deref());
    put(&mut field, "concept", of.concept.map(crate::eform::Concept::name));
    put(&mut field, "show_when", of.show_when.as_ref().map(crate::rule::Rule::as_str));
    Value::Object(field)
}

fn choices(of: &Choices) -> Value {
    let list = |list: &str, default: &Option<String>| {
        let mut reference = object(json!({"ref": list}));
        put(&mut reference, "default", default.as_deref());
        Value::Object(reference)
    };
    match of {
        Choices::Any => Value::Null,
        Choices::Listed { values } => json!(values),
        Choices::Named { list: name, default } => list(name, default),
        Choices::Nationality { default } => list("quoc_tich", default),
        Choices::Units => list("units", &None),
    }
}

fn field_rule(of: &FieldRule) -> Value {
    let mut rule = object(match &of.check {
        FieldCheck::Pattern { pattern } => json!({"op": "pattern", "value": pattern}),
        FieldCheck::PatternIf { when, pattern } => with(json!({"op": "pattern_if", "value": pattern}), condition(when)),
        FieldCheck::RequiredIf { when } => with(json!({"op": "required_if"}), condition(when)),
        FieldCheck::RequiredIfCase { case, cases } => json!({"op": "required_if_case", "case": case, "in": cases}),
        FieldCheck::Range { min, max } => {
            let mut range = object(json!({"op": "range"}));
            for (name, bound) in [("min", min), ("max", max)] {
                range.extend(bound.and_then(json_number).map(|bound| (name.to_owned(), bound)));
            }
            Value::Object(range)
        }
        FieldCheck::DateNotFuture => json!({"op": "date_not_future"}),
        FieldCheck::MaxLength { limit } => json!({"op": "max_length", "value": limit}),
        FieldCheck::UnitInForce => json!({"op": "unit_in_force"}),
        FieldCheck::NoDefunctUnit => json!({"op": "no_defunct_unit"}),
    });
    put(&mut rule, "message_vi", of.message_vi.as_deref());
    Value::Object(rule)
}

fn cross_rule(of: &CrossRule) -> Value {
    let mut rule = object(cross_check(&of.check));
    put(&mut rule, "message_vi", of.message_vi.as_deref());
    let severity = match of.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    put(&mut rule, "severity", Some(severity));
    Value::Object(rule)
}

fn cross_check(of: &CrossCheck) -> Value {
    match of {
        CrossCheck::AtLeastOne { fields } => json!({"op": "at_least_one", "fields": fields}),
        CrossCheck::RequiredTogether { fields, when_vi } => {
            let mut rule = object(json!({"op": "required_together_if", "fields": fields}));
            put(&mut rule, "when_vi", when_vi.as_deref());
            Value::Object(rule)
        }
        CrossCheck::RequiredIf { field, when } => {
            json!({"op": "required_if", "field": field, "when": condition(when)})
        }
        CrossCheck::RequiredSectionIf { section, when } => {
            json!({"op": "required_section_if", "section": section, "when": condition(when)})
        }
        CrossCheck::DateOrder { before, after } => json!({"op": "date_order", "before": before, "after": after}),
        CrossCheck::DaysBetween { from, to, max } => json!({"op": "days_between", "from": from, "to": to, "max": max}),
        CrossCheck::FieldGte { field, other } => json!({"op": "field_gte", "field": field, "other": other}),
        CrossCheck::Consistent { fields } => json!({"op": "consistent", "fields": fields}),
        CrossCheck::EqualIf { when, fields } => json!({"op": "equal_if", "when": condition(when), "fields": fields}),
        CrossCheck::NotEqual { fields } => json!({"op": "not_equal", "fields": fields}),
        CrossCheck::AgeAtLeast { field, years, at } => {
            let mut rule = object(json!({"op": "age_at_least", "field": field, "years": years}));
            put(&mut rule, "at", at.as_deref());
            Value::Object(rule)
        }
        CrossCheck::ExactlyOneTrue { field } => json!({"op": "exactly_one_true", "field": field}),
        CrossCheck::AnyForeignRequires { fields, domestic, route_to } => {
            json!({"op": "any_foreign_requires", "fields": fields, "domestic": domestic, "route_to": route_to})
        }
        CrossCheck::HistoryCovers { section, born, age } => json!({
            "op": "history_covers", "section": section, "born": born, "from": format!("age_{age}"), "to": "today",
        }),
        CrossCheck::FreeCopies { field, free } => json!({"op": "free_copies", "field": field, "free": free}),
    }
}

/// `{field, equals}` or `{field, in: […]}`.
fn condition(of: &When) -> Value {
    match of.is_one_of.as_slice() {
        [one @ (Value::String(_) | Value::Bool(_))] => json!({"field": of.field, "equals": one}),
        several => json!({"field": of.field, "in": several}),
    }
}

fn with(one: Value, other: Value) -> Value {
    let mut both = object(one);
    both.extend(object(other));
    Value::Object(both)
}

fn put(object: &mut Map<String, Value>, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        object.insert(name.to_owned(), json!(text));
    }
}

/// The members of what was just written as an object.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}

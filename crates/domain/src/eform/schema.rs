//! What answers to a form look like, for other systems: JSON Schema 2020-12.
//!
//! It describes answers as [`Form::kept`] leaves them, with texts trimmed and boxes as booleans; numbers may be numbers
//! or texts. Everything that [`Form::check`] accepts in this shape follows it. The converse does not hold: conditions,
//! rules across fields and official numbers are only judged by `check`.

use serde_json::{Map, Value, json};

use super::{Field, FieldCheck, FieldKind, Form, Section, written_number};

/// The schema of the answers to a form.
#[must_use]
pub fn schema(form: &Form) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for section in &form.sections {
        let Some(repeat) = section.repeat else {
            for field in section.fields.iter().filter(|field| field.kind.is_asked()) {
                properties.insert(field.id.clone(), answer(form, field));
                if section.show_when.is_none() && is_required(field) {
                    required.push(json!(field.id));
                }
            }
            continue;
        };
        properties.insert(section.id.clone(), rows(form, section, repeat.min, repeat.max));
        if section.show_when.is_none() && repeat.min > 0 {
            required.push(json!(section.id));
        }
    }
    for case in form.cases() {
        properties.insert(case.to_owned(), json!({"type": "string"}));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": form.title_vi,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn is_required(field: &Field) -> bool {
    field.required && field.show_when.is_none()
}

fn rows(form: &Form, section: &Section, min: usize, max: usize) -> Value {
    let asked = || section.fields.iter().filter(|field| field.kind.is_asked());
    let properties: Map<String, Value> = asked().map(|field| (field.id.clone(), answer(form, field))).collect();
    let required: Vec<&str> = asked().filter(|field| is_required(field)).map(|field| field.id.as_str()).collect();
    json!({
        "title": section.title_vi,
        "type": "array",
        "minItems": min,
        "maxItems": max,
        "items": {"type": "object", "properties": properties, "required": required, "additionalProperties": false},
    })
}

/// The schema of one answer; a field that need not be answered may be empty.
fn answer(form: &Form, field: &Field) -> Value {
    let mut schema = Map::new();
    schema.insert("title".to_owned(), json!(field.label_vi));
    if let Some(hint) = &field.hint_vi {
        schema.insert("description".to_owned(), json!(hint));
    }
    let value = value(form, field);
    if is_required(field) {
        schema.extend(value);
    } else {
        schema.insert("anyOf".to_owned(), json!([value, {"enum": ["", null]}]));
    }
    Value::Object(schema)
}

fn value(form: &Form, field: &Field) -> Map<String, Value> {
    let offered = form.offered(field);
    let schema = match field.kind {
        FieldKind::Checkbox if is_required(field) => json!({"const": true}),
        FieldKind::Checkbox => json!({"type": "boolean"}),
        FieldKind::Integer | FieldKind::Money => number(field, "integer", "^-?[0-9]{1,12}$"),
        FieldKind::Decimal => number(field, "number", "^-?[0-9]{1,12}([.,][0-9]{1,4})?$"),
        _ if !offered.is_empty() => json!({"enum": offered}),
        FieldKind::Date => text(field, Some("^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})$")),
        FieldKind::PartialDate => {
            text(field, Some("^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|([0-9]{1,2}/)?[0-9]{1,2}/[0-9]{4})$"))
        }
        FieldKind::Tel => text(field, Some("^[0-9+ .()-]+$")),
        FieldKind::Identity => text(field, Some("^([0-9]{9}|[0-9]{12})$")),
        FieldKind::TaxCode => text(field, Some("^[0-9]{10}(-?[0-9]{3})?$")),
        FieldKind::Email => text(field, Some("^[^@]+@[^@]+$")),
        FieldKind::Text
        | FieldKind::Textarea
        | FieldKind::Select
        | FieldKind::Radio
        | FieldKind::Url
        | FieldKind::Address
        | FieldKind::Signature
        | FieldKind::File => text(field, None),
    };
    match schema {
        Value::Object(schema) => schema,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}

fn text(field: &Field, shape: Option<&str>) -> Value {
    let mut most = field.kind.max_characters();
    let mut patterns: Vec<Value> = shape.map(|shape| json!({"pattern": shape})).into_iter().collect();
    for rule in &field.rules {
        match &rule.check {
            FieldCheck::Pattern { pattern } => patterns.push(json!({"pattern": pattern.as_str()})),
            FieldCheck::MaxLength { limit } => most = most.min(*limit),
            FieldCheck::PatternIf { .. }
            | FieldCheck::RequiredIf { .. }
            | FieldCheck::RequiredIfCase { .. }
            | FieldCheck::Range { .. }
            | FieldCheck::DateNotFuture
            | FieldCheck::UnitInForce
            | FieldCheck::NoDefunctUnit => (),
        }
    }
    let mut schema = json!({"type": "string", "minLength": 1, "maxLength": most});
    if let (Some(schema), false) = (schema.as_object_mut(), patterns.is_empty()) {
        schema.insert("allOf".to_owned(), Value::Array(patterns));
    }
    schema
}

fn number(field: &Field, kind: &str, pattern: &str) -> Value {
    let mut number = json!({"type": kind});
    for rule in &field.rules {
        if let (FieldCheck::Range { min, max }, Some(number)) = (&rule.check, number.as_object_mut()) {
            let bounds = [("minimum", min), ("maximum", max)];
            let bounds = bounds.into_iter().filter_map(|(name, bound)| Some((name, json_number((*bound)?)?)));
            number.extend(bounds.map(|(name, bound)| (name.to_owned(), bound)));
        }
    }
    json!({"anyOf": [number, {"type": "string", "pattern": pattern}]})
}

/// Ten-thousandths as a number of JSON.
pub(crate) fn json_number(scaled: i64) -> Option<Value> {
    serde_json::from_str(&written_number(scaled)).ok()
}

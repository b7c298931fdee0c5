//! Reading forms.

use std::collections::{BTreeMap, BTreeSet};

use super::form_rule::{cross_rule, field_rule};
use super::node::{LONG, Node, SHORT, shown};
use super::{FaultKind, from_word, refuse_duplicates};
use crate::eform::{Choices, Concept, Example, Field, FieldKind, Form, FormStatus, MAX_CHAIN, Repeat, Section};
use crate::rule::{Names, Rule, ValueType};

/// Most sections, fields of a section, or values of a list.
const MAX_PARTS: usize = 500;

/// Most fields of a form; the largest printed one has sixty.
const MAX_FIELDS: usize = 2_000;

/// What rules may refer to.
pub(super) struct Known {
    pub(super) fields: BTreeSet<String>,
    pub(super) sections: BTreeSet<String>,
}

/// Reads a form; the file is the record.
pub(super) fn read(root: &Node<'_>) -> Form {
    let root = root.clone().named_by(&["form_id"]);
    let lists = value_lists(&root.field("value_lists"));
    let sections = root.field("sections").list(MAX_PARTS);
    let fields: Vec<Node<'_>> = sections.iter().flat_map(|section| section.field("fields").list(MAX_PARTS)).collect();
    let name = |place: &Node<'_>, field: &str| {
        place.value().get(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
    };
    let repeated = sections.iter().filter(|section| !section.field("repeat").is_null());
    // Answers of a repeated section stand under its name, next to those of fields.
    refuse_duplicates(
        fields
            .iter()
            .map(|field| (field.field("field"), name(field, "field")))
            .chain(repeated.map(|section| (section.field("id"), name(section, "id")))),
    );
    refuse_duplicates(sections.iter().map(|section| (section.field("id"), name(section, "id"))));
    root.field("field_count").states(fields.len());
    if fields.len() > MAX_FIELDS {
        root.field("sections").fault(FaultKind::TooMany { limit: MAX_FIELDS });
    }
    let known = Known {
        fields: fields.iter().map(|field| name(field, "field")).collect(),
        sections: sections.iter().map(|section| name(section, "id")).collect(),
    };
    let examples = root.field("examples").list_or_none(MAX_PARTS);
    let examples: Vec<(Node<'_>, Example)> =
        examples.into_iter().filter_map(|place| example(&place).map(|example| (place, example))).collect();
    let mut form = Form {
        id: root.field("form_id").code(super::unit::is_slug),
        title_vi: root.field("title_vi").text(LONG),
        title_en: root.field("title_en").text_or_none(LONG),
        form_no: root.field("form_no").text_or_none(SHORT),
        basis_vi: root.field("basis_vi").text_or_none(LONG),
        procedure_ids: root.field("procedure_codes").texts(MAX_PARTS),
        status: root.field("version_status").word_or_none(from_word).unwrap_or(FormStatus::InForceAtSnapshot),
        sections: sections.iter().map(|place| section(place, &known, &lists)).collect(),
        cross_rules: root
            .field("cross_field_rules")
            .list_or_none(MAX_PARTS)
            .iter()
            .filter_map(|place| cross_rule(place, &known))
            .collect(),
        value_lists: lists,
        examples: examples.iter().map(|(_, example)| example.clone()).collect(),
        confidence_vi: root.field("confidence").text_or_none(LONG),
        notes_vi: root.field("notes_vi").texts(MAX_PARTS),
        source: root.field("source").text(SHORT),
        sources: root.field("sources").texts(MAX_PARTS),
    };
    if fields.len() <= MAX_FIELDS {
        read_conditions(&sections, &mut form);
        try_examples(&examples, &form);
    }
    form
}

/// Reads the conditions, which may speak of every field of the form.
fn read_conditions(sections: &[Node<'_>], form: &mut Form) {
    let names = form.names();
    let has_conditions =
        |section: &Node<'_>| section.field("fields").list(MAX_PARTS).iter().any(|field| field.has("show_when"));
    let within: Vec<Option<Names>> = sections
        .iter()
        .zip(&form.sections)
        .map(|(place, section)| (section.repeat.is_some() && has_conditions(place)).then(|| form.names_within(section)))
        .collect();
    for ((place, section), within) in sections.iter().zip(&mut form.sections).zip(&within) {
        section.show_when = condition(&place.field("show_when"), &names);
        for (place, field) in place.field("fields").list(MAX_PARTS).iter().zip(&mut section.fields) {
            field.show_when = condition(&place.field("show_when"), within.as_ref().unwrap_or(&names));
        }
    }
    let tangled = form.tangled();
    for (place, section) in sections.iter().zip(&form.sections) {
        let refuse = |place: &Node<'_>, id: &str| {
            if tangled.contains(id) {
                place.field("show_when").fault(FaultKind::TangledConditions { limit: MAX_CHAIN });
            }
        };
        if section.show_when.is_some() {
            refuse(place, &section.id);
        }
        for (place, field) in place.field("fields").list(MAX_PARTS).iter().zip(&section.fields) {
            if field.show_when.is_some() {
                refuse(place, &field.id);
            }
        }
    }
}

fn condition(place: &Node<'_>, names: &Names) -> Option<Rule> {
    if place.is_null() {
        return None;
    }
    let text = place.text(LONG);
    if text.is_empty() {
        return None;
    }
    Rule::parse(&text, names, ValueType::YesNo).map_err(|fault| place.fault(FaultKind::Rule { fault })).ok()
}

fn example(place: &Node<'_>) -> Option<Example> {
    let answers = place.field("answers");
    Some(Example {
        name: place.field("name").text(SHORT),
        on: place.field("on").day()?,
        answers: if answers.is_object() { answers.value().as_object().cloned()? } else { return None },
        wrong: place.field("wrong").texts(MAX_PARTS),
    })
}

/// Tries the examples; they come out as they say only when everything else was read without a fault.
fn try_examples(examples: &[(Node<'_>, Example)], form: &Form) {
    for (place, example) in examples {
        if let Some(outcome) = form.try_example(example) {
            let (unexpected, missing) = (outcome.unexpected, outcome.missing);
            place.fault(FaultKind::ExampleDiffers { name: shown(&example.name), unexpected, missing });
        }
    }
}

fn value_lists(place: &Node<'_>) -> BTreeMap<String, Vec<String>> {
    let lists = place.value().as_object().into_iter().flatten();
    lists.map(|(name, _)| (name.clone(), place.field(name).texts(MAX_PARTS))).collect()
}

fn section(place: &Node<'_>, known: &Known, lists: &BTreeMap<String, Vec<String>>) -> Section {
    Section {
        id: place.field("id").text(SHORT),
        title_vi: place.field("title_vi").text(LONG),
        title_en: place.field("title_en").text_or_none(LONG),
        note_vi: place.field("note_vi").text_or_none(LONG),
        page: place.field("page").text_or_none(SHORT),
        show_when: None,
        repeat: repeat(&place.field("repeat")),
        fields: place.field("fields").list(MAX_PARTS).iter().map(|entry| field(entry, known, lists)).collect(),
    }
}

fn repeat(place: &Node<'_>) -> Option<Repeat> {
    if place.is_null() || !place.is_object() {
        return None;
    }
    let bound = |name: &str| usize::try_from(place.field(name).count(200)).unwrap_or(0);
    let repeat = Repeat { min: bound("min"), max: bound("max") };
    if repeat.max < repeat.min {
        place.field("max").fault(FaultKind::EndsBeforeItBegins);
    }
    Some(repeat)
}

fn field(place: &Node<'_>, known: &Known, lists: &BTreeMap<String, Vec<String>>) -> Field {
    Field {
        id: place.field("field").text(SHORT),
        label_vi: place.field("label_vi").text(LONG),
        label_en: place.field("label_en").text_or_none(LONG),
        kind: place.field("type").word(FieldKind::from_name).unwrap_or(FieldKind::Text),
        required: place.field("required").flag(),
        choices: choices(&place.field("allowed_values"), lists),
        rules: place.field("rules").list_or_none(50).iter().filter_map(|rule| field_rule(rule, known)).collect(),
        hint_vi: place.field("hint_vi").text_or_none(LONG),
        hint_en: place.field("hint_en").text_or_none(LONG),
        show_when: None,
        concept: concept(place),
    }
}

/// What the answer is about; a field that cannot hold it is a fault.
fn concept(place: &Node<'_>) -> Option<Concept> {
    let stated = place.field("concept");
    let concept = stated.word_or_none(Concept::from_name)?;
    let kind = place.value().get("type").and_then(|kind| kind.as_str()).and_then(FieldKind::from_name);
    if kind.is_some_and(|kind| !concept.fits(kind)) {
        stated.fault(FaultKind::UnknownWord { given: concept.name().to_owned() });
    }
    Some(concept)
}

fn choices(place: &Node<'_>, lists: &BTreeMap<String, Vec<String>>) -> Choices {
    if place.is_null() {
        return Choices::Any;
    }
    if place.value().is_array() {
        return Choices::Listed { values: place.texts(MAX_PARTS) };
    }
    if !place.is_object() {
        return Choices::Any;
    }
    let reference = place.field("ref");
    let (list, default) = (reference.text(SHORT), place.field("default").text_or_none(SHORT));
    match list.as_str() {
        "quoc_tich" => Choices::Nationality { default },
        "units" | "units_2025" => Choices::Units,
        _ if lists.contains_key(&list) => Choices::Named { list, default },
        _ => {
            reference.fault(FaultKind::UnknownReference { given: list });
            Choices::Any
        }
    }
}

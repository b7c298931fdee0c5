//! Reading forms.

use std::collections::{BTreeMap, BTreeSet};

use super::form_rule::{cross_rule, field_rule};
use super::node::{LONG, Node, SHORT};
use super::{FaultKind, from_word, refuse_duplicates};
use crate::eform::{Choices, Field, FieldKind, Form, FormStatus, Repeat, Section};

/// Most sections, fields of a section, or values of a list.
const MAX_PARTS: usize = 500;

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
    let known = Known {
        fields: fields.iter().map(|field| name(field, "field")).collect(),
        sections: sections.iter().map(|section| name(section, "id")).collect(),
    };
    Form {
        id: root.field("form_id").code(super::unit::is_slug),
        title_vi: root.field("title_vi").text(LONG),
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
        confidence_vi: root.field("confidence").text_or_none(LONG),
        notes_vi: root.field("notes_vi").texts(MAX_PARTS),
        source: root.field("source").text(SHORT),
        sources: root.field("sources").texts(MAX_PARTS),
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
        note_vi: place.field("note_vi").text_or_none(LONG),
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
        kind: place.field("type").word(FieldKind::from_name).unwrap_or(FieldKind::Text),
        required: place.field("required").flag(),
        choices: choices(&place.field("allowed_values"), lists),
        rules: place.field("rules").list_or_none(50).iter().filter_map(|rule| field_rule(rule, known)).collect(),
        hint_vi: place.field("hint_vi").text_or_none(LONG),
    }
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

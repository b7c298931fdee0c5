//! The parts of a version as tables of attributes: what can be written, where it stands in the content, and how.
//!
//! The content is edited in the shape in which it is imported and exported, and checked as a whole when it is saved,
//! so that a page can never save what a file may not say.

use super::attribute::{Attribute, Kind, attribute};
use crate::messages::{Messages, RegistryEdit};
use crate::web::components::Field;
use crate::web::signed_form::Fields;
use serde_json::Value;

/// A part of a version.
pub(super) struct Part {
    /// Its name in addresses.
    pub(super) name: &'static str,
    pub(super) title: fn(&'static RegistryEdit) -> &'static str,
    /// Where it stands in the content.
    pointer: &'static str,
    /// Whether it is a list of entries.
    pub(super) is_list: bool,
    attributes: &'static [Attribute],
}

const RULE_HINT: fn(&'static RegistryEdit) -> &'static str = |t| t.when_hint;

/// Every part, in the order in which pages show them. The questions of a section stand under [`QUESTIONS`].
pub(super) const PARTS: [Part; 10] = [
    Part {
        name: "chung",
        title: |t| t.general,
        pointer: "/procedure",
        is_list: false,
        attributes: &[
            attribute("name_vi", |t| t.name_vi, Kind::Line).required(),
            attribute("name_en", |t| t.name_en, Kind::Line),
            attribute("summary_vi", |t| t.summary_vi, Kind::Area),
            attribute("summary_en", |t| t.summary_en, Kind::Area),
            attribute("field_vi", |t| t.field_vi, Kind::Line).required(),
            attribute("agency_vi", |t| t.agency_vi, Kind::Line),
            attribute("subjects_vi", |t| t.subjects_vi, Kind::Lines),
            attribute("receiving.channels", |t| t.channels, Kind::Lines),
            attribute("online_level", |t| t.online_level, Kind::Scope),
            attribute("results_vi", |t| t.results_vi, Kind::Lines),
            attribute("conditions_vi", |t| t.conditions_vi, Kind::Area),
        ],
    },
    Part {
        name: "thoi-han",
        title: |t| t.limits,
        pointer: "/procedure/time_limits",
        is_list: true,
        attributes: &[
            attribute("value", |t| t.amount, Kind::Number),
            attribute("unit", |t| t.unit, Kind::Unit),
            attribute("conditions_vi", |t| t.condition, Kind::Area),
            attribute("when", |t| t.when, Kind::Line).hint(RULE_HINT),
        ],
    },
    Part {
        name: "giay-to",
        title: |t| t.papers,
        pointer: "/procedure/components",
        is_list: true,
        attributes: &[
            attribute("order", |t| t.order, Kind::Number).required(),
            attribute("name_vi", |t| t.name_vi, Kind::Area).required(),
            attribute("form_no", |t| t.form_no, Kind::Line),
            attribute("originals", |t| t.originals, Kind::Number),
            attribute("copies", |t| t.copies, Kind::Number),
            attribute("required", |t| t.required, Kind::Tick),
            attribute("submit_mode", |t| t.submit_mode, Kind::SubmitMode).required(),
            attribute("case_vi", |t| t.case, Kind::Area),
            attribute("held_by", |t| t.held_by, Kind::Line),
            attribute("needed_when", |t| t.needed_when, Kind::Line).hint(RULE_HINT),
            attribute("known_kind", |t| t.known_kind, Kind::Line),
            attribute("known_results", |t| t.known_results, Kind::Lines),
            attribute("known_months", |t| t.known_months, Kind::Number),
        ],
    },
    Part { name: "phi", title: |t| t.charges, pointer: "/procedure/fees", is_list: true, attributes: MONEY },
    Part { name: "le-phi", title: |t| t.fees, pointer: "/procedure/charges", is_list: true, attributes: MONEY },
    Part {
        name: "dieu-kien",
        title: |t| t.eligibility,
        pointer: "/procedure/eligibility",
        is_list: true,
        attributes: &[
            attribute("rule", |t| t.rule, Kind::Line).required().hint(RULE_HINT),
            attribute("message_vi", |t| t.message_vi, Kind::Area).required(),
            attribute("message_en", |t| t.message_en, Kind::Area),
        ],
    },
    Part {
        name: "can-cu",
        title: |t| t.basis,
        pointer: "/procedure/legal_basis",
        is_list: true,
        attributes: &[
            attribute("number", |t| t.number, Kind::Line).required(),
            attribute("title_vi", |t| t.title_vi, Kind::Area),
        ],
    },
    Part {
        name: "cac-buoc",
        title: |t| t.steps,
        pointer: "/procedure/steps",
        is_list: true,
        attributes: &[
            attribute("order", |t| t.order, Kind::Number).required(),
            attribute("actor_vi", |t| t.actor_vi, Kind::Line),
            attribute("action_vi", |t| t.action_vi, Kind::Area).required(),
            attribute("duration.value", |t| t.duration, Kind::Number),
            attribute("duration.unit", |t| t.unit, Kind::Unit),
            attribute("note_vi", |t| t.note_vi, Kind::Area),
        ],
    },
    Part {
        name: "bieu-mau",
        title: |t| t.form,
        pointer: "/form",
        is_list: false,
        attributes: &[
            attribute("title_vi", |t| t.title_vi, Kind::Line).required(),
            attribute("title_en", |t| t.title_en, Kind::Line),
            attribute("form_no", |t| t.form_no, Kind::Line),
            attribute("basis_vi", |t| t.basis_vi, Kind::Area),
        ],
    },
    Part {
        name: "phan",
        title: |t| t.sections,
        pointer: "/form/sections",
        is_list: true,
        attributes: &[
            attribute("id", |t| t.id, Kind::Line).required(),
            attribute("title_vi", |t| t.title_vi, Kind::Line).required(),
            attribute("title_en", |t| t.title_en, Kind::Line),
            attribute("note_vi", |t| t.note_vi, Kind::Area),
            attribute("page", |t| t.page, Kind::Line),
            attribute("show_when", |t| t.show_when, Kind::Line).hint(RULE_HINT),
            attribute("repeat.min", |t| t.repeat_min, Kind::Number),
            attribute("repeat.max", |t| t.repeat_max, Kind::Number),
        ],
    },
];

/// The questions of one section.
pub(super) const QUESTIONS: Part = Part {
    name: "cau-hoi",
    title: |t| t.questions,
    pointer: "/form/sections/{}/fields",
    is_list: true,
    attributes: &[
        attribute("field", |t| t.id, Kind::Line).required(),
        attribute("label_vi", |t| t.label_vi, Kind::Area).required(),
        attribute("label_en", |t| t.label_en, Kind::Area),
        attribute("type", |t| t.kind, Kind::Answer).required(),
        attribute("required", |t| t.required, Kind::Tick),
        attribute("allowed_values", |t| t.choices, Kind::Choices),
        attribute("hint_vi", |t| t.hint_vi, Kind::Area),
        attribute("hint_en", |t| t.hint_en, Kind::Area),
        attribute("show_when", |t| t.show_when, Kind::Line).hint(RULE_HINT),
        attribute("concept", |t| t.concept, Kind::Line),
    ],
};

const MONEY: &[Attribute] = &[
    attribute("name_vi", |t| t.name_vi, Kind::Line).required(),
    attribute("amount_vnd", |t| t.amount_vnd, Kind::Number),
    attribute("unit", |t| t.per, Kind::Line),
    attribute("condition_vi", |t| t.condition, Kind::Area),
    attribute("legal_basis_vi", |t| t.legal_basis_vi, Kind::Line),
    attribute("when", |t| t.when, Kind::Line).hint(RULE_HINT),
    attribute("amount_rule", |t| t.amount_rule, Kind::Line).hint(|t| t.amount_rule_hint),
];

/// A part as an address names it: `giay-to`, or `cau-hoi-2` for the questions of the third section.
pub(super) struct Place {
    pub(super) part: &'static Part,
    /// The section whose questions these are.
    pub(super) section: Option<usize>,
}

impl Place {
    /// Reads the name from an address.
    pub(super) fn named(name: &str) -> Option<Self> {
        if let Some(section) = name.strip_prefix("cau-hoi-") {
            return Some(Self { part: &QUESTIONS, section: Some(section.parse().ok()?) });
        }
        PARTS.iter().find(|part| part.name == name).map(|part| Self { part, section: None })
    }

    /// The name in an address.
    pub(super) fn name(&self) -> String {
        match self.section {
            Some(section) => format!("{}-{section}", self.part.name),
            None => self.part.name.to_owned(),
        }
    }

    fn pointer(&self) -> String {
        self.part.pointer.replace("{}", &self.section.unwrap_or_default().to_string())
    }

    /// The part in the content: a list, or the one thing that it is.
    pub(super) fn value<'a>(&self, content: &'a Value) -> Option<&'a Value> {
        content.pointer(&self.pointer()).filter(|value| !value.is_null())
    }

    /// The same, to be changed.
    pub(super) fn value_mut<'a>(&self, content: &'a mut Value) -> Option<&'a mut Value> {
        content.pointer_mut(&self.pointer())
    }

    /// The fields of an entry as stored.
    pub(super) fn fields(&self, m: &'static Messages, entry: &Value) -> Vec<Field> {
        self.part.attributes.iter().map(|attribute| attribute.field(m, attribute.read(entry))).collect()
    }

    /// The fields of an entry as typed.
    pub(super) fn fields_typed(&self, m: &'static Messages, typed: &Fields) -> Vec<Field> {
        self.part.attributes.iter().map(|attribute| attribute.field(m, typed.text(attribute.path))).collect()
    }

    /// Writes what was typed into an entry; what the page does not show stays.
    pub(super) fn write(&self, entry: &mut Value, typed: &Fields) {
        for attribute in self.part.attributes {
            attribute.write(entry, &typed.text(attribute.path));
        }
        // A limit counts as a whole: half of an amount is none.
        for whole in ["duration", "repeat"] {
            let is_empty =
                |value: &Value| value.as_object().is_some_and(|members| members.values().all(Value::is_null));
            if let Some(part) = entry.get_mut(whole).filter(|part| is_empty(part)) {
                *part = Value::Null;
            }
        }
    }
}

//! What conditions of a form may speak of, and in which order they hang on each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{Field, FieldCheck, FieldKind, Form, Section};
use crate::rule::{Names, Rule, ValueType};

/// Most conditions that may hang on each other in a row.
pub(crate) const MAX_CHAIN: usize = 32;

/// The type that an answer has in rules; none when it is not answered in the form.
pub(super) const fn value_type(kind: FieldKind) -> Option<ValueType> {
    match kind {
        FieldKind::Checkbox => Some(ValueType::YesNo),
        FieldKind::Date => Some(ValueType::Date),
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Money => Some(ValueType::Number),
        FieldKind::Text
        | FieldKind::Textarea
        | FieldKind::Select
        | FieldKind::Radio
        | FieldKind::PartialDate
        | FieldKind::Tel
        | FieldKind::Identity
        | FieldKind::TaxCode
        | FieldKind::Email
        | FieldKind::Url
        | FieldKind::Address => Some(ValueType::Text),
        FieldKind::Signature | FieldKind::File => None,
    }
}

/// What hangs on what while a form is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Link<'a> {
    /// Whether a section is asked.
    Section(&'a str),
    /// Whether a field is asked, and its answer.
    Field(&'a str),
    /// The rows of a repeated section.
    Rows(&'a str),
}

impl Form {
    /// What a rule about this form may speak of: the fields that are answered once, and the repeated sections.
    #[must_use]
    pub fn names(&self) -> Names {
        self.sections.iter().fold(Names::new(), |names, section| {
            if section.repeat.is_none() {
                section.fields.iter().fold(names, |names, field| self.named(names, field))
            } else {
                let numbers = section.fields.iter().filter(|field| value_type(field.kind) == Some(ValueType::Number));
                names.with_rows(&section.id, numbers.map(|field| field.id.as_str()))
            }
        })
    }

    /// What a condition on a field of this section may speak of: in a repeated one also the fields of the same row.
    #[must_use]
    pub fn names_within(&self, section: &Section) -> Names {
        let names = self.names();
        if section.repeat.is_none() {
            return names;
        }
        section.fields.iter().fold(names, |names, field| self.named(names, field))
    }

    fn named(&self, names: Names, field: &Field) -> Names {
        match value_type(field.kind) {
            Some(ValueType::Text) => names.with_choices(&field.id, self.offered(field)),
            Some(kind) => names.with(&field.id, kind),
            None => names,
        }
    }

    /// Keys of cases that rules speak of; they are given beside the answers.
    pub(super) fn cases(&self) -> impl Iterator<Item = &str> {
        self.fields().flat_map(|(_, field)| &field.rules).filter_map(|rule| match &rule.check {
            FieldCheck::RequiredIfCase { case, .. } => Some(case.as_str()),
            FieldCheck::Pattern { .. }
            | FieldCheck::PatternIf { .. }
            | FieldCheck::RequiredIf { .. }
            | FieldCheck::Range { .. }
            | FieldCheck::DateNotFuture
            | FieldCheck::MaxLength { .. }
            | FieldCheck::UnitInForce
            | FieldCheck::NoDefunctUnit => None,
        })
    }

    /// Fields and sections whose conditions hang on themselves, or on one that does, or in a chain longer than
    /// [`MAX_CHAIN`].
    pub(crate) fn tangled(&self) -> BTreeSet<&str> {
        let mut open = self.links();
        let mut settled: BTreeSet<Link<'_>> = BTreeSet::new();
        // Each round settles what hangs only on what is settled; a chain may pass through a section, a field and rows.
        for _ in 0..=MAX_CHAIN.saturating_mul(3) {
            let ready: Vec<Link<'_>> = open
                .iter()
                .filter(|(_, needs)| needs.iter().all(|need| settled.contains(need)))
                .map(|(link, _)| *link)
                .collect();
            if ready.is_empty() {
                break;
            }
            for link in ready {
                open.remove(&link);
                settled.insert(link);
            }
        }
        let names = open.into_keys().filter_map(|link| match link {
            Link::Section(name) | Link::Field(name) => Some(name),
            Link::Rows(_) => None,
        });
        let conditional: BTreeSet<&str> = self.conditional().collect();
        names.filter(|name| conditional.contains(name)).collect()
    }

    fn conditional(&self) -> impl Iterator<Item = &str> {
        let sections = self.sections.iter().filter(|section| section.show_when.is_some());
        let fields = self.fields().filter(|(_, field)| field.show_when.is_some());
        sections.map(|section| section.id.as_str()).chain(fields.map(|(_, field)| field.id.as_str()))
    }

    fn links(&self) -> BTreeMap<Link<'_>, BTreeSet<Link<'_>>> {
        let repeated: BTreeSet<&str> = self
            .sections
            .iter()
            .filter(|section| section.repeat.is_some())
            .map(|section| section.id.as_str())
            .collect();
        let fields: BTreeSet<&str> = self.fields().map(|(_, field)| field.id.as_str()).collect();
        let link_of = |name: &str| -> Option<Link<'_>> {
            match (repeated.get(name), fields.get(name)) {
                (Some(section), _) => Some(Link::Rows(section)),
                (None, Some(field)) => Some(Link::Field(field)),
                (None, None) => None,
            }
        };
        let mut links = BTreeMap::new();
        for section in &self.sections {
            let own = section.show_when.iter().flat_map(Rule::names).filter_map(link_of);
            links.insert(Link::Section(&section.id), own.collect::<BTreeSet<_>>());
            for field in &section.fields {
                let own = field.show_when.iter().flat_map(Rule::names).filter_map(link_of);
                links.insert(Link::Field(&field.id), own.chain([Link::Section(&section.id)]).collect());
            }
            if section.repeat.is_some() {
                let cells = section.fields.iter().map(|field| Link::Field(field.id.as_str()));
                links.insert(Link::Rows(&section.id), cells.chain([Link::Section(&section.id)]).collect());
            }
        }
        links
    }
}

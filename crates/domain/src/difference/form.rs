//! Differences of the form, in the order in which the applicant meets it.

use super::change::{Change, Shown};
use super::entry::{Entry, Facts, compare, facts};
use super::place::{FieldFact, FormFact, Place, SectionFact};
use super::procedure::list;
use super::word;
use crate::eform::{Choices, CrossRule, Example, Field, Form, Section};

/// Adds every difference of two forms.
pub(super) fn between(before: Option<&Form>, after: Option<&Form>, changes: &mut Vec<Change>) {
    let title = |form: &Form| Shown::Text(form.title_vi.clone());
    let (Some(before), Some(after)) = (before, after) else {
        if before.is_some() || after.is_some() {
            changes.push(Change::of(Place::Form(None), before.map(title), after.map(title)));
        }
        return;
    };
    facts(head(before), head(after), &Place::Form, changes);
    let place = |section: &Section, _: usize, fact| Place::Section { id: section.id.clone(), fact };
    compare(&before.sections, &after.sections, &list(false, &place), changes);
    let place = |question: &Question<'_>, _: usize, fact| Place::FormField { id: question.field.id.clone(), fact };
    compare(&questions(before), &questions(after), &list(false, &place), changes);
    let place = |_: &CrossRule, index, _| Place::CrossRule { index };
    compare(&before.cross_rules, &after.cross_rules, &list(true, &place), changes);
    value_lists(before, after, changes);
    facts(tail(before), tail(after), &Place::Form, changes);
}

fn head(of: &Form) -> Facts<FormFact> {
    vec![
        (FormFact::Id, Some(Shown::Text(of.id.clone()))),
        (FormFact::Title, Some(Shown::Text(of.title_vi.clone()))),
        (FormFact::TitleEnglish, Shown::text(of.title_en.as_ref())),
        (FormFact::FormNumber, Shown::text(of.form_no.as_ref())),
        (FormFact::Basis, Shown::text(of.basis_vi.as_ref())),
        (FormFact::ProcedureIds, Shown::texts(&of.procedure_ids)),
        (FormFact::Status, Some(Shown::Word(word::form_status(of.status)))),
    ]
}

fn tail(of: &Form) -> Facts<FormFact> {
    let examples: Vec<String> = of.examples.iter().map(example).collect();
    vec![
        (FormFact::Examples, Shown::texts(&examples)),
        (FormFact::Confidence, Shown::text(of.confidence_vi.as_ref())),
        (FormFact::Notes, Shown::texts(&of.notes_vi)),
        (FormFact::Source, Some(Shown::Text(of.source.clone()))),
        (FormFact::Sources, Shown::texts(&of.sources)),
    ]
}

/// An example is shown as its file writes it: whoever reads it has the form's fields before them.
fn example(example: &Example) -> String {
    serde_json::to_string(example).unwrap_or_else(|_| example.name.clone())
}

fn value_lists(before: &Form, after: &Form, changes: &mut Vec<Change>) {
    let values = |form: &Form, name: &String| form.value_lists.get(name).cloned().map(Shown::Texts);
    let names = before.value_lists.keys().filter(|name| !after.value_lists.contains_key(*name));
    for name in after.value_lists.keys().chain(names) {
        let (old, new) = (values(before, name), values(after, name));
        if old != new {
            changes.push(Change::of(Place::ValueList { name: name.clone() }, old, new));
        }
    }
}

impl Entry for Section {
    type Fact = SectionFact;
    type Key = String;

    fn key(&self) -> String {
        self.id.clone()
    }

    fn facts(&self) -> Facts<SectionFact> {
        vec![
            (SectionFact::Id, Some(Shown::Text(self.id.clone()))),
            (SectionFact::Title, Some(Shown::Text(self.title_vi.clone()))),
            (SectionFact::TitleEnglish, Shown::text(self.title_en.as_ref())),
            (SectionFact::Note, Shown::text(self.note_vi.as_ref())),
            (SectionFact::Page, Shown::text(self.page.as_ref())),
            (SectionFact::ShowWhen, Shown::rule(self.show_when.as_ref())),
            (SectionFact::Repeat, self.repeat.map(Shown::Repeat)),
        ]
    }

    fn title(&self) -> Shown {
        Shown::Text(self.title_vi.clone())
    }
}

/// A field and the section in which it stands.
#[derive(PartialEq)]
struct Question<'a> {
    section: &'a str,
    field: &'a Field,
}

fn questions(form: &Form) -> Vec<Question<'_>> {
    form.fields().map(|(section, field)| Question { section: &section.id, field }).collect()
}

impl Entry for Question<'_> {
    type Fact = FieldFact;
    type Key = String;

    fn key(&self) -> String {
        self.field.id.clone()
    }

    fn facts(&self) -> Facts<FieldFact> {
        let of = self.field;
        let choices = match &of.choices {
            Choices::Any => None,
            choices => Some(Shown::Choices(choices.clone())),
        };
        let rules = if of.rules.is_empty() { None } else { Some(Shown::FieldRules(of.rules.clone())) };
        vec![
            (FieldFact::Id, Some(Shown::Text(of.id.clone()))),
            (FieldFact::Section, Some(Shown::Text(self.section.to_owned()))),
            (FieldFact::Label, Some(Shown::Text(of.label_vi.clone()))),
            (FieldFact::LabelEnglish, Shown::text(of.label_en.as_ref())),
            (FieldFact::Kind, Some(Shown::FieldKind(of.kind))),
            (FieldFact::Required, Some(Shown::YesNo(of.required))),
            (FieldFact::Choices, choices),
            (FieldFact::Rules, rules),
            (FieldFact::Hint, Shown::text(of.hint_vi.as_ref())),
            (FieldFact::HintEnglish, Shown::text(of.hint_en.as_ref())),
            (FieldFact::ShowWhen, Shown::rule(of.show_when.as_ref())),
            (FieldFact::Concept, of.concept.map(|concept| Shown::Text(concept.name().to_owned()))),
        ]
    }

    fn title(&self) -> Shown {
        Shown::Text(self.field.label_vi.clone())
    }

    fn shelf(&self) -> Option<&str> {
        Some(self.section)
    }
}

impl Entry for CrossRule {
    type Fact = ();
    type Key = Option<String>;

    fn key(&self) -> Self::Key {
        self.message_vi.clone()
    }

    fn facts(&self) -> Facts<()> {
        vec![((), Some(self.title()))]
    }

    fn title(&self) -> Shown {
        Shown::CrossRule(Box::new(self.clone()))
    }
}

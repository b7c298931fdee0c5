//! Which answers are kept, which kept values fill the next form, and what must be asked again.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::{Held, Source};
use crate::eform::{Concept, Field, Form, Severity};
use crate::organisation::Organisation;
use crate::text::fold;

/// After so many days what may change is asked again, whoever said it: where somebody lives, how they are reached, what
/// an enterprise or a parcel is. A choice of this product, no limit of the law.
const CHANGING_DAYS: i64 = 365;

/// A kept value for a field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The field.
    pub field: String,
    /// The answer as it would be filled in.
    pub answer: String,
    /// The kept value.
    pub held: Held,
}

/// Why a field that the store knows something of is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// What is known is too old.
    TooOld,
    /// Two sources that count alike, or a newer verified one, say something else.
    Conflicting,
    /// The form does not take it as it is.
    Unfit,
}

/// A field that the store knows something of and that is asked again nevertheless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// The field.
    pub field: String,
    /// Why.
    pub why: Why,
}

/// What the store does for a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prefill {
    /// What may be filled in.
    pub offers: Vec<Offer>,
    /// What is asked again.
    pub again: Vec<Again>,
}

/// The answers that are kept: those of fields with a concept, asked once and answered readably.
///
/// Rows of repeated sections are about others than the applicant, so none of them is kept.
#[must_use]
pub fn kept_of(form: &Form, answers: &Map<String, Value>) -> Vec<(Concept, String)> {
    let mut kept: Vec<(Concept, String)> = Vec::new();
    for (concept, field) in fields(form) {
        let Some(value) = answers.get(&field.id).and_then(|value| concept.kept(value)) else { continue };
        if !kept.iter().any(|(known, _)| *known == concept) {
            kept.push((concept, value));
        }
    }
    kept
}

/// What the store offers for the fields of a form that are unanswered or answered otherwise.
#[must_use]
pub fn prefill(form: &Form, answers: &Map<String, Value>, held: &[Held], today: Date, units: &Organisation) -> Prefill {
    let mut prefill = Prefill::default();
    let shown = form.shown(answers, today);
    for (concept, field) in fields(form).filter(|(_, field)| shown.field(&field.id)) {
        let known: Vec<&Held> = held.iter().filter(|held| held.concept == concept).collect();
        let Some(best) = best_of(&known) else { continue };
        let again = |why| Again { field: field.id.clone(), why };
        if is_too_old(best, today) {
            prefill.again.push(again(Why::TooOld));
        } else if conflicts(best, &known) {
            prefill.again.push(again(Why::Conflicting));
        } else if answers.get(&field.id).and_then(|value| concept.kept(value)).as_ref() == Some(&best.value) {
            // It stands there already.
        } else if let Some(answer) = fitting(form, field, &best.value, today, units) {
            prefill.offers.push(Offer { field: field.id.clone(), answer, held: best.clone() });
        } else {
            prefill.again.push(again(Why::Unfit));
        }
    }
    prefill
}

/// The fields that have a concept, in sections that are asked once.
fn fields(form: &Form) -> impl Iterator<Item = (Concept, &Field)> {
    let once = form.fields().filter(|(section, _)| section.repeat.is_none());
    once.filter_map(|(_, field)| {
        field.concept.filter(|concept| concept.fits(field.kind)).map(|concept| (concept, field))
    })
}

/// The newest of the highest source; of two alike the first by name, so that the choice is always the same.
fn best_of<'a>(known: &[&'a Held]) -> Option<&'a Held> {
    known.iter().copied().max_by(|one, other| {
        let order = |held: &Held| (held.source.rank(), held.as_of);
        order(one).cmp(&order(other)).then_with(|| other.id.cmp(&one.id))
    })
}

fn conflicts(best: &Held, known: &[&Held]) -> bool {
    let differs = |other: &Held| fold(&other.value) != fold(&best.value);
    let counts = |other: &Held| match &other.source {
        Source::Register { .. } | Source::Result { .. } => other.as_of >= best.as_of,
        Source::Answer { .. } => !best.source.is_verified() && other.as_of == best.as_of,
    };
    known.iter().any(|other| other.id != best.id && differs(other) && counts(other))
}

const fn changes(concept: Concept) -> bool {
    match concept {
        Concept::FullName
        | Concept::BirthDate
        | Concept::Gender
        | Concept::IdentityNumber
        | Concept::Ethnicity
        | Concept::Nationality
        | Concept::BirthPlace => false,
        Concept::Residence
        | Concept::PermanentResidence
        | Concept::Phone
        | Concept::Email
        | Concept::EnterpriseName
        | Concept::TaxCode
        | Concept::EnterpriseAddress
        | Concept::Parcel
        | Concept::LandArea
        | Concept::LandAddress => true,
    }
}

fn is_too_old(held: &Held, today: Date) -> bool {
    let days = held.as_of.until(today).map_or(i64::MAX, |span| i64::from(span.get_days()));
    changes(held.concept) && days > CHANGING_DAYS
}

/// The value as the form takes it; the form itself is asked, so that it need not be corrected afterwards.
fn fitting(form: &Form, field: &Field, value: &str, today: Date, units: &Organisation) -> Option<String> {
    let offered = form.offered(field);
    let answer = if offered.is_empty() {
        value.to_owned()
    } else {
        offered.iter().find(|offered| fold(offered) == fold(value))?.clone()
    };
    let tried = Map::from_iter([(field.id.clone(), Value::String(answer.clone()))]);
    let faults = form.check(&tried, today, units);
    let is_faulty = faults.iter().any(|fault| fault.severity == Severity::Error && fault.field == field.id);
    (!is_faulty).then_some(answer)
}

//! What was tried on a page of the review, why it was refused, and the forms that show it again.

use crate::messages::Messages;
use crate::sentences;
use crate::web::Problem;
use crate::web::components::Field;
use crate::web::signed_form::Fields;
use app::ActError;
use domain::review::Refusal;

/// Why a posted form was refused: a sentence for the whole, or the field with its sentence.
#[derive(Default)]
pub(in crate::web) struct Wrong {
    pub(in crate::web) refusal: Option<String>,
    pub(in crate::web) field: Option<(String, String)>,
}

impl Wrong {
    pub(in crate::web) fn field(name: &str, sentence: &str) -> Self {
        Self { refusal: None, field: Some((name.to_owned(), sentence.to_owned())) }
    }

    /// What an act answered; other problems have pages of their own.
    pub(in crate::web) fn of(m: &Messages, error: ActError) -> Result<Self, Problem> {
        match error {
            ActError::Review(refusal) => {
                let sentence = sentences::review_refusal(m, &refusal);
                Ok(match place(&refusal) {
                    Some(name) => Self::field(name, &sentence),
                    None => Self { refusal: Some(sentence), field: None },
                })
            }
            ActError::Invalid(fields) => match fields.into_iter().next() {
                Some(first) => Ok(Self::field(&first.field, m.review.refusal.unknown)),
                None => Err(Problem::Invalid),
            },
            other => Err(other.into()),
        }
    }
}

/// The field that a refusal is about.
const fn place(refusal: &Refusal) -> Option<&'static str> {
    match refusal {
        Refusal::TextMissing(field) => Some(field),
        Refusal::YearOutOfRange => Some("year"),
        Refusal::DayOver { .. } | Refusal::NotAWorkingDay => Some("deadline"),
        Refusal::DayToCome { .. } => Some("date"),
        Refusal::AlreadyPlanned(_) => Some("procedures"),
        Refusal::NoSuchRevision => Some("revision"),
        Refusal::NoSuchItem => Some("item"),
        Refusal::PlanNotInState(_)
        | Refusal::NotInState(_)
        | Refusal::OwnWork
        | Refusal::NoSuchProposal
        | Refusal::NoItems
        | Refusal::TooMany(_)
        | Refusal::TextTooLong(_)
        | Refusal::ReviewsOpen(_)
        | Refusal::Incomplete(_)
        | Refusal::NumberTooLarge
        | Refusal::AlreadyDecided
        | Refusal::NotAdopted => None,
    }
}

/// A form that was posted and refused; empty on a page that is only shown.
#[derive(Default)]
pub(in crate::web) struct Tried {
    /// Name of the form.
    pub(in crate::web) form: String,
    pub(in crate::web) fields: Fields,
    pub(in crate::web) wrong: Wrong,
}

impl Tried {
    pub(in crate::web) const fn new(form: String, fields: Fields, wrong: Wrong) -> Self {
        Self { form, fields, wrong }
    }

    /// Whether anything was tried.
    pub(in crate::web) const fn is_any(&self) -> bool {
        !self.form.is_empty()
    }

    /// A field of a form: with what was typed when this form was tried, else with `stored`.
    pub(in crate::web) fn line(
        &self,
        m: &'static Messages,
        form: &str,
        (name, label): (&str, &str),
        stored: &str,
    ) -> Field {
        let mine = self.form == form;
        let value = if mine { self.fields.text(name) } else { stored.to_owned() };
        let wrong = self.wrong.field.as_ref().filter(|(field, _)| mine && field == name);
        let id = if form.is_empty() { format!("f-{name}") } else { format!("f-{form}-{name}") };
        Field::new(m, name, label)
            .id(id)
            .value(value)
            .error(wrong.map(|(_, sentence)| sentence.clone()))
            .max_length(2_000)
    }

    /// One form of the page.
    pub(in crate::web) fn action(&self, form: &str, title: String, url: String, fields: Vec<Field>) -> ActionView {
        let mine = self.form == form;
        let refusal = self.wrong.refusal.clone().filter(|_| mine);
        ActionView { name: form.to_owned(), title, url, open: mine, refusal, fields }
    }
}

/// One form, as the template of the registry's actions takes it.
pub(in crate::web) struct ActionView {
    pub(in crate::web) name: String,
    pub(in crate::web) title: String,
    pub(in crate::web) url: String,
    pub(in crate::web) open: bool,
    pub(in crate::web) refusal: Option<String>,
    pub(in crate::web) fields: Vec<Field>,
}

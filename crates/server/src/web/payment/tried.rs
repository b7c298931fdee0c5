//! Forms of payment pages, and what was typed into one that was refused.

use crate::messages::Messages;
use crate::sentences;
use crate::web::components::Field;
use crate::web::page::TokenInput;
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem};
use app::{ActError, FieldProblemKind};
use askama::Template;
use askama::filters::HtmlSafe;

/// A form that was posted and refused; empty on a page that is only shown.
#[derive(Default)]
pub(super) struct Tried {
    form: String,
    fields: Fields,
    refusal: String,
}

impl Tried {
    pub(super) fn new(form: impl Into<String>, fields: Fields, refusal: String) -> Self {
        Self { form: form.into(), fields, refusal }
    }

    /// Why it was refused; other problems have pages of their own.
    pub(super) fn reason(m: &Messages, error: ActError) -> Result<String, Problem> {
        match error {
            ActError::Payment(refusal) => Ok(sentences::payment_refusal(m, &refusal)),
            ActError::Invalid(fields) => Ok(match fields.first().map(|field| &field.kind) {
                Some(FieldProblemKind::Missing) => m.payment.refusal.missing.to_owned(),
                Some(FieldProblemKind::TooLong(count)) => {
                    sentences::payment_refusal(m, &domain::payment::Refusal::TooLong(*count))
                }
                _ => m.payment.refusal.unreadable.to_owned(),
            }),
            other => Err(other.into()),
        }
    }

    pub(super) const fn is_any(&self) -> bool {
        !self.form.is_empty()
    }

    /// A field of a form: with what was typed when this form was tried, else with `stored`.
    pub(super) fn field(&self, m: &'static Messages, form: &str, (name, label): (&str, &str), stored: &str) -> Field {
        let value = if self.form == form { self.fields.text(name) } else { stored.to_owned() };
        Field::new(m, name, label).id(format!("f-{form}-{name}")).value(value).max_length(4_000)
    }

    /// One form of the page.
    pub(super) fn form(&self, page: &Page, name: &str, title: String, url: String, button: &'static str) -> Form {
        let mine = self.form == name;
        Form {
            name: name.to_owned(),
            title,
            url,
            token: page.token(),
            open: mine,
            refusal: mine.then(|| self.refusal.clone()),
            hidden: Vec::new(),
            fields: Vec::new(),
            button,
        }
    }
}

/// One form that opens.
#[derive(Template)]
#[template(path = "payment/form.html")]
pub(super) struct Form {
    name: String,
    title: String,
    url: String,
    token: TokenInput,
    open: bool,
    refusal: Option<String>,
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    button: &'static str,
}

impl Form {
    pub(super) fn with(mut self, fields: Vec<Field>) -> Self {
        self.fields = fields;
        self
    }

    pub(super) fn hiding(mut self, hidden: Vec<(&'static str, String)>) -> Self {
        self.hidden = hidden;
        self
    }
}

impl HtmlSafe for Form {}

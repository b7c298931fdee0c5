//! What every page knows: language, person, form token, address.

use super::{Notice, Problem, token};
use crate::messages::{Lang, Messages, fill};
use app::draft::Owner;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::access::{Person, Role, book_units, may_operate, may_watch_statutes, round_sight};
use jiff::civil::Date;
use std::fmt;
use std::sync::Arc;

/// The frame of a page. A handler takes it as an argument and puts it into its view.
#[derive(Clone)]
pub struct Page {
    /// The language.
    pub lang: Lang,
    /// The sentences in it.
    pub m: &'static Messages,
    /// Who is signed in.
    pub person: Option<Arc<Person>>,
    /// Today in the province.
    pub today: Date,
    pub(super) session: Option<String>,
    pub(super) secret: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) notice: Option<Notice>,
    /// Whether the person works with the registry of procedures.
    pub(super) keeps_registry: bool,
    /// Whether the person takes part in the review of procedures.
    pub(super) reviews: bool,
    /// Whether the clock is one for training.
    pub(super) training: bool,
}

/// A link of the header.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// Where to.
    pub url: &'static str,
    /// What it says.
    pub text: &'static str,
}

impl Page {
    /// The browser's title of a page with this heading.
    #[must_use]
    pub fn title(&self, heading: &str) -> String {
        fill(self.m.common.title, &[("page", &heading)])
    }

    /// The hidden input with the form token; stands in every form.
    #[must_use]
    pub fn token(&self) -> TokenInput {
        TokenInput(token::make(&self.secret))
    }

    /// Whether a form token belongs to this browser.
    #[must_use]
    pub fn signed(&self, token: &str) -> bool {
        token::holds(&self.secret, token)
    }

    /// The name of the signed-in person.
    #[must_use]
    pub fn person_name(&self) -> Option<&str> {
        self.person.as_ref().map(|person| person.name.as_str())
    }

    /// The signed-in person; others are sent to sign in and come back here.
    pub fn caller(&self) -> Result<&Person, Problem> {
        self.person.as_deref().ok_or_else(|| {
            let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
            Problem::SignIn(format!("{}{query}", self.path))
        })
    }

    /// The account of the signed-in person.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.person.as_ref().map(|person| person.id.as_str())
    }

    /// The token of the living session.
    pub(super) fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// The secret of this browser: of its session, or of its visit before signing in.
    pub(super) fn secret(&self) -> &str {
        &self.secret
    }

    /// Who holds the drafts and the uploads of this browser.
    pub(super) fn owner(&self) -> Owner<'_> {
        match self.person.as_deref() {
            Some(person) => Owner::Person(person),
            None => Owner::Guest(self.secret()),
        }
    }

    /// Whether the person works in an office.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.is_staff(self.today))
    }

    /// The links that everybody sees.
    #[must_use]
    pub fn public_links(&self) -> Vec<Link> {
        let nav = &self.m.common.nav;
        vec![
            Link { url: "/thu-tuc", text: nav.procedures },
            Link { url: "/tra-cuu", text: nav.track },
            Link { url: "/ho-so", text: nav.mine },
            Link { url: "/tong-quan", text: nav.overview },
        ]
    }

    /// The links of the staff.
    #[must_use]
    pub fn staff_links(&self) -> Vec<Link> {
        let nav = &self.m.common.nav;
        let receives = self.person.as_ref().is_some_and(|person| person.holds_anywhere(Role::Clerk, self.today));
        let mut links = vec![Link { url: "/can-bo", text: nav.inbox }];
        if receives {
            links.push(Link { url: "/can-bo/tiep-nhan", text: nav.counter });
            links.push(Link { url: "/can-bo/quay", text: self.m.desk.counter.title });
        }
        links.push(Link { url: "/can-bo/tim", text: nav.find });
        if self.person.as_ref().is_some_and(|person| !person.units(self.today).is_empty()) {
            links.push(Link { url: "/can-bo/van-ban-den", text: self.m.document.list.title });
            links.push(Link { url: "/can-bo/van-ban-di", text: self.m.outgoing.list.title });
            links.push(Link { url: "/can-bo/ho-so-cong-viec", text: self.m.work_file.files.title });
        }
        if self.person.as_ref().is_some_and(|person| !book_units(person, self.today).is_empty()) {
            links.push(Link { url: "/can-bo/thu-phi", text: self.m.payment.day.title });
        }
        let moves = [Role::Leader, Role::ReformOffice];
        if self.person.as_ref().is_some_and(|person| moves.iter().any(|role| person.holds_anywhere(*role, self.today)))
        {
            links.push(Link { url: "/can-bo/quy-trinh", text: self.m.moving.page.title });
        }
        if self.keeps_registry {
            links.push(Link { url: "/can-bo/danh-muc", text: nav.registry });
        }
        if self.person.as_ref().is_some_and(|person| person.holds_anywhere(Role::Administrator, self.today)) {
            links.push(Link { url: "/can-bo/thong-bao", text: self.m.notice.outbox.title });
            links.push(Link { url: super::exchange::URL, text: self.m.exchange.parity.title });
        }
        if self.person.as_ref().is_some_and(|person| may_operate(person, self.today).is_ok()) {
            links.push(Link { url: "/can-bo/su-co", text: self.m.late.outage.title });
            links.push(Link { url: "/can-bo/nhac-viec", text: self.m.late.rules.title });
        }
        if self.person.as_ref().is_some_and(|person| may_watch_statutes(person, self.today).is_ok()) {
            links.push(Link { url: "/can-bo/van-ban-phap-luat", text: self.m.statute.watch.title });
        }
        if self.reviews {
            links.push(Link { url: "/can-bo/ra-soat", text: self.m.review.list.title });
        }
        if self.person.as_ref().is_some_and(|person| round_sight(person, "", self.today).is_ok()) {
            links.push(Link { url: "/can-bo/cham-diem", text: self.m.round.list.title });
        }
        if self.person.as_ref().is_some_and(|person| !person.units(self.today).is_empty()) {
            links.push(Link { url: "/can-bo/vang-mat", text: self.m.absence.page.title });
        }
        links
    }

    /// Whether the page stands at this address.
    #[must_use]
    pub fn is_at(&self, url: &str) -> bool {
        self.path == url
    }

    /// The address of this page in the other language.
    #[must_use]
    pub fn in_other_language(&self) -> String {
        let rest = self.query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
        let mut pairs: Vec<String> = rest.map(str::to_owned).collect();
        pairs.push(format!("lang={}", self.lang.other().code()));
        format!("{}?{}", self.path, pairs.join("&"))
    }

    /// What every page says when the clock is one for training.
    #[must_use]
    pub fn training_text(&self) -> Option<String> {
        self.training.then(|| fill(self.m.common.training, &[("day", &super::format::day(self.today))]))
    }

    /// The sentence about what has just been done.
    #[must_use]
    pub fn notice_text(&self) -> Option<&'static str> {
        self.notice.map(|notice| notice.text(self.m))
    }
}

impl fmt::Debug for Page {
    /// Without the secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Page").field("lang", &self.lang).field("path", &self.path).finish_non_exhaustive()
    }
}

impl<S: Sync> FromRequestParts<S> for Page {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Problem::fault(&"a page outside the visitor layer"))
    }
}

/// `<input type="hidden">` with a form token.
#[derive(Debug)]
pub struct TokenInput(String);

impl fmt::Display for TokenInput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, r#"<input type="hidden" name="{}" value="{}">"#, super::signed_form::TOKEN, self.0)
    }
}

impl askama::filters::HtmlSafe for TokenInput {}

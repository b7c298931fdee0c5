//! The layer that knows the visitor: language, form secret, person; and that draws problems in their language.

use super::cookies::{self, Kind};
use super::{Notice, Page, Problem, problem, token};
use crate::messages::Lang;
use crate::state::{AppState, Settings};
use app::identity::TokenPurpose;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use domain::access::Person;
use std::sync::Arc;

const YEAR_SECONDS: u64 = 31_536_000;
/// Digits of the visit number.
const VISIT_HEX: usize = 32;

/// Reads who visits, lets the page be made, draws a problem as a page, and sets the cookies that changed.
pub(super) async fn visit(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let settings = &state.settings;
    let asked_lang = asked_language(request.uri().query());
    let visit = cookies::read(&jar, settings, Kind::Visit).filter(|visit| visit.len() == VISIT_HEX);
    let fresh_visit = if visit.is_none() { token::random_hex(VISIT_HEX / 2) } else { None };
    let notice_code = cookies::read(&jar, settings, Kind::Notice);
    let (session, person, failed) = who(&state, &jar).await;

    let lang = asked_lang.unwrap_or_else(|| language(&jar, settings, request.headers()));
    let keeps_registry = person.as_ref().is_some_and(|person| state.app.may_see_registry(person));
    let reviews = person.as_ref().is_some_and(|person| state.app.may_see_reviews(person));
    let page = Page {
        keeps_registry,
        reviews,
        training: settings.training,
        lang,
        m: lang.messages(),
        secret: session.clone().or(visit).or_else(|| fresh_visit.clone()).unwrap_or_default(),
        session,
        person,
        today: state.app.today(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        notice: notice_code.as_deref().and_then(Notice::parse),
    };

    let response = if let Some(problem) = failed {
        problem::answer(problem)
    } else if comes_from_elsewhere(&request) {
        problem::answer(Problem::Forged)
    } else {
        request.extensions_mut().insert(page.clone());
        next.run(request).await
    };
    let mut response = problem::drawn(response, &page);

    if let Some(visit) = fresh_visit {
        cookies::set(response.headers_mut(), settings, Kind::Visit, &visit, None);
    }
    if let Some(lang) = asked_lang {
        cookies::set(response.headers_mut(), settings, Kind::Language, lang.code(), Some(YEAR_SECONDS));
    }
    if notice_code.is_some() && is_page(&response) {
        cookies::forget(response.headers_mut(), settings, Kind::Notice);
    }
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(header::HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, header::HeaderValue::from_static("Cookie, Accept-Language, Accept-Encoding"));
    response
}

/// The living session and its person; a problem when the store cannot say.
async fn who(state: &AppState, jar: &CookieJar) -> (Option<String>, Option<Arc<Person>>, Option<Problem>) {
    let Some(session) = cookies::read(jar, &state.settings, Kind::Session).filter(|session| !session.is_empty()) else {
        return (None, None, None);
    };
    match state.app.person_of_token(&session, TokenPurpose::Browser).await {
        Ok(Some(person)) => (Some(session), Some(person), None),
        Ok(None) => (None, None, None),
        Err(error) => (None, None, Some(error.into())),
    }
}

fn is_page(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn asked_language(query: Option<&str>) -> Option<Lang> {
    query?.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Lang::parse)
}

fn language(jar: &CookieJar, settings: &Settings, headers: &HeaderMap) -> Lang {
    cookies::read(jar, settings, Kind::Language).as_deref().and_then(Lang::parse).unwrap_or_else(|| {
        let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Lang::accepted(header.unwrap_or_default())
    })
}

/// Whether a change was sent from a page of another site. Browsers say so in `Sec-Fetch-Site` or `Origin`.
fn comes_from_elsewhere(request: &Request) -> bool {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, authority)| authority != host),
        (Some(_), None) => true,
        (None, _) => false,
    }
}

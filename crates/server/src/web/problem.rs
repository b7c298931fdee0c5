//! What can go wrong on a page: one translated sentence with what to do next, or an incident number.
//!
//! A handler returns `Problem`; the visitor layer draws it in the person's language.

use super::{Page, token};
use crate::messages::fill;
use crate::papers::PaperFault;
use crate::sentences;
use app::{ActError, FieldProblem};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::dossier::Refusal;
use std::any::Any;
use std::fmt::Display;

/// Why a page cannot be shown or an act not done.
#[derive(Debug, Clone)]
pub enum Problem {
    /// No such thing, or not for this person: the same answer.
    NotFound,
    /// The address does not take this method.
    Method,
    /// The person must sign in first; afterwards this address opens.
    SignIn(String),
    /// Another page comes first.
    GoTo(String),
    /// The form does not come from a page given to this browser.
    Forged,
    /// The law or the state of the dossier says no.
    Refused(Refusal),
    /// The registry's rules say no.
    Registry(domain::registry::Refusal),
    /// The rules of the review of procedures say no.
    Review(domain::review::Refusal),
    /// The rules of scoring rounds say no.
    Round(domain::round::Refusal),
    /// The rules of documents say no.
    Document(domain::document::Refusal),
    /// The rules of work files say no.
    WorkFile(domain::work_file::WorkFileRefusal),
    /// The rules of the exchange of documents say no.
    Exchange(domain::exchange::Refusal),
    /// The rules of the desk say no.
    Desk(domain::desk::Refusal),
    /// The rules of payment say no.
    Payment(domain::payment::Refusal),
    /// A payment gateway did not answer.
    GatewaySilent,
    /// A result was not signed.
    Signing(app::signature::SigningTrouble),
    /// The rules of absence and delegation say no.
    Away(domain::access::AwayRefusal),
    /// The rules of the register of outages do not allow it.
    Outage(domain::lateness::OutageRefusal),
    /// The person sees the dossier, but this is somebody else's task.
    NotYours,
    /// Fields are wrong, on a page that has no place to say so beside them.
    Fields(Vec<FieldProblem>),
    /// The dossier changed meanwhile.
    Stale,
    /// The body cannot be read, or a hidden field is wrong.
    Invalid,
    /// A field or file is refused; the sentence says which and why.
    Unfit(String),
    /// The body is larger than allowed.
    TooLarge,
    /// Too many attempts; wait this many minutes.
    TooMany(u64),
    /// The store cannot be reached, or the page took too long.
    Unavailable,
    /// A fault of ours, logged under this number.
    Fault(String),
}

impl Problem {
    /// Logs a fault and gives it an incident number.
    pub fn fault(error: &dyn Display) -> Self {
        let incident = incident_number();
        tracing::error!(incident, error = %error, "fault");
        Self::Fault(incident)
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::SignIn(_) | Self::GoTo(_) => StatusCode::SEE_OTHER,
            Self::Forged => StatusCode::FORBIDDEN,
            Self::Refused(_)
            | Self::Registry(_)
            | Self::Review(_)
            | Self::Round(_)
            | Self::Document(_)
            | Self::WorkFile(_)
            | Self::Exchange(_)
            | Self::Desk(_)
            | Self::Payment(_)
            | Self::Away(_)
            | Self::Outage(_)
            | Self::NotYours => StatusCode::CONFLICT,
            Self::GatewaySilent | Self::Signing(_) => StatusCode::BAD_GATEWAY,
            Self::Stale => StatusCode::PRECONDITION_FAILED,
            Self::Invalid | Self::Unfit(_) | Self::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Heading and sentence in the page's language.
    fn sentences(&self, page: &Page) -> (&'static str, String) {
        let texts = &page.m.common.problem;
        match self {
            Self::NotFound | Self::SignIn(_) | Self::GoTo(_) => (texts.not_found_title, texts.not_found.to_owned()),
            Self::Method => (texts.method_title, texts.method.to_owned()),
            Self::Forged => (texts.forged_title, texts.forged.to_owned()),
            Self::Refused(refusal) => (texts.conflict_title, sentences::refusal(page.m, refusal)),
            Self::Registry(refusal) => (texts.conflict_title, sentences::registry_refusal(page.m, refusal)),
            Self::Review(refusal) => (texts.conflict_title, sentences::review_refusal(page.m, refusal)),
            Self::Round(refusal) => (texts.conflict_title, sentences::round_refusal(page.m, refusal)),
            Self::Document(refusal) => (texts.conflict_title, sentences::document_refusal(page.m, refusal)),
            Self::WorkFile(refusal) => (texts.conflict_title, sentences::work_file_refusal(page.m, refusal)),
            Self::Exchange(refusal) => (texts.conflict_title, sentences::exchange_refusal(page.m, *refusal)),
            Self::Desk(refusal) => (texts.conflict_title, sentences::desk_refusal(page.m, *refusal)),
            Self::Payment(refusal) => (texts.conflict_title, sentences::payment_refusal(page.m, refusal)),
            Self::GatewaySilent => (page.m.payment.refusal.gateway_title, page.m.payment.refusal.gateway.to_owned()),
            Self::Signing(trouble) => {
                (page.m.signature.trouble.title, sentences::signing_trouble(page.m, *trouble).to_owned())
            }
            Self::Away(refusal) => (texts.conflict_title, sentences::away_refusal(page.m, *refusal)),
            Self::Outage(refusal) => (texts.conflict_title, sentences::outage_refusal(page.m, *refusal).to_owned()),
            Self::NotYours => (texts.conflict_title, page.m.staff.refusal.not_yours.to_owned()),
            Self::Fields(fields) => {
                let lines: Vec<String> = fields.iter().map(|field| sentences::field_problem(page.m, field)).collect();
                (texts.invalid_title, lines.join(" "))
            }
            Self::Stale => (texts.stale_title, texts.stale.to_owned()),
            Self::Invalid => (texts.invalid_title, texts.invalid.to_owned()),
            Self::Unfit(sentence) => (texts.invalid_title, sentence.clone()),
            Self::TooLarge => (texts.too_large_title, texts.too_large.to_owned()),
            Self::TooMany(minutes) => (texts.too_many_title, fill(texts.too_many, &[("minutes", minutes)])),
            Self::Unavailable => (texts.unavailable_title, texts.unavailable.to_owned()),
            Self::Fault(_) => (texts.fault_title, texts.fault.to_owned()),
        }
    }
}

impl From<PaperFault> for Problem {
    fn from(fault: PaperFault) -> Self {
        match fault {
            PaperFault::Busy => Self::Unavailable,
            PaperFault::Failed(_) => Self::fault(&fault),
        }
    }
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        match error {
            ActError::NotFound => Self::NotFound,
            ActError::NotSignedIn => Self::SignIn("/".to_owned()),
            ActError::NotYours => Self::NotYours,
            ActError::Refused(refusal) => Self::Refused(refusal),
            ActError::Registry(refusal) => Self::Registry(refusal),
            ActError::Review(refusal) => Self::Review(refusal),
            ActError::Round(refusal) => Self::Round(refusal),
            ActError::Document(refusal) => Self::Document(refusal),
            ActError::WorkFile(refusal) => Self::WorkFile(refusal),
            ActError::Exchange(refusal) => Self::Exchange(refusal),
            ActError::Desk(refusal) => Self::Desk(refusal),
            ActError::Payment(refusal) => Self::Payment(refusal),
            ActError::GatewaySilent => Self::GatewaySilent,
            ActError::Signing(trouble) => Self::Signing(trouble),
            ActError::Away(refusal) => Self::Away(refusal),
            ActError::Outage(refusal) => Self::Outage(refusal),
            ActError::Invalid(fields) => Self::Fields(fields),
            ActError::Stale { .. } => Self::Stale,
            ActError::Content(_) | ActError::KeyReused | ActError::SignInFailed => Self::Invalid,
            ActError::TooManyAttempts { wait_seconds } => {
                Self::TooMany(u64::try_from(wait_seconds).unwrap_or(60).div_ceil(60))
            }
            ActError::Unavailable => Self::Unavailable,
            ActError::Fault(error) => Self::fault(&error),
        }
    }
}

/// The page of the dossier below which an address lies.
fn dossier_address(path: &str) -> Option<String> {
    let code = path.strip_prefix("/ho-so/")?.split('/').next()?;
    Some(format!("/ho-so/{code}"))
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        answer(self)
    }
}

/// A bare answer that carries the problem to the visitor layer.
pub(super) fn answer(problem: Problem) -> Response {
    let mut response = match &problem {
        Problem::SignIn(next) => {
            Redirect::to(&format!("/dang-nhap?tiep={}", super::format::query_escaped(next))).into_response()
        }
        Problem::GoTo(address) => Redirect::to(address).into_response(),
        _ => problem.status().into_response(),
    };
    if let Problem::TooMany(minutes) = problem {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(minutes.saturating_mul(60)));
    }
    response.extensions_mut().insert(problem);
    response
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemView<'a> {
    page: &'a Page,
    heading: &'static str,
    text: String,
    incident: Option<String>,
    again: Option<String>,
}

impl ProblemView<'_> {
    const fn heading(&self) -> &str {
        self.heading
    }
}

/// The response, with a problem that it carries drawn as a page.
pub(super) fn drawn(mut response: Response, page: &Page) -> Response {
    let problem = match response.extensions_mut().remove::<Problem>() {
        None | Some(Problem::SignIn(_) | Problem::GoTo(_)) => return response,
        Some(problem) => problem,
    };
    let (heading, text) = problem.sentences(page);
    let incident = match &problem {
        Problem::Fault(number) => Some(fill(page.m.common.problem.incident, &[("incident", number)])),
        _ => None,
    };
    let again = match &problem {
        Problem::Stale | Problem::Refused(_) | Problem::NotYours => dossier_address(&page.path),
        _ => None,
    };
    let view = ProblemView { page, heading, text, incident, again };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    match view.render() {
        Ok(html) => (parts.status, parts.headers, Html(html)).into_response(),
        Err(_) => (parts.status, parts.headers).into_response(),
    }
}

/// A page rendered from its view.
pub(super) fn show(view: &impl Template) -> Result<Response, Problem> {
    show_with(StatusCode::OK, view)
}

/// A page rendered from its view, with a status.
pub(super) fn show_with(status: StatusCode, view: &impl Template) -> Result<Response, Problem> {
    let html = view.render().map_err(|error| Problem::fault(&error))?;
    Ok((status, Html(html)).into_response())
}

/// The answer for an address that no page has.
pub(super) async fn no_such_page() -> Problem {
    Problem::NotFound
}

/// The answer for a page that does not take the method.
pub(super) async fn no_such_method() -> Problem {
    Problem::Method
}

/// The answer after a panic: an incident number, never the message.
#[expect(clippy::needless_pass_by_value, reason = "the signature is the layer's")]
pub(super) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    answer(Problem::fault(&text.unwrap_or("panic without text")))
}

/// Eight digits in two groups, easy to read over the phone.
fn incident_number() -> String {
    let hex = token::random_hex(4).unwrap_or_else(|| "00000000".to_owned()).to_uppercase();
    match hex.split_at_checked(4) {
        Some((first, second)) => format!("{first}-{second}"),
        None => hex,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_number_and_says_nothing_else() {
        let mut response = panicked(Box::new("the password was 12345".to_owned()));
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let problem = response.extensions_mut().remove::<Problem>();
        assert!(matches!(problem, Some(Problem::Fault(number)) if number.len() == 9 && !number.contains("12345")));
    }

    #[test]
    fn the_way_back_leads_to_the_dossier() {
        assert_eq!(dossier_address("/ho-so/H55-1/viec/accept").as_deref(), Some("/ho-so/H55-1"));
        assert_eq!(dossier_address("/can-bo"), None);
    }
}

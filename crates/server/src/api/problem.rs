//! What can go wrong in the API: one problem document (RFC 9457) in the caller's language.
//!
//! A handler returns [`Problem`]; the layer [`speak`] writes the document. It knows the language, the handler need not.

use super::dossier::DossierBody;
use super::wrong::{FieldMessage, Wrong, WrongKind};
use crate::messages::{Lang, Messages, fill};
use crate::papers::PaperFault;
use crate::sentences;
use crate::web::format;
use app::{ActError, FieldProblemKind, FileFault};
use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::access::AwayRefusal;
use domain::dossier::Refusal;
use serde::Serialize;
use std::any::Any;
use std::fmt::Display;
use std::sync::Arc;
use utoipa::ToSchema;

/// The media type of a problem document.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";
/// Seconds after which a caller may try again while the store is away.
const RETRY_SECONDS: i64 = 5;

/// Why a request was not fulfilled.
#[derive(Debug, Clone)]
pub(super) enum Problem {
    /// No such thing, or not for this caller: the same answer.
    NotFound,
    /// The address does not take this method.
    Method,
    /// No token, or one that does not live.
    Unauthorised {
        /// Whether a token was sent.
        sent: bool,
    },
    /// The caller sees the dossier, but this is somebody else's task.
    NotYours,
    /// The law or the state of the dossier says no.
    Refused(Refusal),
    /// The rules of absence and delegation say no.
    Away(AwayRefusal),
    /// The rules of payment say no.
    Payment(domain::payment::Refusal),
    /// Fields of the body or of the query are wrong.
    Fields(Vec<Wrong>),
    /// The body is no JSON.
    Malformed,
    /// The body is of another kind.
    MediaType,
    /// The body is larger than this many bytes.
    TooLarge(u64),
    /// The dossier is no longer at the version that the caller saw.
    Stale(Option<Arc<DossierBody>>),
    /// The idempotency key was used with another request.
    KeyReused,
    /// A file could not be taken in.
    File(FilePart),
    /// Too many attempts; wait this many seconds.
    TooMany(i64),
    /// A result was not signed.
    Signing(app::signature::SigningTrouble),
    /// The store cannot be reached.
    Unavailable,
    /// A fault of ours, logged under this number.
    Fault(String),
}

/// What is wrong with an uploaded file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FilePart {
    /// Its bytes hash to another name.
    Hash,
    /// It ended early.
    Cut,
    /// It has no byte.
    Empty,
    /// It is of a kind that is not taken.
    Kind,
}

impl Problem {
    /// One wrong field.
    pub(super) fn field(field: impl Into<String>, kind: WrongKind) -> Self {
        Self::Fields(vec![Wrong::new(field, kind)])
    }

    /// A field that is none of some words.
    pub(super) fn word<'a>(field: &str, words: impl IntoIterator<Item = &'a str>) -> Self {
        let words: Vec<&str> = words.into_iter().collect();
        Self::field(field, WrongKind::Word(words.join(", ")))
    }

    /// Logs a fault and gives it an incident number.
    pub(super) fn fault(error: &dyn Display) -> Self {
        match crate::web::Problem::fault(error) {
            crate::web::Problem::Fault(incident) => Self::Fault(incident),
            _ => Self::Fault(String::new()),
        }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unauthorised { .. } => StatusCode::UNAUTHORIZED,
            Self::NotYours => StatusCode::FORBIDDEN,
            Self::Refused(_) | Self::Away(_) | Self::Payment(_) => StatusCode::CONFLICT,
            Self::Fields(_) | Self::KeyReused | Self::File(FilePart::Hash | FilePart::Empty) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Malformed | Self::File(FilePart::Cut) => StatusCode::BAD_REQUEST,
            Self::MediaType | Self::File(FilePart::Kind) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Stale(_) => StatusCode::PRECONDITION_FAILED,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable | Self::Signing(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable name at the end of `type`.
    const fn name(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::Unauthorised { .. } => "unauthorised",
            Self::NotYours => "not-yours",
            Self::Refused(_) | Self::Away(_) | Self::Payment(_) => "refused",
            Self::Fields(_) => "invalid",
            Self::Malformed => "malformed",
            Self::MediaType => "media-type",
            Self::TooLarge(_) => "too-large",
            Self::Stale(_) => "stale",
            Self::KeyReused => "key-reused",
            Self::File(FilePart::Hash) => "hash-mismatch",
            Self::File(FilePart::Cut) => "cut-off",
            Self::File(FilePart::Empty) => "empty",
            Self::File(FilePart::Kind) => "file-kind",
            Self::TooMany(_) => "too-many",
            Self::Signing(_) => "not-signed",
            Self::Unavailable => "unavailable",
            Self::Fault(_) => "fault",
        }
    }

    /// Title and detail.
    fn sentences(&self, m: &Messages) -> (String, String) {
        let texts = &m.problem;
        let (title, detail) = match self {
            Self::NotFound => (texts.not_found_title, texts.not_found),
            Self::Method => (texts.method_title, texts.method),
            Self::Unauthorised { .. } => (texts.unauthorised_title, texts.unauthorised),
            Self::NotYours => (texts.not_yours_title, texts.not_yours),
            Self::Refused(refusal) => return (sentences::refusal(m, refusal), texts.refused.to_owned()),
            Self::Away(refusal) => return (sentences::away_refusal(m, *refusal), texts.refused.to_owned()),
            Self::Payment(refusal) => return (sentences::payment_refusal(m, refusal), texts.refused.to_owned()),
            Self::Fields(_) => (texts.invalid_title, texts.invalid),
            Self::Malformed => (texts.malformed_title, texts.malformed),
            Self::MediaType => (texts.media_type_title, texts.media_type),
            Self::TooLarge(most) => {
                let detail = fill(texts.too_large, &[("size", &format::bytes(*most))]);
                return (texts.too_large_title.to_owned(), detail);
            }
            Self::Stale(_) => (texts.stale_title, texts.stale),
            Self::KeyReused => (texts.key_reused_title, texts.key_reused),
            Self::File(FilePart::Hash) => (texts.hash_title, texts.hash),
            Self::File(FilePart::Cut) => (texts.cut_title, texts.cut),
            Self::File(FilePart::Empty) => (texts.empty_title, texts.empty),
            Self::File(FilePart::Kind) => (texts.file_kind_title, texts.file_kind),
            Self::TooMany(seconds) => {
                return (texts.too_many_title.to_owned(), fill(texts.too_many, &[("seconds", seconds)]));
            }
            Self::Signing(trouble) => (m.signature.trouble.title, sentences::signing_trouble(m, *trouble)),
            Self::Unavailable => (texts.unavailable_title, texts.unavailable),
            Self::Fault(_) => (texts.fault_title, texts.fault),
        };
        (title.to_owned(), detail.to_owned())
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
            ActError::NotSignedIn | ActError::SignInFailed => Self::Unauthorised { sent: false },
            ActError::NotYours => Self::NotYours,
            ActError::Refused(refusal) => Self::Refused(refusal),
            // The interface has no acts of the registry.
            ActError::Away(refusal) => Self::Away(refusal),
            ActError::Registry(_)
            | ActError::Review(_)
            | ActError::Round(_)
            | ActError::Outage(_)
            | ActError::Content(_) => Self::fault(&"an act of the registry"),
            // Nor of the desk, nor of documents, which it only shows.
            ActError::Desk(_) | ActError::Document(_) | ActError::WorkFile(_) | ActError::Exchange(_) => {
                Self::fault(&"an act of the desk, on a document or on a file")
            }
            ActError::Signing(trouble) => Self::Signing(trouble),
            ActError::Payment(refusal) => Self::Payment(refusal),
            ActError::GatewaySilent => Self::fault(&"a payment gateway is silent"),
            ActError::Invalid(problems) => {
                Self::Fields(problems.into_iter().map(|one| Wrong::new(one.field, WrongKind::Act(one.kind))).collect())
            }
            ActError::Stale { .. } => Self::Stale(None),
            ActError::KeyReused => Self::KeyReused,
            ActError::TooManyAttempts { wait_seconds } => Self::TooMany(wait_seconds),
            ActError::Unavailable => Self::Unavailable,
            ActError::Fault(error) => Self::fault(&error),
        }
    }
}

impl From<FileFault> for Problem {
    fn from(fault: FileFault) -> Self {
        match fault {
            FileFault::NotAHash => Self::field("sha256", WrongKind::Act(FieldProblemKind::Malformed)),
            FileFault::HashMismatch => Self::File(FilePart::Hash),
            FileFault::TooLarge { max_bytes } => Self::TooLarge(max_bytes),
            FileFault::Kind => Self::File(FilePart::Kind),
            FileFault::Empty => Self::File(FilePart::Empty),
            FileFault::Cut => Self::File(FilePart::Cut),
            FileFault::Unavailable => Self::Unavailable,
        }
    }
}

/// A problem document (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemBody<'a> {
    /// `urn:motcua:problem:` and the stable name of the problem.
    #[serde(rename = "type")]
    #[schema(examples("urn:motcua:problem:not-found"))]
    kind: String,
    /// What is wrong, in one sentence, in the caller's language.
    title: String,
    /// What to do next.
    detail: String,
    /// The HTTP status again.
    status: u16,
    /// What is wrong with each field; only when fields are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldMessage>,
    /// The number under which a fault of the system was logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<String>,
    /// How the dossier stands now; only with a stale version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<DossierBody>)]
    current: Option<&'a DossierBody>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The layer that writes problems in the language that the caller reads.
pub(super) async fn speak(request: Request, next: Next) -> Response {
    let lang = language(request.headers());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Problem>() {
        None => response,
        Some(problem) => written(&problem, response, lang),
    }
}

/// The language that the caller reads.
pub(super) fn language(headers: &axum::http::HeaderMap) -> Lang {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Lang::accepted(asked.unwrap_or_default())
}

fn written(problem: &Problem, bare: Response, lang: Lang) -> Response {
    let m = lang.messages();
    let (title, detail) = problem.sentences(m);
    let status = problem.status();
    let body = ProblemBody {
        kind: format!("urn:motcua:problem:{}", problem.name()),
        title,
        detail,
        status: status.as_u16(),
        errors: match problem {
            Problem::Fields(wrong) => wrong.iter().map(|one| one.said(m)).collect(),
            _ => Vec::new(),
        },
        incident: match problem {
            Problem::Fault(number) => Some(number.clone()),
            _ => None,
        },
        current: match problem {
            Problem::Stale(current) => current.as_deref(),
            _ => None,
        },
    };
    let (mut kept, _) = bare.into_parts();
    kept.headers.remove(header::CONTENT_LENGTH);
    let mut response = (status, kept.headers, Json(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match problem {
        Problem::Unauthorised { sent: true } => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer error=\"invalid_token\""));
        }
        Problem::Unauthorised { sent: false } => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        Problem::Unavailable => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_SECONDS));
        }
        Problem::TooMany(seconds) => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
        }
        _ => (),
    }
    response
}

/// The answer for an address that the API does not have.
pub(super) async fn no_such_address() -> Problem {
    Problem::NotFound
}

/// The answer for a method that an address does not take.
pub(super) async fn no_such_method() -> Problem {
    Problem::Method
}

/// The answer after a panic: an incident number, never the message.
#[expect(clippy::needless_pass_by_value, reason = "the signature is the layer's")]
pub(super) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    Problem::fault(&text.unwrap_or("panic without text")).into_response()
}

//! What handlers take from a request: who asks, body, query, keys. Each refuses with a problem document.

use super::problem::{Problem, language};
use super::wrong::{Wrong, WrongKind};
use crate::messages::{Lang, Messages};
use crate::state::AppState;
use app::FieldProblemKind;
use app::dossier::Idempotency;
use app::identity::TokenPurpose;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use domain::access::Person;
use serde::de::DeserializeOwned;
use std::convert::Infallible;
use std::error::Error;
use std::iter::successors;
use std::sync::Arc;

/// Largest JSON body, in bytes.
const BODY_BYTES_MAX: usize = 1024 * 1024;
/// Longest idempotency key, in characters.
const KEY_CHARS_MAX: usize = 255;

/// Who asks, proved by a bearer token.
#[derive(Debug, Clone)]
pub(super) struct Caller(pub(super) Arc<Person>);

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let value = parts.headers.get(header::AUTHORIZATION).ok_or(Problem::Unauthorised { sent: false })?;
        let invalid = || Problem::Unauthorised { sent: true };
        let text = value.to_str().map_err(|_| invalid())?;
        let (scheme, token) = text.split_once(' ').ok_or_else(invalid)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(invalid());
        }
        let person = state.app.person_of_token(token.trim(), TokenPurpose::Api).await?;
        person.map(Self).ok_or_else(invalid)
    }
}

/// The language that the caller reads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader(pub(super) Lang);

impl Reader {
    /// The sentences of that language.
    pub(super) const fn m(self) -> &'static Messages {
        self.0.messages()
    }
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(language(&parts.headers)))
    }
}

/// The query, every field of which is known and readable.
#[derive(Debug)]
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            return Err(Problem::field("", WrongKind::Control));
        }
        match axum::extract::Query::<T>::try_from_uri(&parts.uri) {
            Ok(query) => Ok(Self(query.0)),
            Err(rejection) => Err(Problem::Fields(vec![Wrong::from_serde(&innermost(&rejection))])),
        }
    }
}

/// A part of the path; one that cannot be read names nothing.
#[derive(Debug)]
pub(super) struct Path<T>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|path| Self(path.0)).map_err(|_| Problem::NotFound)
    }
}

/// A JSON body with the raw bytes under which a repeated request is known again.
#[derive(Debug)]
pub(super) struct Json<T> {
    /// What was sent.
    pub(super) value: T,
    /// The key under which the caller may repeat it.
    pub(super) idempotency: Option<Idempotency>,
}

impl<T: DeserializeOwned> FromRequest<AppState> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &AppState) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        if !is_json(&parts.headers) {
            return Err(Problem::MediaType);
        }
        let bytes = whole(&parts.headers, body).await?;
        Ok(Self { value: read(&bytes)?, idempotency: key(&parts, &bytes)? })
    }
}

/// A JSON body that may be missing.
#[derive(Debug)]
pub(super) struct MaybeJson<T> {
    /// What was sent, or the default.
    pub(super) value: T,
    /// The key under which the caller may repeat it.
    pub(super) idempotency: Option<Idempotency>,
}

impl<T: DeserializeOwned + Default> FromRequest<AppState> for MaybeJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &AppState) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = whole(&parts.headers, body).await?;
        let value = if bytes.is_empty() {
            T::default()
        } else if is_json(&parts.headers) {
            read(&bytes)?
        } else {
            return Err(Problem::MediaType);
        };
        Ok(Self { value, idempotency: key(&parts, &bytes)? })
    }
}

/// The version that the caller saw, from `If-Match`.
#[derive(Debug, Clone, Copy)]
pub(super) struct IfMatch(pub(super) Option<i64>);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let wrong = || Problem::field("If-Match", WrongKind::IfMatch);
        let text = value.to_str().map_err(|_| wrong())?.trim();
        if text == "*" {
            return Ok(Self(None));
        }
        let version = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).ok_or_else(wrong)?;
        version.parse().map(|version| Self(Some(version))).map_err(|_| wrong())
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// All bytes of a body, never more than [`BODY_BYTES_MAX`].
async fn whole(headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let too_large = || Problem::TooLarge(u64::try_from(BODY_BYTES_MAX).unwrap_or(u64::MAX));
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > BODY_BYTES_MAX) {
        return Err(too_large());
    }
    to_bytes(body, BODY_BYTES_MAX).await.map_err(|error| {
        let mut causes = successors(error.source(), |cause: &&(dyn Error + 'static)| (*cause).source());
        if causes.any(|cause| cause.to_string().contains("length limit")) { too_large() } else { Problem::Malformed }
    })
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // No column of either engine keeps U+0000; it can only stand in JSON in this form.
    if bytes.windows(6).any(|part| part == b"\\u0000") {
        return Err(Problem::field("", WrongKind::Control));
    }
    // A list would otherwise be read as the members of an object in their order.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(match serde_json::from_slice::<serde::de::IgnoredAny>(bytes) {
            Ok(_) => Problem::field("", WrongKind::Act(FieldProblemKind::Malformed)),
            Err(_) => Problem::Malformed,
        });
    }
    match axum::Json::<T>::from_bytes(bytes) {
        Ok(json) => Ok(json.0),
        Err(axum::extract::rejection::JsonRejection::JsonDataError(error)) => {
            Err(Problem::Fields(vec![Wrong::from_serde(&innermost(&error))]))
        }
        Err(_) => Err(Problem::Malformed),
    }
}

/// The words of the error below axum's own: serde's, with the path before them.
fn innermost(error: &dyn Error) -> String {
    let below: Vec<String> = successors(error.source(), |cause: &&(dyn Error + 'static)| (*cause).source())
        .map(ToString::to_string)
        .collect();
    let with_path = below.iter().find(|words| !words.starts_with("Failed to deserialize"));
    with_path.cloned().unwrap_or_default()
}

/// The caller's key with the hash of what was asked: method, address and body.
fn key(parts: &Parts, body: &[u8]) -> Result<Option<Idempotency>, Problem> {
    let Some(value) = parts.headers.get("idempotency-key") else { return Ok(None) };
    let wrong = || Problem::field("Idempotency-Key", WrongKind::Key);
    let key = value.to_str().map_err(|_| wrong())?.trim();
    if key.is_empty() || key.chars().count() > KEY_CHARS_MAX {
        return Err(wrong());
    }
    let mut asked = format!("{} {}\n", parts.method, parts.uri.path()).into_bytes();
    asked.extend_from_slice(body);
    Ok(Some(Idempotency { key: key.to_owned(), request_hash: app::sha256_hex(&asked) }))
}

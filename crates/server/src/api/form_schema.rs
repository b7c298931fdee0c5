//! What answers to a procedure's form look like, as a JSON Schema: from the same definition that judges them.

use super::extract::Path;
use super::problem::Problem;
use super::responses;
use crate::state::AppState;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Media type of a JSON Schema.
const MEDIA_TYPE: &str = "application/schema+json";

/// A JSON Schema: an object with the words of that language.
pub(super) struct SchemaBody;

impl PartialSchema for SchemaBody {
    fn schema() -> RefOr<Schema> {
        let words = ObjectBuilder::new().additional_properties(Some(AdditionalProperties::FreeForm(true)));
        RefOr::T(Schema::Object(words.build()))
    }
}

impl ToSchema for SchemaBody {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("AnswersSchema")
    }
}

/// What `form` of a dossier of this procedure holds (JSON Schema 2020-12). The answers accepted today follow it;
/// conditions, rules across questions and official numbers are judged when they are handed in.
#[utoipa::path(
    get, path = "/forms/{code}/schema", tag = "catalogue", operation_id = "getFormSchema",
    params(
        ("code" = String, Path, description = "The procedure's id: the national code"),
        ("If-None-Match" = Option<String>, Header, description = "An `ETag` of the same address"),
    ),
    responses(
        (status = 200, description = "The schema", body = SchemaBody, content_type = "application/schema+json",
            headers(("ETag" = String, description = "Names these very bytes"))),
        (status = 304, description = "It is the one that was named"),
        responses::Missing, responses::Always,
    )
)]
pub(super) async fn show(
    State(state): State<AppState>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (catalogue, today) = (state.app.catalogue(), state.app.today());
    let procedure = catalogue.procedure(&code, today).ok_or(Problem::NotFound)?;
    if !catalogue.takes_dossiers(procedure, today) {
        return Err(Problem::NotFound);
    }
    let body = domain::eform::schema(&catalogue.form(procedure)).to_string();
    let tag = format!("\"{}\"", app::sha256_hex(body.as_bytes()));
    let kept = [
        (header::ETAG, HeaderValue::from_str(&tag).map_err(|error| Problem::fault(&error))?),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache")),
    ];
    if names(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    Ok((kept, [(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))], body).into_response())
}

/// Whether `If-None-Match` names this tag; weak or not is the same for reading (RFC 9110, 13.1.2).
fn names(headers: &HeaderMap, tag: &str) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_among_others() {
        let table =
            [("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true), ("*", true), ("\"b\"", false), ("a", false)];
        for (line, expected) in table {
            let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(line))]);
            assert_eq!(names(&headers, "\"a\""), expected, "{line}");
        }
        assert!(!names(&HeaderMap::new(), "\"a\""));
    }
}

//! The description of the API (OpenAPI 3.1), made from the code.

use super::problem::ProblemBody;
use super::wrong::FieldMessage;
use axum::http::{HeaderName, HeaderValue, header};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, InfoBuilder, PathsBuilder};

#[derive(OpenApi)]
#[openapi(components(schemas(ProblemBody, FieldMessage)))]
struct Shared;

/// The document as it is served.
pub(super) fn document(operations: utoipa::openapi::OpenApi) -> String {
    let mut whole = Shared::openapi();
    whole.info = InfoBuilder::new()
        .title("Một Cửa")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(include_str!("description.md")))
        .build();
    let mut paths = PathsBuilder::new();
    for (path, item) in operations.paths.paths {
        paths = paths.path(format!("/api/v1{path}"), item);
    }
    whole.paths = paths.build();
    let components = whole.components.get_or_insert_with(Components::new);
    components.schemas.extend(operations.components.unwrap_or_default().schemas);
    let token =
        HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("`motcua token create --user NAME`"));
    components.add_security_scheme("token", SecurityScheme::Http(token.build()));
    whole.to_json().unwrap_or_default()
}

/// The answer with the document.
pub(super) fn shown(document: &str) -> ([(HeaderName, HeaderValue); 2], String) {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
    ];
    (headers, document.to_owned())
}

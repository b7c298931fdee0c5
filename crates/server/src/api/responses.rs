//! The problems that operations share, as they stand in the description.

use super::problem::{MEDIA_TYPE, ProblemBody};
use std::collections::BTreeMap;
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

/// One problem document under a status.
fn problem(status: &str, description: &str) -> (String, RefOr<Response>) {
    let content = Content::new(Some(Ref::from_schema_name(ProblemBody::name())));
    let response = ResponseBuilder::new().description(description).content(MEDIA_TYPE, content).build();
    (status.to_owned(), RefOr::T(response))
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident: $([$status:literal, $description:literal]),+;)+) => {$(
        $(#[$doc])*
        pub(super) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                BTreeMap::from([$(problem($status, $description)),+])
            }
        }
    )+};
}

problems! {
    /// What every operation may answer.
    Always: ["500", "A fault of the system, with an incident number"], ["503", "The store cannot be reached; try again"];
    /// What every operation with a token may answer.
    Token: ["401", "No token, or one that does not live"];
    /// What every operation on one thing may answer.
    Missing: ["404", "There is no such thing, or the caller may not see it"];
    /// What every operation with a query or a body may answer.
    Invalid: ["422", "Fields are wrong; each is named"];
    /// What every operation with a body may answer.
    Body: ["400", "The body is not JSON"], ["413", "The body is larger than 1 MB"], ["415", "The body is not JSON by its content type"];
    /// What an upload may answer.
    CutOff: ["400", "The upload ended early"];
    /// What an upload may answer.
    TooLarge: ["413", "The file is larger than allowed"];
    /// What an act may answer.
    Act: ["403", "The caller sees the dossier, but this is somebody else's task"], ["409", "The law or the state of the dossier does not allow it"],
        ["412", "The dossier has changed; it is shown as it stands now"];
    /// What an act on absence and delegation may answer.
    Away: ["409", "The rules of absence and delegation do not allow it"];
    /// What a submission may answer.
    Submission: ["403", "Counter and post are the desk's own channels"], ["409", "It cannot be handed in"];
}

//! An official paper of a dossier as PDF, and the register of a desk.

use crate::api::blob::Bytes;
use crate::api::extract::{Caller, Path, Query};
use crate::api::problem::Problem;
use crate::api::responses;
use crate::api::wrong::WrongKind;
use crate::papers::{self, OF_DOSSIERS, Printed, RegisterAsked, Source};
use crate::state::AppState;
use app::FieldProblemKind;
use app::dossier::REGISTER_ROWS_MAX;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

type Pdf = ([(HeaderName, HeaderValue); 2], Vec<u8>);

/// A paper of a dossier as PDF/A.
///
/// The newest of its kind: the receipt with appointment, the request for supplements, the refusal, the apology, the
/// control sheet (for offices), the filled-in form. A kind of which there is none answers like a dossier that is not there.
#[utoipa::path(
    get, path = "/dossiers/{code}/papers/{paper}", tag = "files", operation_id = "getPaper", security(("token" = [])),
    params(
        ("code" = String, Path, description = "Official code"),
        ("paper" = String, Path, description = "receipt, supplement_request, refusal, apology, control_sheet or filled_form")
    ),
    responses(
        (status = 200, description = "The PDF", body = inline(Bytes), content_type = "application/pdf"),
        responses::Missing, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn paper(
    State(state): State<AppState>,
    Caller(person): Caller,
    Path((code, paper)): Path<(String, String)>,
) -> Result<Pdf, Problem> {
    let view = state.app.dossier(&person, &code).await?;
    let words = || OF_DOSSIERS.iter().map(|(kind, _)| kind.name());
    let kind = papers::by_name(&paper).ok_or_else(|| Problem::word("paper", words()))?;
    let printed = papers::of_dossier(&state, &Source::of(&view), kind).await?.ok_or(Problem::NotFound)?;
    Ok(pdf(printed))
}

/// Which days of a register.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct Days {
    /// First day, ISO date.
    #[param(value_type = String, format = Date)]
    from: String,
    /// Last day, ISO date; at most a year after the first.
    #[param(value_type = String, format = Date)]
    to: String,
}

/// The register of dossiers of a desk over some days as PDF/A.
///
/// At most 500 dossiers; with more, ask for fewer days.
#[utoipa::path(
    get, path = "/units/{unit}/register", tag = "files", operation_id = "getRegister", security(("token" = [])),
    params(("unit" = String, Path, description = "The desk's unit"), Days),
    responses(
        (status = 200, description = "The PDF", body = inline(Bytes), content_type = "application/pdf"),
        responses::Missing, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn register(
    State(state): State<AppState>,
    Caller(person): Caller,
    Path(unit): Path<String>,
    Query(days): Query<Days>,
) -> Result<Pdf, Problem> {
    let malformed = |field: &str| Problem::field(field, WrongKind::Day);
    let from: Date = days.from.parse().map_err(|_| malformed("from"))?;
    let to: Date = days.to.parse().map_err(|_| malformed("to"))?;
    let found = state.app.register_of_dossiers(&person, &unit, from, to).await?;
    if found.too_many {
        return Err(Problem::field("to", WrongKind::Act(FieldProblemKind::TooLong(REGISTER_ROWS_MAX))));
    }
    Ok(pdf(papers::register(&state, &RegisterAsked { unit, from, to }, found).await?))
}

fn pdf(printed: Printed) -> Pdf {
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", printed.name));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, named.unwrap_or(HeaderValue::from_static("attachment"))),
    ];
    (headers, printed.bytes)
}

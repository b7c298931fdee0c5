//! Signed results: what a file says that somebody holds, and whether a number was issued here. Open to everybody.

use super::blob::Bytes;
use super::extract::Path;
use super::form::stamp;
use super::problem::Problem;
use super::responses;
use crate::held::Held;
use crate::state::AppState;
use app::signature::{CHECKED_BYTES_MAX, Covers, Holds, SignatureFacts, SignedAt, Trusted};
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use domain::time::Zone;
use serde::Serialize;
use utoipa::ToSchema;

/// What was found of a file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ResultCheck)]
pub(super) struct CheckBody {
    /// SHA-256 of the file.
    sha256: String,
    /// The results as which exactly this file was issued here; empty for any other file.
    issued: Vec<IssuedBody>,
    /// Its signatures, in the order in which they were made.
    signatures: Vec<SignatureBody>,
}

/// A result that was issued here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IssuedResult)]
pub(super) struct IssuedBody {
    /// Number of the result.
    number: String,
    /// The unit that issued it.
    unit: String,
    /// Its name.
    unit_name: String,
    /// The day.
    #[schema(format = Date)]
    day: String,
}

/// How a signature is, in one word each.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ResultSignature)]
pub(super) struct SignatureBody {
    /// `yes`, `altered` or `broken`.
    intact: &'static str,
    /// `whole`, `earlier` or `broken`.
    covers: &'static str,
    /// `yes`, `demonstration`, `unknown_issuer`, `out_of_time` or `unfit`.
    trusted: &'static str,
    /// The name in the certificate.
    signer: Option<String>,
    /// The organisation in the certificate.
    organisation: Option<String>,
    /// The issuer of the certificate.
    issuer: Option<String>,
    /// Who signed, as the signature says of itself.
    says: Option<String>,
    /// When it was signed.
    #[schema(format = DateTime)]
    signed_at: Option<String>,
    /// Whether a trusted service stamped that time; otherwise the signer's clock says so.
    is_stamped: bool,
}

impl SignatureBody {
    fn of(facts: SignatureFacts, zone: Zone) -> Self {
        let (signed_at, is_stamped) = match facts.at {
            SignedAt::Stamped(at) => (Some(stamp(zone, at)), true),
            SignedAt::Claimed(at) => (Some(stamp(zone, at)), false),
            SignedAt::Unknown => (None, false),
        };
        Self {
            intact: match facts.holds {
                Holds::Yes => "yes",
                Holds::Altered => "altered",
                Holds::Broken => "broken",
            },
            covers: match facts.covers {
                Covers::Whole => "whole",
                Covers::Earlier { .. } => "earlier",
                Covers::Broken => "broken",
            },
            trusted: match facts.trusted {
                Trusted::Yes => "yes",
                Trusted::Demonstration => "demonstration",
                Trusted::UnknownIssuer => "unknown_issuer",
                Trusted::OutOfTime => "out_of_time",
                Trusted::Unfit => "unfit",
            },
            signer: facts.signer,
            organisation: facts.organisation,
            issuer: facts.issuer,
            says: facts.says,
            signed_at,
            is_stamped,
        }
    }
}

/// Looks at the signatures of a PDF.
///
/// Says who signed, when, whether the file is intact, whether the signer is trusted, and whether it is the very file that
/// was issued here. The file is not kept.
#[utoipa::path(
    post, path = "/result-checks", tag = "results", operation_id = "checkResult",
    request_body(content = inline(Bytes), content_type = "application/octet-stream", description = "The PDF, at most 20 MB"),
    responses(
        (status = 200, description = "What was found", body = CheckBody),
        responses::TooLarge, responses::Invalid, responses::CutOff, responses::Always
    )
)]
pub(super) async fn check(State(state): State<AppState>, body: Body) -> Result<Json<CheckBody>, Problem> {
    let _place = Held::take().ok_or(Problem::Unavailable)?;
    let most = u64::try_from(CHECKED_BYTES_MAX).unwrap_or(u64::MAX);
    let pdf = to_bytes(body, CHECKED_BYTES_MAX).await.map_err(|_| Problem::TooLarge(most))?;
    let found = state.app.check_result(pdf.to_vec()).await?;
    let zone = state.app.zone();
    let (catalogue, today) = (state.app.catalogue(), state.app.today());
    let issued = found.issued.into_iter().map(|file| IssuedBody {
        unit_name: catalogue.unit_name(&file.unit, today).to_owned(),
        number: file.number,
        unit: file.unit,
        day: file.day.to_string(),
    });
    Ok(Json(CheckBody {
        sha256: found.sha256,
        issued: issued.collect(),
        signatures: found.signatures.into_iter().map(|facts| SignatureBody::of(facts, zone)).collect(),
    }))
}

/// Whether a result of this number was issued here.
///
/// By the number alone: from which unit and of which day, nothing of whom it is about.
#[utoipa::path(
    get, path = "/results/{number}", tag = "results", operation_id = "getResult",
    params(("number" = String, Path, description = "Number of the result, or code of its dossier")),
    responses(
        (status = 200, description = "It was issued", body = IssuedBody),
        responses::Missing, responses::Always
    )
)]
pub(super) async fn show(
    State(state): State<AppState>,
    Path(number): Path<String>,
) -> Result<Json<IssuedBody>, Problem> {
    let found = state.app.issued_result(&number).await?;
    let unit_name = state.app.catalogue().unit_name(&found.unit, state.app.today()).to_owned();
    Ok(Json(IssuedBody { unit_name, number: found.number, unit: found.unit, day: found.day.to_string() }))
}

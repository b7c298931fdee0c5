//! Handing a dossier in.

use super::parts::{ApplicantBody, DueKind, Links, address};
use super::read::tag;
use crate::api::extract::{Caller, Json};
use crate::api::form::stamp;
use crate::api::problem::Problem;
use crate::api::{responses, schema};
use crate::state::AppState;
use app::dossier::{FileClaim, SubmitRequest};
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use domain::dossier::{Channel, Dossier, DueState};
use domain::time::Zone;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A file that was uploaded before, named by its hash.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FileNamed {
    /// The paper for which it is handed in: the `id` of a component of the procedure.
    #[schema(examples("c1"))]
    component: String,
    /// SHA-256 of its bytes, as announced to `PUT /blobs/{sha256}`.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
    /// Its name, for display.
    #[serde(default)]
    name: String,
}

impl From<FileNamed> for FileClaim {
    fn from(file: FileNamed) -> Self {
        Self { component: file.component, sha256: file.sha256, name: file.name }
    }
}

/// What is handed in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct NewDossier {
    /// Procedure id.
    #[schema(examples("1.001193"))]
    procedure: String,
    /// The desk that receives it.
    #[schema(examples("05443"))]
    unit: String,
    /// The commune that is to work it, when the desk receives it for another one.
    #[serde(default)]
    for_unit: Option<String>,
    /// How it comes in; counter and post only by a clerk of the desk, and accepted at once.
    #[schema(schema_with = schema::channel)]
    channel: Channel,
    /// On whose behalf.
    applicant: ApplicantBody,
    /// Answers to the e-form, by the ids of its fields.
    #[serde(default)]
    #[schema(value_type = Object)]
    form: Map<String, Value>,
    /// The papers, as files.
    #[serde(default)]
    files: Vec<FileNamed>,
    /// Ids of the papers that the desk received on paper; counter and post only.
    #[serde(default)]
    papers: Vec<String>,
}

impl From<NewDossier> for SubmitRequest {
    fn from(new: NewDossier) -> Self {
        let NewDossier { procedure, unit, for_unit, channel, applicant, form, files, papers } = new;
        let (applicant, files) = (applicant.into(), files.into_iter().map(FileClaim::from).collect());
        Self { procedure, unit, for_unit, channel, applicant, form, files, papers }
    }
}

/// A file of the receipt.
#[derive(Debug, Serialize, ToSchema)]
struct ReceiptFile {
    /// The paper for which it was handed in.
    component: String,
    /// SHA-256 of the stored bytes.
    sha256: String,
}

/// What proves that the dossier was handed in.
#[derive(Debug, Serialize, ToSchema)]
struct Receipt {
    /// Official code.
    code: String,
    /// When it was handed in.
    #[schema(format = DateTime)]
    received_at: String,
    /// Until when the desk must have examined it; null when it is accepted already.
    #[schema(format = DateTime)]
    acceptance_due_at: Option<String>,
    /// When the result is due.
    #[schema(format = DateTime)]
    due_at: Option<String>,
    /// Whether the due time is the one that would hold if the desk accepted the dossier at once.
    due_is_expected: bool,
    /// The files, as stored.
    files: Vec<ReceiptFile>,
}

/// A dossier that was just handed in.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Submitted {
    /// Official code.
    code: String,
    /// Where it is in its life.
    #[schema(schema_with = schema::stage)]
    state: &'static str,
    /// When it was handed in.
    #[schema(format = DateTime)]
    received_at: String,
    /// When the result is due.
    #[schema(format = DateTime)]
    due_at: Option<String>,
    /// What is known of the due time.
    due_kind: DueKind,
    /// Number of events so far; the entity tag.
    version: i64,
    /// What proves it.
    receipt: Receipt,
    /// Where the rest is.
    links: Links,
}

impl Submitted {
    fn of(dossier: &Dossier, zone: Zone) -> Self {
        let code = dossier.code.as_str();
        let received_at = stamp(zone, dossier.submitted_at);
        let due_at = dossier.due.at().map(|at| stamp(zone, at));
        let waits_for_desk = dossier.accepted_at.is_none();
        Self {
            code: code.to_owned(),
            state: dossier.stage.name(),
            received_at: received_at.clone(),
            due_at: due_at.clone(),
            due_kind: DueKind::of(&dossier.due),
            version: dossier.version,
            receipt: Receipt {
                code: code.to_owned(),
                received_at,
                acceptance_due_at: dossier.acceptance_due.filter(|_| waits_for_desk).map(|at| stamp(zone, at)),
                due_at,
                due_is_expected: matches!(dossier.due, DueState::Expected(_)),
                files: dossier
                    .files
                    .iter()
                    .map(|file| ReceiptFile { component: file.component.clone(), sha256: file.sha256.clone() })
                    .collect(),
            },
            links: Links::of(code),
        }
    }
}

/// Hands a dossier in.
///
/// The answer comes when the dossier is on disk. With an `Idempotency-Key` a retry after a lost answer is safe.
#[utoipa::path(
    post, path = "/dossiers", tag = "dossiers", operation_id = "submitDossier", security(("token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body give the same answer for 24 hours")),
    request_body = NewDossier,
    responses(
        (status = 201, description = "Handed in", body = Submitted,
            headers(("Location" = String, description = "The dossier"), ("ETag" = String, description = "The version"))),
        responses::Submission, responses::Body, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn submit(
    State(state): State<AppState>,
    Caller(person): Caller,
    Json { value, idempotency }: Json<NewDossier>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 2], axum::Json<Submitted>), Problem> {
    let submitted = state.app.submit(Some(&person), value.into(), idempotency).await?;
    let dossier = &submitted.dossier;
    let location = HeaderValue::from_str(&address(dossier.code.as_str())).map_err(|error| Problem::fault(&error))?;
    let headers = [(header::LOCATION, location), tag(dossier.version)];
    Ok((StatusCode::CREATED, headers, axum::Json(Submitted::of(dossier, state.app.zone()))))
}

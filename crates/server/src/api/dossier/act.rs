//! Doing one thing with a dossier.

use super::body::DossierBody;
use super::notice::{PaperAsked, ReasonBody};
use super::parts::{DueKind, HolderBody, Links};
use super::read::tag;
use super::submit::FileNamed;
use crate::api::extract::{Caller, IfMatch, MaybeJson, Path, Reader};
use crate::api::form::{moment, stamp};
use crate::api::problem::Problem;
use crate::api::wrong::WrongKind;
use crate::api::{responses, schema};
use crate::papers::{Signed, Unsigned, keep_draft, sign_result};
use crate::sentences;
use crate::state::AppState;
use app::dossier::{ActionBody, ActionRequest, Done, FileClaim, Idempotency, ResultDraft};
use app::{ActError, FieldProblemKind};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use domain::access::Person;
use domain::dossier::{ActionKind, DraftText, Outcome, ResultTemplate};
use domain::reasoned_notice::{Reason, SupplementItem};
use domain::time::Zone;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;
use utoipa::ToSchema;

/// The fields of an action; which are needed depends on the action.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct ActionFields {
    /// Why, what was found, or a word of the applicant.
    reason: String,
    /// `complete-step`, `assign`, `hand-back`, `record-message`, `give-opinion`: path of the open step, from `open_steps`.
    step: String,
    /// `complete-step`: what was found, by the names in the step's `asked`.
    #[schema(value_type = Object)]
    findings: Map<String, Value>,
    /// `extend`: the clause that allows it.
    legal_basis: String,
    /// `reject`, `request-supplement`, and `decide` or `complete-step` that refuse: on what ground, whole.
    notice: Option<ReasonBody>,
    /// `request-supplement`: every paper that is missing or faulty, at once.
    papers: Vec<PaperAsked>,
    /// `request-supplement`: why papers are asked for once more; for every request but the first, which only the head makes.
    again: String,
    /// `supplement`, `issue-result`: files uploaded before.
    files: Vec<FileNamed>,
    /// `supplement`: changed answers to the form.
    #[schema(value_type = Option<Object>)]
    form: Option<Map<String, Value>>,
    /// `request-payment`: amount in đồng.
    amount: Option<i64>,
    /// `assign`: account of an officer of the handling unit.
    officer: String,
    /// `extend`, `ask-opinion`: by how much, such as `5wd`, `10d`, `8wh`.
    limit: Option<String>,
    /// `transfer`: the unit that is competent; `ask-opinion`: the unit that is asked.
    unit: String,
    /// `suspend`: code of a published ground.
    ground: String,
    /// `decide`, and `complete-step` at the step that decides: how.
    #[schema(schema_with = schema::outcome)]
    outcome: Option<Outcome>,
    /// `move-work`: the workflow by another version of which the work is to go on.
    workflow: String,
    /// `move-work`: that version.
    #[schema(minimum = 1)]
    version: Option<u32>,
    /// `deliver-result`: who took it.
    receiver: String,
    /// `rate`: 1 (very dissatisfied) to 5 (very satisfied).
    score: Option<u8>,
    /// `draft-result`: the template and what the draft says; its paper is made here.
    draft: Option<DraftFields>,
    /// `sign`, and `complete-step` at the step that signs: `template` signs a paper made from the dossier, `draft` the draft
    /// that was kept, `file` the PDF named in `files`; without it the result was signed on paper.
    signature: Option<Signature>,
    /// `apologise`: the new date and time.
    #[schema(format = DateTime)]
    promised: Option<String>,
}

impl ActionFields {
    fn read(self, zone: Zone) -> Result<ActionBody, Problem> {
        let malformed = |_| Problem::field("limit", WrongKind::Act(FieldProblemKind::Malformed));
        let promised = self.promised.map(|text| moment("promised", &text, zone)).transpose()?;
        Ok(ActionBody {
            reason: self.reason,
            step: self.step,
            findings: self.findings,
            legal_basis: self.legal_basis,
            notice: self.notice.map(Reason::from),
            items: self.papers.into_iter().map(SupplementItem::from).collect(),
            again: self.again,
            files: self.files.into_iter().map(FileClaim::from).collect(),
            draft: self.draft.map(ResultDraft::from),
            form: self.form,
            amount: self.amount,
            reference: String::new(),
            officer: self.officer,
            limit: self.limit.map(|text| text.parse().map_err(malformed)).transpose()?,
            unit: self.unit,
            ground: self.ground,
            outcome: self.outcome,
            workflow: self.workflow,
            version: self.version,
            receiver: self.receiver,
            score: self.score,
            promised: promised.map(|at| zone.civil(at)),
        })
    }
}

/// The template of a result.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DraftTemplate {
    /// A decision: its articles stand in `content`.
    Decision,
    /// An extract: lines `label: value` stand in `content`.
    Extract,
}

/// What a draft of the result says.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DraftFields {
    /// The template.
    template: DraftTemplate,
    /// Kind of paper, such as `QUYẾT ĐỊNH`.
    title: String,
    /// What it is about.
    #[serde(default)]
    subject: String,
    /// The law that it rests on, a line each.
    #[serde(default)]
    basis: String,
    /// What it says.
    content: String,
    /// Post of who signs; the signer's own when empty.
    #[serde(default)]
    signer_title: String,
    /// Name of who signs; the signer's own when empty.
    #[serde(default)]
    signer_name: String,
}

impl From<DraftFields> for ResultDraft {
    fn from(draft: DraftFields) -> Self {
        let DraftFields { template, title, subject, basis, content, signer_title, signer_name } = draft;
        let template = match template {
            DraftTemplate::Decision => ResultTemplate::Decision,
            DraftTemplate::Extract => ResultTemplate::Extract,
        };
        Self { template, text: DraftText { title, subject, basis, content, signer_title, signer_name } }
    }
}

/// What is signed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum Signature {
    /// A paper made from the dossier.
    Template,
    /// The draft that was kept.
    Draft,
    /// The file that comes with the action.
    File,
}

impl From<Signature> for Signed {
    fn from(signature: Signature) -> Self {
        match signature {
            Signature::Template => Self::Template,
            Signature::Draft => Self::Draft,
            Signature::File => Self::File,
        }
    }
}

/// Where a dossier is after an action.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Acted {
    /// Official code.
    code: String,
    /// Number of events so far; the entity tag.
    version: i64,
    /// Where it is in its life.
    #[schema(schema_with = schema::stage)]
    state: &'static str,
    /// When the result is due.
    #[schema(format = DateTime)]
    due_at: Option<String>,
    /// What is known of the due time.
    due_kind: DueKind,
    /// Who holds it now.
    holder: HolderBody,
    /// What the applicant may not understand of the notice, as advice; empty for other actions.
    advice: Vec<String>,
    /// Where the rest is.
    links: Links,
}

/// Does one thing with a dossier.
///
/// The actions open to a caller now are in the dossier's `actions`. With `If-Match` the action is done only at that
/// version; with `Idempotency-Key` a retry after a lost answer is safe.
#[utoipa::path(
    post, path = "/dossiers/{code}/actions/{action}", tag = "dossiers", operation_id = "actOnDossier", security(("token" = [])),
    params(
        ("code" = String, Path, description = "Official code"),
        ("action" = inline(ActionName), Path, description = "What to do"),
        ("If-Match" = Option<String>, Header, description = "The version that the caller saw, in quotation marks"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body give the same answer for 24 hours")
    ),
    request_body(content = Option<ActionFields>, content_type = "application/json"),
    responses(
        (status = 200, description = "Done", body = Acted, headers(("ETag" = String, description = "The new version"))),
        responses::Act, responses::Missing, responses::Body, responses::Invalid, responses::Always, responses::Token
    )
)]
pub(in crate::api) async fn act(
    State(state): State<AppState>,
    Caller(person): Caller,
    reader: Reader,
    Path((code, action)): Path<(String, String)>,
    IfMatch(version): IfMatch,
    MaybeJson { value, idempotency }: MaybeJson<ActionFields>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<Acted>), Problem> {
    let app = &state.app;
    let action = ActionKind::from_name(&action).ok_or(Problem::NotFound)?;
    let signature = value.signature;
    // A dossier that is not seen is not found, whatever the body says.
    let body = match value.read(app.zone()) {
        Ok(body) => body,
        Err(problem) => return Err(app.dossier(&person, &code).await.map_or_else(Problem::from, |_| problem)),
    };
    let advised = body.notice.as_ref().map(|reason| app.word_advice(reason)).unwrap_or_default();
    let request = ActionRequest { action, body };
    let acted = done(&state, &person, (&code, version), request, signature, idempotency).await?;
    let done = match acted {
        Ok(done) => done,
        Err(ActError::Stale { .. }) => {
            let view = app.dossier(&person, &code).await?;
            return Err(Problem::Stale(Some(Arc::new(DossierBody::of(app, reader.m(), view)))));
        }
        // Looking up what the body names happens before the dossier is loaded.
        Err(ActError::Invalid(wrong)) => {
            app.dossier(&person, &code).await?;
            return Err(ActError::Invalid(wrong).into());
        }
        Err(error) => return Err(error.into()),
    };
    let dossier = &done.dossier;
    let acted = Acted {
        code: dossier.code.as_str().to_owned(),
        version: dossier.version,
        state: dossier.stage.name(),
        due_at: dossier.due.at().map(|at| stamp(app.zone(), at)),
        due_kind: DueKind::of(&dossier.due),
        holder: HolderBody::of(dossier, &app.catalogue(), app.today()),
        advice: advised.iter().map(|warning| sentences::word_warning(reader.m(), warning)).collect(),
        links: Links::of(dossier.code.as_str()),
    };
    Ok(([tag(acted.version)], Json(acted)))
}

/// The action as it is done: with a paper that is made, with one that is signed, or plainly.
async fn done(
    state: &AppState,
    person: &Person,
    (code, version): (&str, Option<i64>),
    mut request: ActionRequest,
    signature: Option<Signature>,
    idempotency: Option<Idempotency>,
) -> Result<Result<Done, ActError>, Problem> {
    let draft = request.body.draft.take_if(|_| request.action == ActionKind::DraftResult);
    let made = match (draft, signature) {
        (Some(draft), _) => keep_draft(state, person, (code, version), draft, idempotency).await,
        (None, Some(signature)) => {
            sign_result(state, person, (code, version), request, signature.into(), idempotency).await
        }
        (None, None) => return Ok(state.app.act(person, code, version, request, idempotency).await),
    };
    match made {
        Err(Unsigned::Paper(fault)) => Err(fault.into()),
        Err(Unsigned::Act(error)) => Ok(Err(error)),
        Ok(done) => Ok(Ok(done)),
    }
}

/// The name of an action.
#[expect(dead_code, reason = "only its shape is used")]
pub(in crate::api) struct ActionName(String);

impl utoipa::PartialSchema for ActionName {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        schema::action().into()
    }
}

impl ToSchema for ActionName {}

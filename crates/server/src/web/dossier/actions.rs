//! `/ho-so/{code}/viec/{action}`: does one thing with one dossier.

use super::action_form::{self, Tried};
use super::notice_form;
use super::show::page_of;
use super::sign_form;
use crate::messages::Messages;
use crate::papers::{Unsigned, sign_result};
use crate::sentences;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::upload::{self, Allowed, Received};
use crate::web::{Page, Problem, SignedForm};
use app::dossier::ActionRequest;
use app::{ActError, FieldProblem, FieldProblemKind};
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use domain::access::Person;
use domain::dossier::{ActionKind, Refusal};
use domain::procedure::{Component, FileKind};

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((code, action)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let action = ActionKind::from_name(&action).ok_or(Problem::NotFound)?;
    let person = page.caller()?.clone();
    let received = read(&page, &state, action, request).await?;
    let version = received.fields.text("version").parse().ok();
    let step = received.fields.text("step");
    if notice_form::is_first_look(action, &received.fields) {
        offered(&state, &person, &code, action, &step).await?;
        let tried = Tried { action: Some(action), received, ..Tried::default() };
        return page_of(page, &state, &code, tried, StatusCode::OK).await;
    }
    let body = match action_form::body(page.m, action, &received) {
        Ok(body) => body,
        Err(faults) => {
            offered(&state, &person, &code, action, &step).await?;
            let tried = Tried { action: Some(action), received, faults, ..Tried::default() };
            return page_of(page, &state, &code, tried, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    if let Some(reason) = body.notice.as_ref().filter(|_| !notice_form::was_advised(&received.fields)) {
        let advice: Vec<String> =
            state.app.word_advice(reason).iter().map(|w| sentences::word_warning(page.m, w)).collect();
        if !advice.is_empty() {
            offered(&state, &person, &code, action, &step).await?;
            let tried = Tried { action: Some(action), received, advice, ..Tried::default() };
            return page_of(page, &state, &code, tried, StatusCode::OK).await;
        }
    }
    let request = ActionRequest { action, body };
    let acted = match sign_form::chosen(&received.fields).filter(|_| signs(action)) {
        Some(what) => match sign_result(&state, &person, (&code, version), request, what, None).await {
            Err(Unsigned::Paper(fault)) => return Err(fault.into()),
            Err(Unsigned::Act(error)) => Err(error),
            Ok(done) => Ok(done),
        },
        None => state.app.act(&person, &code, version, request, None).await,
    };
    match acted {
        Ok(_) => done(&state, &person, &code).await,
        Err(error) => {
            let (status, tried) = tried(page.m, action, received, error)?;
            page_of(page, &state, &code, tried, status).await
        }
    }
}

/// Whether the action may be the signing of a result.
const fn signs(action: ActionKind) -> bool {
    matches!(action, ActionKind::Sign | ActionKind::CompleteStep)
}

/// Whether the action is offered to this person now: only then is it worth saying what is wrong with its form.
async fn offered(state: &AppState, person: &Person, code: &str, action: ActionKind, step: &str) -> Result<(), Problem> {
    let view = state.app.dossier(person, code).await?;
    let with_step = view.steps.iter().any(|open| open.task.step == step && open.actions.contains(&action));
    match (view.actions.contains(&action) || with_step, view.dossier.stage.allows(action)) {
        (true, _) => Ok(()),
        (false, true) => Err(Problem::NotYours),
        (false, false) => Err(Problem::Refused(Refusal::NotInStage { action, stage: view.dossier.stage })),
    }
}

/// Back to the dossier, or to the inbox when it has left this person's sight.
async fn done(state: &AppState, person: &Person, code: &str) -> Result<Response, Problem> {
    let seen = state.app.dossier(person, code).await.is_ok();
    let target = if seen { format!("/ho-so/{code}") } else { "/can-bo".to_owned() };
    Ok(done_at(state, &target))
}

/// The form as it was typed, with what is wrong beside the field or above the form; other errors are no matter of a form.
pub(super) fn tried(
    m: &'static Messages,
    action: ActionKind,
    received: Received,
    error: ActError,
) -> Result<(StatusCode, Tried), Problem> {
    let mut tried = Tried { action: Some(action), received, ..Tried::default() };
    match error {
        ActError::Refused(refusal) => {
            let of_notice = notice_form::mends(m, &refusal, &tried.received.fields);
            if !of_notice.is_empty() {
                tried.faults.extend(of_notice);
                return Ok((StatusCode::CONFLICT, tried));
            }
            let of_finding = finding_of(&refusal).map(|name| (name, sentences::refusal(m, &refusal)));
            let of_field = || action_form::refused_field(m, action, &refusal, &tried.received.fields);
            match of_finding.or_else(of_field) {
                Some((name, sentence)) => drop(tried.faults.insert(name, sentence)),
                None => tried.refusal = Some(sentences::refusal(m, &refusal)),
            }
            Ok((StatusCode::CONFLICT, tried))
        }
        ActError::Invalid(problems) => {
            tried.faults.extend(problems.iter().map(|problem| {
                let name = match problem.field.as_str() {
                    "promised" => "promised_day",
                    field if field.starts_with("files.") => "file",
                    field => field,
                };
                (name.to_owned(), field_sentence(m, action, problem))
            }));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, tried))
        }
        other => Err(other.into()),
    }
}

/// What is wrong with a field; of a file that was to be signed, in words of signing.
fn field_sentence(m: &Messages, action: ActionKind, problem: &FieldProblem) -> String {
    let t = &m.signature.form;
    match problem.kind {
        FieldProblemKind::Unknown if problem.field == "file" && signs(action) => t.no_draft.to_owned(),
        FieldProblemKind::Missing if problem.field == "file" && signs(action) => t.file_missing.to_owned(),
        FieldProblemKind::Malformed if problem.field == "file" && signs(action) => t.not_pdf.to_owned(),
        _ => sentences::field_problem(m, problem),
    }
}

/// The field of what has to be found at a step and was not, or not so.
fn finding_of(refusal: &Refusal) -> Option<String> {
    if let Refusal::FindingMissing { name } | Refusal::FindingWrong { name } = refusal {
        return Some(super::step_form::field_of(name));
    }
    None
}

/// Fields and files, whichever way the form came.
pub(super) async fn read(
    page: &Page,
    state: &AppState,
    action: ActionKind,
    request: Request,
) -> Result<Received, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let SignedForm(fields) = SignedForm::from_request(request, state).await?;
        return Ok(Received { fields, ..Received::default() });
    }
    let multipart = Multipart::from_request(request, state).await.map_err(|_| Problem::Invalid)?;
    upload::receive(&state.app, page, multipart, |fields, _| {
        action_form::takes_files(action).then(|| Allowed {
            component: if action == ActionKind::Supplement { fields.text("component") } else { "result".to_owned() },
            kinds: FileKind::DEFAULT.into(),
            max_bytes: Component::DEFAULT_MAX_BYTES,
        })
    })
    .await
}

//! `/ho-so/{code}/viec/{action}`: does one thing with one dossier.

use super::action_form::{self, Tried};
use super::show::page_of;
use crate::sentences;
use crate::state::AppState;
use crate::web::account::notice;
use crate::web::upload::{self, Allowed, Received};
use crate::web::{Notice, Page, Problem, SignedForm};
use app::ActError;
use app::dossier::ActionRequest;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::dossier::ActionKind;
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
    if !received.refused.is_empty() {
        let faults = received.refused.into_iter().map(|refused| ("file".to_owned(), refused.reason)).collect();
        let tried = Tried { action: Some(action), fields: received.fields, refusal: None, faults };
        return page_of(page, &state, &code, tried, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let mut body = match action_form::body(page.m, &received.fields) {
        Ok(body) => body,
        Err(faults) => {
            let tried = Tried { action: Some(action), fields: received.fields, refusal: None, faults };
            return page_of(page, &state, &code, tried, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    body.files = received.files.into_iter().map(|file| file.claim).collect();
    match state.app.act(&person, &code, version, ActionRequest { action, body }, None).await {
        Ok(_) => done(&state, &person, &code).await,
        Err(error) => refused(page, &state, &code, action, received.fields, error).await,
    }
}

/// Back to the dossier, or to the inbox when it has left this person's sight.
async fn done(state: &AppState, person: &domain::access::Person, code: &str) -> Result<Response, Problem> {
    let seen = state.app.dossier(person, code).await.is_ok();
    let target = if seen { format!("/ho-so/{code}") } else { "/can-bo".to_owned() };
    let mut response = Redirect::to(&target).into_response();
    notice(state, response.headers_mut(), Notice::Done);
    Ok(response)
}

/// The dossier's page again, with the form as it was typed and the reason beside it.
async fn refused(
    page: Page,
    state: &AppState,
    code: &str,
    action: ActionKind,
    fields: crate::web::signed_form::Fields,
    error: ActError,
) -> Result<Response, Problem> {
    let (status, refusal, faults) = match error {
        ActError::Refused(refusal) => {
            (StatusCode::CONFLICT, Some(sentences::refusal(page.m, &refusal)), std::collections::BTreeMap::new())
        }
        ActError::Invalid(problems) => {
            let faults = problems.iter().map(|problem| {
                let name = match problem.field.as_str() {
                    "promised" => "promised_day",
                    field if field.starts_with("files.") => "file",
                    field => field,
                };
                (name.to_owned(), sentences::field_problem(page.m, problem))
            });
            (StatusCode::UNPROCESSABLE_ENTITY, None, faults.collect())
        }
        other => return Err(other.into()),
    };
    let tried = Tried { action: Some(action), fields, refusal, faults };
    page_of(page, state, code, tried, status).await
}

/// Fields and files, whichever way the form came.
async fn read(page: &Page, state: &AppState, action: ActionKind, request: Request) -> Result<Received, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let SignedForm(fields) = SignedForm::from_request(request, state).await?;
        return Ok(Received { fields, ..Received::default() });
    }
    let multipart = Multipart::from_request(request, state).await.map_err(|_| Problem::Invalid)?;
    upload::receive(&state.app, page, multipart, |fields, _| {
        action_form::takes_files(action).then(|| Allowed {
            component: if action == ActionKind::IssueResult { "result".to_owned() } else { fields.text("component") },
            kinds: FileKind::DEFAULT.into(),
            max_bytes: Component::DEFAULT_MAX_BYTES,
        })
    })
    .await
}

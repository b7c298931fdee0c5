//! `/nop-ho-so`: the application in four pages; each saves the draft and keeps what was typed.

mod changed;
mod form;
mod own;
mod paper;
mod papers;
mod place;
mod resume;
mod review;

use super::components::{Crumbs, Errors};
use super::{Page, Problem, applicant, upload};
use crate::messages::{Messages, fill};
use crate::state::AppState;
use app::dossier::{FileClaim, SubmitRequest};
use app::draft::{DraftContent, DraftView};
use app::{ActError, Catalogue, FieldProblem};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::dossier::{Channel, FileRef};
use domain::procedure::Procedure;
use std::sync::Arc;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/nop-ho-so", get(resume::show).post(resume::submit))
        .route("/nop-ho-so/{procedure}", get(place::begin).post(place::submit_new))
        .route("/nop-ho-so/{procedure}/{draft}", get(place::show).post(place::submit))
        .route("/nop-ho-so/{procedure}/{draft}/bieu-mau", get(form::show).post(form::submit))
        .route("/nop-ho-so/{procedure}/{draft}/giay-to", get(papers::show).post(papers::submit))
        .route("/nop-ho-so/{procedure}/{draft}/giay-to/xoa", post(papers::remove))
        .route("/nop-ho-so/{procedure}/{draft}/to-khai", get(paper::show))
        .route("/nop-ho-so/{procedure}/{draft}/kho-du-lieu", post(own::submit))
        .route("/nop-ho-so/{procedure}/{draft}/thay-doi", get(changed::show).post(changed::submit))
        .route("/nop-ho-so/{procedure}/{draft}/xem-lai", get(review::show).post(review::submit))
}

/// The route that takes files; it has its own limits and no short time limit.
pub(super) fn upload_router() -> Router<AppState> {
    Router::new()
        .route("/nop-ho-so/{procedure}/{draft}/giay-to/tai-len", post(papers::take))
        .layer(DefaultBodyLimit::max(upload::REQUEST_BYTES_MAX))
}

/// The four pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Place,
    Form,
    Papers,
    Review,
}

impl Step {
    const ALL: [Self; 4] = [Self::Place, Self::Form, Self::Papers, Self::Review];

    const fn title(self, m: &Messages) -> &'static str {
        let t = &m.public.apply;
        match self {
            Self::Place => t.step_place,
            Self::Form => t.step_form,
            Self::Papers => t.step_papers,
            Self::Review => t.step_review,
        }
    }

    /// The end of its address.
    const fn path(self) -> &'static str {
        match self {
            Self::Place => "",
            Self::Form => "/bieu-mau",
            Self::Papers => "/giay-to",
            Self::Review => "/xem-lai",
        }
    }
}

struct StepView {
    number: usize,
    text: &'static str,
    current: bool,
}

/// What stands above each page of the application.
struct Frame {
    crumbs: Crumbs,
    procedure_name: String,
    wizard: Vec<StepView>,
    title: &'static str,
    draft_code: Option<String>,
    errors: Errors,
}

impl Frame {
    fn new(
        page: &Page,
        procedure: &Procedure,
        draft: Option<&DraftView>,
        step: Step,
        errors: Vec<(String, String)>,
    ) -> Self {
        let m = page.m;
        let above = vec![
            ("/thu-tuc".to_owned(), m.common.nav.procedures.to_owned()),
            (format!("/thu-tuc/{}", procedure.id), procedure.name_vi.clone()),
        ];
        let wizard = Step::ALL.into_iter().zip(1..).map(|(each, number)| StepView {
            number,
            text: each.title(m),
            current: each == step,
        });
        Self {
            crumbs: Crumbs::new(m, above, m.public.apply.title),
            procedure_name: procedure.name_vi.clone(),
            wizard: wizard.collect(),
            title: step.title(m),
            draft_code: draft.map(|draft| fill(m.public.apply.draft_code, &[("code", &draft.code)])),
            errors: Errors::new(m, errors),
        }
    }
}

/// Address of a page of a draft.
fn address(draft: &DraftView, step: Step) -> String {
    format!("/nop-ho-so/{}/{}{}", draft.procedure, draft.code, step.path())
}

/// A procedure that takes dossiers online today.
fn open_procedure(state: &AppState, page: &Page, id: &str) -> Result<Arc<Procedure>, Problem> {
    let catalogue = state.app.catalogue();
    let procedure = catalogue.procedure(id, page.today).ok_or(Problem::NotFound)?;
    let open = catalogue.takes_dossiers(procedure, page.today) && super::public::procedure::takes_online(procedure);
    if open { Ok(Arc::clone(procedure)) } else { Err(Problem::NotFound) }
}

/// The draft with its procedure, for its owner only; one handed in already is gone.
async fn open(
    state: &AppState,
    page: &Page,
    procedure: &str,
    draft: &str,
) -> Result<(Arc<Procedure>, DraftView), Problem> {
    let procedure = open_procedure(state, page, procedure)?;
    let draft = state.app.draft(page.owner(), draft).await?;
    if draft.procedure != procedure.id || draft.submitted_as.is_some() {
        return Err(Problem::NotFound);
    }
    // What has changed since is shown before anything else is asked.
    match state.app.draft_change(&draft) {
        Some(_) => Err(Problem::GoTo(changed::url(&draft))),
        None => Ok((procedure, draft)),
    }
}

/// What would be handed in now.
fn request(procedure: &str, content: &DraftContent) -> SubmitRequest {
    let claim = |file: &FileRef| FileClaim {
        component: file.component.clone(),
        sha256: file.sha256.clone(),
        name: file.name.clone(),
    };
    SubmitRequest {
        procedure: procedure.to_owned(),
        unit: content.unit.clone(),
        for_unit: Some(content.for_unit.clone()).filter(|unit| !unit.is_empty()),
        channel: Channel::Online,
        applicant: applicant::applicant(&content.applicant),
        form: content.form.clone(),
        files: content.files.iter().map(claim).collect(),
        papers: Vec::new(),
    }
}

/// Ids and names of units, sorted as people look for them.
fn sorted<'a>(units: impl Iterator<Item = &'a domain::organisation::Unit>) -> Vec<(String, String)> {
    let mut units: Vec<(String, String)> = units.map(|unit| (unit.id.clone(), unit.full_name_vi.clone())).collect();
    units.sort_by_key(|(_, name)| domain::text::fold(name));
    units
}

/// Desks that receive a procedure today.
fn desks(catalogue: &Catalogue, procedure: &Procedure, page: &Page) -> Vec<(String, String)> {
    sorted(catalogue.desks(procedure, page.today).into_iter())
}

/// The fields that are wrong, when that is what the error says.
fn field_problems(error: ActError) -> Result<Vec<FieldProblem>, Problem> {
    match error {
        ActError::Invalid(problems) => Ok(problems),
        other => Err(other.into()),
    }
}

//! Fourth page: everything once more, and the declaration; then the dossier is handed in.

use super::form::mending_url;
use super::{Frame, Step, address, field_problems, open};
use crate::messages::PublicApply;
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field};
use crate::web::eform::{self, Answers};
use crate::web::public::HeldReceipt;
use crate::web::view::Fact;
use crate::web::{Page, Problem, SignedForm, applicant, problem};
use app::FieldProblem;
use app::draft::DraftView;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::procedure::Procedure;

struct Part {
    title: &'static str,
    edit: String,
    facts: Vec<Fact>,
    answers: Answers,
}

#[derive(Template)]
#[template(path = "apply/review.html")]
struct View {
    page: Page,
    t: &'static PublicApply,
    frame: Frame,
    parts: Vec<Part>,
    warnings: Vec<String>,
    promise: Field,
    action: String,
    print: String,
    back: String,
}

impl View {
    const fn heading(&self) -> &str {
        self.frame.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (procedure, draft) = open(&state, &page, &id, &code).await?;
    view(page, &state, &procedure, &draft, &[], None)
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    if let Some(handed_in) = already(&state, &page, &code).await {
        return Ok(Redirect::to(&format!("/ho-so/{handed_in}/bien-nhan")).into_response());
    }
    let (procedure, draft) = open(&state, &page, &id, &code).await?;
    if !fields.has("cam_doan") {
        let missing = page.m.public.apply.promise_missing;
        return view(page, &state, &procedure, &draft, &[], Some(missing));
    }
    let request = super::request(&procedure.id, &draft.content);
    let digits: String = tail(&request.applicant.identity_number);
    match state.app.draft_submit(page.owner(), &draft.code, request).await {
        Ok(submitted) => {
            let code = submitted.dossier.code.to_string();
            let mut response = Redirect::to(&format!("/ho-so/{code}/bien-nhan")).into_response();
            HeldReceipt { code: &code, digits: &digits }.keep(&state, response.headers_mut());
            Ok(response)
        }
        Err(error) => {
            let problems = field_problems(error)?;
            view(page, &state, &procedure, &draft, &problems, None)
        }
    }
}

/// The dossier that came of the draft before, when the button was pressed twice.
async fn already(state: &AppState, page: &Page, code: &str) -> Option<String> {
    state.app.draft(page.owner(), code).await.ok()?.submitted_as
}

/// The last four letters or digits.
fn tail(number: &str) -> String {
    let plain: Vec<char> = number.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.iter().skip(plain.len().saturating_sub(4)).collect()
}

fn view(
    page: Page,
    state: &AppState,
    procedure: &Procedure,
    draft: &DraftView,
    problems: &[FieldProblem],
    promise_error: Option<&str>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.public.apply);
    let catalogue = state.app.catalogue();
    let form = catalogue.form(procedure);
    let place = |field: &str| {
        let page = field.strip_prefix("form.").and_then(|field| mending_url(draft, &form, field));
        page.unwrap_or_else(|| part_of(field).to_owned())
    };
    let mut errors: Vec<(String, String)> =
        problems.iter().map(|problem| (place(&problem.field), sentences::field_problem(m, problem))).collect();
    let promise = Field::new(m, "cam_doan", t.promise).kind(Control::Tick).error(promise_error);
    errors.extend(promise_error.map(|error| (promise.id.clone(), error.to_owned())));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = View {
        frame: Frame::new(&page, procedure, Some(draft), Step::Review, errors),
        parts: parts(&page, state, procedure, draft),
        warnings: Vec::new(),
        promise,
        action: address(draft, Step::Review),
        print: super::paper::url(draft),
        back: address(draft, Step::Papers),
        t,
        page,
    };
    problem::show_with(status, &view)
}

/// The part of the review to which a fault belongs.
fn part_of(field: &str) -> &'static str {
    if field.starts_with("form.") {
        "phan-2"
    } else if field.starts_with("files.") {
        "phan-3"
    } else {
        "phan-1"
    }
}

fn parts(page: &Page, state: &AppState, procedure: &Procedure, draft: &DraftView) -> Vec<Part> {
    let t = &page.m.public.apply;
    let catalogue = state.app.catalogue();
    let form = catalogue.form(procedure);
    let answers = eform::read_out(page.m, &form, &form.kept(&draft.content.form, page.today));
    let files = procedure.components.iter().filter_map(|component| {
        let names: Vec<String> = draft
            .content
            .files
            .iter()
            .filter(|file| file.component == component.id)
            .map(|file| file.name.clone())
            .collect();
        (!names.is_empty()).then(|| Fact::lines(component.name_vi.clone(), names))
    });
    let part = |title, step, facts, answers| Part {
        title,
        edit: address(draft, step),
        facts,
        answers: Answers::new(answers, 4),
    };
    vec![
        part(t.step_place, Step::Place, place(page, state, draft), Vec::new()),
        part(t.step_form, Step::Form, Vec::new(), answers),
        part(t.step_papers, Step::Papers, files.collect(), Vec::new()),
    ]
}

fn place(page: &Page, state: &AppState, draft: &DraftView) -> Vec<Fact> {
    let t = &page.m.public.apply;
    let catalogue = state.app.catalogue();
    let name = |unit: &str| catalogue.unit_name(unit, page.today).to_owned();
    let content = &draft.content;
    let applicant = applicant::applicant(&content.applicant);
    let mut facts = vec![Fact::new(t.receiving_unit, name(&content.unit))];
    if !content.for_unit.is_empty() {
        facts.push(Fact::new(t.commune, name(&content.for_unit)));
    }
    facts.extend([
        Fact::new(t.name, applicant.name),
        Fact::new(t.identity, applicant.identity_number),
        Fact::new(t.phone, applicant.phone),
    ]);
    facts.extend(applicant.email.map(|email| Fact::new(t.email, email)));
    facts.extend(applicant.address.map(|address| Fact::new(t.address, address)));
    facts
}

//! First page: where the dossier is handed in, and for whom.

use super::{Frame, Step, address, desks, open, open_procedure, sorted};
use crate::messages::Messages;
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::eform::{self, SectionView, Sections};
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, applicant, problem};
use app::FieldProblem;
use app::draft::{DraftContent, DraftView};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::organisation::UnitLevel;
use domain::procedure::Procedure;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "apply/fields.html")]
pub(super) struct FieldsView {
    pub(super) page: Page,
    pub(super) frame: Frame,
    pub(super) action: String,
    pub(super) sections: Sections,
}

impl FieldsView {
    pub(super) const fn heading(&self) -> &str {
        self.frame.title
    }
}

pub(super) async fn begin(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let procedure = open_procedure(&state, &page, &id)?;
    let (applicant, whence) = known_of(&page, &state).await?;
    let content = DraftContent { applicant, ..DraftContent::default() };
    form(page, &state, &procedure, None, &content, Told { whence, ..Told::default() })
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (procedure, draft) = open(&state, &page, &id, &code).await?;
    let content = draft.content.clone();
    form(page, &state, &procedure, Some(&draft), &content, Told::default())
}

pub(super) async fn submit_new(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let procedure = open_procedure(&state, &page, &id)?;
    let content = typed(&fields, DraftContent::default());
    let faults = faults(page.m, &state, &procedure, &content);
    if !faults.is_empty() {
        return form(page, &state, &procedure, None, &content, Told { faults, whence: None });
    }
    let content = DraftContent { form: eform::defaults(&state.app.catalogue().form(&procedure)), ..content };
    let draft = state.app.draft_begin(page.owner(), &procedure.id, content).await?;
    Ok(Redirect::to(&address(&draft, Step::Form)).into_response())
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let (procedure, mut draft) = open(&state, &page, &id, &code).await?;
    draft.content = typed(&fields, draft.content);
    let faults = faults(page.m, &state, &procedure, &draft.content);
    if !faults.is_empty() {
        let content = draft.content.clone();
        return form(page, &state, &procedure, Some(&draft), &content, Told { faults, whence: None });
    }
    let draft = state.app.draft_save(page.owner(), draft).await?;
    Ok(Redirect::to(&address(&draft, Step::Form)).into_response())
}

/// What is known of a signed-in person need not be typed again: the fields, and a sentence that says whence they come.
async fn known_of(page: &Page, state: &AppState) -> Result<(Map<String, Value>, Option<String>), Problem> {
    let Some(person) = page.person.as_deref() else { return Ok((Map::new(), None)) };
    let known = state.app.known_of(person).await?;
    Ok(applicant::prefilled(page.m, known))
}

fn typed(fields: &Fields, before: DraftContent) -> DraftContent {
    DraftContent {
        unit: fields.text("unit"),
        for_unit: fields.text("for_unit"),
        applicant: applicant::typed(fields),
        ..before
    }
}

/// Sentences by field; empty when the page may be left.
fn faults(m: &Messages, state: &AppState, procedure: &Procedure, content: &DraftContent) -> BTreeMap<String, String> {
    let request = super::request(&procedure.id, content);
    let problems = state.app.check_place(&request);
    let named = |problem: &FieldProblem| {
        let field = problem.field.trim_start_matches("applicant.").to_owned();
        (field, sentences::field_problem(m, problem))
    };
    // The first fault of a field is the one to mend first.
    let mut faults: BTreeMap<String, String> = problems.iter().rev().map(named).collect();
    if content.unit.is_empty() {
        faults.insert("unit".to_owned(), m.common.field.choose_one.to_owned());
    }
    faults
}

/// What the page says beside what was typed.
#[derive(Default)]
struct Told {
    /// Sentences by field.
    faults: BTreeMap<String, String>,
    /// Where the values of the applicant come from.
    whence: Option<String>,
}

fn form(
    page: Page,
    state: &AppState,
    procedure: &Procedure,
    draft: Option<&DraftView>,
    content: &DraftContent,
    Told { faults, whence }: Told,
) -> Result<Response, Problem> {
    let (t, faults) = (&page.m.public.apply, &faults);
    let where_fields = where_fields(&page, state, procedure, content, faults);
    let applicant = applicant::fields(page.m, &content.applicant, faults);
    let sections = Sections::new(
        page.m,
        vec![
            SectionView::once("noi-nop", t.r#where, None, where_fields),
            SectionView::once("nguoi-nop", t.applicant, whence, applicant),
        ],
        3,
    );
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = FieldsView {
        frame: Frame::new(&page, procedure, draft, Step::Place, sections.faults()),
        action: draft.map_or_else(|| format!("/nop-ho-so/{}", procedure.id), |draft| address(draft, Step::Place)),
        sections,
        page,
    };
    problem::show_with(status, &view)
}

/// The desk, and the commune whose matter it is when communes handle the procedure.
fn where_fields(
    page: &Page,
    state: &AppState,
    procedure: &Procedure,
    content: &DraftContent,
    faults: &BTreeMap<String, String>,
) -> Vec<Field> {
    let (m, t) = (page.m, &page.m.public.apply);
    let catalogue = state.app.catalogue();
    let choice = |units: Vec<(String, String)>| {
        Control::Choice(units.into_iter().map(|(id, name)| FormChoice::new(id, name)).collect())
    };
    let desk = Field::new(m, "unit", t.receiving_unit)
        .hint(t.receiving_hint)
        .kind(choice(desks(&catalogue, procedure, page)))
        .value(content.unit.clone())
        .error(faults.get("unit").cloned());
    let mut fields = vec![desk];
    if procedure.levels.contains(&UnitLevel::Commune) {
        fields.push(
            Field::new(m, "for_unit", t.commune)
                .hint(t.commune_hint)
                .kind(choice(sorted(catalogue.organisation.communes(page.today))))
                .value(content.for_unit.clone())
                .error(faults.get("for_unit").cloned())
                .optional(),
        );
    }
    fields
}

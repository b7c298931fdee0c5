//! First page: where the dossier is handed in, and for whom.

use super::{Frame, Step, address, desks, open, open_procedure, sorted};
use crate::messages::Messages;
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice};
use crate::web::eform::SectionView;
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
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "apply/fields.html")]
pub(super) struct FieldsView {
    pub(super) page: Page,
    pub(super) frame: Frame,
    pub(super) action: String,
    pub(super) sections: Vec<SectionView>,
    pub(super) back: Option<String>,
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
    let content = DraftContent { applicant: known_of(&page), ..DraftContent::default() };
    form(page, &state, &procedure, None, &content, &BTreeMap::new())
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (procedure, draft) = open(&state, &page, &id, &code).await?;
    let content = draft.content.clone();
    form(page, &state, &procedure, Some(&draft), &content, &BTreeMap::new())
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
        return form(page, &state, &procedure, None, &content, &faults);
    }
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
        return form(page, &state, &procedure, Some(&draft), &content, &faults);
    }
    let draft = state.app.draft_save(page.owner(), draft).await?;
    Ok(Redirect::to(&address(&draft, Step::Form)).into_response())
}

/// What is known of a signed-in person need not be typed again.
fn known_of(page: &Page) -> serde_json::Map<String, serde_json::Value> {
    let name = page.person_name().map(|name| ("name".to_owned(), name.into()));
    name.into_iter().collect()
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

fn form(
    page: Page,
    state: &AppState,
    procedure: &Procedure,
    draft: Option<&DraftView>,
    content: &DraftContent,
    faults: &BTreeMap<String, String>,
) -> Result<Response, Problem> {
    let t = &page.m.public.apply;
    let where_fields = where_fields(&page, state, procedure, content, faults);
    let applicant = applicant::fields(page.m, &content.applicant, faults);
    let errors = where_fields.iter().chain(&applicant).filter_map(Field::fault).collect();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let section = |title: &str, fields| SectionView { title: title.to_owned(), note: None, fields, add: None };
    let view = FieldsView {
        frame: Frame::new(&page, procedure, draft, Step::Place, errors),
        action: draft.map_or_else(|| format!("/nop-ho-so/{}", procedure.id), |draft| address(draft, Step::Place)),
        sections: vec![section(t.r#where, where_fields), section(t.applicant, applicant)],
        back: None,
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

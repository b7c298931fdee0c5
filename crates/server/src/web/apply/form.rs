//! Second page: the answers of the e-form.

use super::place::FieldsView;
use super::{Frame, Step, address, open};
use crate::sentences;
use crate::state::AppState;
use crate::web::eform::{self, FormPage};
use crate::web::{Page, Problem, SignedForm, problem};
use app::draft::DraftView;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::eform::{FieldFault, Form, Severity};
use domain::procedure::Procedure;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (procedure, draft) = open(&state, &page, &id, &code).await?;
    view(page, &state, &procedure, &draft, &[], StatusCode::OK)
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let (procedure, mut draft) = open(&state, &page, &id, &code).await?;
    let catalogue = state.app.catalogue();
    let form = catalogue.form(&procedure.id);
    draft.content.form = eform::answers(&form, &fields);
    if let Some(section) = fields.raw("them") {
        add_row(&form, &mut draft.content.form, section);
        return view(page, &state, &procedure, &draft, &[], StatusCode::OK);
    }
    let faults: Vec<FieldFault> = form
        .check(&draft.content.form, page.today, &catalogue.organisation)
        .into_iter()
        .filter(|fault| fault.severity == Severity::Error)
        .collect();
    if !faults.is_empty() {
        return view(page, &state, &procedure, &draft, &faults, StatusCode::UNPROCESSABLE_ENTITY);
    }
    "papers".clone_into(&mut draft.step);
    let draft = state.app.draft_save(page.owner(), draft).await?;
    Ok(Redirect::to(&address(&draft, Step::Papers)).into_response())
}

/// One more empty row of a section; the form's own check says when there are too many.
fn add_row(form: &Form, answers: &mut Map<String, Value>, section: &str) {
    let Some(section) = form.sections.iter().find(|each| each.id == section && each.repeat.is_some()) else {
        return;
    };
    let rows = answers.entry(section.id.clone()).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(rows) = rows {
        let shown = section.repeat.map_or(0, |repeat| repeat.min).max(rows.len());
        rows.resize(shown.saturating_add(1), Value::Object(Map::new()));
    }
}

fn view(
    page: Page,
    state: &AppState,
    procedure: &Procedure,
    draft: &DraftView,
    faults: &[FieldFault],
    status: StatusCode,
) -> Result<Response, Problem> {
    let catalogue = state.app.catalogue();
    let form = catalogue.form(&procedure.id);
    let told: BTreeMap<String, String> = faults
        .iter()
        .map(|fault| (fault.field.clone(), sentences::answer_fault(page.m, &fault.fault, fault.message_vi.as_deref())))
        .collect();
    let sections = FormPage {
        m: page.m,
        form: &form,
        answers: &draft.content.form,
        faults: &told,
        communes: &eform::communes(&catalogue.organisation, page.today),
        provinces: &eform::provinces(&catalogue.organisation, page.today),
    }
    .sections();
    let mut errors: Vec<(String, String)> = Vec::new();
    for fault in faults {
        let id = eform::control_id(&form, &fault.field);
        if let (Some(text), false) = (told.get(&fault.field), errors.iter().any(|(other, _)| *other == id)) {
            errors.push((id, labelled(&form, &fault.field, text)));
        }
    }
    let view = FieldsView {
        frame: Frame::new(&page, procedure, Some(draft), Step::Form, errors),
        action: address(draft, Step::Form),
        sections,
        back: Some(address(draft, Step::Place)),
        page,
    };
    problem::show_with(status, &view)
}

/// A fault with the question that has it, so that the summary reads alone.
fn labelled(form: &Form, field: &str, text: &str) -> String {
    let id = field.rsplit('.').next().unwrap_or(field);
    form.field(id).map_or_else(|| text.to_owned(), |question| format!("{}: {text}", question.label_vi))
}

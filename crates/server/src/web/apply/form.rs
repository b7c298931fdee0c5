//! Second page: the answers of the e-form.

use super::place::FieldsView;
use super::{Frame, Step, address, open};
use crate::sentences;
use crate::state::AppState;
use crate::web::eform::{self, FormPage, Pressed};
use crate::web::{Page, Problem, SignedForm, problem};
use app::draft::DraftView;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::eform::{FieldFault, Form, Severity};
use domain::procedure::Procedure;
use std::collections::BTreeMap;

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (procedure, draft) = open(&state, &page, &id, &code).await?;
    view(page, &state, &procedure, &draft, Told { faults: &[], focus: None })
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((id, code)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let (procedure, mut draft) = open(&state, &page, &id, &code).await?;
    let catalogue = state.app.catalogue();
    let form = catalogue.form(&procedure);
    draft.content.form = eform::answers(&form, &fields);
    if let Some(Pressed { answers, focus }) = eform::pressed(&form, &fields) {
        draft.content.form = answers;
        return view(page, &state, &procedure, &draft, Told { faults: &[], focus: Some(&focus) });
    }
    let faults: Vec<FieldFault> = form
        .check(&draft.content.form, page.today, &catalogue.organisation)
        .into_iter()
        .filter(|fault| fault.severity == Severity::Error)
        .collect();
    if !faults.is_empty() {
        return view(page, &state, &procedure, &draft, Told { faults: &faults, focus: None });
    }
    "papers".clone_into(&mut draft.step);
    let draft = state.app.draft_save(page.owner(), draft).await?;
    Ok(Redirect::to(&address(&draft, Step::Papers)).into_response())
}

/// What the page says beside the answers.
#[derive(Clone, Copy)]
struct Told<'a> {
    faults: &'a [FieldFault],
    focus: Option<&'a str>,
}

fn view(
    page: Page,
    state: &AppState,
    procedure: &Procedure,
    draft: &DraftView,
    told: Told<'_>,
) -> Result<Response, Problem> {
    let catalogue = state.app.catalogue();
    let form = catalogue.form(procedure);
    let sentence = |fault: &FieldFault| sentences::answer_fault(page.m, &fault.fault, fault.message_vi.as_deref());
    let faults: BTreeMap<String, String> =
        told.faults.iter().map(|fault| (fault.field.clone(), sentence(fault))).collect();
    let sections = FormPage {
        m: page.m,
        form: &form,
        answers: &draft.content.form,
        faults: &faults,
        communes: &eform::communes(&catalogue.organisation, page.today),
        provinces: &eform::provinces(&catalogue.organisation, page.today),
        focus: told.focus,
    }
    .sections(3);
    let mut errors = sections.faults();
    for (field, text) in &faults {
        let id = eform::control_id(&form, field);
        if !errors.iter().any(|(other, _)| *other == id) {
            errors.push((id, labelled(&form, field, text)));
        }
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
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

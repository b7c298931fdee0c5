//! `/ho-so/{code}/danh-gia`: the applicant says how satisfied they are.

use crate::messages::{Messages, PublicRate};
use crate::sentences;
use crate::state::AppState;
use crate::web::account::notice;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::signed_form::Fields;
use crate::web::{Notice, Page, Problem, SignedForm, problem, view};
use app::ActError;
use app::dossier::{ActionBody, ActionRequest, DossierView};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::dossier::ActionKind;

#[derive(Template)]
#[template(path = "dossier/rate.html")]
struct View {
    page: Page,
    t: &'static PublicRate,
    crumbs: Crumbs,
    procedure_name: String,
    code: String,
    errors: Errors,
    score: Field,
    comment: Field,
    action: String,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let dossier = open(&page, &state, &code).await?;
    form(page, &state, &dossier, &Fields::default(), None)
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let dossier = open(&page, &state, &code).await?;
    let Ok(score) = fields.text("score").parse::<u8>() else {
        let choose = page.m.common.field.choose_one;
        return form(page, &state, &dossier, &fields, Some(choose.to_owned()));
    };
    let body = ActionBody { score: Some(score), reason: fields.text("comment"), ..ActionBody::default() };
    let request = ActionRequest { action: ActionKind::Rate, body };
    match state.app.act(page.caller()?, &code, None, request, None).await {
        Ok(_) => {
            let mut response = Redirect::to(&format!("/ho-so/{code}")).into_response();
            notice(&state, response.headers_mut(), Notice::Rated);
            Ok(response)
        }
        Err(ActError::Refused(refusal)) => {
            let told = sentences::refusal(page.m, &refusal);
            form(page, &state, &dossier, &fields, Some(told))
        }
        Err(other) => Err(other.into()),
    }
}

/// The dossier, when this person may rate it now.
async fn open(page: &Page, state: &AppState, code: &str) -> Result<DossierView, Problem> {
    let view = state.app.dossier(page.caller()?, code).await?;
    if view.actions.contains(&ActionKind::Rate) { Ok(view) } else { Err(Problem::NotFound) }
}

/// How satisfied one may be, the best first.
pub(super) fn scores(m: &Messages) -> Vec<FormChoice> {
    let t = &m.public.rate;
    let scores = [("5", t.score_5), ("4", t.score_4), ("3", t.score_3), ("2", t.score_2), ("1", t.score_1)];
    scores.map(|(value, text)| FormChoice::new(value, text)).into()
}

fn form(
    page: Page,
    state: &AppState,
    of: &DossierView,
    typed: &Fields,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.public.rate);
    let dossier = &of.dossier;
    let score = Field::new(m, "score", t.score).kind(Control::Radio(scores(m))).value(typed.text("score")).error(fault);
    let comment =
        Field::new(m, "comment", t.comment).kind(Control::Area).hint(t.comment_hint).value(typed.text("comment"));
    let status = if score.fault().is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let here = format!("/ho-so/{}", dossier.code);
    let view = View {
        crumbs: Crumbs::new(m, vec![(here.clone(), dossier.code.to_string())], t.title),
        procedure_name: view::procedure_name(&state.app.catalogue(), &dossier.procedure, &dossier.procedure_version),
        code: dossier.code.to_string(),
        errors: Errors::of(m, [&score]),
        score,
        comment: comment.optional().max_length(4000),
        action: format!("{here}/danh-gia"),
        t,
        page,
    };
    problem::show_with(status, &view)
}

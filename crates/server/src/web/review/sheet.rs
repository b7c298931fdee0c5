//! `…/bieu-mau`: the review sheet, each question answered with yes or no and a reason.

use super::show::writes;
use super::tried::{Tried, Wrong};
use super::{below, procedure_name, review_url};
use crate::messages::{Messages, ReviewSheet, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, Field, FormChoice};
use crate::web::page::TokenInput;
use crate::web::signed_form::Fields;
use crate::web::{Page, Problem, SignedForm, problem};
use app::review::{ReviewRequest, ReviewView};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::review::{Answer, Answers, Criterion, Question, ReviewCommand};

const FORM: &str = "bieu-mau";

#[derive(Template)]
#[template(path = "review/sheet.html")]
struct View {
    page: Page,
    t: &'static ReviewSheet,
    crumbs: Crumbs,
    errors: Errors,
    token: TokenInput,
    version: i64,
    title: String,
    url: String,
    back: String,
    refusal: Option<String>,
    criteria: Vec<(&'static str, Vec<Field>)>,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((plan, procedure)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let view = written(&page, &state, &plan, &procedure).await?;
    draw(page, &state, (&plan, &procedure), &view, &Tried::default())
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((plan, procedure)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let view = written(&page, &state, &plan, &procedure).await?;
    let person = page.caller()?.clone();
    let command = ReviewCommand::Answer { answers: answers(&fields) };
    let seen = fields.text("version").parse().ok();
    let request = ReviewRequest { plan: plan.clone(), procedure: procedure.clone(), seen, command };
    match state.app.review_act(&person, request).await {
        Ok(_) => Ok(Redirect::to(&review_url(&plan, &procedure)).into_response()),
        Err(error) => {
            let tried = Tried::new(FORM.to_owned(), fields, Wrong::of(page.m, error)?);
            draw(page, &state, (&plan, &procedure), &view, &tried)
        }
    }
}

/// The review, for somebody who may write at it now.
pub(super) async fn written(page: &Page, state: &AppState, plan: &str, procedure: &str) -> Result<ReviewView, Problem> {
    let view = state.app.review(page.caller()?, plan, procedure).await?;
    if writes(&view) { Ok(view) } else { Err(Problem::NotFound) }
}

/// What was answered; a question without yes or no is open.
fn answers(fields: &Fields) -> Answers {
    let answer = |question: Question| {
        let yes = match fields.text(question.name()).as_str() {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        Some((question, Answer { yes, reason_vi: fields.text(&format!("{}_reason", question.name())) }))
    };
    Question::ALL.into_iter().filter_map(answer).collect()
}

fn draw(
    page: Page,
    state: &AppState,
    (plan, procedure): (&str, &str),
    view: &ReviewView,
    tried: &Tried,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.review.sheet);
    let url = review_url(plan, procedure);
    let criteria: Vec<(&'static str, Vec<Field>)> = Criterion::ALL
        .into_iter()
        .map(|criterion| {
            let fields = criterion.questions().flat_map(|question| asked(m, view, question, tried)).collect();
            (sentences::criterion(m, criterion), fields)
        })
        .collect();
    let shown = View {
        crumbs: below(m, plan, procedure, t.title),
        errors: Errors::of(m, criteria.iter().flat_map(|(_, fields)| fields)),
        token: page.token(),
        version: view.review.version,
        title: fill(t.heading, &[("name", &procedure_name(state, procedure, page.today))]),
        back: url.clone(),
        url: format!("{url}/bieu-mau"),
        refusal: tried.wrong.refusal.clone(),
        criteria,
        t,
        page,
    };
    let status = if tried.is_any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    problem::show_with(status, &shown)
}

/// A question with its two answers, and the reason.
fn asked(m: &'static Messages, view: &ReviewView, question: Question, tried: &Tried) -> [Field; 2] {
    let t = &m.review.sheet;
    let stored = view.review.answers.get(&question);
    let said = stored.map_or("", |answer| if answer.yes { "yes" } else { "no" });
    let choices = vec![FormChoice::new("yes", t.yes), FormChoice::new("no", t.no)];
    let reason = format!("{}_reason", question.name());
    let text = sentences::review_question(m, question);
    let why = format!("{}: {text}", t.reason);
    [
        tried.line(m, FORM, (question.name(), text), said).kind(Control::Radio(choices)),
        tried.line(m, FORM, (&reason, &why), stored.map_or("", |answer| answer.reason_vi.as_str())).kind(Control::Area),
    ]
}

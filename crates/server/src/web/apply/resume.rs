//! `/nop-ho-so`: goes on with a draft from another device, by its code and the phone number in it.

use super::{Step, address};
use crate::messages::PublicApply;
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, Field};
use crate::web::{Page, Problem, SignedForm, problem};
use app::ActError;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "apply/resume.html")]
struct View {
    page: Page,
    t: &'static PublicApply,
    crumbs: Crumbs,
    errors: Errors,
    code: Field,
    phone: Field,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.resume_title
    }
}

pub(super) async fn show(page: Page) -> Result<Response, Problem> {
    view(page, "", "", None)
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let (code, phone) = (fields.text("code"), fields.text("phone"));
    match state.app.draft_resume(page.owner(), &code, &phone).await {
        Ok(draft) => Ok(Redirect::to(&address(&draft, step_of(&draft.step))).into_response()),
        Err(ActError::NotFound) => {
            let wrong = page.m.public.apply.resume_wrong;
            view(page, &code, &phone, Some(wrong))
        }
        Err(other) => Err(other.into()),
    }
}

/// The page to go on with.
fn step_of(name: &str) -> Step {
    match name {
        "papers" => Step::Papers,
        "review" => Step::Review,
        _ => Step::Form,
    }
}

fn view(page: Page, code: &str, phone: &str, wrong: Option<&str>) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.public.apply);
    let code = Field::new(m, "code", t.resume_code).value(code).error(wrong).short();
    let phone = Field::new(m, "phone", t.resume_phone).kind(Control::Line("tel")).value(phone).short();
    let status = if wrong.is_some() { StatusCode::NOT_FOUND } else { StatusCode::OK };
    let crumbs = Crumbs::new(m, Vec::new(), t.resume_title);
    problem::show_with(status, &View { crumbs, errors: Errors::of(m, [&code]), code, phone, t, page })
}

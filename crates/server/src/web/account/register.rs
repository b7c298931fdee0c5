//! `/dang-ky`: a citizen's own account.

use super::{keep_session, notice};
use crate::messages::PublicAccount;
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Errors, Field};
use crate::web::signed_form::Fields;
use crate::web::{Notice, Page, Problem, SignedForm, problem};
use app::identity::Registration;
use app::{ActError, FieldProblem};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "account/register.html")]
struct View {
    page: Page,
    t: &'static PublicAccount,
    errors: Errors,
    fields: Vec<Field>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.register_title
    }
}

pub(super) async fn show(page: Page) -> Result<Response, Problem> {
    view(page, &Fields::default(), &[])
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let password = fields.raw("password").unwrap_or_default().to_owned();
    let registration = Registration {
        login: fields.text("login"),
        name: fields.text("name"),
        phone: fields.text("phone"),
        email: fields.text("email"),
        password: password.clone(),
    };
    match state.app.register(registration).await {
        Ok(_) => {
            let signed_in = state.app.sign_in(&fields.text("login"), &password).await?;
            let mut response = Redirect::to("/ho-so").into_response();
            keep_session(&state, response.headers_mut(), &signed_in);
            notice(&state, response.headers_mut(), Notice::Registered);
            Ok(response)
        }
        Err(ActError::Invalid(problems)) => view(page, &fields, &problems),
        Err(other) => Err(other.into()),
    }
}

fn view(page: Page, typed: &Fields, problems: &[FieldProblem]) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.public.account);
    let fault = |name: &str| {
        problems.iter().find(|problem| problem.field == name).map(|problem| sentences::field_problem(m, problem))
    };
    let field =
        |name: &'static str, label: &'static str| Field::new(m, name, label).value(typed.text(name)).error(fault(name));
    let password = Control::Line("password");
    let fields = vec![
        field("name", t.full_name).autocomplete("name").max_length(200),
        field("phone", t.phone).kind(Control::Line("tel")).autocomplete("tel").short().max_length(16),
        field("email", m.public.apply.email)
            .kind(Control::Line("email"))
            .autocomplete("email")
            .optional()
            .max_length(254),
        field("login", t.login).hint(t.login_hint).autocomplete("username").max_length(64),
        field("password", t.password).value("").hint(t.password_hint).kind(password).autocomplete("new-password"),
    ];
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    problem::show_with(status, &View { errors: Errors::of(m, &fields), fields, t, page })
}

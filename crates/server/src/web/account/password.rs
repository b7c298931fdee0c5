//! `/tai-khoan/mat-khau`: another password for one's own account.

use super::notice;
use crate::messages::PublicAccount;
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Errors, Field};
use crate::web::{Notice, Page, Problem, SignedForm, problem};
use app::ActError;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "account/password.html")]
struct View {
    page: Page,
    t: &'static PublicAccount,
    crumbs: Crumbs,
    errors: Errors,
    fields: Vec<Field>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.password_title
    }
}

pub(super) async fn show(page: Page) -> Result<Response, Problem> {
    page.caller()?;
    view(page, &BTreeMap::new())
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?;
    let text = |name| fields.raw(name).unwrap_or_default();
    let (old, new) = (text("old"), text("new"));
    let mut faults: BTreeMap<String, String> = ["old", "new", "again"]
        .into_iter()
        .filter(|name| text(name).is_empty())
        .map(|name| (name.to_owned(), page.m.common.field.required.to_owned()))
        .collect();
    if faults.is_empty() && new != text("again") {
        faults.insert("again".to_owned(), page.m.public.account.password_differs.to_owned());
    }
    if !faults.is_empty() {
        return view(page, &faults);
    }
    let session = page.session().unwrap_or_default();
    match state.app.change_password(person, session, old, new).await {
        Ok(()) => {
            let mut response = Redirect::to("/tai-khoan").into_response();
            notice(&state, response.headers_mut(), Notice::PasswordChanged);
            Ok(response)
        }
        Err(ActError::Invalid(problems)) => {
            let told = problems.iter().map(|one| (one.field.clone(), sentences::field_problem(page.m, one))).collect();
            view(page, &told)
        }
        Err(other) => Err(other.into()),
    }
}

/// The form; passwords are never sent back.
fn view(page: Page, faults: &BTreeMap<String, String>) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.public.account);
    let field = |name: &'static str, label: &'static str, known: &'static str| {
        let field = Field::new(m, name, label).kind(Control::Line("password")).autocomplete(known);
        field.error(faults.get(name).cloned())
    };
    let fields = vec![
        field("old", t.password_old, "current-password"),
        field("new", t.password_new, "new-password").hint(t.password_hint),
        field("again", t.password_again, "new-password"),
    ];
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let crumbs = Crumbs::new(m, vec![("/tai-khoan".to_owned(), t.account_title.to_owned())], t.password_title);
    problem::show_with(status, &View { crumbs, errors: Errors::of(m, &fields), fields, t, page })
}

//! `/dang-nhap`.

use super::keep_session;
use crate::messages::{PublicAccount, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Errors, Field};
use crate::web::{Page, Problem, SignedForm, problem};
use app::ActError;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// Where to go afterwards.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    tiep: String,
}

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct View {
    page: Page,
    t: &'static PublicAccount,
    errors: Errors,
    name: Field,
    password: Field,
    next: String,
    demo: Vec<(String, String)>,
    demo_note: String,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    view(page, &state, "", local(&asked.tiep), None)
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let (name, next) = (fields.text("ten"), fields.text("tiep"));
    match state.app.sign_in(&name, fields.raw("mat_khau").unwrap_or_default()).await {
        Ok(signed_in) => {
            let staff = signed_in.person.is_staff(page.today);
            let home = if staff { "/can-bo" } else { "/ho-so" };
            let target = if next.is_empty() { home } else { local(&next) };
            let mut response = Redirect::to(target).into_response();
            keep_session(&state, response.headers_mut(), &signed_in);
            Ok(response)
        }
        Err(ActError::SignInFailed) => {
            let wrong = page.m.public.account.wrong;
            view(page, &state, &name, local(&next), Some(wrong))
        }
        Err(other) => Err(other.into()),
    }
}

/// Only addresses of our own are gone to.
fn local(address: &str) -> &str {
    let ours = address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\r', '\n']);
    if ours { address } else { "" }
}

fn view(page: Page, state: &AppState, name: &str, next: &str, wrong: Option<&str>) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.public.account);
    let name = Field::new(m, "ten", t.name).value(name).autocomplete("username").error(wrong);
    let password =
        Field::new(m, "mat_khau", t.password).kind(Control::Line("password")).autocomplete("current-password");
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let demo = &state.settings.demo_accounts;
    let (catalogue, today) = (state.app.catalogue(), page.today);
    let role = |account| sentences::demo_account(m, &catalogue, account, today);
    let view = View {
        errors: Errors::of(m, [&name]),
        name,
        password,
        next: next.to_owned(),
        demo: demo.iter().map(|account| (account.username.clone(), role(account))).collect(),
        demo_note: fill(t.demo_note, &[("password", &demo.first().map_or("", |account| &account.password))]),
        t,
        page,
    };
    problem::show_with(status, &view)
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for (address, expected) in [
            ("/ho-so?x=1", "/ho-so?x=1"),
            ("//evil.example", ""),
            ("https://evil.example", ""),
            ("/\\evil", ""),
            ("", ""),
        ] {
            assert_eq!(local(address), expected);
        }
    }
}

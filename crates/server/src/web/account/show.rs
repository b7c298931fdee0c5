//! `/tai-khoan`: who one is here, and with which roles.

use crate::messages::{PublicAccount, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::view::Fact;
use crate::web::{Page, Problem, problem};
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "account/account.html")]
struct View {
    t: &'static PublicAccount,
    facts: Vec<Fact>,
    /// Notices that nobody has looked at.
    unread: i64,
    page: Page,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.account_title
    }
}

pub(super) async fn show(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    let person = page.caller()?;
    let t = &page.m.public.account;
    let catalogue = state.app.catalogue();
    let held = person.grants.iter().filter(|grant| grant.holds_on(page.today));
    let mut roles: Vec<String> = held
        .map(|grant| {
            let unit = catalogue.unit_name(&grant.unit, page.today);
            fill(t.role_at, &[("role", &sentences::role(page.m, grant.role)), ("unit", &unit)])
        })
        .collect();
    roles.push(t.role_citizen.to_owned());
    let facts = vec![Fact::new(t.full_name, person.name.clone()), Fact::lines(t.roles, roles)];
    let unread = state.app.unread_notices(person).await?;
    problem::show(&View { t, facts, unread, page })
}

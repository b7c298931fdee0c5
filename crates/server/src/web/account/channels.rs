//! `/tai-khoan/kenh-thong-bao`: by which ways a person wants to be told, and in which language.

use crate::messages::NoticeChoice;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::{Page, Problem, SignedForm, problem};
use app::notice::Choice;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::notice::{Language, Preferences};

/// Address of the page.
const URL: &str = "/tai-khoan/kenh-thong-bao";

#[derive(Template)]
#[template(path = "account/channels.html")]
struct View {
    page: Page,
    t: &'static NoticeChoice,
    crumbs: Crumbs,
    chosen: Preferences,
    english: bool,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    let choice = state.app.notice_choice(page.caller()?).await?;
    let (m, t) = (page.m, &page.m.notice.choice);
    let view = View {
        crumbs: Crumbs::new(
            m,
            vec![
                ("/tai-khoan".to_owned(), m.public.account.account_title.to_owned()),
                ("/tai-khoan/thong-bao".to_owned(), m.notice.page.title.to_owned()),
            ],
            t.title,
        ),
        chosen: choice.preferences,
        english: choice.language == Language::En,
        t,
        page,
    };
    problem::show(&view)
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?;
    let language = Language::from_name(&fields.text("ngon_ngu")).ok_or(Problem::Invalid)?;
    let preferences = Preferences { email: fields.has("email"), sms: fields.has("sms"), chat: fields.has("chat") };
    state.app.choose_notices(person, Choice { preferences, language }).await?;
    Ok(super::done_at(&state, URL))
}

//! `/tai-khoan/thong-bao`: the notices of a person, the newest first.

use crate::messages::{NoticePage, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Pager};
use crate::web::cursor::{self, After};
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::notice::Notice;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::time::Instant;

/// Address of the page.
const URL: &str = "/tai-khoan/thong-bao";
const PAGE_ROWS: i64 = 20;

struct Line {
    url: String,
    code: String,
    about: &'static str,
    said: Vec<String>,
    at: String,
    is_new: bool,
}

#[derive(Template)]
#[template(path = "account/inbox.html")]
struct View {
    page: Page,
    t: &'static NoticePage,
    crumbs: Crumbs,
    /// "3 unread notices"; empty when there are none.
    unread: String,
    /// Until when the newest notice shown was made: what is marked as read.
    until: i64,
    lines: Vec<Line>,
    pager: Pager,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(after): Query<After>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.notice.page);
    let found = state.app.inbox(page.caller()?, after.cursor(), PAGE_ROWS).await?;
    let next = found.next.map(|cursor| format!("{URL}?{}", cursor::query(&cursor)));
    let view = View {
        crumbs: Crumbs::new(m, vec![("/tai-khoan".to_owned(), m.public.account.account_title.to_owned())], t.title),
        unread: if found.unread > 0 { fill(t.unread, &[("count", &found.unread)]) } else { String::new() },
        until: found.rows.first().map_or(0, |notice| notice.at.0),
        lines: found.rows.iter().map(|notice| line(&state, &page, notice)).collect(),
        pager: Pager::new(m, URL.to_owned(), after.at_start(), next),
        t,
        page,
    };
    problem::show(&view)
}

/// Everything up to the newest notice that the page showed counts as read.
pub(super) async fn mark_read(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?;
    let until = fields.text("den").parse().map_err(|_| Problem::Invalid)?;
    state.app.notices_read(person, Instant(until)).await?;
    Ok(Redirect::to(URL).into_response())
}

fn line(state: &AppState, page: &Page, notice: &Notice) -> Line {
    let procedure = (notice.procedure.0.as_str(), notice.procedure.1.as_str());
    Line {
        url: format!("/ho-so/{}", notice.code),
        code: notice.code.clone(),
        about: sentences::notice_kind(page.m, notice.kind),
        said: sentences::notice_lines(page.m, &state.app.catalogue(), &notice.contents, procedure, &notice.desk),
        at: format::moment(page.m, state.app.zone().civil(notice.at)),
        is_new: notice.is_new,
    }
}

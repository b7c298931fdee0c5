//! `/can-bo/thong-bao`: what goes out, as an administrator looks after it.

use crate::messages::{Messages, NoticeOutbox, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::Pager;
use crate::web::cursor::{self, After};
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::notice::{OutState, Outgoing};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::notice::Channel;
use serde::Deserialize;

/// Address of the page.
const URL: &str = "/can-bo/thong-bao";
const PAGE_ROWS: i64 = 50;

/// Which state is shown.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    trang_thai: String,
}

struct Line {
    notice: String,
    channel_name: &'static str,
    code: String,
    about: &'static str,
    channel: &'static str,
    attempts: i64,
    changed: String,
    reason: String,
    may_again: bool,
}

struct StateLink {
    url: String,
    text: &'static str,
    is_here: bool,
}

#[derive(Template)]
#[template(path = "staff/outbox.html")]
struct View {
    page: Page,
    t: &'static NoticeOutbox,
    states: Vec<StateLink>,
    caption: &'static str,
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
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.notice.outbox);
    let shown = OutState::from_name(&asked.trang_thai).unwrap_or(OutState::Failed);
    let found = state.app.outgoing(page.caller()?, shown, after.cursor(), PAGE_ROWS).await?;
    let here = format!("{URL}?trang_thai={}", shown.name());
    let next = found.next.map(|cursor| format!("{here}&{}", cursor::query(&cursor)));
    let link = |one: OutState| StateLink {
        url: format!("{URL}?trang_thai={}", one.name()),
        text: state_name(t, one),
        is_here: one == shown,
    };
    let view = View {
        states: OutState::ALL.into_iter().map(link).collect(),
        caption: state_name(t, shown),
        lines: found.rows.iter().map(|row| line(&state, m, row)).collect(),
        pager: Pager::new(m, here, after.at_start(), next),
        t,
        page,
    };
    problem::show(&view)
}

/// Has a message go out once more.
pub(super) async fn again(
    page: Page,
    State(state): State<AppState>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?;
    let channel = Channel::from_name(&fields.text("kenh")).ok_or(Problem::NotFound)?;
    state.app.send_again(person, &fields.text("thong_bao"), channel).await?;
    Ok(Redirect::to(URL).into_response())
}

const fn state_name(t: &NoticeOutbox, state: OutState) -> &'static str {
    match state {
        OutState::Failed => t.failed,
        OutState::Waiting => t.waiting,
        OutState::Sent => t.sent,
        OutState::Dropped => t.dropped,
    }
}

fn line(state: &AppState, m: &Messages, row: &Outgoing) -> Line {
    let reason = row.reason.as_deref().and_then(|reason| m.notice.get(&format!("reason.{reason}"))).unwrap_or_default();
    let reason = match row.answer {
        Some(answer) => fill(m.notice.outbox.answer, &[("reason", &reason), ("answer", &answer)]),
        None => reason.to_owned(),
    };
    Line {
        notice: row.notice.clone(),
        channel_name: row.channel.name(),
        code: row.code.clone(),
        about: sentences::notice_kind(m, row.kind),
        channel: sentences::notice_channel(m, row.channel),
        attempts: row.attempts,
        changed: format::moment(m, state.app.zone().civil(row.changed_at)),
        reason,
        may_again: row.state != OutState::Waiting,
    }
}

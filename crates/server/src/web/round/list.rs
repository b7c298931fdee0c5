//! `/can-bo/cham-diem`: the rounds that a person sees, and what waits in them.

use super::{LIST, OPEN, round_url};
use crate::messages::{Messages, RoundList, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::Pager;
use crate::web::cursor::{self, After};
use crate::web::{Page, Problem, format, problem};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::Person;

const PAGE_ROWS: i64 = 50;

struct Row {
    url: String,
    title: String,
    year: i64,
    state: &'static str,
    due: String,
    is_late: bool,
    changed: String,
}

#[derive(Template)]
#[template(path = "round/list.html")]
struct View {
    page: Page,
    t: &'static RoundList,
    rows: Vec<Row>,
    new: Option<String>,
    open: &'static str,
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
    let (m, t) = (page.m, &page.m.round.list);
    let found = state.app.rounds(page.caller()?, after.cursor(), PAGE_ROWS).await?;
    let row = |line: app::round::RoundLine| Row {
        url: round_url(&line.id),
        title: line.title,
        year: line.year,
        state: sentences::round_state(m, line.state),
        due: line.due.map(format::day).unwrap_or_default(),
        is_late: line.is_late,
        changed: format::moment(m, state.app.zone().civil(line.updated_at)),
    };
    let next = found.next.map(|cursor| format!("{LIST}?{}", cursor::query(&cursor)));
    let view = View {
        rows: found.rows.into_iter().map(row).collect(),
        new: found.may_begin.then(|| format!("{LIST}/moi")),
        open: OPEN,
        pager: Pager::new(m, LIST.to_owned(), after.at_start(), next),
        t,
        page,
    };
    problem::show(&view)
}

/// What waits for somebody among scoring rounds, for the inbox.
pub(in crate::web) async fn waiting_link(
    state: &AppState,
    m: &Messages,
    person: &Person,
) -> Result<Option<(String, String)>, Problem> {
    let waiting = state.app.count_waiting_rounds(person).await?;
    let text = || fill(m.round.list.waiting_link, &[("count", &waiting.count), ("late", &waiting.late)]);
    Ok((waiting.count > 0).then(|| (LIST.to_owned(), text())))
}

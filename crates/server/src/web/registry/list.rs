//! `/can-bo/danh-muc`: versions in work by state, and procedures to begin one of.

use super::{record_url, revision_url};
use crate::messages::{Messages, RegistryList, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice, Pager};
use crate::web::cursor::{self, After};
use crate::web::{Page, Problem, format, problem};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::registry::RevisionState;
use serde::Deserialize;

const PAGE_ROWS: i64 = 50;
const HITS: usize = 20;
const QUERY_CHARS_MAX: usize = 200;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    state: String,
    q: String,
}

struct Row {
    url: String,
    name: String,
    code: String,
    changed: String,
    valid_from: String,
}

#[derive(Template)]
#[template(path = "registry/list.html")]
struct View {
    page: Page,
    t: &'static RegistryList,
    state_field: Field,
    q_field: Field,
    asked: bool,
    hits: Vec<(String, String, String)>,
    caption: String,
    rows: Vec<Row>,
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
    let (m, t) = (page.m, &page.m.registry.list);
    let person = page.caller()?;
    let in_state = RevisionState::from_name(&asked.state).unwrap_or(RevisionState::Draft);
    let found = state.app.registry_list(person, in_state, after.cursor(), PAGE_ROWS).await?;
    let q: String = asked.q.trim().chars().take(QUERY_CHARS_MAX).collect();
    let hits = if q.is_empty() { Vec::new() } else { state.app.search_procedures(&q, HITS).await? };
    let here = format!("/can-bo/danh-muc?state={}", in_state.name());
    let next = found.next.map(|cursor| format!("{here}&{}", cursor::query(&cursor)));
    let row = |row: &app::registry::InWork| Row {
        url: revision_url(&row.procedure, u32::try_from(row.number).unwrap_or_default()),
        name: row.name.clone(),
        code: row.procedure.clone(),
        changed: format::moment(m, state.app.zone().civil(row.updated_at)),
        valid_from: row.valid_from.as_deref().and_then(format::read_day).map(format::day).unwrap_or_default(),
    };
    let view = View {
        state_field: state_field(m, in_state),
        q_field: Field::new(m, "q", t.search).kind(Control::Line("search")).value(q.clone()).optional_silently(""),
        asked: !q.is_empty(),
        hits: hits.iter().map(|hit| (record_url(&hit.id), hit.name_vi.clone(), hit.id.clone())).collect(),
        caption: fill(t.caption, &[("state", &sentences::revision_state(m, in_state))]),
        rows: found.rows.iter().map(row).collect(),
        pager: Pager::new(m, here, after.at_start(), next),
        t,
        page,
    };
    problem::show(&view)
}

fn state_field(m: &'static Messages, now: RevisionState) -> Field {
    let choice = |state: RevisionState| FormChoice::new(state.name(), sentences::revision_state(m, state));
    let choices = RevisionState::ALL.into_iter().map(choice).collect();
    Field::new(m, "state", m.registry.list.state).kind(Control::Choice(choices)).value(now.name())
}

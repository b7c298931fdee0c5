//! `/cham-diem`, `/cham-diem/{id}`: published results, each with its versions, ranks, ties and bands.

use super::result::{ResultRow, fields, rows};
use super::{OPEN, card_name};
use crate::messages::{RoundOpen, RoundShow, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Pager};
use crate::web::{Page, Problem, format, problem};
use app::round::OpenRound;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::scorecard::Completeness;
use serde::Deserialize;

const PAGE_ROWS: i64 = 50;

/// The query of the list.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Listed {
    nam: String,
    sau: String,
}

/// The query of a result: which version.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    ban: String,
}

impl Asked {
    /// The number of the version; none for the last.
    pub(super) fn number(&self) -> Result<Option<u32>, Problem> {
        if self.ban.is_empty() { Ok(None) } else { self.ban.parse().map(Some).map_err(|_| Problem::NotFound) }
    }
}

#[derive(Template)]
#[template(path = "round/open_list.html")]
struct ListView {
    page: Page,
    t: &'static RoundOpen,
    crumbs: Crumbs,
    rows: Vec<(String, String, String)>,
    pager: Pager,
}

impl ListView {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn list(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Listed>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.round.open);
    let after = asked.nam.parse().ok().map(|year| (year, asked.sau.clone()));
    let at_start = after.is_none();
    let found = state.app.open_rounds(after, PAGE_ROWS).await?;
    let next = found.next.map(|(year, id)| format!("{OPEN}?nam={year}&sau={}", format::query_escaped(&id)));
    let row = |line: app::round::RoundLine| {
        (format!("{OPEN}/{}", line.id), line.title, fill(t.year, &[("year", &line.year)]))
    };
    let view = ListView {
        crumbs: Crumbs::new(m, Vec::new(), t.title),
        rows: found.rows.into_iter().map(row).collect(),
        pager: Pager::new(m, OPEN.to_owned(), at_start, next),
        t,
        page,
    };
    problem::show(&view)
}

#[derive(Template)]
#[template(path = "round/open.html")]
struct View {
    page: Page,
    o: &'static RoundOpen,
    t: &'static RoundShow,
    crumbs: Crumbs,
    title: String,
    card: String,
    is_example: bool,
    decision: String,
    mean: Option<String>,
    versions: Vec<(String, String)>,
    sha256: String,
    csv: String,
    fields: Vec<(String, String)>,
    has_change: bool,
    result: Vec<ResultRow>,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (m, o) = (page.m, &page.m.round.open);
    let found = state.app.open_round(&id, asked.number()?).await?;
    let shown = &found.shown;
    let number = shown.number;
    let title = fill(m.round.open.year, &[("year", &found.setup.year)]);
    let view = View {
        crumbs: Crumbs::new(m, vec![(OPEN.to_owned(), o.title.to_owned())], id.clone()),
        title: format!("{}. {title}", found.setup.title_vi),
        card: format!("{} ({})", card_name(m, &found.card), found.card.version),
        is_example: found.card.completeness == Completeness::Example,
        decision: fill(
            o.decision,
            &[
                ("number", &shown.decision.number),
                ("day", &format::day(shown.decision.date)),
                ("on", &format::day(shown.on)),
            ],
        ),
        mean: shown.result.mean.map(|mean| fill(o.mean, &[("mean", &sentences::points(m, mean))])),
        versions: versions(&page, &found),
        sha256: shown.sha256.clone(),
        csv: format!("{OPEN}/{id}/ket-qua.csv?ban={number}"),
        fields: fields(&found.card),
        has_change: true,
        result: rows(m, &state, (&found.card, &shown.result, found.before.as_ref()), page.today, |unit| {
            format!("{OPEN}/{id}/{unit}?ban={number}")
        }),
        t: &m.round.show,
        o,
        page,
    };
    problem::show(&view)
}

fn versions(page: &Page, found: &OpenRound) -> Vec<(String, String)> {
    let o = &page.m.round.open;
    let line = |(number, on, reason): &(u32, jiff::civil::Date, String)| {
        let text = fill(o.version, &[("number", number), ("day", &format::day(*on))]);
        let text =
            if reason.is_empty() { text } else { format!("{text} ({})", fill(o.corrected, &[("reason", reason)])) };
        (format!("{OPEN}/{}?ban={number}", found.id), text)
    };
    if found.versions.len() > 1 { found.versions.iter().map(line).collect() } else { Vec::new() }
}

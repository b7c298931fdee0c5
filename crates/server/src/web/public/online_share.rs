//! `/so-lieu/truc-tuyen`: the share of online services on a day, each number opening its list, beside the figures that
//! were published earlier and what they give when they are reckoned again.

use super::narrow::list_address;
use super::published::{Line, lines};
use crate::messages::{Messages, OpennessShare, fill};
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::{Page, Problem, format, problem};
use app::find::{OnlineShare, Tally};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::dataset::{FigureTopic, PublishedFigure};
use domain::organisation::UnitLevel;
use jiff::civil::Date;
use serde::Deserialize;

/// The published target with which the share is compared.
const TARGET: &str = "target_nq17";

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    day: String,
}

struct Cell {
    label: &'static str,
    value: String,
    url: Option<String>,
}

struct Row {
    name: String,
    cells: Vec<Cell>,
}

struct Part {
    title: &'static str,
    note: Option<&'static str>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "public/online_share.html")]
struct View {
    page: Page,
    t: &'static OpennessShare,
    crumbs: Crumbs,
    day: String,
    bad_day: bool,
    target: Option<String>,
    columns: [&'static str; 5],
    parts: Vec<Part>,
    blocks: [Block; 2],
}

/// Published figures of one topic.
struct Block {
    title: &'static str,
    intro: &'static str,
    lines: Vec<Line>,
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
    let (m, t) = (page.m, &page.m.openness.share);
    let read = format::read_day(&asked.day);
    let day = read.unwrap_or_else(|| state.app.today());
    let share = state.app.shelf(day).await?.online_share();
    let catalogue = state.app.catalogue();
    let figures = &catalogue.guide.figures;
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), t.title),
        day: day.to_string(),
        bad_day: read.is_none() && !asked.day.trim().is_empty(),
        target: target(m, share.all, figures),
        columns: columns(t),
        parts: parts(m, &share, day),
        blocks: [
            Block { title: t.published, intro: t.published_intro, lines: lines(m, figures, FigureTopic::Online) },
            Block { title: t.other, intro: "", lines: lines(m, figures, FigureTopic::Other) },
        ],
        t,
        page,
    };
    problem::show(&view)
}

const fn columns(t: &OpennessShare) -> [&'static str; 5] {
    [t.total, t.level3, t.level4, t.online, t.share]
}

fn parts(m: &Messages, share: &OnlineShare, day: Date) -> Vec<Part> {
    let (t, p) = (&m.openness.share, &m.public.procedure);
    let level_name = |level| match level {
        UnitLevel::Province => p.level_province,
        UnitLevel::District => p.level_district,
        UnitLevel::Commune => p.level_commune,
        UnitLevel::Body => p.level_body,
    };
    let all = row(m, t.all.to_owned(), share.all, |online| list_address(day, None, None, online));
    let by_level = share.by_level.iter().map(|(level, tally)| {
        row(m, level_name(*level).to_owned(), *tally, |online| list_address(day, None, Some(*level), online))
    });
    let by_field = share
        .by_field
        .iter()
        .map(|(field, tally)| row(m, field.clone(), *tally, |online| list_address(day, Some(field), None, online)));
    vec![
        Part { title: t.by_level, note: Some(t.by_level_note), rows: std::iter::once(all).chain(by_level).collect() },
        Part { title: t.by_field, note: None, rows: by_field.collect() },
    ]
}

/// Every number opens its list but the sum of two levels and the share, which have none of their own.
fn row(m: &Messages, name: String, tally: Tally, list: impl Fn(Option<u8>) -> String) -> Row {
    let t = &m.openness.share;
    let number = |label, value: i64, online: Option<u8>| Cell {
        label,
        value: format::grouped(value),
        url: (value > 0).then(|| list(online)),
    };
    let share =
        tally.share().map_or_else(|| m.common.none.to_owned(), |share| format!("{}\u{a0}%", hundredths(m, share)));
    let cells = vec![
        number(t.total, tally.total, None),
        number(t.level3, tally.level3, Some(3)),
        number(t.level4, tally.level4, Some(4)),
        Cell { label: t.online, value: format::grouped(tally.online()), url: None },
        Cell { label: t.share, value: share, url: None },
    ];
    Row { name, cells }
}

/// Hundredths of a per cent: `38,61`.
fn hundredths(m: &Messages, share: i64) -> String {
    format!("{}{}{:02}", share / 100, m.common.decimal_point, share % 100)
}

fn target(m: &Messages, all: Tally, figures: &[PublishedFigure]) -> Option<String> {
    let target = figures.iter().find(|figure| figure.id == TARGET)?;
    let t = &m.openness.share;
    let full = Tally { level3: 0, ..all };
    let share = hundredths(m, full.share()?);
    let text = if target.value.is_reached_by(full.level4, full.total) { t.target_reached } else { t.target_missed };
    let name = if m.is_english() { &target.statement_en } else { &target.statement_vi };
    Some(fill(text, &[("share", &share), ("target", &target.value), ("name", name)]))
}

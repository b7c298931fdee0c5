//! `/tong-quan`: the live overview: received, in process, in time, late, by office and field.

use super::chart::Chart;
use crate::messages::{Messages, PublicOverview, fill};
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::view::Figure;
use crate::web::{Page, Problem, format, problem};
use app::Catalogue;
use app::overview::{Counts, Overview};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

/// Rows of a chart at most; the table has all.
const CHART_ROWS: usize = 12;

struct Share {
    name: &'static str,
    value: String,
    note: &'static str,
}

struct Row {
    name: String,
    cells: Vec<(&'static str, String)>,
}

struct Part {
    title: &'static str,
    what: &'static str,
    chart: Chart,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "public/overview.html")]
struct View {
    page: Page,
    t: &'static PublicOverview,
    crumbs: Crumbs,
    as_of: String,
    figures: Vec<Figure>,
    on_time: Vec<Share>,
    columns: [&'static str; 6],
    parts: Vec<Part>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(page: Page, State(state): State<AppState>) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.public.overview);
    let today = state.app.today();
    let overview = state.app.overview(date(today.year(), 1, 1), today).await?;
    let catalogue = state.app.catalogue();
    let counted_at = overview.counted_at.map_or_else(|| state.app.now_civil(), |at| state.app.zone().civil(at));
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), t.title),
        as_of: fill(t.as_of, &[("at", &format::moment(m, counted_at))]),
        figures: figures(m, &overview.total),
        on_time: shares(m, &overview.total),
        columns: columns(t),
        parts: vec![
            part(m, t.by_unit, t.unit, by_unit(&catalogue, &overview, today)),
            part(m, t.by_field, t.field, by_field(&catalogue, &overview, today)),
        ],
        t,
        page,
    };
    problem::show(&view)
}

/// The counts that stand on top of the overview and on the home page.
pub(super) fn figures(m: &Messages, counts: &Counts) -> Vec<Figure> {
    let t = &m.public.overview;
    let in_time = counts.in_process.saturating_sub(counts.overdue);
    [
        ("", t.received, counts.received),
        ("", t.in_process, counts.in_process),
        ("good", t.in_time, in_time),
        ("late", t.late, counts.overdue),
        ("good", t.done_in_time, counts.finished_on_time),
        ("late", t.done_late, counts.finished_late),
    ]
    .map(|(class, name, value)| Figure { class, name, value: format::grouped(value) })
    .into()
}

/// The three figures that are all called "on time" elsewhere, each under its own name.
fn shares(m: &Messages, counts: &Counts) -> Vec<Share> {
    let t = &m.public.overview;
    [
        (t.share_of_done, t.share_of_done_note, counts.on_time_of_finished()),
        (t.share_of_received, t.share_of_received_note, counts.on_time_of_received()),
        (t.share_of_both, t.share_of_both_note, counts.not_late_of_all()),
    ]
    .map(|(name, note, share)| Share { name, note, value: percent(m, share) })
    .into()
}

/// Tenths of a percent as `97,5 %`.
pub(super) fn percent(m: &Messages, tenths: Option<i64>) -> String {
    match tenths {
        Some(tenths) => format!("{}{}{} %", tenths / 10, m.common.decimal_point, tenths % 10),
        None => m.public.overview.no_data.to_owned(),
    }
}

const fn columns(t: &PublicOverview) -> [&'static str; 6] {
    [t.received, t.in_process, t.in_time, t.late, t.done_in_time, t.done_late]
}

fn by_unit(catalogue: &Catalogue, overview: &Overview, today: Date) -> Vec<(String, Counts)> {
    overview.by_unit.iter().map(|(unit, counts)| (catalogue.unit_name(unit, today).to_owned(), *counts)).collect()
}

fn by_field(catalogue: &Catalogue, overview: &Overview, today: Date) -> Vec<(String, Counts)> {
    let mut fields: BTreeMap<String, Counts> = BTreeMap::new();
    for (id, counts) in &overview.by_procedure {
        let field = catalogue.procedure(id, today).map_or_else(|| id.clone(), |procedure| procedure.field_vi.clone());
        let sum = fields.entry(field).or_default();
        *sum = added(sum, counts);
    }
    fields.into_iter().collect()
}

const fn added(one: &Counts, other: &Counts) -> Counts {
    Counts {
        received: one.received.saturating_add(other.received),
        finished_on_time: one.finished_on_time.saturating_add(other.finished_on_time),
        finished_late: one.finished_late.saturating_add(other.finished_late),
        finished_no_limit: one.finished_no_limit.saturating_add(other.finished_no_limit),
        ended_otherwise: one.ended_otherwise.saturating_add(other.ended_otherwise),
        in_process: one.in_process.saturating_add(other.in_process),
        overdue: one.overdue.saturating_add(other.overdue),
    }
}

fn part(m: &'static Messages, title: &'static str, what: &'static str, mut rows: Vec<(String, Counts)>) -> Part {
    rows.sort_by(|(name, one), (other_name, other)| {
        other.received.cmp(&one.received).then_with(|| name.cmp(other_name))
    });
    let bars = rows.iter().take(CHART_ROWS).map(|(name, counts)| {
        let late = counts.overdue.saturating_add(counts.finished_late);
        let in_time = counts.in_process.saturating_sub(counts.overdue).saturating_add(counts.finished_on_time);
        (name.clone(), in_time, late)
    });
    let chart = Chart::new(m, title, bars.collect());
    let rows = rows.into_iter().map(|(name, counts)| row(m, name, &counts)).collect();
    Part { title, what, chart, rows }
}

fn row(m: &Messages, name: String, counts: &Counts) -> Row {
    let values = [
        counts.received,
        counts.in_process,
        counts.in_process.saturating_sub(counts.overdue),
        counts.overdue,
        counts.finished_on_time,
        counts.finished_late,
    ];
    let cells = columns(&m.public.overview).into_iter().zip(values.map(format::grouped)).collect();
    Row { name, cells }
}

//! `/can-bo/quay/so-lieu`: how long people waited and were served, by hour and service, as a table and a drawing.

use super::service_name;
use crate::messages::{DeskFigures, Messages, fill};
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Field, FormChoice};
use crate::web::{Page, Problem, format, problem};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::DeskAction;
use domain::desk::{HourLine, Spread};
use serde::Deserialize;

const WIDTH: i64 = 640;
const LABELS: i64 = 240;
const ROW: i64 = 26;
/// Characters of a label that fit beside the bars.
const LABEL_CHARS: usize = 32;

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    desk: String,
    tu: String,
    den: String,
}

struct Row {
    hour: String,
    service: String,
    count: usize,
    numbers: [i64; 4],
}

struct Bar {
    label: String,
    text_y: i64,
    top: i64,
    median: i64,
    rest_x: i64,
    rest: i64,
    value_x: i64,
    value: String,
}

#[derive(Template)]
#[template(path = "desk/figures.html")]
struct View {
    page: Page,
    t: &'static DeskFigures,
    crumbs: Crumbs,
    fields: Vec<Field>,
    bad_day: bool,
    cut: bool,
    columns: [&'static str; 4],
    rows: Vec<Row>,
    height: i64,
    bars: Vec<Bar>,
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
    let person = page.caller()?.clone();
    let desks = state.app.desks_of(&person, DeskAction::SeeFigures);
    let desk = if asked.desk.is_empty() { desks.first().cloned() } else { Some(asked.desk.clone()) };
    let desk = desk.filter(|desk| desks.contains(desk)).ok_or(Problem::NotFound)?;
    let (from, to) = (format::read_day(&asked.tu), format::read_day(&asked.den));
    let typed = |text: &str| !text.trim().is_empty();
    let bad_day = (from.is_none() && typed(&asked.tu)) || (to.is_none() && typed(&asked.den));
    let days = (from.unwrap_or(page.today), to.unwrap_or(page.today));
    let figures = state.app.desk_figures(&person, &desk, days).await?;
    let (m, t) = (page.m, &page.m.desk.figures);
    let name = |letter: &str| {
        figures.plan.service(letter).map_or_else(|| letter.to_owned(), |one| service_name(m, one).to_owned())
    };
    let mut rows: Vec<Row> = figures.lines.iter().map(|line| row(m, line, name(&line.service))).collect();
    if !rows.is_empty() {
        let all = (t.all.to_owned(), t.all.to_owned());
        rows.push(numbers(all, figures.waited, figures.served));
    }
    let (height, bars) = bars(m, &figures.lines, name);
    let catalogue = state.app.catalogue();
    let choices = desks.iter().map(|unit| FormChoice::new(unit.clone(), catalogue.unit_name(unit, page.today)));
    let day = |name, label, day: jiff::civil::Date| {
        Field::new(m, name, label).kind(Control::Line("date")).value(day.to_string()).short()
    };
    let view = View {
        crumbs: Crumbs::new(m, vec![("/can-bo/quay".to_owned(), m.desk.counter.title.to_owned())], t.title),
        fields: vec![
            Field::new(m, "desk", t.desk).kind(Control::Choice(choices.collect())).value(&desk),
            day("tu", t.from, days.0),
            day("den", t.to, days.1),
        ],
        bad_day,
        cut: figures.cut,
        columns: [t.waited_median, t.waited_ninetieth, t.served_median, t.served_ninetieth],
        rows,
        height,
        bars,
        t,
        page,
    };
    problem::show(&view)
}

fn row(m: &Messages, line: &HourLine, service: String) -> Row {
    let hour = fill(m.desk.figures.hour_of, &[("hour", &line.hour)]);
    numbers((hour, service), line.waited, line.served)
}

fn numbers((hour, service): (String, String), waited: Spread, served: Spread) -> Row {
    let numbers = [waited.median, waited.ninetieth, served.median, served.ninetieth];
    Row { hour, service, count: waited.count, numbers }
}

/// One bar a line: to the median, and on to the 90th percentile.
fn bars(m: &Messages, lines: &[HourLine], name: impl Fn(&str) -> String) -> (i64, Vec<Bar>) {
    let most = lines.iter().map(|line| line.waited.ninetieth).max().unwrap_or(0).max(1);
    let room = WIDTH - LABELS - 80;
    let width = |minutes: i64| minutes.max(0).saturating_mul(room).checked_div(most).unwrap_or(0);
    let bar = |(line, number): (&HourLine, i64)| {
        let (median, end) = (width(line.waited.median), width(line.waited.ninetieth));
        let hour = fill(m.desk.figures.hour_of, &[("hour", &line.hour)]);
        let label: String = format!("{hour}, {}", name(&line.service)).chars().take(LABEL_CHARS).collect();
        Bar {
            label,
            text_y: number * ROW + 17,
            top: number * ROW + 4,
            median,
            rest_x: LABELS + median,
            rest: end.saturating_sub(median),
            value_x: LABELS + end + 6,
            value: format!("{} / {}", line.waited.median, line.waited.ninetieth),
        }
    };
    let bars: Vec<Bar> = lines.iter().zip(0_i64..).map(bar).collect();
    (i64::try_from(bars.len()).unwrap_or(0) * ROW, bars)
}

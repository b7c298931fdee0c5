//! `/so-lieu/don-gian-hoa`: procedures simplified, repealed and shortened in a year, each number opening its decisions,
//! and how far the review plan has come; the same as JSON.

use crate::messages::{Messages, ReviewResult, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Crumbs, Field, FormChoice};
use crate::web::{Page, Problem, format, problem};
use app::review::{ResultLine, Results};
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::review::{DecidedKind, Tally};
use serde::Deserialize;
use serde_json::{Value, json};

/// The query.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    nam: String,
    unit: String,
    loai: String,
    xong: String,
}

struct Cell {
    label: &'static str,
    value: String,
    url: Option<String>,
}

struct CountRow {
    name: &'static str,
    cells: [Cell; 4],
}

struct Row {
    id: String,
    url: String,
    name: String,
    unit: String,
    what: &'static str,
    document: String,
    done: &'static str,
    tone: &'static str,
}

struct ProgressRow {
    unit: String,
    cells: [(&'static str, String); 4],
}

#[derive(Template)]
#[template(path = "review/results.html")]
struct View {
    page: Page,
    t: &'static ReviewResult,
    crumbs: Crumbs,
    year_field: Field,
    unit_field: Field,
    counts: [CountRow; 2],
    rows: Vec<Row>,
    is_cut: bool,
    progress_title: String,
    progress: Vec<ProgressRow>,
    download: String,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

impl Asked {
    /// The year asked for, or that of today.
    fn year(&self, page_year: i16) -> i16 {
        self.nam.trim().parse().ok().filter(|year| (2000..=2999).contains(year)).unwrap_or(page_year)
    }

    fn unit(&self) -> Option<&str> {
        Some(self.unit.as_str()).filter(|unit| !unit.is_empty())
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.review.result);
    let year = asked.year(page.today.year());
    let results = state.app.review_results(year, asked.unit()).await?;
    let catalogue = state.app.catalogue();
    let mut units: Vec<FormChoice> = catalogue
        .organisation
        .units(page.today)
        .map(|unit| FormChoice::new(unit.id.clone(), unit.full_name_on(page.today)))
        .collect();
    units.sort_by(|one, other| one.text.cmp(&other.text));
    let here = format!("/so-lieu/don-gian-hoa?nam={year}&unit={}", format::query_escaped(&asked.unit));
    let is_asked = |line: &&ResultLine| {
        (asked.loai.is_empty() || asked.loai == line.decided.kind.name()) && (asked.xong.is_empty() || line.is_done)
    };
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), t.title),
        year_field: Field::new(m, "nam", t.year).value(year.to_string()).short().digits(),
        unit_field: Field::new(m, "unit", t.unit)
            .kind(Control::Choice(units))
            .value(asked.unit.clone())
            .optional_silently(t.all_units),
        counts: [
            count_row(t, t.decided, &results.decided, &here),
            count_row(t, t.done, &results.done, &format!("{here}&xong=1")),
        ],
        rows: results.lines.iter().filter(is_asked).map(|line| row(m, &state, line, page.today)).collect(),
        is_cut: results.is_cut,
        progress_title: fill(t.progress, &[("year", &year)]),
        progress: progress(t, &state, &results, page.today),
        download: here.replacen("don-gian-hoa", "don-gian-hoa.json", 1),
        t,
        page,
    };
    problem::show(&view)
}

/// Every number opens the decisions behind it; days are those of the shortened procedures.
fn count_row(t: &'static ReviewResult, name: &'static str, tally: &Tally, here: &str) -> CountRow {
    let cell = |label, count: usize, kind: &str| Cell {
        label,
        value: count.to_string(),
        url: (count > 0).then(|| format!("{here}&loai={kind}#quyet-dinh")),
    };
    let (whole, rest) = (tally.days_hundredths / 100, tally.days_hundredths % 100);
    let days = if rest == 0 { whole.to_string() } else { format!("{whole},{rest:02}") };
    let cells = [
        cell(t.simplified, tally.simplified, "simplify"),
        cell(t.repealed, tally.repealed, "repeal"),
        cell(t.shortened, tally.shortened, "shorten"),
        Cell {
            label: t.days,
            value: days,
            url: (tally.shortened > 0).then(|| format!("{here}&loai=shorten#quyet-dinh")),
        },
    ];
    CountRow { name, cells }
}

fn row(m: &Messages, state: &AppState, line: &ResultLine, today: jiff::civil::Date) -> Row {
    let t = &m.review.result;
    let catalogue = state.app.catalogue();
    let id = &line.decided.procedure_id;
    let known = catalogue.procedure(id, today).or_else(|| catalogue.versions(id).last());
    let day = format::day(line.decided.decided_on);
    Row {
        id: id.clone(),
        url: format!("/thu-tuc/{id}"),
        name: known.map_or_else(|| id.clone(), |procedure| procedure.name_vi.clone()),
        unit: catalogue.unit_name(&line.unit, today).to_owned(),
        what: sentences::proposal_kind(m, &line.kind),
        document: fill(t.document_of, &[("number", &line.decided.number), ("day", &day)]),
        done: if line.is_done { m.review.proposal.done } else { m.review.proposal.not_done },
        tone: if line.is_done { "good" } else { "calm" },
    }
}

fn progress(
    t: &'static ReviewResult,
    state: &AppState,
    results: &Results,
    today: jiff::civil::Date,
) -> Vec<ProgressRow> {
    let catalogue = state.app.catalogue();
    let row = |(unit, progress): (&String, &app::review::UnitProgress)| ProgressRow {
        unit: catalogue.unit_name(unit, today).to_owned(),
        cells: [
            (t.planned, format::grouped(progress.planned)),
            (t.in_work, format::grouped(progress.in_work)),
            (t.confirmed, format::grouped(progress.confirmed)),
            (t.late, format::grouped(progress.late)),
        ],
    };
    results.by_unit.iter().map(row).collect()
}

pub(super) async fn download(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let year = asked.year(page.today.year());
    let results = state.app.review_results(year, asked.unit()).await?;
    let progress: Vec<Value> = results
        .by_unit
        .iter()
        .map(|(unit, progress)| {
            json!({
                "unit": unit,
                "planned": progress.planned,
                "in_work": progress.in_work,
                "confirmed": progress.confirmed,
                "late": progress.late,
            })
        })
        .collect();
    let body = json!({
        "year": year,
        "unit": asked.unit(),
        "decided": tally(&results.decided),
        "carried_out": tally(&results.done),
        "decisions": results.lines.iter().map(decision).collect::<Vec<_>>(),
        "progress": progress,
        "is_cut": results.is_cut,
    });
    Ok(Json(body).into_response())
}

fn tally(tally: &Tally) -> Value {
    json!({
        "simplified": tally.simplified,
        "repealed": tally.repealed,
        "shortened": tally.shortened,
        "working_days_hundredths": tally.days_hundredths,
    })
}

fn decision(line: &ResultLine) -> Value {
    let days = match line.decided.kind {
        DecidedKind::Shorten { days_hundredths } => Some(days_hundredths),
        DecidedKind::Simplify | DecidedKind::Repeal => None,
    };
    json!({
        "procedure": line.decided.procedure_id,
        "unit": line.unit,
        "proposal": line.kind,
        "counts_as": line.decided.kind.name(),
        "working_days_hundredths": days,
        "decision_number": line.decided.number,
        "decision_date": line.decided.decided_on.to_string(),
        "carried_out": line.is_done,
    })
}

//! `…/so-lieu`: what the records show of papers, steps, returns and supplements, with the size of the sample.

use super::records::{Asked, last_year, period_fields, scope};
use super::{below, review_url};
use crate::messages::{Messages, ReviewEvidence, fill};
use crate::state::AppState;
use crate::web::components::{Crumbs, Field};
use crate::web::{Page, Problem, format, problem};
use app::review::Sample;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::review::StepUse;

/// One row of a table: its name and its numbers.
struct Row {
    name: String,
    cells: Vec<String>,
}

struct Table {
    title: &'static str,
    note: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<Row>,
}

impl Row {
    /// The numbers, each with the name of its column; the first column is that of the row's own name.
    fn named<'a>(&'a self, columns: &'a [&'static str]) -> impl Iterator<Item = (&'static str, &'a str)> {
        columns.iter().skip(1).copied().zip(self.cells.iter().map(String::as_str))
    }
}

#[derive(Template)]
#[template(path = "review/evidence.html")]
struct View {
    page: Page,
    t: &'static ReviewEvidence,
    crumbs: Crumbs,
    url: String,
    period: [Field; 2],
    intro: String,
    has_data: bool,
    tables: Vec<Table>,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((plan, procedure)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.review.evidence);
    let period = asked.period().unwrap_or_else(|| last_year(page.today));
    let sample = state.app.review_evidence(page.caller()?, (&plan, &procedure), period).await?;
    let (from, to) = (format::day(period.from), format::day(period.to));
    let whose = scope(m, &state, sample.unit.as_deref(), page.today);
    let count = sample.evidence.dossiers;
    let values: [(&str, &dyn std::fmt::Display); 4] =
        [("count", &count), ("from", &from), ("to", &to), ("scope", &whose)];
    let view = View {
        crumbs: below(m, &plan, &procedure, t.title),
        url: format!("{}/so-lieu", review_url(&plan, &procedure)),
        period: period_fields(m, Some((period.from, period.to)), page.today),
        intro: fill(t.intro, &values),
        has_data: count > 0,
        tables: vec![papers(m, &state, &procedure, &sample, page.today), steps(m, &sample), outcomes(m, &sample)],
        t,
        page,
    };
    problem::show(&view)
}

fn papers(m: &'static Messages, state: &AppState, procedure: &str, sample: &Sample, today: jiff::civil::Date) -> Table {
    let t = &m.review.evidence;
    let catalogue = state.app.catalogue();
    let known = catalogue.procedure(procedure, today);
    let name = |id: &str| {
        let component = known.and_then(|procedure| procedure.components.iter().find(|component| component.id == id));
        component.map_or_else(|| id.to_owned(), |component| component.name_vi.clone())
    };
    let rows = sample.evidence.papers.iter().map(|(id, paper)| Row {
        name: name(id),
        cells: [paper.attached, paper.asked, paper.granted_without].map(|count| count.to_string()).into(),
    });
    Table {
        title: t.papers,
        note: t.papers_note,
        columns: vec![t.paper, t.attached, t.asked, t.accepted_without],
        rows: rows.collect(),
    }
}

fn steps(m: &'static Messages, sample: &Sample) -> Table {
    let t = &m.review.evidence;
    let time = |step: &StepUse, percent| match step.percentile(percent) {
        Some(minutes) => fill(t.minutes, &[("count", &format::grouped(minutes))]),
        None => t.none.to_owned(),
    };
    let rows = sample.evidence.steps.iter().map(|((place, name), step)| {
        let sent_back = if step.sent_back == 0 { t.never_returned.to_owned() } else { step.sent_back.to_string() };
        Row {
            name: format!("{}. {name}", place.saturating_add(1)),
            cells: vec![step.done.to_string(), sent_back, time(step, 50), time(step, 90)],
        }
    });
    Table {
        title: t.steps,
        note: t.steps_note,
        columns: vec![t.step, t.done, t.returned, t.median, t.p90],
        rows: rows.collect(),
    }
}

fn outcomes(m: &'static Messages, sample: &Sample) -> Table {
    let t = &m.review.evidence;
    let found = &sample.evidence;
    let lines = [
        (t.supplements, found.supplements),
        (t.rejected, found.rejected),
        (t.refused, found.refused),
        (t.granted, found.granted),
        (t.withdrawn, found.withdrawn),
    ];
    let row = |(name, count): (&str, u64)| Row { name: name.to_owned(), cells: vec![count.to_string()] };
    Table {
        title: t.outcomes,
        note: t.reasons_note,
        columns: vec![t.kind, t.times],
        rows: lines.into_iter().map(row).collect(),
    }
}

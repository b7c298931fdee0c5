//! `…/ho-so`: the dossiers that were counted for a review, as far as the person may see them.

use super::{below, review_url};
use crate::messages::{Messages, ReviewRecords, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Crumbs, Field, Pager};
use crate::web::cursor::{self, After};
use crate::web::{Page, Problem, format, problem};
use app::review::Period;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::dossier::Stage;
use domain::review::Counted;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

const PAGE_ROWS: i64 = 50;

/// The days asked for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) tu: String,
    pub(super) den: String,
}

impl Asked {
    /// The days, where both are there and in order.
    pub(super) fn period(&self) -> Option<Period> {
        let (from, to) = (format::read_day(&self.tu)?, format::read_day(&self.den)?);
        (from <= to).then_some(Period { from, to })
    }
}

/// The last twelve months, up to yesterday.
pub(super) fn last_year(today: Date) -> Period {
    let to = today.yesterday().unwrap_or(today);
    Period { from: today.checked_sub(1.year()).unwrap_or(today), to }
}

/// The two fields with which a period is asked for.
pub(super) fn period_fields(m: &'static Messages, asked: Option<(Date, Date)>, today: Date) -> [Field; 2] {
    let t = &m.review.cost;
    let (from, to) = asked.unwrap_or_else(|| {
        let Period { from, to } = last_year(today);
        (from, to)
    });
    let field = |name: &str, label: &str, day: Date| Field::new(m, name, label).short().value(format::day(day));
    [field("tu", t.from, from), field("den", t.to, to)]
}

/// Whose dossiers, in words.
pub(super) fn scope(m: &Messages, state: &AppState, unit: Option<&str>, today: Date) -> String {
    let catalogue = state.app.catalogue();
    unit.map_or_else(|| m.review.cost.scope_all.to_owned(), |unit| catalogue.unit_name(unit, today).to_owned())
}

/// How many dossiers were counted, from when to when, and whose.
pub(super) fn counted_sentence(m: &Messages, state: &AppState, counted: &Counted, today: Date) -> String {
    let (from, to) = (format::day(counted.from), format::day(counted.to));
    let scope = scope(m, state, counted.unit.as_deref(), today);
    let values: [(&str, &dyn std::fmt::Display); 4] =
        [("count", &counted.dossiers), ("from", &from), ("to", &to), ("scope", &scope)];
    fill(m.review.cost.counted, &values)
}

struct Row {
    url: String,
    code: String,
    stage: String,
    submitted: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "review/records.html")]
struct View {
    page: Page,
    t: &'static ReviewRecords,
    crumbs: Crumbs,
    url: String,
    period: [Field; 2],
    counted: String,
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
    Path((plan, procedure)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.review.records);
    let period = asked.period().unwrap_or_else(|| last_year(page.today));
    let key = (plan.as_str(), procedure.as_str());
    let found = state.app.review_dossiers(page.caller()?, key, period, after.cursor(), PAGE_ROWS).await?;
    let url = format!("{}/ho-so", review_url(&plan, &procedure));
    let here = format!("{url}?tu={}&den={}", period.from, period.to);
    let next = found.next.map(|cursor| format!("{here}&{}", cursor::query(&cursor)));
    let counted = Counted { from: period.from, to: period.to, unit: found.unit, dossiers: found.total };
    let catalogue = state.app.catalogue();
    let row = |row: &app::review::CountedDossier| Row {
        url: format!("/ho-so/{}", row.code),
        code: row.code.clone(),
        stage: Stage::from_name(&row.stage).map_or("", |stage| sentences::stage(m, stage)).to_owned(),
        submitted: format::moment(m, state.app.zone().civil(row.submitted_at)),
        unit: catalogue.unit_name(&row.handling_unit, page.today).to_owned(),
    };
    let view = View {
        crumbs: below(m, &plan, &procedure, t.title),
        url,
        period: period_fields(m, Some((period.from, period.to)), page.today),
        counted: counted_sentence(m, &state, &counted, page.today),
        rows: found.rows.iter().map(row).collect(),
        pager: Pager::new(m, here, after.at_start(), next),
        t,
        page,
    };
    problem::show(&view)
}

//! `/can-bo/van-ban-phap-luat/hang-nam`: texts and parts that lost force in a year, to be published by 31 January.

use super::URL;
use super::table::{Linked, Table};
use crate::messages::{Messages, StatuteWatch, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::statute::link;
use crate::web::{Page, Problem, format, problem};
use app::Catalogue;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::statute::{Cause, Expired, Extent, Fall};
use jiff::civil::Date;
use serde::Deserialize;

/// The query of the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) nam: String,
    pub(super) danh_sach: String,
    pub(super) dang: String,
}

impl Asked {
    /// The year asked for, or the last that is over.
    pub(super) fn year(&self, today: Date) -> i16 {
        let asked = self.nam.trim().parse::<i16>().ok().filter(|year| (1945..=2200).contains(year));
        asked.unwrap_or_else(|| today.year().saturating_sub(1))
    }
}

/// The first and the last day of a year.
pub(super) fn days_of(year: i16) -> Result<(Date, Date), Problem> {
    let day = |month, day| Date::new(year, month, day).map_err(|_| Problem::Invalid);
    Ok((day(1, 1)?, day(12, 31)?))
}

/// The day by which the list of a year is published: 31 January of the next.
fn due(year: i16) -> Result<Date, Problem> {
    Date::new(year.saturating_add(1), 1, 31).map_err(|_| Problem::Invalid)
}

#[derive(Template)]
#[template(path = "statute/year.html")]
struct View {
    page: Page,
    t: &'static StatuteWatch,
    crumbs: Crumbs,
    title: String,
    year: i16,
    due: String,
    table: Table,
    csv: String,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    state.app.watches_statutes(page.caller()?)?;
    let (m, t) = (page.m, &page.m.statute.watch);
    let year = asked.year(state.app.today());
    let (first, last) = days_of(year)?;
    let catalogue = state.app.catalogue();
    let found = catalogue.statutes.expired_between(first, last);
    let columns = vec![t.column_text, t.column_title, t.column_extent, t.column_since, t.column_why];
    let table = Table { columns, rows: found.iter().map(|expired| row(m, &catalogue, expired)).collect() };
    if asked.dang == "csv" {
        return Ok(table.csv(&format!("van-ban-het-hieu-luc-{year}")));
    }
    let title = fill(t.year_heading, &[("year", &year)]);
    let view = View {
        crumbs: Crumbs::new(m, vec![(URL.to_owned(), t.title.to_owned())], title.clone()),
        due: fill(t.year_due, &[("day", &format::day(due(year)?))]),
        csv: format!("{URL}/hang-nam?nam={year}&dang=csv"),
        title,
        year,
        table,
        t,
        page,
    };
    problem::show(&view)
}

fn row(m: &Messages, catalogue: &Catalogue, expired: &Expired) -> Vec<Linked> {
    let t = &m.statute.watch;
    let title = catalogue.statutes.get(&expired.id).map(|text| text.title_vi.clone()).unwrap_or_default();
    let extent = match &expired.extent {
        Extent::Whole => t.whole.to_owned(),
        Extent::Parts => t.parts.to_owned(),
        Extent::Part { address } => address.cited(),
    };
    let why = match (&expired.cause, &expired.extent, expired.is_suspended) {
        (Cause::Repealed { by }, _, true) => fill(t.suspended_by, &[("by", by)]),
        (Cause::Repealed { by }, Extent::Part { .. } | Extent::Parts, false) => fill(t.altered_by, &[("by", by)]),
        (cause, _, _) => sentences::text_fall(m, &Fall { on: expired.on, cause: cause.clone() }),
    };
    vec![
        Linked::new(expired.id.clone(), link(catalogue, &expired.id)),
        Linked::new(title, None),
        Linked::new(extent, None),
        Linked::new(format::day(expired.on), None),
        Linked::new(why, None),
    ]
}

//! `/can-bo/van-ban-phap-luat/he-thong-hoa`: the four lists of the five-yearly systematisation.

use super::URL;
use super::table::{Linked, Table};
use super::year::{Asked, days_of};
use crate::messages::{Messages, StatuteWatch, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::statute::address;
use crate::web::{Page, Problem, format, problem};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::statute::{SystemList, Systematised};

/// Years of one period.
const PERIOD: i16 = 5;

struct Choice {
    url: String,
    text: String,
    is_here: bool,
}

#[derive(Template)]
#[template(path = "statute/system.html")]
struct View {
    page: Page,
    t: &'static StatuteWatch,
    crumbs: Crumbs,
    title: String,
    period: String,
    year: i16,
    list: &'static str,
    choices: Vec<Choice>,
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
    let chosen = SystemList::ALL.into_iter().find(|list| list.name() == asked.danh_sach).unwrap_or(SystemList::Expired);
    let (first, last) = (days_of(year.saturating_sub(PERIOD).saturating_add(1))?.0, days_of(year)?.1);
    let catalogue = state.app.catalogue();
    let found = catalogue.statutes.systematised(chosen, first, last);
    let columns = vec![t.column_text, t.column_title, t.column_field, t.column_since_force, t.column_status];
    let table = Table { columns, rows: found.iter().map(|one| row(m, one)).collect() };
    if asked.dang == "csv" {
        return Ok(table.csv(&format!("he-thong-hoa-{year}-{}", chosen.name().replace('_', "-"))));
    }
    let url = |list: SystemList| format!("{URL}/he-thong-hoa?nam={year}&danh_sach={}", list.name());
    let choice = |one: SystemList| Choice {
        url: url(one),
        text: format!(
            "{} ({})",
            list_name(t, one),
            format::grouped(i64::try_from(catalogue.statutes.systematised(one, first, last).len()).unwrap_or(i64::MAX))
        ),
        is_here: one == chosen,
    };
    let title = t.system_title.to_owned();
    let view = View {
        crumbs: Crumbs::new(m, vec![(URL.to_owned(), t.title.to_owned())], title.clone()),
        period: fill(t.system_period, &[("first", &format::day(first)), ("last", &format::day(last))]),
        choices: SystemList::ALL.map(choice).into(),
        csv: format!("{}&dang=csv", url(chosen)),
        list: chosen.name(),
        title,
        year,
        table,
        t,
        page,
    };
    problem::show(&view)
}

const fn list_name(t: &StatuteWatch, list: SystemList) -> &'static str {
    match list {
        SystemList::Expired => t.list_expired,
        SystemList::Partly => t.list_partly,
        SystemList::InForce => t.list_in_force,
        SystemList::ToHandle => t.list_to_handle,
    }
}

fn row(m: &Messages, one: &Systematised<'_>) -> Vec<Linked> {
    let text = one.text;
    let mut status = sentences::text_status(m, one.status).to_owned();
    for broken in &one.broken {
        let why = fill(m.statute.watch.rests_on, &[("text", &broken.cite.text), ("day", &format::day(broken.since))]);
        status = format!("{status}; {why}");
    }
    vec![
        Linked::new(format!("{} {}", text.kind_vi, text.id), Some(address(&text.id))),
        Linked::new(text.title_vi.clone(), None),
        Linked::new(text.field_vi.clone(), None),
        Linked::new(text.from.map(format::day).unwrap_or_default(), None),
        Linked::new(status, None),
    ]
}

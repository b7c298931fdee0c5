//! `/can-bo/van-ban-phap-luat`: what in use cites a text or part that does not hold, or soon will not.

use super::URL;
use super::table::{Linked, Table};
use crate::messages::{StatuteWatch, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::statute::{address, citer_name, link};
use crate::web::{Page, Problem, format, problem};
use app::Catalogue;
use app::statute::{Affected, Citer, CiterKind, NOTICE_DAYS, When};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::may_operate;
use serde::Deserialize;

/// Most rows on a page; the file has all.
const ROWS_MAX: usize = 200;

/// The query of the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    ngay: String,
    dang: String,
}

#[derive(Template)]
#[template(path = "statute/affected.html")]
struct View {
    page: Page,
    t: &'static StatuteWatch,
    day: String,
    summary: String,
    table: Table,
    more: Option<String>,
    csv: String,
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
    state.app.watches_statutes(page.caller()?)?;
    let t = &page.m.statute.watch;
    let day = format::read_day(&asked.ngay).unwrap_or_else(|| state.app.today());
    let catalogue = state.app.catalogue();
    let found = catalogue.affected(day);
    let columns = vec![t.column_citer, t.column_kind, t.column_cited, t.column_since, t.column_instead];
    let mut table = Table { columns, rows: found.iter().map(|affected| row(&page, &catalogue, affected)).collect() };
    if asked.dang == "csv" {
        return Ok(table.csv(&format!("can-cu-het-hieu-luc-{day}")));
    }
    let fallen = found.iter().filter(|affected| affected.when == When::Fallen).count();
    let soon = found.len().saturating_sub(fallen);
    let more = table.rows.len().saturating_sub(ROWS_MAX);
    table.rows.truncate(ROWS_MAX);
    let view = View {
        summary: fill(
            t.summary,
            &[("fallen", &fallen), ("soon", &soon), ("days", &NOTICE_DAYS), ("day", &format::day(day))],
        ),
        more: (more > 0).then(|| fill(t.more, &[("count", &more)])),
        csv: format!("{URL}?ngay={day}&dang=csv"),
        day: day.to_string(),
        table,
        t,
        page,
    };
    problem::show(&view)
}

fn row(page: &Page, catalogue: &Catalogue, affected: &Affected) -> Vec<Linked> {
    let (m, t) = (page.m, &page.m.statute.watch);
    let broken = &affected.broken;
    let cited = match &broken.cite.part {
        Some(part) => format!("{} {}", part.cited(), broken.cite.text),
        None => broken.cite.text.clone(),
    };
    let since = match affected.when {
        When::Fallen => format::day(broken.since),
        When::Soon => fill(t.soon, &[("day", &format::day(broken.since))]),
    };
    let (name, public) = citer_name(m, &affected.citer);
    let instead = broken.instead.clone();
    vec![
        Linked::new(name, staff_link(page, &affected.citer).or(public)),
        Linked::new(sentences::citer_kind(m, affected.citer.kind), None),
        Linked::new(cited, link(catalogue, &broken.cite.text)),
        Linked::new(since, None),
        Linked::new(
            instead.clone().unwrap_or_else(|| t.nothing_instead.to_owned()),
            instead.filter(|text| catalogue.statutes.get(text).is_some()).map(|text| address(&text)),
        ),
    ]
}

/// Where this person mends what cites, if anywhere.
fn staff_link(page: &Page, citer: &Citer) -> Option<String> {
    match citer.kind {
        CiterKind::Procedure => page.keeps_registry.then(|| format!("/can-bo/danh-muc/{}", citer.id)),
        CiterKind::EscalationRule => {
            let operates = page.person.as_ref().is_some_and(|person| may_operate(person, page.today).is_ok());
            operates.then(|| "/can-bo/nhac-viec".to_owned())
        }
        CiterKind::RefusalGround | CiterKind::PauseGround | CiterKind::PriorityGround | CiterKind::Text => None,
    }
}

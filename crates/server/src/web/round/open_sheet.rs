//! `/cham-diem/{id}/{unit}`: how each point of a unit in a published result came about.

use super::item::{ItemHistory, history};
use super::open::Asked;
use super::result::band;
use super::sheet::{ItemRow, groups};
use super::{OPEN, card_name};
use crate::messages::{RoundOpen, RoundSheet, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::{Page, Problem, problem};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::scorecard::Completeness;

/// An item with its history.
struct OpenItem {
    row: ItemRow,
    history: Vec<ItemHistory>,
}

struct OpenField {
    title: String,
    items: Vec<OpenItem>,
}

#[derive(Template)]
#[template(path = "round/open_sheet.html")]
struct View {
    page: Page,
    o: &'static RoundOpen,
    t: &'static RoundSheet,
    crumbs: Crumbs,
    title: String,
    card: String,
    is_example: bool,
    facts: Vec<(&'static str, String)>,
    groups: Vec<OpenField>,
}

impl View {
    fn heading(&self) -> &str {
        &self.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path((id, unit)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (m, o) = (page.m, &page.m.round.open);
    let found = state.app.open_sheet(&id, &unit, asked.number()?).await?;
    let round = &found.round;
    let outcome = round.shown.result.unit(&unit).ok_or(Problem::NotFound)?;
    let name = state.app.catalogue().unit_name(&unit, page.today).to_owned();
    let files = format!("{OPEN}/{id}/{unit}/tep");
    let open_item = |row: ItemRow| OpenItem { history: history(m, &state, &found.history, &row.code, &files), row };
    let fields = groups(m, &round.card, |code| found.sheet.items.get(code), |code| format!("#muc-{code}"));
    let rank = outcome.rank.map_or_else(|| o.unranked.to_owned(), |rank| rank.to_string());
    let maximum = round.shown.result.maximum.map(|maximum| sentences::points(m, maximum)).unwrap_or_default();
    let total = format!("{} {}", sentences::points(m, outcome.total), fill(o.of_maximum, &[("maximum", &maximum)]));
    let above = vec![(OPEN.to_owned(), o.title.to_owned()), (format!("{OPEN}/{id}"), id.clone())];
    let view = View {
        crumbs: Crumbs::new(m, above, name.clone()),
        title: fill(o.items, &[("unit", &name)]),
        card: format!("{} ({})", card_name(m, &round.card), round.card.version),
        is_example: round.card.completeness == Completeness::Example,
        facts: vec![(o.rank, rank), (o.total, total), (o.band, band(m, outcome))],
        groups: fields
            .into_iter()
            .map(|field| OpenField { title: field.title, items: field.items.into_iter().map(open_item).collect() })
            .collect(),
        t: &m.round.sheet,
        o,
        page,
    };
    problem::show(&view)
}

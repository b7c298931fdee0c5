//! `/so-lieu`: every figure with its value for a unit and a period.

use super::asked::{Asked, name_of, period_text, shown, unit_choices};
use crate::messages::{FigureList, fill};
use crate::state::AppState;
use crate::web::components::{Crumbs, FormChoice};
use crate::web::{Page, Problem, problem};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::may_export_events;
use domain::event_log::LogFormat;

struct Line {
    url: String,
    name: String,
    value: String,
    period: String,
}

#[derive(Template)]
#[template(path = "figure/list.html")]
struct View {
    page: Page,
    t: &'static FigureList,
    crumbs: Crumbs,
    unit: String,
    units: Vec<FormChoice>,
    from: String,
    to: String,
    bad: bool,
    lines: Vec<Line>,
    logs: Vec<(String, String)>,
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
    let (m, t) = (page.m, &page.m.figure.list);
    let chosen = asked.chosen(page.today);
    let figures = state.app.figures(&chosen.unit, chosen.period).await?;
    let line = |figure: app::figure::FigureLine| Line {
        url: format!("/so-lieu/chi-tieu/{}?{}", figure.definition.id, chosen.query()),
        name: name_of(m, &figure.definition),
        value: shown(m, &figure.definition, &figure.value),
        period: period_text(m, figure.definition.span, chosen.period),
    };
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), t.title),
        units: unit_choices(m, &state.app.catalogue(), chosen.period.to),
        from: chosen.period.from.to_string(),
        to: chosen.period.to.to_string(),
        bad: chosen.bad,
        logs: logs(&page),
        lines: figures.into_iter().map(line).collect(),
        unit: chosen.unit.clone(),
        t,
        page,
    };
    problem::show(&view)
}

/// Where whoever may have the event log finds it, and what the links say.
fn logs(page: &Page) -> Vec<(String, String)> {
    let may = page.person.as_ref().is_some_and(|person| may_export_events(person, page.today).is_ok());
    let formats = LogFormat::ALL.into_iter().filter(|_| may).map(LogFormat::name);
    let text = |format: &str| fill(page.m.figure.list.events, &[("format", &format.to_uppercase())]);
    formats.map(|format| (format!("/can-bo/nhat-ky-su-kien/{format}"), text(format))).collect()
}

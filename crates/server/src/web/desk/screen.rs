//! `/man-hinh/{desk}`: the calling screen of a waiting room: large type, no person, refreshing itself.

use super::service_name;
use crate::messages::{DeskScreen, fill};
use crate::state::AppState;
use crate::web::{Page, Problem, problem};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::desk::TicketState;

struct Row {
    number: String,
    counter: String,
    state: &'static str,
    now: bool,
}

#[derive(Template)]
#[template(path = "desk/screen.html")]
struct View {
    page: Page,
    t: &'static DeskScreen,
    heading: String,
    rows: Vec<Row>,
    waiting: Vec<String>,
}

impl View {
    fn heading(&self) -> &str {
        &self.heading
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(desk): Path<String>,
) -> Result<Response, Problem> {
    let board = state.app.board(&desk).await?;
    let (m, t) = (page.m, &page.m.desk.screen);
    let catalogue = state.app.catalogue();
    let plan = catalogue.desk_plan(&desk, page.today).ok_or(Problem::NotFound)?;
    let rows = board.called.iter().map(|ticket| Row {
        number: ticket.label(),
        counter: ticket.counter.clone().unwrap_or_default(),
        state: crate::sentences::ticket_state(m, ticket.state),
        now: ticket.state == TicketState::Called,
    });
    let waiting = plan.services.iter().zip(&board.waiting).map(|(service, (_, count))| {
        let name = format!("{}. {}", service.letter, service_name(m, service));
        fill(t.service_waiting, &[("service", &name), ("count", count)])
    });
    let view = View {
        heading: fill(t.title, &[("unit", &catalogue.unit_name(&desk, page.today))]),
        rows: rows.collect(),
        waiting: waiting.collect(),
        t,
        page,
    };
    problem::show(&view)
}

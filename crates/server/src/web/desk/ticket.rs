//! `/so-thu-tu/{code}`: one number for its holder: printed from here, followed from here.

use super::{qr, ticket_line};
use crate::messages::{DeskTicket, fill};
use crate::state::AppState;
use crate::web::components::Crumbs;
use crate::web::page::TokenInput;
use crate::web::view::Fact;
use crate::web::{Page, Problem, SignedForm, format, problem};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::desk::TicketState;

#[derive(Template)]
#[template(path = "desk/ticket.html")]
struct View {
    page: Page,
    t: &'static DeskTicket,
    crumbs: Crumbs,
    code: String,
    number: String,
    sentence: String,
    expected: Option<String>,
    facts: Vec<Fact>,
    qr: String,
    token: TokenInput,
    /// Whether it changes still, so that the page refreshes itself.
    alive: bool,
    /// Whether it can be given up.
    open: bool,
}

impl View {
    const fn heading(&self) -> &str {
        self.t.title
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let standing = state.app.ticket(&code).await?;
    let (m, t) = (page.m, &page.m.desk.ticket);
    let line = ticket_line(m, &state, &standing.numbered);
    let ticket = &standing.numbered.ticket;
    let today = ticket.day == page.today;
    let sentence = match (standing.before, ticket.state, &ticket.counter) {
        (Some(0), _, _) => t.first.to_owned(),
        (Some(count), _, _) => fill(t.before, &[("count", &count)]),
        (None, TicketState::Called, Some(counter)) => fill(t.go_to, &[("counter", counter)]),
        (None, TicketState::Serving, Some(counter)) => fill(t.at_counter, &[("counter", counter)]),
        (None, _, _) => line.state.to_owned(),
    };
    let expected = standing.before.map(|_| fill(t.expected, &[("minutes", &standing.expected_minutes)]));
    let unit = state.app.catalogue().unit_name(&ticket.unit, page.today).to_owned();
    let address = format!("{}/so-thu-tu/{}", state.settings.public_url, standing.numbered.code);
    let view = View {
        crumbs: Crumbs::new(m, Vec::new(), line.number.clone()),
        sentence,
        expected,
        facts: vec![
            Fact::new(t.service, line.service),
            Fact::new(t.desk, unit),
            Fact::new(t.day, format::moment(m, ticket.issued_at)),
            Fact::new(t.kind, line.kind),
            Fact::new(t.state, line.state),
        ],
        qr: qr(&address),
        token: page.token(),
        alive: today && ticket.ended_at.is_none(),
        open: today && (ticket.state.is_waiting() || ticket.state == TicketState::Called),
        code: line.code,
        number: line.number,
        t,
        page,
    };
    problem::show(&view)
}

pub(super) async fn cancel(
    page: Page,
    State(state): State<AppState>,
    Path(code): Path<String>,
    SignedForm(_): SignedForm,
) -> Result<Response, Problem> {
    // Whoever holds the code may; the form proves that it was this page that asked.
    let _ = page;
    state.app.cancel_ticket(&code).await?;
    Ok(Redirect::to(&format!("/so-thu-tu/{}", format::query_escaped(&code))).into_response())
}

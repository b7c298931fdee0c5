//! `/can-bo/quay`: a counter: call the next number, call again, serve, send on; the line, today's numbers and appointments.

use super::{TicketLine, clock, refused, service_name, ticket_line};
use crate::messages::{DeskCounter, Messages, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::components::{Control, Field, FormChoice, Pager};
use crate::web::cursor::{self, After};
use crate::web::page::TokenInput;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::desk::{AppointmentLine, CounterView, Numbered, ServeRequest, ServeStep};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::{DeskAction, Person};
use domain::desk::{AppointmentState, DeskPlan, TicketState};
use serde::Deserialize;

const ROWS: i64 = 50;
/// Appointments of a day shown at most.
const APPOINTMENTS_MAX: i64 = 300;

/// Which counter.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    desk: String,
    quay: String,
}

/// A ticket at the counter, with what can be done with it.
struct Present {
    line: TicketLine,
    version: i64,
    calls: Option<String>,
    can_start: bool,
    can_finish: bool,
    can_miss: bool,
    forward: Field,
}

struct Coming {
    code: String,
    time: String,
    service: String,
    holder: String,
    state: &'static str,
    open: bool,
}

struct Here {
    heading: String,
    desk: String,
    quay: String,
    other_url: String,
    screen_url: String,
    kiosk_url: String,
    figures_url: String,
    present: Vec<Present>,
    line: Vec<TicketLine>,
    today: Vec<TicketLine>,
    coming: Vec<Coming>,
    pager: Pager,
}

#[derive(Template)]
#[template(path = "desk/counter.html")]
struct View {
    page: Page,
    t: &'static DeskCounter,
    token: TokenInput,
    refusal: Option<String>,
    /// Desks with their counters, before one is chosen: name, then address and text of each counter.
    choices: Vec<(String, Vec<(String, String)>)>,
    here: Option<Here>,
}

impl View {
    fn heading(&self) -> &str {
        self.here.as_ref().map_or(self.t.title, |here| &here.heading)
    }
}

pub(super) async fn show(
    page: Page,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    Query(after): Query<After>,
) -> Result<Response, Problem> {
    draw(page, &state, &asked, &after, None).await
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path(action): Path<String>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let asked = Asked { desk: fields.text("desk"), quay: fields.text("quay") };
    let step = match action.as_str() {
        "goi" => None,
        "goi-lai" => Some(ServeStep::CallAgain),
        "bat-dau" => Some(ServeStep::Start),
        "xong" => Some(ServeStep::Finish),
        "vang" => Some(ServeStep::MarkAbsent),
        "chuyen" => Some(ServeStep::Forward(fields.text("to"))),
        "khong-den" => {
            let missed = state.app.miss_appointment(&person, &fields.text("code")).await;
            return answer(page, &state, asked, missed.map(drop)).await;
        }
        _ => return Err(Problem::NotFound),
    };
    let done = match step {
        None => state.app.call_next(&person, &asked.desk, &asked.quay).await,
        Some(step) => {
            let seen = fields.text("version").parse().ok();
            let request = ServeRequest { counter: asked.quay.clone(), code: fields.text("code"), seen, step };
            state.app.serve(&person, &asked.desk, request).await
        }
    };
    answer(page, &state, asked, done.map(drop)).await
}

async fn answer(
    page: Page,
    state: &AppState,
    asked: Asked,
    done: Result<(), app::ActError>,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => Ok(Redirect::to(&address(&asked.desk, &asked.quay)).into_response()),
        Err(error) => {
            let refusal = refused(page.m, error)?;
            draw(page, state, &asked, &After::default(), Some(refusal)).await
        }
    }
}

fn address(desk: &str, quay: &str) -> String {
    format!("/can-bo/quay?desk={}&quay={}", format::query_escaped(desk), format::query_escaped(quay))
}

async fn draw(
    page: Page,
    state: &AppState,
    asked: &Asked,
    after: &After,
    refusal: Option<String>,
) -> Result<Response, Problem> {
    let person = page.caller()?.clone();
    let desks = state.app.desks_of(&person, DeskAction::Serve);
    if desks.is_empty() {
        return Err(Problem::NotFound);
    }
    let here = if asked.quay.is_empty() {
        None
    } else {
        let seen = state.app.counter_view(&person, &asked.desk, &asked.quay, after.cursor(), ROWS).await?;
        Some(here(&page, state, &person, asked, (seen, after)).await?)
    };
    let view = View {
        t: &page.m.desk.counter,
        token: page.token(),
        choices: if here.is_none() { choices(&page, state, &desks) } else { Vec::new() },
        here,
        refusal,
        page,
    };
    let status = if view.refusal.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    problem::show_with(status, &view)
}

fn choices(page: &Page, state: &AppState, desks: &[String]) -> Vec<(String, Vec<(String, String)>)> {
    let catalogue = state.app.catalogue();
    let of = |desk: &String| {
        let plan = catalogue.desk_plan(desk, page.today)?;
        let counter = |counter: &domain::desk::Counter| {
            let named = counter.services.iter().filter_map(|letter| plan.service(letter));
            let services: Vec<&str> = named.map(|service| service_name(page.m, service)).collect();
            let text =
                fill(page.m.desk.counter.counter_of, &[("counter", &counter.code), ("services", &services.join("; "))]);
            (address(desk, &counter.code), text)
        };
        Some((catalogue.unit_name(desk, page.today).to_owned(), plan.counters.iter().map(counter).collect()))
    };
    desks.iter().filter_map(of).collect()
}

async fn here(
    page: &Page,
    state: &AppState,
    person: &Person,
    asked: &Asked,
    (seen, after): (CounterView, &After),
) -> Result<Here, Problem> {
    let m = page.m;
    let appointments = state.app.appointments_of_day(person, &asked.desk, page.today, APPOINTMENTS_MAX).await?;
    let unit = state.app.catalogue().unit_name(&asked.desk, page.today).to_owned();
    let first = address(&asked.desk, &asked.quay);
    let next = seen.next.as_ref().map(|next| format!("{first}&{}", cursor::query(next)));
    let line = |numbered: &Numbered| ticket_line(m, state, numbered);
    let desk = format::query_escaped(&asked.desk);
    Ok(Here {
        heading: fill(m.desk.counter.at, &[("counter", &asked.quay), ("unit", &unit)]),
        desk: asked.desk.clone(),
        quay: asked.quay.clone(),
        other_url: "/can-bo/quay".to_owned(),
        screen_url: format!("/man-hinh/{desk}"),
        kiosk_url: format!("/lay-so/{desk}"),
        figures_url: format!("/can-bo/quay/so-lieu?desk={desk}"),
        present: seen.present.iter().map(|one| present(m, state, &seen.plan, one)).collect(),
        line: seen.line.iter().map(line).collect(),
        today: seen.today.iter().map(line).collect(),
        coming: appointments.iter().map(|one| coming(m, &seen.plan, one)).collect(),
        pager: Pager::new(m, first, after.at_start(), next),
    })
}

fn present(m: &'static Messages, state: &AppState, plan: &DeskPlan, numbered: &Numbered) -> Present {
    let t = &m.desk.counter;
    let ticket = &numbered.ticket;
    let others = plan.counters.iter().filter(|counter| ticket.counter.as_deref() != Some(counter.code.as_str()));
    let choices = others.map(|counter| FormChoice::new(counter.code.clone(), counter.code.clone())).collect();
    let called = ticket.state == TicketState::Called;
    Present {
        line: ticket_line(m, state, numbered),
        version: ticket.version,
        calls: called.then(|| fill(t.call_again, &[("calls", &ticket.calls)])),
        can_start: called,
        can_finish: ticket.state == TicketState::Serving,
        can_miss: called && ticket.calls >= plan.rules.calls_max,
        forward: Field::new(m, "to", t.forward_to)
            .id(format!("f-to-{}", numbered.code))
            .kind(Control::Choice(choices))
            .short(),
    }
}

fn coming(m: &'static Messages, plan: &DeskPlan, line: &AppointmentLine) -> Coming {
    let one = &line.view.appointment;
    let service = plan.service(&one.service);
    let erased = || m.desk.delivery.erased.to_owned();
    Coming {
        code: line.view.code.clone(),
        time: clock(one.at),
        service: service.map_or_else(|| one.service.clone(), |service| service_name(m, service).to_owned()),
        holder: line.holder.as_ref().map_or_else(erased, |holder| format!("{}, {}", holder.name, holder.phone)),
        state: sentences::appointment_state(m, one.state),
        open: one.state == AppointmentState::Booked,
    }
}

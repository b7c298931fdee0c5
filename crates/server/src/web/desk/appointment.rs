//! `/dat-lich/{code}`: an appointment for whoever holds its code; moved and given up there.

use super::{clock, qr, refused, service_name};
use crate::messages::{DeskAppointment, fill};
use crate::sentences;
use crate::state::AppState;
use crate::web::account::done_at;
use crate::web::components::{Control, Crumbs, Field, FormChoice};
use crate::web::page::TokenInput;
use crate::web::view::Fact;
use crate::web::{Page, Problem, SignedForm, format, problem};
use app::desk::AppointmentView;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::desk::AppointmentState;
use jiff::civil::{Date, DateTime};
use serde::Deserialize;

/// The day for which other times are asked.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    day: String,
}

#[derive(Template)]
#[template(path = "desk/appointment.html")]
struct View {
    page: Page,
    t: &'static DeskAppointment,
    crumbs: Crumbs,
    refusal: Option<String>,
    code: String,
    facts: Vec<Fact>,
    qr: String,
    ticket: Option<String>,
    kiosk: Option<String>,
    token: TokenInput,
    /// Whether it can still be moved or given up.
    open: bool,
    day: Field,
    slot: Option<Field>,
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
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let view = state.app.appointment(&code).await?;
    draw(page, &state, view, &asked.day, None).await
}

pub(super) async fn submit(
    page: Page,
    State(state): State<AppState>,
    Path((code, action)): Path<(String, String)>,
    SignedForm(fields): SignedForm,
) -> Result<Response, Problem> {
    let done = match action.as_str() {
        "huy" => state.app.cancel_appointment(&code).await,
        "doi" => {
            let to = fields.text("slot").parse::<DateTime>().map_err(|_| Problem::Invalid)?;
            state.app.move_appointment(&code, to).await
        }
        _ => return Err(Problem::NotFound),
    };
    match done {
        Ok(view) => Ok(done_at(&state, &format!("/dat-lich/{}", view.code))),
        Err(error) => {
            let refusal = refused(page.m, error)?;
            let view = state.app.appointment(&code).await?;
            draw(page, &state, view, &fields.text("day"), Some(refusal)).await
        }
    }
}

async fn draw(
    page: Page,
    state: &AppState,
    view: AppointmentView,
    day: &str,
    refusal: Option<String>,
) -> Result<Response, Problem> {
    let (m, t) = (page.m, &page.m.desk.appointment);
    let one = &view.appointment;
    let catalogue = state.app.catalogue();
    let service = catalogue.desk_plan(&one.unit, page.today).and_then(|plan| plan.service(&one.service));
    let open = one.state == AppointmentState::Booked;
    let days = if open { state.app.appointment_days(&one.unit).unwrap_or_default() } else { Vec::new() };
    let chosen = day.parse::<Date>().ok().filter(|day| days.contains(day));
    let slot = match chosen {
        Some(chosen) => {
            let free = state.app.appointment_slots(&one.unit, &one.service, chosen).await?;
            let free = free.into_iter().filter(|slot| slot.free > 0 && slot.at != one.at);
            let choices = free.map(|slot| {
                let text = fill(m.desk.book.slot_free, &[("time", &clock(slot.at)), ("free", &slot.free)]);
                FormChoice::new(slot.at.to_string(), text)
            });
            Some(Field::new(m, "slot", m.desk.book.slot).kind(Control::Choice(choices.collect())))
        }
        None => None,
    };
    let day_choices = days.iter().map(|day| FormChoice::new(day.to_string(), format::day(*day))).collect();
    let address = format!("{}/dat-lich/{}", state.settings.public_url, view.code);
    let view = View {
        crumbs: Crumbs::new(m, vec![("/dat-lich".to_owned(), m.desk.book.title.to_owned())], view.code.clone()),
        refusal,
        facts: vec![
            Fact::new(t.at, format::moment(m, one.at)),
            Fact::new(m.desk.book.desk, catalogue.unit_name(&one.unit, page.today)),
            Fact::new(m.desk.book.service, service.map_or(one.service.as_str(), |service| service_name(m, service))),
            Fact::new(t.state, sentences::appointment_state(m, one.state)),
        ],
        qr: qr(&address),
        ticket: one.ticket.as_ref().map(|ticket| format!("/so-thu-tu/{ticket}")),
        kiosk: open.then(|| format!("/lay-so/{}", one.unit)),
        token: page.token(),
        open,
        day: Field::new(m, "day", t.move_day)
            .kind(Control::Choice(day_choices))
            .value(chosen.map(|day| day.to_string()).unwrap_or_default()),
        slot,
        code: view.code,
        t,
        page,
    };
    let status = if view.refusal.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    problem::show_with(status, &view)
}

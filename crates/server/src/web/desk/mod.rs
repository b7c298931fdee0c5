//! The desk on pages: appointments, numbers, the calling screen; counters, waiting times and deliveries for the staff.

mod appointment;
mod book;
mod counter;
mod delivery;
mod figures;
mod kiosk;
mod screen;
mod ticket;

use crate::messages::{Messages, fill};
use crate::sentences;
use crate::state::AppState;
use app::ActError;
use app::desk::Numbered;
use axum::Router;
use axum::routing::{get, post};
use domain::desk::{DeskService, TicketKind};
use fast_qr::QRBuilder;
use fast_qr::convert::Builder as _;
use fast_qr::convert::svg::SvgBuilder;
use jiff::civil::{Date, DateTime};

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/dat-lich", get(book::show).post(book::submit))
        .route("/dat-lich/{code}", get(appointment::show))
        .route("/dat-lich/{code}/viec/{action}", post(appointment::submit))
        .route("/lay-so/{desk}", get(kiosk::show).post(kiosk::submit))
        .route("/so-thu-tu/{code}", get(ticket::show))
        .route("/so-thu-tu/{code}/huy", post(ticket::cancel))
        .route("/man-hinh/{desk}", get(screen::show))
        .route("/can-bo/quay", get(counter::show))
        .route("/can-bo/quay/viec/{action}", post(counter::submit))
        .route("/can-bo/quay/so-lieu", get(figures::show))
        .route("/can-bo/tra-ket-qua/{code}", get(delivery::show).post(delivery::submit))
}

/// The name of a service in the page's language.
fn service_name<'s>(m: &Messages, service: &'s DeskService) -> &'s str {
    if m.is_english() { &service.name_en } else { &service.name_vi }
}

/// `08:30`.
fn clock(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// In what way somebody stands in line, in words.
fn kind_name(m: &Messages, state: &AppState, ticket: &domain::desk::Ticket) -> String {
    let t = &m.desk.kind;
    match &ticket.kind {
        TicketKind::WalkIn => t.walk_in.to_owned(),
        TicketKind::Appointment { slot } => fill(t.appointment, &[("at", &clock(*slot))]),
        TicketKind::Priority { ground } => fill(t.priority, &[("ground", &ground_name(m, state, ground, ticket.day))]),
    }
}

fn ground_name(m: &Messages, state: &AppState, code: &str, day: Date) -> String {
    let catalogue = state.app.catalogue();
    let found = catalogue.priority_grounds(day).find(|ground| ground.code == code);
    let name = found.map(|ground| if m.is_english() { ground.name_en.clone() } else { ground.name_vi.clone() });
    name.unwrap_or_else(|| code.to_owned())
}

/// Why an act was refused, as a sentence for the page; other problems have pages of their own.
fn refused(m: &Messages, error: ActError) -> Result<String, super::Problem> {
    match error {
        ActError::Desk(refusal) => Ok(sentences::desk_refusal(m, refusal)),
        other => Err(other.into()),
    }
}

/// A ticket as a row of a list.
struct TicketLine {
    code: String,
    number: String,
    service: String,
    kind: String,
    state: &'static str,
    since: String,
    counter: String,
}

fn ticket_line(m: &'static Messages, state: &AppState, numbered: &Numbered) -> TicketLine {
    let ticket = &numbered.ticket;
    let catalogue = state.app.catalogue();
    let service = catalogue
        .desk_plan(&ticket.unit, ticket.day)
        .and_then(|plan| plan.service(&ticket.service))
        .map_or_else(|| ticket.service.clone(), |service| service_name(m, service).to_owned());
    TicketLine {
        code: numbered.code.clone(),
        number: ticket.label(),
        service,
        kind: kind_name(m, state, ticket),
        state: sentences::ticket_state(m, ticket.state),
        since: clock(ticket.issued_at),
        counter: ticket.counter.clone().unwrap_or_default(),
    }
}

/// A QR code as SVG; nothing when the address is too long for one.
fn qr(address: &str) -> String {
    QRBuilder::new(address).build().map(|code| SvgBuilder::default().margin(0).to_str(&code)).unwrap_or_default()
}

//! The desk: drawing numbers, calling them, appointments, waiting times, and how results were delivered.

mod booking;
mod counter;
mod delivery;
mod draw;
mod figures;
mod row;

use domain::calendar::{Calendar, OfficeHours};
use domain::desk::{Appointment, DeskPlan, Ticket};
use domain::time::Date;

pub use booking::{AppointmentLine, AppointmentView, BookRequest, Holder};
pub use counter::{CounterView, ServeRequest, ServeStep};
pub use delivery::{DeliveryLine, DeliveryRequest, DeliveryView, Handed};
pub use draw::{Board, DrawRequest, TicketStanding};
pub use figures::DeskFigures;
pub(crate) use row::{appointment_difference, delivery_difference, stray_rows, ticket_difference};

use crate::catalogue::Catalogue;
use crate::error::ActError;

/// Tickets of one line read at most; those who came later are seen once others are served.
const LINE_MAX: i64 = 1_000;

/// A ticket with the code by which its holder finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// The code.
    pub code: String,
    /// The ticket.
    pub ticket: Ticket,
}

/// What the desk of a unit rests on, on a day.
pub(crate) struct Setting<'a> {
    pub(crate) plan: &'a DeskPlan,
    pub(crate) calendar: &'a Calendar,
    pub(crate) hours: &'a OfficeHours,
}

/// The desk of a unit on a day; nothing is found where none is set up.
pub(crate) fn setting<'a>(catalogue: &'a Catalogue, unit: &str, day: Date) -> Result<Setting<'a>, ActError> {
    let plan = catalogue.desk_plan(unit, day).ok_or(ActError::NotFound)?;
    let calendar = catalogue.calendar().ok_or_else(|| ActError::fault("no calendar is published"))?;
    let hours = catalogue.hours(unit).ok_or_else(|| ActError::fault("no office hours are published"))?;
    Ok(Setting { plan, calendar, hours })
}

/// An appointment's public part with its code.
fn view_of(code: &str, appointment: Appointment) -> AppointmentView {
    AppointmentView { code: code.to_owned(), appointment }
}

//! The desk (bộ phận một cửa): counters, tickets and who is called next, appointments, waiting times, delivery of results.
//!
//! Everything here is decided over civil times that come in as arguments. Tickets name no person; what an appointment or
//! a delivery says of one is sealed by whoever keeps it.

mod appointment;
mod delivery;
mod line;
mod plan;
mod refusal;
mod slot;
mod ticket;
mod waiting;

pub use appointment::{Appointment, AppointmentCommand, AppointmentEvent, AppointmentState};
pub use delivery::{
    Authorisation, Deliveries, Delivery, DeliveryCommand, DeliveryEvent, DeliveryState, DeliveryWay, Posting, Receiver,
};
pub use line::{InLine, order};
pub use plan::{Counter, DeskPlan, DeskRules, DeskService, PriorityGround};
pub use refusal::Refusal;
pub use slot::{Slot, bookable_days, draws_numbers, slots};
pub use ticket::{Ticket, TicketCommand, TicketEvent, TicketKind, TicketState};
pub use waiting::{HourLine, Spread, Visit, by_hour_and_service, expected_minutes};

/// Stored events do not follow from one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stored events do not follow from one another")]
pub struct ReplayError;

#[cfg(test)]
mod tests;

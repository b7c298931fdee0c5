//! Why a desk refuses.

use jiff::civil::DateTime;

use super::{AppointmentState, DeliveryState, TicketState};

/// A reason that can be shown to whoever asked; its sentence stands in the messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not possible in the ticket's present state.
    #[error("not possible while the ticket is {}", .0.name())]
    TicketNotInState(TicketState),
    /// The counter has not called often enough.
    #[error("called {called} times, {needed} are needed")]
    NotCalledEnough {
        /// Calls so far.
        called: u32,
        /// Calls that are needed.
        needed: u32,
    },
    /// Another counter has the ticket.
    #[error("another counter has it")]
    OtherCounter,
    /// The counter does not take this service.
    #[error("the counter does not take this service")]
    CounterTakesNot,
    /// The desk does not offer this service.
    #[error("the desk does not offer this service")]
    NoSuchService,
    /// Nobody of that kind is put first.
    #[error("no such ground for priority")]
    NoSuchGround,
    /// The desk gives no numbers now: it is no working day, or the office has closed.
    #[error("the desk is closed")]
    Closed,
    /// Nobody waits.
    #[error("nobody waits")]
    NobodyWaits,
    /// Not possible in the appointment's present state.
    #[error("not possible while the appointment is {}", .0.name())]
    AppointmentNotInState(AppointmentState),
    /// The desk has no slot at that time.
    #[error("there is no slot at {0}")]
    NoSuchSlot(DateTime),
    /// All places of the slot are taken.
    #[error("the slot is full")]
    SlotFull,
    /// Beyond the days for which appointments are made.
    #[error("only up to {0} days ahead")]
    TooFarAhead(u32),
    /// This phone number has as many open appointments as it may.
    #[error("at most {0} open appointments")]
    TooManyOpen(u32),
    /// Its time has not come: another day, or more than an hour early.
    #[error("the appointment is at {0}")]
    TooEarly(DateTime),
    /// Its time is over.
    #[error("the appointment was at {0}")]
    TooLate(DateTime),
    /// Not possible in the delivery's present state.
    #[error("not possible while the delivery is {}", .0.name())]
    DeliveryNotInState(DeliveryState),
    /// The result was delivered, or is on its way.
    #[error("it is delivered or on its way")]
    AlreadyDelivered,
    /// There is no result to deliver.
    #[error("there is no result to deliver")]
    NoResult,
    /// A field is required.
    #[error("{0} is required")]
    Missing(&'static str),
    /// A field is not of the form expected.
    #[error("{0} is malformed")]
    Malformed(&'static str),
    /// The day has not come yet.
    #[error("{0} is a day to come")]
    DayToCome(&'static str),
}

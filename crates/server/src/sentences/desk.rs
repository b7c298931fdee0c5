//! Sentences about the desk: states, ways, refusals.

use crate::messages::{Messages, fill};
use crate::web::format;
use domain::desk::{AppointmentState, DeliveryState, DeliveryWay, Refusal, TicketState};

/// The name of a ticket's state.
#[must_use]
pub const fn ticket_state(m: &Messages, state: TicketState) -> &'static str {
    let texts = &m.desk.ticket_state;
    match state {
        TicketState::Waiting => texts.waiting,
        TicketState::Forwarded => texts.forwarded,
        TicketState::Called => texts.called,
        TicketState::Serving => texts.serving,
        TicketState::Done => texts.done,
        TicketState::Absent => texts.absent,
        TicketState::Cancelled => texts.cancelled,
    }
}

/// The name of an appointment's state.
#[must_use]
pub const fn appointment_state(m: &Messages, state: AppointmentState) -> &'static str {
    let texts = &m.desk.appointment_state;
    match state {
        AppointmentState::Booked => texts.booked,
        AppointmentState::Arrived => texts.arrived,
        AppointmentState::Cancelled => texts.cancelled,
        AppointmentState::Missed => texts.missed,
    }
}

/// The name of a way of delivery.
#[must_use]
pub const fn delivery_way(m: &Messages, way: DeliveryWay) -> &'static str {
    let texts = &m.desk.delivery_way;
    match way {
        DeliveryWay::Applicant => texts.applicant,
        DeliveryWay::Authorised => texts.authorised,
        DeliveryWay::Post => texts.post,
        DeliveryWay::Electronic => texts.electronic,
    }
}

/// The name of a delivery's state.
#[must_use]
pub const fn delivery_state(m: &Messages, state: DeliveryState) -> &'static str {
    let texts = &m.desk.delivery_state;
    match state {
        DeliveryState::HandedOver => texts.handed_over,
        DeliveryState::InTransit => texts.in_transit,
        DeliveryState::Delivered => texts.delivered,
        DeliveryState::Returned => texts.returned,
    }
}

/// Why the desk refused, and what to do next.
#[must_use]
pub fn desk_refusal(m: &Messages, refusal: Refusal) -> String {
    let texts = &m.desk.refusal;
    match refusal {
        Refusal::TicketNotInState(state) => fill(texts.ticket_not_in_state, &[("state", &ticket_state(m, state))]),
        Refusal::NotCalledEnough { called, needed } => {
            fill(texts.not_called_enough, &[("called", &called), ("needed", &needed)])
        }
        Refusal::OtherCounter => texts.other_counter.to_owned(),
        Refusal::CounterTakesNot => texts.counter_takes_not.to_owned(),
        Refusal::NoSuchService => texts.no_such_service.to_owned(),
        Refusal::NoSuchGround => texts.no_such_ground.to_owned(),
        Refusal::Closed => texts.closed.to_owned(),
        Refusal::NobodyWaits => texts.nobody_waits.to_owned(),
        Refusal::AppointmentNotInState(state) => {
            fill(texts.appointment_not_in_state, &[("state", &appointment_state(m, state))])
        }
        Refusal::NoSuchSlot(at) => fill(texts.no_such_slot, &[("at", &format::moment(m, at))]),
        Refusal::SlotFull => texts.slot_full.to_owned(),
        Refusal::TooFarAhead(days) => fill(texts.too_far_ahead, &[("days", &days)]),
        Refusal::TooManyOpen(limit) => fill(texts.too_many_open, &[("limit", &limit)]),
        Refusal::TooEarly(at) => fill(texts.too_early, &[("at", &format::moment(m, at))]),
        Refusal::TooLate(at) => fill(texts.too_late, &[("at", &format::moment(m, at))]),
        Refusal::DeliveryNotInState(state) => {
            fill(texts.delivery_not_in_state, &[("state", &delivery_state(m, state))])
        }
        Refusal::AlreadyDelivered => texts.already_delivered.to_owned(),
        Refusal::NoResult => texts.no_result.to_owned(),
        Refusal::Missing(_) => texts.missing.to_owned(),
        Refusal::Malformed(_) => texts.malformed.to_owned(),
        Refusal::DayToCome(_) => texts.day_to_come.to_owned(),
    }
}

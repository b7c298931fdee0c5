//! Between tickets, appointments, deliveries and their rows; what of the rows is not as the journal says.

use domain::desk::{
    Appointment, AppointmentEvent, AppointmentState, Deliveries, DeliveryEvent, Ticket, TicketEvent, TicketKind,
    TicketState,
};
use domain::time::{DateTime, Instant, Zone};
use store::appointment::AppointmentRow;
use store::delivery::DeliveryRow;
use store::desk::TicketRow;
use store::journal::StoredEvent;
use store::{Tx, appointment, delivery, desk};

use crate::error::ActError;

/// The stream of a ticket.
pub(super) fn ticket_stream(code: &str) -> String {
    format!("ticket/{code}")
}

/// The stream of an appointment, which is also the name of its key.
pub(super) fn appointment_stream(code: &str) -> String {
    format!("appointment/{code}")
}

/// The stream of the deliveries of a dossier's result.
pub(super) fn delivery_stream(dossier: &str) -> String {
    format!("delivery/{dossier}")
}

/// The row of a ticket.
pub(super) fn ticket_row(code: &str, ticket: &Ticket, zone: Zone) -> TicketRow {
    let instant = |at: Option<DateTime>| at.map(|at| zone.instant(at));
    let (ground, slot) = match &ticket.kind {
        TicketKind::WalkIn => ("", None),
        TicketKind::Priority { ground } => (ground.as_str(), None),
        TicketKind::Appointment { slot } => ("", Some(*slot)),
    };
    TicketRow {
        code: code.to_owned(),
        version: ticket.version,
        unit: ticket.unit.clone(),
        day: ticket.day.to_string(),
        service: ticket.service.clone(),
        number: ticket.number,
        kind: ticket.kind.name().to_owned(),
        ground: ground.to_owned(),
        slot_at: instant(slot),
        state: ticket.state.name().to_owned(),
        counter: ticket.counter.clone().unwrap_or_default(),
        calls: i64::from(ticket.calls),
        issued_at: zone.instant(ticket.issued_at),
        called_at: instant(ticket.called_at),
        last_call: instant(ticket.last_call),
        began_at: instant(ticket.began_at),
        ended_at: instant(ticket.ended_at),
    }
}

/// The ticket of a row.
pub(super) fn ticket_of(row: &TicketRow, zone: Zone) -> Result<Ticket, ActError> {
    let civil = |at: Option<Instant>| at.map(|at| zone.civil(at));
    let broken = || ActError::fault("a ticket's row cannot be read");
    let kind = match (row.kind.as_str(), row.slot_at) {
        ("walk_in", _) => TicketKind::WalkIn,
        ("priority", _) => TicketKind::Priority { ground: row.ground.clone() },
        ("appointment", Some(slot)) => TicketKind::Appointment { slot: zone.civil(slot) },
        (_, _) => return Err(broken()),
    };
    Ok(Ticket {
        version: row.version,
        unit: row.unit.clone(),
        day: row.day.parse().map_err(|_| broken())?,
        service: row.service.clone(),
        number: row.number,
        kind,
        state: TicketState::from_name(&row.state).ok_or_else(broken)?,
        counter: Some(row.counter.clone()).filter(|counter| !counter.is_empty()),
        calls: u32::try_from(row.calls).map_err(|_| broken())?,
        issued_at: zone.civil(row.issued_at),
        called_at: civil(row.called_at),
        last_call: civil(row.last_call),
        began_at: civil(row.began_at),
        ended_at: civil(row.ended_at),
    })
}

/// The row of an appointment.
pub(super) fn appointment_row(code: &str, appointment: &Appointment, zone: Zone) -> AppointmentRow {
    AppointmentRow {
        code: code.to_owned(),
        version: appointment.version,
        unit: appointment.unit.clone(),
        service: appointment.service.clone(),
        slot_at: zone.instant(appointment.at),
        state: appointment.state.name().to_owned(),
        phone_hash: appointment.phone_hash.clone(),
        ticket: appointment.ticket.clone().unwrap_or_default(),
    }
}

/// The appointment of a row.
pub(super) fn appointment_of(row: &AppointmentRow, zone: Zone) -> Result<Appointment, ActError> {
    let state = AppointmentState::from_name(&row.state);
    Ok(Appointment {
        version: row.version,
        unit: row.unit.clone(),
        service: row.service.clone(),
        at: zone.civil(row.slot_at),
        state: state.ok_or_else(|| ActError::fault("an appointment's row cannot be read"))?,
        ticket: Some(row.ticket.clone()).filter(|ticket| !ticket.is_empty()),
        phone_hash: row.phone_hash.clone(),
    })
}

/// The rows of deliveries; all carry the version of the stream that last wrote them.
pub(super) fn delivery_row(dossier: &str, number: i64, deliveries: &Deliveries, zone: Zone) -> Option<DeliveryRow> {
    let place = usize::try_from(number.checked_sub(1)?).ok()?;
    let one = deliveries.list.get(place)?;
    Some(DeliveryRow {
        dossier: dossier.to_owned(),
        number,
        version: deliveries.version,
        way: one.way.name().to_owned(),
        state: one.state.name().to_owned(),
        noted_at: zone.instant(one.at),
        changed_at: zone.instant(one.changed_at),
    })
}

fn events_of<E: serde::de::DeserializeOwned>(stored: &[StoredEvent]) -> Result<Vec<E>, ActError> {
    Ok(stored.iter().map(|event| serde_json::from_str(&event.payload)).collect::<Result<_, _>>()?)
}

/// What of a ticket's row is not as the journal says; `None` when nothing is.
pub(crate) fn ticket_difference(
    tx: &mut Tx<'_>,
    code: &str,
    stored: &[StoredEvent],
    zone: Zone,
) -> Result<Option<String>, ActError> {
    let ticket = Ticket::replay(&events_of::<TicketEvent>(stored)?)?;
    let same = desk::by_code(tx, code)? == Some(ticket_row(code, &ticket, zone));
    Ok(if same { None } else { Some("the ticket's row differs from the journal".to_owned()) })
}

/// What of an appointment's row is not as the journal says; `None` when nothing is.
pub(crate) fn appointment_difference(
    tx: &mut Tx<'_>,
    code: &str,
    stored: &[StoredEvent],
    zone: Zone,
) -> Result<Option<String>, ActError> {
    let expected = Appointment::replay(&events_of::<AppointmentEvent>(stored)?)?;
    let same = appointment::by_code(tx, code)? == Some(appointment_row(code, &expected, zone));
    Ok(if same { None } else { Some("the appointment's row differs from the journal".to_owned()) })
}

/// What of the rows of deliveries is not as the journal says; `None` when nothing is.
pub(crate) fn delivery_difference(
    tx: &mut Tx<'_>,
    dossier: &str,
    stored: &[StoredEvent],
    zone: Zone,
) -> Result<Option<String>, ActError> {
    let mut deliveries = Deliveries::default();
    let mut expected = Vec::new();
    for event in events_of::<DeliveryEvent>(stored)? {
        deliveries.apply(&event)?;
        let number = i64::try_from(deliveries.list.len()).unwrap_or(i64::MAX);
        expected.retain(|row: &DeliveryRow| row.number != number);
        expected.extend(delivery_row(dossier, number, &deliveries, zone));
    }
    let same = delivery::of_dossier(tx, dossier)? == expected;
    Ok(if same { None } else { Some("the rows of deliveries differ from the journal".to_owned()) })
}

/// Rows that no event speaks of: stream and what is wrong.
pub(crate) fn stray_rows(tx: &mut Tx<'_>) -> Result<Option<(String, String)>, ActError> {
    if let Some(stream) = desk::orphan(tx)? {
        return Ok(Some((stream, "the desk has rows of it, the journal no event".to_owned())));
    }
    let slot = appointment::miscounted(tx)?;
    Ok(slot.map(|slot| (format!("slot/{slot}"), "other places are taken than there are appointments".to_owned())))
}

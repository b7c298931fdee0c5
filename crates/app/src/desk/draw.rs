//! Drawing a number, looking at it, giving it up; the board that all see.

use std::sync::Arc;

use domain::access::{DeskAction, Person, may_desk};
use domain::desk::{
    AppointmentCommand, DeskPlan, InLine, Refusal, Ticket, TicketCommand, TicketEvent, TicketKind, TicketState,
    draws_numbers, expected_minutes, order,
};
use domain::time::{DateTime, Instant, Zone};
use store::desk::{self as rows, TicketRow};
use store::{Tx, appointment};

use super::{LINE_MAX, Numbered, row, setting};
use crate::App;
use crate::catalogue::Catalogue;
use crate::draft::new_code;
use crate::error::ActError;
use crate::plain_event::PlainEvent;

/// Under this name the journal keeps what people did without an account.
pub(super) const PUBLIC: &str = "public";
/// Tickets shown on a board at most.
const BOARD_MAX: i64 = 30;

/// What is asked of the machine that gives numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DrawRequest {
    /// A number of a service, with the ground for priority if any.
    Service {
        /// Letter of the service.
        service: String,
        /// Stable name of the ground.
        ground: Option<String>,
    },
    /// A number for an appointment.
    Appointment {
        /// Code of the appointment.
        code: String,
    },
}

/// A ticket as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketStanding {
    /// The ticket.
    pub numbered: Numbered,
    /// How many are called before it; `None` when it does not wait.
    pub before: Option<usize>,
    /// Minutes that this takes, as far as can be told.
    pub expected_minutes: i64,
}

/// What a calling screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// Tickets that are called or served, the last called first.
    pub called: Vec<Ticket>,
    /// How many wait, by letter of the service.
    pub waiting: Vec<(String, usize)>,
}

#[derive(Clone)]
struct Drawing {
    catalogue: Arc<Catalogue>,
    unit: String,
    request: DrawRequest,
    code: String,
    actor: String,
    now: Instant,
    zone: Zone,
}

impl App {
    /// Draws a number. `browser` is the secret of the browser: whoever is not a clerk of the desk is slowed down by it.
    pub async fn draw_ticket(
        &self,
        person: Option<&Person>,
        browser: &str,
        unit: &str,
        request: DrawRequest,
    ) -> Result<Numbered, ActError> {
        let now = self.0.clock.now();
        let permit = person.and_then(|person| may_desk(person, DeskAction::Serve, unit, self.today()).ok());
        let attempt = format!("draw/{browser}");
        if permit.is_none()
            && let Some(wait_seconds) = self.0.attempts.wait(&attempt, now)
        {
            return Err(ActError::TooManyAttempts { wait_seconds });
        }
        let drawing = Drawing {
            catalogue: self.catalogue(),
            unit: unit.to_owned(),
            request,
            code: new_code()?,
            actor: permit.as_ref().map_or_else(|| PUBLIC.to_owned(), |permit| permit.person().to_owned()),
            now,
            zone: self.0.zone,
        };
        let lane = format!("ticket/{unit}");
        let drawn = self.0.store.write_in_lane(&lane, move |tx| draw(tx, &drawing)).await?;
        if permit.is_none() {
            self.0.attempts.failed(&attempt, now);
        }
        Ok(drawn)
    }

    /// A ticket for whoever holds its code.
    pub async fn ticket(&self, code: &str) -> Result<TicketStanding, ActError> {
        let (code, zone, catalogue) = (code.to_ascii_uppercase(), self.0.zone, self.catalogue());
        let now = self.now_civil();
        self.0.store.read(move |tx| standing(tx, &catalogue, &code, now, zone)).await
    }

    /// Gives a number up, for whoever holds its code.
    pub async fn cancel_ticket(&self, code: &str) -> Result<(), ActError> {
        let (code, zone, catalogue, now) =
            (code.to_ascii_uppercase(), self.0.zone, self.catalogue(), self.0.clock.now());
        self.0
            .store
            .write(move |tx| {
                let mut numbered = load(tx, &code, zone)?;
                let plan = plan_of(&catalogue, &numbered.ticket)?;
                act(tx, &mut numbered, TicketCommand::Cancel, (plan, PUBLIC, now, zone))
            })
            .await
    }

    /// What the screen of a desk shows: numbers and counters, no person.
    pub async fn board(&self, unit: &str) -> Result<Board, ActError> {
        let (catalogue, today) = (self.catalogue(), self.today());
        let plan = catalogue.desk_plan(unit, today).ok_or(ActError::NotFound)?;
        let letters: Vec<String> = plan.services.iter().map(|service| service.letter.clone()).collect();
        let (unit, day, zone) = (unit.to_owned(), today.to_string(), self.0.zone);
        self.0
            .store
            .read(move |tx| {
                let called = rows::being_served(tx, &unit, &day, BOARD_MAX)?;
                let waiting = rows::waiting(tx, &unit, &day, LINE_MAX)?;
                let of = |letter: &String| waiting.iter().filter(|row| row.service == *letter).count();
                Ok(Board {
                    called: called.iter().map(|row| row::ticket_of(row, zone)).collect::<Result<_, ActError>>()?,
                    waiting: letters.iter().map(|letter| (letter.clone(), of(letter))).collect(),
                })
            })
            .await
    }
}

fn draw(tx: &mut Tx<'_>, act: &Drawing) -> Result<Numbered, ActError> {
    let at = act.zone.civil(act.now);
    let day = at.date();
    let desk = setting(&act.catalogue, &act.unit, day)?;
    if !draws_numbers(desk.calendar, desk.hours, at) {
        return Err(Refusal::Closed.into());
    }
    let (service, of) = match &act.request {
        DrawRequest::Service { service, ground } => {
            if desk.plan.counters_of(service) == 0 || desk.plan.service(service).is_none() {
                return Err(Refusal::NoSuchService.into());
            }
            let of = match ground {
                None => TicketKind::WalkIn,
                Some(ground) if act.catalogue.priority_grounds(day).any(|known| known.code == *ground) => {
                    TicketKind::Priority { ground: ground.clone() }
                }
                Some(_) => return Err(Refusal::NoSuchGround.into()),
            };
            (service.clone(), of)
        }
        DrawRequest::Appointment { code } => arrive(tx, act, desk.plan, code, at)?,
    };
    let number = rows::next_number(tx, &act.unit, &day.to_string(), &service)?;
    let event = TicketEvent::Issued { unit: act.unit.clone(), day, service, number, of, at };
    let ticket = Ticket::issued(&event)?;
    append(tx, (&act.code, 1), &event, &act.actor, act.now)?;
    rows::insert(tx, &row::ticket_row(&act.code, &ticket, act.zone))?;
    Ok(Numbered { code: act.code.clone(), ticket })
}

/// Notes that the holder of an appointment is there: service and way of standing in line.
fn arrive(
    tx: &mut Tx<'_>,
    act: &Drawing,
    plan: &DeskPlan,
    code: &str,
    at: DateTime,
) -> Result<(String, TicketKind), ActError> {
    let code = code.trim().to_ascii_uppercase();
    let found = appointment::by_code(tx, &code)?.filter(|row| row.unit == act.unit).ok_or(ActError::NotFound)?;
    let mut one = row::appointment_of(&found, act.zone)?;
    let version_read = one.version;
    let event = one.decide(AppointmentCommand::Arrive { ticket: &act.code }, &plan.rules, at)?;
    one.apply(&event)?;
    let stream = row::appointment_stream(&code);
    PlainEvent {
        stream: &stream,
        version: one.version,
        kind: event.name(),
        event: &event,
        actor: &act.actor,
        at: act.now,
    }
    .append(tx)?;
    appointment::update(tx, &row::appointment_row(&code, &one, act.zone), version_read)?;
    Ok((one.service, TicketKind::Appointment { slot: one.at }))
}

/// A ticket by its code.
pub(super) fn load(tx: &mut Tx<'_>, code: &str, zone: Zone) -> Result<Numbered, ActError> {
    let row = rows::by_code(tx, code)?.ok_or(ActError::NotFound)?;
    Ok(Numbered { ticket: row::ticket_of(&row, zone)?, code: row.code })
}

/// The plan of the desk on the ticket's day.
pub(super) fn plan_of<'c>(catalogue: &'c Catalogue, ticket: &Ticket) -> Result<&'c DeskPlan, ActError> {
    catalogue.desk_plan(&ticket.unit, ticket.day).ok_or(ActError::NotFound)
}

/// Does one thing with a ticket: decide, keep.
pub(super) fn act(
    tx: &mut Tx<'_>,
    numbered: &mut Numbered,
    command: TicketCommand<'_>,
    (plan, actor, now, zone): (&DeskPlan, &str, Instant, Zone),
) -> Result<(), ActError> {
    let version_read = numbered.ticket.version;
    let event = numbered.ticket.decide(command, plan, zone.civil(now))?;
    numbered.ticket.apply(&event)?;
    append(tx, (&numbered.code, numbered.ticket.version), &event, actor, now)?;
    Ok(rows::update(tx, &row::ticket_row(&numbered.code, &numbered.ticket, zone), version_read)?)
}

fn append(
    tx: &mut Tx<'_>,
    (code, version): (&str, i64),
    event: &TicketEvent,
    actor: &str,
    at: Instant,
) -> Result<(), ActError> {
    let stream = row::ticket_stream(code);
    PlainEvent { stream: &stream, version, kind: event.name(), event, actor, at }.append(tx)
}

/// A row as the line takes it.
pub(super) fn in_line(row: &TicketRow, zone: Zone) -> Result<InLine, ActError> {
    let ticket = row::ticket_of(row, zone)?;
    Ok(InLine { code: row.code.clone(), number: ticket.number, kind: ticket.kind, since: ticket.issued_at })
}

fn standing(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    code: &str,
    now: DateTime,
    zone: Zone,
) -> Result<TicketStanding, ActError> {
    let numbered = load(tx, code, zone)?;
    let ticket = &numbered.ticket;
    let plan = plan_of(catalogue, ticket)?;
    if !ticket.state.is_waiting() || ticket.day != now.date() {
        return Ok(TicketStanding { numbered, before: None, expected_minutes: 0 });
    }
    let forwarded = ticket.state == TicketState::Forwarded;
    let beside = |row: &&TicketRow| {
        if forwarded {
            row.counter == ticket.counter.as_deref().unwrap_or_default()
        } else {
            row.service == ticket.service && row.counter.is_empty()
        }
    };
    let waiting = rows::waiting(tx, &ticket.unit, &ticket.day.to_string(), LINE_MAX)?;
    let line: Vec<InLine> = waiting.iter().filter(beside).map(|row| in_line(row, zone)).collect::<Result<_, _>>()?;
    let ordered = order(&line, 0, now, &plan.rules);
    let before = ordered.iter().position(|one| one.code == numbered.code).unwrap_or(ordered.len());
    let usual = plan.service(&ticket.service).map_or(15, |service| service.usual_minutes);
    let counters = if forwarded { 1 } else { plan.counters_of(&ticket.service) };
    Ok(TicketStanding { before: Some(before), expected_minutes: expected_minutes(before, usual, counters), numbered })
}

//! Appointments: what is free, booking, moving, giving up, not coming.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::access::{DeskAction, Person, may_desk};
use domain::desk::{Appointment, AppointmentCommand, AppointmentEvent, Refusal, Slot, bookable_days, slots};
use domain::time::{Date, DateTime, Instant, Zone};
use serde::{Deserialize, Serialize};
use store::appointment as rows;
use store::journal::{self, NewEvent};
use store::{Tx, vault};

use super::draw::PUBLIC;
use super::{row, setting, view_of};
use crate::App;
use crate::catalogue::{Catalogue, is_phone};
use crate::draft::new_code;
use crate::error::{ActError, FieldProblem, FieldProblemKind};
use crate::plain_event::PlainEvent;
use crate::seal;

const NAME_CHARS_MAX: usize = 200;

/// Who made an appointment; sealed in the journal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Name.
    pub name: String,
    /// Phone number.
    pub phone: String,
}

/// What is asked of whoever books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookRequest {
    /// The desk.
    pub unit: String,
    /// Letter of the service.
    pub service: String,
    /// The slot.
    pub at: DateTime,
    /// Who comes.
    pub holder: Holder,
}

/// An appointment for whoever holds its code: nothing about its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentView {
    /// The code.
    pub code: String,
    /// The appointment.
    pub appointment: Appointment,
}

/// An appointment as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentLine {
    /// The appointment.
    pub view: AppointmentView,
    /// Who comes; `None` when that was erased.
    pub holder: Option<Holder>,
}

#[derive(Clone)]
struct Booking {
    code: String,
    event: AppointmentEvent,
    appointment: Appointment,
    private: Vec<u8>,
    places: i64,
    open_max: u32,
    fresh_key: [u8; 32],
    now: Instant,
    zone: Zone,
}

impl App {
    /// The days on which appointments can be made at a desk.
    pub fn appointment_days(&self, unit: &str) -> Result<Vec<Date>, ActError> {
        let (catalogue, today) = (self.catalogue(), self.today());
        let desk = setting(&catalogue, unit, today)?;
        Ok(bookable_days(desk.plan, desk.calendar, today))
    }

    /// The slots of a service on a day with their free places.
    pub async fn appointment_slots(&self, unit: &str, service: &str, day: Date) -> Result<Vec<Slot>, ActError> {
        let (catalogue, now, zone) = (self.catalogue(), self.now_civil(), self.0.zone);
        let (unit_read, service_read) = (unit.to_owned(), service.to_owned());
        let from = zone.instant(day.to_datetime(domain::time::Time::midnight()));
        let to = from.plus_seconds(86_400);
        let taken = self.0.store.read(move |tx| rows::taken(tx, &unit_read, &service_read, (from, to))).await;
        let taken: BTreeMap<Instant, i64> = taken.map_err(ActError::from)?.into_iter().collect();
        let desk = setting(&catalogue, unit, now.date())?;
        let count = |at| taken.get(&zone.instant(at)).and_then(|count| u32::try_from(*count).ok()).unwrap_or(0);
        Ok(slots(desk.plan, service, (desk.calendar, desk.hours), (day, now), count)?)
    }

    /// Books an appointment. Each booking of a browser or a phone number beyond a few has to wait.
    pub async fn book(&self, browser: &str, request: BookRequest) -> Result<AppointmentView, ActError> {
        let now = self.0.clock.now();
        check_holder(&request.holder)?;
        let phone_hash = self.phone_hash(&request.holder.phone);
        let attempts = [format!("book/{browser}"), format!("book/{phone_hash}")];
        if let Some(wait_seconds) = attempts.iter().filter_map(|name| self.0.attempts.wait(name, now)).max() {
            return Err(ActError::TooManyAttempts { wait_seconds });
        }
        let BookRequest { unit, service, at, holder } = request;
        let (places, open_max) = places_at(&self.catalogue(), &unit, &service, (at, self.now_civil()))?;
        let event = AppointmentEvent::Booked { unit, service, at, phone_hash: phone_hash.clone() };
        let booking = Booking {
            code: new_code()?,
            appointment: Appointment::booked(&event)?,
            event,
            private: serde_json::to_vec(&holder)?,
            places,
            open_max,
            fresh_key: seal::random().map_err(|error| ActError::Fault(Box::new(error)))?,
            now,
            zone: self.0.zone,
        };
        // Bookings of one phone number follow one another, so that none slips past the bound.
        let booked = self.0.store.write_in_lane(&phone_hash, move |tx| keep(tx, &booking)).await?;
        for name in &attempts {
            self.0.attempts.failed(name, now);
        }
        Ok(booked)
    }

    /// An appointment for whoever holds its code.
    pub async fn appointment(&self, code: &str) -> Result<AppointmentView, ActError> {
        let (code, zone) = (code.to_ascii_uppercase(), self.0.zone);
        self.0.store.read(move |tx| load(tx, &code, zone)).await
    }

    /// Gives an appointment up, for whoever holds its code.
    pub async fn cancel_appointment(&self, code: &str) -> Result<AppointmentView, ActError> {
        self.appointment_act(code, PUBLIC.to_owned(), |_| Ok(Step::Cancel)).await
    }

    /// Moves an appointment to another slot, for whoever holds its code.
    pub async fn move_appointment(&self, code: &str, to: DateTime) -> Result<AppointmentView, ActError> {
        let (catalogue, now) = (self.catalogue(), self.now_civil());
        let step = move |one: &Appointment| {
            let (places, _) = places_at(&catalogue, &one.unit, &one.service, (to, now))?;
            Ok(Step::Move { to, places })
        };
        self.appointment_act(code, PUBLIC.to_owned(), step).await
    }

    /// Notes that somebody with an appointment did not come.
    pub async fn miss_appointment(&self, person: &Person, code: &str) -> Result<AppointmentView, ActError> {
        let (person, today) = (person.clone(), self.today());
        let actor = person.id.clone();
        let step = move |one: &Appointment| {
            may_desk(&person, DeskAction::Serve, &one.unit, today)?;
            Ok(Step::Miss)
        };
        self.appointment_act(code, actor, step).await
    }

    /// Appointments of a desk from now on, or of a whole day, by time.
    pub async fn appointments_of_day(
        &self,
        person: &Person,
        unit: &str,
        day: Date,
        limit: i64,
    ) -> Result<Vec<AppointmentLine>, ActError> {
        may_desk(person, DeskAction::Serve, unit, self.today())?;
        let (unit, zone) = (unit.to_owned(), self.0.zone);
        let from = zone.instant(day.to_datetime(domain::time::Time::midnight()));
        let place = (Instant(from.0.saturating_sub(1)), from.plus_seconds(86_400));
        self.0
            .store
            .read(move |tx| {
                let found = rows::between(tx, &unit, (place.0, "", place.1), limit)?;
                found.into_iter().map(|(row, sealed)| line(&row, sealed, zone)).collect()
            })
            .await
    }

    async fn appointment_act(
        &self,
        code: &str,
        actor: String,
        step: impl Fn(&Appointment) -> Result<Step, ActError> + Send + 'static,
    ) -> Result<AppointmentView, ActError> {
        let (code, zone, now, catalogue) =
            (code.to_ascii_uppercase(), self.0.zone, self.0.clock.now(), self.catalogue());
        self.0
            .store
            .write(move |tx| {
                let mut view = load(tx, &code, zone)?;
                let step = step(&view.appointment)?;
                perform(tx, &mut view, step, (&catalogue, &actor, now, zone))?;
                Ok(view)
            })
            .await
    }
}

/// What is done with an appointment.
#[derive(Clone, Copy)]
enum Step {
    Cancel,
    Miss,
    Move { to: DateTime, places: i64 },
}

fn perform(
    tx: &mut Tx<'_>,
    view: &mut AppointmentView,
    step: Step,
    (catalogue, actor, now, zone): (&Arc<Catalogue>, &str, Instant, Zone),
) -> Result<(), ActError> {
    let one = &mut view.appointment;
    let civil = zone.civil(now);
    let plan = catalogue.desk_plan(&one.unit, civil.date()).ok_or(ActError::NotFound)?;
    let command = match step {
        Step::Cancel => AppointmentCommand::Cancel,
        Step::Miss => AppointmentCommand::Miss,
        Step::Move { to, .. } => AppointmentCommand::Move { to },
    };
    let (version_read, before) = (one.version, zone.instant(one.at));
    let event = one.decide(command, &plan.rules, civil)?;
    one.apply(&event)?;
    match step {
        Step::Miss => (),
        Step::Cancel => rows::give(tx, (&one.unit, &one.service, before))?,
        Step::Move { to, places } => {
            let after = zone.instant(to);
            // Always the earlier slot first, so that two moves in opposite directions do not wait for each other.
            if after < before {
                take(tx, one, after, places)?;
                rows::give(tx, (&one.unit, &one.service, before))?;
            } else {
                rows::give(tx, (&one.unit, &one.service, before))?;
                take(tx, one, after, places)?;
            }
        }
    }
    let stream = row::appointment_stream(&view.code);
    PlainEvent { stream: &stream, version: one.version, kind: event.name(), event: &event, actor, at: now }
        .append(tx)?;
    Ok(rows::update(tx, &row::appointment_row(&view.code, one, zone), version_read)?)
}

fn take(tx: &mut Tx<'_>, one: &Appointment, at: Instant, places: i64) -> Result<(), ActError> {
    if rows::take(tx, (&one.unit, &one.service, at), places)? { Ok(()) } else { Err(Refusal::SlotFull.into()) }
}

/// Places of a slot and open appointments of one phone number, at most; refused when there is no such slot.
fn places_at(
    catalogue: &Catalogue,
    unit: &str,
    service: &str,
    (at, now): (DateTime, DateTime),
) -> Result<(i64, u32), ActError> {
    let desk = setting(catalogue, unit, now.date())?;
    let found = slots(desk.plan, service, (desk.calendar, desk.hours), (at.date(), now), |_| 0)?;
    let slot = found.into_iter().find(|slot| slot.at == at).ok_or(Refusal::NoSuchSlot(at))?;
    Ok((i64::from(slot.free), desk.plan.rules.open_per_phone))
}

fn check_holder(holder: &Holder) -> Result<(), ActError> {
    let mut problems = Vec::new();
    match holder.name.trim().chars().count() {
        0 => problems.push(FieldProblem::new("name", FieldProblemKind::Missing)),
        1..=NAME_CHARS_MAX => (),
        _ => problems.push(FieldProblem::new("name", FieldProblemKind::TooLong(NAME_CHARS_MAX))),
    }
    if holder.phone.trim().is_empty() {
        problems.push(FieldProblem::new("phone", FieldProblemKind::Missing));
    } else if !is_phone(&holder.phone) {
        problems.push(FieldProblem::new("phone", FieldProblemKind::Malformed));
    }
    if problems.is_empty() { Ok(()) } else { Err(ActError::Invalid(problems)) }
}

fn keep(tx: &mut Tx<'_>, booking: &Booking) -> Result<AppointmentView, ActError> {
    let one = &booking.appointment;
    if rows::open_of(tx, &one.phone_hash, booking.now)? >= i64::from(booking.open_max) {
        return Err(Refusal::TooManyOpen(booking.open_max).into());
    }
    take(tx, one, booking.zone.instant(one.at), booking.places)?;
    let stream = row::appointment_stream(&booking.code);
    let key = vault::ensure_key(tx, &stream, &booking.fresh_key)?;
    let sealed =
        seal::seal(&key, &format!("{stream}/1"), &booking.private).map_err(|error| ActError::Fault(Box::new(error)))?;
    let payload = serde_json::to_string(&booking.event)?;
    let event = NewEvent {
        stream: &stream,
        version: 1,
        kind: booking.event.name(),
        recorded_at: booking.now,
        actor: PUBLIC,
        payload: &payload,
        sealed: Some(&sealed),
        subject: Some(&stream),
    };
    journal::append(tx, &event)?;
    rows::insert(tx, &row::appointment_row(&booking.code, one, booking.zone))?;
    Ok(view_of(&booking.code, one.clone()))
}

fn load(tx: &mut Tx<'_>, code: &str, zone: Zone) -> Result<AppointmentView, ActError> {
    let found = rows::by_code(tx, code)?.ok_or(ActError::NotFound)?;
    Ok(view_of(code, row::appointment_of(&found, zone)?))
}

fn line(
    found: &rows::AppointmentRow,
    sealed: Option<(Vec<u8>, Vec<u8>)>,
    zone: Zone,
) -> Result<AppointmentLine, ActError> {
    let context = format!("{}/1", row::appointment_stream(&found.code));
    let opened = sealed.and_then(|(sealed, key)| seal::open(&key.try_into().ok()?, &context, &sealed).ok());
    let holder = opened.map(|plain| serde_json::from_slice(&plain)).transpose()?;
    Ok(AppointmentLine { view: view_of(&found.code, row::appointment_of(found, zone)?), holder })
}

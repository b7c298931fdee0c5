//! An appointment (lịch hẹn) from being booked to coming, being cancelled or being missed.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{DeskRules, Refusal, ReplayError};

/// How far an appointment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentState {
    /// Đã đặt.
    Booked,
    /// Đã đến: its holder has drawn a ticket.
    Arrived,
    /// Đã hủy.
    Cancelled,
    /// Không đến.
    Missed,
}

impl AppointmentState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Booked, Self::Arrived, Self::Cancelled, Self::Missed];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Arrived => "arrived",
            Self::Cancelled => "cancelled",
            Self::Missed => "missed",
        }
    }

    /// The state of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// One appointment, without who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Number of events.
    pub version: i64,
    /// The desk.
    pub unit: String,
    /// Letter of the service.
    pub service: String,
    /// The agreed time.
    pub at: DateTime,
    /// How far it has come.
    pub state: AppointmentState,
    /// The ticket that its holder drew.
    pub ticket: Option<String>,
    /// Keyed hash of the phone number: only to count the open ones.
    pub phone_hash: String,
}

/// What is asked of an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppointmentCommand<'a> {
    /// Another time, of which it is known that it is a slot with a free place.
    Move {
        /// The new time.
        to: DateTime,
    },
    /// Give it up.
    Cancel,
    /// Its holder is there and draws a ticket.
    Arrive {
        /// Code of the ticket.
        ticket: &'a str,
    },
    /// Its holder did not come.
    Miss,
}

/// What happened to an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AppointmentEvent {
    /// It was made; name and phone number are sealed beside it.
    Booked {
        /// The desk.
        unit: String,
        /// Letter of the service.
        service: String,
        /// The agreed time.
        at: DateTime,
        /// Keyed hash of the phone number.
        phone_hash: String,
    },
    /// It was moved.
    Moved {
        /// The new time.
        to: DateTime,
    },
    /// It was given up.
    Cancelled,
    /// Its holder came.
    Arrived {
        /// Code of the ticket.
        ticket: String,
    },
    /// Its holder did not come.
    Missed,
}

impl AppointmentEvent {
    /// What happened, in a word.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Booked { .. } => "appointment_booked",
            Self::Moved { .. } => "appointment_moved",
            Self::Cancelled => "appointment_cancelled",
            Self::Arrived { .. } => "appointment_arrived",
            Self::Missed => "appointment_missed",
        }
    }
}

/// Minutes before its time from which on a ticket is drawn for an appointment.
const EARLY_MINUTES: i64 = 60;

impl Appointment {
    /// What a command comes to at this time.
    pub fn decide(
        &self,
        command: AppointmentCommand<'_>,
        rules: &DeskRules,
        now: DateTime,
    ) -> Result<AppointmentEvent, Refusal> {
        match self.state {
            AppointmentState::Booked => (),
            AppointmentState::Arrived | AppointmentState::Cancelled | AppointmentState::Missed => {
                return Err(Refusal::AppointmentNotInState(self.state));
            }
        }
        let late = minutes_between(self.at, now);
        let is_over = late > i64::from(rules.grace_minutes);
        match command {
            AppointmentCommand::Move { .. } | AppointmentCommand::Cancel if late >= 0 => Err(Refusal::TooLate(self.at)),
            AppointmentCommand::Move { to } => Ok(AppointmentEvent::Moved { to }),
            AppointmentCommand::Cancel => Ok(AppointmentEvent::Cancelled),
            AppointmentCommand::Arrive { .. } if is_over => Err(Refusal::TooLate(self.at)),
            AppointmentCommand::Arrive { .. } if late < -EARLY_MINUTES => Err(Refusal::TooEarly(self.at)),
            AppointmentCommand::Arrive { ticket } => Ok(AppointmentEvent::Arrived { ticket: ticket.to_owned() }),
            AppointmentCommand::Miss if is_over => Ok(AppointmentEvent::Missed),
            AppointmentCommand::Miss => Err(Refusal::TooEarly(self.at)),
        }
    }

    /// A fresh appointment.
    pub fn booked(event: &AppointmentEvent) -> Result<Self, ReplayError> {
        let AppointmentEvent::Booked { unit, service, at, phone_hash } = event else { return Err(ReplayError) };
        Ok(Self {
            version: 1,
            unit: unit.clone(),
            service: service.clone(),
            at: *at,
            state: AppointmentState::Booked,
            ticket: None,
            phone_hash: phone_hash.clone(),
        })
    }

    /// The appointment that these events give, in their order.
    pub fn replay<'e>(events: impl IntoIterator<Item = &'e AppointmentEvent>) -> Result<Self, ReplayError> {
        let mut events = events.into_iter();
        let mut appointment = Self::booked(events.next().ok_or(ReplayError)?)?;
        for event in events {
            appointment.apply(event)?;
        }
        Ok(appointment)
    }

    /// Takes an event over.
    pub fn apply(&mut self, event: &AppointmentEvent) -> Result<(), ReplayError> {
        match event {
            AppointmentEvent::Booked { .. } => return Err(ReplayError),
            AppointmentEvent::Moved { to } => self.at = *to,
            AppointmentEvent::Cancelled => self.state = AppointmentState::Cancelled,
            AppointmentEvent::Missed => self.state = AppointmentState::Missed,
            AppointmentEvent::Arrived { ticket } => {
                self.state = AppointmentState::Arrived;
                self.ticket = Some(ticket.clone());
            }
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }
}

/// Whole minutes from one civil time to another, negative when the other is earlier.
fn minutes_between(from: DateTime, to: DateTime) -> i64 {
    let minute = |at: DateTime| {
        crate::time::epoch_day(at.date())
            .saturating_mul(1440)
            .saturating_add(i64::from(at.hour()).saturating_mul(60))
            .saturating_add(i64::from(at.minute()))
    };
    minute(to).saturating_sub(minute(from))
}

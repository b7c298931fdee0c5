//! A queue ticket (số thứ tự) from being drawn to being served.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::{DeskPlan, Refusal, ReplayError};

/// In what way somebody stands in line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TicketKind {
    /// Came without an appointment.
    WalkIn,
    /// Came with an appointment for this time.
    Appointment {
        /// The agreed time.
        slot: DateTime,
    },
    /// Is put first by law.
    Priority {
        /// Stable name of the ground.
        ground: String,
    },
}

impl TicketKind {
    /// The stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::WalkIn => "walk_in",
            Self::Appointment { .. } => "appointment",
            Self::Priority { .. } => "priority",
        }
    }
}

/// How far a ticket has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// Chờ.
    Waiting,
    /// Chờ ở quầy khác: sent on to another counter, which alone may call it.
    Forwarded,
    /// Đã gọi.
    Called,
    /// Đang phục vụ.
    Serving,
    /// Xong.
    Done,
    /// Vắng mặt.
    Absent,
    /// Đã hủy.
    Cancelled,
}

impl TicketState {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Waiting, Self::Forwarded, Self::Called, Self::Serving, Self::Done, Self::Absent, Self::Cancelled];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Forwarded => "forwarded",
            Self::Called => "called",
            Self::Serving => "serving",
            Self::Done => "done",
            Self::Absent => "absent",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether its holder waits to be called.
    #[must_use]
    pub const fn is_waiting(self) -> bool {
        match self {
            Self::Waiting | Self::Forwarded => true,
            Self::Called | Self::Serving | Self::Done | Self::Absent | Self::Cancelled => false,
        }
    }
}

/// One ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Number of events.
    pub version: i64,
    /// The desk.
    pub unit: String,
    /// The day on which it holds.
    pub day: Date,
    /// Letter of the service.
    pub service: String,
    /// Number of the day within the service.
    pub number: i64,
    /// In what way its holder stands in line.
    pub kind: TicketKind,
    /// How far it has come.
    pub state: TicketState,
    /// The counter that called it, or to which it was sent on.
    pub counter: Option<String>,
    /// How often it was called at the present counter.
    pub calls: u32,
    /// When it was drawn.
    pub issued_at: DateTime,
    /// When it was first called.
    pub called_at: Option<DateTime>,
    /// When it was last called.
    pub last_call: Option<DateTime>,
    /// When serving first began.
    pub began_at: Option<DateTime>,
    /// When it came to its end.
    pub ended_at: Option<DateTime>,
}

/// What is asked of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketCommand<'a> {
    /// Call it to a counter, for the first time or again.
    Call {
        /// The counter.
        counter: &'a str,
    },
    /// Its holder stands at the counter.
    Start,
    /// Its holder is served.
    Finish,
    /// Its holder does not come.
    MarkAbsent,
    /// Send its holder on to another counter.
    Forward {
        /// That counter.
        to: &'a str,
    },
    /// Its holder does not want to wait any more.
    Cancel,
}

/// What happened to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum TicketEvent {
    /// It was drawn.
    Issued {
        /// The desk.
        unit: String,
        /// The day.
        day: Date,
        /// Letter of the service.
        service: String,
        /// Number of the day within the service.
        number: i64,
        /// In what way its holder stands in line.
        of: TicketKind,
        /// When.
        at: DateTime,
    },
    /// It was called.
    Called {
        /// To which counter.
        counter: String,
        /// When.
        at: DateTime,
    },
    /// Serving began.
    Began {
        /// When.
        at: DateTime,
    },
    /// Its holder was served.
    Finished {
        /// When.
        at: DateTime,
    },
    /// Its holder did not come.
    Missed {
        /// When.
        at: DateTime,
    },
    /// Its holder was sent on.
    Forwarded {
        /// To which counter.
        to: String,
        /// When.
        at: DateTime,
    },
    /// It was given up.
    Cancelled {
        /// When.
        at: DateTime,
    },
}

impl TicketEvent {
    /// What happened, in a word.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Issued { .. } => "ticket_issued",
            Self::Called { .. } => "ticket_called",
            Self::Began { .. } => "ticket_began",
            Self::Finished { .. } => "ticket_finished",
            Self::Missed { .. } => "ticket_missed",
            Self::Forwarded { .. } => "ticket_forwarded",
            Self::Cancelled { .. } => "ticket_cancelled",
        }
    }
}

impl Ticket {
    /// What a command comes to at this time, at a desk set up like this.
    pub fn decide(&self, command: TicketCommand<'_>, plan: &DeskPlan, at: DateTime) -> Result<TicketEvent, Refusal> {
        let wrong_state = Err(Refusal::TicketNotInState(self.state));
        match (command, self.state) {
            (TicketCommand::Call { counter }, TicketState::Waiting) => {
                takes(plan, counter, &self.service)?;
                Ok(TicketEvent::Called { counter: counter.to_owned(), at })
            }
            // Whoever was sent on is called by that counter; whoever was called, again by the same one.
            (TicketCommand::Call { counter }, TicketState::Forwarded | TicketState::Called) => {
                if self.counter.as_deref() == Some(counter) {
                    Ok(TicketEvent::Called { counter: counter.to_owned(), at })
                } else {
                    Err(Refusal::OtherCounter)
                }
            }
            (TicketCommand::Start, TicketState::Called) => Ok(TicketEvent::Began { at }),
            (TicketCommand::Finish, TicketState::Serving) => Ok(TicketEvent::Finished { at }),
            (TicketCommand::MarkAbsent, TicketState::Called) => {
                let needed = plan.rules.calls_max;
                if self.calls < needed {
                    return Err(Refusal::NotCalledEnough { called: self.calls, needed });
                }
                Ok(TicketEvent::Missed { at })
            }
            (TicketCommand::Forward { to }, TicketState::Called | TicketState::Serving) => {
                if plan.counter(to).is_none() || self.counter.as_deref() == Some(to) {
                    return Err(Refusal::CounterTakesNot);
                }
                Ok(TicketEvent::Forwarded { to: to.to_owned(), at })
            }
            (TicketCommand::Cancel, TicketState::Waiting | TicketState::Forwarded | TicketState::Called) => {
                Ok(TicketEvent::Cancelled { at })
            }
            (
                TicketCommand::Call { .. }
                | TicketCommand::Start
                | TicketCommand::Finish
                | TicketCommand::MarkAbsent
                | TicketCommand::Forward { .. }
                | TicketCommand::Cancel,
                TicketState::Waiting
                | TicketState::Forwarded
                | TicketState::Called
                | TicketState::Serving
                | TicketState::Done
                | TicketState::Absent
                | TicketState::Cancelled,
            ) => wrong_state,
        }
    }

    /// The ticket that these events give, in their order.
    pub fn replay<'e>(events: impl IntoIterator<Item = &'e TicketEvent>) -> Result<Self, ReplayError> {
        let mut events = events.into_iter();
        let mut ticket = Self::issued(events.next().ok_or(ReplayError)?)?;
        for event in events {
            ticket.apply(event)?;
        }
        Ok(ticket)
    }

    /// A fresh ticket.
    pub fn issued(event: &TicketEvent) -> Result<Self, ReplayError> {
        let TicketEvent::Issued { unit, day, service, number, of, at } = event else { return Err(ReplayError) };
        Ok(Self {
            version: 1,
            unit: unit.clone(),
            day: *day,
            service: service.clone(),
            number: *number,
            kind: of.clone(),
            state: TicketState::Waiting,
            counter: None,
            calls: 0,
            issued_at: *at,
            called_at: None,
            last_call: None,
            began_at: None,
            ended_at: None,
        })
    }

    /// Takes an event over.
    pub fn apply(&mut self, event: &TicketEvent) -> Result<(), ReplayError> {
        match event {
            TicketEvent::Issued { .. } => return Err(ReplayError),
            TicketEvent::Called { counter, at } => {
                self.state = TicketState::Called;
                self.counter = Some(counter.clone());
                self.calls = self.calls.saturating_add(1);
                self.called_at = self.called_at.or(Some(*at));
                self.last_call = Some(*at);
            }
            TicketEvent::Began { at } => {
                self.state = TicketState::Serving;
                self.began_at = self.began_at.or(Some(*at));
            }
            TicketEvent::Forwarded { to, at: _ } => {
                self.state = TicketState::Forwarded;
                self.counter = Some(to.clone());
                self.calls = 0;
            }
            TicketEvent::Finished { at } => self.end(TicketState::Done, *at),
            TicketEvent::Missed { at } => self.end(TicketState::Absent, *at),
            TicketEvent::Cancelled { at } => self.end(TicketState::Cancelled, *at),
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }

    fn end(&mut self, state: TicketState, at: DateTime) {
        self.state = state;
        self.ended_at = Some(at);
    }

    /// As it is called out: `A012`.
    #[must_use]
    pub fn label(&self) -> String {
        label(&self.service, self.number)
    }
}

/// As a number is called out: `A012`.
pub(super) fn label(service: &str, number: i64) -> String {
    format!("{service}{number:03}")
}

fn takes(plan: &DeskPlan, counter: &str, service: &str) -> Result<(), Refusal> {
    match plan.counter(counter) {
        Some(counter) if counter.takes(service) => Ok(()),
        Some(_) | None => Err(Refusal::CounterTakesNot),
    }
}

//! What can be done with an incoming document, and what then happened.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::refusal::{optional, required};
use super::{Arrival, Incoming, IncomingStage, Instruction, Link, Number, Refusal, Run, secret_level};

/// Most units of one instruction.
const UNITS_MAX: usize = 100;
/// Most files of one document.
const FILES_MAX: usize = 20;

/// What somebody asks to be done with it. Reasons and words of instructions may name people: they are sealed apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncomingCommand {
    /// Say whether it is authentic and whole, and for this agency (Article 21).
    Check {
        /// Whether the signature holds and nothing is missing.
        is_authentic: bool,
        /// Whether it is for this agency.
        is_for_us: bool,
    },
    /// Send it back.
    Return {
        /// Why.
        reason: String,
    },
    /// Enter it into the register (Article 22).
    Register {
        /// The next number of the agency's run of arrivals.
        number: u32,
    },
    /// Lay it before somebody who decides (Article 23).
    Submit {
        /// Before whom.
        to: String,
    },
    /// Say who does what by when.
    Instruct {
        /// Who and when.
        instruction: Instruction,
        /// What is to be done.
        content: String,
    },
    /// Take it over (ký nhận): whoever does so works on it.
    Take {
        /// Who.
        by: String,
    },
    /// Say how far it is.
    Follow {
        /// How far.
        progress: String,
    },
    /// Tie something to it.
    Link(Link),
    /// Finish it; an answer is tied to it before.
    Finish {
        /// What was done.
        result: String,
    },
    /// Give it up, because the agency that issued it asked it back or replaced it (Article 18).
    Withdraw {
        /// What that agency said.
        reason: String,
    },
}

/// What happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IncomingEvent {
    /// It came.
    Received {
        /// When.
        at: DateTime,
        /// What is said of it.
        arrival: Arrival,
    },
    /// It was checked.
    Checked {
        /// When.
        at: DateTime,
        /// Whether it is authentic and whole.
        is_authentic: bool,
        /// Whether it is for this agency.
        is_for_us: bool,
    },
    /// It went back.
    Returned {
        /// When.
        at: DateTime,
    },
    /// It has a number.
    Registered {
        /// When.
        at: DateTime,
        /// The number; its symbol is empty.
        number: Number,
    },
    /// It lies before somebody.
    Submitted {
        /// When.
        at: DateTime,
        /// Before whom.
        to: String,
        /// Later than the law has it.
        late: bool,
    },
    /// Somebody said who does what by when; the last one counts.
    Instructed {
        /// When.
        at: DateTime,
        /// Who and when.
        instruction: Instruction,
    },
    /// Somebody took it over.
    Taken {
        /// When.
        at: DateTime,
        /// Who.
        by: String,
    },
    /// Somebody said how far it is.
    Followed {
        /// When.
        at: DateTime,
    },
    /// Something was tied to it.
    Linked {
        /// When.
        at: DateTime,
        /// What.
        link: Link,
    },
    /// It is finished.
    Finished {
        /// When.
        at: DateTime,
        /// After the due date.
        late: bool,
    },
    /// It was given up at the wish of the agency that issued it.
    Withdrawn {
        /// When.
        at: DateTime,
    },
}

impl IncomingEvent {
    /// Its stable name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Received { .. } => "incoming_received",
            Self::Checked { .. } => "incoming_checked",
            Self::Returned { .. } => "incoming_returned",
            Self::Registered { .. } => "incoming_registered",
            Self::Submitted { .. } => "incoming_submitted",
            Self::Instructed { .. } => "incoming_instructed",
            Self::Taken { .. } => "incoming_taken",
            Self::Followed { .. } => "incoming_followed",
            Self::Linked { .. } => "incoming_linked",
            Self::Finished { .. } => "incoming_finished",
            Self::Withdrawn { .. } => "incoming_withdrawn",
        }
    }
}

/// What a decision may look at besides the document.
#[derive(Debug, Clone, Copy)]
pub struct IncomingContext {
    /// The civil time at the province.
    pub now: DateTime,
    /// The last day on which it may be laid before the leader: the working day after it came. The calendar says it; none
    /// where the calendar ends.
    pub submit_by: Option<Date>,
}

/// Takes a document in. The words that a person typed are checked; a state secret is refused whole.
pub fn receive(mut arrival: Arrival, now: DateTime) -> Result<IncomingEvent, Refusal> {
    if let Some(level) = secret_level(&arrival.marks.secrecy) {
        return Err(Refusal::StateSecret { level });
    }
    arrival.agency = required(&arrival.agency, "agency")?;
    arrival.author = required(&arrival.author, "author")?;
    arrival.subject = required(&arrival.subject, "subject")?;
    arrival.symbol = optional(&arrival.symbol)?;
    arrival.note = optional(&arrival.note)?;
    if arrival.files.len() > FILES_MAX {
        return Err(Refusal::Entries("files"));
    }
    Ok(IncomingEvent::Received { at: now, arrival })
}

impl Incoming {
    /// What happens when this is done now, with the words to be sealed. Changes nothing.
    ///
    /// Whether the person may is decided before.
    pub fn decide(
        &self,
        command: IncomingCommand,
        context: &IncomingContext,
    ) -> Result<(IncomingEvent, Option<String>), Refusal> {
        let at = context.now;
        if !self.stage.allows(&command) {
            return Err(Refusal::IncomingStage(self.stage));
        }
        let plain = |event| Ok((event, None));
        match command {
            IncomingCommand::Check { is_authentic, is_for_us } => {
                plain(IncomingEvent::Checked { at, is_authentic, is_for_us })
            }
            IncomingCommand::Return { reason } => {
                Ok((IncomingEvent::Returned { at }, Some(required(&reason, "reason")?)))
            }
            IncomingCommand::Register { number } => {
                if !self.passed_check {
                    return Err(Refusal::CheckFailed);
                }
                if number == 0 {
                    return Err(Refusal::NoNumber);
                }
                let run = Run::of_arrivals(&self.arrival.agency, at.date());
                let number = Number { run, number, notation: String::new(), day: at.date() };
                plain(IncomingEvent::Registered { at, number })
            }
            IncomingCommand::Submit { to } => {
                let last = if self.arrival.marks.urgency.is_urgent() {
                    Some(self.received_at.date())
                } else {
                    context.submit_by
                };
                let late = last.is_some_and(|last| at.date() > last);
                plain(IncomingEvent::Submitted { at, to: required(&to, "to")?, late })
            }
            IncomingCommand::Instruct { instruction, content } => {
                let words = required(&content, "content")?;
                Ok((IncomingEvent::Instructed { at, instruction: sound(instruction, at.date())? }, Some(words)))
            }
            IncomingCommand::Take { by } => plain(IncomingEvent::Taken { at, by: required(&by, "by")? }),
            IncomingCommand::Follow { progress } => {
                Ok((IncomingEvent::Followed { at }, Some(required(&progress, "progress")?)))
            }
            IncomingCommand::Link(link) => {
                let link = Link { id: required(&link.id, "id")?, ..link };
                if self.links.contains(&link) || self.links.len() >= UNITS_MAX {
                    return Err(Refusal::Entries("links"));
                }
                plain(IncomingEvent::Linked { at, link })
            }
            IncomingCommand::Finish { result } => {
                let late = self.due().is_some_and(|due| at.date() > due);
                Ok((IncomingEvent::Finished { at, late }, Some(required(&result, "result")?)))
            }
            IncomingCommand::Withdraw { reason } => {
                Ok((IncomingEvent::Withdrawn { at }, Some(required(&reason, "reason")?)))
            }
        }
    }
}

/// One unit leads; nobody is named twice; the day is not over.
fn sound(instruction: Instruction, today: Date) -> Result<Instruction, Refusal> {
    let lead = required(&instruction.lead, "lead")?;
    let mut named = std::collections::BTreeSet::from([lead.clone()]);
    let is_once = instruction.coordinating.iter().all(|unit| !unit.is_empty() && named.insert(unit.clone()));
    if !is_once || instruction.coordinating.len() > UNITS_MAX {
        return Err(Refusal::Entries("coordinating"));
    }
    if instruction.due.is_some_and(|due| due < today) {
        return Err(Refusal::DueOver { today });
    }
    Ok(Instruction { lead, ..instruction })
}

impl IncomingStage {
    /// Whether the command is possible there.
    #[must_use]
    pub const fn allows(self, command: &IncomingCommand) -> bool {
        match command {
            IncomingCommand::Check { .. } => matches!(self, Self::Received | Self::Checked),
            // After the number it is ours: it is passed on, not returned.
            IncomingCommand::Return { .. } => matches!(self, Self::Received | Self::Checked),
            IncomingCommand::Register { .. } => matches!(self, Self::Checked),
            IncomingCommand::Submit { .. } => matches!(self, Self::Registered | Self::Submitted),
            // Where the unit is known by the rules, it goes there directly.
            IncomingCommand::Instruct { .. } => {
                matches!(self, Self::Registered | Self::Submitted | Self::Instructed)
            }
            IncomingCommand::Take { .. } | IncomingCommand::Follow { .. } => matches!(self, Self::Instructed),
            IncomingCommand::Link(_) => !matches!(self, Self::Returned | Self::Withdrawn),
            // What is only for information is finished where it lies.
            IncomingCommand::Finish { .. } => matches!(self, Self::Submitted | Self::Instructed),
            IncomingCommand::Withdraw { .. } => !self.is_over(),
        }
    }
}

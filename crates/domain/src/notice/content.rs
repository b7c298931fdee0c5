//! From the events of an act to the one message that its applicant gets.

use jiff::civil::DateTime;

use super::{Kind, Reminder};
use crate::dossier::{DueState, Event};

/// What a message says, without anything personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Handed in at a desk, which examines it until then.
    HandedIn {
        /// The desk.
        desk: String,
        /// Until when it must have examined it.
        examined_by: Option<DateTime>,
        /// When the result is due.
        due: DueState,
    },
    /// Received for handling.
    Received {
        /// When the result is due.
        due: DueState,
    },
    /// Not received; the reason stands sealed beside the event.
    Refused,
    /// Papers are missing.
    PapersMissing {
        /// Ids of the components.
        components: Vec<String>,
    },
    /// A payment is asked for.
    PaymentAsked {
        /// Amount in đồng.
        amount: i64,
    },
    /// Paid.
    Paid {
        /// Number of the receipt or transaction.
        reference: String,
    },
    /// The limit was prolonged.
    Prolonged {
        /// When the result is due now.
        due: DueState,
    },
    /// Passed on.
    Passed {
        /// To which unit.
        to_unit: String,
    },
    /// The clock stands.
    Suspended {
        /// Code of the ground.
        ground: String,
    },
    /// The clock runs again.
    Resumed {
        /// When the result is due now.
        due: DueState,
    },
    /// Late, with one new date.
    Apology {
        /// The new date.
        promised: DateTime,
    },
    /// The result is at the desk.
    ResultReady {
        /// Its number.
        number: String,
        /// Whether it can be read in the dossier too.
        has_files: bool,
    },
    /// The result was handed over.
    Delivered,
    /// Taken back.
    Withdrawn,
    /// A reminder to a member of staff.
    Staff(Reminder),
}

impl Content {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::HandedIn { .. } => Kind::HandedIn,
            Self::Received { .. } => Kind::Received,
            Self::Refused => Kind::Refused,
            Self::PapersMissing { .. } => Kind::PapersMissing,
            Self::PaymentAsked { .. } => Kind::PaymentAsked,
            Self::Paid { .. } => Kind::Paid,
            Self::Prolonged { .. } => Kind::Prolonged,
            Self::Passed { .. } => Kind::Passed,
            Self::Suspended { .. } => Kind::Suspended,
            Self::Resumed { .. } => Kind::Resumed,
            Self::Apology { .. } => Kind::Apology,
            Self::ResultReady { .. } => Kind::ResultReady,
            Self::Delivered => Kind::Delivered,
            Self::Withdrawn => Kind::Withdrawn,
            Self::Staff(Reminder { kind, .. }) => Kind::Staff(*kind),
        }
    }
}

/// What an event means to the applicant; `None` for what is the office's own affair.
#[must_use]
pub fn content_of(event: &Event) -> Option<Content> {
    Some(match event {
        Event::Submitted { receiving_unit, acceptance_due, due, .. } => {
            Content::HandedIn { desk: receiving_unit.clone(), examined_by: *acceptance_due, due: *due }
        }
        Event::Accepted { due, .. } => Content::Received { due: *due },
        Event::Rejected { .. } => Content::Refused,
        Event::SupplementRequested { components, .. } => Content::PapersMissing { components: components.clone() },
        Event::PaymentRequested { amount, .. } => Content::PaymentAsked { amount: *amount },
        Event::Paid { reference, .. } => Content::Paid { reference: reference.clone() },
        Event::Extended { due, .. } => Content::Prolonged { due: *due },
        Event::Transferred { to_unit, .. } => Content::Passed { to_unit: to_unit.clone() },
        Event::Suspended { ground, .. } => Content::Suspended { ground: ground.clone() },
        Event::Resumed { due, .. } => Content::Resumed { due: *due },
        Event::Apologised { promised, .. } => Content::Apology { promised: *promised },
        Event::ResultIssued { number, files, .. } => {
            Content::ResultReady { number: number.clone(), has_files: !files.is_empty() }
        }
        Event::Delivered { .. } => Content::Delivered,
        Event::Withdrawn { .. } => Content::Withdrawn,
        // The applicant did it themselves just now, or it is a step on the way that changes nothing for them.
        Event::Supplemented { .. }
        | Event::Assigned { .. }
        | Event::StepCompleted { .. }
        | Event::StepReturned { .. }
        | Event::Decided { .. }
        | Event::Signed { .. }
        | Event::Rated { .. }
        | Event::Closed { .. }
        | Event::Archived { .. }
        // What offices do among themselves.
        | Event::Worked { .. }
        | Event::WorkMoved { .. }
        | Event::Seated { .. }
        | Event::HandedBack { .. }
        | Event::Noted { .. }
        | Event::ResultDrafted { .. }
        | Event::OpinionAsked { .. }
        | Event::OpinionGiven { .. } => return None,
    })
}

/// One message for one act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// What its subject speaks of.
    pub kind: Kind,
    /// The first event that it tells of.
    pub first_version: i64,
    /// The last.
    pub last_version: i64,
}

/// The message about the events of one act, given with their versions in order; `None` when none matters.
#[must_use]
pub fn join(events: &[(i64, Content)]) -> Option<Joined> {
    let (first_version, _) = events.first()?;
    let (last_version, _) = events.last()?;
    let kind = events.iter().map(|(_, content)| content.kind()).max()?;
    Some(Joined { kind, first_version: *first_version, last_version: *last_version })
}

impl Joined {
    /// What the message says, in order: that a dossier was received says already that it was handed in.
    #[must_use]
    pub fn said(contents: Vec<Content>) -> Vec<Content> {
        let is_received = contents.iter().any(|content| content.kind() == Kind::Received);
        contents.into_iter().filter(|content| !(is_received && content.kind() == Kind::HandedIn)).collect()
    }
}

//! How far a document is, and why something does not move it.

use serde::{Deserialize, Serialize};

use crate::edxml::StatusCode;

/// How far a document is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It is being written.
    #[default]
    Drafted,
    /// It is on its way.
    Sent,
    /// The receiver's system has it.
    Arrived,
    /// The receiver sent it back.
    Refused,
    /// It has a number at the receiver.
    Registered,
    /// Somebody there has it.
    Assigned,
    /// Somebody there works on it.
    InWork,
    /// What it asks for is done.
    Finished,
    /// The sender took it back, and the receiver agreed.
    Withdrawn,
    /// Another document stands in its place, and the receiver agreed.
    Replaced,
}

impl Stage {
    /// Every one, in the order in which they come.
    pub const ALL: [Self; 10] = [
        Self::Drafted,
        Self::Sent,
        Self::Arrived,
        Self::Refused,
        Self::Registered,
        Self::Assigned,
        Self::InWork,
        Self::Finished,
        Self::Withdrawn,
        Self::Replaced,
    ];

    /// The one of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Sent => "sent",
            Self::Arrived => "arrived",
            Self::Refused => "refused",
            Self::Registered => "registered",
            Self::Assigned => "assigned",
            Self::InWork => "in_work",
            Self::Finished => "finished",
            Self::Withdrawn => "withdrawn",
            Self::Replaced => "replaced",
        }
    }

    /// Whether the receiver has it and still may work on it.
    #[must_use]
    pub const fn is_held(self) -> bool {
        match self {
            Self::Arrived | Self::Registered | Self::Assigned | Self::InWork => true,
            Self::Drafted | Self::Sent | Self::Refused | Self::Finished | Self::Withdrawn | Self::Replaced => false,
        }
    }

    /// Whether nothing can follow.
    #[must_use]
    pub const fn is_over(self) -> bool {
        match self {
            Self::Refused | Self::Withdrawn | Self::Replaced => true,
            Self::Drafted
            | Self::Sent
            | Self::Arrived
            | Self::Registered
            | Self::Assigned
            | Self::InWork
            | Self::Finished => false,
        }
    }

    /// What the receiver says of it; nothing of a document that it does not have, or that is gone by agreement.
    #[must_use]
    pub const fn progress(self) -> Option<Progress> {
        match self {
            Self::Arrived => Some(Progress::Arrived),
            Self::Refused => Some(Progress::Refused),
            Self::Registered => Some(Progress::Registered),
            Self::Assigned => Some(Progress::Assigned),
            Self::InWork => Some(Progress::InWork),
            Self::Finished => Some(Progress::Finished),
            Self::Drafted | Self::Sent | Self::Withdrawn | Self::Replaced => None,
        }
    }
}

/// What a receiver reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// 01.
    Arrived,
    /// 02.
    Refused,
    /// 03.
    Registered,
    /// 04.
    Assigned,
    /// 05.
    InWork,
    /// 06.
    Finished,
}

impl Progress {
    /// The stage that it reports.
    #[must_use]
    pub const fn stage(self) -> Stage {
        match self {
            Self::Arrived => Stage::Arrived,
            Self::Refused => Stage::Refused,
            Self::Registered => Stage::Registered,
            Self::Assigned => Stage::Assigned,
            Self::InWork => Stage::InWork,
            Self::Finished => Stage::Finished,
        }
    }

    /// Its code on the wire.
    #[must_use]
    pub const fn code(self) -> StatusCode {
        match self {
            Self::Arrived => StatusCode::Arrived,
            Self::Refused => StatusCode::Refused,
            Self::Registered => StatusCode::Registered,
            Self::Assigned => StatusCode::Assigned,
            Self::InWork => StatusCode::InWork,
            Self::Finished => StatusCode::Finished,
        }
    }
}

/// Why a message that came changes nothing. Only the last two deserve a person's look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Passed {
    /// It came before.
    #[error("it came before")]
    Repeated,
    /// More is known already.
    #[error("more is known already")]
    Late,
    /// The document has not come yet; whoever asks will ask again.
    #[error("the document has not come yet")]
    NotHere,
    /// It says that what was refused was taken, or the other way round.
    #[error("it contradicts what was said before")]
    Contradicts,
    /// It answers what was never asked, or speaks of what was never sent.
    #[error("nothing like that was asked or sent")]
    NotAsked,
}

/// Why something cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// Not while the document is there.
    #[error("not possible while the document is {}", .0.name())]
    NotInStage(Stage),
    /// A question is open; it is answered first.
    #[error("a recall, update or replacement is already asked")]
    AskOpen,
    /// No question is open.
    #[error("no recall, update or replacement is asked")]
    NothingAsked,
    /// A reason is required.
    #[error("a reason is required")]
    ReasonMissing,
    /// The reason is too long.
    #[error("the reason is longer than allowed")]
    ReasonTooLong,
}

impl Refusal {
    /// The key of its sentence.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotInStage(_) => "not_in_stage",
            Self::AskOpen => "ask_open",
            Self::NothingAsked => "nothing_asked",
            Self::ReasonMissing => "reason_missing",
            Self::ReasonTooLong => "reason_too_long",
        }
    }
}

/// Longest reason, in characters.
const REASON_CHARS_MAX: usize = 2_000;

/// A reason that says something.
pub(super) fn reasoned(reason: &str) -> Result<String, Refusal> {
    let reason = crate::text::composed(reason);
    match reason.chars().count() {
        0 => Err(Refusal::ReasonMissing),
        length if length > REASON_CHARS_MAX => Err(Refusal::ReasonTooLong),
        _fits => Ok(reason),
    }
}

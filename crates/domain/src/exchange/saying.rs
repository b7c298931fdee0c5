//! What the two sides say to one another about one document.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::Progress;
use crate::edxml::{Change, Message, StatusCode};

/// What a sender may ask for after it has sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskKind {
    /// Thu hồi, lấy lại.
    Recall,
    /// Cập nhật.
    Update,
    /// Thay thế.
    Replace,
}

/// A question that the receiver must answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// For what.
    pub kind: AskKind,
    /// When it was asked, in the sender's time; no two questions of one document have the same.
    pub at: DateTime,
    /// Why.
    pub reason: String,
}

/// Why a receiver does not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "denial", rename_all = "snake_case")]
pub enum Denial {
    /// What it asks for is done already.
    Finished,
    /// The receiver does not have it any more: it was refused, withdrawn or replaced.
    NotHeld,
    /// Somebody decided so.
    Decided {
        /// Why.
        reason: String,
    },
}

/// The receiver's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// When, in the receiver's time; no two answers about one document have the same.
    pub at: DateTime,
    /// Why not; none for yes.
    pub denial: Option<Denial>,
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "saying", rename_all = "snake_case")]
pub enum Saying {
    /// Here is the document.
    Document,
    /// May it be taken back, changed, replaced?
    Ask(Ask),
    /// This is how far it is.
    Progress {
        /// How far.
        progress: Progress,
        /// In words; the reason of a refusal.
        reason: String,
    },
    /// Yes, or no.
    Answer(Answer),
}

impl Saying {
    /// What a message says. `came` stands for a time that it lacks; a message without a time that comes twice can then not
    /// be told from two.
    #[must_use]
    pub fn of(message: &Message, came: DateTime) -> Self {
        match message {
            Message::Document(envelope) => {
                let at = envelope.traces.first().and_then(|trace| trace.at).unwrap_or(came);
                let ask = |kind| Self::Ask(Ask { kind, at, reason: envelope.business.reason.clone() });
                match envelope.business.change {
                    Change::New => Self::Document,
                    Change::Recall => ask(AskKind::Recall),
                    Change::Update { .. } => ask(AskKind::Update),
                    Change::Replace { .. } => ask(AskKind::Replace),
                }
            }
            Message::Status(status) => {
                let at = status.at.unwrap_or(came);
                let reason = || status.description.clone();
                let progress = |progress| Self::Progress { progress, reason: reason() };
                match status.code {
                    StatusCode::Arrived => progress(Progress::Arrived),
                    StatusCode::Refused => progress(Progress::Refused),
                    StatusCode::Registered => progress(Progress::Registered),
                    StatusCode::Assigned => progress(Progress::Assigned),
                    StatusCode::InWork => progress(Progress::InWork),
                    StatusCode::Finished => progress(Progress::Finished),
                    StatusCode::AskedBack => Self::Ask(Ask { kind: AskKind::Recall, at, reason: reason() }),
                    StatusCode::ChangeAgreed => Self::Answer(Answer { at, denial: None }),
                    StatusCode::ChangeRefused => {
                        Self::Answer(Answer { at, denial: Some(Denial::Decided { reason: reason() }) })
                    }
                }
            }
        }
    }

    /// The code of the status message that says it; none for what goes as a message with a document.
    #[must_use]
    pub const fn code(&self) -> Option<StatusCode> {
        match self {
            Self::Document | Self::Ask(_) => None,
            Self::Progress { progress, .. } => Some(progress.code()),
            Self::Answer(Answer { denial: None, .. }) => Some(StatusCode::ChangeAgreed),
            Self::Answer(Answer { denial: Some(_), .. }) => Some(StatusCode::ChangeRefused),
        }
    }
}

/// A time after another one, to the second.
pub(super) fn after(now: DateTime, last: Option<DateTime>) -> DateTime {
    let next = last.and_then(|last| last.checked_add(jiff::SignedDuration::from_secs(1)).ok());
    next.map_or(now, |next| next.max(now))
}

//! The side that sends.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::saying::after;
use super::stage::reasoned;
use super::{Answer, Ask, AskKind, Passed, Progress, Refusal, Saying, Stage};

/// What can be done at the sender's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SenderCommand {
    /// Send it.
    Send,
    /// Ask it back, or ask for a change.
    Ask {
        /// For what.
        kind: AskKind,
        /// Why.
        reason: String,
    },
}

/// What happened at the sender's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SenderEvent {
    /// It was sent.
    Sent {
        /// When.
        at: DateTime,
    },
    /// The receiver reported.
    Progressed {
        /// When it came.
        at: DateTime,
        /// How far the document is.
        progress: Progress,
        /// In words.
        reason: String,
    },
    /// A question was sent.
    Asked {
        /// The question.
        ask: Ask,
    },
    /// The receiver answered it.
    Answered {
        /// When it came.
        at: DateTime,
        /// The answer.
        answer: Answer,
    },
}

impl SenderEvent {
    /// What is to be sent because of it.
    #[must_use]
    pub fn saying(&self) -> Option<Saying> {
        match self {
            Self::Sent { .. } => Some(Saying::Document),
            Self::Asked { ask } => Some(Saying::Ask(ask.clone())),
            Self::Progressed { .. } | Self::Answered { .. } => None,
        }
    }
}

/// What the sender knows of its document at one receiver.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// How far it is, as far as is known.
    pub stage: Stage,
    /// The question that is not answered yet.
    pub ask: Option<Ask>,
    /// When the last question was asked.
    pub asked_at: Option<DateTime>,
    /// The last answer.
    pub answer: Option<Answer>,
}

impl Sender {
    /// What happens when this is done now. Changes nothing.
    pub fn decide(&self, command: &SenderCommand, now: DateTime) -> Result<SenderEvent, Refusal> {
        match command {
            SenderCommand::Send if self.stage == Stage::Drafted => Ok(SenderEvent::Sent { at: now }),
            SenderCommand::Send => Err(Refusal::NotInStage(self.stage)),
            SenderCommand::Ask { kind, reason } => {
                let reason = reasoned(reason)?;
                if self.ask.is_some() {
                    return Err(Refusal::AskOpen);
                }
                if self.stage == Stage::Drafted || self.stage.is_over() || self.stage == Stage::Finished {
                    return Err(Refusal::NotInStage(self.stage));
                }
                let at = after(now, self.asked_at);
                Ok(SenderEvent::Asked { ask: Ask { kind: *kind, at, reason } })
            }
        }
    }

    /// What follows from a message of the receiver, or why nothing does.
    pub fn hear(&self, saying: &Saying, now: DateTime) -> Result<SenderEvent, Passed> {
        if self.stage == Stage::Drafted {
            return Err(Passed::NotAsked);
        }
        match saying {
            Saying::Document | Saying::Ask(_) => Err(Passed::NotAsked),
            Saying::Progress { progress, reason } => {
                self.progresses(*progress)?;
                Ok(SenderEvent::Progressed { at: now, progress: *progress, reason: reason.clone() })
            }
            Saying::Answer(answer) => {
                if self.answer.as_ref().is_some_and(|known| answer.at <= known.at) {
                    return Err(Passed::Repeated);
                }
                if self.ask.is_none() {
                    return Err(Passed::NotAsked);
                }
                Ok(SenderEvent::Answered { at: now, answer: answer.clone() })
            }
        }
    }

    /// Whether a report says more than is known.
    fn progresses(&self, progress: Progress) -> Result<(), Passed> {
        let told = progress.stage();
        if told == self.stage {
            return Err(Passed::Repeated);
        }
        match (self.stage, progress) {
            (Stage::Drafted, _) => Err(Passed::NotAsked),
            (Stage::Withdrawn | Stage::Replaced, _) | (Stage::Refused, Progress::Arrived) => Err(Passed::Late),
            (Stage::Refused, _)
            | (Stage::Registered | Stage::Assigned | Stage::InWork | Stage::Finished, Progress::Refused) => {
                Err(Passed::Contradicts)
            }
            (known, _) if told < known => Err(Passed::Late),
            (
                Stage::Sent | Stage::Arrived | Stage::Registered | Stage::Assigned | Stage::InWork | Stage::Finished,
                _,
            ) => Ok(()),
        }
    }

    /// What may be said again when an answer does not come: it does no harm.
    #[must_use]
    pub fn repeats(&self) -> Vec<Saying> {
        let document = (self.stage != Stage::Drafted && !self.stage.is_over()).then_some(Saying::Document);
        document.into_iter().chain(self.ask.clone().map(Saying::Ask)).collect()
    }

    /// Takes an event in.
    pub fn apply(&mut self, event: &SenderEvent) {
        match event {
            SenderEvent::Sent { .. } => self.stage = Stage::Sent,
            SenderEvent::Progressed { progress, .. } => self.stage = progress.stage(),
            SenderEvent::Asked { ask } => {
                self.asked_at = Some(ask.at);
                self.ask = Some(ask.clone());
            }
            SenderEvent::Answered { answer, .. } => {
                let asked = self.ask.take().map(|ask| ask.kind);
                match (asked, &answer.denial) {
                    (Some(AskKind::Recall), None) => self.stage = Stage::Withdrawn,
                    (Some(AskKind::Replace), None) => self.stage = Stage::Replaced,
                    (Some(AskKind::Update) | None, None) | (_, Some(_)) => (),
                }
                self.answer = Some(answer.clone());
            }
        }
    }
}

//! The side that receives.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::saying::after;
use super::stage::reasoned;
use super::{Answer, Ask, AskKind, Denial, Passed, Progress, Refusal, Saying, Stage};

/// What can be done at the receiver's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiverCommand {
    /// Send it back: it is not for us, or not authentic.
    Refuse {
        /// Why.
        reason: String,
    },
    /// Enter it into the register.
    Register,
    /// Give it to somebody.
    Assign,
    /// Begin to work on it.
    Begin,
    /// Finish what it asks for.
    Finish,
    /// Agree to what is asked.
    Agree,
    /// Do not agree.
    Deny {
        /// Why.
        reason: String,
    },
}

/// What happened at the receiver's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReceiverEvent {
    /// How far it is changed.
    Progressed {
        /// When.
        at: DateTime,
        /// How far.
        progress: Progress,
        /// The reason of a refusal.
        reason: String,
    },
    /// The sender asks.
    AskCame {
        /// When it came.
        at: DateTime,
        /// The question.
        ask: Ask,
    },
    /// It was answered.
    Answered {
        /// The question.
        ask: Ask,
        /// The answer.
        answer: Answer,
    },
}

impl ReceiverEvent {
    /// What is to be said because of it.
    #[must_use]
    pub fn saying(&self) -> Option<Saying> {
        match self {
            Self::Progressed { progress, reason, .. } => {
                Some(Saying::Progress { progress: *progress, reason: reason.clone() })
            }
            Self::AskCame { .. } => None,
            Self::Answered { answer, .. } => Some(Saying::Answer(answer.clone())),
        }
    }
}

/// What follows from a message that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Something happened.
    Event(ReceiverEvent),
    /// It came before: this is said again.
    Again(Saying),
    /// Nothing.
    Passed(Passed),
}

/// What the receiver knows of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    /// How far it is; [`Stage::Sent`] before it has come.
    pub stage: Stage,
    /// Why it was refused; empty otherwise.
    pub reason: String,
    /// The question that waits for an answer.
    pub ask: Option<Ask>,
    /// The last question that was answered, and how.
    pub answered: Option<(Ask, Answer)>,
}

impl Default for Receiver {
    fn default() -> Self {
        Self { stage: Stage::Sent, reason: String::new(), ask: None, answered: None }
    }
}

impl Receiver {
    /// What follows from a message of the sender. Changes nothing.
    #[must_use]
    pub fn take(&self, saying: &Saying, now: DateTime) -> Taken {
        match saying {
            Saying::Document if self.stage == Stage::Sent => {
                Taken::Event(ReceiverEvent::Progressed { at: now, progress: Progress::Arrived, reason: String::new() })
            }
            Saying::Document => self.stage.progress().map_or(Taken::Passed(Passed::Late), |progress| {
                Taken::Again(Saying::Progress { progress, reason: self.reason.clone() })
            }),
            Saying::Ask(ask) => self.asked(ask, now),
            Saying::Progress { .. } | Saying::Answer(_) => Taken::Passed(Passed::NotAsked),
        }
    }

    fn asked(&self, ask: &Ask, now: DateTime) -> Taken {
        if self.stage == Stage::Sent || self.stage == Stage::Drafted {
            return Taken::Passed(Passed::NotHere);
        }
        if let Some((known, answer)) = self.answered.as_ref().filter(|(known, _)| ask.at <= known.at) {
            let is_same = known.at == ask.at;
            return if is_same { Taken::Again(Saying::Answer(answer.clone())) } else { Taken::Passed(Passed::Late) };
        }
        if self.ask.as_ref().is_some_and(|open| ask.at <= open.at) {
            return Taken::Passed(Passed::Repeated);
        }
        if self.stage == Stage::Finished {
            return Taken::Event(self.answer(ask, Some(Denial::Finished), now));
        }
        if !self.stage.is_held() {
            return Taken::Event(self.answer(ask, Some(Denial::NotHeld), now));
        }
        Taken::Event(ReceiverEvent::AskCame { at: now, ask: ask.clone() })
    }

    fn answer(&self, ask: &Ask, denial: Option<Denial>, now: DateTime) -> ReceiverEvent {
        let at = after(now, self.answered.as_ref().map(|(_, answer)| answer.at));
        ReceiverEvent::Answered { ask: ask.clone(), answer: Answer { at, denial } }
    }

    /// What happens when this is done now. Changes nothing.
    pub fn decide(&self, command: &ReceiverCommand, now: DateTime) -> Result<ReceiverEvent, Refusal> {
        let moved = |progress: Progress, from: &[Stage], reason: String| {
            if from.contains(&self.stage) {
                Ok(ReceiverEvent::Progressed { at: now, progress, reason })
            } else {
                Err(Refusal::NotInStage(self.stage))
            }
        };
        let none = String::new();
        match command {
            ReceiverCommand::Refuse { reason } => moved(Progress::Refused, &[Stage::Arrived], reasoned(reason)?),
            ReceiverCommand::Register => moved(Progress::Registered, &[Stage::Arrived], none),
            ReceiverCommand::Assign => moved(Progress::Assigned, &[Stage::Registered, Stage::Assigned], none),
            ReceiverCommand::Begin => moved(Progress::InWork, &[Stage::Registered, Stage::Assigned], none),
            ReceiverCommand::Finish => {
                moved(Progress::Finished, &[Stage::Registered, Stage::Assigned, Stage::InWork], none)
            }
            ReceiverCommand::Agree => {
                let ask = self.ask.as_ref().ok_or(Refusal::NothingAsked)?;
                if !self.stage.is_held() {
                    return Err(Refusal::NotInStage(self.stage));
                }
                Ok(self.answer(ask, None, now))
            }
            ReceiverCommand::Deny { reason } => {
                let ask = self.ask.as_ref().ok_or(Refusal::NothingAsked)?;
                Ok(self.answer(ask, Some(Denial::Decided { reason: reasoned(reason)? }), now))
            }
        }
    }

    /// Takes an event in.
    pub fn apply(&mut self, event: &ReceiverEvent) {
        match event {
            ReceiverEvent::Progressed { progress, reason, .. } => {
                self.stage = progress.stage();
                self.reason.clone_from(reason);
            }
            ReceiverEvent::AskCame { ask, .. } => self.ask = Some(ask.clone()),
            ReceiverEvent::Answered { ask, answer } => {
                self.ask = None;
                match (ask.kind, &answer.denial) {
                    (AskKind::Recall, None) => self.stage = Stage::Withdrawn,
                    (AskKind::Replace, None) => self.stage = Stage::Replaced,
                    (AskKind::Update, None) | (_, Some(_)) => (),
                }
                self.answered = Some((ask.clone(), answer.clone()));
            }
        }
    }
}

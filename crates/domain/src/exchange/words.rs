//! Names of what happened, and the same events without the words that people wrote: reasons may name somebody.

use super::{Answer, Ask, AskKind, Denial, ReceiverEvent, SenderEvent};

impl AskKind {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Recall, Self::Update, Self::Replace];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recall => "recall",
            Self::Update => "update",
            Self::Replace => "replace",
        }
    }

    /// The one of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Ask {
    fn without_words(&self) -> Self {
        Self { reason: String::new(), ..self.clone() }
    }
}

impl Answer {
    /// The stable name of what was answered.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self.denial {
            None => "agreed",
            Some(Denial::Finished) => "finished",
            Some(Denial::NotHeld) => "not_held",
            Some(Denial::Decided { .. }) => "denied",
        }
    }

    fn without_words(&self) -> Self {
        let denial = self.denial.as_ref().map(|denial| match denial {
            Denial::Finished => Denial::Finished,
            Denial::NotHeld => Denial::NotHeld,
            Denial::Decided { .. } => Denial::Decided { reason: String::new() },
        });
        Self { at: self.at, denial }
    }
}

impl SenderEvent {
    /// Its stable name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "exchange_sent",
            Self::Progressed { .. } => "exchange_reported",
            Self::Asked { .. } => "exchange_asked",
            Self::Answered { .. } => "exchange_answer_came",
        }
    }

    /// The same without reasons; these are sealed apart.
    #[must_use]
    pub fn without_words(&self) -> Self {
        match self {
            Self::Sent { at } => Self::Sent { at: *at },
            Self::Progressed { at, progress, .. } => {
                Self::Progressed { at: *at, progress: *progress, reason: String::new() }
            }
            Self::Asked { ask } => Self::Asked { ask: ask.without_words() },
            Self::Answered { at, answer } => Self::Answered { at: *at, answer: answer.without_words() },
        }
    }
}

impl ReceiverEvent {
    /// Its stable name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Progressed { .. } => "exchange_progressed",
            Self::AskCame { .. } => "exchange_ask_came",
            Self::Answered { .. } => "exchange_answered",
        }
    }

    /// The same without reasons; these are sealed apart.
    #[must_use]
    pub fn without_words(&self) -> Self {
        match self {
            Self::Progressed { at, progress, .. } => {
                Self::Progressed { at: *at, progress: *progress, reason: String::new() }
            }
            Self::AskCame { at, ask } => Self::AskCame { at: *at, ask: ask.without_words() },
            Self::Answered { ask, answer } => {
                Self::Answered { ask: ask.without_words(), answer: answer.without_words() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Progress;
    use jiff::civil::datetime;

    #[test]
    fn no_reason_stays_in_what_the_journal_keeps_in_the_open() {
        let at = datetime(2026, 11, 26, 9, 0, 0, 0);
        let secret = "Ông Nguyễn Văn A".to_owned();
        let ask = Ask { kind: AskKind::Recall, at, reason: secret.clone() };
        let answer = Answer { at, denial: Some(Denial::Decided { reason: secret.clone() }) };
        let sent = [
            SenderEvent::Progressed { at, progress: Progress::Refused, reason: secret.clone() },
            SenderEvent::Asked { ask: ask.clone() },
            SenderEvent::Answered { at, answer: answer.clone() },
        ];
        let came = [
            ReceiverEvent::Progressed { at, progress: Progress::Refused, reason: secret.clone() },
            ReceiverEvent::AskCame { at, ask: ask.clone() },
            ReceiverEvent::Answered { ask, answer },
        ];
        let bare = sent.iter().map(|event| serde_json::to_string(&event.without_words()));
        let bare = bare.chain(came.iter().map(|event| serde_json::to_string(&event.without_words())));
        for text in bare {
            assert!(!text.unwrap().contains("Nguyễn"));
        }
        assert!(serde_json::to_string(&sent[0]).unwrap().contains("Nguyễn"));
    }
}

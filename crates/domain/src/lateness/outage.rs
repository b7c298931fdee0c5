//! The register of outages (sổ sự cố hệ thống): stretches of time in which this system could not be used.
//!
//! An outage takes its minutes from everybody in every ledger. It is noted after it began, never in advance, ended when
//! the system works again, and withdrawn, with a reason, when it never was.

use serde::{Deserialize, Serialize};

use crate::text::composed;
use crate::time::DateTime;

/// Longest description, in characters.
pub const OUTAGE_TEXT_CHARS_MAX: usize = 500;
/// The longest outage: whatever lasts longer is noted again, and looked at again.
const DAYS_MAX: i64 = 31;

/// One outage as it stands in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutageRecord {
    /// Its number in the register.
    pub id: String,
    /// When it began.
    pub from: DateTime,
    /// When it ended; none while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime>,
    /// What could not be used, and why; never about a person.
    pub what: String,
    /// The account that noted it.
    pub noted_by: String,
    /// Whether it was noted by mistake.
    #[serde(default)]
    pub withdrawn: bool,
}

/// What happens to an outage of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OutageEvent {
    /// It was noted.
    Noted {
        /// As it was noted.
        outage: OutageRecord,
    },
    /// The system works again.
    Ended {
        /// Since when.
        to: DateTime,
    },
    /// It was noted by mistake.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// Why an outage was not noted, ended or withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OutageRefusal {
    /// It ends before it begins.
    #[error("it ends before it begins")]
    EndsBeforeItBegins,
    /// It lies in the future.
    #[error("it lies in the future")]
    Future,
    /// It lasts longer than a month.
    #[error("it is longer than {DAYS_MAX} days")]
    TooLong,
    /// Nothing says what could not be used.
    #[error("nothing says what it was")]
    NoWords,
    /// The description is too long.
    #[error("more than {OUTAGE_TEXT_CHARS_MAX} characters")]
    WordsTooLong,
    /// It has ended or was withdrawn already.
    #[error("it is over")]
    Over,
}

impl OutageEvent {
    /// The stable name, as stored.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Noted { .. } => "outage_noted",
            Self::Ended { .. } => "outage_ended",
            Self::Withdrawn { .. } => "outage_withdrawn",
        }
    }
}

impl OutageRecord {
    /// Notes an outage.
    pub fn note(
        id: &str,
        (from, to): (DateTime, Option<DateTime>),
        what: &str,
        by: &str,
        now: DateTime,
    ) -> Result<Self, OutageRefusal> {
        let what = words(what)?;
        check(from, to, now)?;
        Ok(Self { id: id.to_owned(), from, to, what, noted_by: by.to_owned(), withdrawn: false })
    }

    /// Ends it.
    pub fn end(&self, to: DateTime, now: DateTime) -> Result<OutageEvent, OutageRefusal> {
        if self.withdrawn || self.to.is_some() {
            return Err(OutageRefusal::Over);
        }
        check(self.from, Some(to), now)?;
        Ok(OutageEvent::Ended { to })
    }

    /// Withdraws it.
    pub fn withdraw(&self, reason: &str) -> Result<OutageEvent, OutageRefusal> {
        if self.withdrawn {
            return Err(OutageRefusal::Over);
        }
        Ok(OutageEvent::Withdrawn { reason: words(reason)? })
    }

    /// The outage after one more event of its stream.
    #[must_use]
    pub fn after(self, event: &OutageEvent) -> Self {
        match event {
            OutageEvent::Noted { outage } => outage.clone(),
            OutageEvent::Ended { to } => Self { to: Some(*to), ..self },
            OutageEvent::Withdrawn { .. } => Self { withdrawn: true, ..self },
        }
    }
}

fn words(text: &str) -> Result<String, OutageRefusal> {
    let text = composed(text);
    if text.is_empty() {
        return Err(OutageRefusal::NoWords);
    }
    if text.chars().count() > OUTAGE_TEXT_CHARS_MAX { Err(OutageRefusal::WordsTooLong) } else { Ok(text) }
}

fn check(from: DateTime, to: Option<DateTime>, now: DateTime) -> Result<(), OutageRefusal> {
    if from > now || to.is_some_and(|to| to > now) {
        return Err(OutageRefusal::Future);
    }
    if to.is_some_and(|to| to <= from) {
        return Err(OutageRefusal::EndsBeforeItBegins);
    }
    let days = crate::time::epoch_day(to.unwrap_or(now).date()) - crate::time::epoch_day(from.date());
    if days > DAYS_MAX { Err(OutageRefusal::TooLong) } else { Ok(()) }
}

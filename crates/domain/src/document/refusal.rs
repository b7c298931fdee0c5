//! Why something cannot be done with a document.

use jiff::civil::Date;

use super::{Capacity, IncomingStage, OutgoingStage, Rank, SecretLevel};

/// A reason that can be shown to the person who asked; its sentence stands in the messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Documents with state secrets are not kept here: they go by the system for secrets, or on paper by the rules for it.
    #[error("a state secret ({level:?}) must not be entered here")]
    StateSecret {
        /// The level that was marked.
        level: SecretLevel,
    },
    /// Not possible while the incoming document is there.
    #[error("not possible while the document is {}", .0.name())]
    IncomingStage(IncomingStage),
    /// Not possible while the outgoing document is there.
    #[error("not possible while the document is {}", .0.name())]
    OutgoingStage(OutgoingStage),
    /// A text is required.
    #[error("{0} is required")]
    TextMissing(&'static str),
    /// A text is longer than allowed.
    #[error("the text is longer than {0} characters")]
    TextTooLong(usize),
    /// More entries than allowed, or the same one twice.
    #[error("{0} has too many entries, or one twice")]
    Entries(&'static str),
    /// It was not found authentic or is not for this agency: it can only be returned.
    #[error("it is not authentic or not for this agency; return it with the reason")]
    CheckFailed,
    /// The due date is over.
    #[error("the due date is before {today}")]
    DueOver {
        /// Today.
        today: Date,
    },
    /// The due date is a day on which the offices are closed.
    #[error("the due date is not a working day")]
    NotAWorkingDay,
    /// The same number of the same author and day is in the register already.
    #[error("it seems to be registered already as {like}")]
    Duplicate {
        /// The document that is like it.
        like: String,
    },
    /// A number is at least one.
    #[error("a number is at least 1")]
    NoNumber,
    /// The symbol needs an abbreviation of letters and digits, short enough for 30 characters.
    #[error("the abbreviation of the {field} does not make a symbol")]
    Abbreviation {
        /// Of which part.
        field: &'static str,
    },
    /// The version that is spoken of is not the newest.
    #[error("version {newest} is the newest")]
    OldVersion {
        /// The newest.
        newest: u32,
    },
    /// Somebody else has the pen.
    #[error("somebody else is writing")]
    PenTaken,
    /// Content or form of the newest version is not checked.
    #[error("the {part} of the newest version is not checked")]
    Unchecked {
        /// `content` or `form`.
        part: &'static str,
    },
    /// Nobody holds a post at the agency on that day, so cannot sign.
    #[error("this person holds no post there on {day}")]
    NoPost {
        /// The day.
        day: Date,
    },
    /// The agency has no head on that day for whom to sign.
    #[error("the agency has no head on {day}")]
    NoHead {
        /// The day.
        day: Date,
    },
    /// The post does not sign in that capacity.
    #[error("a post of rank {rank:?} does not sign as {capacity:?}")]
    WrongCapacity {
        /// The post.
        rank: Rank,
        /// The capacity.
        capacity: Capacity,
    },
    /// No paper allows it on that day.
    #[error("nothing allows to sign as {capacity:?} on {day}")]
    NotAuthorised {
        /// The capacity.
        capacity: Capacity,
        /// The day.
        day: Date,
    },
    /// The signature is of another day than the number, which is given on the day of signing or after it.
    #[error("the number cannot be of a day before {signed}, the day of signing")]
    BeforeSigning {
        /// The day of signing.
        signed: Date,
    },
    /// What replaces it has the same type; a correction is a letter.
    #[error("a document of another type is needed")]
    OtherKind,
}

impl Refusal {
    /// The key of its sentence.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::StateSecret { .. } => "state_secret",
            Self::IncomingStage(_) | Self::OutgoingStage(_) => "not_in_stage",
            Self::TextMissing(_) => "text_missing",
            Self::TextTooLong(_) => "text_too_long",
            Self::Entries(_) => "entries",
            Self::CheckFailed => "check_failed",
            Self::DueOver { .. } => "due_over",
            Self::NotAWorkingDay => "not_a_working_day",
            Self::Duplicate { .. } => "duplicate",
            Self::NoNumber => "no_number",
            Self::Abbreviation { .. } => "abbreviation",
            Self::OldVersion { .. } => "old_version",
            Self::PenTaken => "pen_taken",
            Self::Unchecked { .. } => "unchecked",
            Self::NoPost { .. } => "no_post",
            Self::NoHead { .. } => "no_head",
            Self::WrongCapacity { .. } => "wrong_capacity",
            Self::NotAuthorised { .. } => "not_authorised",
            Self::BeforeSigning { .. } => "before_signing",
            Self::OtherKind => "other_kind",
        }
    }
}

/// Stored events that do not make a document: a fault of stored data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// The stream does not begin with the arrival or the first draft, or has a second one.
    #[error("a document begins once")]
    NotOnce,
    /// An event speaks of what is not there.
    #[error("an event does not follow from those before it")]
    OutOfOrder,
}

/// Longest text, in characters.
const TEXT_CHARS_MAX: usize = 4_000;

/// A text that must say something.
pub(super) fn required(text: &str, field: &'static str) -> Result<String, Refusal> {
    let text = optional(text)?;
    if text.is_empty() { Err(Refusal::TextMissing(field)) } else { Ok(text) }
}

/// A text that may be empty.
pub(super) fn optional(text: &str) -> Result<String, Refusal> {
    let text = crate::text::composed(text);
    if text.chars().count() > TEXT_CHARS_MAX { Err(Refusal::TextTooLong(TEXT_CHARS_MAX)) } else { Ok(text) }
}

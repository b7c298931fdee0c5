//! Why something cannot be done with a work file or the list of the year.

use jiff::civil::Date;

use super::WorkFileStage;

/// A reason that can be shown to the person who asked; its sentence stands in the messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkFileRefusal {
    /// Not possible while the file is there.
    #[error("not possible while the file is {}", .0.name())]
    Stage(WorkFileStage),
    /// A text is required.
    #[error("{0} is required")]
    TextMissing(&'static str),
    /// A text is longer than allowed.
    #[error("{field} is longer than {most} characters")]
    TextTooLong {
        /// Of which field.
        field: &'static str,
        /// Characters at most.
        most: usize,
    },
    /// No period of the law.
    #[error("a period is for ever, or 2 to 70 years")]
    Period,
    /// It lies in the file already.
    #[error("it lies in the file already")]
    AlreadyIn,
    /// It does not lie in the file.
    #[error("it does not lie in the file")]
    NotIn,
    /// More than a file or list holds.
    #[error("there are {0} already")]
    Full(usize),
    /// Nothing lies in it.
    #[error("nothing lies in the file")]
    Empty,
    /// A day that is not possible there.
    #[error("the day must lie between {from} and {to}")]
    Day {
        /// The first day that is.
        from: Date,
        /// The last one.
        to: Date,
    },
    /// It is kept for a shorter time than the archive takes.
    #[error("files of less than five years are not handed over")]
    NotArchived,
    /// Its period runs.
    #[error("it is kept until {until}")]
    StillKept {
        /// The first day on which it may be destroyed.
        until: Date,
    },
    /// It is kept for ever.
    #[error("it is kept for ever")]
    KeptForEver,
    /// Another file of the year has that symbol.
    #[error("the symbol is taken")]
    SymbolTaken,
    /// The list of the year is approved: what came up later is opened outside it.
    #[error("the list is approved")]
    ListApproved,
    /// The list of the year is not approved yet.
    #[error("the list is not approved")]
    ListNotApproved,
    /// The list has no such entry.
    #[error("the list has no such entry")]
    NoEntry,
}

impl WorkFileRefusal {
    /// The key of its sentence.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Stage(_) => "stage",
            Self::TextMissing(_) => "text_missing",
            Self::TextTooLong { .. } => "text_too_long",
            Self::Period => "period",
            Self::AlreadyIn => "already_in",
            Self::NotIn => "not_in",
            Self::Full(_) => "full",
            Self::Empty => "empty",
            Self::Day { .. } => "day",
            Self::NotArchived => "not_archived",
            Self::StillKept { .. } => "still_kept",
            Self::KeptForEver => "kept_for_ever",
            Self::SymbolTaken => "symbol_taken",
            Self::ListApproved => "list_approved",
            Self::ListNotApproved => "list_not_approved",
            Self::NoEntry => "no_entry",
        }
    }
}

/// Stored events that do not make a file: a fault of stored data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// The stream does not begin with the opening, or has a second one.
    #[error("a file is opened once")]
    NotOnce,
    /// An event speaks of what is not there.
    #[error("an event does not follow from those before it")]
    OutOfOrder,
}

/// A text that must say something, of so many characters at most.
pub(super) fn required(text: &str, field: &'static str, most: usize) -> Result<String, WorkFileRefusal> {
    let text = crate::text::composed(text);
    if text.is_empty() {
        return Err(WorkFileRefusal::TextMissing(field));
    }
    if text.chars().count() > most { Err(WorkFileRefusal::TextTooLong { field, most }) } else { Ok(text) }
}

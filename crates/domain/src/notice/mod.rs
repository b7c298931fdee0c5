//! Notices (thông báo): which events of a dossier matter to its applicant, by which channels they are told, and when a
//! message that did not go out is tried again.
//!
//! One plain message for one act. Nothing personal stands in a notice: names, addresses and an office's own words are
//! put in when it is sent.

mod channel;
mod content;
mod kind;
mod reminder;
mod retry;

pub use channel::{Channel, Outlets, Preferences, QUIET_HOURS, QuietHours, may_go_at};
pub use content::{Content, Joined, content_of, join};
pub use kind::Kind;
pub use reminder::{Reminder, StaffKind};
pub use retry::{GIVE_UP_SECONDS, next_attempt};

/// The language of a message. Vietnamese unless chosen otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

impl Language {
    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Vi, Self::En].into_iter().find(|one| one.name() == name)
    }
}

#[cfg(test)]
mod tests;

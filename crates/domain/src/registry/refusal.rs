//! Why the registry refuses a change.

use jiff::civil::Date;

use super::RevisionState;

/// A reason that can be shown to the person who asked; its sentence stands in the messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such revision.
    #[error("there is no such revision")]
    NoSuchRevision,
    /// Not possible in the revision's present state.
    #[error("not possible while the revision is {}", .0.name())]
    NotInState(RevisionState),
    /// Four eyes: nobody checks, approves or publishes what they wrote.
    #[error("this person wrote the revision")]
    OwnWork,
    /// Another revision of the procedure is in work; it must be published or discarded first.
    #[error("revision {number} is in work")]
    AnotherInWork {
        /// Its number.
        number: u32,
    },
    /// A newer version was published after this one was begun: publishing would undo its changes.
    #[error("version {newest} was published since")]
    BaseOutdated {
        /// The newest version.
        newest: String,
    },
    /// Findings of the burden check are open.
    #[error("{} findings must be mended or accepted on a clause", .0.len())]
    FindingsOpen(Vec<String>),
    /// What is to be accepted is not among the findings that stop the revision.
    #[error("no such finding stops the revision")]
    NoSuchFinding,
    /// Four eyes: nobody checks, approves or publishes a revision in which they accepted a finding.
    #[error("this person accepted findings of the revision")]
    OwnAcceptance,
    /// A text is required.
    #[error("{0} is required")]
    TextMissing(&'static str),
    /// A text is longer than allowed.
    #[error("the text is longer than {0} characters")]
    TextTooLong(usize),
    /// The day is over.
    #[error("the day is before {today}")]
    DayOver {
        /// Today.
        today: Date,
    },
    /// The end of a suspension lies before its beginning.
    #[error("it ends before it begins")]
    EndsBeforeItBegins,
    /// A later version is scheduled.
    #[error("a version from {from} on is published")]
    LaterVersion {
        /// Its first day.
        from: Date,
    },
    /// Nearer than the law's notice, and no reason is given.
    #[error("less than {days} days' notice needs a reason")]
    NoticeTooShort {
        /// Days of notice.
        days: i64,
    },
    /// The procedure is not published.
    #[error("the procedure is not published")]
    NotPublished,
    /// The procedure is suspended already on that day.
    #[error("the procedure is suspended")]
    Suspended,
    /// The procedure is not suspended on that day.
    #[error("the procedure is not suspended")]
    NotSuspended,
    /// The procedure is repealed.
    #[error("the procedure is repealed")]
    Repealed,
}

impl Refusal {
    /// The key of its sentence.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NoSuchRevision => "no_such_revision",
            Self::NotInState(_) => "not_in_state",
            Self::OwnWork => "own_work",
            Self::AnotherInWork { .. } => "another_in_work",
            Self::BaseOutdated { .. } => "base_outdated",
            Self::FindingsOpen(_) => "findings_open",
            Self::NoSuchFinding => "no_such_finding",
            Self::OwnAcceptance => "own_acceptance",
            Self::TextMissing(_) => "text_missing",
            Self::TextTooLong(_) => "text_too_long",
            Self::DayOver { .. } => "day_over",
            Self::EndsBeforeItBegins => "ends_before_it_begins",
            Self::LaterVersion { .. } => "later_version",
            Self::NoticeTooShort { .. } => "notice_too_short",
            Self::NotPublished => "not_published",
            Self::Suspended => "suspended",
            Self::NotSuspended => "not_suspended",
            Self::Repealed => "repealed",
        }
    }
}

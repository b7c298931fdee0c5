//! What happened to a work file: stored for ever, never edited.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::Retention;

/// What kind of thing lies in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PieceKind {
    /// A document that came (văn bản đến).
    Incoming,
    /// A document that was written here (văn bản đi).
    Outgoing,
    /// A dossier of a procedure (hồ sơ thủ tục hành chính).
    Dossier,
}

impl PieceKind {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Incoming, Self::Outgoing, Self::Dossier];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Incoming => "incoming",
            Self::Outgoing => "outgoing",
            Self::Dossier => "dossier",
        }
    }

    /// The one of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Something that lies in a file, by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Its id, or the code of a dossier.
    pub id: String,
}

/// What is written on a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The agency whose file it is.
    pub agency: String,
    /// The unit that works on the matter.
    pub unit: String,
    /// The year of the list of files.
    pub year: i16,
    /// Number and symbol within the year: `01.TH`.
    pub symbol: String,
    /// What the matter is.
    pub title: String,
    /// Who makes the file (người lập), by account.
    pub keeper: String,
    /// How long it is kept.
    pub retention: Retention,
    /// The day on which the work began.
    pub started: Date,
    /// Whether it is about a construction that is settled with the treasury: it goes to the archive earlier.
    #[serde(default)]
    pub is_construction: bool,
    /// Whether it stands in the approved list of the year.
    pub is_listed: bool,
}

/// What happened to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WorkFileEvent {
    /// It was opened.
    Opened {
        /// When.
        at: DateTime,
        /// What is written on it.
        heading: Heading,
    },
    /// Something was put in.
    Put {
        /// When.
        at: DateTime,
        /// What.
        piece: Piece,
    },
    /// Something was taken out: it did not belong there, or is there twice.
    TakenOut {
        /// When.
        at: DateTime,
        /// What.
        piece: Piece,
    },
    /// It is kept for another time.
    Kept {
        /// When.
        at: DateTime,
        /// How long from now on.
        retention: Retention,
    },
    /// The work is done.
    Closed {
        /// When.
        at: DateTime,
        /// The day on which the work ended.
        ended: Date,
        /// Sheets of what is on paper.
        sheets: u32,
    },
    /// The work goes on.
    Reopened {
        /// When.
        at: DateTime,
    },
    /// The unit keeps it back with the consent of the archive.
    KeptBack {
        /// When.
        at: DateTime,
        /// Until when.
        until: Date,
    },
    /// The archive took it over.
    HandedOver {
        /// When.
        at: DateTime,
        /// Who took it over, by account.
        by: String,
        /// Number and symbol of the minutes.
        minutes: String,
    },
    /// Its period is over: it is proposed to be destroyed.
    Proposed {
        /// When.
        at: DateTime,
    },
    /// It may be destroyed.
    Approved {
        /// When.
        at: DateTime,
        /// Number and symbol of the decision.
        decision: String,
    },
    /// It is not destroyed after all.
    Spared {
        /// When.
        at: DateTime,
    },
    /// It was destroyed.
    Destroyed {
        /// When.
        at: DateTime,
        /// Number and symbol of the minutes.
        minutes: String,
    },
}

impl WorkFileEvent {
    /// Its stable name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "work_file_opened",
            Self::Put { .. } => "work_file_put",
            Self::TakenOut { .. } => "work_file_taken_out",
            Self::Kept { .. } => "work_file_kept",
            Self::Closed { .. } => "work_file_closed",
            Self::Reopened { .. } => "work_file_reopened",
            Self::KeptBack { .. } => "work_file_kept_back",
            Self::HandedOver { .. } => "work_file_handed_over",
            Self::Proposed { .. } => "work_file_proposed",
            Self::Approved { .. } => "work_file_approved",
            Self::Spared { .. } => "work_file_spared",
            Self::Destroyed { .. } => "work_file_destroyed",
        }
    }
}

//! The life of dossiers as an event log for process mining: XES (IEEE 1849-2016) and OCEL 2.0 as JSON, piece by piece.
//!
//! Nobody stands in it: cases and people are pseudonyms that the caller makes, free text and answers are left out. Pieces
//! are texts, so that a log of any size is written without being held.

mod ocel;
mod xes;

use jiff::civil::DateTime;

pub use ocel::Ocel;
pub use xes::Xes;

/// In which form a log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Extensible Event Stream.
    Xes,
    /// Object-Centric Event Log 2.0, JSON.
    Ocel,
}

impl LogFormat {
    /// Every format.
    pub const ALL: [Self; 2] = [Self::Xes, Self::Ocel];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xes => "xes",
            Self::Ocel => "ocel",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// One thing that happened to a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEvent {
    /// What, by its stable name.
    pub activity: &'static str,
    /// When, in the province's civil time.
    pub at: DateTime,
    /// The unit that handled the dossier then.
    pub unit: String,
    /// Pseudonym of who did it.
    pub actor: String,
}

/// The life of one dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its pseudonym.
    pub id: String,
    /// The procedure.
    pub procedure: String,
    /// How it was handed in.
    pub channel: &'static str,
    /// What happened, in its order.
    pub events: Vec<LoggedEvent>,
}

impl Case {
    /// The order of its activities: cases with the same one are of the same variant.
    #[must_use]
    pub fn variant(&self) -> String {
        let names: Vec<&str> = self.events.iter().map(|event| event.activity).collect();
        names.join(",")
    }
}

/// A civil time with the offset of the province: `2026-11-26T09:00:00+07:00`.
fn stamp(at: DateTime, offset_seconds: i64) -> String {
    let sign = if offset_seconds < 0 { '-' } else { '+' };
    let minutes = offset_seconds.unsigned_abs() / 60;
    format!("{}{sign}{:02}:{:02}", at.strftime("%Y-%m-%dT%H:%M:%S"), minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests;

//! What can be done with a work file, and what then happens.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::refusal::required;
use super::{Heading, Piece, Retention, WorkFile, WorkFileEvent, WorkFileRefusal, WorkFileStage};

/// Most things in one file.
const PIECES_MAX: usize = 1_000;
/// Longest title, in characters (Annex VI of Decree 30/2020/NĐ-CP).
pub(super) const TITLE_MAX: usize = 500;
/// Longest symbol, in characters (same annex).
pub(super) const SYMBOL_MAX: usize = 20;
/// Longest name of a paper, in characters.
const PAPER_MAX: usize = 100;
/// Longest reason, in characters.
const REASON_MAX: usize = 2_000;
/// Longest time for which a unit keeps a file back, in years (Article 31).
const KEPT_BACK_YEARS: i64 = 2;

/// What somebody asks to be done with a file. Reasons may name people: they are sealed apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkFileCommand {
    /// Put something in.
    Put(Piece),
    /// Take something out.
    TakeOut {
        /// What.
        piece: Piece,
        /// Why.
        reason: String,
    },
    /// Keep it for another time.
    Keep(Retention),
    /// Say that the work is done.
    Close {
        /// The day on which it ended.
        ended: Date,
        /// Sheets of what is on paper.
        sheets: u32,
    },
    /// Go on with the work.
    Reopen {
        /// Why.
        reason: String,
    },
    /// Keep it back with the consent of the archive.
    KeepBack {
        /// Until when.
        until: Date,
        /// Why.
        reason: String,
    },
    /// Take it over for the archive.
    HandOver {
        /// Who takes it over, by account.
        by: String,
        /// Number and symbol of the minutes.
        minutes: String,
    },
    /// Propose to destroy it.
    Propose {
        /// Why.
        reason: String,
    },
    /// Let it be destroyed.
    Approve {
        /// Number and symbol of the decision.
        decision: String,
    },
    /// Keep it after all.
    Spare {
        /// Why.
        reason: String,
    },
    /// Say that it was destroyed.
    Destroy {
        /// Number and symbol of the minutes.
        minutes: String,
    },
}

/// Opens a file. What is written on it is checked.
pub fn open(mut heading: Heading, now: DateTime) -> Result<WorkFileEvent, WorkFileRefusal> {
    heading.symbol = required(&heading.symbol, "symbol", SYMBOL_MAX)?;
    heading.title = required(&heading.title, "title", TITLE_MAX)?;
    heading.agency = required(&heading.agency, "agency", TITLE_MAX)?;
    heading.unit = required(&heading.unit, "unit", TITLE_MAX)?;
    heading.keeper = required(&heading.keeper, "keeper", TITLE_MAX)?;
    heading.retention = lawful(heading.retention)?;
    let today = now.date();
    let first = Date::new(heading.year.saturating_sub(1), 1, 1).unwrap_or(today);
    if heading.started > today || heading.started < first {
        return Err(WorkFileRefusal::Day { from: first, to: today });
    }
    Ok(WorkFileEvent::Opened { at: now, heading })
}

/// A period as the law allows it.
pub(super) fn lawful(retention: Retention) -> Result<Retention, WorkFileRefusal> {
    match retention {
        Retention::Permanent => Ok(retention),
        Retention::Years(years) => Retention::years(years).ok_or(WorkFileRefusal::Period),
    }
}

impl WorkFile {
    /// What happens when this is done now, with the words to be sealed. Changes nothing.
    ///
    /// Whether the person may is decided before.
    pub fn decide(
        &self,
        command: WorkFileCommand,
        now: DateTime,
    ) -> Result<(WorkFileEvent, Option<String>), WorkFileRefusal> {
        if !self.stage.allows(&command) {
            return Err(WorkFileRefusal::Stage(self.stage));
        }
        let at = now;
        let plain = |event| Ok((event, None));
        let reasoned = |event, reason: &str| Ok((event, Some(required(reason, "reason", REASON_MAX)?)));
        match command {
            WorkFileCommand::Put(piece) => plain(self.put(&piece, at)?),
            WorkFileCommand::TakeOut { piece, reason } => {
                if !self.pieces.contains(&piece) {
                    return Err(WorkFileRefusal::NotIn);
                }
                reasoned(WorkFileEvent::TakenOut { at, piece }, &reason)
            }
            WorkFileCommand::Keep(retention) => plain(WorkFileEvent::Kept { at, retention: lawful(retention)? }),
            WorkFileCommand::Close { ended, sheets } => plain(self.close(ended, sheets, at)?),
            WorkFileCommand::Reopen { reason } => reasoned(WorkFileEvent::Reopened { at }, &reason),
            WorkFileCommand::KeepBack { until, reason } => reasoned(self.keep_back(until, at)?, &reason),
            WorkFileCommand::HandOver { by, minutes } => {
                if !self.heading.retention.is_archived() {
                    return Err(WorkFileRefusal::NotArchived);
                }
                let by = required(&by, "by", TITLE_MAX)?;
                plain(WorkFileEvent::HandedOver { at, by, minutes: required(&minutes, "minutes", PAPER_MAX)? })
            }
            WorkFileCommand::Propose { reason } => {
                self.is_over(at.date())?;
                reasoned(WorkFileEvent::Proposed { at }, &reason)
            }
            WorkFileCommand::Approve { decision } => {
                plain(WorkFileEvent::Approved { at, decision: required(&decision, "decision", PAPER_MAX)? })
            }
            WorkFileCommand::Spare { reason } => reasoned(WorkFileEvent::Spared { at }, &reason),
            WorkFileCommand::Destroy { minutes } => {
                plain(WorkFileEvent::Destroyed { at, minutes: required(&minutes, "minutes", PAPER_MAX)? })
            }
        }
    }

    fn put(&self, piece: &Piece, at: DateTime) -> Result<WorkFileEvent, WorkFileRefusal> {
        let piece = Piece { kind: piece.kind, id: required(&piece.id, "piece", TITLE_MAX)? };
        if self.pieces.contains(&piece) {
            return Err(WorkFileRefusal::AlreadyIn);
        }
        if self.pieces.len() >= PIECES_MAX {
            return Err(WorkFileRefusal::Full(PIECES_MAX));
        }
        Ok(WorkFileEvent::Put { at, piece })
    }

    fn close(&self, ended: Date, sheets: u32, at: DateTime) -> Result<WorkFileEvent, WorkFileRefusal> {
        if self.pieces.is_empty() && sheets == 0 {
            return Err(WorkFileRefusal::Empty);
        }
        let (from, to) = (self.heading.started, at.date());
        if ended < from || ended > to {
            return Err(WorkFileRefusal::Day { from, to });
        }
        Ok(WorkFileEvent::Closed { at, ended, sheets })
    }

    /// Two years after the lawful day at most, with the archive's consent (Article 31).
    fn keep_back(&self, until: Date, at: DateTime) -> Result<WorkFileEvent, WorkFileRefusal> {
        let lawful = self.lawful_handover().ok_or(WorkFileRefusal::NotArchived)?;
        let to = lawful.checked_add(KEPT_BACK_YEARS.years()).unwrap_or(lawful);
        if until <= lawful || until > to {
            return Err(WorkFileRefusal::Day { from: lawful.tomorrow().unwrap_or(lawful), to });
        }
        Ok(WorkFileEvent::KeptBack { at, until })
    }

    /// Whether its period is over on a day.
    fn is_over(&self, today: Date) -> Result<(), WorkFileRefusal> {
        match self.over_on() {
            None => Err(WorkFileRefusal::KeptForEver),
            Some(until) if today < until => Err(WorkFileRefusal::StillKept { until }),
            Some(_) => Ok(()),
        }
    }
}

impl WorkFileStage {
    /// Whether the command is possible there.
    #[must_use]
    pub const fn allows(self, command: &WorkFileCommand) -> bool {
        match command {
            WorkFileCommand::Put(_)
            | WorkFileCommand::TakeOut { .. }
            | WorkFileCommand::Keep(_)
            | WorkFileCommand::Close { .. } => matches!(self, Self::Open),
            WorkFileCommand::Reopen { .. } | WorkFileCommand::KeepBack { .. } | WorkFileCommand::HandOver { .. } => {
                matches!(self, Self::Closed)
            }
            // What the archive did not take is destroyed by the agency that has it.
            WorkFileCommand::Propose { .. } => matches!(self, Self::Closed | Self::Archived),
            WorkFileCommand::Approve { .. } => matches!(self, Self::Proposed),
            WorkFileCommand::Spare { .. } => matches!(self, Self::Proposed | Self::Approved),
            WorkFileCommand::Destroy { .. } => matches!(self, Self::Approved),
        }
    }
}

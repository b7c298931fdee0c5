//! A work file at one version, and how events make it.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::{Heading, Piece, ReplayError, WorkFileEvent};

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkFileStage {
    /// The work is going on (đang lập).
    Open,
    /// The work is done (đã kết thúc).
    Closed,
    /// The archive has it (đã nộp lưu).
    Archived,
    /// It is proposed to be destroyed (đề nghị hủy).
    Proposed,
    /// It may be destroyed (đã duyệt hủy).
    Approved,
    /// It is gone (đã hủy).
    Destroyed,
}

impl WorkFileStage {
    /// Every one, in the order in which they come.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Closed, Self::Archived, Self::Proposed, Self::Approved, Self::Destroyed];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Archived => "archived",
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Destroyed => "destroyed",
        }
    }

    /// The one of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// A work file (hồ sơ công việc).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFile {
    /// Events so far.
    pub version: i64,
    /// How far it is.
    pub stage: WorkFileStage,
    /// What is written on it; its period as it is now.
    pub heading: Heading,
    /// What lies in it, in the order in which it was put there.
    pub pieces: Vec<Piece>,
    /// The day on which the work ended.
    pub ended: Option<Date>,
    /// Sheets of what is on paper.
    pub sheets: u32,
    /// Until when the unit keeps it back.
    pub kept_back: Option<Date>,
    /// Who took it over for the archive, when, and the minutes.
    pub archived: Option<(String, DateTime, String)>,
    /// The decision to destroy it.
    pub decision: Option<String>,
    /// The minutes of its destruction.
    pub minutes: Option<String>,
}

impl WorkFile {
    /// The file after its first event.
    pub fn begin(event: &WorkFileEvent) -> Result<Self, ReplayError> {
        let WorkFileEvent::Opened { heading, .. } = event else { return Err(ReplayError::NotOnce) };
        Ok(Self {
            version: 1,
            stage: WorkFileStage::Open,
            heading: heading.clone(),
            pieces: Vec::new(),
            ended: None,
            sheets: 0,
            kept_back: None,
            archived: None,
            decision: None,
            minutes: None,
        })
    }

    /// The file that these events make.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a WorkFileEvent>) -> Result<Self, ReplayError> {
        let mut events = events.into_iter();
        let mut file = Self::begin(events.next().ok_or(ReplayError::NotOnce)?)?;
        events.try_for_each(|event| file.apply(event))?;
        Ok(file)
    }

    /// Takes one more event in.
    pub fn apply(&mut self, event: &WorkFileEvent) -> Result<(), ReplayError> {
        match event {
            WorkFileEvent::Opened { .. } => return Err(ReplayError::NotOnce),
            WorkFileEvent::Put { piece, .. } => {
                if self.pieces.contains(piece) {
                    return Err(ReplayError::OutOfOrder);
                }
                self.pieces.push(piece.clone());
            }
            WorkFileEvent::TakenOut { piece, .. } => {
                let place = self.pieces.iter().position(|known| known == piece).ok_or(ReplayError::OutOfOrder)?;
                self.pieces.remove(place);
            }
            WorkFileEvent::Kept { retention, .. } => self.heading.retention = *retention,
            WorkFileEvent::Closed { ended, sheets, .. } => {
                self.stage = WorkFileStage::Closed;
                self.ended = Some(*ended);
                self.sheets = *sheets;
            }
            WorkFileEvent::Reopened { .. } => {
                self.stage = WorkFileStage::Open;
                self.ended = None;
                self.kept_back = None;
            }
            WorkFileEvent::KeptBack { until, .. } => self.kept_back = Some(*until),
            WorkFileEvent::HandedOver { at, by, minutes } => {
                self.stage = WorkFileStage::Archived;
                self.archived = Some((by.clone(), *at, minutes.clone()));
            }
            WorkFileEvent::Proposed { .. } => self.stage = WorkFileStage::Proposed,
            WorkFileEvent::Approved { decision, .. } => {
                self.stage = WorkFileStage::Approved;
                self.decision = Some(decision.clone());
            }
            WorkFileEvent::Spared { .. } => {
                self.stage = if self.archived.is_some() { WorkFileStage::Archived } else { WorkFileStage::Closed };
                self.decision = None;
            }
            WorkFileEvent::Destroyed { minutes, .. } => {
                self.stage = WorkFileStage::Destroyed;
                self.minutes = Some(minutes.clone());
            }
        }
        self.version = self.version.checked_add(1).ok_or(ReplayError::OutOfOrder)?;
        Ok(())
    }

    /// The last day for handing it to the archive by the law: a year after the work ended, three months for a construction
    /// after it was settled. None while the work goes on or where the archive does not take it.
    #[must_use]
    pub fn lawful_handover(&self) -> Option<Date> {
        let ended = self.ended.filter(|_| self.heading.retention.is_archived())?;
        let after = if self.heading.is_construction { 3.months() } else { 1.year() };
        ended.checked_add(after).ok()
    }

    /// The last day for handing it over, as the archive has agreed; none once it has it.
    #[must_use]
    pub fn handover_by(&self) -> Option<Date> {
        let lawful = self.lawful_handover().filter(|_| self.stage == WorkFileStage::Closed)?;
        Some(self.kept_back.unwrap_or(lawful))
    }

    /// The first day on which it may be destroyed; none where that is not known or never is.
    #[must_use]
    pub fn over_on(&self) -> Option<Date> {
        self.heading.retention.over_on(self.ended?)
    }
}

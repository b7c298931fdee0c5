//! An incoming document at one version, and how events make it.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::{Arrival, IncomingEvent, Instruction, Link, Number, ReplayError};

/// How far an incoming document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncomingStage {
    /// It came (tiếp nhận).
    Received,
    /// It was looked at.
    Checked,
    /// It went back (trả lại).
    Returned,
    /// It has a number (đã đăng ký).
    Registered,
    /// It lies before the leader (đã trình).
    Submitted,
    /// It is said who does what (đã chuyển giao).
    Instructed,
    /// It is finished (đã giải quyết).
    Finished,
    /// The agency that issued it took it back, and this agency agreed (đã thu hồi).
    Withdrawn,
}

impl IncomingStage {
    /// Every one, in the order in which they come.
    pub const ALL: [Self; 8] = [
        Self::Received,
        Self::Checked,
        Self::Returned,
        Self::Registered,
        Self::Submitted,
        Self::Instructed,
        Self::Finished,
        Self::Withdrawn,
    ];

    /// The one of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Checked => "checked",
            Self::Returned => "returned",
            Self::Registered => "registered",
            Self::Submitted => "submitted",
            Self::Instructed => "instructed",
            Self::Finished => "finished",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether nothing more is to be done.
    #[must_use]
    pub const fn is_over(self) -> bool {
        match self {
            Self::Returned | Self::Finished | Self::Withdrawn => true,
            Self::Received | Self::Checked | Self::Registered | Self::Submitted | Self::Instructed => false,
        }
    }
}

/// An incoming document (văn bản đến).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Events so far.
    pub version: i64,
    /// How far it is.
    pub stage: IncomingStage,
    /// What is said of it.
    pub arrival: Arrival,
    /// When it came.
    pub received_at: DateTime,
    /// Whether it is authentic, whole, and for this agency.
    pub passed_check: bool,
    /// Its number.
    pub number: Option<Number>,
    /// Before whom it lies.
    pub submitted_to: Option<String>,
    /// Who does what by when.
    pub instruction: Option<Instruction>,
    /// When that was said.
    pub instructed_at: Option<DateTime>,
    /// Who took it over, and when.
    pub taken: Option<(String, DateTime)>,
    /// What came of it.
    pub links: Vec<Link>,
    /// When it was finished, returned or withdrawn.
    pub ended_at: Option<DateTime>,
}

impl Incoming {
    /// The document after its first event.
    pub fn begin(event: &IncomingEvent) -> Result<Self, ReplayError> {
        let IncomingEvent::Received { at, arrival } = event else { return Err(ReplayError::NotOnce) };
        Ok(Self {
            version: 1,
            stage: IncomingStage::Received,
            arrival: arrival.clone(),
            received_at: *at,
            passed_check: false,
            number: None,
            submitted_to: None,
            instruction: None,
            instructed_at: None,
            taken: None,
            links: Vec::new(),
            ended_at: None,
        })
    }

    /// The document that these events make.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a IncomingEvent>) -> Result<Self, ReplayError> {
        let mut events = events.into_iter();
        let mut document = Self::begin(events.next().ok_or(ReplayError::NotOnce)?)?;
        events.try_for_each(|event| document.apply(event))?;
        Ok(document)
    }

    /// Takes one more event in.
    pub fn apply(&mut self, event: &IncomingEvent) -> Result<(), ReplayError> {
        match event {
            IncomingEvent::Received { .. } => return Err(ReplayError::NotOnce),
            IncomingEvent::Checked { is_authentic, is_for_us, .. } => {
                self.stage = IncomingStage::Checked;
                self.passed_check = *is_authentic && *is_for_us;
            }
            IncomingEvent::Returned { at } => {
                self.stage = IncomingStage::Returned;
                self.ended_at = Some(*at);
            }
            IncomingEvent::Registered { number, .. } => {
                if self.number.is_some() {
                    return Err(ReplayError::OutOfOrder);
                }
                self.stage = IncomingStage::Registered;
                self.number = Some(number.clone());
            }
            IncomingEvent::Submitted { to, .. } => {
                self.stage = IncomingStage::Submitted;
                self.submitted_to = Some(to.clone());
            }
            IncomingEvent::Instructed { at, instruction } => {
                self.stage = IncomingStage::Instructed;
                self.instruction = Some(instruction.clone());
                // Whoever took it over under an earlier instruction takes it anew.
                (self.instructed_at, self.taken) = (Some(*at), None);
            }
            IncomingEvent::Taken { at, by } => self.taken = Some((by.clone(), *at)),
            IncomingEvent::Followed { .. } => (),
            IncomingEvent::Linked { link, .. } => self.links.push(link.clone()),
            IncomingEvent::Finished { at, .. } => {
                self.stage = IncomingStage::Finished;
                self.ended_at = Some(*at);
            }
            IncomingEvent::Withdrawn { at } => {
                self.stage = IncomingStage::Withdrawn;
                self.ended_at = Some(*at);
            }
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }

    /// Who works on it: whoever took it over, or else whoever the leader named.
    #[must_use]
    pub fn worker(&self) -> Option<&str> {
        let named = || self.instruction.as_ref().and_then(|instruction| instruction.person.as_deref());
        self.taken.as_ref().map(|(by, _)| by.as_str()).or_else(named)
    }

    /// Whether it was or is finished after its day.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        let until = self.ended_at.map_or(today, DateTime::date);
        !matches!(self.stage, IncomingStage::Returned | IncomingStage::Withdrawn)
            && self.due().is_some_and(|due| due < until)
    }

    /// By when it is to be finished: what the leader said, or else what the document itself asks for.
    #[must_use]
    pub fn due(&self) -> Option<Date> {
        self.instruction.as_ref().and_then(|instruction| instruction.due).or(self.arrival.due)
    }
}

//! An outgoing document at one version, and how events make it.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{Marks, Number, OutgoingEvent, ReplayError, SignatureBlock, SignedFile, Version};

/// How far an outgoing document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutgoingStage {
    /// It is being written (soạn thảo).
    Drafting,
    /// It lies before those who check and sign it (trình ký).
    Checking,
    /// It is signed and has no number yet.
    Signed,
    /// It has number and day.
    Numbered,
    /// It is sealed.
    Sealed,
    /// It was issued (đã phát hành).
    Issued,
    /// It was taken back (thu hồi).
    Recalled,
    /// Another one stands in its place.
    Replaced,
}

impl OutgoingStage {
    /// Every one, in the order in which they come.
    pub const ALL: [Self; 8] = [
        Self::Drafting,
        Self::Checking,
        Self::Signed,
        Self::Numbered,
        Self::Sealed,
        Self::Issued,
        Self::Recalled,
        Self::Replaced,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drafting => "drafting",
            Self::Checking => "checking",
            Self::Signed => "signed",
            Self::Numbered => "numbered",
            Self::Sealed => "sealed",
            Self::Issued => "issued",
            Self::Recalled => "recalled",
            Self::Replaced => "replaced",
        }
    }

    /// Whether it carries a signature.
    #[must_use]
    pub const fn is_signed(self) -> bool {
        match self {
            Self::Drafting | Self::Checking => false,
            Self::Signed | Self::Numbered | Self::Sealed | Self::Issued | Self::Recalled | Self::Replaced => true,
        }
    }
}

/// What came after it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AfterIssue {
    /// Letters that correct it, oldest first.
    pub corrections: Vec<String>,
    /// The document that stands in its place.
    pub replaced_by: Option<String>,
}

/// An outgoing document (văn bản đi).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Events so far.
    pub version: i64,
    /// How far it is.
    pub stage: OutgoingStage,
    /// The agency that issues it.
    pub agency: String,
    /// The unit that writes it.
    pub unit: String,
    /// The id of its type.
    pub document_kind: String,
    /// What it is about.
    pub subject: String,
    /// Its marks.
    pub marks: Marks,
    /// The incoming document that it answers.
    pub answers: Option<String>,
    /// Who has the pen.
    pub pen: Option<String>,
    /// Its versions, oldest first.
    pub versions: Vec<Version>,
    /// The version whose content is answered for.
    pub content_checked: Option<u32>,
    /// The version whose form is answered for.
    pub form_checked: Option<u32>,
    /// How often it went back.
    pub returns: u32,
    /// What stands above the name.
    pub block: Option<SignatureBlock>,
    /// When it was signed.
    pub signed_at: Option<DateTime>,
    /// The newest file with digital signatures: of whoever signed, then also of the agency.
    pub signed_file: Option<SignedFile>,
    /// Number and day.
    pub number: Option<Number>,
    /// To whom it went.
    pub receivers: Vec<String>,
    /// When it was issued.
    pub issued_at: Option<DateTime>,
    /// What came after.
    pub after: AfterIssue,
}

impl Outgoing {
    /// The document after its first event.
    pub fn begin(event: &OutgoingEvent) -> Result<Self, ReplayError> {
        let OutgoingEvent::Drafted { agency, unit, document_kind, subject, marks, answers, .. } = event else {
            return Err(ReplayError::NotOnce);
        };
        Ok(Self {
            version: 1,
            stage: OutgoingStage::Drafting,
            agency: agency.clone(),
            unit: unit.clone(),
            document_kind: document_kind.clone(),
            subject: subject.clone(),
            marks: marks.clone(),
            answers: answers.clone(),
            pen: None,
            versions: Vec::new(),
            content_checked: None,
            form_checked: None,
            returns: 0,
            block: None,
            signed_at: None,
            signed_file: None,
            number: None,
            receivers: Vec::new(),
            issued_at: None,
            after: AfterIssue { corrections: Vec::new(), replaced_by: None },
        })
    }

    /// The document that these events make.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a OutgoingEvent>) -> Result<Self, ReplayError> {
        let mut events = events.into_iter();
        let mut document = Self::begin(events.next().ok_or(ReplayError::NotOnce)?)?;
        events.try_for_each(|event| document.apply(event))?;
        Ok(document)
    }

    /// Number of the newest version.
    #[must_use]
    pub fn newest(&self) -> Option<u32> {
        self.versions.last().map(|version| version.number)
    }

    /// The file that the document is, which receivers get: the one that carries the digital signatures, and where it was
    /// signed on paper the newest version.
    #[must_use]
    pub fn issued_file(&self) -> Option<SignedFile> {
        let newest = || {
            self.versions.last().map(|version| SignedFile {
                sha256: version.sha256.clone(),
                name: version.name.clone(),
                size_bytes: version.size_bytes,
                spots: None,
            })
        };
        self.signed_file.clone().or_else(newest)
    }

    /// Takes one more event in.
    pub fn apply(&mut self, event: &OutgoingEvent) -> Result<(), ReplayError> {
        match event {
            OutgoingEvent::Drafted { .. } => return Err(ReplayError::NotOnce),
            OutgoingEvent::PenTaken { by, .. } => self.pen = Some(by.clone()),
            OutgoingEvent::PenLaid { .. } => self.pen = None,
            OutgoingEvent::Saved { version, .. } => {
                if self.newest().is_some_and(|newest| version.number <= newest) {
                    return Err(ReplayError::OutOfOrder);
                }
                self.versions.push(version.clone());
            }
            OutgoingEvent::Submitted { .. } => {
                self.stage = OutgoingStage::Checking;
                self.pen = None;
            }
            OutgoingEvent::ContentApproved { version, .. } => self.content_checked = Some(*version),
            OutgoingEvent::FormApproved { version, .. } => self.form_checked = Some(*version),
            OutgoingEvent::Returned { .. } => {
                self.stage = OutgoingStage::Drafting;
                (self.content_checked, self.form_checked) = (None, None);
                self.returns = self.returns.saturating_add(1);
            }
            OutgoingEvent::Commented { version, .. } => {
                if self.newest().is_none_or(|newest| *version > newest) {
                    return Err(ReplayError::OutOfOrder);
                }
            }
            OutgoingEvent::Signed { at, block, file, .. } => {
                self.stage = OutgoingStage::Signed;
                (self.signed_at, self.block) = (Some(*at), Some(block.clone()));
                self.signed_file.clone_from(file);
            }
            OutgoingEvent::Numbered { number, .. } => {
                if self.number.is_some() || self.signed_at.is_none() {
                    return Err(ReplayError::OutOfOrder);
                }
                self.stage = OutgoingStage::Numbered;
                self.number = Some(number.clone());
            }
            OutgoingEvent::Sealed { file, .. } => {
                self.stage = OutgoingStage::Sealed;
                if file.is_some() {
                    self.signed_file.clone_from(file);
                }
            }
            OutgoingEvent::Dispatched { at, receivers, .. } => {
                self.stage = OutgoingStage::Issued;
                (self.issued_at, self.receivers) = (Some(*at), receivers.clone());
            }
            OutgoingEvent::Recalled { .. } => self.stage = OutgoingStage::Recalled,
            OutgoingEvent::Replaced { by, .. } => {
                self.stage = OutgoingStage::Replaced;
                self.after.replaced_by = Some(by.clone());
            }
            OutgoingEvent::Corrected { by, .. } => self.after.corrections.push(by.clone()),
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }
}

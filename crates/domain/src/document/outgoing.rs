//! What can be done with an outgoing document, and when it is refused.

use jiff::civil::{Date, DateTime};

use super::refusal::required;
use super::{
    Marks, Number, Outgoing, OutgoingEvent, OutgoingStage, Refusal, Run, SignatureBlock, SignedFile, Version,
    secret_level,
};

/// Most receivers of one document.
const RECEIVERS_MAX: usize = 5_000;

/// What somebody asks to be done with it. Reasons may name people: they are sealed apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutgoingCommand {
    /// Take the pen: nobody else saves until it is laid down.
    TakePen,
    /// Lay the pen down; a leader may do so for somebody who is away.
    LayPen,
    /// Save a new version.
    Save {
        /// Digest of its file.
        sha256: String,
        /// Name of its file.
        name: String,
        /// Size of its file in bytes.
        size_bytes: i64,
    },
    /// Lay the newest version before those who check it (Article 11).
    Submit,
    /// As head of the drafting unit: answer for the content of a version (Article 12).
    ApproveContent {
        /// Which version.
        version: u32,
    },
    /// As clerk: answer for form and procedure of a version (Article 12).
    ApproveForm {
        /// Which version.
        version: u32,
    },
    /// Say something about a version.
    Comment {
        /// Which version.
        version: u32,
        /// What.
        text: String,
    },
    /// Send it back to be written anew.
    Return {
        /// Why.
        reason: String,
    },
    /// Sign a version (Article 13).
    Sign {
        /// Which version.
        version: u32,
        /// Above the name; made by [`super::sign_block`] for the day of signing.
        block: SignatureBlock,
        /// The file with the digital signature; none where it is signed on paper.
        file: Option<SignedFile>,
    },
    /// Give it number and day (Article 15).
    Number {
        /// The next number of the run.
        number: u32,
        /// The run that [`Run::of`] names.
        run: Run,
        /// The symbol.
        notation: String,
    },
    /// Seal it, or sign it digitally for the agency (Article 17).
    Seal {
        /// The file with the agency's digital signature; none where it is sealed on paper.
        file: Option<SignedFile>,
    },
    /// Issue it (Article 18).
    Dispatch {
        /// To whom; the archive's copy goes without saying.
        receivers: Vec<String>,
    },
    /// Take it back: receivers of paper send it back, others delete it and say so.
    Recall {
        /// Why.
        reason: String,
    },
    /// Another document of the same type amends or replaces it, because of its content.
    Replace {
        /// Which one.
        by: String,
        /// Of which type that one is.
        kind: String,
    },
    /// A letter corrects it, because of its form or procedure.
    Correct {
        /// Which one.
        by: String,
        /// Whether that one is a letter: a type without abbreviation.
        is_letter: bool,
    },
}

/// What a decision may look at besides the document.
#[derive(Debug, Clone, Copy)]
pub struct OutgoingContext<'a> {
    /// Who asks.
    pub actor: &'a str,
    /// The civil time at the province.
    pub now: DateTime,
    /// The working day after the day of signing, until which number and issue are in time (Articles 15 and 18). The calendar
    /// says it; none where the calendar ends, or before signing.
    pub issue_by: Option<Date>,
    /// Whether the person leads the drafting unit or the agency.
    pub as_leader: bool,
}

/// Begins a document. A state secret is refused whole.
pub fn draft(
    (agency, unit): (&str, &str),
    document_kind: &str,
    subject: &str,
    marks: Marks,
    answers: Option<String>,
    now: DateTime,
) -> Result<OutgoingEvent, Refusal> {
    if let Some(level) = secret_level(&marks.secrecy) {
        return Err(Refusal::StateSecret { level });
    }
    Ok(OutgoingEvent::Drafted {
        at: now,
        agency: required(agency, "agency")?,
        unit: required(unit, "unit")?,
        document_kind: required(document_kind, "kind")?,
        subject: required(subject, "subject")?,
        marks,
        answers,
    })
}

impl Outgoing {
    /// What happens when this is done now, with the words to be sealed. Changes nothing.
    ///
    /// Whether the person may is decided before.
    pub fn decide(
        &self,
        command: OutgoingCommand,
        context: &OutgoingContext<'_>,
    ) -> Result<(OutgoingEvent, Option<String>), Refusal> {
        if !self.stage.allows(&command) {
            return Err(Refusal::OutgoingStage(self.stage));
        }
        let at = context.now;
        let event = match command {
            OutgoingCommand::TakePen => {
                self.pen_is_free(context)?;
                OutgoingEvent::PenTaken { at, by: context.actor.to_owned() }
            }
            OutgoingCommand::LayPen => {
                if !context.as_leader {
                    self.pen_is_free(context)?;
                }
                OutgoingEvent::PenLaid { at }
            }
            OutgoingCommand::Save { sha256, name, size_bytes } => {
                self.pen_is_free(context)?;
                let number = self.newest().map_or(1, |newest| newest.saturating_add(1));
                let version =
                    Version { number, sha256: digest(&sha256)?, name, size_bytes, by: context.actor.to_owned() };
                OutgoingEvent::Saved { at, version }
            }
            OutgoingCommand::Submit => {
                OutgoingEvent::Submitted { at, version: self.newest().ok_or(Refusal::TextMissing("text"))? }
            }
            OutgoingCommand::ApproveContent { version } => {
                OutgoingEvent::ContentApproved { at, version: self.is_newest(version)?, by: context.actor.to_owned() }
            }
            OutgoingCommand::ApproveForm { version } => {
                OutgoingEvent::FormApproved { at, version: self.is_newest(version)?, by: context.actor.to_owned() }
            }
            OutgoingCommand::Comment { version, text } => {
                if !self.versions.iter().any(|known| known.number == version) {
                    return Err(Refusal::OldVersion { newest: self.newest().unwrap_or(0) });
                }
                let event = OutgoingEvent::Commented { at, version, by: context.actor.to_owned() };
                return Ok((event, Some(required(&text, "comment")?)));
            }
            OutgoingCommand::Return { reason } => {
                return Ok((OutgoingEvent::Returned { at }, Some(required(&reason, "reason")?)));
            }
            OutgoingCommand::Sign { version, block, file } => self.sign(at, version, block, file)?,
            OutgoingCommand::Number { number, run, notation } => self.numbered(context, number, run, &notation)?,
            OutgoingCommand::Seal { file } => OutgoingEvent::Sealed { at, file },
            OutgoingCommand::Dispatch { receivers } => self.dispatch(context, receivers)?,
            OutgoingCommand::Recall { reason } => {
                return Ok((OutgoingEvent::Recalled { at }, Some(required(&reason, "reason")?)));
            }
            OutgoingCommand::Replace { by, kind } if kind == self.document_kind => {
                OutgoingEvent::Replaced { at, by: required(&by, "by")? }
            }
            OutgoingCommand::Correct { by, is_letter: true } => {
                OutgoingEvent::Corrected { at, by: required(&by, "by")? }
            }
            OutgoingCommand::Replace { .. } | OutgoingCommand::Correct { .. } => return Err(Refusal::OtherKind),
        };
        Ok((event, None))
    }

    fn sign(
        &self,
        at: DateTime,
        version: u32,
        block: SignatureBlock,
        file: Option<SignedFile>,
    ) -> Result<OutgoingEvent, Refusal> {
        let version = self.is_newest(version)?;
        for (part, checked) in [("content", self.content_checked), ("form", self.form_checked)] {
            if checked != Some(version) {
                return Err(Refusal::Unchecked { part });
            }
        }
        Ok(OutgoingEvent::Signed { at, version, block, file })
    }

    fn numbered(
        &self,
        context: &OutgoingContext<'_>,
        number: u32,
        run: Run,
        notation: &str,
    ) -> Result<OutgoingEvent, Refusal> {
        let at = context.now;
        let signed = self.signed_at.map_or(at.date(), DateTime::date);
        if number == 0 {
            return Err(Refusal::NoNumber);
        }
        if at.date() < signed {
            return Err(Refusal::BeforeSigning { signed });
        }
        let notation = required(notation, "notation")?;
        let number = Number { run, number, notation, day: at.date() };
        Ok(OutgoingEvent::Numbered { at, number, late: self.is_late(context) })
    }

    fn dispatch(&self, context: &OutgoingContext<'_>, receivers: Vec<String>) -> Result<OutgoingEvent, Refusal> {
        let mut seen = std::collections::BTreeSet::new();
        let is_once = receivers.iter().all(|receiver| !receiver.trim().is_empty() && seen.insert(receiver));
        if receivers.is_empty() {
            return Err(Refusal::TextMissing("receivers"));
        }
        if !is_once || receivers.len() > RECEIVERS_MAX {
            return Err(Refusal::Entries("receivers"));
        }
        Ok(OutgoingEvent::Dispatched { at: context.now, receivers, late: self.is_late(context) })
    }

    /// What is urgent is issued on the day of signing, anything else at the latest on the working day after it.
    fn is_late(&self, context: &OutgoingContext<'_>) -> bool {
        let signed = self.signed_at.map(DateTime::date);
        let last = if self.marks.urgency.is_urgent() { signed } else { context.issue_by };
        last.is_some_and(|last| context.now.date() > last)
    }

    fn pen_is_free(&self, context: &OutgoingContext<'_>) -> Result<(), Refusal> {
        match &self.pen {
            Some(holder) if holder != context.actor => Err(Refusal::PenTaken),
            Some(_) | None => Ok(()),
        }
    }

    fn is_newest(&self, version: u32) -> Result<u32, Refusal> {
        let newest = self.newest().unwrap_or(0);
        if version == newest { Ok(version) } else { Err(Refusal::OldVersion { newest }) }
    }
}

fn digest(text: &str) -> Result<String, Refusal> {
    let is_digest = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if is_digest { Ok(text.to_owned()) } else { Err(Refusal::TextMissing("text")) }
}

impl OutgoingStage {
    /// Whether the command is possible there.
    #[must_use]
    pub const fn allows(self, command: &OutgoingCommand) -> bool {
        match command {
            OutgoingCommand::TakePen
            | OutgoingCommand::LayPen
            | OutgoingCommand::Save { .. }
            | OutgoingCommand::Submit => matches!(self, Self::Drafting),
            OutgoingCommand::Comment { .. } => matches!(self, Self::Drafting | Self::Checking),
            OutgoingCommand::ApproveContent { .. }
            | OutgoingCommand::ApproveForm { .. }
            | OutgoingCommand::Return { .. }
            | OutgoingCommand::Sign { .. } => matches!(self, Self::Checking),
            OutgoingCommand::Number { .. } => matches!(self, Self::Signed),
            OutgoingCommand::Seal { .. } => matches!(self, Self::Numbered),
            OutgoingCommand::Dispatch { .. } => matches!(self, Self::Sealed),
            OutgoingCommand::Recall { .. } | OutgoingCommand::Replace { .. } | OutgoingCommand::Correct { .. } => {
                matches!(self, Self::Issued)
            }
        }
    }
}

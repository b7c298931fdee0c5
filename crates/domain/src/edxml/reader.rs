//! Reading a message from a stream: first what it says, then each attachment in pieces.

use std::collections::BTreeSet;
use std::io::BufRead;

use super::base64::Decoder;
use super::fault::{Deviation, DeviationKind, Fault, FaultKind, shown};
use super::grove::{Element, Growing};
use super::pull::{Opening, Pull, Space, Token};
use super::take::Notes;
use super::{Attachment, Message, read};

/// How much of a message is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes besides the content of attachments.
    pub markup_bytes: u64,
    /// Nesting of elements.
    pub depth: usize,
    /// Elements and attributes.
    pub parts: usize,
    /// Attachments.
    pub attachments: usize,
    /// Bytes of one attachment, decoded.
    pub attachment_bytes: u64,
    /// Bytes of all attachments together, decoded.
    pub total_bytes: u64,
}

impl Limits {
    /// What an agency needs: lists of some thousand receivers, a hundred files, files of 100 MiB, half a GiB in all.
    pub const USUAL: Self = Self {
        markup_bytes: 8 * 1024 * 1024,
        depth: 16,
        parts: 100_000,
        attachments: 100,
        attachment_bytes: 100 * 1024 * 1024,
        total_bytes: 500 * 1024 * 1024,
    };
}

/// The next part of a message.
#[derive(Debug)]
pub enum Part<'r> {
    /// What it says; comes first.
    Message(Box<Message>),
    /// An attachment begins. Some systems put its name behind its content: it is complete only at the end.
    Begins(&'r Attachment),
    /// More of its content: the bytes of a ZIP, as the standard has it.
    Content(&'r [u8]),
    /// The attachment ended.
    Ends(&'r Attachment),
    /// The message ended, and every attachment that it announces has come.
    End,
}

/// Where in the message the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// Before the envelope was read.
    Front,
    /// Between attachments.
    Between,
    /// Inside one, between its fields.
    Fields,
    /// In its content.
    Content,
    Over,
}

/// Reads one message.
#[derive(Debug)]
pub struct Reader<R> {
    pub(super) pull: Pull<R>,
    pub(super) limits: Limits,
    pub(super) notes: Notes,
    pub(super) at: At,
    pub(super) announced: BTreeSet<String>,
    pub(super) come: BTreeSet<String>,
    pub(super) attachment: Attachment,
    pub(super) decoder: Decoder,
    /// Attachments that began.
    pub(super) begun: usize,
    /// Bytes of all attachments so far.
    pub(super) total: u64,
    /// Bytes of the present attachment so far.
    pub(super) bytes: u64,
    pub(super) has_content: bool,
}

impl<R: BufRead> Reader<R> {
    /// Begins to read; the source should be buffered.
    pub fn new(source: R, limits: Limits) -> Result<Self, Fault> {
        Ok(Self {
            pull: Pull::new(source, limits)?,
            limits,
            notes: Notes::default(),
            at: At::Front,
            announced: BTreeSet::new(),
            come: BTreeSet::new(),
            attachment: Attachment::default(),
            decoder: Decoder::default(),
            begun: 0,
            total: 0,
            bytes: 0,
            has_content: false,
        })
    }

    /// What differs from the standard, as far as it was read.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        &self.notes.found
    }

    /// The next part. After a fault nothing more is to be asked, and nothing of the message to be kept.
    pub fn next_part(&mut self) -> Result<Part<'_>, Fault> {
        match self.at {
            At::Front => {
                let message = self.front()?;
                self.at = At::Between;
                Ok(Part::Message(Box::new(message)))
            }
            At::Between => self.between(),
            At::Fields => self.fields(),
            At::Content => self.content(),
            At::Over => Ok(Part::End),
        }
    }

    pub(super) fn fault(&self, kind: FaultKind) -> Fault {
        self.pull.fault(kind)
    }

    pub(super) fn note(&mut self, what: DeviationKind) {
        let place = self.pull.place();
        self.notes.note(&place, what);
    }

    /// Everything up to the end of the envelope.
    fn front(&mut self) -> Result<Message, Fault> {
        let mut envelope: Option<Growing> = None;
        loop {
            let token = self.pull.next()?;
            for what in std::mem::take(&mut self.pull.first) {
                self.notes.note("-", what);
            }
            match (token, envelope.as_mut()) {
                (Token::Open(opening), Some(_)) if opening.name == "AttachmentEncoded" => {
                    self.note(DeviationKind::AttachmentsInside);
                    let element = envelope.and_then(Growing::cut);
                    return self.message(element);
                }
                (Token::Open(opening), Some(growing)) => growing.open(opening),
                (Token::Text(text), Some(growing)) => growing.text(&text),
                (Token::Close, Some(growing)) => {
                    if let Some(element) = growing.close() {
                        return self.message(Some(element));
                    }
                }
                (Token::Open(opening), None) => envelope = self.outside(opening)?,
                (Token::Text(text), None) if text.trim().is_empty() => (),
                (Token::Text(_), None) => self.note(DeviationKind::StrayText),
                (Token::Close, None) => {
                    return Err(self.pull.fault(FaultKind::Missing { name: "edXMLEnvelope".to_owned() }));
                }
                (Token::End, _) => return Err(self.pull.fault(FaultKind::CutOff)),
            }
        }
    }

    /// An element before the envelope: the root, or the envelope itself.
    fn outside(&mut self, opening: Opening) -> Result<Option<Growing>, Fault> {
        match &opening.space {
            Space::Standard => (),
            Space::Signature => {
                return Err(self.pull.fault(FaultKind::WrongNamespace { given: super::SIGNATURES.to_owned() }));
            }
            Space::Other(given) => {
                return Err(self.pull.fault(FaultKind::WrongNamespace { given: shown(given) }));
            }
        }
        let is_root = !self.pull.place().contains('/');
        match opening.name.as_str() {
            "edXML" if is_root => {
                if opening.has_prefix {
                    self.note(DeviationKind::Prefix);
                }
                Ok(None)
            }
            "edXMLEnvelope" => {
                if is_root {
                    self.note(DeviationKind::NoRoot);
                }
                if !opening.has_prefix {
                    self.note(DeviationKind::Prefix);
                }
                Ok(Some(Growing::new(opening)))
            }
            "AttachmentEncoded" | "Attachment" => Err(self.pull.fault(FaultKind::AttachmentFirst)),
            other if is_root => Err(self.pull.fault(FaultKind::NotEdxml { given: shown(other) })),
            other => {
                let name = shown(other);
                self.note(DeviationKind::UnknownElement { name });
                self.skip()?;
                Ok(None)
            }
        }
    }

    /// Leaves out the rest of the element that has just opened.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.pull.next()? {
                Token::Open(_) => depth = depth.saturating_add(1),
                Token::Close => depth = depth.saturating_sub(1),
                Token::Text(_) => (),
                Token::End => return Err(self.pull.fault(FaultKind::CutOff)),
            }
        }
        Ok(())
    }

    fn message(&mut self, envelope: Option<Element>) -> Result<Message, Fault> {
        let Some(envelope) = envelope else { return Err(self.pull.fault(FaultKind::CutOff)) };
        let offset = self.pull.fault(FaultKind::CutOff).offset;
        let above = if self.pull.place().starts_with("edXMLEnvelope") { "" } else { "edXML" };
        let above = if self.pull.place() == "-" { "" } else { above };
        let message =
            read::message(&envelope, above, &mut self.notes).map_err(|(place, kind)| Fault { offset, place, kind })?;
        let attachments = message.attachments();
        if attachments.len() > self.limits.attachments {
            return Err(self.pull.fault(FaultKind::TooManyAttachments { limit: self.limits.attachments }));
        }
        for attachment in attachments {
            let id = &attachment.content_id;
            if id.is_empty() {
                return Err(self.pull.fault(FaultKind::Missing { name: "ContentId".to_owned() }));
            }
            if !self.announced.insert(id.clone()) {
                return Err(self.pull.fault(FaultKind::AttachmentTwice { content_id: shown(id) }));
            }
        }
        Ok(message)
    }
}

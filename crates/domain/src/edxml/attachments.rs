//! Reading attachments: their fields, and their content in pieces.

use std::io::BufRead;

use super::Attachment;
use super::base64::Decoder;
use super::fault::{DeviationKind, Fault, FaultKind, shown};
use super::pull::{Opening, Token};
use super::reader::{At, Part, Reader};
use crate::text::composed;

impl<R: BufRead> Reader<R> {
    pub(super) fn between(&mut self) -> Result<Part<'_>, Fault> {
        loop {
            match self.pull.next()? {
                Token::Open(opening) if opening.name == "AttachmentEncoded" => {
                    if opening.has_prefix {
                        self.note(DeviationKind::Prefix);
                    }
                }
                Token::Open(opening) if opening.name == "Attachment" => {
                    if opening.has_prefix {
                        self.note(DeviationKind::Prefix);
                    }
                    self.begin()?;
                    return self.fields();
                }
                Token::Open(opening) => {
                    let name = shown(&opening.name);
                    self.note(DeviationKind::UnknownElement { name });
                    self.skip()?;
                }
                Token::Text(text) if text.trim().is_empty() => (),
                Token::Text(_) => self.note(DeviationKind::StrayText),
                Token::Close => (),
                Token::End => return self.over(),
            }
        }
    }

    fn over(&mut self) -> Result<Part<'_>, Fault> {
        if let Some(missing) = self.announced.difference(&self.come).next() {
            let content_id = shown(missing);
            return Err(self.pull.fault(FaultKind::AttachmentMissing { content_id }));
        }
        self.at = At::Over;
        Ok(Part::End)
    }

    fn begin(&mut self) -> Result<(), Fault> {
        if self.begun >= self.limits.attachments {
            return Err(self.pull.fault(FaultKind::TooManyAttachments { limit: self.limits.attachments }));
        }
        self.begun = self.begun.saturating_add(1);
        self.attachment = Attachment::default();
        self.decoder = Decoder::default();
        (self.bytes, self.has_content) = (0, false);
        self.at = At::Fields;
        Ok(())
    }

    pub(super) fn fields(&mut self) -> Result<Part<'_>, Fault> {
        loop {
            match self.pull.next()? {
                Token::Open(opening) => {
                    if self.field(&opening)? {
                        self.at = At::Content;
                        return Ok(Part::Begins(&self.attachment));
                    }
                }
                Token::Text(text) if text.trim().is_empty() => (),
                Token::Text(_) => self.note(DeviationKind::StrayText),
                Token::Close => return self.ended(),
                Token::End => return Err(self.pull.fault(FaultKind::CutOff)),
            }
        }
    }

    /// Reads a field; whether it is the content, which is read in pieces.
    fn field(&mut self, opening: &Opening) -> Result<bool, Fault> {
        let name = opening.name.as_str();
        let expected = match name {
            "FileName" => "AttachmentName",
            "FileType" => "ContentType",
            "Content" => "ContentTransferEncoded",
            known => known,
        };
        if expected != name {
            self.note(DeviationKind::Spelling { expected: expected.to_owned() });
        }
        // The content alone is written with a prefix.
        if opening.has_prefix != (expected == "ContentTransferEncoded") {
            self.note(DeviationKind::Prefix);
        }
        if expected == "ContentTransferEncoded" && !self.has_content {
            self.has_content = true;
            return Ok(true);
        }
        let place = match expected {
            "ContentId" | "AttachmentName" | "ContentType" | "Description" => expected,
            other => {
                let name = shown(other);
                self.note(DeviationKind::UnknownElement { name });
                self.skip()?;
                return Ok(false);
            }
        };
        let text = self.text()?;
        let attachment = &mut self.attachment;
        match place {
            "ContentId" => {
                text.strip_prefix("cid:").unwrap_or(&text).clone_into(&mut attachment.content_id);
                if attachment.content_id == text {
                    self.note(DeviationKind::ContentIdForm);
                }
            }
            "AttachmentName" => attachment.name = text,
            "ContentType" => attachment.content_type = text,
            _description => attachment.description = text,
        }
        Ok(false)
    }

    /// The text of the element that has just opened, up to its end.
    fn text(&mut self) -> Result<String, Fault> {
        let mut text = String::new();
        loop {
            match self.pull.next()? {
                Token::Text(more) => text.push_str(&more),
                Token::Close => return Ok(composed(&text)),
                Token::Open(opening) => {
                    let name = shown(&opening.name);
                    self.note(DeviationKind::UnknownElement { name });
                    self.skip()?;
                }
                Token::End => return Err(self.pull.fault(FaultKind::CutOff)),
            }
        }
    }

    /// The next piece; pieces without a byte are passed over.
    pub(super) fn content(&mut self) -> Result<Part<'_>, Fault> {
        loop {
            let length = match self.pull.content(&mut self.decoder)? {
                Some(piece) => piece.len(),
                None => match self.pull.next()? {
                    Token::Close => {
                        self.at = At::Fields;
                        let length = self.decoder.end().map(<[u8]>::len);
                        let length = length.map_err(|_| self.pull.fault(FaultKind::NotBase64))?;
                        if length == 0 {
                            return self.fields();
                        }
                        self.note(DeviationKind::Unpadded);
                        length
                    }
                    // A reference to a line end, or a section of plain text.
                    Token::Text(text) => {
                        let piece = self.decoder.take(text.as_bytes()).map(<[u8]>::len);
                        piece.map_err(|_| self.pull.fault(FaultKind::NotBase64))?
                    }
                    Token::Open(_) => return Err(self.pull.fault(FaultKind::NotBase64)),
                    Token::End => return Err(self.pull.fault(FaultKind::CutOff)),
                },
            };
            if length == 0 {
                continue;
            }
            self.count(length)?;
            return Ok(Part::Content(self.decoder.decoded()));
        }
    }

    fn count(&mut self, length: usize) -> Result<(), Fault> {
        if self.bytes == 0 && !self.decoder.decoded().starts_with(b"P") {
            self.note(DeviationKind::NotZipped);
        }
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_add(length);
        self.total = self.total.saturating_add(length);
        if self.total > self.limits.total_bytes {
            return Err(self.pull.fault(FaultKind::AttachmentsTooLarge { limit: self.limits.total_bytes }));
        }
        if self.bytes > self.limits.attachment_bytes {
            return Err(self.pull.fault(FaultKind::AttachmentTooLarge { limit: self.limits.attachment_bytes }));
        }
        Ok(())
    }

    /// What the attachment lacks is taken from the manifest by whoever asks; here it must have an identifier.
    fn ended(&mut self) -> Result<Part<'_>, Fault> {
        self.at = At::Between;
        let id = self.attachment.content_id.clone();
        if !self.has_content {
            return Err(self.pull.fault(FaultKind::AttachmentMissing { content_id: shown(&id) }));
        }
        if id.is_empty() {
            return Err(self.pull.fault(FaultKind::Missing { name: "ContentId".to_owned() }));
        }
        if !self.come.insert(id.clone()) {
            return Err(self.pull.fault(FaultKind::AttachmentTwice { content_id: shown(&id) }));
        }
        if !self.announced.contains(&id) {
            self.note(DeviationKind::Unlisted { content_id: shown(&id) });
        }
        Ok(Part::Ends(&self.attachment))
    }
}

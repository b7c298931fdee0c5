//! Writing a message to a stream: first what it says, then each attachment in pieces.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::base64::Encoder;
use super::write::{Xml, head};
use super::{Attachment, Message, NAMESPACE, Unfit};

/// Why a message was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It is not fit to be sent.
    #[error("the message is not fit to be sent: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Unfit(Vec<Unfit>),
    /// An attachment that it does not announce, or a second time.
    #[error("the attachment {content_id:?} is not announced, or was written already")]
    NotAwaited {
        /// Its identifier.
        content_id: String,
    },
    /// An attachment that it announces was not written.
    #[error("the attachment {content_id:?} is announced and was not written")]
    NotWritten {
        /// Its identifier.
        content_id: String,
    },
    /// Content without an attachment that is open, or an end while one is.
    #[error("attachments are begun and ended in turn")]
    OutOfTurn,
    /// The stream failed.
    #[error("the stream could not be written")]
    Io(#[from] io::Error),
}

/// Writes one message.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    awaited: Vec<Attachment>,
    written: BTreeSet<String>,
    encoder: Encoder,
    /// Whether an attachment is open.
    is_open: bool,
    has_list: bool,
}

impl<W: Write> Writer<W> {
    /// Writes all of the message but its attachments; refuses one that is not fit to be sent, and then writes nothing.
    pub fn begin(mut out: W, message: &Message) -> Result<Self, WriteError> {
        let unfit = message.unfit();
        if !unfit.is_empty() {
            return Err(WriteError::Unfit(unfit));
        }
        out.write_all(head(message).text.as_bytes())?;
        let awaited = message.attachments().to_vec();
        let encoder = Encoder::default();
        Ok(Self { out, awaited, written: BTreeSet::new(), encoder, is_open: false, has_list: false })
    }

    /// Begins an attachment that the message announces.
    pub fn attachment(&mut self, content_id: &str) -> Result<(), WriteError> {
        if self.is_open {
            return Err(WriteError::OutOfTurn);
        }
        let found = self.awaited.iter().find(|attachment| attachment.content_id == content_id);
        let Some(attachment) = found.filter(|_| self.written.insert(content_id.to_owned())) else {
            return Err(WriteError::NotAwaited { content_id: content_id.chars().take(80).collect() });
        };
        let mut xml = Xml::default();
        if !self.has_list {
            xml.text.push_str("<AttachmentEncoded>");
        }
        xml.text.push_str("<Attachment>");
        xml.plain("ContentId", &format!("cid:{}", attachment.content_id));
        xml.plain("AttachmentName", &attachment.name);
        if !attachment.description.is_empty() {
            xml.plain("Description", &attachment.description);
        }
        xml.plain("ContentType", &attachment.content_type);
        self.out.write_all(xml.text.as_bytes())?;
        write!(self.out, "<edXML:ContentTransferEncoded xmlns:edXML=\"{NAMESPACE}\">")?;
        (self.is_open, self.has_list) = (true, true);
        Ok(())
    }

    /// More of its content: the bytes of a ZIP that holds the file.
    pub fn content(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        if !self.is_open {
            return Err(WriteError::OutOfTurn);
        }
        self.out.write_all(self.encoder.take(bytes).as_bytes())?;
        Ok(())
    }

    /// Ends the attachment.
    pub fn end_attachment(&mut self) -> Result<(), WriteError> {
        if !self.is_open {
            return Err(WriteError::OutOfTurn);
        }
        self.out.write_all(self.encoder.end().as_bytes())?;
        self.out.write_all(b"</edXML:ContentTransferEncoded></Attachment>")?;
        self.is_open = false;
        Ok(())
    }

    /// Ends the message and gives the stream back.
    pub fn finish(mut self) -> Result<W, WriteError> {
        if self.is_open {
            return Err(WriteError::OutOfTurn);
        }
        if let Some(missing) = self.awaited.iter().find(|attachment| !self.written.contains(&attachment.content_id)) {
            return Err(WriteError::NotWritten { content_id: missing.content_id.clone() });
        }
        if self.has_list {
            self.out.write_all(b"</AttachmentEncoded>")?;
        }
        self.out.write_all(b"</edXML>\n")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// A whole message with the content of its attachments, in the order of the manifest; for what is known to be small.
pub fn write_whole(message: &Message, contents: &[&[u8]]) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::begin(Vec::new(), message)?;
    for (attachment, content) in message.attachments().iter().zip(contents) {
        writer.attachment(&attachment.content_id)?;
        writer.content(content)?;
        writer.end_attachment()?;
    }
    writer.finish()
}

//! A message with the content of its attachments, for what is known to be small.

use super::fault::{Deviation, Fault, FaultKind};
use super::reader::{Limits, Part, Reader};
use super::{Attachment, Message};

/// A message with everything in it, for what is known to be small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// What it says.
    pub message: Message,
    /// Its attachments with their content.
    pub contents: Vec<(Attachment, Vec<u8>)>,
    /// In what it differs from the standard.
    pub deviations: Vec<Deviation>,
}

/// Reads a whole message.
pub fn read_whole(bytes: &[u8], limits: Limits) -> Result<Whole, Fault> {
    let mut reader = Reader::new(bytes, limits)?;
    let (mut message, mut contents, mut content) = (None, Vec::new(), Vec::new());
    loop {
        match reader.next_part()? {
            Part::Message(read) => message = Some(*read),
            Part::Begins(_) => content.clear(),
            Part::Content(piece) => content.extend_from_slice(piece),
            Part::Ends(attachment) => contents.push((attachment.clone(), std::mem::take(&mut content))),
            Part::End => break,
        }
    }
    let deviations = reader.deviations().to_vec();
    let message = message.ok_or_else(|| reader.fault(FaultKind::CutOff))?;
    Ok(Whole { message, contents, deviations })
}

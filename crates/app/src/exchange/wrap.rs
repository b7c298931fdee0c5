//! Envelopes as files: made from what is stored, and taken apart again, never held whole.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use bytes::Bytes;
use domain::edxml::{Attachment, Limits, Message, Part, Reader, Writer};
use futures_util::Stream;
use sha2::{Digest, Sha256};
use signing::{XmlBroken, XmlFault, XmlSignature, check_xml, sign_xml};
use tempfile::NamedTempFile;
use tokio::io::AsyncReadExt;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::key::InstallationKey;
use crate::seal::hex;

/// Where the signature of an envelope stands.
const SIGNED_AT: [&str; 3] = ["edXML", "edXMLEnvelope", "edXMLHeader"];
/// Bytes that are read in one go.
const PART_BYTES: usize = 64 * 1024;
/// Largest envelope, in bytes.
pub(super) const ENVELOPE_BYTES_MAX: u64 = 700 * 1024 * 1024;

/// Largest file in an envelope, in bytes.
const FILE_BYTES_MAX: u64 = 100 * 1024 * 1024;

/// A file that is to be enclosed.
pub(super) struct Enclosed {
    pub(super) name: String,
    pub(super) content_type: String,
    pub(super) file: File,
}

/// An envelope that was made.
pub(super) struct Wrapped {
    pub(super) bytes: u64,
    pub(super) sha256: [u8; 32],
}

/// A file that came in an envelope.
pub(super) struct CameFile {
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) bytes: u64,
    pub(super) file: NamedTempFile,
}

/// Who signed an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Signed {
    /// Nobody.
    Not,
    /// Who holds this certificate.
    By(Vec<u8>),
    /// The signature does not hold.
    Broken(String),
}

/// An envelope that was opened.
pub(super) struct Unwrapped {
    pub(super) message: Message,
    pub(super) deviations: Vec<String>,
    pub(super) files: Vec<CameFile>,
    pub(super) signed: Signed,
}

/// Why an envelope could not be opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum UnwrapFault {
    /// What came is refused; what it says is known where that much could be read.
    #[error("{why}")]
    Refused { message: Option<Box<Message>>, why: String },
    /// This machine failed.
    #[error(transparent)]
    Here(#[from] io::Error),
}

/// Writes an envelope with its enclosures, signed with a key where there is one.
pub(super) fn wrap(
    mut message: Message,
    enclosed: Vec<Enclosed>,
    key: Option<&InstallationKey>,
    out: &Path,
) -> io::Result<Wrapped> {
    let manifest = |(number, one): (usize, &Enclosed)| Attachment {
        content_id: format!("tep-{}", number.saturating_add(1)),
        content_type: one.content_type.clone(),
        name: one.name.clone(),
        description: one.name.clone(),
    };
    if let Message::Document(envelope) = &mut message {
        envelope.attachments = enclosed.iter().enumerate().map(manifest).collect();
    }
    let plain = BufWriter::with_capacity(PART_BYTES, tempfile::tempfile()?);
    let mut writer = Writer::begin(plain, &message).map_err(io::Error::other)?;
    let mut part = vec![0; PART_BYTES];
    for (attachment, one) in message.attachments().iter().zip(enclosed) {
        let mut zipped = zipped(one)?;
        writer.attachment(&attachment.content_id).map_err(io::Error::other)?;
        loop {
            let read = zipped.read(&mut part)?;
            if read == 0 {
                break;
            }
            writer.content(part.get(..read).unwrap_or_default()).map_err(io::Error::other)?;
        }
        writer.end_attachment().map_err(io::Error::other)?;
    }
    let mut plain = writer.finish().map_err(io::Error::other)?.into_inner().map_err(io::Error::other)?;
    let mut file = Hashing { inner: BufWriter::new(File::create(out)?), hash: Sha256::new(), bytes: 0 };
    if let Some(key) = key {
        sign_xml(&mut plain, &SIGNED_AT, key.signer(), &mut file).map_err(io::Error::other)?;
    } else {
        plain.rewind()?;
        io::copy(&mut plain, &mut file)?;
        file.flush()?;
    }
    Ok(Wrapped { bytes: file.bytes, sha256: file.hash.finalize().into() })
}

/// A file with the ZIP around it that the standard has.
fn zipped(mut one: Enclosed) -> io::Result<File> {
    let mut writer = ZipWriter::new(tempfile::tempfile()?);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    writer.start_file(one.name.as_str(), options).map_err(io::Error::other)?;
    io::copy(&mut one.file, &mut writer)?;
    let mut file = writer.finish().map_err(io::Error::other)?;
    file.rewind()?;
    Ok(file)
}

/// The file inside a ZIP; what is no ZIP is the file itself. One entry, no larger than is taken.
fn unzipped(came: NamedTempFile, folder: &Path) -> Result<NamedTempFile, UnzipFault> {
    const MARK: [u8; 4] = *b"PK\x03\x04";
    let mut first = [0; 4];
    let mut file = came.reopen()?;
    if file.read(&mut first)? < first.len() || first != MARK {
        return Ok(came);
    }
    file.rewind()?;
    let mut archive = ZipArchive::new(file).map_err(|_| UnzipFault::Bad("the ZIP cannot be read"))?;
    if archive.len() != 1 {
        return Err(UnzipFault::Bad("the ZIP does not hold exactly one file"));
    }
    let entry = archive.by_index(0).map_err(|_| UnzipFault::Bad("the ZIP cannot be read"))?;
    if !entry.is_file() || entry.enclosed_name().is_none() {
        return Err(UnzipFault::Bad("the ZIP holds a path"));
    }
    let mut out = NamedTempFile::new_in(folder)?;
    // What is declared is not believed: what comes is counted.
    let mut bounded = entry.take(FILE_BYTES_MAX.saturating_add(1));
    let copied = io::copy(&mut bounded, &mut out).map_err(|_| UnzipFault::Bad("the ZIP is damaged"))?;
    if copied > FILE_BYTES_MAX {
        return Err(UnzipFault::Bad("a file is too large"));
    }
    out.flush()?;
    Ok(out)
}

/// Why a ZIP was not unpacked.
enum UnzipFault {
    Bad(&'static str),
    Here(io::Error),
}

impl From<io::Error> for UnzipFault {
    fn from(error: io::Error) -> Self {
        Self::Here(error)
    }
}

/// SHA-256 and size of a file.
fn measured(file: &NamedTempFile) -> io::Result<(String, u64)> {
    let mut sink = Hashing { inner: io::sink(), hash: Sha256::new(), bytes: 0 };
    io::copy(&mut file.reopen()?, &mut sink)?;
    Ok((hex(&sink.hash.finalize()), sink.bytes))
}

/// Opens an envelope; its files lie in the folder until they are let go.
pub(super) fn unwrap(envelope: &Path, folder: &Path) -> Result<Unwrapped, UnwrapFault> {
    let refused =
        |message: &Option<Message>, why: String| UnwrapFault::Refused { message: message.clone().map(Box::new), why };
    let source = BufReader::with_capacity(PART_BYTES, File::open(envelope)?);
    let mut reader = Reader::new(source, Limits::USUAL).map_err(|fault| refused(&None, fault.to_string()))?;
    let (mut message, mut files) = (None, Vec::new());
    let mut open: Option<NamedTempFile> = None;
    loop {
        match reader.next_part().map_err(|fault| refused(&message, fault.to_string()))? {
            Part::Message(came) => message = Some(*came),
            Part::Begins(_) => open = Some(NamedTempFile::new_in(folder)?),
            Part::Content(bytes) => {
                if let Some(file) = &mut open {
                    file.write_all(bytes)?;
                }
            }
            Part::Ends(attachment) => {
                if let Some(mut file) = open.take() {
                    file.flush()?;
                    let name = attachment.name.clone();
                    let file = unzipped(file, folder).map_err(|fault| match fault {
                        UnzipFault::Bad(why) => refused(&message, format!("{name}: {why}")),
                        UnzipFault::Here(error) => error.into(),
                    })?;
                    let (sha256, bytes) = measured(&file)?;
                    files.push(CameFile { name, sha256, bytes, file });
                }
            }
            Part::End => break,
        }
    }
    let mut deviations: Vec<String> = reader.deviations().iter().map(|deviation| format!("{deviation:?}")).collect();
    let message = message.ok_or_else(|| refused(&None, "no message".to_owned()))?;
    let signed = signed(envelope, &mut deviations)?;
    Ok(Unwrapped { message, deviations, files, signed })
}

/// Whose signature the envelope carries. One of a kind that is not relied on (old hashes, no certificate) counts as none
/// and is named; one that does not hold is not passed over.
fn signed(envelope: &Path, deviations: &mut Vec<String>) -> io::Result<Signed> {
    let source = BufReader::with_capacity(PART_BYTES, File::open(envelope)?);
    Ok(match check_xml(source, &SIGNED_AT) {
        Ok(XmlSignature::Absent) => Signed::Not,
        Ok(XmlSignature::Holds { certificate }) => Signed::By(certificate),
        Ok(XmlSignature::Broken(broken)) => match broken {
            XmlBroken::NotAccepted(_) | XmlBroken::Lacks(_) => {
                deviations.push(broken.to_string());
                Signed::Not
            }
            XmlBroken::Place | XmlBroken::Changed | XmlBroken::Forged => Signed::Broken(broken.to_string()),
        },
        Err(XmlFault::Io(error)) => return Err(error),
        Err(unfit) => {
            deviations.push(format!("its signature cannot be looked at: {unfit}"));
            Signed::Not
        }
    })
}

/// A file as parts.
pub(super) fn stream_of(file: tokio::fs::File) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    futures_util::stream::try_unfold(file, |mut file| async move {
        let mut part = vec![0; PART_BYTES];
        let read = file.read(&mut part).await?;
        part.truncate(read);
        Ok((read > 0).then(|| (Bytes::from(part), file)))
    })
}

/// Counts and hashes what is written.
struct Hashing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes = self.bytes.saturating_add(u64::try_from(written).unwrap_or(u64::MAX));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

//! Envelopes as files outside any exchange, for people who look into what a partner sends: read into what they say, and
//! made from it. Nothing is kept.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use domain::edxml::Message;
use serde::Serialize;
use signing::certificate_facts;

use super::key::InstallationKey;
use super::wrap::{Enclosed, Signed, UnwrapFault, unwrap, wrap};
use super::{content_type, file_name};

/// What an envelope says.
#[derive(Debug, Serialize)]
pub struct EnvelopeRead {
    /// The message.
    pub message: Message,
    /// Where it differs from the standard, or is not relied on.
    pub deviations: Vec<String>,
    /// Whether it is signed.
    pub signature: EnvelopeSignature,
    /// Its attachments, unpacked.
    pub attachments: Vec<EnvelopeFile>,
}

/// What the signature of an envelope is worth.
#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EnvelopeSignature {
    /// There is none that could be relied on.
    Absent,
    /// It holds.
    Holds {
        /// Who holds the certificate, as it says itself; nobody was asked whether that is true.
        subject: String,
        /// SHA-256 of the certificate in hexadecimal digits.
        fingerprint: String,
    },
    /// It does not hold.
    Broken {
        /// Why.
        why: String,
    },
}

/// An attachment.
#[derive(Debug, Serialize)]
pub struct EnvelopeFile {
    /// Its name, as the sender gave it.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Where it was laid down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
}

/// Why an envelope was not read or made.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeFault {
    /// What it is cannot be taken, or what is to be made is not fit to be sent.
    #[error("{0}")]
    Refused(String),
    /// A file could not be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Reads an envelope; with a folder, its attachments are laid down there under names that are safe and not taken.
pub fn read_envelope(envelope: &Path, folder: Option<&Path>) -> Result<EnvelopeRead, EnvelopeFault> {
    let scratch = tempfile::tempdir()?;
    let opened = unwrap(envelope, scratch.path()).map_err(|fault| match fault {
        UnwrapFault::Refused { why, .. } => EnvelopeFault::Refused(why),
        UnwrapFault::Here(error) => EnvelopeFault::Io(error),
    })?;
    if let Some(folder) = folder {
        fs::create_dir_all(folder)?;
    }
    let mut attachments = Vec::with_capacity(opened.files.len());
    for (came, number) in opened.files.into_iter().zip(1_usize..) {
        let file = match folder {
            Some(folder) => {
                let file = folder.join(format!("{number:02}-{}", file_name(&came.name)));
                let mut out = OpenOptions::new().write(true).create_new(true).open(&file)?;
                io::copy(&mut came.file.reopen()?, &mut out)?;
                Some(file)
            }
            None => None,
        };
        attachments.push(EnvelopeFile { name: came.name, bytes: came.bytes, sha256: came.sha256, file });
    }
    let signature = match opened.signed {
        Signed::Not => EnvelopeSignature::Absent,
        Signed::Broken(why) => EnvelopeSignature::Broken { why },
        Signed::By(certificate) => match certificate_facts(&certificate) {
            Ok(facts) => EnvelopeSignature::Holds { subject: facts.subject, fingerprint: facts.fingerprint },
            Err(fault) => EnvelopeSignature::Broken { why: fault.to_string() },
        },
    };
    Ok(EnvelopeRead { message: opened.message, deviations: opened.deviations, signature, attachments })
}

/// Makes an envelope with these files; with a key and its certificate (as [`super::ExchangeKey`] has them) it is signed.
pub fn write_envelope(
    message: Message,
    files: &[PathBuf],
    key: Option<(&[u8], &[u8])>,
    out: &Path,
) -> Result<(), EnvelopeFault> {
    let key = key.map(|(key, certificate)| InstallationKey::new(key, certificate)).transpose();
    let key = key.map_err(|fault| EnvelopeFault::Refused(fault.to_string()))?;
    let enclosed = files.iter().map(|file| {
        let name = file.file_name().map(|name| file_name(&name.to_string_lossy())).unwrap_or_default();
        Ok(Enclosed { content_type: content_type(&name).to_owned(), name, file: File::open(file)? })
    });
    let enclosed = enclosed.collect::<io::Result<Vec<_>>>()?;
    wrap(message, enclosed, key.as_ref(), out).map_err(|error| match error.kind() {
        io::ErrorKind::Other => EnvelopeFault::Refused(error.to_string()),
        _ => EnvelopeFault::Io(error),
    })?;
    Ok(())
}

//! What the settings say of the exchange: the installation's key, and each partner with its agencies and its way.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::edxml::OrganId;
use signing::{CertificateFault, SignerFault};

use super::Exchange;
use super::carry::Transport;
use super::folder::FolderWay;
use super::http::HttpWay;
use super::key::{InstallationKey, fingerprint};
use super::take::{ExchangeTexts, Unacceptable};
use domain::exchange::Denial;

/// Bytes of a key or certificate file at most.
const FILE_BYTES_MAX: u64 = 1 << 20;
/// Longest name of a partner.
const NAME_CHARS_MAX: usize = 60;

/// With whom documents are exchanged, and how. Without partners nothing goes out and nothing is taken.
#[derive(Debug, Clone, Default)]
pub struct ExchangeConfig {
    /// The key of this installation.
    pub key: Option<ExchangeKey>,
    /// The partners.
    pub partners: Vec<PartnerConfig>,
    /// What is said to partners in words; stable names without it.
    pub texts: Option<Arc<dyn ExchangeTexts>>,
}

/// The key of an installation, in files.
#[derive(Debug, Clone)]
pub struct ExchangeKey {
    /// PKCS#8 without a password.
    pub key: PathBuf,
    /// The certificate.
    pub certificate: PathBuf,
}

/// A partner, as the settings have it.
#[derive(Debug, Clone)]
pub struct PartnerConfig {
    /// Its stable name in tables and logs: letters, digits and strokes.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Its certificate.
    pub certificate: PathBuf,
    /// The agencies that it serves.
    pub agencies: Vec<PartnerAgency>,
    /// How it is reached.
    pub way: Way,
}

/// An agency elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerAgency {
    /// Its identifier (mã định danh).
    pub id: String,
    /// Its name.
    pub name: String,
}

/// How a partner is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Another installation, over HTTP: `https://…`, or `http://` on this machine.
    Http {
        /// Its address, without a path.
        url: String,
    },
    /// Folders that some other program empties and fills.
    Folder {
        /// Where envelopes are laid down.
        outbox: PathBuf,
        /// Where envelopes come.
        inbox: PathBuf,
    },
}

/// A partner that documents are exchanged with.
#[derive(Debug, Clone)]
pub struct Partner {
    /// Its stable name.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The agencies that it serves.
    pub agencies: Vec<PartnerAgency>,
    /// How it is reached.
    pub way: Way,
    pub(super) certificate: Vec<u8>,
    pub(super) fingerprint: String,
}

impl Partner {
    /// One of its agencies.
    #[must_use]
    pub fn agency(&self, organ: &str) -> Option<&PartnerAgency> {
        self.agencies.iter().find(|agency| agency.id == organ)
    }
}

/// Why the settings of the exchange cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// A file cannot be read.
    #[error("{file}: {source}")]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The installation's key cannot be used.
    #[error("the key of the exchange: {0}")]
    Key(#[from] SignerFault),
    /// A certificate cannot be read.
    #[error("{file}: {fault}")]
    Certificate {
        /// Where it stands.
        file: PathBuf,
        /// Why.
        fault: CertificateFault,
    },
    /// There are partners, and no key to sign with.
    #[error("partners are named, and the table [exchange] names no key and certificate")]
    NoKey,
    /// A name of a partner is empty, stands twice or has other letters than a–z, 0–9 and strokes.
    #[error("{0:?} is not a name for a partner, or stands twice")]
    Name(String),
    /// An identifier of an agency has another form, or two partners have it.
    #[error("{0:?} is not an identifier of an agency, or stands twice")]
    Agency(String),
    /// A partner has no agency.
    #[error("{0} has no agency")]
    NoAgency(String),
    /// An address cannot be used.
    #[error("{0:?} is not an address that may be spoken to")]
    Address(String),
    /// A client for it cannot be made.
    #[error("{0}")]
    Client(String),
}

/// Says stable names where nobody gave sentences.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainTexts;

impl ExchangeTexts for PlainTexts {
    fn denial(&self, denial: &Denial) -> String {
        match denial {
            Denial::Finished => "finished".to_owned(),
            Denial::NotHeld => "not held".to_owned(),
            Denial::Decided { reason } => reason.clone(),
        }
    }

    fn refused(&self, why: &Unacceptable) -> String {
        why.key().to_owned()
    }
}

impl Exchange {
    /// Reads keys and certificates.
    pub(crate) fn new(config: &ExchangeConfig, data: &Path) -> Result<Self, ExchangeError> {
        let key = match &config.key {
            Some(files) => Some(InstallationKey::new(&read(&files.key)?, &read(&files.certificate)?)?),
            None if config.partners.is_empty() => None,
            None => return Err(ExchangeError::NoKey),
        };
        let partners: Vec<Partner> = config.partners.iter().map(opened).collect::<Result<_, _>>()?;
        distinct(&partners)?;
        let ways = partners.iter().map(way).collect::<Result<_, _>>()?;
        let texts = config.texts.clone().unwrap_or_else(|| Arc::new(PlainTexts));
        let folder = data.join("exchange");
        if key.is_some() {
            std::fs::create_dir_all(&folder).map_err(|source| ExchangeError::File { file: folder.clone(), source })?;
        }
        Ok(Self { key, partners, ways, texts, folder })
    }
}

fn opened(config: &PartnerConfig) -> Result<Partner, ExchangeError> {
    let file = &config.certificate;
    let chain = signing::certificates_in(&read(file)?)?;
    let certificate = chain.into_iter().next().ok_or(SignerFault::NoCertificate)?;
    let fingerprint =
        fingerprint(&certificate).map_err(|fault| ExchangeError::Certificate { file: file.clone(), fault })?;
    if config.agencies.is_empty() {
        return Err(ExchangeError::NoAgency(config.name.clone()));
    }
    Ok(Partner {
        name: config.name.clone(),
        title: config.title.clone(),
        agencies: config.agencies.clone(),
        way: config.way.clone(),
        certificate,
        fingerprint,
    })
}

fn distinct(partners: &[Partner]) -> Result<(), ExchangeError> {
    let (mut names, mut organs) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    for partner in partners {
        let fits = (1..=NAME_CHARS_MAX).contains(&partner.name.len())
            && partner.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !fits || !names.insert(&partner.name) {
            return Err(ExchangeError::Name(partner.name.clone()));
        }
        for agency in &partner.agencies {
            let is_named = OrganId::parse(&agency.id).is_some() && !agency.name.trim().is_empty();
            if !is_named || !organs.insert(&agency.id) {
                return Err(ExchangeError::Agency(agency.id.clone()));
            }
        }
    }
    Ok(())
}

fn way(partner: &Partner) -> Result<Arc<dyn Transport>, ExchangeError> {
    Ok(match &partner.way {
        Way::Http { url } => Arc::new(HttpWay::new(url, partner.fingerprint.clone())?),
        Way::Folder { outbox, inbox } => Arc::new(FolderWay::new(outbox.clone(), inbox.clone())),
    })
}

fn read(file: &Path) -> Result<Vec<u8>, ExchangeError> {
    let failed = |source| ExchangeError::File { file: file.to_owned(), source };
    let length = std::fs::metadata(file).map_err(failed)?.len();
    if length > FILE_BYTES_MAX {
        return Err(failed(std::io::Error::other("the file is too large")));
    }
    std::fs::read(file).map_err(failed)
}

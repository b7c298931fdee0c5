//! Signatures on results and documents: with which key of which unit, by whom trusted, and what a signed file says.
//!
//! Keys lie in files, on tokens, or with a service that the program is given; for the demo province there is an identity
//! of our own making, marked so that nobody takes it for real.

mod check;
mod demo;
mod document;
mod facts;
mod issued;
mod sign;
mod stamp;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use signing::{
    AppearanceFault, CertificateFault, FileSigner, Picture, Signer, SignerFault, TokenKey, TokenSigner, TrustAnchors,
};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

pub use check::{CHECKED_BYTES_MAX, ResultCheck};
pub use document::Seen;
pub(crate) use document::WrittenOn;
pub use facts::{Covers, Holds, SignatureFacts, SignedAt, Trusted};
pub use issued::{IssuedFile, IssuedResult};
pub(crate) use issued::{difference as issued_difference, keep as keep_issued};
pub use sign::{ResultToSign, SIGNED_BYTES_MAX};

/// Units for which a key stands that has none of their own.
const ANY_UNIT: &str = "*";
/// Files that are signed or looked at at the same time.
const AT_ONCE: usize = 4;
/// Bytes of a key or certificate file at most.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// With what results are signed, and who is trusted.
#[derive(Debug, Clone, Default)]
pub struct SigningConfig {
    /// Keys of units and of people.
    pub keys: Vec<SigningKey>,
    /// Files with certificates of authorities that are trusted, in PEM or DER.
    pub anchors: Vec<PathBuf>,
    /// Where time stamps are asked for (RFC 3161): `https://…`, or `http://` on this machine.
    pub time_stamps: Option<String>,
}

/// Whose a key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyHolder {
    /// A unit, or `*` for every unit that has no key of its own.
    Unit(String),
    /// A person, by the name with which they sign in.
    Person(String),
}

impl fmt::Display for KeyHolder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit(name) | Self::Person(name) => formatter.write_str(name),
        }
    }
}

/// The key of a unit or of a person.
#[derive(Debug, Clone)]
pub struct SigningKey {
    /// Whose it is.
    pub holder: KeyHolder,
    /// Where the key is.
    pub place: KeyPlace,
    /// A PNG of the seal or of the signature by hand, which is seen where the key signs a document.
    pub picture: Option<PathBuf>,
}

/// Where a key is.
#[derive(Clone)]
pub enum KeyPlace {
    /// In a file: PKCS#8 without a password, and the certificates, the signer's own first.
    File {
        /// The key.
        key: PathBuf,
        /// The certificates.
        certificates: PathBuf,
    },
    /// On a token or in an HSM (PKCS#11).
    Token {
        /// The module of its maker, a shared library.
        module: PathBuf,
        /// Label of the token.
        token: String,
        /// Label under which key and certificate lie.
        label: String,
        /// The PIN.
        pin: Zeroizing<String>,
        /// Certificates of the authorities above, which tokens often lack.
        above: Option<PathBuf>,
    },
    /// With a service that the program speaks to in a way of its own.
    Elsewhere(Arc<dyn Signer + Send + Sync>),
}

impl fmt::Debug for KeyPlace {
    /// Without anything secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { key, .. } => write!(formatter, "in {}", key.display()),
            Self::Token { token, .. } => write!(formatter, "on the token {token}"),
            Self::Elsewhere(_) => formatter.write_str("elsewhere"),
        }
    }
}

/// Why the keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// A file with a key or certificates cannot be read.
    #[error("{file}: {source}")]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A key cannot be used.
    #[error("the key for {unit}: {fault}")]
    Key {
        /// Whose.
        unit: String,
        /// Why.
        fault: SignerFault,
    },
    /// A picture of a seal or signature cannot be used.
    #[error("{file}: {fault}")]
    Picture {
        /// Where it stands.
        file: PathBuf,
        /// Why.
        fault: AppearanceFault,
    },
    /// A trusted certificate cannot be read.
    #[error("{file}: {fault}")]
    Anchor {
        /// Where it stands.
        file: PathBuf,
        /// Why.
        fault: CertificateFault,
    },
    /// The address of the service for time stamps cannot be used.
    #[error("time stamps: {0}")]
    TimeStamps(String),
}

/// Why a result was not signed, beside faults of the file itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SigningTrouble {
    /// No key is set up for the unit.
    #[error("there is no key for the unit")]
    NoKey,
    /// The key, its token or its service does not sign.
    #[error("the key does not sign")]
    Key,
    /// There is no time stamp to be had.
    #[error("no time stamp is to be had")]
    Stamp,
}

/// Somebody who signs.
pub(crate) type SharedSigner = Arc<dyn Signer + Send + Sync>;

/// A key that is open, and what is seen of it.
struct Opened {
    holder: KeyHolder,
    hand: Hand,
}

/// With what somebody signs a document, and what is seen of it.
#[derive(Clone)]
pub(crate) struct Hand {
    pub(crate) signer: SharedSigner,
    pub(crate) picture: Option<Picture>,
}

/// Everything with which results are signed and looked at.
pub(crate) struct Signatures {
    keys: Vec<Opened>,
    anchors: Vec<Vec<u8>>,
    stamps: Option<stamp::Service>,
    at_once: Arc<Semaphore>,
}

impl Signatures {
    /// Opens every key and reads every anchor; blocks while it does.
    pub(crate) fn new(config: &SigningConfig) -> Result<Self, SigningError> {
        let open = |one: &SigningKey| {
            let hand = Hand { signer: signer(one)?, picture: one.picture.as_deref().map(picture).transpose()? };
            Ok(Opened { holder: one.holder.clone(), hand })
        };
        let mut anchors = Vec::new();
        for file in &config.anchors {
            let fault = |fault| SigningError::Anchor { file: file.clone(), fault };
            let read = signing::certificates_in(&read(file)?).map_err(|_| fault(CertificateFault::Unreadable))?;
            TrustAnchors::from_der(&read).map_err(fault)?;
            anchors.extend(read);
        }
        Ok(Self {
            keys: config.keys.iter().map(open).collect::<Result<_, SigningError>>()?,
            anchors,
            stamps: config.time_stamps.as_deref().map(stamp::Service::new).transpose()?,
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    /// The key set up for a unit.
    fn configured(&self, unit: &str) -> Option<Hand> {
        self.of(&KeyHolder::Unit(unit.to_owned())).or_else(|| self.of(&KeyHolder::Unit(ANY_UNIT.to_owned())))
    }

    /// The key set up for one holder.
    fn of(&self, holder: &KeyHolder) -> Option<Hand> {
        self.keys.iter().find(|key| key.holder == *holder).map(|key| key.hand.clone())
    }
}

fn picture(file: &std::path::Path) -> Result<Picture, SigningError> {
    Picture::from_png(&read(file)?).map_err(|fault| SigningError::Picture { file: file.to_owned(), fault })
}

fn signer(key: &SigningKey) -> Result<SharedSigner, SigningError> {
    let fault = |fault| SigningError::Key { unit: key.holder.to_string(), fault };
    match &key.place {
        KeyPlace::File { key, certificates } => {
            let secret = Zeroizing::new(read(key)?);
            let signer = FileSigner::from_bytes(&secret, &read(certificates)?).map_err(fault)?;
            Ok(Arc::new(signer))
        }
        KeyPlace::Token { module, token, label, pin, above } => {
            let above = above.as_ref().map(|file| signing::certificates_in(&read(file)?).map_err(fault)).transpose()?;
            let (module, token, label) = (module.clone(), token.clone(), label.clone());
            let place = TokenKey { module, token, key: label, pin: pin.clone() };
            Ok(Arc::new(TokenSigner::open(&place, &above.unwrap_or_default()).map_err(fault)?))
        }
        KeyPlace::Elsewhere(signer) => Ok(Arc::clone(signer)),
    }
}

fn read(file: &std::path::Path) -> Result<Vec<u8>, SigningError> {
    let failed = |source| SigningError::File { file: file.to_owned(), source };
    let size = std::fs::metadata(file).map_err(failed)?.len();
    if size > FILE_BYTES_MAX {
        return Err(failed(std::io::ErrorKind::FileTooLarge.into()));
    }
    std::fs::read(file).map_err(failed)
}

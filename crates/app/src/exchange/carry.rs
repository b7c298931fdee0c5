//! What a way to a partner has to do: take one envelope there, and say what comes from there.

use std::path::PathBuf;

use futures_util::future::BoxFuture;

use super::key::InstallationKey;

/// An envelope that is ready to go.
#[derive(Debug, Clone)]
pub(super) struct Parcel {
    /// Its name, the same at each attempt: number at the partner and event.
    pub(super) id: String,
    /// Where it lies.
    pub(super) file: PathBuf,
    /// Its size in bytes.
    pub(super) bytes: u64,
    /// SHA-256 of its bytes.
    pub(super) sha256: [u8; 32],
    /// The second in which it goes, since 1970.
    pub(super) seconds: i64,
    /// Unlike that of any other attempt.
    pub(super) nonce: String,
}

/// Why an envelope did not get through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CarryFault {
    /// Nobody answered; it is tried again.
    Unreachable,
    /// The partner is not ready, or does not believe us; it is tried again.
    Busy(u16),
    /// The partner will never take it.
    Refused {
        /// Why, in its words.
        reason: String,
    },
}

impl CarryFault {
    /// The stable name.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Unreachable => "unreachable".to_owned(),
            Self::Busy(status) => format!("busy_{status}"),
            Self::Refused { .. } => "refused".to_owned(),
        }
    }
}

/// An envelope that a way found lying there.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Where.
    pub(super) file: PathBuf,
}

/// A way to a partner.
pub(super) trait Transport: Send + Sync {
    /// Takes an envelope there. A partner must be able to get it twice.
    fn carry<'a>(&'a self, parcel: &'a Parcel, key: &'a InstallationKey) -> BoxFuture<'a, Result<(), CarryFault>>;

    /// Whether it has to be looked for what comes.
    fn fetches(&self) -> bool;

    /// The next envelope that came this way; none where partners bring theirs themselves.
    fn next(&self) -> BoxFuture<'_, std::io::Result<Option<Found>>>;

    /// Clears away an envelope that was looked at; whether it was taken.
    fn done<'a>(&'a self, found: &'a Found, taken: bool) -> BoxFuture<'a, std::io::Result<()>>;
}

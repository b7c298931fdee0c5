//! What a signature says, as pages and the interface tell it.

use domain::time::{DateTime, Instant, Zone};
use signing::{ChainFault, Coverage, DEMO_MARK, SignatureFault, SignatureFound, StampVerdict, TimeSource, Trust};

/// Whether the signature holds in itself, whoever signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// The signed bytes are as they were signed.
    Yes,
    /// They were changed.
    Altered,
    /// The signature is damaged, or of a kind that is not known here.
    Broken,
}

/// How much of the file the signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covers {
    /// All of it.
    Whole,
    /// The file as it was before so many bytes were added.
    Earlier {
        /// Bytes that were added afterwards.
        added: usize,
    },
    /// Not as it must.
    Broken,
}

/// Whether whoever signed can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trusted {
    /// A trusted authority issued the certificate.
    Yes,
    /// The certificate is one for demonstration: it proves nothing.
    Demonstration,
    /// No authority that is trusted here issued it.
    UnknownIssuer,
    /// It was not valid when it was used.
    OutOfTime,
    /// It is not for signing, or asks for more than is understood.
    Unfit,
}

/// When it was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedAt {
    /// A trusted service stamped it.
    Stamped(DateTime),
    /// The signer's clock says so.
    Claimed(DateTime),
    /// Nobody says.
    Unknown,
}

/// A signature and what holds of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureFacts {
    /// The name in the certificate.
    pub signer: Option<String>,
    /// The organisation in the certificate.
    pub organisation: Option<String>,
    /// Who issued the certificate.
    pub issuer: Option<String>,
    /// Who signed, as the signature says of itself.
    pub says: Option<String>,
    /// When.
    pub at: SignedAt,
    /// A stamp of a service that is not trusted here, or none that proves anything: only that there is one.
    pub has_other_stamp: bool,
    /// Whether it holds.
    pub holds: Holds,
    /// What it covers.
    pub covers: Covers,
    /// Whether who signed can be trusted.
    pub trusted: Trusted,
}

impl SignatureFacts {
    pub(super) fn of(found: SignatureFound, zone: Zone) -> Self {
        let civil = |at: jiff::Timestamp| zone.civil(Instant(at.as_microsecond()));
        let is_stamped = matches!(found.time, TimeSource::Stamped(_));
        let is_demo = found.certificate.as_ref().is_some_and(|facts| facts.subject.contains(DEMO_MARK));
        Self {
            at: match found.time {
                TimeSource::Stamped(at) => SignedAt::Stamped(civil(at)),
                TimeSource::Claimed(at) => SignedAt::Claimed(civil(at)),
                TimeSource::Checked(_) => SignedAt::Unknown,
            },
            has_other_stamp: !is_stamped
                && found.stamp.as_ref().is_some_and(|stamp| matches!(stamp.verdict, StampVerdict::Sound { .. })),
            holds: holds(&found),
            covers: match found.coverage {
                Coverage::WholeFile => Covers::Whole,
                Coverage::Revision { added, .. } => Covers::Earlier { added },
                Coverage::Broken => Covers::Broken,
            },
            trusted: trusted(&found.trust, is_demo),
            issuer: found.certificate.as_ref().map(|facts| facts.issuer.clone()),
            signer: found.certificate.as_ref().and_then(|facts| facts.common_name.clone()),
            organisation: found.certificate.and_then(|facts| facts.organisation),
            says: found.claims.name,
        }
    }
}

fn holds(found: &SignatureFound) -> Holds {
    if found.is_sound() {
        return Holds::Yes;
    }
    match found.fault {
        Some(SignatureFault::Altered) => Holds::Altered,
        Some(SignatureFault::Coverage | SignatureFault::Container(_) | SignatureFault::Signature(_)) | None => {
            Holds::Broken
        }
    }
}

const fn trusted(trust: &Trust, is_demo: bool) -> Trusted {
    match trust {
        Trust::Anchored(_) if is_demo => Trusted::Demonstration,
        Trust::Anchored(_) => Trusted::Yes,
        Trust::NotAnchored(ChainFault::UnknownIssuer) => Trusted::UnknownIssuer,
        Trust::NotAnchored(ChainFault::OutOfTime) => Trusted::OutOfTime,
        Trust::NotAnchored(ChainFault::WrongUse | ChainFault::NotUnderstood) => Trusted::Unfit,
    }
}

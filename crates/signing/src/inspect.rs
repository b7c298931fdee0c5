//! Checking: what holds of every signature of a PDF, said so that a page can show it.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use ring::digest;

use crate::algorithm::AlgorithmFault;
use crate::certificate::CertificateFacts;
use crate::chain::{self, ChainFault, TrustAnchors, Use};
use crate::container::{self, ContainerFault, Contents, DATA};
use crate::find::{self, Found, Range};
use crate::stamp::{self, StampFault};
use crate::syntax::{self, Object};

/// Longest text of a signature that is handed on, in letters.
const MAX_TEXT: usize = 2000;

/// Why a PDF was not looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum InspectFault {
    /// It is larger than any that is looked at.
    #[error("the PDF is too large")]
    TooLarge,
    /// It does not begin as a PDF.
    #[error("this is no PDF")]
    NotPdf,
    /// It has more signatures than are looked at.
    #[error("the PDF has too many signatures")]
    TooMany,
}

/// What the signature says of itself. It is covered by the signature, yet only the certificate proves who signed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Claims {
    /// Who signed.
    pub name: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Where.
    pub location: Option<String>,
    /// When, by the clock of who signed.
    pub time: Option<Timestamp>,
}

/// How much of the PDF is covered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Coverage {
    /// Every byte but the signature's own.
    WholeFile,
    /// The PDF as it was at an earlier time; something was added afterwards.
    Revision {
        /// Bytes of the PDF as it was then.
        bytes: usize,
        /// Bytes that were added.
        added: usize,
    },
    /// The ranges break the rules; what is covered says nothing.
    Broken,
}

/// What is wrong with a signature in itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SignatureFault {
    /// The covered ranges break the rules.
    #[error("the signature does not cover the PDF as it must")]
    Coverage,
    /// The container cannot be used.
    #[error("{0}")]
    Container(ContainerFault),
    /// The signed bytes were changed.
    #[error("the signed bytes were changed")]
    Altered,
    /// The signature was not made with the key of the certificate.
    #[error("{0}")]
    Signature(AlgorithmFault),
}

/// Whether the certificate can be trusted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Trust {
    /// A chain leads to an anchor: the signer's certificate first, the anchor last.
    Anchored(Vec<CertificateFacts>),
    /// No chain does.
    NotAnchored(ChainFault),
}

/// The moment for which certificates were judged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TimeSource {
    /// A trusted service stamped it.
    Stamped(Timestamp),
    /// The signer says so; nothing proves it.
    Claimed(Timestamp),
    /// The signer does not say, or says a time to come: the moment of checking.
    Checked(Timestamp),
}

/// What the time stamp of a signature is worth.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one for each signature of a paper")]
pub enum StampVerdict {
    /// It is over this signature and its own signature holds; the trust in its service apart.
    Sound {
        /// The time that was stamped.
        time: Timestamp,
        /// Who stamped.
        certificate: CertificateFacts,
        /// Whether who stamped can be trusted.
        trust: Trust,
    },
    /// It proves nothing.
    Unsound(StampFault),
}

/// The time stamp of a signature.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StampFound {
    /// What it is worth.
    pub verdict: StampVerdict,
}

/// A signature and what holds of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignatureFound {
    /// What it says of itself.
    pub claims: Claims,
    /// How much of the PDF it covers.
    pub coverage: Coverage,
    /// Whether the covered bytes are those that were signed.
    pub is_intact: bool,
    /// Whether the signature was made with the key of the certificate.
    pub is_signed: bool,
    /// The first thing that is wrong, if anything is.
    pub fault: Option<SignatureFault>,
    /// Who signed, where a certificate could be read.
    pub certificate: Option<CertificateFacts>,
    /// Whether that can be trusted.
    pub trust: Trust,
    /// The moment for which trust was judged.
    pub time: TimeSource,
    /// Its time stamp, where it has one.
    pub stamp: Option<StampFound>,
}

impl SignatureFound {
    /// Whether the signature holds in itself, whoever signed.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.is_intact && self.is_signed && self.fault.is_none()
    }

    /// Whether it holds and who signed is trusted.
    #[must_use]
    pub fn is_trusted(&self) -> bool {
        self.is_sound() && matches!(self.trust, Trust::Anchored(_))
    }
}

/// Looks at every signature of a PDF; `now` is the moment of checking.
pub fn inspect_pdf(pdf: &[u8], anchors: &TrustAnchors, now: Timestamp) -> Result<Vec<SignatureFound>, InspectFault> {
    if pdf.len() > crate::MAX_PDF {
        return Err(InspectFault::TooLarge);
    }
    if !pdf.starts_with(b"%PDF-") {
        return Err(InspectFault::NotPdf);
    }
    let found = find::all(pdf).ok_or(InspectFault::TooMany)?;
    Ok(found.iter().map(|found| judge(pdf, found, anchors, now)).collect())
}

fn judge(pdf: &[u8], found: &Found, anchors: &TrustAnchors, now: Timestamp) -> SignatureFound {
    let claims = claims(found);
    let mut verdict = SignatureFound {
        coverage: found.range.map_or(Coverage::Broken, |range| coverage(pdf, range)),
        is_intact: false,
        is_signed: false,
        fault: found.range.is_none().then_some(SignatureFault::Coverage),
        certificate: None,
        trust: Trust::NotAnchored(ChainFault::UnknownIssuer),
        time: moment(&claims, None, now),
        stamp: None,
        claims,
    };
    let contents = match container::read(&found.container) {
        Ok(contents) if contents.content_type == DATA && contents.content.is_none() => contents,
        Ok(_) => return verdict.with(SignatureFault::Container(ContainerFault::Unreadable)),
        Err(fault) => return verdict.with(SignatureFault::Container(fault)),
    };
    if let Some(range) = found.range {
        verdict.is_intact = contents.is_intact(&digest_of(pdf, range, contents.hash));
        if !verdict.is_intact {
            verdict = verdict.with(SignatureFault::Altered);
        }
    }
    match contents.holds() {
        Ok(()) => verdict.is_signed = true,
        Err(fault) => verdict = verdict.with(SignatureFault::Signature(fault)),
    }
    let stamp = contents.stamp.map(|token| judge_stamp(token, &contents, anchors));
    verdict.time = moment(&verdict.claims, stamp.as_ref(), now);
    verdict.stamp = stamp;
    let at = match verdict.time {
        TimeSource::Stamped(at) | TimeSource::Claimed(at) | TimeSource::Checked(at) => at,
    };
    verdict.certificate = Some(contents.signer.facts());
    verdict.trust = trust(chain::build(&contents.signer, &contents.others, anchors, at, Use::Signature));
    verdict
}

impl SignatureFound {
    /// Notes what is wrong, unless something was noted before.
    fn with(mut self, fault: SignatureFault) -> Self {
        self.fault = self.fault.or(Some(fault));
        self
    }
}

fn trust(chain: Result<Vec<CertificateFacts>, ChainFault>) -> Trust {
    match chain {
        Ok(chain) => Trust::Anchored(chain),
        Err(fault) => Trust::NotAnchored(fault),
    }
}

fn judge_stamp(token: &[u8], contents: &Contents<'_>, anchors: &TrustAnchors) -> StampFound {
    let verdict = match stamp::check(token, contents.signature, None) {
        Ok(stamp) => StampVerdict::Sound {
            time: stamp.time,
            certificate: stamp.signer.facts(),
            trust: trust(chain::build(&stamp.signer, &stamp.others, anchors, stamp.time, Use::TimeStamp)),
        },
        Err(fault) => StampVerdict::Unsound(fault),
    };
    StampFound { verdict }
}

/// A stamp counts only where its service is trusted; otherwise anybody could stamp any time.
fn moment(claims: &Claims, stamp: Option<&StampFound>, now: Timestamp) -> TimeSource {
    if let Some(StampFound { verdict: StampVerdict::Sound { time, trust: Trust::Anchored(_), .. } }) = stamp {
        return TimeSource::Stamped(*time);
    }
    match claims.time {
        Some(time) if time <= now => TimeSource::Claimed(time),
        _ => TimeSource::Checked(now),
    }
}

fn coverage(pdf: &[u8], range: Range) -> Coverage {
    match pdf.len().saturating_sub(range.end) {
        0 => Coverage::WholeFile,
        added => Coverage::Revision { bytes: range.end, added },
    }
}

fn digest_of(pdf: &[u8], range: Range, hash: &'static digest::Algorithm) -> Vec<u8> {
    let mut context = digest::Context::new(hash);
    context.update(pdf.get(..range.gap.0).unwrap_or_default());
    context.update(pdf.get(range.gap.1..range.end).unwrap_or_default());
    context.finish().as_ref().to_vec()
}

fn claims(found: &Found) -> Claims {
    let bytes = |key: &[u8]| {
        let (_, value) = found.entries.iter().find(|(name, _)| name == key)?;
        match value {
            Object::Text { bytes, .. } => Some(bytes),
            Object::Number(_) | Object::Name | Object::Array(_) | Object::Dictionary(_) | Object::Other => None,
        }
    };
    let text = |key: &[u8]| bytes(key).map(|bytes| syntax::text(bytes).chars().take(MAX_TEXT).collect());
    Claims {
        name: text(b"Name"),
        reason: text(b"Reason"),
        location: text(b"Location"),
        time: bytes(b"M").and_then(|bytes| date(&syntax::text(bytes))),
    }
}

/// A date of a PDF: `D:YYYYMMDDHHmmSS` and how far it is from UTC, as `Z` or `+07'00'`.
fn date(text: &str) -> Option<Timestamp> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let (digits, zone) = text.split_at_checked(14)?;
    let time = DateTime::strptime("%Y%m%d%H%M%S", digits).ok()?;
    let zone: String = zone.chars().take(8).filter(|letter| *letter != '\'').collect();
    let offset = match zone.split_at_checked(1) {
        Some((sign @ ("+" | "-"), rest)) => {
            let hours: i32 = rest.get(..2)?.parse().ok()?;
            let minutes: i32 = rest.get(2..4).unwrap_or("0").parse().ok()?;
            let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?;
            Offset::from_seconds(if sign == "-" { seconds.checked_neg()? } else { seconds }).ok()?
        }
        _ => Offset::UTC,
    };
    offset.to_timestamp(time).ok()
}

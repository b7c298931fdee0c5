//! What a signature says, in words.

use crate::messages::{Messages, fill};
use crate::web::format;
use app::signature::{Covers, Holds, SignatureFacts, SignedAt, SigningTrouble, Trusted};

/// Why a result was not signed, and what to do.
#[must_use]
pub const fn signing_trouble(m: &Messages, trouble: SigningTrouble) -> &'static str {
    let t = &m.signature.trouble;
    match trouble {
        SigningTrouble::NoKey => t.no_key,
        SigningTrouble::Key => t.key,
        SigningTrouble::Stamp => t.stamp,
    }
}

/// Whether the signed bytes are as they were.
#[must_use]
pub const fn signature_holds(m: &Messages, holds: Holds) -> &'static str {
    let t = &m.signature.holds;
    match holds {
        Holds::Yes => t.yes,
        Holds::Altered => t.altered,
        Holds::Broken => t.broken,
    }
}

/// How much a signature covers.
#[must_use]
pub fn signature_covers(m: &Messages, covers: Covers) -> String {
    let t = &m.signature.covers;
    match covers {
        Covers::Whole => t.whole.to_owned(),
        Covers::Earlier { added } => {
            fill(t.earlier, &[("size", &format::bytes(u64::try_from(added).unwrap_or(u64::MAX)))])
        }
        Covers::Broken => t.broken.to_owned(),
    }
}

/// Whether who signed can be trusted.
#[must_use]
pub const fn signature_trusted(m: &Messages, trusted: Trusted) -> &'static str {
    let t = &m.signature.trusted;
    match trusted {
        Trusted::Yes => t.yes,
        Trusted::Demonstration => t.demonstration,
        Trusted::UnknownIssuer => t.unknown_issuer,
        Trusted::OutOfTime => t.out_of_time,
        Trusted::Unfit => t.unfit,
    }
}

/// When it was signed, and who says so.
#[must_use]
pub fn signature_time(m: &Messages, facts: &SignatureFacts) -> String {
    let t = &m.signature.time;
    match facts.at {
        SignedAt::Stamped(at) => fill(t.stamped, &[("at", &format::moment(m, at))]),
        SignedAt::Claimed(at) if facts.has_other_stamp => fill(t.other_stamp, &[("at", &format::moment(m, at))]),
        SignedAt::Claimed(at) => fill(t.claimed, &[("at", &format::moment(m, at))]),
        SignedAt::Unknown => t.unknown.to_owned(),
    }
}

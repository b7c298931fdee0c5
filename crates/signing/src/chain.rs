//! From a certificate up to one that we trust: a search with a bound on depth and on work.

use jiff::Timestamp;

use crate::certificate::{CertificateFacts, CertificateFault, Read};

/// Most authorities between a certificate and the anchor.
const MAX_DEPTH: usize = 6;
/// Most signatures checked for one chain.
const MAX_CHECKS: usize = 64;
/// Most anchors.
const MAX_ANCHORS: usize = 4096;

/// The certificates that are trusted by themselves, usually the roots of the state's authorities.
#[derive(Clone, Debug, Default)]
pub struct TrustAnchors {
    anchors: Vec<Read>,
}

impl TrustAnchors {
    /// Reads the anchors from certificates in DER.
    pub fn from_der<B: AsRef<[u8]>>(certificates: impl IntoIterator<Item = B>) -> Result<Self, CertificateFault> {
        let anchors = certificates.into_iter().take(MAX_ANCHORS).map(|one| Read::from_der(one.as_ref()));
        Ok(Self { anchors: anchors.collect::<Result<_, _>>()? })
    }

    /// What the anchors are.
    pub fn facts(&self) -> impl Iterator<Item = CertificateFacts> + '_ {
        self.anchors.iter().map(Read::facts)
    }
}

/// Why no chain leads to an anchor.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ChainFault {
    /// Nobody that we trust issued it, neither directly nor through others.
    #[error("no trusted authority issued the certificate")]
    UnknownIssuer,
    /// A certificate of the chain was not valid at the moment.
    #[error("a certificate was not valid at the time of signing")]
    OutOfTime,
    /// The certificate is not for this use.
    #[error("the certificate is not for this use")]
    WrongUse,
    /// A certificate has a critical extension that is not understood here.
    #[error("a certificate asks for something that is not understood")]
    NotUnderstood,
}

/// What the certificate at the end of the chain is used for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Use {
    Signature,
    TimeStamp,
}

struct Search<'a> {
    anchors: &'a [Read],
    others: &'a [Read],
    at: Timestamp,
    checks: usize,
    /// The most telling reason why a way was closed.
    fault: ChainFault,
}

/// The chain from `leaf` to an anchor, the leaf first, with the certificates that came along as links.
pub(crate) fn build(
    leaf: &Read,
    others: &[Read],
    anchors: &TrustAnchors,
    at: Timestamp,
    purpose: Use,
) -> Result<Vec<CertificateFacts>, ChainFault> {
    let fits = match purpose {
        Use::Signature => leaf.may_sign(),
        Use::TimeStamp => leaf.may_stamp(),
    };
    if !fits {
        return Err(ChainFault::WrongUse);
    }
    let mut search =
        Search { anchors: &anchors.anchors, others, at, checks: MAX_CHECKS, fault: ChainFault::UnknownIssuer };
    let mut path = vec![leaf];
    if search.reach(&mut path) {
        return Ok(path.into_iter().map(Read::facts).collect());
    }
    Err(search.fault)
}

impl<'a> Search<'a> {
    /// Goes on from the last certificate of the path; true when an anchor was reached.
    fn reach(&mut self, path: &mut Vec<&'a Read>) -> bool {
        let Some(&last) = path.last() else { return false };
        if last.asks_too_much() {
            self.fault = ChainFault::NotUnderstood;
            return false;
        }
        if !last.is_valid_at(self.at) {
            self.fault = ChainFault::OutOfTime;
            return false;
        }
        if self.anchors.iter().any(|anchor| anchor.raw == last.raw) {
            return true;
        }
        if path.len() > MAX_DEPTH {
            return false;
        }
        let (anchors, others) = (self.anchors, self.others);
        anchors.iter().chain(others).any(|issuer| {
            let is_new = path.iter().all(|link| link.raw != issuer.raw);
            let authorities_below = path.len().saturating_sub(1);
            if !is_new || issuer.subject() != last.issuer() || !issuer.may_issue(authorities_below) {
                return false;
            }
            let Some(left) = self.checks.checked_sub(1) else { return false };
            self.checks = left;
            if last.is_signed_by(issuer).is_err() {
                return false;
            }
            path.push(issuer);
            let reached = self.reach(path);
            if !reached {
                path.pop();
            }
            reached
        })
    }
}

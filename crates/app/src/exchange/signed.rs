//! Requests between installations are signed (RFC 9421): method, path, digest of the body, and for whom they are; with
//! the second in which they were made and a number that is used once.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::carry::Parcel;
use super::config::Partner;
use super::key::{InstallationKey, algorithm_name};
use crate::seal;

/// Where installations take envelopes.
pub(super) const PATH: &str = "/lien-thong/goi-tin";
/// What is signed, in this order.
const COVERED: &str = r#"("@method" "@path" "content-digest" "motcua-receiver")"#;
/// The signature's label.
const LABEL: &str = "motcua=";
/// Seconds by which the clocks of two installations may differ.
pub(super) const CLOCKS_DIFFER_SECONDS: i64 = 300;
/// Longest header that is looked at.
const HEADER_BYTES_MAX: usize = 4_096;
/// Letters of a number that is used once.
const NONCE_CHARS: usize = 32;

/// What the web edge knows of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestFacts {
    /// `Content-Digest`.
    pub digest: String,
    /// `Signature-Input`.
    pub input: String,
    /// `Signature`.
    pub signature: String,
    /// `Motcua-Receiver`.
    pub receiver: String,
}

/// Why a request is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    /// A header is missing or has another form.
    #[error("the request is not signed as it must be")]
    Malformed,
    /// No partner has the key.
    #[error("no partner is known by this key")]
    UnknownPartner,
    /// It was made for somebody else.
    #[error("the request is for another installation")]
    OtherReceiver,
    /// It is too old, or made in the future.
    #[error("the time of the request is too far from now")]
    Time,
    /// It was not made with the partner's key, or was changed.
    #[error("the signature does not hold")]
    Forged,
    /// The body is another one.
    #[error("the body is not the one that was signed")]
    OtherBody,
    /// It came before.
    #[error("the request came before")]
    Replayed,
}

/// What a signed request says.
#[derive(Debug)]
pub(super) struct Believed<'p> {
    pub(super) partner: &'p Partner,
    pub(super) nonce: String,
    pub(super) sha256: [u8; 32],
}

/// The headers of a request.
pub(super) fn headers(
    parcel: &Parcel,
    receiver: &str,
    key: &InstallationKey,
) -> Result<[(&'static str, String); 4], signing::SignerFault> {
    let digest = format!("sha-256=:{}:", BASE64_STANDARD.encode(parcel.sha256));
    let parameters = format!(
        "{COVERED};created={};keyid=\"{}\";nonce=\"{}\";alg=\"{}\"",
        parcel.seconds,
        key.fingerprint(),
        parcel.nonce,
        key.algorithm()
    );
    let signed = key.sign(base(&digest, receiver, &parameters).as_bytes())?;
    Ok([
        ("content-digest", digest),
        ("motcua-receiver", receiver.to_owned()),
        ("signature-input", format!("{LABEL}{parameters}")),
        ("signature", format!("{LABEL}:{}:", BASE64_STANDARD.encode(signed))),
    ])
}

/// What is signed.
fn base(digest: &str, receiver: &str, parameters: &str) -> String {
    format!(
        "\"@method\": POST\n\"@path\": {PATH}\n\"content-digest\": {digest}\n\"motcua-receiver\": {receiver}\n\
         \"@signature-params\": {parameters}"
    )
}

/// Whose request it is. That it did not come before, and has this body, is asked afterwards.
pub(super) fn believe<'p>(
    facts: &RequestFacts,
    partners: &'p [Partner],
    own: &str,
    now_seconds: i64,
) -> Result<Believed<'p>, SignatureFault> {
    let RequestFacts { digest, input, signature, receiver } = facts;
    if [digest, input, signature, receiver].iter().any(|header| header.len() > HEADER_BYTES_MAX) {
        return Err(SignatureFault::Malformed);
    }
    let parameters = input.strip_prefix(LABEL).ok_or(SignatureFault::Malformed)?;
    let given = Parameters::read(parameters).ok_or(SignatureFault::Malformed)?;
    let sha256 = in_colons(digest.strip_prefix("sha-256=").ok_or(SignatureFault::Malformed)?)
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
        .ok_or(SignatureFault::Malformed)?;
    let signed = signature.strip_prefix(LABEL).and_then(in_colons).ok_or(SignatureFault::Malformed)?;
    let partner = partners.iter().find(|partner| partner.fingerprint == given.key);
    let partner = partner.ok_or(SignatureFault::UnknownPartner)?;
    if receiver != own {
        return Err(SignatureFault::OtherReceiver);
    }
    let usual = signing::algorithm_of(&partner.certificate).map(algorithm_name);
    if usual != Ok(given.algorithm) {
        return Err(SignatureFault::Forged);
    }
    let base = base(digest, receiver, parameters);
    signing::check_message(&partner.certificate, base.as_bytes(), &signed).map_err(|_| SignatureFault::Forged)?;
    // Asked last: of a request that was never made the time says nothing.
    if now_seconds.abs_diff(given.created) > CLOCKS_DIFFER_SECONDS.unsigned_abs() {
        return Err(SignatureFault::Time);
    }
    Ok(Believed { partner, nonce: given.nonce.to_owned(), sha256 })
}

/// A number that is used once.
pub(super) fn nonce() -> Result<String, seal::SealError> {
    let random: [u8; 32] = seal::random()?;
    Ok(seal::hex(&random).chars().take(NONCE_CHARS).collect())
}

struct Parameters<'t> {
    created: i64,
    key: &'t str,
    nonce: &'t str,
    algorithm: &'t str,
}

impl<'t> Parameters<'t> {
    /// Each parameter once, and no other.
    fn read(text: &'t str) -> Option<Self> {
        let (mut created, mut key, mut nonce, mut algorithm) = (None, None, None, None);
        for part in text.strip_prefix(COVERED)?.strip_prefix(';')?.split(';') {
            let (name, value) = part.split_once('=')?;
            let quoted = || value.strip_prefix('"')?.strip_suffix('"').filter(|inner| !inner.contains('"'));
            let before = match name {
                "created" => created.replace(value.parse::<i64>().ok()?).is_some(),
                "keyid" => key.replace(quoted()?).is_some(),
                "nonce" => nonce.replace(quoted()?).is_some(),
                "alg" => algorithm.replace(quoted()?).is_some(),
                _other => return None,
            };
            if before {
                return None;
            }
        }
        let nonce = nonce.filter(|nonce| nonce.len() == NONCE_CHARS && nonce.bytes().all(|b| b.is_ascii_hexdigit()))?;
        Some(Self { created: created?, key: key?, nonce, algorithm: algorithm? })
    }
}

fn in_colons(text: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(text.strip_prefix(':')?.strip_suffix(':')?).ok()
}

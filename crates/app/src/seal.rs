//! Sealing of personal data, pseudonyms, tokens and their hashes.
//!
//! What is personal in an event is encrypted with XChaCha20-Poly1305 under the key of the person concerned.
//! Erasing that key makes it unreadable for ever, while hashes, order and figures stay.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

const NONCE_BYTES: usize = 24;

/// Something could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SealError {
    /// The bytes were changed, or the key is another one.
    #[error("sealed data cannot be opened")]
    Broken,
    /// The operating system gave no random bytes.
    #[error("no random bytes")]
    NoRandomness,
}

/// Random bytes from the operating system.
pub(crate) fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], SealError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|_| SealError::NoRandomness)?;
    Ok(bytes)
}

/// Encrypts `plain` under a key, bound to `context` (stream and version), so that it cannot be moved elsewhere.
pub(crate) fn seal(key: &[u8; 32], context: &str, plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let nonce = random::<NONCE_BYTES>()?;
    let cipher = XChaCha20Poly1305::new(key.into());
    let payload = Payload { msg: plain, aad: context.as_bytes() };
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::Broken)?;
    let mut bytes = Vec::with_capacity(NONCE_BYTES.saturating_add(sealed.len()));
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(&sealed);
    Ok(bytes)
}

/// Opens what [`seal`] made.
pub(crate) fn open(key: &[u8; 32], context: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (nonce, body) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::Broken)?;
    let cipher = XChaCha20Poly1305::new(key.into());
    let payload = Payload { msg: body, aad: context.as_bytes() };
    cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| SealError::Broken)
}

/// A keyed hash, for pseudonyms and for things that must be found again but not read.
pub(crate) fn keyed_hash(key: &[u8; 32], purpose: &str, text: &str) -> String {
    let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key) else { return String::new() };
    mac.update(purpose.as_bytes());
    mac.update(&[0]);
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// A key that only whoever has both keys can make.
pub(crate) fn mixed(one: &[u8; 32], other: &[u8; 32]) -> [u8; 32] {
    let mut digest = Sha256::new_with_prefix(b"own data\0");
    digest.update(one);
    digest.update(other);
    digest.finalize().into()
}

/// The pseudonym of whoever has this identity number.
pub(crate) fn subject_of(pepper: &[u8; 32], identity_number: &str) -> String {
    let number: String = identity_number.chars().filter(char::is_ascii_alphanumeric).collect();
    keyed_hash(pepper, "subject", &number).chars().take(32).collect()
}

/// SHA-256 in hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut digits, byte| {
        for half in [byte >> 4, byte & 15] {
            digits.extend(char::from_digit(u32::from(half), 16));
        }
        digits
    })
}

/// Whether two texts are equal, in a time that does not tell where they differ.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_with_its_key_and_in_its_place() {
        let key = [7; 32];
        let sealed = seal(&key, "H55-1/1", "Đỗ Thị Hường".as_bytes()).expect("sealed");
        assert_eq!(open(&key, "H55-1/1", &sealed).expect("opened"), "Đỗ Thị Hường".as_bytes());
        assert!(open(&key, "H55-1/2", &sealed).is_err());
        assert!(open(&[8; 32], "H55-1/1", &sealed).is_err());
        assert!(open(&key, "H55-1/1", &sealed[..20]).is_err());
    }

    #[test]
    fn pseudonyms_differ_by_key_purpose_and_text() {
        let one = keyed_hash(&[1; 32], "subject", "019187000123");
        assert_eq!(one.len(), 64);
        assert_ne!(one, keyed_hash(&[2; 32], "subject", "019187000123"));
        assert_ne!(one, keyed_hash(&[1; 32], "draft", "019187000123"));
        assert_ne!(one, keyed_hash(&[1; 32], "subject", "019187000124"));
    }
}

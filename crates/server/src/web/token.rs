//! Form tokens: proof that a form comes from a page that this server gave to this browser.
//!
//! A token is a random salt and the HMAC of the salt under the browser's secret: its session cookie, or its visit
//! cookie before signing in. No other site can read either cookie, so none can make a token. The salt makes each
//! page's token different, so that compression leaks nothing. Nothing is kept, so any process can check it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const SALT_HEX: usize = 16;

/// A fresh token for a browser's secret; empty if the system gives no random bytes, which no check accepts.
pub(super) fn make(secret: &str) -> String {
    match random_hex(SALT_HEX / 2) {
        Some(salt) => seal(&salt, secret).map(|seal| salt + seal.as_str()).unwrap_or_default(),
        None => String::new(),
    }
}

/// Whether a token was made for this secret. An empty secret holds nothing.
pub(super) fn holds(secret: &str, token: &str) -> bool {
    let Some((salt, sealed)) = token.split_at_checked(SALT_HEX) else {
        return false;
    };
    !secret.is_empty() && seal(salt, secret).is_some_and(|expected| same(expected.as_bytes(), sealed.as_bytes()))
}

/// Random bytes from the operating system, in hex.
pub(super) fn random_hex(bytes: usize) -> Option<String> {
    let mut buffer = vec![0; bytes];
    getrandom::fill(&mut buffer).ok()?;
    Some(hex(&buffer))
}

fn seal(salt: &str, secret: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(b"form token ");
    mac.update(salt.as_bytes());
    Some(hex(&mac.finalize().into_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |number: u8| char::from_digit(u32::from(number), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Compares in a time that does not depend on where two texts differ.
fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |found, (a, b)| found | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_holds_for_its_own_browser_only() {
        let token = make("visit-a");
        assert!(holds("visit-a", &token));
        assert!(!holds("visit-b", &token));
        assert!(!holds("", &make("")));
        assert!(!holds("visit-a", ""));
        assert!(!holds("visit-a", &token.replace(['0', '1'], "2")));
        assert_ne!(token, make("visit-a"), "two pages share no token");
    }
}

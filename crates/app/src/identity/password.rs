//! Passwords: Argon2id, in PHC form.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

use crate::error::ActError;
use crate::seal;

/// Least length of a password, in characters (NIST SP 800-63B: at least 8 with rate limits; we ask for 10).
pub(crate) const LEAST_CHARS: usize = 10;
/// Longest password that is hashed, in bytes, so that hashing cannot be made a burden.
pub(crate) const MOST_BYTES: usize = 1024;

/// A fresh hash. Slow by design: call it off the asynchronous threads.
pub(crate) fn hash(password: &str) -> Result<String, ActError> {
    let salt: [u8; 16] = seal::random().map_err(|error| ActError::Fault(Box::new(error)))?;
    let hash: Result<PasswordHash, _> = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(|error| ActError::fault(error.to_string()))
}

/// Whether the password is the one that was hashed.
pub(crate) fn verify(password: &str, hash: &str) -> bool {
    if password.len() > MOST_BYTES {
        return false;
    }
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

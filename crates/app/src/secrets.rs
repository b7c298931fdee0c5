//! The province's own secrets: made at first start, kept in the database's settings.

use store::{DbError, Tx, setting};

use crate::error::ActError;
use crate::seal::{hex, random};

const PEPPER: &str = "secret.pepper";

/// Keys that never leave the server.
pub(crate) struct Secrets {
    /// Key of pseudonyms and keyed hashes.
    pub(crate) pepper: [u8; 32],
}

/// Loads the secrets, or makes them at the first start.
pub(crate) fn load_or_make(tx: &mut Tx<'_>) -> Result<Secrets, ActError> {
    if let Some(text) = setting::get(tx, PEPPER)? {
        let digits: String = serde_json::from_str(&text)?;
        return Ok(Secrets { pepper: from_hex(&digits)? });
    }
    let pepper = random::<32>().map_err(|error| ActError::Fault(Box::new(error)))?;
    setting::put(tx, PEPPER, &serde_json::to_string(&hex(&pepper))?)?;
    Ok(Secrets { pepper })
}

fn from_hex(digits: &str) -> Result<[u8; 32], ActError> {
    let broken = || ActError::from(DbError::corrupt("the province's secret is not 64 hexadecimal digits"));
    let mut bytes = [0; 32];
    if digits.len() != 64 {
        return Err(broken());
    }
    for (place, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| broken())?;
        *place = u8::from_str_radix(pair, 16).map_err(|_| broken())?;
    }
    Ok(bytes)
}

//! Keys under which events keep what they say about a person.
//!
//! Forgetting a key makes those parts unreadable for ever, while hashes, proofs and figures stay valid. Sealing and
//! opening are not done here: the store only keeps the keys.

use std::collections::BTreeMap;

use crate::error::DbError;
use crate::tx::{Sent, Tx};
use crate::{args, sql};

/// A key of 256 bits.
pub type Key = [u8; 32];

sql!(KEY_OF_SUBJECT, "SELECT key FROM subject_key WHERE subject = $1");
sql!(
    KEYS_OF_SUBJECTS,
    "SELECT subject, key FROM subject_key WHERE subject IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);
sql!(KEY_KEEP, "INSERT INTO subject_key (subject, key) VALUES ($1, $2) ON CONFLICT (subject) DO NOTHING");
sql!(KEY_FORGET, "DELETE FROM subject_key WHERE subject = $1");

/// The key of a subject; `None` when there never was one or it is forgotten.
pub fn key_of(tx: &mut Tx<'_>, subject: &str) -> Result<Option<Key>, DbError> {
    tx.one(&KEY_OF_SUBJECT, args![subject], |row| {
        let key = row.bytes(0)?;
        key.try_into().map_err(|_| DbError::corrupt("a subject's key does not have 32 bytes"))
    })
}

/// Subjects looked up by one statement.
const LOOKUP: usize = 10;

/// The keys of several subjects; those that never were or are forgotten are left out.
pub fn keys_of(tx: &mut Tx<'_>, subjects: &[String]) -> Result<BTreeMap<String, Key>, DbError> {
    let mut found = BTreeMap::new();
    for part in subjects.chunks(LOOKUP) {
        let mut values: Vec<crate::Value<'_>> = part.iter().map(crate::Value::from).collect();
        values.resize(LOOKUP, crate::Value::from(""));
        found.extend(tx.query(&KEYS_OF_SUBJECTS, &values, |row| {
            let key = row.bytes(1)?;
            let key = key.try_into().map_err(|_| DbError::corrupt("a subject's key does not have 32 bytes"))?;
            Ok((row.text(0)?, key))
        })?);
    }
    Ok(found)
}

/// The key of a subject, which becomes `fresh` when there is none.
pub fn ensure_key(tx: &mut Tx<'_>, subject: &str, fresh: &Key) -> Result<Key, DbError> {
    let offered = offer_key(tx, subject, fresh)?;
    taken_key(tx, &offered, subject, fresh)
}

/// The first half of [`ensure_key`], for an act that has something else to ask before it needs the key.
pub fn offer_key(tx: &mut Tx<'_>, subject: &str, fresh: &Key) -> Result<Sent, DbError> {
    tx.send(&KEY_KEEP, args![subject, fresh])
}

/// The second half of [`ensure_key`].
pub fn taken_key(tx: &mut Tx<'_>, offered: &Sent, subject: &str, fresh: &Key) -> Result<Key, DbError> {
    if tx.changed(offered)? == 1 {
        return Ok(*fresh);
    }
    // Another act may have forgotten the key since; then the caller tries again, with a key that is kept.
    key_of(tx, subject)?.ok_or(DbError::Stale)
}

/// Erases the key of a subject; whether there was one.
pub fn forget(tx: &mut Tx<'_>, subject: &str) -> Result<bool, DbError> {
    Ok(tx.exec(&KEY_FORGET, args![subject])? == 1)
}

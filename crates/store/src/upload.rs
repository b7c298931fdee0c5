//! Who brought which file. A hash alone must not open a file: only those who brought its bytes may name it.

use domain::time::Instant;

use crate::error::DbError;
use crate::tx::Tx;
use crate::{args, sql};

sql!(
    UPLOAD_NOTE,
    "INSERT INTO upload (sha256, owner, at) VALUES ($1, $2, $3) ON CONFLICT (sha256, owner) DO UPDATE SET at = excluded.at"
);
sql!(UPLOAD_KNOWN, "SELECT 1 FROM upload WHERE sha256 = $1 AND owner = $2");
sql!(
    UPLOAD_EXPIRE,
    "DELETE FROM upload WHERE (sha256, owner) IN (SELECT sha256, owner FROM upload WHERE at < $1 ORDER BY at LIMIT $2)"
);

/// Notes that somebody brought the bytes of that hash.
pub fn note(tx: &mut Tx<'_>, sha256: &str, owner: &str, at: Instant) -> Result<(), DbError> {
    tx.exec(&UPLOAD_NOTE, args![sha256, owner, at]).map(drop)
}

/// Whether somebody brought the bytes of that hash.
pub fn is_known(tx: &mut Tx<'_>, sha256: &str, owner: &str) -> Result<bool, DbError> {
    Ok(tx.one(&UPLOAD_KNOWN, args![sha256, owner], |_| Ok(()))?.is_some())
}

/// Forgets at most `limit` notes older than `before`; returns how many, so that the caller goes on until 0.
pub fn expire(tx: &mut Tx<'_>, before: Instant, limit: i64) -> Result<u64, DbError> {
    tx.exec(&UPLOAD_EXPIRE, args![before, limit])
}

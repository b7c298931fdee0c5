//! Answers already given, so that a request that is sent twice is done once.

use domain::time::Instant;

use crate::error::DbError;
use crate::tx::Tx;
use crate::{args, sql};

/// An answer that was given under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Hash of the request that it answers; another request under the same key is a mistake of the caller.
    pub request_hash: Vec<u8>,
    /// HTTP status.
    pub status: u16,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

sql!(IDEMPOTENCY_FIND, "SELECT request_hash, status, body FROM idempotency WHERE actor = $1 AND key = $2");
sql!(
    IDEMPOTENCY_PUT,
    "INSERT INTO idempotency (actor, key, request_hash, status, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)"
);
sql!(
    IDEMPOTENCY_EXPIRE,
    "DELETE FROM idempotency WHERE (actor, key) IN
     (SELECT actor, key FROM idempotency WHERE created_at < $1 ORDER BY created_at LIMIT $2)"
);

/// The answer given to this actor under this key.
pub fn find(tx: &mut Tx<'_>, actor: &str, key: &str) -> Result<Option<Kept>, DbError> {
    tx.one(&IDEMPOTENCY_FIND, args![actor, key], |row| {
        let status = u16::try_from(row.int(1)?).map_err(|_| DbError::corrupt("the status of a kept answer"))?;
        Ok(Kept { request_hash: row.bytes(0)?, status, body: row.bytes(2)? })
    })
}

/// Keeps an answer, in the transaction of the act, which is [`DbError::Unique`] when the same request is being done twice.
pub fn put(tx: &mut Tx<'_>, actor: &str, key: &str, answer: &Kept, created_at: Instant) -> Result<(), DbError> {
    let kept = args![actor, key, &answer.request_hash, answer.status, &answer.body, created_at];
    tx.post(&IDEMPOTENCY_PUT, kept)
}

/// Forgets at most `limit` answers older than `before`; returns how many, so that the caller goes on until 0.
pub fn expire(tx: &mut Tx<'_>, before: Instant, limit: i64) -> Result<u64, DbError> {
    tx.exec(&IDEMPOTENCY_EXPIRE, args![before, limit])
}

//! The outbox of the exchange: what is to be said to each partner, in order, and when a partner was last heard.

use domain::time::Instant;

use crate::error::DbError;
use crate::tx::Tx;
use crate::{args, counter, sql};

/// How a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutState {
    /// It is to go out; those behind it wait for it.
    Waiting,
    /// The partner took it.
    Sent,
    /// The partner refused it for good.
    Refused,
}

impl OutState {
    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Refused => "refused",
        }
    }
}

/// A message that this process may send now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The partner.
    pub partner: String,
    /// Its number among the partner's.
    pub number: i64,
    /// The stream of the event that says it.
    pub stream: String,
    /// Which event.
    pub version: i64,
    /// How often it was tried, this time included.
    pub attempts: i64,
    /// Until when nobody else takes it; also what [`settle`] recognises it by.
    pub until: Instant,
}

sql!(
    EXCHANGE_OUT_WAITS,
    "SELECT number FROM exchange_outbox WHERE stream = $1 AND version = $2 AND state = 'waiting' LIMIT 1"
);
sql!(
    EXCHANGE_OUT_PUT,
    "INSERT INTO exchange_outbox (partner, number, stream, version, state, attempts, due_at, made_at, changed_at, reason)
     VALUES ($1, $2, $3, $4, 'waiting', 0, $5, $5, $5, '')"
);

/// Puts what an event says behind everything that waits for the partner; where it waits already, nothing happens.
pub fn put(tx: &mut Tx<'_>, partner: &str, (stream, version): (&str, i64), now: Instant) -> Result<(), DbError> {
    if tx.one(&EXCHANGE_OUT_WAITS, args![stream, version], |row| row.int(0))?.is_some() {
        return Ok(());
    }
    let number = counter::next(tx, &format!("exchange/{partner}"))?;
    tx.exec(&EXCHANGE_OUT_PUT, args![partner, number, stream, version, now]).map(drop)
}

sql!(
    EXCHANGE_OUT_NEXT,
    "SELECT number, stream, version, attempts, due_at FROM exchange_outbox WHERE partner = $1 AND state = 'waiting'
     ORDER BY number LIMIT 1"
);
sql!(
    EXCHANGE_OUT_CLAIM,
    "UPDATE exchange_outbox SET due_at = $4, attempts = attempts + 1
     WHERE partner = $1 AND number = $2 AND due_at = $3 AND state = 'waiting'"
);

/// Takes the message to a partner that comes first, if it is due: what stands behind it waits, so that all arrive in order.
/// Nobody else gets it before `until`. [`DbError::Stale`] when another process was faster.
pub fn claim(tx: &mut Tx<'_>, partner: &str, now: Instant, until: Instant) -> Result<Option<Claimed>, DbError> {
    let next = tx.one(&EXCHANGE_OUT_NEXT, args![partner], |row| {
        Ok((row.int(0)?, row.text(1)?, row.int(2)?, row.int(3)?, row.instant(4)?))
    })?;
    let Some((number, stream, version, attempts, due_at)) = next.filter(|next| next.4 <= now) else { return Ok(None) };
    if tx.exec(&EXCHANGE_OUT_CLAIM, args![partner, number, due_at, until])? != 1 {
        return Err(DbError::Stale);
    }
    let attempts = attempts.saturating_add(1);
    Ok(Some(Claimed { partner: partner.to_owned(), number, stream, version, attempts, until }))
}

sql!(
    EXCHANGE_OUT_SETTLE,
    "UPDATE exchange_outbox SET state = $4, due_at = $5, changed_at = $6, reason = $7
     WHERE partner = $1 AND number = $2 AND due_at = $3 AND state = 'waiting'"
);

/// Notes what came of an attempt, unless the message was taken by somebody else since; whether it was noted. `due_at` is
/// when it is tried again, while it waits.
pub fn settle(
    tx: &mut Tx<'_>,
    claimed: &Claimed,
    (state, due_at, reason): (OutState, Instant, &str),
    now: Instant,
) -> Result<bool, DbError> {
    let Claimed { partner, number, until, .. } = claimed;
    Ok(tx.exec(&EXCHANGE_OUT_SETTLE, args![partner, *number, *until, state.name(), due_at, now, reason])? == 1)
}

sql!(EXCHANGE_OUT_OF, "SELECT COUNT(*) FROM exchange_outbox WHERE stream = $1 AND version = $2");

/// How often what an event says was put into the outbox.
pub fn count_of(tx: &mut Tx<'_>, stream: &str, version: i64) -> Result<i64, DbError> {
    Ok(tx.one(&EXCHANGE_OUT_OF, args![stream, version], |row| row.int(0))?.unwrap_or(0))
}

/// What waits for, went to and was refused by a partner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parity {
    /// The partner.
    pub partner: String,
    /// Messages that it took.
    pub sent: i64,
    /// Messages that wait.
    pub waiting: i64,
    /// Messages that it refused.
    pub refused: i64,
    /// When the oldest that waits was made.
    pub oldest: Option<Instant>,
}

sql!(
    EXCHANGE_OUT_PARITY,
    "SELECT partner, SUM(CASE WHEN state = 'sent' THEN 1 ELSE 0 END), SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END),
        SUM(CASE WHEN state = 'refused' THEN 1 ELSE 0 END), MIN(CASE WHEN state = 'waiting' THEN made_at END)
     FROM exchange_outbox GROUP BY partner ORDER BY partner LIMIT 10000"
);

/// How the outbox stands, partner by partner.
pub fn parity(tx: &mut Tx<'_>) -> Result<Vec<Parity>, DbError> {
    tx.query(&EXCHANGE_OUT_PARITY, args![], |row| {
        Ok(Parity {
            partner: row.text(0)?,
            sent: row.int(1)?,
            waiting: row.int(2)?,
            refused: row.int(3)?,
            oldest: row.opt_instant(4)?,
        })
    })
}

/// When a partner was reached and heard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// The partner.
    pub partner: String,
    /// When it last took something.
    pub reached_at: Option<Instant>,
    /// When it last brought something.
    pub heard_at: Option<Instant>,
    /// When it was last not reached.
    pub failed_at: Option<Instant>,
    /// Stable name of what was in the way then.
    pub fault: String,
}

sql!(
    EXCHANGE_REACHED,
    "INSERT INTO exchange_contact (partner, reached_at, heard_at, failed_at, fault) VALUES ($1, $2, NULL, NULL, '')
     ON CONFLICT (partner) DO UPDATE SET reached_at = excluded.reached_at, fault = ''"
);
sql!(
    EXCHANGE_HEARD,
    "INSERT INTO exchange_contact (partner, reached_at, heard_at, failed_at, fault) VALUES ($1, NULL, $2, NULL, '')
     ON CONFLICT (partner) DO UPDATE SET heard_at = excluded.heard_at"
);
sql!(
    EXCHANGE_FAILED,
    "INSERT INTO exchange_contact (partner, reached_at, heard_at, failed_at, fault) VALUES ($1, NULL, NULL, $2, $3)
     ON CONFLICT (partner) DO UPDATE SET failed_at = excluded.failed_at, fault = excluded.fault"
);
sql!(
    EXCHANGE_CONTACTS,
    "SELECT partner, reached_at, heard_at, failed_at, fault FROM exchange_contact ORDER BY partner LIMIT 10000"
);

/// Notes that a partner took something.
pub fn reached(tx: &mut Tx<'_>, partner: &str, now: Instant) -> Result<(), DbError> {
    tx.exec(&EXCHANGE_REACHED, args![partner, now]).map(drop)
}

/// Notes that a partner brought something.
pub fn heard(tx: &mut Tx<'_>, partner: &str, now: Instant) -> Result<(), DbError> {
    tx.exec(&EXCHANGE_HEARD, args![partner, now]).map(drop)
}

/// Notes that a partner was not reached.
pub fn failed(tx: &mut Tx<'_>, partner: &str, now: Instant, fault: &str) -> Result<(), DbError> {
    tx.exec(&EXCHANGE_FAILED, args![partner, now, fault]).map(drop)
}

/// When each partner was reached and heard.
pub fn contacts(tx: &mut Tx<'_>) -> Result<Vec<Contact>, DbError> {
    tx.query(&EXCHANGE_CONTACTS, args![], |row| {
        Ok(Contact {
            partner: row.text(0)?,
            reached_at: row.opt_instant(1)?,
            heard_at: row.opt_instant(2)?,
            failed_at: row.opt_instant(3)?,
            fault: row.text(4)?,
        })
    })
}

sql!(
    EXCHANGE_NONCE_PUT,
    "INSERT INTO exchange_nonce (partner, nonce, at) VALUES ($1, $2, $3) ON CONFLICT (partner, nonce) DO NOTHING"
);
sql!(EXCHANGE_NONCE_EXPIRE, "DELETE FROM exchange_nonce WHERE at < $1");

/// Notes the number of a signed request; whether it was not seen before.
pub fn is_first(tx: &mut Tx<'_>, partner: &str, nonce: &str, now: Instant) -> Result<bool, DbError> {
    Ok(tx.exec(&EXCHANGE_NONCE_PUT, args![partner, nonce, now])? == 1)
}

/// Forgets the numbers of requests that are too old to be taken in any case.
pub fn forget_before(tx: &mut Tx<'_>, before: Instant) -> Result<u64, DbError> {
    tx.exec(&EXCHANGE_NONCE_EXPIRE, args![before])
}

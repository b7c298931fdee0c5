//! The outbox of notices: what goes out by which way, claimed row by row, with its answer.

use domain::notice::{Channel, Kind};
use domain::time::Instant;

use crate::dossier::Cursor;
use crate::error::DbError;
use crate::tx::Tx;
use crate::{args, sql};

/// How a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutState {
    /// It is to go out, now or later.
    Waiting,
    /// It was taken by whoever carries it on.
    Sent,
    /// It was given up.
    Failed,
    /// There was nobody to send it to: no address, or the person's data was erased.
    Dropped,
}

impl OutState {
    /// Every state, the one to look at first.
    pub const ALL: [Self; 4] = [Self::Failed, Self::Waiting, Self::Sent, Self::Dropped];

    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }

    /// The state of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A message on its way, as a list shows it: nothing in it says whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutRow {
    /// The notice.
    pub notice: String,
    /// The dossier.
    pub code: String,
    /// What it is about.
    pub kind: Kind,
    /// The way.
    pub channel: Channel,
    /// How it stands.
    pub state: OutState,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is to be tried next.
    pub due_at: Instant,
    /// When it last changed.
    pub changed_at: Instant,
    /// Stable name of what was in the way.
    pub reason: Option<String>,
    /// The number that the other side answered with.
    pub answer: Option<i64>,
}

/// A message that this process may send now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The notice.
    pub notice: String,
    /// How often it was tried, this time included.
    pub attempts: i64,
    /// When it was made, or sent again by hand.
    pub made_at: Instant,
    /// Until when nobody else takes it; also what [`settle`] recognises it by.
    pub until: Instant,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it stands now.
    pub state: OutState,
    /// When to try again, while it waits.
    pub due_at: Instant,
    /// Stable name of what was in the way.
    pub reason: Option<&'static str>,
    /// The number that the other side answered with.
    pub answer: Option<i64>,
}

sql!(
    OUTBOX_PUT,
    "INSERT INTO notice_outbox (notice, channel, state, attempts, due_at, made_at, changed_at, reason, answer)
     VALUES ($1, $2, 'waiting', 0, $3, $4, $4, NULL, NULL) ON CONFLICT (notice, channel) DO NOTHING"
);

/// Puts a notice into the outbox; where it is already, it stays as it is.
pub fn put(tx: &mut Tx<'_>, notice: &str, channel: Channel, due_at: Instant, now: Instant) -> Result<(), DbError> {
    tx.post(&OUTBOX_PUT, args![notice, channel.name(), due_at, now])
}

sql!(
    OUTBOX_NEXT,
    "SELECT notice, attempts, made_at, due_at FROM notice_outbox
     WHERE state = 'waiting' AND channel = $1 AND due_at <= $2 ORDER BY due_at, notice LIMIT 1"
);
sql!(
    OUTBOX_CLAIM,
    "UPDATE notice_outbox SET due_at = $4, attempts = attempts + 1
     WHERE notice = $1 AND channel = $2 AND due_at = $3 AND state = 'waiting'"
);

/// Takes the message that is due first. Nobody else gets it before `until`: by then it must be settled, or the process
/// that took it has died and it is sent again. [`DbError::Stale`] when another process was faster.
pub fn claim(tx: &mut Tx<'_>, channel: Channel, now: Instant, until: Instant) -> Result<Option<Claimed>, DbError> {
    let next = tx.one(&OUTBOX_NEXT, args![channel.name(), now], |row| {
        Ok((row.text(0)?, row.int(1)?, row.instant(2)?, row.instant(3)?))
    })?;
    let Some((notice, attempts, made_at, due_at)) = next else { return Ok(None) };
    if tx.exec(&OUTBOX_CLAIM, args![&notice, channel.name(), due_at, until])? != 1 {
        return Err(DbError::Stale);
    }
    Ok(Some(Claimed { notice, attempts: attempts.saturating_add(1), made_at, until }))
}

sql!(
    OUTBOX_SETTLE,
    "UPDATE notice_outbox SET state = $4, due_at = $5, changed_at = $6, reason = $7, answer = $8
     WHERE notice = $1 AND channel = $2 AND due_at = $3 AND state = 'waiting'"
);

/// Notes what came of an attempt, unless the message was taken by somebody else since; whether it was noted.
pub fn settle(
    tx: &mut Tx<'_>,
    channel: Channel,
    claimed: &Claimed,
    outcome: &Outcome,
    now: Instant,
) -> Result<bool, DbError> {
    let Outcome { state, due_at, reason, answer } = outcome;
    let (notice, name) = (&claimed.notice, channel.name());
    let args = args![notice, name, claimed.until, state.name(), *due_at, now, *reason, *answer];
    Ok(tx.exec(&OUTBOX_SETTLE, args)? == 1)
}

sql!(
    OUTBOX_AGAIN,
    "UPDATE notice_outbox SET state = 'waiting', attempts = 0, due_at = $3, made_at = $3, changed_at = $3, reason = NULL,
        answer = NULL
     WHERE notice = $1 AND channel = $2 AND state <> 'waiting'"
);

/// Has a message that was settled go out once more, from the start; whether there is such a message.
pub fn again(tx: &mut Tx<'_>, notice: &str, channel: Channel, now: Instant) -> Result<bool, DbError> {
    Ok(tx.exec(&OUTBOX_AGAIN, args![notice, channel.name(), now])? == 1)
}

sql!(
    OUTBOX_PAGE,
    "SELECT o.notice, n.code, n.kind, o.channel, o.state, o.attempts, o.due_at, o.changed_at, o.reason, o.answer
     FROM (SELECT notice, channel, state, attempts, due_at, changed_at, reason, answer FROM notice_outbox
           WHERE state = $1 AND (changed_at, notice, channel) < ($2, $3, $4)
           ORDER BY changed_at DESC, notice DESC, channel DESC LIMIT $5) o
     JOIN notice n ON n.id = o.notice ORDER BY o.changed_at DESC, o.notice DESC, o.channel DESC"
);

/// A page of messages in a state, the one that changed last first. The cursor's name is `notice channel`.
pub fn page(tx: &mut Tx<'_>, state: OutState, after: Option<&Cursor>, limit: i64) -> Result<Vec<OutRow>, DbError> {
    let (at, name) = after.map_or((Instant(i64::MAX), ""), |cursor| (cursor.at, cursor.code.as_str()));
    let (notice, channel) = name.split_once(' ').unwrap_or((name, ""));
    tx.query(&OUTBOX_PAGE, args![state.name(), at, notice, channel, limit], |row| {
        Ok(OutRow {
            notice: row.text(0)?,
            code: row.text(1)?,
            kind: Kind::from_name(row.str(2)?).ok_or_else(|| DbError::corrupt("a kind of notice that is not known"))?,
            channel: Channel::from_name(row.str(3)?).ok_or_else(|| DbError::corrupt("a channel that is not known"))?,
            state: OutState::from_name(row.str(4)?).ok_or_else(|| DbError::corrupt("a state that is not known"))?,
            attempts: row.int(5)?,
            due_at: row.instant(6)?,
            changed_at: row.instant(7)?,
            reason: row.opt_text(8)?,
            answer: row.opt_int(9)?,
        })
    })
}

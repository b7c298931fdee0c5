//! When a message that did not go out is tried again, and when that is given up.

use crate::time::Instant;

/// The pause after the first attempt.
const FIRST_PAUSE_SECONDS: i64 = 60;
/// The longest pause between two attempts.
const PAUSE_SECONDS_MAX: i64 = 6 * 3600;
/// How long after the notice it is still worth sending.
pub const GIVE_UP_SECONDS: i64 = 5 * 24 * 3600;

/// When to try again after `attempts` attempts, the last of them at `now`; `None` when it is given up.
///
/// Each pause is twice the one before, up to six hours. Whoever takes messages may ask for a longer one (`retry_after`, in
/// seconds); it is honoured as long as the message is still worth sending.
#[must_use]
pub fn next_attempt(attempts: i64, made_at: Instant, now: Instant, retry_after: Option<i64>) -> Option<Instant> {
    let doublings = u32::try_from(attempts.saturating_sub(1).clamp(0, 30)).unwrap_or(30);
    let pause = FIRST_PAUSE_SECONDS.saturating_mul(2_i64.saturating_pow(doublings)).min(PAUSE_SECONDS_MAX);
    let pause = pause.max(retry_after.unwrap_or(0));
    let next = now.plus_seconds(pause);
    (next.seconds_since(made_at) < GIVE_UP_SECONDS).then_some(next)
}

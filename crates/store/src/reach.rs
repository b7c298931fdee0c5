//! Whether the `PostgreSQL` server can be reached: known to all threads of a store as soon as one of them knows.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Pause after the first failed attempt; it doubles with each further one.
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);
/// Longest pause between attempts to reach the server again.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// What the threads of a store know of their server: while it is away few of them knock, and when it has let one of
/// them in, none refuses work any more because it was away a moment ago.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Failed attempts since the server was last reached.
    failures: u32,
    /// Nobody knocks before this moment.
    away_until: Option<Instant>,
    /// How often the server has been reached: an attempt that began before the last time says nothing any more.
    reached: u64,
}

/// An attempt that has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attempt(u64);

impl Reach {
    /// Begins an attempt, or `None` when the server was away a moment ago.
    pub(crate) fn attempt(&self, now: Instant) -> Option<Attempt> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match known.away_until {
            Some(until) if now < until => None,
            _ => Some(Attempt(known.reached)),
        }
    }

    /// The server has let somebody in.
    pub(crate) fn reached(&self) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Known { reached: known.reached.wrapping_add(1), ..Known::default() };
    }

    /// An attempt has failed: everybody waits for a while, unless the server has been reached since it began.
    pub(crate) fn missed(&self, attempt: Attempt, now: Instant) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if attempt != Attempt(known.reached) {
            return;
        }
        let pause = SHORTEST_PAUSE.saturating_mul(1 << known.failures.min(8)).min(LONGEST_PAUSE);
        known.failures = known.failures.saturating_add(1);
        known.away_until = now.checked_add(pause);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_the_longest_and_end_with_the_first_success() {
        let reach = Reach::default();
        let mut now = Instant::now();
        let mut pauses = Vec::new();
        for _ in 0..8 {
            reach.missed(reach.attempt(now).unwrap(), now);
            let mut pause = Duration::ZERO;
            while reach.attempt(now + pause).is_none() {
                pause += Duration::from_millis(10);
            }
            pauses.push(pause.as_millis());
            now += pause;
        }
        assert_eq!(pauses, [50, 100, 200, 400, 800, 1600, 2000, 2000]);
        reach.missed(reach.attempt(now).unwrap(), now);
        assert_eq!(reach.attempt(now), None);
        reach.reached();
        assert!(reach.attempt(now).is_some());
    }

    #[test]
    fn an_attempt_from_before_the_success_of_another_thread_shuts_nobody_out() {
        let reach = Reach::default();
        let now = Instant::now();
        let (slow, quick) = (reach.attempt(now).unwrap(), reach.attempt(now).unwrap());
        assert_eq!(slow, quick);
        reach.reached();
        reach.missed(slow, now);
        assert!(reach.attempt(now).is_some());
    }
}

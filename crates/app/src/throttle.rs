//! Slowing down those who guess: sign-in names, tracking codes, draft codes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::time::Instant;

/// Failures that are free.
const FREE_FAILURES: u32 = 5;
/// After them each failure locks for this long, doubled each time.
const FIRST_WAIT_SECONDS: i64 = 10;
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;
/// Names remembered at most; beyond it the oldest locks are forgotten.
const REMEMBERED_MAX: usize = 20_000;

/// Failures per name, in memory: a restart forgives.
#[derive(Default)]
pub(crate) struct Throttle(Mutex<HashMap<String, Failures>>);

struct Failures {
    count: u32,
    locked_until: Instant,
}

impl Throttle {
    /// Seconds to wait before another attempt under this name, if any.
    pub(crate) fn wait(&self, name: &str, now: Instant) -> Option<i64> {
        let failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let locked_until = failures.get(name)?.locked_until;
        let left = locked_until.seconds_since(now);
        (locked_until > now).then_some(left.max(1))
    }

    /// Notes one more failure.
    pub(crate) fn failed(&self, name: &str, now: Instant) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= REMEMBERED_MAX {
            failures.retain(|_, entry| entry.locked_until > now);
        }
        if failures.len() >= REMEMBERED_MAX {
            failures.clear();
        }
        let entry = failures.entry(name.to_owned()).or_insert(Failures { count: 0, locked_until: now });
        entry.count = entry.count.saturating_add(1);
        if let Some(beyond) = entry.count.checked_sub(FREE_FAILURES) {
            let wait = FIRST_WAIT_SECONDS.saturating_mul(1_i64 << beyond.min(10)).min(LONGEST_WAIT_SECONDS);
            entry.locked_until = now.plus_seconds(wait);
        }
    }

    /// Forgets the failures of a name.
    pub(crate) fn succeeded(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_gets_slower_and_a_success_forgives() {
        let throttle = Throttle::default();
        let now = Instant(0);
        for _ in 0..4 {
            throttle.failed("a", now);
        }
        assert_eq!(throttle.wait("a", now), None);
        throttle.failed("a", now);
        assert_eq!(throttle.wait("a", now), Some(10));
        throttle.failed("a", now);
        assert_eq!(throttle.wait("a", now), Some(20));
        assert_eq!(throttle.wait("b", now), None);
        assert_eq!(throttle.wait("a", now.plus_seconds(20)), None);
        throttle.succeeded("a");
        assert_eq!(throttle.wait("a", now), None);
    }
}

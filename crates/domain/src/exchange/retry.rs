//! When a message that did not get through is tried again: ever later, and for ever.

/// The first pause, in seconds.
const FIRST_SECONDS: i64 = 5;
/// The longest pause, in seconds: a partner that comes back is reached within this time.
const LONGEST_SECONDS: i64 = 15 * 60;

/// Seconds until the next attempt after so many that failed. It never ends: an issued document has to arrive (Decree
/// 30/2020/NĐ-CP, Article 18).
#[must_use]
pub fn pause_after(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.saturating_sub(1).clamp(0, 30)).unwrap_or(0);
    FIRST_SECONDS.saturating_mul(1_i64.checked_shl(doublings).unwrap_or(i64::MAX)).min(LONGEST_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        let pauses = [0, 1, 2, 3, 7, 8, 9, 1_000_000, i64::MAX].map(pause_after);
        assert_eq!(pauses, [5, 5, 10, 20, 320, 640, 900, 900, 900]);
    }
}

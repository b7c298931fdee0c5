//! How long people waited and how long serving took: median and 90th percentile, by hour and service.

use std::collections::BTreeMap;

/// Middle and upper end of durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spread {
    /// How many.
    pub count: usize,
    /// Half took no longer.
    pub median: i64,
    /// Nine of ten took no longer.
    pub ninetieth: i64,
}

/// One ticket that was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Hour of the day in which it was drawn.
    pub hour: u8,
    /// Letter of the service.
    pub service: String,
    /// Minutes until it was first called.
    pub waited: i64,
    /// Minutes of serving; none when its holder did not come or is not finished.
    pub served: Option<i64>,
}

/// One line of the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HourLine {
    /// Hour of the day in which the tickets were drawn.
    pub hour: u8,
    /// Letter of the service.
    pub service: String,
    /// Minutes waited.
    pub waited: Spread,
    /// Minutes served.
    pub served: Spread,
}

impl Spread {
    /// Of these durations, by nearest rank; zeros when there are none.
    #[must_use]
    pub fn of(mut durations: Vec<i64>) -> Self {
        durations.sort_unstable();
        let count = durations.len();
        let rank = |percent: usize| {
            let rank = count.saturating_mul(percent).div_ceil(100);
            durations.get(rank.saturating_sub(1)).copied().unwrap_or(0)
        };
        Self { count, median: rank(50), ninetieth: rank(90) }
    }
}

/// What was waited and served in minutes, of one hour and service.
type Minutes = (Vec<i64>, Vec<i64>);

/// The figures of these visits by hour and service, in that order.
#[must_use]
pub fn by_hour_and_service(visits: &[Visit]) -> Vec<HourLine> {
    let mut groups: BTreeMap<(u8, &str), Minutes> = BTreeMap::new();
    for visit in visits {
        let (waited, served) = groups.entry((visit.hour, &visit.service)).or_default();
        waited.push(visit.waited);
        served.extend(visit.served);
    }
    let line = |((hour, service), (waited, served)): ((u8, &str), Minutes)| HourLine {
        hour,
        service: service.to_owned(),
        waited: Spread::of(waited),
        served: Spread::of(served),
    };
    groups.into_iter().map(line).collect()
}

/// How long somebody with so many before them waits, as far as can be told: all counters work, each visit takes the usual
/// time.
#[must_use]
pub fn expected_minutes(before: usize, usual_minutes: u32, counters: usize) -> i64 {
    let before = i64::try_from(before).unwrap_or(i64::MAX);
    let counters = i64::try_from(counters).unwrap_or(1).max(1);
    before.saturating_mul(i64::from(usual_minutes)).saturating_add(counters - 1).checked_div(counters).unwrap_or(0)
}

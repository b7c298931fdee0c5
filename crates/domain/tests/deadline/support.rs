//! Calendars and office hours for tests, and a small generator of random numbers.

use domain::calendar::{
    Calendar, CalendarData, CalendarFile, ClockTime, DayStatus, HoursPeriod, OfficeHours, PublishedDay, PublishedKind,
    Session, WeekHours, Weekday,
};
use domain::time::{date_from_epoch_day, epoch_day};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// The published calendar that the product ships.
pub(crate) static REAL: LazyLock<Calendar> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/holidays.json");
    let file: CalendarFile = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    Calendar::new(file.into_data("holidays.json").unwrap()).unwrap()
});

/// Sessions from text: `07:00-11:30 13:30-17:00`.
pub(crate) fn sessions(text: &str) -> Vec<Session> {
    let session = |part: &str| {
        let (open, close) = part.split_once('-').unwrap();
        Session { open: open.parse().unwrap(), close: close.parse().unwrap() }
    };
    text.split(' ').map(session).collect()
}

/// Summer and winter hours, both 8 hours a day.
pub(crate) fn seasonal_hours() -> OfficeHours {
    let season = domain::calendar::Season {
        from: "04-15".parse().unwrap(),
        to: "10-15".parse().unwrap(),
        week: WeekHours { sessions: sessions("07:00-11:30 13:30-17:00"), weekdays: BTreeMap::new() },
    };
    OfficeHours::new(vec![HoursPeriod {
        valid_from: date(2015, 1, 1),
        valid_to: None,
        legal_basis: "Quyết định của Ủy ban nhân dân tỉnh".to_owned(),
        week: WeekHours { sessions: sessions("07:30-12:00 13:00-16:30"), weekdays: BTreeMap::new() },
        seasons: vec![season],
    }])
    .unwrap()
}

/// Marsaglia's xorshift64*: enough for test cases, and the same on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 8
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.next() % u64::try_from(high - low + 1).unwrap()).unwrap()
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: u64) -> bool {
        self.next().is_multiple_of(times)
    }
}

/// A made-up calendar of 230 days: holidays singly and in runs, swaps, a proposal that is no law.
pub(crate) fn random_calendar(dice: &mut Dice) -> Calendar {
    let first = epoch_day(date(2026, 1, 1)) + dice.between(0, 700);
    let last = first + 229;
    let mut days: BTreeMap<i64, PublishedDay> = BTreeMap::new();
    for _ in 0..dice.between(0, 6) {
        let start = dice.between(first, last);
        for day in start..=start + dice.between(0, 6) {
            days.insert(day, published(day, PublishedKind::Holiday, DayStatus::Observed));
        }
    }
    for _ in 0..dice.between(0, 8) {
        let (off, worked) = (dice.between(first, last), dice.between(first, last));
        let weekend = matches!(Weekday::of(worked), Weekday::Saturday | Weekday::Sunday);
        if off == worked || !weekend || days.contains_key(&off) || days.contains_key(&worked) {
            continue;
        }
        let mut swap_off = published(off, PublishedKind::SwapOff, DayStatus::Projected);
        swap_off.swap_with = date_from_epoch_day(worked);
        let mut swap_work = published(worked, PublishedKind::SwapWork, DayStatus::Projected);
        swap_work.swap_with = date_from_epoch_day(off);
        days.extend([(off, swap_off), (worked, swap_work)]);
    }
    let pending = dice.between(first, last);
    days.entry(pending).or_insert_with(|| published(pending, PublishedKind::Holiday, DayStatus::PendingLaw));
    Calendar::new(CalendarData {
        counting_mode: domain::calendar::CountingMode::default(),
        version: "random".to_owned(),
        first_day: date_from_epoch_day(first).unwrap(),
        last_day: date_from_epoch_day(last).unwrap(),
        weekend: vec![Weekday::Saturday, Weekday::Sunday],
        days: days.into_values().collect(),
    })
    .unwrap()
}

fn published(day: i64, kind: PublishedKind, status: DayStatus) -> PublishedDay {
    let date: Date = date_from_epoch_day(day).unwrap();
    PublishedDay {
        date,
        kind,
        is_off: kind != PublishedKind::SwapWork && status != DayStatus::PendingLaw,
        status,
        name_vi: "Ngày thử".to_owned(),
        swap_with: None,
        basis_vi: None,
        source: None,
    }
}

/// Made-up hours on a grid of 15 minutes; half of them differ by day of the week and change within the year.
pub(crate) fn random_hours(dice: &mut Dice, uniform: bool) -> OfficeHours {
    let common = random_sessions(dice);
    if uniform {
        return OfficeHours::new(vec![period(date(2015, 1, 1), None, common, BTreeMap::new())]).unwrap();
    }
    let (mut weekdays, other) = (BTreeMap::new(), random_sessions(dice));
    for weekday in Weekday::ALL {
        if dice.once_in(3) {
            weekdays.insert(weekday, other.clone());
        }
    }
    let change = date_from_epoch_day(epoch_day(date(2026, 1, 1)) + dice.between(0, 900)).unwrap();
    let first = period(date(2015, 1, 1), change.yesterday().ok(), common, weekdays);
    let second = period(change, None, random_sessions(dice), BTreeMap::new());
    OfficeHours::new(vec![first, second]).unwrap()
}

fn period(
    valid_from: Date,
    valid_to: Option<Date>,
    sessions: Vec<Session>,
    weekdays: BTreeMap<Weekday, Vec<Session>>,
) -> HoursPeriod {
    HoursPeriod {
        valid_from,
        valid_to,
        legal_basis: "Thử".to_owned(),
        week: WeekHours { sessions, weekdays },
        seasons: Vec::new(),
    }
}

fn random_sessions(dice: &mut Dice) -> Vec<Session> {
    let mut sessions = Vec::new();
    let mut quarter = dice.between(0, 32);
    for _ in 0..dice.between(1, 3) {
        let close = quarter + dice.between(1, 18);
        if close > 95 {
            break;
        }
        sessions.push(Session { open: quarter_hour(quarter), close: quarter_hour(close) });
        quarter = close + dice.between(1, 8);
    }
    sessions
}

fn quarter_hour(quarter: i64) -> ClockTime {
    let quarter = u16::try_from(quarter).unwrap();
    ClockTime::new(quarter / 4, quarter % 4 * 15).unwrap()
}

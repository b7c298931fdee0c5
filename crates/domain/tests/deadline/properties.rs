//! What must hold for every clock.

use crate::support::{Dice, REAL, random_calendar, random_hours, seasonal_hours};
use domain::calendar::{Calendar, CalendarData, ClockTime, OfficeHours, Weekday};
use domain::deadline::{
    ClockInput, CountingMode, CutOff, CutOffMoves, Due, Effect, Extension, Interruption, Limit, LimitUnit, Line,
    Reckoning, Terms, reckon, step_limits, time_left, working_minutes_between,
};
use jiff::civil::{Date, DateTime, date, datetime};
use jiff::{SignedDuration, ToSpan};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Calendars with their hours, real and made up.
static OFFICES: LazyLock<Vec<(Calendar, OfficeHours)>> = LazyLock::new(|| {
    let mut offices = vec![(REAL.clone(), OfficeHours::province_default()), (REAL.clone(), seasonal_hours())];
    for seed in 100..110 {
        let mut dice = Dice::new(seed);
        let uniform = dice.once_in(2);
        offices.push((random_calendar(&mut dice), random_hours(&mut dice, uniform)));
    }
    offices
});

/// Cases of each property; the nightly run asks for more.
fn cases() -> u32 {
    std::env::var("MOTCUA_PROPERTY_CASES").map_or(4000, |number| number.parse().unwrap())
}

#[derive(Debug, Clone)]
struct Scene {
    office: usize,
    mode: CountingMode,
    cut_off: Option<CutOff>,
    clock: ClockInput,
}

impl Scene {
    fn terms(&self) -> Terms<'static> {
        let (calendar, hours) = &OFFICES[self.office];
        Terms { calendar, hours, mode: self.mode, cut_off: self.cut_off }
    }

    fn reckon(&self) -> Option<Reckoning> {
        reckon(&self.terms(), &self.clock).ok()
    }

    fn due(&self) -> Option<DateTime> {
        self.reckon()?.due.at()
    }

    /// Whether the result is owed on the day of receipt.
    fn is_same_day(&self) -> bool {
        self.clock.limit.tenths() <= 10
            && self.cut_off.is_some_and(|cut_off| cut_off.moves == CutOffMoves::SameDayResult)
    }
}

/// Whether every working day has the same hours.
fn has_uniform_hours(scene: &Scene) -> bool {
    let periods = OFFICES[scene.office].1.periods();
    scene.office == 1 || (periods.len() == 1 && periods[0].week.weekdays.is_empty())
}

fn minutes_after(start: DateTime, minutes: i64) -> DateTime {
    start.checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

fn limit() -> impl Strategy<Value = Limit> {
    (1_u32..200, 0_usize..4).prop_map(|(tenths, unit)| Limit::from_tenths(tenths, LimitUnit::ALL[unit]).unwrap())
}

fn cut_off() -> impl Strategy<Value = Option<CutOff>> {
    let moves =
        prop_oneof![Just(CutOffMoves::StartOfClock), Just(CutOffMoves::SameDayResult), Just(CutOffMoves::Forwarding)];
    proptest::option::of(
        (0_u16..24, moves).prop_map(|(hour, moves)| CutOff { at: ClockTime::new(hour, 30).unwrap(), moves }),
    )
}

fn interruption(start: DateTime) -> impl Strategy<Value = Interruption> {
    let effect = prop_oneof![3 => Just(Effect::Continue), 1 => Just(Effect::Restart), 1 => Just(Effect::NoPause)];
    (-3000_i64..20_000, 0_i64..9000, effect).prop_map(move |(from, length, effect)| {
        let from = minutes_after(start, from);
        Interruption {
            from,
            to: Some(minutes_after(from, length)),
            effect,
            ground: "thử".to_owned(),
            legal_basis: "thử".to_owned(),
        }
    })
}

/// A clock with closed interruptions and extensions inside one of the offices' calendars.
fn scene() -> impl Strategy<Value = Scene> {
    let mode = prop_oneof![Just(CountingMode::CivilCode), Just(CountingMode::OfficeHours)];
    (0_usize..12, mode, cut_off(), 0_i64..150 * 1440, limit()).prop_flat_map(
        |(office, mode, cut_off, minute, limit)| {
            let first = OFFICES[office].0.published_from().max(date(2026, 1, 1));
            let received = minutes_after(first.at(0, 0, 0, 0), minute);
            let extension = (0_i64..20_000, limit_like(limit)).prop_map(move |(at, limit)| Extension {
                limit,
                at: minutes_after(received, at),
                legal_basis: "thử".to_owned(),
            });
            let interruptions = proptest::collection::vec(interruption(received), 0..4);
            // A result owed on the day of receipt is counted in office hours; lengthening it by days changes the count.
            let same_day = cut_off.is_some_and(|cut_off| cut_off.moves == CutOffMoves::SameDayResult);
            let extensions = proptest::collection::vec(extension, 0..if same_day { 1 } else { 2 });
            (interruptions, extensions).prop_map(move |(interruptions, extensions)| Scene {
                office,
                mode,
                cut_off,
                clock: ClockInput { received, limit, interruptions, extensions },
            })
        },
    )
}

fn limit_like(limit: Limit) -> impl Strategy<Value = Limit> {
    (1_u32..80).prop_map(move |tenths| Limit::from_tenths(tenths, limit.unit()).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn a_later_receipt_is_never_due_earlier(scene in scene(), minutes in 0_i64..8000) {
        let mut later = scene.clone();
        later.clock.received = minutes_after(scene.clock.received, minutes);
        // A result owed on the day of receipt is due at closing time whenever in the day it was asked for, so a pause
        // from before the later receipt could only ever stop the earlier clock: the two histories are not comparable.
        let paused_before = |pause: &Interruption| pause.from < later.clock.received;
        if scene.is_same_day() && scene.clock.interruptions.iter().any(paused_before) {
            return Ok(());
        }
        if let (Some(due), Some(later_due)) = (scene.due(), later.due()) {
            prop_assert!(due <= later_due, "{due} {later_due}");
        }
    }

    #[test]
    fn a_longer_limit_is_never_due_earlier(scene in scene(), tenths in 0_u32..60) {
        let mut longer = scene.clone();
        let limit = scene.clock.limit;
        // A procedure answered on the day of receipt follows another rule than one with a longer limit.
        let same_day = scene.cut_off.is_some_and(|cut_off| cut_off.moves == CutOffMoves::SameDayResult);
        if same_day && limit.tenths() <= 10 && limit.tenths() + tenths > 10 {
            return Ok(());
        }
        longer.clock.limit = Limit::from_tenths(limit.tenths() + tenths, limit.unit()).unwrap();
        if let (Some(due), Some(longer_due)) = (scene.due(), longer.due()) {
            prop_assert!(due <= longer_due, "{due} {longer_due}");
        }
    }

    #[test]
    fn pausing_for_no_time_changes_nothing(scene in scene(), minutes in -500_i64..20_000) {
        let mut paused = scene.clone();
        let at = minutes_after(scene.clock.received, minutes);
        let (ground, legal_basis) = ("thử".to_owned(), "thử".to_owned());
        paused.clock.interruptions.push(Interruption { from: at, to: Some(at), effect: Effect::Continue, ground, legal_basis });
        prop_assert_eq!(scene.due(), paused.due());
    }

    #[test]
    fn a_pause_gives_back_exactly_the_time_left(mut scene in scene(), from in 0_i64..8000, length in 0_i64..9000) {
        scene.clock.interruptions.clear();
        scene.clock.extensions.clear();
        let from = minutes_after(scene.clock.received, from);
        let to = minutes_after(from, length);
        let mut open = scene.clone();
        open.clock.interruptions.push(Interruption {
            from, to: None, effect: Effect::Continue, ground: String::new(), legal_basis: String::new(),
        });
        let Some(Due::Standing { since, left }) = open.reckon().map(|reckoning| reckoning.due) else { return Ok(()) };
        let mut closed = open.clone();
        closed.clock.interruptions[0].to = Some(to.max(since));
        // Where days differ in length, what is left is a share of days; the slow model checks that.
        let same_day = scene.cut_off.is_some_and(|cut_off| cut_off.moves == CutOffMoves::SameDayResult);
        let in_days = scene.clock.limit.unit() == LimitUnit::WorkingDay && scene.mode == CountingMode::CivilCode;
        if (in_days || same_day) && !has_uniform_hours(&scene) {
            return Ok(());
        }
        if let Some(due) = closed.due() && left.working {
            // Where the first day is not counted, its minutes are not in what was left.
            let counted = if scene.mode == CountingMode::CivilCode && scene.clock.limit.unit() == LimitUnit::WorkingDay
                && !scene.is_same_day()
            {
                let started = open.reckon().unwrap().counted_from;
                to.max(since).max(started.date().tomorrow().unwrap().at(0, 0, 0, 0))
            } else {
                to.max(since)
            };
            prop_assert_eq!(working_minutes_between(&closed.terms(), counted, due), left.minutes);
        }
    }

    #[test]
    fn nothing_is_due_outside_working_time(scene in scene()) {
        if let Some(due) = scene.due() {
            let (calendar, hours) = &OFFICES[scene.office];
            prop_assert!(calendar.is_working(due.date()), "{due}");
            let minute = ClockTime::from(due.time());
            prop_assert!(
                hours.sessions(due.date()).iter().any(|session| session.open <= minute && minute <= session.close),
                "{due}"
            );
        }
    }

    #[test]
    fn the_explanation_tells_the_due_time(scene in scene()) {
        let Some(reckoning) = scene.reckon() else { return Ok(()) };
        let at = reckoning.due.at().unwrap();
        prop_assert_eq!(reckoning.lines.last(), Some(&Line::Due { at }));
        // Nothing but the limit, the pauses after the last restart and the extensions makes up the working time.
        let start = reckoning.lines.iter().rposition(|line| matches!(line, Line::Restarted { .. })).unwrap_or(0);
        let stood: i64 = reckoning.lines[start..].iter().map(|line| match line {
            Line::Paused { stood, .. } => stood.minutes,
            _ => 0,
        }).sum();
        let limit = scene.clock.limit;
        let plain = scene.clock.extensions.is_empty() && limit.unit() == LimitUnit::WorkingHour;
        if plain {
            let worked = working_minutes_between(&scene.terms(), reckoning.counted_from, at);
            prop_assert_eq!(worked, i64::from(limit.tenths()) * 6 + stood);
        }
    }

    #[test]
    fn steps_follow_one_another_inside_the_whole(scene in scene(), shares in proptest::collection::vec(limit(), 0..6)) {
        let Some(whole) = scene.due() else { return Ok(()) };
        let steps = step_limits(&scene.terms(), &scene.clock, &shares).unwrap();
        prop_assert_eq!(steps.len(), shares.len());
        for step in steps {
            prop_assert!(step.due.at().unwrap() <= whole);
        }
    }

    #[test]
    fn a_clock_is_stored_and_read_back(scene in scene()) {
        let text = serde_json::to_string(&scene.clock).unwrap();
        prop_assert_eq!(serde_json::from_str::<ClockInput>(&text).unwrap(), scene.clock.clone());
        if let Some(reckoning) = scene.reckon() {
            let text = serde_json::to_string(&reckoning).unwrap();
            prop_assert_eq!(serde_json::from_str::<Reckoning>(&text).unwrap(), reckoning);
        }
    }
}

/// Any time at all, the ends of time included.
fn any_time() -> impl Strategy<Value = DateTime> {
    prop_oneof![
        Just(DateTime::MIN),
        Just(DateTime::MAX),
        Just(datetime(2026, 2, 13, 16, 59, 59, 999_999_999)),
        (-9999_i16..=9999, 1_i8..=12, 1_i8..=28, 0_i8..24, 0_i8..60, 0_i8..60)
            .prop_map(|(year, month, day, hour, minute, second)| datetime(year, month, day, hour, minute, second, 0)),
        (2014_i16..=2028, 1_i8..=12, 1_i8..=28, 0_i8..24, 0_i8..60)
            .prop_map(|(year, month, day, hour, minute)| datetime(year, month, day, hour, minute, 0, 0)),
    ]
}

fn any_limit() -> impl Strategy<Value = Limit> {
    (1_u32..=99_990, 0_usize..4).prop_map(|(tenths, unit)| Limit::from_tenths(tenths, LimitUnit::ALL[unit]).unwrap())
}

fn any_clock() -> impl Strategy<Value = ClockInput> {
    let effect = prop_oneof![Just(Effect::Continue), Just(Effect::Restart), Just(Effect::NoPause)];
    let pause = (any_time(), proptest::option::of(any_time()), effect).prop_map(|(from, to, effect)| Interruption {
        from,
        to,
        effect,
        ground: String::new(),
        legal_basis: String::new(),
    });
    let extension =
        (any_limit(), any_time()).prop_map(|(limit, at)| Extension { limit, at, legal_basis: String::new() });
    let (pauses, extensions) = (proptest::collection::vec(pause, 0..4), proptest::collection::vec(extension, 0..4));
    (any_time(), any_limit(), pauses, extensions).prop_map(|(received, limit, interruptions, extensions)| ClockInput {
        received,
        limit,
        interruptions,
        extensions,
    })
}

/// Calendars at the ends of time.
static EDGES: LazyLock<[Calendar; 2]> = LazyLock::new(|| {
    [(Date::MIN, 400.days()), (Date::MAX, (-400).days())].map(|(end, length)| {
        let other = end.checked_add(length).unwrap();
        Calendar::new(CalendarData {
            counting_mode: domain::calendar::CountingMode::default(),
            version: "edge".to_owned(),
            first_day: end.min(other),
            last_day: end.max(other),
            weekend: vec![Weekday::Sunday],
            days: Vec::new(),
        })
        .unwrap()
    })
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn no_input_panics(
        clock in any_clock(),
        cut_off in cut_off(),
        place in 0_usize..3,
        office in any::<bool>(),
        now in any_time(),
        shares in proptest::collection::vec(any_limit(), 0..4),
    ) {
        let hours = OfficeHours::province_default();
        let calendar = if place == 2 { &*REAL } else { &EDGES[place] };
        let mode = if office { CountingMode::OfficeHours } else { CountingMode::CivilCode };
        let terms = Terms { calendar, hours: &hours, mode, cut_off };
        let due = reckon(&terms, &clock).ok().and_then(|reckoning| reckoning.due.at());
        let _ = time_left(&terms, now, due.unwrap_or(clock.received));
        drop(step_limits(&terms, &clock, &shares));
        prop_assert!(working_minutes_between(&terms, clock.received, now) >= 0);
    }

    #[test]
    fn no_text_panics(text in ".{0,12}") {
        drop(text.parse::<Limit>());
        drop(text.parse::<ClockTime>());
        drop(text.parse::<domain::calendar::MonthDay>());
    }
}

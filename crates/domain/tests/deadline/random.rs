//! The engine against the slow model on a million random clocks.

use crate::model::{Drawn, Found, NoAnswer, reckon as model_reckon};
use crate::support::{Dice, REAL, random_calendar, random_hours, seasonal_hours};
use domain::calendar::{Calendar, ClockTime, OfficeHours};
use domain::deadline::{
    ClockInput, CountingMode, CutOff, CutOffMoves, Due, Effect, Extension, Interruption, Limit, LimitUnit, Line, Terms,
    reckon,
};
use domain::time::{date_from_epoch_day, epoch_day};
use jiff::civil::{DateTime, date};

/// Cases in the ordinary run; `MOTCUA_DEADLINE_CASES` sets another number.
const CASES: u64 = 1_000_000;
/// Made-up calendars, each with its own office hours.
const WORLDS: u64 = 40;

struct World {
    calendar: Calendar,
    hours: OfficeHours,
    uniform: bool,
    minutes: Drawn,
    quarters: Drawn,
}

impl World {
    fn new(calendar: Calendar, hours: OfficeHours, uniform: bool) -> Self {
        let (minutes, quarters) = (Drawn::new(&calendar, &hours, 1), Drawn::new(&calendar, &hours, 15));
        Self { calendar, hours, uniform, minutes, quarters }
    }
}

fn worlds() -> Vec<World> {
    let mut worlds = vec![
        World::new(REAL.clone(), OfficeHours::province_default(), true),
        World::new(REAL.clone(), seasonal_hours(), true),
    ];
    for seed in 1..=WORLDS {
        let mut dice = Dice::new(seed);
        let uniform = !dice.once_in(3);
        let (calendar, hours) = (random_calendar(&mut dice), random_hours(&mut dice, uniform));
        worlds.push(World::new(calendar, hours, uniform));
    }
    worlds
}

/// A civil time `minutes` after midnight of 1 January 1970, on the grid of the case.
fn time(minutes: i64, grid: i64) -> DateTime {
    let minutes = minutes - minutes.rem_euclid(grid);
    let day = date_from_epoch_day(minutes.div_euclid(1440)).unwrap();
    let minute = i8::try_from(minutes.rem_euclid(60)).unwrap();
    day.at(i8::try_from(minutes.rem_euclid(1440) / 60).unwrap(), minute, 0, 0)
}

struct Question {
    mode: CountingMode,
    cut_off: Option<CutOff>,
    clock: ClockInput,
    grid: i64,
}

fn question(dice: &mut Dice, world: &World) -> Question {
    let grid = if dice.once_in(20) { 1 } else { 15 };
    let mode = if dice.once_in(2) { CountingMode::CivilCode } else { CountingMode::OfficeHours };
    let unit = LimitUnit::ALL[usize::try_from(dice.between(0, 3)).unwrap()];
    let limit = random_limit(dice, unit, mode, grid);
    let from = epoch_day(world.calendar.published_from()) - 1;
    let to = epoch_day(world.calendar.published_through()) + 1;
    let middle = epoch_day(date(2026, 2, 10));
    let received_day =
        if to - from > 400 && !dice.once_in(4) { middle + dice.between(-60, 500) } else { dice.between(from, to) };
    let received = received_day * 1440 + dice.between(0, 1439);
    let mut clock = ClockInput::new(time(received, grid), limit);
    for _ in 0..dice.between(0, 3) {
        let start = received + dice.between(-2 * 1440, 12 * 1440);
        let length = if dice.once_in(8) { 0 } else { dice.between(-60, 5 * 1440) };
        let effect = match dice.between(0, 5) {
            0 => Effect::NoPause,
            1 => Effect::Restart,
            _ => Effect::Continue,
        };
        let to = (!dice.once_in(8)).then(|| time(start + length, grid));
        let (ground, legal_basis) = ("thử".to_owned(), "thử".to_owned());
        clock.interruptions.push(Interruption { from: time(start, grid), to, effect, ground, legal_basis });
    }
    let cut_off = random_cut_off(dice);
    let same_day = cut_off.is_some_and(|cut_off| cut_off.moves == CutOffMoves::SameDayResult);
    // The model cannot lengthen a result owed on the day of receipt.
    if dice.once_in(4) && !same_day {
        let at = time(received + dice.between(-1440, 12 * 1440), grid);
        let limit = random_limit(dice, unit, mode, grid);
        clock.extensions.push(Extension { limit, at, legal_basis: "thử".to_owned() });
    }
    Question { mode, cut_off, clock, grid }
}

/// A limit whose parts lie on the grid.
fn random_limit(dice: &mut Dice, unit: LimitUnit, mode: CountingMode, grid: i64) -> Limit {
    let largest = match unit {
        LimitUnit::WorkingDay => 8,
        LimitUnit::Day => 14,
        LimitUnit::WorkingHour => 40,
        LimitUnit::Hour => 96,
    };
    let step = match (grid, unit, mode) {
        (1, _, _) => 1,
        (_, LimitUnit::WorkingDay, CountingMode::CivilCode) => 10,
        (_, _, _) => 5,
    };
    let tenths = dice.between(1, largest * 10 / step) * step;
    Limit::from_tenths(u32::try_from(tenths).unwrap(), unit).unwrap()
}

fn random_cut_off(dice: &mut Dice) -> Option<CutOff> {
    let moves = match dice.between(0, 8) {
        0 => CutOffMoves::StartOfClock,
        1 => CutOffMoves::SameDayResult,
        2 => CutOffMoves::Forwarding,
        _ => return None,
    };
    let hour = u16::try_from(dice.between(0, 23)).unwrap();
    Some(CutOff { at: ClockTime::new(hour, 0).unwrap(), moves })
}

/// Compares engine and model on one question; returns whether there was a due time.
fn compare(world: &World, question: &Question) -> bool {
    let Question { mode, cut_off, clock, grid } = question;
    let terms = Terms { calendar: &world.calendar, hours: &world.hours, mode: *mode, cut_off: *cut_off };
    // A share of a day moved to a day of another length seldom ends on a quarter of an hour.
    let in_days = clock.limit.unit() == LimitUnit::WorkingDay && *mode == CountingMode::CivilCode;
    let same_day = cut_off.is_some_and(|cut_off| cut_off.moves == CutOffMoves::SameDayResult);
    let shares = !world.uniform && (in_days || same_day);
    let drawn = if *grid == 1 || shares { &world.minutes } else { &world.quarters };
    let engine = reckon(&terms, clock);
    let model = model_reckon(drawn, *mode, *cut_off, clock);
    let told = engine.as_ref().map(|reckoning| match reckoning.due {
        Due::At(at) => Found::At(at),
        Due::Standing { since, left } => Found::Standing(since, left.minutes),
    });
    assert_eq!(told.map_err(|_| NoAnswer), model, "{engine:#?}\n{clock:#?} {mode:?} {cut_off:?}");
    let Ok(reckoning) = engine else { return false };
    let last = reckoning.lines.last().unwrap();
    match reckoning.due {
        Due::At(at) => assert_eq!(*last, Line::Due { at }, "the explanation ends with the due time"),
        Due::Standing { since, left } => assert_eq!(*last, Line::Standing { since, left }),
    }
    true
}

#[test]
fn the_engine_agrees_with_the_slow_model() {
    let cases = std::env::var("MOTCUA_DEADLINE_CASES").map_or(CASES, |number| number.parse().unwrap());
    let worlds = worlds();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let run = |thread: usize| {
        let mut dice = Dice::new(0xDEAD_11E5 + u64::try_from(thread).unwrap());
        let mut answered = 0_u64;
        for _ in 0..cases.div_ceil(u64::try_from(threads).unwrap()) {
            let world = &worlds[usize::try_from(dice.next()).unwrap() % worlds.len()];
            answered += u64::from(compare(world, &question(&mut dice, world)));
        }
        answered
    };
    let answered: u64 = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|thread| scope.spawn(move || run(thread))).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).sum()
    });
    assert!(
        answered * 2 > cases,
        "only {answered} of {cases} cases had an answer: the cases are too wild to mean anything"
    );
}

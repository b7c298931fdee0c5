//! Ledgers of real cases as tables, and what holds for every history.

use super::*;
use crate::calendar::{
    Calendar, CalendarData, CountingMode, DayStatus, OfficeHours, PublishedDay, PublishedKind, Weekday,
};
use crate::deadline::{ClockInput, Effect, Extension, Interruption, Limit, LimitUnit, Terms, working_minutes_between};
use crate::time::{date_from_epoch_day, epoch_day};
use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;

/// March to June 2026 with one holiday on Wednesday 11 March; 07:00–11:30 and 13:30–17:00.
fn calendar() -> Calendar {
    let holiday = PublishedDay {
        date: date(2026, 3, 11),
        kind: PublishedKind::Holiday,
        is_off: true,
        status: DayStatus::Observed,
        name_vi: "Ngày lễ".to_owned(),
        swap_with: None,
        basis_vi: None,
        source: None,
    };
    let data = CalendarData {
        counting_mode: CountingMode::OfficeHours,
        version: "test".to_owned(),
        first_day: date(2026, 3, 1),
        last_day: date(2026, 6, 30),
        weekend: vec![Weekday::Saturday, Weekday::Sunday],
        days: vec![holiday],
    };
    Calendar::new(data).unwrap()
}

fn at(text: &str) -> DateTime {
    let (day, time) = text.split_once(' ').unwrap();
    format!("2026-{day}T{time}").parse().unwrap()
}

fn holder(text: &str) -> Holder {
    match text.split_once(':') {
        Some(("pool", unit)) => Holder::Pool { unit: unit.to_owned() },
        Some(("authority", name)) => Holder::Authority { name: name.to_owned() },
        Some(("partner", system)) => Holder::Partner { system: system.to_owned() },
        Some((unit, person)) => Holder::Person { unit: unit.to_owned(), person: person.to_owned() },
        None if text == "us" => Holder::Us,
        None => Holder::Applicant,
    }
}

/// `step | from | to or - | holder, holder`.
fn span(line: &str) -> Span {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [step, from, to, holders] = cells.as_slice() else { panic!("{line}") };
    let holders = holders.split(',').map(str::trim).filter(|text| !text.is_empty()).map(holder).collect();
    Span { step: (*step).to_owned(), from: at(from), to: (*to != "-").then(|| at(to)), holders }
}

/// A dossier received on Monday 2 March at 07:00 with a limit in working days, looked at now.
struct Case {
    calendar: Calendar,
    hours: OfficeHours,
    clock: ClockInput,
    spans: Vec<Span>,
    outages: Vec<Outage>,
    finished: Option<DateTime>,
    now: DateTime,
}

impl Case {
    fn new(spans: &str, now: &str) -> Self {
        let lines = spans.lines().map(str::trim).filter(|line| !line.is_empty());
        Self {
            calendar: calendar(),
            hours: OfficeHours::province_default(),
            clock: ClockInput::new(at("03-02 07:00"), Limit::whole(5, LimitUnit::WorkingDay)),
            spans: lines.map(span).collect(),
            outages: Vec::new(),
            finished: None,
            now: at(now),
        }
    }

    fn terms(&self) -> Terms<'_> {
        Terms { calendar: &self.calendar, hours: &self.hours, mode: CountingMode::OfficeHours, cut_off: None }
    }

    fn ledger(&self) -> Ledger {
        let due = crate::deadline::reckon(&self.terms(), &self.clock).ok().and_then(|reckoning| reckoning.due.at());
        reckon(&History {
            terms: self.terms(),
            clock: &self.clock,
            unit: "handling",
            spans: &self.spans,
            outages: &self.outages,
            finished: self.finished,
            due,
            now: self.now,
        })
    }

    /// Adds an outage, or a pause.
    fn outage(mut self, from: &str, to: &str) -> Self {
        self.outages.push(Outage { from: at(from), to: Some(at(to)) });
        self
    }

    fn pause(mut self, from: &str, to: &str, effect: Effect) -> Self {
        let (ground, legal_basis) = ("g".to_owned(), "Điều 19".to_owned());
        let interruption = Interruption { from: at(from), to: Some(at(to)), effect, ground, legal_basis };
        self.clock.interruptions.push(interruption);
        self
    }
}

/// What the ledger says, a line each: `step holder minutes(standing)`.
fn told(ledger: &Ledger) -> Vec<String> {
    let name = |holder: &Holder| match holder {
        Holder::Person { unit, person } => format!("{unit}:{person}"),
        Holder::Pool { unit } => format!("pool:{unit}"),
        Holder::Applicant => "applicant".to_owned(),
        Holder::Authority { name } => format!("authority:{name}"),
        Holder::Partner { system } => format!("partner:{system}"),
        Holder::Us => "us".to_owned(),
    };
    let line = |line: &Line| {
        let step = line.step.as_deref().unwrap_or("-");
        format!("{step} {} {}/{}", name(&line.holder), line.minutes, line.standing_minutes)
    };
    ledger.lines.iter().map(line).collect()
}

fn adds_up(ledger: &Ledger) {
    let sum = |part: fn(&Line) -> i64| ledger.lines.iter().map(part).sum::<i64>();
    let of_shares = |part: fn(&Share) -> i64| ledger.shares.iter().map(part).sum::<i64>();
    assert_eq!(sum(|line| line.minutes), ledger.whole_minutes, "the lines make the whole");
    assert_eq!(of_shares(|share| share.minutes), ledger.whole_minutes, "the shares make the whole");
    assert_eq!(of_shares(|share| share.standing_minutes), ledger.standing_minutes);
    assert_eq!(of_shares(|share| share.counted_minutes), ledger.counted_minutes);
    assert!(ledger.standing_minutes + ledger.counted_minutes <= ledger.whole_minutes);
    let mut reached = ledger.from;
    for line in &ledger.lines {
        assert_eq!(line.from, reached, "no time between lines");
        assert!(line.from < line.to, "a line has a length");
        reached = line.to;
    }
    assert_eq!(reached, ledger.to.max(ledger.from));
}

#[test]
fn each_minute_has_one_holder() {
    let table: [(&str, &str, &str, &[&str]); 9] = [
        (
            "one person from receipt to now, over a night",
            "examine | 03-02 07:00 | - | phong:an",
            "03-03 08:00",
            &["examine phong:an 540/0"],
        ),
        (
            "a weekend and a holiday take no minutes",
            "examine | 03-02 07:00 | - | phong:an",
            "03-12 07:00",
            &["examine phong:an 3360/0"],
        ),
        (
            "pool, then person, in one step",
            "examine | 03-02 07:00 | 03-02 09:00 | pool:phong\n examine | 03-02 09:00 | - | phong:an",
            "03-02 11:00",
            &["examine pool:phong 120/0", "examine phong:an 120/0"],
        ),
        (
            "a gap belongs to the unit that takes it next",
            "receive | 03-02 07:00 | 03-02 08:00 | desk:ha\n examine | 03-02 10:00 | - | phong:an",
            "03-02 11:00",
            &["receive desk:ha 60/0", "- pool:phong 120/0", "examine phong:an 60/0"],
        ),
        (
            "a gap before an authority, and one after everybody, belong to the unit that had it last",
            "examine | 03-02 07:00 | 03-02 08:00 | phong:an\n opinion | 03-02 09:00 | 03-02 10:00 | authority:x",
            "03-02 11:00",
            &["examine phong:an 60/0", "- pool:phong 60/0", "opinion authority:x 60/0", "- pool:handling 60/0"],
        ),
        ("nobody ever took it", "", "03-02 09:00", &["- pool:handling 120/0"]),
        (
            "of two side by side, the one that closes last held up the other",
            "a | 03-02 07:00 | 03-02 09:00 | phong:an\n b | 03-02 08:00 | 03-02 11:00 | authority:x",
            "03-02 11:00",
            &["a phong:an 60/0", "b authority:x 180/0"],
        ),
        (
            "of two that are open, the one that began first; a span of several belongs to the lead",
            "a | 03-02 07:00 | - | phong:an, phong:binh\n b | 03-02 08:00 | - | partner:p",
            "03-02 09:00",
            &["a phong:an 120/0"],
        ),
        (
            "spans that end before they begin, or at once, hold nothing; spans outside are cut",
            "a | 03-02 08:00 | 03-02 07:00 | x:y\n b | 03-02 08:00 | 03-02 08:00 | x:y\n c | 03-01 07:00 | 03-20 07:00 | phong:an",
            "03-02 09:00",
            &["c phong:an 120/0"],
        ),
    ];
    for (what, spans, now, expected) in table {
        let ledger = Case::new(spans, now).ledger();
        assert_eq!(told(&ledger), expected, "{what}");
        adds_up(&ledger);
    }
}

#[test]
fn outages_override_and_standing_is_told_apart() {
    let spans = "examine | 03-02 07:00 | 03-02 10:00 | phong:an\n supplement | 03-02 10:00 | 03-03 08:00 | applicant\n \
                 draft | 03-03 08:00 | - | phong:an";
    let case = Case::new(spans, "03-03 10:00")
        .outage("03-02 08:00", "03-02 09:00")
        .outage("03-02 08:30", "03-02 09:30")
        .pause("03-02 10:00", "03-03 08:00", Effect::Continue);
    let ledger = case.ledger();
    let expected = [
        "examine phong:an 60/0",
        "examine us 90/0",
        "examine phong:an 30/0",
        "supplement applicant 360/360",
        "draft phong:an 120/0",
    ];
    assert_eq!(told(&ledger), expected);
    assert_eq!((ledger.whole_minutes, ledger.standing_minutes, ledger.counted_minutes), (660, 360, 300));
    adds_up(&ledger);
}

#[test]
fn only_what_stops_the_clock_by_law_stands() {
    let spans = "examine | 03-02 07:00 | - | phong:an";
    let no_pause = Case::new(spans, "03-03 07:00").pause("03-02 08:00", "03-02 10:00", Effect::NoPause).ledger();
    assert_eq!((no_pause.standing_minutes, no_pause.counted_minutes), (0, 480));
    let after_due = Case::new(spans, "03-20 07:00").pause("03-16 07:00", "03-17 07:00", Effect::Continue).ledger();
    assert_eq!(after_due.standing_minutes, 0, "a pause after the due time gives nothing back");
    let restarted = Case::new(spans, "03-05 07:00").pause("03-03 07:00", "03-04 07:00", Effect::Restart).ledger();
    assert_eq!((restarted.standing_minutes, restarted.counted_minutes), (480, 480), "only since the restart");
    assert_eq!(restarted.whole_minutes, 3 * 480);
}

#[test]
fn what_the_calendar_does_not_cover_counts_nothing_and_is_said() {
    let ledger = Case::new("examine | 03-02 07:00 | - | phong:an", "09-01 07:00").ledger();
    assert!(!ledger.covered);
    adds_up(&ledger);
    assert!(Case::new("", "03-03 07:00").ledger().covered);
}

fn allowances(list: &[(&str, i64)]) -> Vec<StepAllowance> {
    list.iter().map(|(step, minutes)| StepAllowance { step: (*step).to_owned(), minutes: *minutes }).collect()
}

#[test]
fn the_cause_is_who_passed_their_own_limit() {
    let person = |unit: &str, person: &str| Responsible::Person { unit: unit.to_owned(), person: person.to_owned() };
    let head = |unit: &str| Responsible::HeadOfUnit { unit: unit.to_owned() };
    let table: [(&str, &str, Measure, i64, Responsible); 7] = [
        (
            "a person beyond the step's allowance",
            "examine | 03-02 07:00 | 03-04 07:00 | phong:an\n sign | 03-04 07:00 | - | lanhdao:le",
            Measure::OwnLimit,
            480,
            person("phong", "an"),
        ),
        (
            "the pool is charged first",
            "examine | 03-02 07:00 | 03-03 07:00 | pool:phong\n examine | 03-03 07:00 | 03-04 07:00 | phong:an\n \
             sign | 03-04 07:00 | - | lanhdao:le",
            Measure::OwnLimit,
            480,
            head("phong"),
        ),
        (
            "a gap has no allowance",
            "examine | 03-02 07:00 | 03-02 09:00 | phong:an\n sign | 03-03 17:00 | - | lanhdao:le",
            Measure::OwnLimit,
            840,
            head("lanhdao"),
        ),
        (
            "for an authority the head of the handling unit answers",
            "opinion | 03-02 07:00 | - | authority:x",
            Measure::OwnLimit,
            600,
            head("handling"),
        ),
        (
            "everybody within their limits: who held it longest",
            "examine | 03-02 07:00 | 03-02 10:00 | phong:an\n sign | 03-02 10:00 | 03-02 11:00 | lanhdao:le\n \
             unknown | 03-02 11:00 | - | vanthu:mai",
            Measure::LongestHeld,
            0,
            person("vanthu", "mai"),
        ),
        (
            "who handed it on pays for the part that is too much, who held it longest first",
            "examine | 03-02 07:00 | 03-02 14:30 | phong:an\n examine | 03-02 14:30 | 03-04 09:00 | phong:binh\n \
             sign | 03-04 09:00 | - | lanhdao:le",
            Measure::OwnLimit,
            600,
            person("phong", "binh"),
        ),
        ("nothing counted yet", "", Measure::Nothing, 0, head("handling")),
    ];
    let allowed = allowances(&[("examine", 480), ("sign", 240), ("opinion", 600)]);
    for (what, spans, measure, excess, responsible) in table {
        let now = if measure == Measure::Nothing { "03-02 07:00" } else { "03-04 11:00" };
        let ledger = Case::new(spans, now).ledger();
        let cause = cause(&ledger, &allowed);
        assert_eq!(cause.measure, measure, "{what}: {cause:#?}");
        assert_eq!(cause.main.as_ref().map_or(0, |main| main.excess_minutes), excess, "{what}: {cause:#?}");
        assert_eq!(cause.responsible, responsible, "{what}: {cause:#?}");
        assert!(cause.ranked.is_sorted_by_key(|one| std::cmp::Reverse(one.excess_minutes)), "{what}");
    }
}

#[test]
fn an_apology_proposes_a_date_and_knows_its_own_deadline() {
    // Due Friday 6 March 17:00; the working eve is Thursday.
    let limit = |text: &str| text.parse::<Limit>().unwrap();
    let table: [(&str, &[Limit], &str, &str, bool); 5] = [
        ("03-05 10:00", &[limit("4wh")], "03-09 17:00", "03-05 17:00", false),
        ("03-05 17:01", &[limit("4wh")], "03-09 17:00", "03-05 17:00", true),
        ("03-05 10:00", &[limit("2wd"), limit("1wd")], "03-10 10:00", "03-05 17:00", false),
        ("03-12 10:00", &[], "03-13 10:00", "03-05 17:00", true),
        ("03-06 08:00", &[limit("5wd")], "03-16 08:00", "03-05 17:00", true),
    ];
    for (now, remaining, new_due, sign_by, late_notice) in table {
        let case = Case::new("examine | 03-02 07:00 | - | phong:an", now);
        let outstanding = Outstanding { due: at("03-06 17:00"), now: at(now), remaining };
        let allowed = allowances(&[("examine", 480)]);
        let draft = apology_draft(&case.ledger(), &allowed, &outstanding, &case.terms()).unwrap();
        let told = (draft.new_due, draft.sign_by, draft.late_notice);
        assert_eq!(told, (at(new_due), at(sign_by), late_notice), "{now}");
        assert_eq!(draft.responsible, draft.cause.responsible);
    }
}

/// A minute of March to July 2026, a little beyond the calendar on both sides.
fn minute() -> impl Strategy<Value = DateTime> {
    (-3_i64..130, 0_i64..1440, 0_i8..60).prop_map(|(day, minute, second)| {
        let day: Date = date_from_epoch_day(epoch_day(date(2026, 3, 1)) + day).unwrap();
        let part = |number: i64| i8::try_from(number).unwrap();
        day.at(part(minute / 60), part(minute % 60), if second > 50 { second } else { 0 }, 0)
    })
}

fn any_holder() -> impl Strategy<Value = Holder> {
    let names = ["pool:a", "pool:b", "a:x", "a:y", "b:z", "applicant", "authority:q", "partner:r"];
    proptest::sample::select(names.to_vec()).prop_map(holder)
}

fn any_span() -> impl Strategy<Value = Span> {
    let step = proptest::sample::select(vec!["receive", "examine", "draft", "sign"]);
    let holders = proptest::collection::vec(any_holder(), 0..3);
    (step, minute(), proptest::option::of(minute()), holders).prop_map(|(step, from, to, holders)| Span {
        step: step.to_owned(),
        from,
        to,
        holders,
    })
}

fn any_interruption() -> impl Strategy<Value = Interruption> {
    let effect = proptest::sample::select(vec![Effect::Continue, Effect::Restart, Effect::NoPause]);
    (minute(), proptest::option::of(minute()), effect).prop_map(|(from, to, effect)| {
        let (ground, legal_basis) = ("g".to_owned(), "b".to_owned());
        // One in a while is reversed: then nothing can be reckoned, and the record is taken as it is.
        Interruption { from, to, effect, ground, legal_basis }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn the_parts_always_make_the_whole(
        spans in proptest::collection::vec(any_span(), 0..8),
        outages in proptest::collection::vec((minute(), proptest::option::of(minute())), 0..3),
        interruptions in proptest::collection::vec(any_interruption(), 0..3),
        times in (minute(), minute(), proptest::option::of(minute())),
        mode in proptest::sample::select(vec![CountingMode::CivilCode, CountingMode::OfficeHours]),
        tenths in 1_u32..200,
    ) {
        let (received, now, finished) = times;
        let calendar = calendar();
        let hours = OfficeHours::province_default();
        let terms = Terms { calendar: &calendar, hours: &hours, mode, cut_off: None };
        let mut clock = ClockInput::new(received, Limit::from_tenths(tenths, LimitUnit::WorkingDay).unwrap());
        clock.interruptions = interruptions;
        clock.extensions = vec![Extension { limit: clock.limit, at: received, legal_basis: "b".to_owned() }];
        let outages: Vec<Outage> = outages.into_iter().map(|(from, to)| Outage { from, to }).collect();
        let history = History {
            terms, clock: &clock, unit: "handling", spans: &spans, outages: &outages, finished, due: Some(now), now,
        };
        let ledger = reckon(&history);
        adds_up(&ledger);
        prop_assert_eq!(ledger.whole_minutes, working_minutes_between(&terms, received, history.end()));
        for line in &ledger.lines {
            prop_assert!(line.standing_minutes + line.counted_minutes <= line.minutes);
            // A line shows who was really there: a gap has no span, and every other line has one, or an outage.
            let open = |span: &Span| span.from <= line.from && span.to.is_none_or(|to| line.from < to);
            let ours = outages.iter().any(|outage| outage.from <= line.from && outage.to.is_none_or(|to| line.from < to));
            prop_assert_eq!(ours, line.holder == Holder::Us);
            prop_assert_eq!(line.step.is_some(), spans.iter().any(open));
        }
        let cause = cause(&ledger, &allowances(&[("receive", 60), ("examine", 480), ("draft", 0)]));
        for excess in &cause.ranked {
            prop_assert!(0 < excess.excess_minutes && excess.excess_minutes <= excess.held_minutes);
        }
        let excess: i64 = cause.ranked.iter().map(|one| one.excess_minutes).sum();
        prop_assert!(excess <= ledger.counted_minutes, "never more than was counted");
    }

    #[test]
    fn the_order_in_which_outages_and_apart_spans_are_listed_changes_nothing(seed in 0_usize..24) {
        let mut spans: Vec<Span> = [
            "receive | 03-02 07:00 | 03-02 08:00 | desk:ha",
            "examine | 03-02 10:00 | 03-04 10:00 | phong:an",
            "opinion | 03-03 10:00 | 03-05 10:00 | authority:x",
            "sign | 03-06 07:00 | - | lanhdao:le",
        ].map(span).into();
        let first = Case { spans: spans.clone(), ..Case::new("", "03-12 10:00") }.ledger();
        spans.rotate_left(seed % 4);
        spans.swap(0, seed / 4 % 4);
        prop_assert_eq!(Case { spans, ..Case::new("", "03-12 10:00") }.ledger(), first);
    }
}

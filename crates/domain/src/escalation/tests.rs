//! Reminders of a task as a table over its time, and what holds for every rule and moment.

use super::*;
use crate::calendar::{Calendar, CalendarData, CountingMode, OfficeHours, Weekday};
use crate::deadline::{DeadlineError, Terms};
use crate::organisation::Validity;
use jiff::civil::{DateTime, date};
use proptest::prelude::*;

/// March 2026 without holidays; 07:00–11:30 and 13:30–17:00.
fn calendar() -> Calendar {
    let data = CalendarData {
        counting_mode: CountingMode::CivilCode,
        version: "test".to_owned(),
        first_day: date(2026, 3, 1),
        last_day: date(2026, 3, 31),
        weekend: vec![Weekday::Saturday, Weekday::Sunday],
        days: Vec::new(),
    };
    Calendar::new(data).unwrap()
}

fn with_terms<T>(run: impl FnOnce(&Terms<'_>) -> T) -> T {
    let (calendar, hours) = (calendar(), OfficeHours::province_default());
    run(&Terms { calendar: &calendar, hours: &hours, mode: CountingMode::CivilCode, cut_off: None })
}

fn at(text: &str) -> DateTime {
    let (day, time) = text.split_once(' ').unwrap();
    format!("2026-{day}T{time}").parse().unwrap()
}

fn rule(id: &str, when: When, notify: &[Recipient], repeat: Option<(u32, u32)>) -> Rule {
    Rule {
        id: id.to_owned(),
        name_vi: id.to_owned(),
        name_en: id.to_owned(),
        when,
        applies_to: Scope::default(),
        notify: notify.to_vec(),
        repeat: repeat.map(|(every_working_hours, at_most)| Repeat { every_working_hours, at_most }),
        validity: Validity::ALWAYS,
        legal_basis_vi: "-".to_owned(),
        assumption: true,
        source: "-".to_owned(),
    }
}

fn rules() -> Vec<Rule> {
    use Recipient::{HeadOfUnit, Person, UnitAbove};
    vec![
        rule("half", When::LimitUsed { percent: 50 }, &[Person], None),
        rule("soon", When::BeforeDue { working_hours: 4 }, &[Person], None),
        rule("due", When::AfterDue { working_hours: 0 }, &[Person, HeadOfUnit], None),
        rule("late", When::AfterDue { working_hours: 8 }, &[UnitAbove], Some((8, 2))),
        rule("sign", When::BeforeSigningDeadline { working_hours: 8 }, &[HeadOfUnit], None),
        rule("unsigned", When::AfterSigningDeadline { working_hours: 0 }, &[HeadOfUnit], None),
    ]
}

/// Two working days from Monday 2 March 07:00; the dossier is due a week later, on Tuesday.
fn facts() -> TaskFacts {
    TaskFacts {
        task: "t1".to_owned(),
        unit: "phong".to_owned(),
        unit_above: Some("so".to_owned()),
        person: Some("an".to_owned()),
        work: "examine".to_owned(),
        procedure: "1.000001".to_owned(),
        since: at("03-02 07:00"),
        due: Some(at("03-03 17:00")),
        stood_minutes: 0,
        dossier_due: Some(at("03-10 17:00")),
        apology_unsigned: true,
        sent: Vec::new(),
    }
}

fn keys(rules: &[Rule], facts: &TaskFacts, now: &str) -> Vec<String> {
    let (reminders, faults) = with_terms(|terms| due_reminders(rules, facts, at(now), terms));
    assert_eq!(faults, []);
    reminders.into_iter().map(|reminder| reminder.key).collect()
}

#[test]
fn a_task_is_reminded_of_over_its_time() {
    let table: [(&str, &[&str]); 12] = [
        ("03-02 16:59", &[]),
        ("03-02 17:00", &["half/t1/0"]),
        ("03-03 10:59", &["half/t1/0"]),
        ("03-03 13:00", &["half/t1/0", "soon/t1/0"]),
        ("03-03 16:59", &["half/t1/0", "soon/t1/0"]),
        ("03-03 17:00", &["due/t1/0"]),
        ("03-04 16:59", &["due/t1/0"]),
        ("03-04 17:00", &["due/t1/0", "late/t1/0"]),
        ("03-05 17:00", &["due/t1/0", "late/t1/1"]),
        ("03-09 07:00", &["due/t1/0", "late/t1/2", "sign/t1/0"]),
        ("03-09 17:00", &["due/t1/0", "late/t1/2", "unsigned/t1/0"]),
        ("03-27 17:00", &["due/t1/0", "late/t1/2", "unsigned/t1/0"]),
    ];
    for (now, expected) in table {
        assert_eq!(keys(&rules(), &facts(), now), expected, "{now}");
    }
}

#[test]
fn what_was_sent_is_not_sent_again_and_what_is_missing_fires_nothing() {
    let sent = |rule: &str, repetition: u32| SentReminder { rule: rule.to_owned(), repetition };
    let once = TaskFacts { sent: vec![sent("due", 0), sent("late", 0)], ..facts() };
    assert_eq!(keys(&rules(), &once, "03-04 17:00"), Vec::<String>::new());
    assert_eq!(keys(&rules(), &once, "03-05 17:00"), ["late/t1/1"]);
    let all = TaskFacts { sent: vec![sent("due", 0), sent("late", 2)], apology_unsigned: false, ..facts() };
    assert_eq!(keys(&rules(), &all, "03-27 17:00"), Vec::<String>::new());
    let standing = TaskFacts { due: None, dossier_due: None, ..facts() };
    assert_eq!(keys(&rules(), &standing, "03-27 17:00"), Vec::<String>::new());
    assert_eq!(with_terms(|terms| next_check(&rules(), &standing, at("03-02 07:00"), terms)), None);
    let signed = TaskFacts { apology_unsigned: false, ..once };
    assert_eq!(keys(&rules(), &signed, "03-09 17:00"), ["late/t1/2"]);
}

#[test]
fn time_that_stood_is_no_time_used() {
    let stood = TaskFacts { due: Some(at("03-04 17:00")), stood_minutes: 480, ..facts() };
    assert_eq!(keys(&rules(), &stood, "03-03 16:59"), Vec::<String>::new());
    assert_eq!(keys(&rules(), &stood, "03-03 17:00"), ["half/t1/0"]);
}

#[test]
fn who_is_told_follows_the_task() {
    let person = |person: &str| Addressee::Person { person: person.to_owned() };
    let head = |unit: &str| Addressee::HeadOfUnit { unit: unit.to_owned() };
    let to = |facts: &TaskFacts, now: &str| {
        let (reminders, _) = with_terms(|terms| due_reminders(&rules(), facts, at(now), terms));
        reminders.into_iter().map(|reminder| reminder.to).collect::<Vec<_>>()
    };
    assert_eq!(to(&facts(), "03-04 17:00"), [vec![person("an"), head("phong")], vec![head("so")]]);
    let pool = TaskFacts { person: None, unit_above: None, ..facts() };
    assert_eq!(to(&pool, "03-04 17:00"), [vec![head("phong")], vec![Addressee::ReformOffice]], "each is told once");
}

#[test]
fn scope_and_validity_limit_a_rule() {
    let mut rules = rules();
    rules.truncate(1);
    assert_eq!(keys(&rules, &facts(), "03-03 07:00").len(), 1);
    rules[0].applies_to = Scope { works: vec!["sign".to_owned()], ..Scope::default() };
    assert_eq!(keys(&rules, &facts(), "03-03 07:00").len(), 0);
    rules[0].applies_to = Scope { units: vec!["phong".to_owned()], ..Scope::default() };
    assert_eq!(keys(&rules, &facts(), "03-03 07:00").len(), 1);
    rules[0].applies_to = Scope { procedure_ids: vec!["2.000001".to_owned()], ..Scope::default() };
    assert_eq!(keys(&rules, &facts(), "03-03 07:00").len(), 0);
    rules[0].applies_to = Scope::default();
    rules[0].validity = Validity { from: Some(date(2026, 3, 3)), to: None };
    assert_eq!(keys(&rules, &facts(), "03-02 17:00").len(), 0);
    let next = with_terms(|terms| next_check(&rules, &facts(), at("03-02 08:00"), terms));
    assert_eq!(next, Some(at("03-03 00:00")), "a rule fires at the earliest when it comes into force");
    rules[0].validity = Validity { from: None, to: Some(date(2026, 3, 1)) };
    assert_eq!(with_terms(|terms| next_check(&rules, &facts(), at("03-02 08:00"), terms)), None);
}

#[test]
fn a_rule_that_fails_stops_no_other() {
    let mut rules = rules();
    rules.insert(0, rule("broken", When::LimitUsed { percent: 0 }, &[Recipient::Person], None));
    rules.insert(1, rule("nobody", When::AfterDue { working_hours: 0 }, &[], None));
    rules.insert(2, rule("beyond", When::AfterDue { working_hours: 2_000 }, &[Recipient::Person], None));
    rules.insert(3, rule("before", When::BeforeDue { working_hours: 100 }, &[Recipient::Person], None));
    let (reminders, faults) = with_terms(|terms| due_reminders(&rules, &facts(), at("03-04 17:00"), terms));
    let sent: Vec<&str> = reminders.iter().map(|reminder| reminder.rule.as_str()).collect();
    assert_eq!(sent, ["due", "late"]);
    let told: Vec<(&str, FaultCause)> = faults.iter().map(|fault| (fault.rule.as_str(), fault.cause)).collect();
    let ends = FaultCause::Deadline(DeadlineError::CalendarEnds { last_day: date(2026, 3, 31) });
    let begins = FaultCause::Deadline(DeadlineError::BeforeCalendar { first_day: date(2026, 3, 1) });
    let expected =
        [("broken", FaultCause::OutOfRange), ("nobody", FaultCause::NobodyTold), ("beyond", ends), ("before", begins)];
    assert_eq!(told, expected);
    let next = with_terms(|terms| next_check(&rules, &facts(), at("03-02 07:00"), terms));
    assert_eq!(next, Some(at("03-02 17:00")), "nor does it keep the job from waking");
}

fn any_minute() -> impl Strategy<Value = DateTime> {
    (1_i8..28, 0_i8..24, 0_i8..60).prop_map(|(day, hour, minute)| date(2026, 3, day).at(hour, minute, 0, 0))
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let when = prop_oneof![
        (1_u32..150).prop_map(|percent| When::LimitUsed { percent }),
        (0_u32..30).prop_map(|working_hours| When::BeforeDue { working_hours }),
        (0_u32..30).prop_map(|working_hours| When::AfterDue { working_hours }),
        (0_u32..30).prop_map(|working_hours| When::BeforeSigningDeadline { working_hours }),
        (0_u32..30).prop_map(|working_hours| When::AfterSigningDeadline { working_hours }),
    ];
    let repeat = proptest::option::of((1_u32..20, 0_u32..4));
    (when, repeat).prop_map(|(when, repeat)| rule("r", when, &[Recipient::Person], repeat))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn each_fires_once_and_the_job_may_sleep_until_it_does(
        rule in any_rule(),
        times in (any_minute(), any_minute(), any_minute(), any_minute()),
    ) {
        let (since, due, dossier_due, start) = times;
        let mut facts = TaskFacts { since, due: Some(due), dossier_due: Some(dossier_due), ..facts() };
        let rules = [rule];
        with_terms(|terms| {
            let mut now = start;
            let mut seen = std::collections::BTreeSet::new();
            for _ in 0..20 {
                let Some(next) = next_check(&rules, &facts, now, terms) else { break };
                assert!(next >= now);
                let just_before = next.checked_sub(jiff::Span::new().minutes(1)).unwrap();
                if just_before >= now {
                    assert_eq!(due_reminders(&rules, &facts, just_before, terms).0, [], "nothing before {next}");
                }
                let (reminders, faults) = due_reminders(&rules, &facts, next, terms);
                assert_eq!(faults, []);
                assert_eq!(reminders.len(), 1, "something at {next}");
                let reminder = &reminders[0];
                assert!(seen.insert(reminder.key.clone()), "{} twice", reminder.key);
                assert!(reminder.at <= next);
                facts.sent.push(SentReminder { rule: reminder.rule.clone(), repetition: reminder.repetition });
                now = next;
            }
            assert_eq!(due_reminders(&rules, &facts, now, terms).0, [], "what was sent is not sent again");
        });
    }
}

//! The registry's rules: a table of refusals, and random sequences of commands.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::burden::{Finding, FindingKind, Place, Severity};

const TODAY: Date = date(2026, 11, 26);

fn context(actor: &str) -> Context<'_> {
    Context { actor, today: TODAY, newest_version: Some("2025-07-01"), findings: &[] }
}

fn decision() -> Decision {
    Decision { number: "2816/QĐ-UBND".to_owned(), date: TODAY }
}

fn publish(number: u32, days: i64) -> Command {
    let valid_from = TODAY.checked_add(days.days()).unwrap();
    Command::Publish { number, valid_from, decision: decision(), short_notice: None }
}

/// Lets people act one after the other; every command must succeed.
fn after(commands: Vec<(&str, Command)>) -> Record {
    let mut record = Record::default();
    for (actor, command) in commands {
        for event in record.decide(command, &context(actor)).unwrap() {
            record.apply(&event, actor).unwrap();
        }
    }
    record
}

/// A finding that stops every version: it is not said what the applicant gets.
fn no_result() -> Finding {
    Finding { severity: Severity::Stop, place: Place::Results, kind: FindingKind::NoResult, accepted: None }
}

fn open() -> Command {
    Command::Open { based_on: Some("2025-07-01".to_owned()), content: json!({"name": "a"}), batch: None }
}

fn save(number: u32) -> Command {
    Command::Save { number, based_on: Some("2025-07-01".to_owned()), content: json!({"name": "b"}) }
}

fn check(number: u32) -> Command {
    Command::Check { number }
}

#[test]
fn two_people_bring_a_version_to_its_day() {
    let record = after(vec![
        ("an", open()),
        ("an", save(1)),
        ("ba", check(1)),
        ("ba", Command::Approve { number: 1 }),
        ("ba", publish(1, 5)),
    ]);
    let revision = &record.revisions[&1];
    assert_eq!(revision.state, RevisionState::Published);
    assert_eq!(revision.version_name().as_deref(), Some("2026-12-01-r1"));
    assert_eq!(record.version, 6);
    assert!(record.in_work().is_none());
}

#[test]
fn what_is_refused() {
    let draft = || after(vec![("an", open())]);
    let checked = || after(vec![("an", open()), ("ba", check(1))]);
    let approved = || after(vec![("an", open()), ("ba", check(1)), ("ba", Command::Approve { number: 1 })]);
    let send_back = |reason: &str| Command::SendBack { number: 1, reason: reason.to_owned() };
    let suspend = |from: Date, to: Option<Date>| Command::Suspend {
        from,
        to,
        reason: "thiên tai".to_owned(),
        legal_basis: "Điều 5".to_owned(),
    };
    let repeal = |from| Command::Repeal { from, legal_basis: "Điều 1".to_owned(), replaced_by: None };
    let repealed = || after(vec![("ba", repeal(TODAY))]);
    let table = [
        ("a second revision", draft(), "an", open(), Refusal::AnotherInWork { number: 1 }),
        ("own check", draft(), "an", check(1), Refusal::OwnWork),
        ("own approval", checked(), "an", Command::Approve { number: 1 }, Refusal::OwnWork),
        ("own publication", approved(), "an", publish(1, 9), Refusal::OwnWork),
        (
            "unchecked approval",
            draft(),
            "ba",
            Command::Approve { number: 1 },
            Refusal::NotInState(RevisionState::Draft),
        ),
        ("unapproved publication", checked(), "ba", publish(1, 9), Refusal::NotInState(RevisionState::Checked)),
        ("no such", draft(), "ba", check(2), Refusal::NoSuchRevision),
        ("a day that is over", approved(), "ba", publish(1, -1), Refusal::DayOver { today: TODAY }),
        ("too soon", approved(), "ba", publish(1, 4), Refusal::NoticeTooShort { days: 5 }),
        ("back without a reason", checked(), "ba", send_back("  "), Refusal::TextMissing("reason")),
        ("back from a draft", draft(), "ba", send_back("x"), Refusal::NotInState(RevisionState::Draft)),
        (
            "suspended backwards",
            draft(),
            "ba",
            suspend(TODAY, Some(TODAY.yesterday().unwrap())),
            Refusal::EndsBeforeItBegins,
        ),
        (
            "resumed for nothing",
            draft(),
            "ba",
            Command::Resume { from: TODAY, legal_basis: "x".to_owned() },
            Refusal::NotSuspended,
        ),
        ("opened after the end", repealed(), "an", open(), Refusal::Repealed),
        ("repealed twice", repealed(), "ba", repeal(TODAY), Refusal::Repealed),
    ];
    for (case, record, actor, command, refusal) in table {
        assert_eq!(record.decide(command, &context(actor)), Err(refusal), "{case}");
    }
}

#[test]
fn a_change_after_the_approval_needs_a_new_one() {
    let record = after(vec![("an", open()), ("ba", check(1)), ("ba", Command::Approve { number: 1 }), ("ca", save(1))]);
    assert_eq!(record.revisions[&1].state, RevisionState::Draft);
    assert_eq!(record.decide(publish(1, 9), &context("ba")), Err(Refusal::NotInState(RevisionState::Draft)));
    // Whoever saved it has become one of its writers.
    assert_eq!(record.decide(check(1), &context("ca")), Err(Refusal::OwnWork));
}

#[test]
fn a_version_published_since_is_not_undone() {
    let record = after(vec![("an", open()), ("ba", check(1)), ("ba", Command::Approve { number: 1 })]);
    let newer = Context { newest_version: Some("2026-11-01-r7"), ..context("ba") };
    let refusal = Refusal::BaseOutdated { newest: "2026-11-01-r7".to_owned() };
    assert_eq!(record.decide(publish(1, 9), &newer), Err(refusal));
    let scheduled = Context { newest_version: Some("2026-12-24"), ..context("ba") };
    let refusal = Refusal::LaterVersion { from: date(2026, 12, 24) };
    assert_eq!(record.decide(publish(1, 9), &scheduled), Err(refusal));
}

#[test]
fn a_publication_counts_before_the_catalogue_has_seen_it() {
    let mut record = after(vec![
        ("an", open()),
        ("ba", check(1)),
        ("ba", Command::Approve { number: 1 }),
        ("ba", publish(1, 9)),
        ("an", open()),
        ("ba", check(2)),
        ("ba", Command::Approve { number: 2 }),
    ]);
    let refusal = Refusal::BaseOutdated { newest: "2026-12-05-r1".to_owned() };
    assert_eq!(record.decide(publish(2, 9), &context("ba")), Err(refusal));
    let on_first =
        Command::Save { number: 2, based_on: Some("2026-12-05-r1".to_owned()), content: json!({"name": "c"}) };
    let again = [on_first, check(2), Command::Approve { number: 2 }, publish(2, 9)];
    for (command, actor) in again.into_iter().zip(["an", "ba", "ba", "ba"]) {
        for event in record.decide(command, &context(actor)).unwrap() {
            record.apply(&event, actor).unwrap();
        }
    }
    // Two versions from the same day have names of their own, and the later decision counts.
    assert_eq!(record.newest_version(Some("2026-12-05-r1")).as_deref(), Some("2026-12-05-r2"));
}

#[test]
fn short_notice_is_published_with_its_reason() {
    let record = after(vec![("an", open()), ("ba", check(1)), ("ba", Command::Approve { number: 1 })]);
    let publish = |short_notice: &str| Command::Publish {
        number: 1,
        valid_from: TODAY,
        decision: decision(),
        short_notice: Some(short_notice.to_owned()),
    };
    assert_eq!(record.decide(publish(" "), &context("ba")), Err(Refusal::NoticeTooShort { days: 5 }));
    let events = record.decide(publish(" thủ tục rút gọn "), &context("ba")).unwrap();
    let short_notice = Some("thủ tục rút gọn".to_owned());
    assert_eq!(events, [Event::RevisionPublished { number: 1, valid_from: TODAY, decision: decision(), short_notice }]);
}

#[test]
fn a_procedure_stands_as_of_any_day() {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let basis = || "Điều 1".to_owned();
    let record = after(vec![
        (
            "ba",
            Command::Suspend {
                from: day("2026-12-01"),
                to: Some(day("2026-12-31")),
                reason: basis(),
                legal_basis: basis(),
            },
        ),
        ("ba", Command::Suspend { from: day("2027-02-01"), to: None, reason: basis(), legal_basis: basis() }),
        ("ba", Command::Resume { from: day("2027-03-01"), legal_basis: basis() }),
        (
            "ba",
            Command::Repeal { from: day("2028-01-01"), legal_basis: basis(), replaced_by: Some("1.000001".to_owned()) },
        ),
    ]);
    let table = [
        ("2026-11-30", true),
        ("2026-12-01", false),
        ("2026-12-31", false),
        ("2027-01-01", true),
        ("2027-02-15", false),
        ("2027-03-01", true),
        ("2027-12-31", true),
        ("2028-01-01", false),
    ];
    for (on, takes) in table {
        assert_eq!(record.standing_on(day(on)).takes_dossiers(), takes, "{on}");
    }
}

#[test]
fn what_was_scheduled_before_does_not_undo_what_was_decided_later() {
    let on = |day: i8| date(2026, 12, day);
    let suspended = |from, to| StandingChange {
        from,
        standing: Standing::Suspended { to, reason: "x".to_owned(), legal_basis: "x".to_owned() },
    };
    let repealed =
        |from| StandingChange { from, standing: Standing::Repealed { legal_basis: "x".to_owned(), replaced_by: None } };
    let resumed = |from| StandingChange { from, standing: Standing::InForce };
    let table = [
        (
            "repealed before a scheduled suspension",
            vec![suspended(on(15), Some(on(20))), repealed(on(10))],
            25,
            "repealed",
        ),
        ("repealed before a scheduled resumption", vec![resumed(on(15)), repealed(on(10))], 25, "repealed"),
        (
            "a short suspension within a long one",
            vec![suspended(on(10), Some(on(12))), suspended(on(5), None)],
            20,
            "suspended",
        ),
        ("resumed within its days", vec![suspended(on(5), Some(on(20))), resumed(on(10))], 15, "in force"),
        ("decided twice for a day", vec![suspended(on(5), None), resumed(on(5))], 15, "in force"),
        ("before everything", vec![suspended(on(5), None), repealed(on(10))], 4, "in force"),
    ];
    for (case, changes, day, expected) in table {
        let found = match Standing::on(&changes, on(day)) {
            Standing::InForce => "in force",
            Standing::Suspended { .. } => "suspended",
            Standing::Repealed { .. } => "repealed",
        };
        assert_eq!(found, expected, "{case}");
    }
}

/// Revisions are written on the newest version, as the pages do it; otherwise hardly a second one would be published.
fn on_newest(command: Command, record: &Record) -> Command {
    let based_on = record.newest_version(Some("2025-07-01"));
    match command {
        Command::Open { content, .. } => Command::Open { based_on, content, batch: None },
        Command::Save { number, content, .. } => Command::Save { number, based_on, content },
        other => other,
    }
}

fn command() -> impl Strategy<Value = Command> {
    let number = 1_u32..4;
    let day = -3_i64..40;
    let at = |days: i64| TODAY.checked_add(days.days()).unwrap();
    let text = || prop_oneof![4 => Just("lý do".to_owned()), 1 => Just(String::new())];
    prop_oneof![
        3 => Just(open()),
        3 => number.clone().prop_map(save),
        4 => number.clone().prop_map(check),
        1 => (number.clone(), text()).prop_map(|(number, reason)| Command::SendBack { number, reason }),
        4 => number.clone().prop_map(|number| Command::Approve { number }),
        4 => (number.clone(), day.clone()).prop_map(|(number, days)| publish(number, days)),
        4 => (number.clone(), text()).prop_map(|(number, clause)| Command::Accept {
            number, findings: vec![no_result().key()], clause,
        }),
        1 => number.clone().prop_map(|number| Command::Withdraw { number, finding: no_result().key() }),
        1 => (number, text()).prop_map(|(number, reason)| Command::Discard { number, reason }),
        1 => (day.clone(), proptest::option::of(day.clone()), text()).prop_map(move |(from, to, reason)| Command::Suspend {
            from: at(from), to: to.map(at), reason: reason.clone(), legal_basis: reason,
        }),
        1 => (day.clone(), text()).prop_map(move |(from, legal_basis)| Command::Resume { from: at(from), legal_basis }),
        1 => (0_i64..40, text()).prop_map(move |(from, legal_basis)| Command::Repeal {
            from: at(from), legal_basis, replaced_by: None,
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_commands_leaves_a_sound_record(
        commands in proptest::collection::vec((command(), 0_usize..3), 1..40),
        is_found in any::<bool>(),
    ) {
        let findings = if is_found { vec![no_result()] } else { Vec::new() };
        let mut record = Record::default();
        let mut kept: Vec<(Event, &str)> = Vec::new();
        for (command, who) in commands {
            let actor = ["an", "ba", "ca"][who];
            let published = record.revisions.values().filter(|revision| !revision.state.is_in_work()).cloned().collect::<Vec<_>>();
            let repealed = matches!(record.standing_on(TODAY), Standing::Repealed { .. });
            for event in record.decide(on_newest(command, &record), &Context { findings: &findings, ..context(actor) }).unwrap_or_default() {
                let stored: Event = serde_json::from_str(&serde_json::to_string(&event).unwrap()).unwrap();
                prop_assert_eq!(&stored, &event);
                record.apply(&stored, actor).unwrap();
                kept.push((stored, actor));
            }
            // What was published or given up never changes again.
            for revision in published {
                prop_assert_eq!(&record.revisions[&revision.number], &revision);
            }
            prop_assert!(record.revisions.values().filter(|revision| revision.state.is_in_work()).count() <= 1);
            let is_over = matches!(record.standing_on(TODAY), Standing::Repealed { .. });
            prop_assert!(!repealed || is_over, "a repealed procedure stays so");
            // The versions follow one another in the order of their numbers, each under a name of its own.
            let days: Vec<_> = record.revisions.values().filter_map(|revision| revision.valid_from).collect();
            prop_assert!(days.is_sorted());
            let names: Vec<_> = record.revisions.values().filter_map(Revision::version_name).collect();
            prop_assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), names.len());
            for revision in record.revisions.values() {
                for judge in revision.checked_by.iter().chain(&revision.approved_by) {
                    prop_assert!(!revision.editors.contains(judge));
                    prop_assert!(revision.accepted.values().all(|accepted| accepted.by != *judge));
                }
                if revision.checked_by.is_some() {
                    prop_assert!(revision.open_stops(&findings).is_empty());
                }
                prop_assert_eq!(revision.valid_from.is_some(), revision.state == RevisionState::Published);
            }
        }
        let replayed = Record::replay(kept.iter().map(|(event, actor)| (event, *actor))).unwrap();
        prop_assert_eq!(replayed, record);
    }
}

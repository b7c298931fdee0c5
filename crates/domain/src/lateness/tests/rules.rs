//! The register of outages, the standing of apologies, and what reminders know of a task.

use super::*;
use crate::dossier::TaskKind;

#[test]
fn an_outage_is_noted_when_it_has_begun_and_ended_once() {
    let now = at("03-02 10:00");
    let note = |from: &str, to: Option<&str>, what: &str| {
        OutageRecord::note("1", (at(from), to.map(at)), what, "quantri", now)
    };
    let table = [
        ("03-02 09:00", None, "Mất điện", None),
        ("03-02 08:00", Some("03-02 09:00"), "Mất điện", None),
        ("03-02 11:00", None, "Mất điện", Some(OutageRefusal::Future)),
        ("03-02 09:00", Some("03-02 11:00"), "Mất điện", Some(OutageRefusal::Future)),
        ("03-02 09:00", Some("03-02 09:00"), "Mất điện", Some(OutageRefusal::EndsBeforeItBegins)),
        ("01-02 09:00", None, "Mất điện", Some(OutageRefusal::TooLong)),
        ("03-02 09:00", None, "  ", Some(OutageRefusal::NoWords)),
    ];
    for (from, to, what, refusal) in table {
        assert_eq!(note(from, to, what).err(), refusal, "{from} {to:?} {what}");
    }
    let long = "a".repeat(OUTAGE_TEXT_CHARS_MAX + 1);
    assert_eq!(note("03-02 09:00", None, &long).err(), Some(OutageRefusal::WordsTooLong));

    let open = note("03-02 09:00", None, "Mất điện").expect("noted");
    let ended = open.clone().after(&open.end(at("03-02 09:30"), now).expect("ended"));
    assert_eq!(ended.to, Some(at("03-02 09:30")));
    assert_eq!(ended.end(now, now), Err(OutageRefusal::Over));
    let gone = ended.clone().after(&ended.withdraw("Nhầm").expect("withdrawn"));
    assert_eq!(gone.withdraw("Nhầm"), Err(OutageRefusal::Over));
    assert_eq!(outages_between(&[ended.clone(), gone]), [Outage { from: ended.from, to: ended.to }]);
}

#[test]
fn an_apology_is_owed_for_what_is_late_only() {
    let (due, before, after) = (at("03-09 17:00"), at("03-09 16:00"), at("03-10 08:00"));
    let table = [
        (None, None, before, None),
        (None, None, after, Some(ApologyState::Unsigned)),
        (Some(before), None, after, None),
        (Some(after), None, at("04-01 08:00"), Some(ApologyState::Unsigned)),
        (None, Some(false), before, Some(ApologyState::InTime)),
        (Some(after), Some(true), after, Some(ApologyState::Late)),
    ];
    for (finished, signed_late, now, expected) in table {
        assert_eq!(apology_state(due, finished, signed_late, now), expected, "{finished:?} {signed_late:?} {now}");
    }
    // The eve of a Monday is a Friday.
    assert_eq!(sign_by(&Province::new().terms(), due), Ok(at("03-06 17:00")));
}

#[test]
fn reminders_know_the_task_and_begin_anew_with_a_new_date() {
    let province = Province::new();
    let mut life = Life::begin(&province, ROW, at("03-02 07:00"));
    life.done("03-02 07:00", Command::Accept);
    life.done("03-02 07:00", Command::Assign { officer: "an".to_owned() });
    let facts = |life: &Life<'_>, kind| {
        let task = life.dossier.tasks(&province.rules()).into_iter().find(|task| task.kind == kind).expect("a task");
        task_facts(&life.dossier, &task, true, &province.terms(), (Some("19".to_owned()), Vec::new()))
    };
    let first = facts(&life, TaskKind::Whole);
    assert_eq!((first.person.as_deref(), first.work.as_str()), (Some("an"), "whole"));
    assert_eq!((first.due, first.dossier_due), (Some(at("03-09 17:00")), Some(at("03-09 17:00"))));
    assert!(first.apology_unsigned);

    let promised = at("03-12 17:00");
    life.done("03-09 08:00", Command::Apologise { promised, reason: words(), grounds: None });
    let again = facts(&life, TaskKind::Whole);
    assert_eq!(again.due, Some(promised));
    assert!(!again.apology_unsigned && again.task != first.task);

    life.done("03-10 08:00", asks("c1"));
    let waiting = life.dossier.tasks(&province.rules());
    assert!(waiting.iter().all(|task| !is_reminded(task.kind)), "nobody here can do anything");
}

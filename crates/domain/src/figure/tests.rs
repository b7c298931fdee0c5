//! What dossiers leave, life by life, as of any day; periods; claims that do not follow.

use jiff::civil::{Date, DateTime};
use serde_json::{Value, json};

use super::{Counter, Mark, Period, findings, marks};
use crate::dataset::{Dataset, Method, PublishedFigure};
use crate::dossier::{Code, Dossier, Event};

fn life(events: &[Value]) -> Dossier {
    let events: Vec<Event> =
        events.iter().map(|event| serde_json::from_value(event.clone()).expect("an event")).collect();
    Dossier::replay(&Code::parse("H55.05443-261005-0001").expect("a code"), &events).expect("a life")
}

fn submitted(at: &str, channel: &str) -> Value {
    json!({
        "kind": "submitted", "at": at, "procedure": "1.001612", "procedure_version": "2025-07-01", "channel": channel,
        "receiving_unit": "05443", "handling_unit": "05443", "subject": "s-1", "submitter": "a-1", "steps": [],
        "files": [], "acceptance_due": null, "due": "unknown",
    })
}

fn due(at: &str) -> Value {
    serde_json::to_value(crate::dossier::DueState::At(at.parse().expect("a time"))).expect("a due state")
}

fn accepted(at: &str, until: &str) -> Value {
    json!({"kind": "accepted", "at": at, "clock": null, "due": due(until)})
}

fn asked(at: &str, until: &str) -> Value {
    json!({
        "kind": "supplement_requested", "at": at, "components": ["c1"], "exceptional": false, "late_notice": false,
        "clock": null, "due": due(until),
    })
}

fn given(at: &str, until: &str) -> Value {
    json!({"kind": "supplemented", "at": at, "files": [], "acceptance_due": null, "clock": null, "due": due(until)})
}

fn issued(at: &str, on_time: Option<bool>, files: usize) -> Value {
    let file = json!({"component": "result", "sha256": "0".repeat(64)});
    json!({"kind": "result_issued", "at": at, "number": "1", "files": vec![file; files], "on_time": on_time})
}

/// The sum of a counter for a period, as a value is reckoned.
fn sum(dossiers: &[Dossier], counter: Counter, from: &str, to: &str) -> i64 {
    let day = |text: &str| text.parse::<Date>().expect("a day");
    let (from, to) = (day(from), day(to));
    let counts = |mark: &Mark| {
        mark.counter == counter && mark.belongs >= from && mark.day <= to && mark.until.is_none_or(|until| until > to)
    };
    dossiers.iter().flat_map(marks).filter(counts).map(|mark| mark.amount).sum()
}

#[test]
fn a_dossier_counts_as_it_stood_on_the_day() {
    use Counter::{
        Finished, HandlingMinutes, Late, Overdue, Received, ResultDigital, Submitted, SubmittedOnline, Waiting,
        WithinLimit,
    };
    let open =
        life(&[submitted("2026-10-05T08:00:00", "online"), accepted("2026-10-05T10:00:00", "2026-10-12T10:00:00")]);
    let on_time = life(&[
        submitted("2026-10-05T08:00:00", "counter"),
        accepted("2026-10-05T08:00:00", "2026-10-12T08:00:00"),
        issued("2026-10-07T08:30:00", Some(true), 1),
    ]);
    let late = life(&[
        submitted("2026-10-05T08:00:00", "counter"),
        accepted("2026-10-05T08:00:00", "2026-10-12T08:00:00"),
        issued("2026-11-02T08:00:00", Some(false), 0),
    ]);
    let dossiers = [open, on_time, late];
    let table = [
        (Submitted, "2026-10-01", "2026-10-31", 3),
        (SubmittedOnline, "2026-10-01", "2026-10-31", 1),
        (Received, "2026-10-01", "2026-10-04", 0),
        (Received, "2026-10-01", "2026-10-05", 3),
        (Received, "2026-11-01", "2026-11-30", 0),
        (WithinLimit, "2026-10-01", "2026-10-12", 3),
        (WithinLimit, "2026-10-01", "2026-10-13", 1),
        (Late, "2026-10-01", "2026-10-12", 0),
        (Late, "2026-10-01", "2026-10-13", 2),
        (Late, "2026-11-01", "2026-11-30", 0),
        (Finished, "2026-10-01", "2026-10-31", 1),
        (Finished, "2026-11-01", "2026-11-30", 1),
        (ResultDigital, "2026-10-01", "2026-11-30", 1),
        (HandlingMinutes, "2026-10-01", "2026-10-31", 2 * 1440 + 30),
        (Waiting, "2026-10-01", "2026-10-06", 3),
        (Waiting, "2026-10-01", "2026-10-07", 2),
        (Waiting, "2026-10-01", "2026-11-02", 1),
        (Overdue, "2026-10-01", "2026-10-12", 0),
        (Overdue, "2026-10-01", "2026-10-13", 2),
        (Overdue, "2026-10-01", "2026-11-02", 1),
    ];
    for (counter, from, to, expected) in table {
        assert_eq!(sum(&dossiers, counter, from, to), expected, "{counter:?} {from} {to}");
    }
}

#[test]
fn a_second_request_counts_as_late_and_a_wait_does_not() {
    let begun = [
        submitted("2026-10-05T08:00:00", "counter"),
        accepted("2026-10-05T08:00:00", "2026-10-12T08:00:00"),
        asked("2026-10-07T08:00:00", "2026-10-12T08:00:00"),
        given("2026-10-20T08:00:00", "2026-10-27T08:00:00"),
    ];
    let once = life(&[&begun[..], &[issued("2026-10-26T08:00:00", Some(true), 0)]].concat());
    assert_eq!(sum(&[once], Counter::Late, "2026-10-01", "2026-12-31"), 0, "the applicant's time is not the office's");
    let twice = [
        asked("2026-10-22T08:00:00", "2026-10-27T08:00:00"),
        given("2026-10-23T08:00:00", "2026-10-28T08:00:00"),
        issued("2026-10-26T08:00:00", Some(true), 0),
    ];
    let twice = [life(&[&begun[..], &twice[..]].concat())];
    assert_eq!(sum(&twice, Counter::Late, "2026-10-01", "2026-10-21"), 0);
    assert_eq!(sum(&twice, Counter::Late, "2026-10-01", "2026-10-22"), 1);
    assert_eq!(sum(&twice, Counter::WithinLimit, "2026-10-01", "2026-10-22"), 0);
    assert_eq!(sum(&twice, Counter::Overdue, "2026-10-01", "2026-12-31"), 0, "it was never past its due time");
}

#[test]
fn whatever_was_received_is_within_its_limit_or_late() {
    let lives: Vec<Dossier> = (1..=28)
        .map(|day| {
            life(&[
                submitted(&format!("2026-09-{day:02}T08:00:00"), "post"),
                accepted(&format!("2026-09-{day:02}T08:00:00"), "2026-09-15T08:00:00"),
            ])
        })
        .collect();
    for day in 1..=30 {
        let (from, to) = ("2026-09-01", format!("2026-09-{day:02}"));
        let count = |counter| sum(&lives, counter, from, &to);
        assert_eq!(count(Counter::Received), count(Counter::WithinLimit) + count(Counter::Late), "{to}");
    }
}

#[test]
fn what_ends_without_a_result_is_waiting_no_more() {
    let refused =
        life(&[submitted("2026-10-05T08:00:00", "online"), json!({"kind": "rejected", "at": "2026-10-05T09:00:00"})]);
    let names: Vec<&str> = marks(&refused).iter().map(|mark| mark.counter.name()).collect();
    assert_eq!(names, ["submitted", "submitted_online", "ended_otherwise"], "in and out on one day");
}

#[test]
fn periods_begin_with_a_month() {
    let day = |text: &str| text.parse::<DateTime>().map(DateTime::date).unwrap_or_default();
    assert!(Period::new(day("2026-10-01T00:00"), day("2026-10-01T00:00")).is_some());
    assert!(Period::new(day("2026-10-02T00:00"), day("2026-10-31T00:00")).is_none());
    assert!(Period::new(day("2026-11-01T00:00"), day("2026-10-31T00:00")).is_none());
    let months = Period::months_to(day("2026-03-10T00:00"), 3);
    let ends: Vec<String> = months.iter().map(|month| format!("{} {}", month.from, month.to)).collect();
    assert_eq!(ends, ["2026-01-01 2026-01-31", "2026-02-01 2026-02-28", "2026-03-01 2026-03-10"]);
}

#[test]
fn the_times_that_were_printed_do_not_follow_and_what_would_is_said() {
    let shipped = include_bytes!("../../../../data/published_figures.json");
    let Ok(Dataset::PublishedFigures(figures)) = Dataset::parse("published_figures.json", shipped) else {
        panic!("the shipped claims")
    };
    let figures: Vec<PublishedFigure> = figures;
    let of = |id: &str| findings(&figures).filter(|one| one.figure.id == id).collect::<Vec<_>>();
    let growth = of("growth_vs_2010");
    let wrong: Vec<_> = growth.iter().filter(|one| one.contradicts()).collect();
    assert_eq!(wrong.len(), 1, "38.61 % of 0.033 % is not 11.7 times");
    assert_eq!((wrong[0].check.method, wrong[0].done.result.to_string().as_str()), (Method::Times, "1170.0"));
    for (id, sound) in [("hamlets_reduced", true), ("communes_reduced", true), ("par_rank_gain", true)] {
        let all = of(id);
        assert!(!all.is_empty() && all.iter().all(|one| one.contradicts() != sound), "{id}");
    }
}

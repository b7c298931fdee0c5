//! Everyday words, events and published figures: what is refused, and where; and what belongs to an event.

use domain::dataset::{Dataset, FaultKind, LifeEvents};
use domain::text::fold;
use serde_json::{Value, json};

use super::{bytes, catalogue, load, procedures};

/// The fault of a shipped file in which one place holds something else.
fn fault(name: &str, pointer: &str, wrong: Value) -> (String, FaultKind) {
    let mut file: Value = serde_json::from_slice(&bytes(name)).expect("a shipped file is JSON");
    *file.pointer_mut(pointer).unwrap_or_else(|| panic!("{name} has no {pointer}")) = wrong;
    let faults = Dataset::parse(name, file.to_string().as_bytes()).expect_err(pointer);
    let first = faults.into_iter().next().expect("a fault");
    (first.field, first.kind)
}

#[test]
fn faults_name_the_place() {
    let given = |text: &str| text.to_owned();
    let table: [(&str, &str, Value, &str, FaultKind); 10] = [
        ("synonyms.json", "/synonyms/0/everyday_vi", json!([]), "synonyms[0].everyday_vi", FaultKind::Empty),
        ("synonyms.json", "/synonyms/0/everyday_vi/0", json!("…"), "synonyms[0].everyday_vi[0]", FaultKind::Empty),
        (
            "synonyms.json",
            "/synonyms/1/everyday_vi/0",
            json!("GIAY KHAI SINH"),
            "synonyms[1].everyday_vi",
            FaultKind::Duplicate { given: given("giay khai sinh") },
        ),
        ("synonyms.json", "/synonyms/0/official_vi", Value::Null, "synonyms[0].official_vi", FaultKind::Missing),
        (
            "life_events.json",
            "/life_events/0/code",
            json!("Sinh con"),
            "life_events[0].code",
            FaultKind::NotACode { given: given("Sinh con") },
        ),
        (
            "life_events.json",
            "/life_events/1/code",
            json!("sinh_con"),
            "life_events[1].code",
            FaultKind::Duplicate { given: given("sinh_con") },
        ),
        (
            "life_events.json",
            "/life_events/0/audiences/0",
            json!("dog"),
            "life_events[0].audiences[0]",
            FaultKind::UnknownWord { given: given("dog") },
        ),
        (
            "published_figures.json",
            "/published_figures/0/value",
            json!(-1),
            "published_figures[0].value",
            FaultKind::OutOfRange { given: given("-1") },
        ),
        (
            "published_figures.json",
            "/published_figures/0/checks/0/inputs",
            json!([1, 0]),
            "published_figures[0].checks[0].inputs",
            FaultKind::OutOfRange { given: given("2 inputs") },
        ),
        (
            "published_figures.json",
            "/published_figures/0/checks/0/method",
            json!("guess"),
            "published_figures[0].checks[0].method",
            FaultKind::UnknownWord { given: given("guess") },
        ),
    ];
    for (name, pointer, wrong, field, kind) in table {
        assert_eq!(fault(name, pointer, wrong), (field.to_owned(), kind), "{name} {pointer}");
    }
}

fn events() -> LifeEvents {
    match load("life_events.json") {
        Dataset::LifeEvents(events) => events,
        other => panic!("no events: {other:?}"),
    }
}

#[test]
fn every_event_and_audience_has_procedures_and_names_only_known_ones() {
    let events = events();
    let all = || procedures().iter().chain(catalogue());
    for event in &events.events {
        let held = all().filter(|procedure| event.takes(procedure, &fold(&procedure.name_vi))).count();
        assert!(held >= 4, "{} has {held}", event.code);
        for id in &event.procedure_ids {
            assert!(all().any(|procedure| procedure.id == *id), "{} names {id}", event.code);
        }
    }
    for rule in &events.audiences {
        let held = all().filter(|procedure| rule.takes(procedure)).count();
        assert!(held >= 30, "{:?} has {held}", rule.audience);
    }
    let birth = procedures().iter().find(|procedure| procedure.id == "1.001193").expect("registering a birth");
    let taking: Vec<&str> = events
        .events
        .iter()
        .filter(|event| event.takes(birth, &fold(&birth.name_vi)))
        .map(|event| event.code.as_str())
        .collect();
    assert_eq!(taking, ["sinh_con"]);
}

#[test]
fn everyday_words_name_only_known_procedures() {
    let Dataset::Synonyms(synonyms) = load("synonyms.json") else { panic!("no everyday words") };
    let known = |id: &str| procedures().iter().chain(catalogue()).any(|procedure| procedure.id == id);
    for line in &synonyms.lines {
        assert!(line.procedure_ids.iter().all(|id| known(id)), "{:?}", line.everyday_vi);
    }
    assert!(synonyms.lines.len() >= 60);
}

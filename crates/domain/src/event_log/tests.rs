//! Small logs to the letter: sound JSON and XML, nothing that could break out of an attribute.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Case, LoggedEvent, Ocel, Xes};

fn case(id: &str, activities: &[&'static str]) -> Case {
    let event = |(activity, hour): (&&'static str, i8)| LoggedEvent {
        activity,
        at: jiff::civil::date(2026, 11, 26).at(hour, 5, 0, 0),
        unit: "05443".to_owned(),
        actor: "p\"<&>\u{1}".to_owned(),
    };
    let events = activities.iter().zip(8..).map(event).collect();
    Case { id: id.to_owned(), procedure: "1.001612".to_owned(), channel: "online", events }
}

#[test]
fn an_object_centric_log_is_one_sound_document() {
    let cases = [case("a", &["submitted", "accepted"]), case("b", &["submitted"])];
    let mut log = Ocel::new(7 * 3600);
    let mut text = log.head(&BTreeSet::from(["accepted", "submitted"]));
    for case in &cases {
        text.push_str(&log.objects(case));
    }
    text.push_str(log.between());
    for case in &cases {
        text.push_str(&log.events(case));
    }
    text.push_str(log.tail());
    let read: Value = serde_json::from_str(&text).expect("JSON");
    let ids = |list: &str| {
        read[list].as_array().expect("a list").iter().map(|one| one["id"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(ids("objects").collect::<Vec<_>>(), ["a", "procedure:1.001612", "unit:05443", "b"]);
    assert_eq!(ids("events").collect::<Vec<_>>(), ["a-1", "a-2", "b-1"]);
    assert_eq!(read["events"][1]["time"], "2026-11-26T09:05:00+07:00");
    let known: BTreeSet<String> = ids("objects").collect();
    for event in read["events"].as_array().expect("a list") {
        let touched = event["relationships"].as_array().expect("a list");
        assert!(touched.iter().all(|one| known.contains(one["objectId"].as_str().unwrap_or_default())), "{event}");
    }
    let mut empty = Ocel::new(0);
    let nothing = [empty.head(&BTreeSet::new()), empty.between().to_owned(), empty.tail().to_owned()].concat();
    assert!(serde_json::from_str::<Value>(&nothing).is_ok(), "{nothing}");
}

#[test]
fn a_trace_keeps_every_value_inside_its_attribute() {
    let log = Xes { offset_seconds: -5 * 3600 - 1800 };
    let text = [log.head(), log.case(&case("a", &["submitted"])), log.tail().to_owned()].concat();
    assert!(text.contains("value=\"p&quot;&lt;&amp;&gt;\"/>"), "{text}");
    assert!(text.contains("<date key=\"time:timestamp\" value=\"2026-11-26T08:05:00-05:30\"/>"), "{text}");
    assert_eq!(text.matches("<event>").count(), text.matches("</event>").count());
}

#[test]
fn variants_are_orders_of_activities() {
    assert_eq!(case("a", &["submitted", "accepted"]).variant(), "submitted,accepted");
}

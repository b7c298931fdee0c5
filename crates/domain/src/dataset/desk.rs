//! Reading desks: services, counters, rules of the queue, and whom the law puts first.

use serde::{Deserialize, Serialize};

use super::node::{LONG, Node, SHORT};
use super::{FaultKind, refuse_duplicates};
use crate::desk::{Counter, DeskPlan, DeskRules, DeskService, PriorityGround};

/// Most desks of one file.
const MAX_DESKS: usize = 1_000;
/// Most services, counters or grounds of one list.
const MAX_ENTRIES: usize = 100;

/// Everything in one file of desks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Desks {
    /// The desks.
    pub desks: Vec<DeskPlan>,
    /// Whom the law puts first.
    pub grounds: Vec<PriorityGround>,
}

/// Reads `desks[]` and `priority_grounds[]`.
pub(super) fn read_file(root: &Node<'_>) -> Desks {
    let places: Vec<Node<'_>> = objects(root, "desks", MAX_DESKS, "unit_id");
    root.field("count").states(places.len());
    refuse_duplicates(places.iter().map(|place| (place.field("unit_id"), key(place, &["unit_id", "valid_from"]))));
    let grounds = objects(root, "priority_grounds", MAX_ENTRIES, "code");
    refuse_duplicates(grounds.iter().map(|place| (place.field("code"), key(place, &["code", "valid_from"]))));
    Desks { desks: places.iter().map(desk).collect(), grounds: grounds.iter().map(ground).collect() }
}

fn objects<'a>(root: &Node<'a>, list: &str, limit: usize, name: &str) -> Vec<Node<'a>> {
    let places = root.field(list).list(limit);
    places.into_iter().map(|place| place.named_by(&[name])).filter(Node::is_object).collect()
}

fn key(place: &Node<'_>, fields: &[&str]) -> String {
    let text = |field: &&str| place.value().get(*field).and_then(|value| value.as_str()).unwrap_or_default();
    fields.iter().map(text).collect::<Vec<_>>().join(" ")
}

fn ground(place: &Node<'_>) -> PriorityGround {
    PriorityGround {
        code: place.field("code").code(is_word),
        name_vi: place.field("name_vi").text(SHORT),
        name_en: place.field("name_en").text(SHORT),
        clause_vi: place.field("clause_vi").text(LONG),
        validity: place.validity(),
    }
}

fn desk(place: &Node<'_>) -> DeskPlan {
    let services = entries(place, "services", "letter");
    let services: Vec<DeskService> = services.iter().map(service).collect();
    let counters = entries(place, "counters", "code");
    DeskPlan {
        unit_id: place.field("unit_id").text(SHORT),
        validity: place.validity(),
        counters: counters.iter().map(|place| counter(place, &services)).collect(),
        services,
        rules: rules(&place.field("rules")),
        example: place.field("example").flag(),
        source: place.field("source").text(LONG),
    }
}

/// At least one entry, each known by a member that stands once only.
fn entries<'a>(place: &Node<'a>, list: &str, name: &str) -> Vec<Node<'a>> {
    let node = place.field(list);
    let found: Vec<Node<'a>> = node.list(MAX_ENTRIES).into_iter().filter(Node::is_object).collect();
    if found.is_empty() && !node.is_null() {
        node.fault(FaultKind::Empty);
    }
    refuse_duplicates(found.iter().map(|entry| (entry.field(name), key(entry, &[name]))));
    found
}

fn service(place: &Node<'_>) -> DeskService {
    DeskService {
        letter: place.field("letter").code(is_letter),
        name_vi: place.field("name_vi").text(SHORT),
        name_en: place.field("name_en").text(SHORT),
        fields_vi: place.field("fields_vi").texts(MAX_ENTRIES),
        usual_minutes: between(&place.field("usual_minutes"), 1, 240),
    }
}

fn counter(place: &Node<'_>, services: &[DeskService]) -> Counter {
    let taken = place.field("services").list(MAX_ENTRIES);
    let known = |letter: &str| services.iter().any(|service| service.letter == letter).then(|| letter.to_owned());
    Counter {
        code: place.field("code").code(is_sign),
        services: taken.iter().filter_map(|letter| letter.word(known)).collect(),
    }
}

fn rules(place: &Node<'_>) -> DeskRules {
    let there = place.is_object();
    let bound = |name: &str, least, most| if there { between(&place.field(name), least, most) } else { least };
    DeskRules {
        slot_minutes: bound("slot_minutes", 5, 240),
        days_ahead: bound("days_ahead", 1, 90),
        open_per_phone: bound("open_per_phone", 1, 20),
        ahead_max: bound("ahead_max", 1, 10),
        calls_max: bound("calls_max", 1, 10),
        grace_minutes: bound("grace_minutes", 0, 120),
    }
}

/// A whole number between two bounds, both included.
fn between(place: &Node<'_>, least: u32, most: u32) -> u32 {
    let number = place.count(most);
    if number < least && !place.is_null() {
        place.fault(FaultKind::OutOfRange { given: number.to_string() });
    }
    number.max(least)
}

/// One capital letter.
fn is_letter(text: &str) -> bool {
    matches!(text.as_bytes(), [letter] if letter.is_ascii_uppercase())
}

/// The sign of a counter: `1`, `12`, `A3`.
fn is_sign(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

fn is_word(text: &str) -> bool {
    text.len() <= 30 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

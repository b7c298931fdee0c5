//! Reading units and bodies.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::node::{LONG, Node, SHORT};
use super::{FaultKind, from_word, refuse_duplicates};
use crate::organisation::{NameChange, Relation, Unit, UnitLevel, UnitLink, first_day};

/// Most units in one file; the whole country has some 3,400.
const MAX_UNITS: usize = 20_000;

/// Reads the file of an order of government: `units[]`, `departments[]` and the date from which it speaks.
pub(super) fn read_file(root: &Node<'_>) -> (Vec<Unit>, Vec<Unit>) {
    let known_from = known_from(root);
    let places: Vec<Node<'_>> =
        root.field("units").list_or_none(MAX_UNITS).into_iter().map(|unit| unit.named_by(&["code"])).collect();
    let units: Vec<Unit> =
        places.iter().filter(|place| place.is_object()).map(|place| unit(place, known_from)).collect();
    refuse_duplicates(places.iter().map(|place| (place.field("code"), text_of(place, "code"))));
    let codes: BTreeSet<&str> = units.iter().map(|unit| unit.id.as_str()).collect();
    for place in &places {
        let parent = text_of(place, "parent_code");
        if !parent.is_empty() && !codes.contains(parent.as_str()) {
            place.field("parent_code").fault(FaultKind::UnknownReference { given: parent });
        }
    }
    let communes = units.iter().filter(|unit| unit.level == UnitLevel::Commune).count();
    root.field("counts").field("communes").states(communes);
    let province = units.iter().find(|unit| unit.level == UnitLevel::Province).map(|unit| unit.id.clone());
    let places: Vec<Node<'_>> =
        root.field("departments").list_or_none(MAX_UNITS).into_iter().map(|body| body.named_by(&["id"])).collect();
    let bodies = places
        .iter()
        .filter(|place| place.is_object())
        .map(|place| body(place, province.as_deref(), known_from))
        .collect();
    refuse_duplicates(places.iter().map(|place| (place.field("id"), text_of(place, "id"))));
    (units, bodies)
}

/// Reads one territory or body standing alone; it speaks from its own first day.
pub(super) fn read_single(root: &Node<'_>) -> (Vec<Unit>, Vec<Unit>) {
    let place = root.clone().named_by(&["code", "id"]);
    let from = place.field("valid_from");
    let known_from = from.first_day_or_none().unwrap_or_else(|| {
        if from.is_null() {
            from.fault(FaultKind::Missing);
        }
        Date::ZERO
    });
    (vec![unit(&place, known_from)], Vec::new())
}

/// `as_of` is a day or `first day/last day`.
fn known_from(root: &Node<'_>) -> Date {
    let place = root.field("as_of");
    let text = place.text(SHORT);
    let first = text.split('/').next().and_then(first_day);
    first.unwrap_or_else(|| {
        if !text.is_empty() {
            place.fault(FaultKind::NotADate { given: text });
        }
        Date::ZERO
    })
}

fn text_of(place: &Node<'_>, field: &str) -> String {
    place.value().get(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
}

fn unit(place: &Node<'_>, known_from: Date) -> Unit {
    let level = place.field("level").word(territory).unwrap_or(UnitLevel::Commune);
    let validity = place.validity();
    let kind_vi = kind(place, level);
    let parent = place.field("parent_code");
    let parent_id = if level == UnitLevel::Province { None } else { Some(parent.text(SHORT)) };
    Unit {
        id: place.field("code").code(|code| is_gso_code(code, level)),
        level,
        kind_vi,
        name_vi: place.field("name_vi").text(SHORT),
        full_name_vi: place.field("full_name_vi").text(SHORT),
        name_en: place.field("name_en").text_or_none(SHORT),
        parent_id,
        valid_from: validity.from,
        valid_to: validity.to,
        known_from,
        identification_code: identification_code(place),
        predecessors: links(&place.field("predecessors")),
        successors: links(&place.field("successors")),
        changes: place.field("changes").list_or_none(100).iter().map(change).collect(),
        resolution: place.field("resolution").text_or_none(SHORT),
        verified: place.field("verified").flag_or_none().unwrap_or(false),
        notes_vi: place.field("notes_vi").text_or_none(LONG),
        source: place.field("source").text(SHORT),
    }
}

fn body(place: &Node<'_>, province: Option<&str>, known_from: Date) -> Unit {
    let validity = place.validity();
    let id = place.field("id").code(is_slug);
    let name_vi = place.field("name_vi").text(SHORT);
    let successors = place.field("successor_ids").texts(100).into_iter().map(|unit_id| {
        let relation = if unit_id == id { Relation::Unchanged } else { Relation::Merged };
        UnitLink { unit_id, relation, date: validity.to.and_then(|to| to.tomorrow().ok()) }
    });
    Unit {
        successors: successors.collect(),
        id,
        level: UnitLevel::Body,
        kind_vi: kind(place, UnitLevel::Body),
        full_name_vi: name_vi.clone(),
        name_vi,
        name_en: place.field("name_en").text_or_none(SHORT),
        parent_id: place.field("parent_id").text_or_none(SHORT).or_else(|| province.map(str::to_owned)),
        valid_from: validity.from,
        valid_to: validity.to,
        known_from,
        identification_code: identification_code(place),
        predecessors: Vec::new(),
        changes: Vec::new(),
        resolution: None,
        verified: false,
        notes_vi: place.field("notes_vi").text_or_none(LONG),
        source: place.field("source").text(SHORT),
    }
}

fn kind(place: &Node<'_>, level: UnitLevel) -> String {
    let place = place.field("kind_vi");
    let kind = place.text(SHORT);
    if !kind.is_empty() && !level.kinds_vi().contains(&kind.as_str()) {
        place.fault(FaultKind::UnknownUnitKind { given: kind.clone() });
    }
    kind
}

fn identification_code(place: &Node<'_>) -> Option<String> {
    let code = place.field("identification_code");
    if code.is_null() { None } else { Some(code.code(crate::organisation::UnitCode::is_well_formed)) }
}

fn links(place: &Node<'_>) -> Vec<UnitLink> {
    let link = |entry: &Node<'_>| UnitLink {
        unit_id: entry.field("code").text(SHORT),
        relation: entry.field("relation").word(from_word).unwrap_or(Relation::Merged),
        date: entry.field("date").first_day_or_none(),
    };
    place.list_or_none(1000).iter().map(link).collect()
}

fn change(entry: &Node<'_>) -> NameChange {
    NameChange {
        date: entry.field("date").first_day_or_none(),
        from_vi: entry.field("from_vi").text(SHORT),
        to_vi: entry.field("to_vi").text(SHORT),
        basis_vi: entry.field("basis_vi").text_or_none(LONG),
    }
}

/// The levels of territories; bodies stand in their own list.
pub(super) fn territory(word: &str) -> Option<UnitLevel> {
    from_word(word).filter(|level| *level != UnitLevel::Body)
}

/// Two digits for a province, three for a district, five for a commune (Decision 124/2004/QĐ-TTg).
fn is_gso_code(code: &str, level: UnitLevel) -> bool {
    let length = match level {
        UnitLevel::Province => 2,
        UnitLevel::District => 3,
        UnitLevel::Commune => 5,
        UnitLevel::Body => return is_slug(code),
    };
    code.len() == length && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Lower-case letters, digits and single hyphens.
pub(super) fn is_slug(text: &str) -> bool {
    text.split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

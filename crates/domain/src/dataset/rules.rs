//! Reading rules of competence and identification codes.

use serde_json::Value;

use super::node::{LONG, Node, SHORT};
use super::procedure::is_national_code;
use super::unit::{is_slug, territory};
use super::{from_word, refuse_duplicates};
use crate::organisation::{CodeStatus, Competence, Handler, Receiver, UnitCode, UnitLevel};

const MAX_RULES: usize = 50_000;

/// Reads `competences[]`.
pub(super) fn read_competences(root: &Node<'_>) -> Vec<Competence> {
    let places: Vec<Node<'_>> =
        root.field("competences").list(MAX_RULES).into_iter().map(|place| place.named_by(&["id"])).collect();
    root.field("count").states(places.len());
    let rules: Vec<Competence> = places.iter().filter(|place| place.is_object()).map(competence).collect();
    refuse_duplicates(places.iter().map(|place| {
        (place.field("id"), place.value().get("id").and_then(Value::as_str).unwrap_or_default().to_owned())
    }));
    rules
}

fn competence(place: &Node<'_>) -> Competence {
    let text = |field: &str| place.field(field).text_or_none(SHORT);
    let procedure = place.field("procedure_id");
    let is_procedure = |id: &str| is_national_code(id) || id.starts_with("local:");
    Competence {
        id: place.field("id").code(is_slug),
        level: place.field("level").word(territory).unwrap_or(UnitLevel::Province),
        procedure_id: if procedure.is_null() { None } else { Some(procedure.code(is_procedure)) },
        agency_has: text("agency_has"),
        ministry_vi: text("ministry_vi"),
        area: text("area"),
        handler: handler(&place.field("handler")),
        receivers: place
            .field("receivers")
            .list(10)
            .iter()
            .filter_map(|entry| entry.word(from_word::<Receiver>))
            .collect(),
        validity: place.validity(),
        inferred: place.field("inferred").flag(),
        reason_vi: place.field("reason_vi").text(LONG),
        source: place.field("source").text(LONG),
    }
}

fn handler(place: &Node<'_>) -> Handler {
    if !place.is_object() {
        return Handler::Locality;
    }
    let known = |word: &str| match word {
        "locality" => Some(false),
        "unit" => Some(true),
        _ => None,
    };
    if place.field("kind").word(known) == Some(true) {
        Handler::Unit { unit_id: place.field("unit_id").text(SHORT) }
    } else {
        Handler::Locality
    }
}

/// Reads `unit_codes[]`.
pub(super) fn read_codes(root: &Node<'_>) -> Vec<UnitCode> {
    let places: Vec<Node<'_>> =
        root.field("unit_codes").list(MAX_RULES).into_iter().map(|place| place.named_by(&["unit_id"])).collect();
    root.field("count").states(places.len());
    let codes: Vec<UnitCode> = places.iter().filter(|place| place.is_object()).map(unit_code).collect();
    refuse_duplicates(places.iter().map(|place| {
        let text = |field: &str| place.value().get(field).and_then(Value::as_str).unwrap_or_default();
        (place.field("code"), format!("{} {}", text("code"), text("valid_from")).trim().to_owned())
    }));
    codes
}

fn unit_code(place: &Node<'_>) -> UnitCode {
    UnitCode {
        unit_id: place.field("unit_id").text(SHORT),
        code: place.field("code").code(UnitCode::is_well_formed),
        status: place.field("status").word(from_word).unwrap_or(CodeStatus::Provisional),
        validity: place.validity(),
        source: place.field("source").text(LONG),
    }
}

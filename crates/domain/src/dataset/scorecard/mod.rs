//! Reading a scorecard: `{"scorecard": "papi", "version": "2011-2015", …, "nodes": […]}`, every fault at once.

mod band;
mod rule;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::node::{Faults, LONG, Node, SHORT};
use super::{Fault, FaultKind, JsonKind, from_word, json, refuse_duplicates};
use crate::scorecard::{
    Absence, Block, CardFault, Combine, Completeness, Criterion, Effect, Ranking, Rounding, RoundingMode, Scorecard,
    TableShape, Ties, UnitColumns, parse_number,
};

/// Most entries of one list.
const MAX_ENTRIES: usize = 2_000;
/// Deepest criterion: field, criterion, sub-criterion, and two below.
const MAX_LEVEL: usize = 5;
/// Most decimal places.
const MAX_PLACES: u32 = 10;

/// Reads a scorecard; `file` is only its name, for the faults.
///
/// # Errors
/// Every fault with its criterion and field; a faulty scorecard is refused whole.
pub fn parse_scorecard(file: &str, bytes: &[u8]) -> Result<Scorecard, Vec<Fault>> {
    let faults = Faults::of(file);
    let value = match json::read(bytes) {
        Ok(value) => value,
        Err(kind) => {
            faults.add("-", "-", kind);
            return Err(faults.into_found());
        }
    };
    let root = Node::root(&faults, &value);
    let card = root.is_object().then(|| read(&root));
    match (card, faults.into_found()) {
        (Some(card), found) if found.is_empty() => Ok(card),
        (_, found) => Err(found),
    }
}

fn read(root: &Node<'_>) -> Scorecard {
    if !root.has("scorecard") || !root.has("nodes") {
        root.fault(FaultKind::UnknownFile);
    }
    let mut codes = Vec::new();
    let criteria = criteria(&root.field("nodes"), 1, &mut codes);
    let known: BTreeSet<String> = codes.iter().map(|(_, code)| code.clone()).collect();
    refuse_duplicates(codes);
    let units = root.field("units");
    let of_units = |name: &str| if units.is_null() { Vec::new() } else { headings(&units.field(name)) };
    Scorecard {
        id: root.field("scorecard").text(SHORT),
        version: root.field("version").text(SHORT),
        name_vi: root.field("name_vi").text(LONG),
        name_en: root.field("name_en").text_or_none(LONG),
        validity: root.validity(),
        legal_basis: root.field("legal_basis").texts(MAX_ENTRIES),
        completeness: root.field("completeness").word(from_word).unwrap_or(Completeness::Partial),
        notes_vi: root.field("notes_vi").texts(MAX_ENTRIES),
        source: root.field("source").text(LONG),
        max_points: decimal_or_none(&root.field("max_points")),
        rounding: rounding(&root.field("rounding")),
        ranking: Ranking { ties: ties(&root.field("ranking")) },
        tolerance: decimal_or_none(&root.field("tolerance")).unwrap_or_default(),
        decimal_comma: root.field("decimal_comma").flag_or_none().unwrap_or(false),
        units: UnitColumns { code: of_units("code"), name: of_units("name"), block: of_units("block") },
        total_columns: headings(&root.field("total_columns")),
        only: root.field("only").list_or_none(MAX_ENTRIES).iter().map(only).collect(),
        skipped: root.field("skip_units").texts(MAX_ENTRIES),
        unranked: root.field("unranked").texts(MAX_ENTRIES),
        blocks: root.field("blocks").list_or_none(MAX_ENTRIES).iter().map(block).collect(),
        bands: root.field("bands").list_or_none(MAX_ENTRIES).iter().map(band::set).collect(),
        tables: root.field("tables").list_or_none(MAX_ENTRIES).iter().map(|place| shape(place, &known)).collect(),
        criteria,
    }
}

fn rounding(place: &Node<'_>) -> Rounding {
    if !place.is_object() {
        return Rounding { mode: RoundingMode::None, places: 2 };
    }
    Rounding {
        mode: place.field("mode").word(from_word).unwrap_or(RoundingMode::None),
        places: place.field("places").count(MAX_PLACES),
    }
}

fn ties(place: &Node<'_>) -> Ties {
    if place.is_object() { place.field("ties").word(from_word).unwrap_or(Ties::Published) } else { Ties::Published }
}

fn only(place: &Node<'_>) -> (String, Vec<String>) {
    (place.field("column").text(SHORT), place.field("values").texts(MAX_ENTRIES))
}

fn block(place: &Node<'_>) -> Block {
    Block {
        code: place.field("code").text(SHORT),
        name_vi: place.field("name_vi").text(LONG),
        is_ranked: place.field("ranked").flag_or_none().unwrap_or(true),
    }
}

fn shape(place: &Node<'_>, known: &BTreeSet<String>) -> TableShape {
    let names = headings(&place.field("headings"));
    if names.is_empty() {
        place.field("headings").fault(FaultKind::Missing);
    }
    let of = place.field("of").text(SHORT);
    if !known.contains(&of) {
        place.field("of").fault(FaultKind::UnknownReference { given: of.clone() });
    }
    TableShape { headings: names, of }
}

/// Reads a list of criteria and notes every code with its place.
fn criteria<'a>(list: &Node<'a>, level: usize, codes: &mut Vec<(Node<'a>, String)>) -> Vec<Criterion> {
    if level > MAX_LEVEL {
        list.fault(FaultKind::TooDeep { limit: MAX_LEVEL });
        return Vec::new();
    }
    let places = list.list(MAX_ENTRIES).into_iter().map(|place| place.named_by(&["code"]));
    places.filter(Node::is_object).map(|place| criterion(&place, level, codes)).collect()
}

fn criterion<'a>(place: &Node<'a>, level: usize, codes: &mut Vec<(Node<'a>, String)>) -> Criterion {
    let code = place.field("code").text(SHORT);
    codes.push((place.field("code"), code.clone()));
    let below = place.field("nodes");
    let parts = if below.is_null() { Vec::new() } else { criteria(&below, level.saturating_add(1), codes) };
    let max_points = decimal_or_none(&place.field("max_points"));
    let combine = place.field("combine").word_or_none(from_word).unwrap_or(Combine::Sum);
    let rule = place.field("rule");
    if !rule.is_null() && !parts.is_empty() {
        rule.fault(FaultKind::Scorecard(CardFault::RuleOnGroup));
    }
    if combine == Combine::Weighted {
        weights(place, &parts);
    }
    let absence = |name: &str, usual: Absence| place.field(name).word_or_none(from_word).unwrap_or(usual);
    Criterion {
        code,
        name_vi: place.field("name_vi").text(LONG),
        name_en: place.field("name_en").text_or_none(LONG),
        weight: percent_or_none(&place.field("weight")),
        effect: place.field("effect").word_or_none(from_word).unwrap_or(Effect::Add),
        combine,
        rule: if rule.is_null() { None } else { rule::read(&rule, max_points) },
        no_data: absence("no_data", Absence::Unknown),
        not_applicable: absence("not_applicable", Absence::Rescale),
        columns: headings(&place.field("columns")),
        index_columns: headings(&place.field("index_columns")),
        note_vi: place.field("note_vi").text_or_none(LONG),
        max_points,
        parts,
    }
}

/// The weights of a weighted group add up to 100, and each of its parts has a maximum to be a share of.
fn weights(place: &Node<'_>, parts: &[Criterion]) {
    let counted = || parts.iter().filter(|part| part.effect == Effect::Add);
    if counted().any(|part| part.weight.is_none()) {
        place.field("nodes").fault(FaultKind::Scorecard(CardFault::WeightMissing));
    }
    if counted().any(|part| part.maximum().is_none_or(|maximum| maximum.is_zero())) {
        place.field("nodes").fault(FaultKind::Scorecard(CardFault::MaximumMissing));
    }
    let sum = counted().filter_map(|part| part.weight).try_fold(Decimal::ZERO, Decimal::checked_add);
    if let Some(sum) = sum.filter(|sum| *sum != Decimal::ONE_HUNDRED) {
        place.field("nodes").fault(FaultKind::Scorecard(CardFault::WeightsDiffer { sum }));
    }
}

/// One heading or several, any of which will do.
fn headings(place: &Node<'_>) -> Vec<String> {
    if place.value().is_string() { vec![place.text(SHORT)] } else { place.texts(MAX_ENTRIES) }
}

/// A heading, or several, that must be there.
fn column(place: &Node<'_>) -> Vec<String> {
    let names = headings(place);
    if names.is_empty() {
        place.fault(FaultKind::Missing);
    }
    names
}

/// A number that is not negative, as text or number.
fn decimal_or_none(place: &Node<'_>) -> Option<Decimal> {
    if place.is_null() {
        return None;
    }
    let text = match place.value() {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Number(number) => number.to_string(),
        _ => {
            place.fault(FaultKind::WrongType { expected: JsonKind::Number });
            return None;
        }
    };
    let number = parse_number(&text, false).filter(|number| *number >= Decimal::ZERO);
    if number.is_none() {
        place.fault(FaultKind::OutOfRange { given: super::node::shown(&text) });
    }
    number
}

fn decimal(place: &Node<'_>) -> Decimal {
    if place.is_null() {
        place.fault(FaultKind::Missing);
    }
    decimal_or_none(place).unwrap_or_default()
}

/// A percentage from 0 to 100.
fn percent_or_none(place: &Node<'_>) -> Option<Decimal> {
    let percent = decimal_or_none(place)?;
    if percent > Decimal::ONE_HUNDRED {
        place.fault(FaultKind::OutOfRange { given: percent.to_string() });
    }
    Some(percent)
}

fn percent(place: &Node<'_>) -> Decimal {
    if place.is_null() {
        place.fault(FaultKind::Missing);
    }
    percent_or_none(place).unwrap_or_default()
}

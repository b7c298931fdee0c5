//! Reading procedures in full.

use super::node::{LONG, Node, SHORT};
use super::step::{step, workflow};
use super::unit::territory;
use super::{FaultKind, from_word, refuse_duplicates};
use crate::deadline::{CutOff, CutOffMoves};
use crate::organisation::{UnitLevel, Validity};
use crate::procedure::{
    Audience, Channel, Completeness, Component, Eligibility, FileKind, LegalBasis, Money, MoneyKind, OnlineService,
    Procedure, ProcedureLimit, Promise, RecordKind, Regime, ServiceScope, StepsSource, SubmitMode, cut_off_in,
};
use crate::rule::Rule;

/// Most procedures in one file; the national catalogue has some 6,000.
const MAX_PROCEDURES: usize = 50_000;
/// Most papers, steps, limits or prices of one procedure.
const MAX_PARTS: usize = 500;

/// Reads `procedures[]`.
pub(super) fn read_file(root: &Node<'_>) -> Vec<Procedure> {
    let places: Vec<Node<'_>> = root
        .field("procedures")
        .list(MAX_PROCEDURES)
        .into_iter()
        .map(|place| place.named_by(&["id", "code"]))
        .collect();
    root.field("count").states(places.len());
    let procedures: Vec<Procedure> = places.iter().filter(|place| place.is_object()).map(procedure).collect();
    refuse_duplicates(places.iter().map(|place| (place.field("id"), id(place))));
    procedures
}

/// Reads one procedure standing alone.
pub(super) fn read_single(root: &Node<'_>) -> Vec<Procedure> {
    vec![procedure(&root.clone().named_by(&["id", "code"]))]
}

fn id(place: &Node<'_>) -> String {
    let text = |field: &str| place.value().get(field).and_then(|value| value.as_str());
    text("id").or_else(|| text("code")).unwrap_or_default().to_owned()
}

fn procedure(place: &Node<'_>) -> Procedure {
    let text = |field: &str| place.field(field).text_or_none(LONG);
    let parts = |field: &str| place.field(field).list_or_none(MAX_PARTS);
    let regime = place.field("regime").word_or_none(regime);
    let limits = limits(place);
    let components = components(place);
    let receiving = place.field("receiving");
    let (id, code) = names(place);
    Procedure {
        id,
        code,
        local_code: text("code_h55"),
        revision: place.field("revision").count_or_none(1_000_000),
        name_vi: place.field("name_vi").text(LONG),
        name_en: text("name_en"),
        summary_vi: text("summary_vi"),
        summary_en: text("summary_en"),
        area: text("area"),
        field_vi: place.field("field_vi").text(SHORT),
        levels: levels(&place.field("level")),
        subjects_vi: place.field("subjects_vi").texts(MAX_PARTS),
        audiences: audiences(&place.field("audiences")),
        life_events: place.field("life_events").list_or_none(50).iter().map(|entry| entry.code(is_word)).collect(),
        agency_vi: text("agency_vi"),
        ministry_vi: text("ministry_vi"),
        record: record_kind(place),
        regime,
        channels: channels(&receiving.field("channels")),
        receiving_place_vi: receiving.field("place_vi").text_or_none(LONG),
        online: OnlineService {
            scope: place.field("online_level").word_or_none(scope),
            source: text("online_level_source"),
        },
        cut_off: if place.has("cut_off") { given_cut_off(&place.field("cut_off")) } else { cut_off(&limits) },
        limits,
        promise: promise(&place.field("thai_nguyen")),
        component_count: component_count(place, components.len()),
        components,
        money: fees_and_charges(place),
        eligibility: parts("eligibility").iter().filter_map(eligibility).collect(),
        steps: parts("steps").iter().map(step).collect(),
        steps_source: place.field("steps_source").word_or_none(from_word::<StepsSource>),
        statutory_steps: parts("statutory_steps").iter().map(step).collect(),
        workflows: parts("workflows").iter().map(workflow).collect(),
        legal_basis: parts("legal_basis").iter().map(legal_basis).collect(),
        results_vi: place.field("results_vi").texts(MAX_PARTS),
        conditions_vi: text("conditions_vi"),
        interlinked_with: place.field("interlinked_with").texts(MAX_PARTS),
        interlinked_procedures: place.field("interlinked_procedures").texts(MAX_PARTS),
        promulgated_by: text("promulgated_by"),
        notes_vi: place.field("notes_vi").texts(MAX_PARTS),
        snapshot_date: place.field("snapshot_date").day_or_none(),
        completeness: completeness(&place.field("completeness")),
        validity: validity(place, regime),
        source: place.field("source").text(SHORT),
        sources: place.field("sources").texts(MAX_PARTS),
    }
}

/// The days of the version: as given, else those of its order of government.
fn validity(place: &Node<'_>, regime: Option<Regime>) -> Validity {
    if place.has("valid_from") || place.has("valid_to") {
        place.validity()
    } else {
        regime.unwrap_or(Regime::TwoTier2025).validity()
    }
}

fn audiences(place: &Node<'_>) -> Vec<Audience> {
    place.list_or_none(10).iter().filter_map(|entry| entry.word(from_word::<Audience>)).collect()
}

/// Stated only where the papers themselves are not all on record.
fn component_count(place: &Node<'_>, on_record: usize) -> u32 {
    let stated = place.field("component_count").count_or_none(10_000);
    stated.unwrap_or_else(|| u32::try_from(on_record).unwrap_or(u32::MAX))
}

/// Id and national code. Only a procedure whose id says that it has none (`local:…`) may do without a code.
fn names(place: &Node<'_>) -> (String, Option<String>) {
    let (id, code) = (place.field("id"), place.field("code"));
    let given = if id.is_null() { code.code(is_national_code) } else { id.code(is_id) };
    let code = match (code.is_null(), given.starts_with("local:")) {
        (true, true) => None,
        (true, false) if id.is_null() => None,
        _ => Some(code.code(is_national_code)),
    };
    (given, code)
}

/// `1.001193`, and with a case `1.001193.01`.
pub(super) fn is_national_code(code: &str) -> bool {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    match code.split('.').collect::<Vec<_>>().as_slice() {
        [first, number] => digits(first, 1) && digits(number, 6),
        [first, number, case] => digits(first, 1) && digits(number, 6) && digits(case, 2),
        _ => false,
    }
}

/// `c1`, `sinh_con`, `to-khai`: lower case letters, digits, `_` and `-`, at most 60.
fn is_word(word: &str) -> bool {
    let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    (1..=60).contains(&word.len()) && word.bytes().all(sound)
}

fn is_id(id: &str) -> bool {
    is_national_code(id) || id.strip_prefix("local:").is_some_and(super::unit::is_slug)
}

fn record_kind(place: &Node<'_>) -> RecordKind {
    let known = |word: &str| match word {
        "in_force_at_snapshot" | "historical" => Some(RecordKind::Full),
        "name_only" => Some(RecordKind::NameOnly),
        "catalogue" => Some(RecordKind::Catalogue),
        _ => None,
    };
    place.field("status").word_or_none(known).unwrap_or(RecordKind::Full)
}

fn regime(word: &str) -> Option<Regime> {
    match word {
        "two_tier_2025" => Some(Regime::TwoTier2025),
        "three_tier_2020" => Some(Regime::ThreeTier2020),
        _ => None,
    }
}

pub(super) fn scope(word: &str) -> Option<ServiceScope> {
    match word {
        "toàn trình" => Some(ServiceScope::Full),
        "một phần" => Some(ServiceScope::Partial),
        "cung cấp thông tin" => Some(ServiceScope::Information),
        _ => None,
    }
}

pub(super) fn levels(place: &Node<'_>) -> Vec<UnitLevel> {
    let entries = place.list(10);
    if entries.is_empty() && !place.is_null() {
        place.fault(FaultKind::Empty);
    }
    entries.iter().filter_map(|entry| entry.word(territory)).collect()
}

pub(super) fn channels(place: &Node<'_>) -> Vec<Channel> {
    place.list_or_none(10).iter().filter_map(|entry| entry.word(Channel::from_name)).collect()
}

/// The general limit first, then the others.
fn limits(place: &Node<'_>) -> Vec<ProcedureLimit> {
    let general = place.field("time_limit");
    let mut limits: Vec<ProcedureLimit> = if general.is_null() { Vec::new() } else { vec![limit(&general)] };
    for other in place.field("time_limits").list_or_none(MAX_PARTS).iter().map(limit) {
        if !limits.contains(&other) {
            limits.push(other);
        }
    }
    limits
}

pub(super) fn limit(place: &Node<'_>) -> ProcedureLimit {
    let limit = ProcedureLimit::new(place.amount_or_none(), place.field("conditions_vi").text_or_none(LONG));
    let named = place.field("channels");
    ProcedureLimit {
        when: rule(&place.field("when")),
        channels: if named.is_null() { limit.channels } else { channels(&named) },
        ..limit
    }
}

/// `{"at": "15:00", "moves": "same_day_result"}` where it is given and not read from a remark.
fn given_cut_off(place: &Node<'_>) -> Option<CutOff> {
    if place.is_null() || !place.is_object() {
        return None;
    }
    let at = place.field("at").word(|text| text.parse().ok());
    let moves = place.field("moves").word(from_word::<CutOffMoves>);
    Some(CutOff { at: at?, moves: moves? })
}

/// The cut-off that the general limit names.
fn cut_off(limits: &[ProcedureLimit]) -> Option<CutOff> {
    limits.first().and_then(|limit| cut_off_in(limit.condition_vi.as_deref()?))
}

fn promise(place: &Node<'_>) -> Option<Promise> {
    if place.is_null() || !place.is_object() {
        return None;
    }
    Some(Promise {
        limits: place.field("time_limits").list(MAX_PARTS).iter().map(limit).collect(),
        decision: place.field("decision").text(SHORT),
        decision_date: place.field("decision_date").day_or_none(),
        source: place.field("source").text(SHORT),
    })
}

fn components(place: &Node<'_>) -> Vec<Component> {
    let entries = place.field("components").list_or_none(MAX_PARTS);
    let components: Vec<Component> = entries.iter().map(component).collect();
    refuse_duplicates(entries.iter().zip(&components).map(|(entry, component)| {
        let named = if entry.has("id") { "id" } else { "order" };
        (entry.field(named), component.id.clone())
    }));
    components
}

fn component(place: &Node<'_>) -> Component {
    let order = place.field("order").count(10_000);
    let mode = |word: &str| match word {
        "submit" => Some(SubmitMode::Submit),
        "present" => Some(SubmitMode::Present),
        _ => None,
    };
    let kinds = place.field("file_kinds");
    let id = place.field("id");
    Component {
        id: if id.is_null() { Component::id_of(order) } else { id.code(is_word) },
        order,
        name_vi: place.field("name_vi").text(LONG),
        form_no: place.field("form_no").text_or_none(SHORT),
        originals: place.field("originals").count_or_none(1_000),
        copies: place.field("copies").count_or_none(1_000),
        required: place.field("required").flag(),
        required_in_case: place.field("required_in_case").flag_or_none().unwrap_or(false),
        submit_mode: place.field("submit_mode").word(mode).unwrap_or(SubmitMode::Submit),
        case_vi: place.field("case_vi").text_or_none(LONG),
        held_by: place.field("held_by").text_or_none(SHORT),
        needed_when: rule(&place.field("needed_when")),
        known_kind: Some(place.field("known_kind")).filter(|kind| !kind.is_null()).map(|kind| kind.code(is_word)),
        known_results: place.field("known_results").texts(20),
        known_months: place.field("known_months").count_or_none(1_200),
        file_kinds: if kinds.is_null() {
            FileKind::DEFAULT.to_vec()
        } else {
            kinds.list(10).iter().filter_map(|entry| entry.word(from_word::<FileKind>)).collect()
        },
        max_bytes: place.field("max_bytes").count_or_none(u32::MAX).map_or(Component::DEFAULT_MAX_BYTES, u64::from),
    }
}

fn fees_and_charges(place: &Node<'_>) -> Vec<Money> {
    [("fees", MoneyKind::Charge), ("charges", MoneyKind::Fee)]
        .into_iter()
        .flat_map(|(field, kind)| {
            place.field(field).list_or_none(MAX_PARTS).into_iter().map(move |entry| money(&entry, kind))
        })
        .collect()
}

/// In the files, as in law, `fees` are phí and `charges` lệ phí; the words of the house are the other way round.
fn money(place: &Node<'_>, kind: MoneyKind) -> Money {
    Money {
        kind,
        name_vi: place.field("name_vi").text(LONG),
        amount_vnd: place.field("amount_vnd").money_or_none(),
        per_vi: place.field("unit").text_or_none(SHORT),
        condition_vi: place.field("condition_vi").text_or_none(LONG),
        channels: channels(&place.field("channels")),
        legal_basis_vi: place.field("legal_basis_vi").text_or_none(LONG),
        when: rule(&place.field("when")),
        amount_rule: rule(&place.field("amount_rule")),
    }
}

fn eligibility(place: &Node<'_>) -> Option<Eligibility> {
    let field = place.field("rule");
    if field.is_null() {
        field.fault(FaultKind::Missing);
    }
    let message_vi = place.field("message_vi").text(LONG);
    Some(Eligibility { rule: rule(&field)?, message_vi, message_en: place.field("message_en").text_or_none(LONG) })
}

/// A rule whose names and types are checked against the form that goes with it.
pub(super) fn rule(place: &Node<'_>) -> Option<Rule> {
    let text = place.text_or_none(Rule::MAX_CHARACTERS)?;
    match Rule::read(&text) {
        Ok(rule) => Some(rule),
        // That an empty text is no rule is said already.
        Err(_) if text.is_empty() => None,
        Err(fault) => {
            place.fault(FaultKind::Rule { fault });
            None
        }
    }
}

fn legal_basis(place: &Node<'_>) -> LegalBasis {
    LegalBasis { number: place.field("number").text(SHORT), title_vi: place.field("title_vi").text_or_none(LONG) }
}

fn completeness(place: &Node<'_>) -> Completeness {
    if place.is_null() || !place.is_object() {
        return Completeness::default();
    }
    Completeness { percent: place.field("score").share(), missing: place.field("missing").texts(100) }
}

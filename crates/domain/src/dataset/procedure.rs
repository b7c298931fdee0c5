//! Reading procedures in full.

use super::node::{LONG, Node, SHORT};
use super::step::{step, workflow};
use super::unit::territory;
use super::{FaultKind, from_word, refuse_duplicates};
use crate::deadline::CutOff;
use crate::organisation::UnitLevel;
use crate::procedure::{
    Channel, Completeness, Component, FileKind, LegalBasis, Money, MoneyKind, OnlineService, Procedure, ProcedureLimit,
    Promise, RecordKind, Regime, ServiceScope, StepsSource, SubmitMode, cut_off_in,
};

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
        name_vi: place.field("name_vi").text(LONG),
        name_en: text("name_en"),
        area: text("area"),
        field_vi: place.field("field_vi").text(SHORT),
        levels: levels(&place.field("level")),
        subjects_vi: place.field("subjects_vi").texts(MAX_PARTS),
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
        cut_off: cut_off(&limits),
        limits,
        promise: promise(&place.field("thai_nguyen")),
        component_count: u32::try_from(components.len()).unwrap_or(u32::MAX),
        components,
        money: [("fees", MoneyKind::Charge), ("charges", MoneyKind::Fee)]
            .into_iter()
            .flat_map(|(field, kind)| parts(field).into_iter().map(move |entry| money(&entry, kind)))
            .collect(),
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
        validity: if place.has("valid_from") || place.has("valid_to") {
            place.validity()
        } else {
            regime.unwrap_or(Regime::TwoTier2025).validity()
        },
        source: place.field("source").text(SHORT),
        sources: place.field("sources").texts(MAX_PARTS),
    }
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

fn is_id(id: &str) -> bool {
    is_national_code(id) || id.strip_prefix("local:").is_some_and(super::unit::is_slug)
}

fn record_kind(place: &Node<'_>) -> RecordKind {
    let known = |word: &str| match word {
        "in_force_at_snapshot" | "historical" => Some(RecordKind::Full),
        "name_only" => Some(RecordKind::NameOnly),
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
    ProcedureLimit::new(place.amount_or_none(), place.field("conditions_vi").text_or_none(LONG))
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
    refuse_duplicates(
        entries.iter().zip(&components).map(|(entry, component)| (entry.field("order"), component.id.clone())),
    );
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
    Component {
        id: Component::id_of(order),
        order,
        name_vi: place.field("name_vi").text(LONG),
        form_no: place.field("form_no").text_or_none(SHORT),
        originals: place.field("originals").count_or_none(1_000),
        copies: place.field("copies").count_or_none(1_000),
        required: place.field("required").flag(),
        required_in_case: place.field("required_in_case").flag_or_none().unwrap_or(false),
        submit_mode: place.field("submit_mode").word(mode).unwrap_or(SubmitMode::Submit),
        case_vi: place.field("case_vi").text_or_none(LONG),
        file_kinds: if kinds.is_null() {
            FileKind::DEFAULT.to_vec()
        } else {
            kinds.list(10).iter().filter_map(|entry| entry.word(from_word::<FileKind>)).collect()
        },
        max_bytes: place.field("max_bytes").count_or_none(u32::MAX).map_or(Component::DEFAULT_MAX_BYTES, u64::from),
    }
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

//! A procedure as a record of `procedures[]`.

use serde::Serialize;
use serde_json::{Map, Number, Value, json};

use crate::procedure::{
    Amount, AmountUnit, Channel, Component, Eligibility, FileKind, Money, MoneyKind, Procedure, ProcedureLimit,
    Promise, PublishedStep, RecordKind, Regime, ServiceScope, Workflow, cut_off_in,
};

/// The record. `Dataset::parse` reads it back to the same procedure.
#[must_use]
pub fn procedure(of: &Procedure) -> Value {
    let mut record = Map::new();
    let mut put = |name: &str, value: Value| drop(record.insert(name.to_owned(), value));
    put("id", json!(of.id));
    put("code", json!(of.code));
    put("code_h55", json!(of.local_code));
    put("revision", json!(of.revision));
    put("name_vi", json!(of.name_vi));
    put("name_en", json!(of.name_en));
    put("summary_vi", json!(of.summary_vi));
    put("summary_en", json!(of.summary_en));
    put("area", json!(of.area));
    put("field_vi", json!(of.field_vi));
    put("level", json!(of.levels));
    put("subjects_vi", json!(of.subjects_vi));
    put("audiences", of.audiences.iter().map(|audience| audience.name()).collect());
    put("life_events", json!(of.life_events));
    put("agency_vi", json!(of.agency_vi));
    put("ministry_vi", json!(of.ministry_vi));
    put("status", json!(status(of)));
    put("regime", json!(of.regime.map(regime)));
    put("receiving", json!({"channels": channels(&of.channels), "place_vi": of.receiving_place_vi}));
    put("online_level", json!(of.online.scope.map(scope)));
    put("online_level_source", json!(of.online.source));
    put("time_limit", of.limits.first().map_or(Value::Null, limit));
    put("time_limits", of.limits.iter().map(limit).collect());
    let read = of.limits.first().and_then(|limit| cut_off_in(limit.condition_vi.as_deref()?));
    if of.cut_off != read {
        put("cut_off", json!(of.cut_off));
    }
    put("thai_nguyen", of.promise.as_ref().map_or(Value::Null, promise));
    put("fees", priced(&of.money, MoneyKind::Charge));
    put("charges", priced(&of.money, MoneyKind::Fee));
    put("eligibility", of.eligibility.iter().map(eligibility).collect());
    put("components", of.components.iter().map(component).collect());
    if u32::try_from(of.components.len()) != Ok(of.component_count) {
        put("component_count", json!(of.component_count));
    }
    put("steps", of.steps.iter().map(step).collect());
    put("steps_source", word(of.steps_source));
    put("statutory_steps", of.statutory_steps.iter().map(step).collect());
    put("workflows", of.workflows.iter().map(workflow).collect());
    put(
        "legal_basis",
        of.legal_basis.iter().map(|text| json!({"number": text.number, "title_vi": text.title_vi})).collect(),
    );
    put("results_vi", json!(of.results_vi));
    put("conditions_vi", json!(of.conditions_vi));
    put("interlinked_with", json!(of.interlinked_with));
    put("interlinked_procedures", json!(of.interlinked_procedures));
    put("promulgated_by", json!(of.promulgated_by));
    put("notes_vi", json!(of.notes_vi));
    put("snapshot_date", json!(of.snapshot_date));
    let completeness = &of.completeness;
    let score = decimal(u32::from(completeness.percent));
    put("completeness", json!({"score": score, "missing": completeness.missing}));
    put("valid_from", json!(of.validity.from));
    put("valid_to", json!(of.validity.to));
    put("source", json!(of.source));
    put("sources", json!(of.sources));
    Value::Object(record)
}

const fn status(of: &Procedure) -> &'static str {
    match (of.record, of.regime) {
        (RecordKind::Full, Some(Regime::ThreeTier2020)) => "historical",
        (RecordKind::Full, Some(Regime::TwoTier2025) | None) => "in_force_at_snapshot",
        (RecordKind::Catalogue, _) => "catalogue",
        (RecordKind::NameOnly, _) => "name_only",
    }
}

const fn regime(regime: Regime) -> &'static str {
    match regime {
        Regime::TwoTier2025 => "two_tier_2025",
        Regime::ThreeTier2020 => "three_tier_2020",
    }
}

const fn scope(scope: ServiceScope) -> &'static str {
    match scope {
        ServiceScope::Full => "toàn trình",
        ServiceScope::Partial => "một phần",
        ServiceScope::Information => "cung cấp thông tin",
    }
}

fn channels(channels: &[Channel]) -> Vec<&'static str> {
    let word = |channel: &Channel| match channel {
        Channel::Online => "online",
        Channel::Counter => "direct",
        Channel::Post => "postal",
    };
    channels.iter().map(word).collect()
}

fn limit(limit: &ProcedureLimit) -> Value {
    let (value, unit) = parts(limit.amount);
    // The ways in stand in the remark, or on their own where it does not name them.
    let read = ProcedureLimit::new(limit.amount, limit.condition_vi.clone()).channels;
    let named = (limit.channels != read).then(|| channels(&limit.channels));
    json!({
        "value": value,
        "unit": unit,
        "conditions_vi": limit.condition_vi,
        "channels": named,
        "when": limit.when,
    })
}

fn promise(promise: &Promise) -> Value {
    json!({
        "decision": promise.decision,
        "decision_date": promise.decision_date,
        "time_limits": promise.limits.iter().map(limit).collect::<Vec<_>>(),
        "source": promise.source,
    })
}

fn priced(money: &[Money], kind: MoneyKind) -> Value {
    let one = |money: &Money| {
        json!({
            "name_vi": money.name_vi,
            "amount_vnd": money.amount_vnd,
            "unit": money.per_vi,
            "condition_vi": money.condition_vi,
            "channels": channels(&money.channels),
            "legal_basis_vi": money.legal_basis_vi,
            "when": money.when,
            "amount_rule": money.amount_rule,
        })
    };
    money.iter().filter(|money| money.kind == kind).map(one).collect()
}

fn eligibility(condition: &Eligibility) -> Value {
    json!({"rule": condition.rule, "message_vi": condition.message_vi, "message_en": condition.message_en})
}

fn component(component: &Component) -> Value {
    let kinds: Vec<Value> = component.file_kinds.iter().map(|kind| word::<FileKind>(Some(*kind))).collect();
    json!({
        "id": component.id,
        "order": component.order,
        "name_vi": component.name_vi,
        "form_no": component.form_no,
        "originals": component.originals,
        "copies": component.copies,
        "required": component.required,
        "required_in_case": component.required_in_case,
        "submit_mode": word(Some(component.submit_mode)),
        "case_vi": component.case_vi,
        "held_by": component.held_by,
        "needed_when": component.needed_when,
        "known_kind": component.known_kind,
        "known_results": component.known_results,
        "known_months": component.known_months,
        "file_kinds": kinds,
        "max_bytes": component.max_bytes,
    })
}

fn step(step: &PublishedStep) -> Value {
    json!({
        "order": step.order,
        "actor_vi": step.actor_vi,
        "action_vi": step.action_vi,
        "duration": amount(step.duration),
        "note_vi": step.note_vi,
        "phase_vi": step.phase_vi,
    })
}

fn workflow(workflow: &Workflow) -> Value {
    json!({
        "case_vi": workflow.case_vi,
        "province_vi": workflow.province_vi,
        "decision": workflow.decision,
        "decision_date": workflow.decision_date,
        "total": amount(workflow.total),
        "sum_matches_total": workflow.sum_matches_total,
        "steps": workflow.steps.iter().map(step).collect::<Vec<_>>(),
        "source": workflow.source,
    })
}

fn amount(amount: Option<Amount>) -> Value {
    match amount {
        Some(_) => {
            let (value, unit) = parts(amount);
            json!({"value": value, "unit": unit})
        }
        None => Value::Null,
    }
}

/// Number and unit of an amount, both null without one.
fn parts(amount: Option<Amount>) -> (Value, Value) {
    amount.map_or((Value::Null, Value::Null), |amount| {
        (decimal(amount.hundredths), word::<AmountUnit>(Some(amount.unit)))
    })
}

/// Hundredths as a decimal number.
fn decimal(hundredths: u32) -> Value {
    let text = Amount { hundredths, unit: AmountUnit::Day }.to_string();
    text.parse::<Number>().map_or(Value::Null, Value::Number)
}

/// A word of a closed set, as its type writes it.
fn word<T: Serialize>(of: Option<T>) -> Value {
    serde_json::to_value(of).unwrap_or(Value::Null)
}

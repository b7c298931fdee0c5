//! What is found at a step, as facts for the choices that follow.

use std::sync::Arc;

use serde_json::Value;

use super::{WorkRules, WorkState, split};
use crate::dossier::Refusal;
use crate::rule::{self, Facts, ValueType};
use crate::time::Date;
use crate::workflow::{Fact, Process};

/// Longest text of a finding, in characters.
const TEXT_CHARS_MAX: usize = 200;

/// Whether a value is a possible finding of that fact.
#[must_use]
pub fn is_of_kind(fact: &Fact, value: &Value) -> bool {
    read(fact, value).is_some()
}

fn read(fact: &Fact, value: &Value) -> Option<rule::Value> {
    match fact.kind {
        ValueType::YesNo => value.as_bool().map(rule::Value::YesNo),
        ValueType::Text => {
            let text = value.as_str().filter(|text| text.chars().count() <= TEXT_CHARS_MAX)?;
            let is_known = fact.choices.is_empty() || fact.choices.iter().any(|choice| choice == text);
            is_known.then(|| rule::Value::text(text))
        }
        ValueType::Number => match value {
            Value::Number(number) => number.to_string().parse().ok().map(rule::Value::Number),
            Value::String(text) => text.trim().parse().ok().map(rule::Value::Number),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        },
        ValueType::Date => value.as_str().and_then(|text| text.parse().ok()).map(rule::Value::Date),
        ValueType::Rows => None,
    }
}

/// The facts of a workflow as they stand: what was found, else what the applicant answered.
pub(super) fn facts(process: &Process, work: &WorkState, rules: &WorkRules<'_>, today: Date) -> Facts {
    let mut facts = Facts::on(today);
    for fact in &process.definition().facts {
        let value = work.findings.get(&fact.name).cloned().or_else(|| (rules.answer)(&fact.name));
        if let Some(value) = value.and_then(|value| read(fact, &value)) {
            facts.insert(&fact.name, value);
        }
    }
    facts
}

/// Facts that somebody has to find at this step: those asked for next that the applicant did not answer. Where a
/// sub-dossier may end with the step, what is asked behind it belongs to them.
pub(super) fn asked(path: &str, process_of: &dyn Fn(&str) -> Option<Arc<Process>>, rules: &WorkRules<'_>) -> Vec<Fact> {
    let mut asked: Vec<Fact> = Vec::new();
    let mut at = path;
    loop {
        let (instance, node) = split(at);
        let Some(process) = process_of(instance) else { break };
        for fact in process.asked_after(node) {
            if !asked.iter().any(|known| known.name == fact.name) {
                asked.push(fact.clone());
            }
        }
        if instance.is_empty() || !process.may_end_after(node) {
            break;
        }
        at = instance;
    }
    asked.retain(|fact| (rules.answer)(&fact.name).and_then(|value| read(fact, &value)).is_none());
    asked
}

/// Checks what was found at a step: everything asked for, nothing else, each of its kind.
pub(super) fn check(asked: &[Fact], found: &serde_json::Map<String, Value>) -> Result<(), Refusal> {
    let foreign = found.keys().find(|name| !asked.iter().any(|fact| fact.name == **name));
    if let Some(name) = foreign {
        return Err(Refusal::FindingWrong { name: name.chars().take(100).collect() });
    }
    for fact in asked {
        match found.get(&fact.name) {
            None => return Err(Refusal::FindingMissing { name: fact.name.clone() }),
            Some(value) if is_of_kind(fact, value) => (),
            Some(_) => return Err(Refusal::FindingWrong { name: fact.name.clone() }),
        }
    }
    Ok(())
}

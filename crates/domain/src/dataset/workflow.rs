//! Reading workflows: their records, then their shape, then whether they are sound.

use serde_json::Value;

use super::node::{LONG, Node, SHORT};
use super::{FaultKind, JsonKind, from_word, node, refuse_duplicates};
use crate::access::Role;
use crate::deadline::Limit;
use crate::rule::{Rule, ValueType};
use crate::workflow::{
    Body, Compensation, Definition, Fact, Flow, Node as Drawn, NodeKind, Process, Proof, Step, SubDossier, Trigger,
    UnitRule, Wait, Work, prove,
};

const MAX_WORKFLOWS: usize = 10_000;
const MAX_NODES: usize = 500;
const MAX_FLOWS: usize = 1_000;
const MAX_TEXTS: usize = 200;

/// Reads `workflows[]` and refuses what is not sound; who may take the steps is asked at publication, not here.
pub(super) fn read_file(root: &Node<'_>) -> Vec<Definition> {
    let places = places(root);
    let processes = places.iter().filter_map(|place| process(place).map(|process| (place, process)));
    let sound = processes.map(|(place, process)| {
        let proof = prove(&process, &|_| true, Proof::STATES);
        for unsound in proof.unsound {
            place.field("nodes").fault(FaultKind::UnsoundWorkflow { unsound: Box::new(unsound) });
        }
        process.definition().clone()
    });
    sound.collect()
}

/// Reads `workflows[]` or one record alone, its shape checked and nothing else.
pub(super) fn read_processes(root: &Node<'_>) -> Vec<Process> {
    if root.has("workflows") { places(root) } else { vec![root.clone().named_by(&["id"])] }
        .iter()
        .filter_map(process)
        .collect()
}

fn places<'a>(root: &Node<'a>) -> Vec<Node<'a>> {
    let places: Vec<Node<'_>> =
        root.field("workflows").list(MAX_WORKFLOWS).into_iter().map(|place| place.named_by(&["id"])).collect();
    root.field("count").states(places.len());
    refuse_duplicates(places.iter().map(|place| {
        let text = |field: &str| place.value().get(field).map(ToString::to_string).unwrap_or_default();
        (place.field("id"), format!("{} {}", text("id"), text("version")))
    }));
    places.into_iter().filter(Node::is_object).collect()
}

fn process(place: &Node<'_>) -> Option<Process> {
    let process = Process::of(definition(place));
    let note = |fault| place.field("nodes").fault(FaultKind::Workflow { fault });
    process.map_err(|faults| faults.into_iter().for_each(note)).ok()
}

fn definition(place: &Node<'_>) -> Definition {
    let version = place.field("version").count(1_000_000);
    if version == 0 {
        place.field("version").fault(FaultKind::OutOfRange { given: "0".to_owned() });
    }
    let layout = place.field("layout");
    let drawn = serde_json::from_value(layout.value().clone());
    if drawn.is_err() && !layout.is_null() {
        layout.fault(FaultKind::WrongType { expected: JsonKind::Object });
    }
    Definition {
        id: place.field("id").code(is_code),
        version,
        name_vi: place.field("name_vi").text(LONG),
        name_en: place.field("name_en").text_or_none(LONG),
        procedure_ids: place.field("procedure_ids").texts(MAX_TEXTS),
        limit: limit(&place.field("limit")),
        facts: place.field("facts").list_or_none(MAX_TEXTS).iter().filter_map(fact).collect(),
        body: body(place),
        layout: drawn.ok(),
        legal_basis_vi: place.field("legal_basis_vi").texts(MAX_TEXTS),
        assumptions_vi: place.field("assumptions_vi").texts(MAX_TEXTS),
        source: place.field("source").text(LONG),
        validity: place.validity(),
    }
}

fn is_code(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn limit(place: &Node<'_>) -> Option<Limit> {
    let text = place.text_or_none(SHORT)?;
    let limit = text.parse();
    if limit.is_err() && !text.is_empty() {
        place.fault(FaultKind::NotACode { given: node::shown(&text) });
    }
    limit.ok()
}

fn fact(place: &Node<'_>) -> Option<Fact> {
    if !place.is_object() {
        return None;
    }
    Some(Fact {
        name: place.field("name").text(SHORT),
        kind: place.field("type").word(from_word::<ValueType>)?,
        choices: place.field("choices").texts(MAX_TEXTS),
        label_vi: place.field("label_vi").text_or_none(SHORT),
        label_en: place.field("label_en").text_or_none(SHORT),
    })
}

fn body(place: &Node<'_>) -> Body {
    let objects = |name: &str, most| place.field(name).list(most).into_iter().filter(Node::is_object);
    Body {
        nodes: objects("nodes", MAX_NODES).filter_map(|place| drawn(&place)).collect(),
        flows: objects("flows", MAX_FLOWS).map(|place| flow(&place)).collect(),
    }
}

fn drawn(place: &Node<'_>) -> Option<Drawn> {
    let text = |field: &str| place.field(field).text_or_none(SHORT);
    let words = place.field("kind").text(SHORT);
    let kind = match words.as_str() {
        "start" => NodeKind::Start,
        "end" => NodeKind::End,
        "exclusive" => NodeKind::Exclusive,
        "parallel" => NodeKind::Parallel,
        "inclusive" => NodeKind::Inclusive,
        "step" => NodeKind::Step(step(place)),
        "message" => NodeKind::Message(Wait {
            message: place.field("message").text(SHORT),
            limit: limit(&place.field("limit")),
            pause_ground: text("pause_ground"),
        }),
        "timer" => NodeKind::Timer { limit: needed_limit(&place.field("limit"))? },
        "sub_process" => NodeKind::SubProcess(body(place)),
        "sub_dossier" => NodeKind::SubDossier(SubDossier {
            workflow: place.field("workflow").code(is_code),
            unit: unit(&place.field("unit")),
            limit: limit(&place.field("limit")),
            pause_ground: text("pause_ground"),
        }),
        "boundary" => {
            NodeKind::Boundary { on: place.field("on").text(SHORT), trigger: trigger(&place.field("trigger"))? }
        }
        _unknown => {
            if !words.is_empty() {
                place.field("kind").fault(FaultKind::UnknownWord { given: node::shown(&words) });
            }
            return None;
        }
    };
    let name = place.field("name_vi");
    let may_be_bare = matches!(
        kind,
        NodeKind::Start
            | NodeKind::End
            | NodeKind::Exclusive
            | NodeKind::Parallel
            | NodeKind::Inclusive
            | NodeKind::Boundary { .. }
    );
    let is_bare = name.is_null() || name.value().as_str() == Some("");
    let name_vi = if may_be_bare && is_bare { String::new() } else { name.text(LONG) };
    Some(Drawn { id: place.field("id").text(SHORT), name_vi, kind })
}

fn needed_limit(place: &Node<'_>) -> Option<Limit> {
    if place.is_null() {
        place.fault(FaultKind::Missing);
    }
    limit(place)
}

fn step(place: &Node<'_>) -> Step {
    let undo = place.field("compensation");
    Step {
        work: place.field("work").word(Work::from_name).unwrap_or(Work::Examine),
        role: role(place),
        unit: unit(&place.field("unit")),
        limit: limit(&place.field("limit")),
        pause_ground: place.field("pause_ground").text_or_none(SHORT),
        form: place.field("form").text_or_none(SHORT),
        compensation: (!undo.is_null() && undo.is_object()).then(|| Compensation {
            name_vi: undo.field("name_vi").text(LONG),
            role: role(&undo),
            unit: unit(&undo.field("unit")),
        }),
    }
}

fn role(place: &Node<'_>) -> Role {
    place.field("role").word(Role::from_name).unwrap_or(Role::Officer)
}

fn unit(place: &Node<'_>) -> UnitRule {
    if !place.is_object() {
        return UnitRule::Handling;
    }
    let known = |word: &str| match word {
        "handling" => Some(UnitRule::Handling),
        "receiving" => Some(UnitRule::Receiving),
        "address" => Some(UnitRule::Address),
        "above" => Some(UnitRule::Above),
        "below" => Some(UnitRule::Below),
        "fixed" => Some(UnitRule::Fixed { unit_id: place.field("unit_id").text(SHORT) }),
        "field" => Some(UnitRule::Field { field: place.field("field").text(SHORT) }),
        "outside" => Some(UnitRule::Outside { authority_vi: place.field("authority_vi").text(SHORT) }),
        _unknown => None,
    };
    place.field("kind").word(known).unwrap_or(UnitRule::Handling)
}

fn trigger(place: &Node<'_>) -> Option<Trigger> {
    if !place.is_object() {
        return None;
    }
    let is_timer = place.field("by").word(|word| match word {
        "timer" => Some(true),
        "message" => Some(false),
        _unknown => None,
    })?;
    if is_timer {
        return needed_limit(&place.field("limit")).map(|limit| Trigger::Timer { limit });
    }
    Some(Trigger::Message { message: place.field("message").text(SHORT) })
}

fn flow(place: &Node<'_>) -> Flow {
    let when = place.field("when");
    let rule = when
        .text_or_none(Rule::MAX_CHARACTERS)
        .and_then(|text| Rule::read(&text).map_err(|fault| when.fault(FaultKind::Rule { fault })).ok());
    let bound = place.field("at_most").count_or_none(255);
    Flow {
        id: place.field("id").text(SHORT),
        from: place.field("from").text(SHORT),
        to: place.field("to").text(SHORT),
        name_vi: place.field("name_vi").text_or_none(SHORT),
        when: rule,
        otherwise: place.field("otherwise").flag_or_none().unwrap_or(false),
        at_most: bound.and_then(|bound| u8::try_from(bound).ok()),
    }
}

/// The file of some definitions, as it is imported.
#[must_use]
pub fn workflows_file(definitions: &[Definition]) -> Value {
    let records: Vec<Value> =
        definitions.iter().map(|definition| serde_json::to_value(definition).unwrap_or(Value::Null)).collect();
    serde_json::json!({"count": records.len(), "workflows": records})
}

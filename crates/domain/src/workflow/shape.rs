//! What a definition must look like before anything can be said of how it runs.

use std::collections::{BTreeMap, BTreeSet};

use super::definition::{Body, Definition, Flow, Node, NodeKind, Trigger};
use crate::deadline::Limit;
use crate::rule::{Names, RuleFault, ValueType};

/// Most nodes of a definition, inner levels included.
pub(super) const MAX_NODES: usize = 500;
/// Most flows.
pub(super) const MAX_FLOWS: usize = 1_000;
/// Deepest level of sub-processes.
pub(super) const MAX_DEPTH: usize = 5;
/// Most times that the way back of a loop may be taken.
pub(super) const MAX_LOOP: u8 = 20;
/// Most ways out of an inclusive gateway: each set of them is tried.
const MAX_INCLUSIVE: usize = 8;

/// What is wrong with the shape of a definition, and at which node or flow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {kind}")]
pub struct ShapeFault {
    /// Node or flow; the definition's own id for the whole.
    pub at: String,
    /// What is wrong.
    pub kind: ShapeFaultKind,
}

/// What is wrong. The English sentence is for logs; people read their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum ShapeFaultKind {
    #[error("more than {limit} nodes or flows, or levels too deep")]
    TooLarge { limit: usize },
    #[error("not a name: a letter or _, then letters, digits, _ and -")]
    NotAnId,
    #[error("stands twice")]
    Repeated,
    #[error("{given:?} is not on this level")]
    Unknown { given: String },
    #[error("a level has one start, and this one has {count}")]
    Starts { count: usize },
    #[error("a level without end")]
    NoEnd,
    #[error("{count} ways lead in, at least {least}, at most {most}")]
    WaysIn { count: usize, least: usize, most: usize },
    #[error("{count} ways lead out, at least {least}, at most {most}")]
    WaysOut { count: usize, least: usize, most: usize },
    #[error("only steps, waits, sub-processes and sub-dossiers can be broken off")]
    NotBreakable,
    #[error("a guard stands only on a way out of an exclusive or inclusive gateway with several")]
    GuardMisplaced,
    #[error("no guard, and not the way for when no other is taken")]
    GuardMissing,
    #[error("exactly one way is for when no other is taken, without guard or bound; {count} are")]
    Otherwise { count: usize },
    #[error("only a way out of an exclusive gateway is bounded, by 1 to {most}")]
    BoundMisplaced { most: u8 },
    #[error("the guard is wrong: {fault}")]
    Guard { fault: RuleFault },
    #[error("a fact is a text, a number, yes or no, or a day")]
    NotAFact,
    #[error("goes round without a bound: {}", path.join(" → "))]
    EndlessLoop { path: Vec<String> },
}

/// All faults of shape, loops without bound left out: those need the index of the process.
pub(super) fn faults(definition: &Definition) -> Vec<ShapeFault> {
    let mut found = Found::default();
    let names = facts(definition, &mut found);
    let mut seen = BTreeSet::new();
    level(&definition.body, &definition.id, 1, &names, &mut seen, &mut found);
    let flows = seen.len().saturating_sub(definition.nodes().count());
    if definition.nodes().count() > MAX_NODES || flows > MAX_FLOWS {
        found.add(&definition.id, ShapeFaultKind::TooLarge { limit: MAX_NODES });
    }
    found.0
}

#[derive(Default)]
struct Found(Vec<ShapeFault>);

impl Found {
    fn add(&mut self, at: &str, kind: ShapeFaultKind) {
        self.0.push(ShapeFault { at: at.to_owned(), kind });
    }
}

/// What guards may speak of.
fn facts(definition: &Definition, found: &mut Found) -> Names {
    let mut names = Names::new();
    for fact in &definition.facts {
        names = match fact.kind {
            ValueType::Rows => {
                found.add(&fact.name, ShapeFaultKind::NotAFact);
                names
            }
            ValueType::Text if !fact.choices.is_empty() => names.with_choices(&fact.name, &fact.choices),
            ValueType::Text | ValueType::Number | ValueType::YesNo | ValueType::Date => {
                names.with(&fact.name, fact.kind)
            }
        };
    }
    names
}

fn level<'a>(body: &'a Body, at: &str, depth: usize, names: &Names, seen: &mut BTreeSet<&'a str>, found: &mut Found) {
    if depth > MAX_DEPTH {
        found.add(at, ShapeFaultKind::TooLarge { limit: MAX_DEPTH });
        return;
    }
    let starts = body.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Start)).count();
    if starts != 1 {
        found.add(at, ShapeFaultKind::Starts { count: starts });
    }
    if !body.nodes.iter().any(|node| matches!(node.kind, NodeKind::End)) {
        found.add(at, ShapeFaultKind::NoEnd);
    }
    let ids = body.nodes.iter().map(|node| &node.id).chain(body.flows.iter().map(|flow| &flow.id));
    for id in ids {
        if !is_id(id) {
            found.add(id, ShapeFaultKind::NotAnId);
        }
        if !seen.insert(id) {
            found.add(id, ShapeFaultKind::Repeated);
        }
    }
    let nodes: BTreeMap<&str, &Node> = body.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    for flow in &body.flows {
        flow_is_sound(flow, body, &nodes, names, found);
    }
    for node in &body.nodes {
        node_is_sound(node, body, &nodes, found);
        if let NodeKind::SubProcess(inner) = &node.kind {
            level(inner, &node.id, depth.saturating_add(1), names, seen, found);
        }
    }
}

fn node_is_sound(node: &Node, body: &Body, nodes: &BTreeMap<&str, &Node>, found: &mut Found) {
    let (least_in, most_in, least_out, most_out) = match &node.kind {
        NodeKind::Start | NodeKind::Boundary { .. } => (0, 0, 1, 1),
        NodeKind::End => (1, MAX_FLOWS, 0, 0),
        NodeKind::Step(_)
        | NodeKind::Message(_)
        | NodeKind::Timer { .. }
        | NodeKind::SubProcess(_)
        | NodeKind::SubDossier(_) => (1, MAX_FLOWS, 1, 1),
        NodeKind::Exclusive | NodeKind::Parallel => (1, MAX_FLOWS, 1, MAX_FLOWS),
        NodeKind::Inclusive => (1, MAX_FLOWS, 1, MAX_INCLUSIVE),
    };
    let ways_in = body.flows.iter().filter(|flow| flow.to == node.id).count();
    if !(least_in..=most_in).contains(&ways_in) {
        found.add(&node.id, ShapeFaultKind::WaysIn { count: ways_in, least: least_in, most: most_in });
    }
    let out: Vec<&Flow> = body.flows.iter().filter(|flow| flow.from == node.id).collect();
    if !(least_out..=most_out).contains(&out.len()) {
        found.add(&node.id, ShapeFaultKind::WaysOut { count: out.len(), least: least_out, most: most_out });
    }
    if is_choice(node) && out.len() > 1 {
        let is_otherwise = |flow: &&&Flow| flow.otherwise && flow.when.is_none() && flow.at_most.is_none();
        let (count, all) = (out.iter().filter(is_otherwise).count(), out.iter().filter(|flow| flow.otherwise).count());
        if count != 1 || all != 1 {
            found.add(&node.id, ShapeFaultKind::Otherwise { count });
        }
    }
    if let NodeKind::Boundary { on, trigger: Trigger::Timer { .. } | Trigger::Message { .. } } = &node.kind {
        match nodes.get(on.as_str()).map(|node| &node.kind) {
            None => found.add(&node.id, ShapeFaultKind::Unknown { given: on.clone() }),
            Some(NodeKind::Step(_) | NodeKind::Message(_) | NodeKind::SubProcess(_) | NodeKind::SubDossier(_)) => (),
            Some(
                NodeKind::Start
                | NodeKind::End
                | NodeKind::Exclusive
                | NodeKind::Parallel
                | NodeKind::Inclusive
                | NodeKind::Timer { .. }
                | NodeKind::Boundary { .. },
            ) => found.add(&node.id, ShapeFaultKind::NotBreakable),
        }
    }
}

fn is_choice(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Exclusive | NodeKind::Inclusive)
}

fn flow_is_sound(flow: &Flow, body: &Body, nodes: &BTreeMap<&str, &Node>, names: &Names, found: &mut Found) {
    for end in [&flow.from, &flow.to] {
        if !nodes.contains_key(end.as_str()) {
            found.add(&flow.id, ShapeFaultKind::Unknown { given: end.clone() });
        }
    }
    let from = nodes.get(flow.from.as_str());
    let several = body.flows.iter().filter(|other| other.from == flow.from).count() > 1;
    let chooses = several && from.is_some_and(|node| is_choice(node));
    if !chooses && (flow.when.is_some() || flow.otherwise) {
        found.add(&flow.id, ShapeFaultKind::GuardMisplaced);
    }
    if chooses && flow.when.is_none() && !flow.otherwise {
        found.add(&flow.id, ShapeFaultKind::GuardMissing);
    }
    let may_be_bounded = chooses && from.is_some_and(|node| matches!(node.kind, NodeKind::Exclusive));
    if flow.at_most.is_some_and(|most| !may_be_bounded || !(1..=MAX_LOOP).contains(&most)) {
        found.add(&flow.id, ShapeFaultKind::BoundMisplaced { most: MAX_LOOP });
    }
    if let Some(rule) = &flow.when
        && let Err(fault) = rule.check(names, ValueType::YesNo)
    {
        found.add(&flow.id, ShapeFaultKind::Guard { fault });
    }
}

/// A name that is one in XML too; the dot is left for names that the export makes.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() <= 100
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// How long a node may take on the dossier's clock.
pub(super) fn counted_limit(kind: &NodeKind) -> Option<Limit> {
    match kind {
        NodeKind::Step(step) => step.limit.filter(|_| step.pause_ground.is_none()),
        NodeKind::Message(wait) => wait.limit.filter(|_| wait.pause_ground.is_none()),
        NodeKind::SubDossier(sub) => sub.limit.filter(|_| sub.pause_ground.is_none()),
        NodeKind::Timer { limit } | NodeKind::Boundary { trigger: Trigger::Timer { limit }, .. } => Some(*limit),
        NodeKind::Start
        | NodeKind::End
        | NodeKind::Exclusive
        | NodeKind::Parallel
        | NodeKind::Inclusive
        | NodeKind::SubProcess(_)
        | NodeKind::Boundary { trigger: Trigger::Message { .. }, .. } => None,
    }
}

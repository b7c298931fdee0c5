//! Dossiers at other units: the workflow they name exists, ends inside the limit given to it, and does not come back.

use super::definition::{Definition, NodeKind, SubDossier};
use super::reckon::{on_the_clock, tenth_hours};
use crate::deadline::Limit;

/// What is wrong between workflows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkFault {
    /// No such workflow.
    Unknown {
        /// The workflow that names it.
        workflow: String,
        /// The node.
        node: String,
        /// The name.
        given: String,
    },
    /// The dossier at the other unit may take longer than it is given.
    TooShort {
        /// The workflow.
        workflow: String,
        /// The node.
        node: String,
        /// What the node gives.
        given: Limit,
        /// What the other workflow takes.
        needed: Limit,
    },
    /// Dossiers that open each other without end.
    Circle {
        /// The workflows in order.
        path: Vec<String>,
    },
}

/// Checks the dossiers at other units of all definitions in force together.
#[must_use]
pub fn check_links(definitions: &[Definition]) -> Vec<LinkFault> {
    let mut faults = Vec::new();
    for definition in definitions {
        for (node, sub) in subs(definition) {
            let Some(other) = find(definitions, &sub.workflow) else {
                let (workflow, node) = (definition.id.clone(), node.to_owned());
                faults.push(LinkFault::Unknown { workflow, node, given: sub.workflow.clone() });
                continue;
            };
            if let (Some(given), Some(needed)) = (sub.limit, other.limit)
                && on_the_clock(needed, given.unit()).is_none_or(|needed| needed > tenth_hours(given))
            {
                let (workflow, node) = (definition.id.clone(), node.to_owned());
                faults.push(LinkFault::TooShort { workflow, node, given, needed });
            }
        }
        if let Some(path) = circle(definitions, definition) {
            faults.push(LinkFault::Circle { path });
        }
    }
    faults
}

fn subs(definition: &Definition) -> Vec<(&str, &SubDossier)> {
    let subs = definition.nodes().filter_map(|node| match &node.kind {
        NodeKind::SubDossier(sub) => Some((node.id.as_str(), sub)),
        NodeKind::Start
        | NodeKind::End
        | NodeKind::Step(_)
        | NodeKind::Exclusive
        | NodeKind::Parallel
        | NodeKind::Inclusive
        | NodeKind::Message(_)
        | NodeKind::Timer { .. }
        | NodeKind::SubProcess(_)
        | NodeKind::Boundary { .. } => None,
    });
    subs.collect()
}

fn find<'a>(definitions: &'a [Definition], id: &str) -> Option<&'a Definition> {
    definitions.iter().filter(|definition| definition.id == id).max_by_key(|definition| definition.version)
}

/// A way over other workflows back to this one.
fn circle(definitions: &[Definition], from: &Definition) -> Option<Vec<String>> {
    let mut open = vec![vec![from.id.clone()]];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(path) = open.pop() {
        let last = find(definitions, path.last()?);
        for (_, sub) in last.map(subs).unwrap_or_default() {
            let mut longer = path.clone();
            longer.push(sub.workflow.clone());
            if sub.workflow == from.id {
                return Some(longer);
            }
            if seen.insert(sub.workflow.clone()) {
                open.push(longer);
            }
        }
    }
    None
}

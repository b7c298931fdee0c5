//! Whether dossiers can be worked by a first workflow as it was drawn from a published table, or why not.
//!
//! A table tells who acts in words, often of several authorities, and not all of them decide anything. What was drawn from
//! it is sound as a net and may still ask the wrong person for the last word. Only what leaves no such doubt is put in
//! force as it is; the rest is a template that the office completes.

use super::definition::{Definition, Node, NodeKind, Step, UnitRule, Work};
use super::process::Process;
use crate::access::Role;

/// Why a workflow whose steps stand in a row is not put in force as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// It does not begin with the desk's own receiving.
    NotReceived {
        /// With what it begins.
        step: String,
    },
    /// Nobody approves or signs.
    NoLastWord,
    /// The last word is spoken before anybody examines.
    Unexamined {
        /// Where it is spoken.
        step: String,
    },
    /// An officer goes on after the last word: another authority's decision seems to be drawn as a step of this unit.
    WorkedAfterwards {
        /// That step.
        step: String,
    },
    /// A head signs more than once: several authorities seem to be drawn as one unit.
    SignedTwice {
        /// The later step.
        step: String,
    },
    /// The result is handed over before the end.
    HandedOverEarly {
        /// Where.
        step: String,
    },
    /// The desk does not hand the result over at the end.
    NotHandedOver {
        /// With what it ends.
        step: String,
    },
    /// Another workflow names the same procedure, and nothing says which is for whom.
    NotAlone {
        /// The other one.
        other: String,
    },
}

/// Every reason against a workflow whose steps stand in a row; none for one that branches, which somebody has drawn.
#[must_use]
pub fn misfits(process: &Process) -> Vec<Misfit> {
    let Some(row) = row(process.definition()) else { return Vec::new() };
    let mut found = Vec::new();
    let id = |node: &Node| node.id.clone();
    if let Some((node, step)) = row.first()
        && (step.work, &step.unit) != (Work::Receive, &UnitRule::Receiving)
    {
        found.push(Misfit::NotReceived { step: id(node) });
    }
    found.extend(last_word(&row));
    let signs = row.iter().filter(|(_, step)| step.role == Role::Leader && step.work == Work::Sign);
    found.extend(signs.skip(1).take(1).map(|(node, _)| Misfit::SignedTwice { step: id(node) }));
    let hands_over = |step: &Step| (step.work, &step.unit) == (Work::Deliver, &UnitRule::Receiving);
    if let Some(((last, step), before)) = row.split_last() {
        let early = before.iter().find(|(_, step)| hands_over(step));
        found.extend(early.map(|(node, _)| Misfit::HandedOverEarly { step: id(node) }));
        if !hands_over(step) {
            found.push(Misfit::NotHandedOver { step: id(last) });
        }
    }
    found
}

/// Other workflows of a list that name a procedure of this one.
#[must_use]
pub fn rivals(of: &Definition, all: &[Definition]) -> Vec<Misfit> {
    let shares = |other: &&Definition| {
        other.id != of.id && other.procedure_ids.iter().any(|procedure| of.procedure_ids.contains(procedure))
    };
    all.iter().filter(shares).map(|other| Misfit::NotAlone { other: other.id.clone() }).collect()
}

/// The workflows of a list that can be put in force as they are: each alone for its procedures and without a misfit.
#[must_use]
pub fn fitting(all: &[Definition]) -> Vec<Definition> {
    let fits = |of: &&Definition| {
        let process = Process::of((*of).clone());
        rivals(of, all).is_empty() && process.is_ok_and(|process| misfits(&process).is_empty())
    };
    all.iter().filter(fits).cloned().collect()
}

fn last_word(row: &[(&Node, &Step)]) -> Option<Misfit> {
    let decides = |step: &Step| step.role == Role::Leader && matches!(step.work, Work::Approve | Work::Sign);
    let Some(place) = row.iter().rposition(|(_, step)| decides(step)) else { return Some(Misfit::NoLastWord) };
    let (before, rest) = row.split_at(place);
    let is_officers = |(_, step): &&(&Node, &Step)| step.role == Role::Officer;
    if !before.iter().any(|one| is_officers(&one)) {
        return rest.first().map(|(node, _)| Misfit::Unexamined { step: node.id.clone() });
    }
    rest.iter().find(is_officers).map(|(node, _)| Misfit::WorkedAfterwards { step: node.id.clone() })
}

/// The steps from start to end where they stand in a row.
fn row(definition: &Definition) -> Option<Vec<(&Node, &Step)>> {
    let body = &definition.body;
    let mut at = body.nodes.iter().find(|node| matches!(node.kind, NodeKind::Start))?;
    let mut row = Vec::new();
    // One more than there are nodes would be a circle.
    for _ in &body.nodes {
        match &at.kind {
            NodeKind::Start => (),
            NodeKind::Step(step) => row.push((at, step)),
            NodeKind::End => return (row.len().saturating_add(2) == body.nodes.len()).then_some(row),
            NodeKind::Exclusive
            | NodeKind::Parallel
            | NodeKind::Inclusive
            | NodeKind::Message(_)
            | NodeKind::Timer { .. }
            | NodeKind::SubProcess(_)
            | NodeKind::SubDossier(_)
            | NodeKind::Boundary { .. } => return None,
        }
        let to = &body.flows.iter().find(|flow| flow.from == at.id)?.to;
        at = body.nodes.iter().find(|node| node.id == *to)?;
    }
    None
}

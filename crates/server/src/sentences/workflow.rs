//! Sentences about workflows: why one is not sound, the way into a trap, what a drawing cannot bring along.

use super::role;
use crate::messages::{Messages, fill};
use domain::workflow::bpmn::{BpmnFault, BpmnFaultKind};
use domain::workflow::{Happening, LinkFault, Misfit, Place, TraceStep, Unsound};

/// Why a workflow is not sound.
#[must_use]
pub fn unsound(m: &Messages, unsound: &Unsound) -> String {
    let t = &m.workflow.unsound;
    match unsound {
        Unsound::Deadlock { .. } => t.deadlock.to_owned(),
        Unsound::Twice { place, .. } => fill(t.twice, &[("place", &self::place(m, place))]),
        Unsound::StillRunning { end, .. } => fill(t.still_running, &[("end", end)]),
        Unsound::NeverReached { node, drawn } if drawn.is_empty() => fill(t.never_reached, &[("node", node)]),
        Unsound::NeverReached { node, drawn } => {
            fill(t.never_reached_drawn, &[("node", node), ("path", &drawn.join(" → "))])
        }
        Unsound::TooLong { path, sum, whole } => {
            let (sum, whole) = (super::limit(m, *sum), super::limit(m, *whole));
            fill(t.too_long, &[("sum", &sum), ("whole", &whole), ("path", &path.join(" + "))])
        }
        Unsound::Incomparable { step, limit, whole } => {
            let (limit, whole) = (super::limit(m, *limit), super::limit(m, *whole));
            fill(t.incomparable, &[("limit", &limit), ("step", step), ("whole", &whole)])
        }
        Unsound::Nobody { step, role: needed, unit: _ } => {
            fill(t.nobody, &[("role", &role(m, *needed)), ("step", step)])
        }
        Unsound::Unproved { states } => fill(t.unproved, &[("states", states)]),
    }
}

/// One thing on the way into a trap: what happened, and where the work lies then.
#[must_use]
pub fn trace_step(m: &Messages, number: usize, step: &TraceStep) -> String {
    let t = &m.workflow;
    let what = match &step.what {
        Happening::Started => t.started.to_owned(),
        Happening::Finished { node } => fill(t.finished, &[("node", node)]),
        Happening::Interrupted { boundary } => fill(t.interrupted, &[("boundary", boundary)]),
    };
    let what =
        if step.chose.is_empty() { what } else { fill(t.chose, &[("what", &what), ("flows", &step.chose.join(", "))]) };
    let places: Vec<String> = step.marking.iter().map(|place| self::place(m, place)).collect();
    let places = if places.is_empty() { t.no_places.to_owned() } else { places.join(", ") };
    fill(t.trace, &[("number", &number), ("what", &what), ("places", &places)])
}

fn place(m: &Messages, place: &Place) -> String {
    match place {
        Place::On { flow } => fill(m.workflow.on_flow, &[("flow", flow)]),
        Place::At { node } => fill(m.workflow.at_node, &[("node", node)]),
    }
}

/// Why a workflow is not put in force as it is.
#[must_use]
pub fn misfit(m: &Messages, misfit: &Misfit) -> String {
    let t = &m.workflow.misfit;
    match misfit {
        Misfit::NotReceived { step } => fill(t.not_received, &[("step", step)]),
        Misfit::NoLastWord => t.no_last_word.to_owned(),
        Misfit::Unexamined { step } => fill(t.unexamined, &[("step", step)]),
        Misfit::WorkedAfterwards { step } => fill(t.worked_afterwards, &[("step", step)]),
        Misfit::SignedTwice { step } => fill(t.signed_twice, &[("step", step)]),
        Misfit::HandedOverEarly { step } => fill(t.handed_over_early, &[("step", step)]),
        Misfit::NotHandedOver { step } => fill(t.not_handed_over, &[("step", step)]),
        Misfit::NotAlone { other } => fill(t.not_alone, &[("other", other)]),
    }
}

/// What is wrong between workflows.
#[must_use]
pub fn link_fault(m: &Messages, fault: &LinkFault) -> String {
    let t = &m.workflow.link;
    match fault {
        LinkFault::Unknown { workflow, node, given } => {
            fill(t.unknown, &[("workflow", workflow), ("node", node), ("given", given)])
        }
        LinkFault::TooShort { workflow, node, given, needed } => {
            let (given, needed) = (super::limit(m, *given), super::limit(m, *needed));
            fill(t.too_short, &[("workflow", workflow), ("node", node), ("given", &given), ("needed", &needed)])
        }
        LinkFault::Circle { path } => fill(t.circle, &[("path", &path.join(" → "))]),
    }
}

/// What a drawing has that cannot be carried over, and where.
#[must_use]
pub fn bpmn_fault(m: &Messages, fault: &BpmnFault) -> String {
    let t = &m.workflow.bpmn;
    let what = match &fault.kind {
        BpmnFaultKind::TooLarge { limit } => fill(t.too_large, &[("limit", limit)]),
        BpmnFaultKind::TooDeep { limit } => fill(t.too_deep, &[("limit", limit)]),
        BpmnFaultKind::TooMany { limit } => fill(t.too_many, &[("limit", limit)]),
        BpmnFaultKind::NotXml { why } => fill(t.not_xml, &[("why", why)]),
        BpmnFaultKind::NotRead => t.not_read.to_owned(),
        BpmnFaultKind::NotBpmn => t.not_bpmn.to_owned(),
        BpmnFaultKind::Processes { count } => fill(t.processes, &[("count", count)]),
        BpmnFaultKind::NotCarried => t.not_carried.to_owned(),
        BpmnFaultKind::Attribute { attribute } => fill(t.attribute, &[("attribute", attribute)]),
        BpmnFaultKind::Text => t.text.to_owned(),
        BpmnFaultKind::Missing { what } => fill(t.missing, &[("what", what)]),
        BpmnFaultKind::Wrong { what, given } => fill(t.wrong, &[("what", what), ("given", given)]),
    };
    fill(t.at, &[("line", &fault.line), ("element", &fault.element), ("id", &fault.id), ("what", &what)])
}

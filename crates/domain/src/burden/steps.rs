//! Steps that take more than the whole limit, and steps that nobody may take.

use super::limits::{is_longer, sum};
use super::{FindingKind, Found, Place};
use crate::access::Role;
use crate::procedure::{Procedure, PublishedStep, StepsSource};

/// The steps of an internal process fit into the limit to which the office is held; those of a workflow into the total
/// that its decision prints.
pub(super) fn total(procedure: &Procedure, found: &mut Found<'_>) {
    let whole = procedure.promised_limit().or(procedure.legal_limit()).and_then(|limit| limit.amount);
    let is_process = match procedure.steps_source {
        Some(StepsSource::InternalProcess | StepsSource::LegacyOneStop) => true,
        // The national sequence mixes alternatives; its durations do not follow one another.
        Some(StepsSource::Statutory) | None => false,
    };
    if let (true, Some(limit), Some(steps)) = (is_process, whole, durations(&procedure.steps))
        && is_longer(steps, limit)
    {
        found.add(Place::Steps, FindingKind::StepsLongerThanLimit { steps, limit });
    }
    for (index, workflow) in procedure.workflows.iter().enumerate() {
        if let (Some(limit), Some(steps)) = (workflow.total, durations(&workflow.steps))
            && is_longer(steps, limit)
        {
            found.add(Place::Workflow { index }, FindingKind::StepsLongerThanLimit { steps, limit });
        }
    }
}

fn durations(steps: &[PublishedStep]) -> Option<crate::procedure::Amount> {
    sum(steps.iter().filter_map(|step| step.duration))
}

/// Every step has somebody who may take it.
pub(super) fn holders(procedure: &Procedure, is_held: &dyn Fn(Role) -> bool, found: &mut Found<'_>) {
    for (index, step) in procedure.working_steps().into_iter().enumerate() {
        if !is_held(step.role) {
            found.add(Place::Step { index }, FindingKind::StepWithoutHolder { step_vi: step.name_vi, role: step.role });
        }
    }
}

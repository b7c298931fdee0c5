//! Sentences about what the law or the state of a dossier does not allow.

use super::{action, stage};
use crate::messages::{Messages, fill};
use app::ActError;
use domain::dossier::Refusal;

/// Why a command was refused, and what to do next.
#[must_use]
pub fn refusal(m: &Messages, refusal: &Refusal) -> String {
    let texts = &m.staff.refusal;
    match refusal {
        Refusal::NotInStage { action: asked, stage: now } => {
            fill(texts.not_in_stage, &[("action", &action(m, *asked).0), ("stage", &stage(m, *now))])
        }
        Refusal::TextTooLong { limit } => fill(texts.text_too_long, &[("limit", limit)]),
        Refusal::UnlistedComponent { component } => fill(texts.unlisted_component, &[("component", component)]),
        Refusal::ReasonMissing => texts.reason_missing.to_owned(),
        Refusal::Reason(faults) => match faults.first() {
            Some(fault) => super::reason_fault(m, fault),
            None => m.reason.problem.whole.to_owned(),
        },
        Refusal::Papers(problems) => match problems.first() {
            Some(problem) => super::item_problem(m, *problem),
            None => m.reason.problem.papers.to_owned(),
        },
        Refusal::NoComponents => texts.no_components.to_owned(),
        Refusal::SupplementAlreadyRequested => texts.supplement_already_requested.to_owned(),
        Refusal::NothingSupplied => texts.nothing_supplied.to_owned(),
        Refusal::AmountOutOfRange => texts.amount_out_of_range.to_owned(),
        Refusal::FieldMissing { .. } => texts.field_missing.to_owned(),
        Refusal::NoStepLeft => texts.no_step_left.to_owned(),
        Refusal::StepOfLeader => texts.step_of_leader.to_owned(),
        Refusal::NoEarlierStep => texts.no_earlier_step.to_owned(),
        Refusal::StepsOpen => texts.steps_open.to_owned(),
        Refusal::NoLimitToExtend => texts.no_limit_to_extend.to_owned(),
        Refusal::BeyondCalendar => texts.beyond_calendar.to_owned(),
        Refusal::SameUnit => texts.same_unit.to_owned(),
        Refusal::AlreadyReappointed => texts.already_reappointed.to_owned(),
        Refusal::NewDateTooEarly => texts.new_date_too_early.to_owned(),
        Refusal::ScoreOutOfRange => texts.score_out_of_range.to_owned(),
        Refusal::AlreadyRated => texts.already_rated.to_owned(),
        Refusal::TooMany => texts.too_many.to_owned(),
        Refusal::StepNotOpen { .. } => texts.step_not_open.to_owned(),
        Refusal::FindingMissing { .. } => texts.finding_missing.to_owned(),
        Refusal::FindingWrong { .. } => texts.finding_wrong.to_owned(),
        Refusal::PaidByOrder => texts.paid_by_order.to_owned(),
        Refusal::NothingToMove => texts.nothing_to_move.to_owned(),
        Refusal::Workflow(domain::workflow::Refusal::Blocked) => texts.move_blocked.to_owned(),
        Refusal::WorkflowMissing { .. } | Refusal::Workflow(_) => texts.workflow_stands.to_owned(),
    }
}

/// Why one of many things could not be done, as one line.
#[must_use]
pub fn why_not(m: &Messages, error: &ActError) -> String {
    let texts = &m.staff.refusal;
    match error {
        ActError::Refused(reason) => refusal(m, reason),
        ActError::NotYours | ActError::NotSignedIn => texts.not_yours.to_owned(),
        ActError::Invalid(problems) => match problems.first() {
            Some(problem) => super::field_problem(m, problem),
            None => texts.field_missing.to_owned(),
        },
        ActError::Desk(reason) => super::desk_refusal(m, *reason),
        ActError::Exchange(reason) => super::exchange_refusal(m, *reason),
        ActError::Document(reason) => super::document_refusal(m, reason),
        ActError::WorkFile(reason) => super::work_file_refusal(m, reason),
        ActError::Payment(reason) => super::payment_refusal(m, reason),
        ActError::Outage(reason) => super::outage_refusal(m, *reason).to_owned(),
        ActError::Away(reason) => super::away_refusal(m, *reason),
        ActError::Signing(trouble) => super::signing_trouble(m, *trouble).to_owned(),
        ActError::NotFound => m.problem.not_found.to_owned(),
        ActError::Stale { .. } => texts.step_not_open.to_owned(),
        ActError::Registry(_)
        | ActError::Review(_)
        | ActError::Round(_)
        | ActError::Content(_)
        | ActError::KeyReused
        | ActError::SignInFailed
        | ActError::TooManyAttempts { .. }
        | ActError::Unavailable
        | ActError::GatewaySilent
        | ActError::Fault(_) => m.problem.unavailable.to_owned(),
    }
}

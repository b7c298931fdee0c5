//! Between plans and reviews and their rows.

use domain::review::{
    DecidedKind, Plan, PlanEvent, PlanItem, PlanState, ProposalRecord, Review, ReviewEvent, ReviewState,
};
use domain::time::Instant;
use store::Tx;
use store::journal::{self, StoredEvent};
use store::review::{self as rows, PlanRow, ProposalRow, ReviewRow};

use super::{EVENTS_MAX, plan_stream, sheet_stream};
use crate::error::ActError;

/// A plan; an empty one where there is none.
pub(super) fn load_plan(tx: &mut Tx<'_>, id: &str) -> Result<Plan, ActError> {
    replay_plan(&journal::of_stream(tx, &plan_stream(id), 0, EVENTS_MAX)?)
}

/// The plan that these events make.
pub(super) fn replay_plan(stored: &[StoredEvent]) -> Result<Plan, ActError> {
    let mut plan = Plan::default();
    for event in stored {
        let happened: PlanEvent = serde_json::from_str(&event.payload)?;
        plan.apply(&happened, &event.actor)?;
    }
    Ok(plan)
}

/// A review; an empty one before anybody began.
pub(super) fn load_review(tx: &mut Tx<'_>, plan: &str, procedure: &str) -> Result<Review, ActError> {
    replay_review(&journal::of_stream(tx, &sheet_stream(plan, procedure), 0, EVENTS_MAX)?)
}

/// The review that these events make.
pub(super) fn replay_review(stored: &[StoredEvent]) -> Result<Review, ActError> {
    let mut review = Review::default();
    for event in stored {
        let happened: ReviewEvent = serde_json::from_str(&event.payload)?;
        review.apply(&happened, &event.actor)?;
    }
    Ok(review)
}

pub(super) fn plan_row(id: &str, plan: &Plan, updated_at: Instant) -> PlanRow {
    PlanRow {
        id: id.to_owned(),
        version: plan.version,
        year: i64::from(plan.year),
        state: plan.state.name().to_owned(),
        title: plan.title_vi.clone(),
        updated_at,
    }
}

/// The row of a review that nobody has begun.
pub(super) fn waiting_row((plan, procedure): (&str, &str), year: i16, item: u32, line: &PlanItem) -> ReviewRow {
    review_row((plan, procedure), year, (item, line), &Review::default())
}

pub(super) fn review_row(
    (plan, procedure): (&str, &str),
    year: i16,
    (item, line): (u32, &PlanItem),
    review: &Review,
) -> ReviewRow {
    ReviewRow {
        plan: plan.to_owned(),
        procedure_id: procedure.to_owned(),
        item: i64::from(item),
        version: review.version,
        year: i64::from(year),
        unit: line.unit.clone(),
        person: line.person.clone(),
        deadline: line.deadline.to_string(),
        state: review.state.name().to_owned(),
        confirmed_on: review.confirmed.as_ref().map(|(_, on)| on.to_string()).unwrap_or_default(),
    }
}

pub(super) fn proposal_row(
    (plan, procedure): (&str, &str),
    unit: &str,
    number: u32,
    record: &ProposalRecord,
) -> ProposalRow {
    let counts_as = DecidedKind::from(&record.proposal);
    let days_hundredths = match counts_as {
        DecidedKind::Shorten { days_hundredths } => days_hundredths,
        DecidedKind::Simplify | DecidedKind::Repeal => 0,
    };
    let decided = record.decided.as_ref();
    ProposalRow {
        plan: plan.to_owned(),
        procedure_id: procedure.to_owned(),
        number: i64::from(number),
        unit: unit.to_owned(),
        kind: record.proposal.kind.name().to_owned(),
        counts_as: counts_as.name().to_owned(),
        days_hundredths: i64::from(days_hundredths),
        decision: decided.map(|decided| decided.decision.name().to_owned()).unwrap_or_default(),
        document: decided.map(|decided| decided.document.number.clone()).unwrap_or_default(),
        decided_on: decided.map(|decided| decided.document.date.to_string()).unwrap_or_default(),
        revision: record.revision.map(i64::from),
    }
}

/// What of a plan's rows is not as the journal says; `None` when nothing is.
pub(crate) fn plan_difference(tx: &mut Tx<'_>, id: &str, events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let plan = replay_plan(events)?;
    let Some(found) = rows::plan(tx, id)? else { return Ok(Some("the plan's row is missing".to_owned())) };
    if found != plan_row(id, &plan, found.updated_at) {
        return Ok(Some("the plan's row differs from the journal".to_owned()));
    }
    let mut expected: Vec<(i64, &str, &PlanItem)> = match plan.state {
        PlanState::Draft => Vec::new(),
        PlanState::Issued | PlanState::InProgress | PlanState::Finished => {
            plan.procedures().map(|(item, line, procedure)| (i64::from(item), procedure, line)).collect()
        }
    };
    expected.sort_by_key(|(item, procedure, _)| (*item, *procedure));
    let found = rows::of_plan(tx, id)?;
    if found.len() != expected.len() {
        let (kept, told) = (found.len(), expected.len());
        return Ok(Some(format!("the table holds {kept} reviews of the plan, the journal {told}")));
    }
    for (row, (item, procedure, line)) in found.iter().zip(expected) {
        let same = (row.item, row.procedure_id.as_str()) == (item, procedure)
            && (row.unit.as_str(), row.person.as_str()) == (line.unit.as_str(), line.person.as_str())
            && row.deadline == line.deadline.to_string()
            && row.year == i64::from(plan.year)
            && (row.version > 0 || row.state == ReviewState::Waiting.name());
        if !same {
            return Ok(Some(format!("the row of the review of {procedure} differs from the plan")));
        }
    }
    Ok(None)
}

/// What of a review's rows is not as the journal says; `key` is `{plan}/{procedure}`.
pub(crate) fn sheet_difference(tx: &mut Tx<'_>, key: &str, events: &[StoredEvent]) -> Result<Option<String>, ActError> {
    let Some((plan_id, procedure)) = key.split_once('/') else {
        return Ok(Some("an unknown kind of stream".to_owned()));
    };
    let (plan, review) = (load_plan(tx, plan_id)?, replay_review(events)?);
    let Some((item, line)) = plan.item_of(procedure) else {
        return Ok(Some("the plan does not name the procedure".to_owned()));
    };
    let expected = review_row((plan_id, procedure), plan.year, (item, line), &review);
    let found = rows::of_plan(tx, plan_id)?;
    if !found.contains(&expected) {
        return Ok(Some("the review's row differs from the journal".to_owned()));
    }
    let expected: Vec<ProposalRow> = review
        .proposals
        .iter()
        .map(|(number, record)| proposal_row((plan_id, procedure), &line.unit, *number, record))
        .collect();
    let same = rows::proposals_of(tx, plan_id, procedure)? == expected;
    Ok(if same { None } else { Some("the rows of the proposals differ from the journal".to_owned()) })
}

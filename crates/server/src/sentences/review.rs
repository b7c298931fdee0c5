//! Sentences about the review of procedures.

use crate::messages::{Messages, fill};
use crate::web::format;
use domain::review::{
    Criterion, Decision, PlanState, Question, Refusal, ReviewEvent, ReviewState, SheetFault, Verdict,
};

/// The name of a plan's state.
#[must_use]
pub const fn plan_state(m: &Messages, state: PlanState) -> &'static str {
    let texts = &m.review.plan_state;
    match state {
        PlanState::Draft => texts.draft,
        PlanState::Issued => texts.issued,
        PlanState::InProgress => texts.in_progress,
        PlanState::Finished => texts.finished,
    }
}

/// The name of a review's state.
#[must_use]
pub const fn review_state(m: &Messages, state: ReviewState) -> &'static str {
    let texts = &m.review.state;
    match state {
        ReviewState::Waiting => texts.waiting,
        ReviewState::Draft => texts.draft,
        ReviewState::HandedIn => texts.handed_in,
        ReviewState::Confirmed => texts.confirmed,
    }
}

/// Why a plan or a review refused a change, and what to do next.
#[must_use]
pub fn review_refusal(m: &Messages, refusal: &Refusal) -> String {
    let texts = &m.review.refusal;
    match refusal {
        Refusal::PlanNotInState(state) => fill(texts.plan_not_in_state, &[("state", &plan_state(m, *state))]),
        Refusal::NotInState(state) => fill(texts.not_in_state, &[("state", &review_state(m, *state))]),
        Refusal::OwnWork => texts.own_work.to_owned(),
        Refusal::NoSuchItem => texts.no_such_item.to_owned(),
        Refusal::NoSuchProposal => texts.no_such_proposal.to_owned(),
        Refusal::NoItems => texts.no_items.to_owned(),
        Refusal::TooMany(limit) => fill(texts.too_many, &[("limit", limit)]),
        Refusal::AlreadyPlanned(code) => fill(texts.already_planned, &[("code", code)]),
        Refusal::TextMissing(_) => texts.text_missing.to_owned(),
        Refusal::TextTooLong(limit) => fill(texts.text_too_long, &[("limit", limit)]),
        Refusal::YearOutOfRange => texts.year_out_of_range.to_owned(),
        Refusal::DayOver { .. } => texts.day_over.to_owned(),
        Refusal::DayToCome { .. } => texts.day_to_come.to_owned(),
        Refusal::NotAWorkingDay => texts.not_a_working_day.to_owned(),
        Refusal::ReviewsOpen(count) => fill(texts.reviews_open, &[("count", count)]),
        Refusal::Incomplete(faults) => fill(texts.incomplete, &[("count", &faults.len())]),
        Refusal::NumberTooLarge => texts.number_too_large.to_owned(),
        Refusal::AlreadyDecided => texts.already_decided.to_owned(),
        Refusal::NotAdopted => texts.not_adopted.to_owned(),
        Refusal::NoSuchRevision => texts.no_such_revision.to_owned(),
    }
}

/// The name of a criterion.
#[must_use]
pub const fn criterion(m: &Messages, criterion: Criterion) -> &'static str {
    let texts = &m.review.criterion;
    match criterion {
        Criterion::Need => texts.need,
        Criterion::Lawfulness => texts.lawfulness,
        Criterion::Reasonableness => texts.reasonableness,
        Criterion::Efficiency => texts.efficiency,
    }
}

/// How a criterion is met.
#[must_use]
pub const fn verdict(m: &Messages, verdict: Option<Verdict>) -> &'static str {
    let texts = &m.review.criterion;
    match verdict {
        Some(Verdict::Met) => texts.met,
        Some(Verdict::MetInPart) => texts.met_in_part,
        Some(Verdict::NotMet) => texts.not_met,
        None => texts.open,
    }
}

/// A question of the sheet.
#[must_use]
pub fn review_question(m: &Messages, question: Question) -> &'static str {
    m.review.get(&format!("question.{}", question.name())).unwrap_or_default()
}

/// What a sheet lacks.
#[must_use]
pub fn sheet_fault(m: &Messages, fault: &SheetFault) -> String {
    let texts = &m.review.fault;
    let of = |text: &str, question: Question| {
        let criterion = criterion(m, question.criterion());
        fill(text, &[("criterion", &criterion), ("question", &review_question(m, question))])
    };
    match fault {
        SheetFault::NotAnswered(question) => of(texts.not_answered, *question),
        SheetFault::ReasonMissing(question) => of(texts.reason_missing, *question),
        SheetFault::CostMissing => texts.cost_missing.to_owned(),
        SheetFault::NothingProposed(failed) => fill(texts.nothing_proposed, &[("criterion", &criterion(m, *failed))]),
        SheetFault::SavingOutOfRange(number) => fill(texts.saving_out_of_range, &[("number", number)]),
        SheetFault::EndBesideOthers(number) => fill(texts.end_beside_others, &[("number", number)]),
    }
}

/// What kind of proposal it is, from its stable name.
#[must_use]
pub fn proposal_kind(m: &Messages, name: &str) -> &'static str {
    m.review.get(&format!("proposal.{name}")).unwrap_or_default()
}

/// What was decided.
#[must_use]
pub const fn decision(m: &Messages, decision: Decision) -> &'static str {
    match decision {
        Decision::Adopted => m.review.proposal.adopted,
        Decision::Rejected => m.review.proposal.rejected,
    }
}

/// What happened to a review, as a line of its history.
#[must_use]
pub fn review_event(m: &Messages, event: &ReviewEvent) -> String {
    let t = &m.review.event;
    match event {
        ReviewEvent::Answered { .. } => t.answered.to_owned(),
        ReviewEvent::CostReckoned { .. } => t.cost_reckoned.to_owned(),
        ReviewEvent::Proposed { number, .. } => fill(t.proposed, &[("number", number)]),
        ReviewEvent::ProposalDropped { number } => fill(t.dropped, &[("number", number)]),
        ReviewEvent::HandedIn => t.handed_in.to_owned(),
        ReviewEvent::SentBack { reason } => fill(t.sent_back, &[("reason", reason)]),
        ReviewEvent::Confirmed { .. } => t.confirmed.to_owned(),
        ReviewEvent::ProposalDecided { number, decision: decided, document, .. } => {
            let decided = decision(m, *decided);
            let document = format!("{}, {}", document.number, format::day(document.date));
            fill(t.decided, &[("number", number), ("decision", &decided), ("document", &document)])
        }
        ReviewEvent::RevisionLinked { number, revision } => {
            fill(t.linked, &[("number", number), ("revision", revision)])
        }
    }
}

//! Sentences about a dossier: where it is, what happened, what can be done.

use crate::messages::{Messages, fill};
use crate::web::format;
use app::{Catalogue, DemoAccount};
use domain::access::Role;
use domain::dossier::{ActionKind, Event, Outcome, Stage, TaskKind};
use jiff::civil::Date;

/// The stage as the staff call it.
#[must_use]
pub const fn stage(m: &Messages, stage: Stage) -> &'static str {
    let texts = &m.staff.stage;
    match stage {
        Stage::Submitted => texts.submitted,
        Stage::Refused => texts.refused,
        Stage::Accepted => texts.accepted,
        Stage::InProcess => texts.in_process,
        Stage::AwaitingSupplement => texts.awaiting_supplement,
        Stage::AwaitingPayment => texts.awaiting_payment,
        Stage::Suspended => texts.suspended,
        Stage::Withdrawn => texts.withdrawn,
        Stage::Decided => texts.decided,
        Stage::Signed => texts.signed,
        Stage::ResultIssued => texts.result_issued,
        Stage::Delivered => texts.delivered,
        Stage::Closed => texts.closed,
        Stage::Archived => texts.archived,
    }
}

/// The stage as a sentence to the applicant.
#[must_use]
pub const fn stage_for_applicant(m: &Messages, stage: Stage, rated: bool) -> &'static str {
    let texts = &m.staff.stage_told;
    match stage {
        Stage::Submitted => texts.submitted,
        Stage::Refused => texts.refused,
        Stage::Accepted => texts.accepted,
        Stage::InProcess => texts.in_process,
        Stage::AwaitingSupplement => texts.awaiting_supplement,
        Stage::AwaitingPayment => texts.awaiting_payment,
        Stage::Suspended => texts.suspended,
        Stage::Withdrawn => texts.withdrawn,
        Stage::Decided => texts.decided,
        Stage::Signed => texts.signed,
        Stage::ResultIssued => texts.result_issued,
        Stage::Delivered if rated => texts.closed,
        Stage::Delivered => texts.delivered,
        Stage::Closed => texts.closed,
        Stage::Archived => texts.archived,
    }
}

/// What a demo account is: a resident, or a role at a unit.
#[must_use]
pub fn demo_account(m: &Messages, catalogue: &Catalogue, account: &DemoAccount, today: Date) -> String {
    account.grants.first().map_or_else(
        || m.cli.demo_resident.to_owned(),
        |grant| {
            let unit = catalogue.unit_name(&grant.unit, today);
            fill(m.cli.demo_at, &[("role", &role(m, grant.role)), ("unit", &unit)])
        },
    )
}

/// What happened, as one line of a timeline.
#[must_use]
pub fn event(m: &Messages, catalogue: &Catalogue, event: &Event, today: Date) -> String {
    let texts = &m.staff.event;
    let unit = |id| catalogue.unit_name(id, today);
    match event {
        Event::Submitted { receiving_unit, .. } => fill(texts.submitted, &[("unit", &unit(receiving_unit))]),
        Event::Accepted { .. } => texts.accepted.to_owned(),
        Event::Rejected { .. } => texts.rejected.to_owned(),
        Event::SupplementRequested { .. } => texts.supplement_requested.to_owned(),
        Event::Supplemented { .. } => texts.supplemented.to_owned(),
        Event::PaymentRequested { amount, .. } => {
            fill(texts.payment_requested, &[("amount", &format::money(m, *amount))])
        }
        Event::Paid { reference, .. } => fill(texts.paid, &[("reference", reference)]),
        Event::Assigned { .. } => texts.assigned.to_owned(),
        Event::StepCompleted { step, .. } => fill(texts.step_completed, &[("step", &step.saturating_add(1))]),
        Event::StepReturned { to_step, .. } => fill(texts.step_returned, &[("step", &to_step.saturating_add(1))]),
        Event::Extended { .. } => texts.extended.to_owned(),
        Event::Transferred { to_unit, .. } => fill(texts.transferred, &[("unit", &unit(to_unit))]),
        Event::Withdrawn { .. } => texts.withdrawn.to_owned(),
        Event::Suspended { ground, .. } => {
            fill(texts.suspended, &[("ground", &ground_name(m, catalogue, ground, today))])
        }
        Event::Resumed { .. } => texts.resumed.to_owned(),
        Event::Decided { outcome: Outcome::Granted, .. } => texts.decided_granted.to_owned(),
        Event::Decided { outcome: Outcome::Refused, .. } => texts.decided_refused.to_owned(),
        Event::Signed { .. } => texts.signed.to_owned(),
        Event::ResultIssued { number, .. } => fill(texts.result_issued, &[("number", number)]),
        Event::Delivered { .. } => texts.delivered.to_owned(),
        Event::Rated { score, .. } => fill(texts.rated, &[("score", score)]),
        Event::Apologised { promised, .. } => fill(texts.apologised, &[("at", &format::moment(m, *promised))]),
        Event::Closed { .. } => texts.closed.to_owned(),
        Event::Archived { .. } => texts.archived.to_owned(),
        Event::Worked { step: Some(_), name, .. } => fill(texts.worked, &[("step", name)]),
        Event::Worked { step: None, seats, .. } => match seats.iter().rev().find(|seat| seat.is_step()) {
            Some(seat) => fill(texts.moved_to, &[("step", &seat.name), ("unit", &unit(&seat.unit))]),
            None => texts.moved.to_owned(),
        },
        Event::Seated { name, .. } => fill(texts.seated, &[("step", name)]),
        Event::HandedBack { name, .. } => fill(texts.handed_back, &[("step", name)]),
        Event::Noted { .. } => texts.noted.to_owned(),
        Event::ResultDrafted { .. } => texts.result_drafted.to_owned(),
        Event::OpinionAsked { unit: asked, due, .. } => {
            let due = due.map_or_else(|| m.common.none.to_owned(), |due| format::moment(m, due));
            fill(texts.opinion_asked, &[("unit", &unit(asked)), ("due", &due)])
        }
        Event::WorkMoved { version, .. } => fill(texts.work_moved, &[("version", version)]),
        Event::OpinionGiven { number, .. } => fill(texts.opinion_given, &[("number", number)]),
    }
}

/// A ground on which the clock stands, by its published name.
#[must_use]
pub fn ground_name(m: &Messages, catalogue: &Catalogue, code: &str, today: Date) -> String {
    match catalogue.pause_ground(code, today) {
        Some(ground) if m.is_english() => ground.name_en.clone(),
        Some(ground) => ground.name_vi.clone(),
        None => m.staff.get(&format!("ground.{code}")).unwrap_or(code).to_owned(),
    }
}

/// An action as the heading of its form, and what it does.
#[must_use]
pub const fn action(m: &Messages, action: ActionKind) -> (&'static str, &'static str) {
    let (names, told) = (&m.staff.act, &m.staff.act_told);
    match action {
        ActionKind::Accept => (names.accept, told.accept),
        ActionKind::Reject => (names.reject, told.reject),
        ActionKind::RequestSupplement => (names.request_supplement, told.request_supplement),
        ActionKind::Supplement => (names.supplement, told.supplement),
        ActionKind::RequestPayment => (names.request_payment, told.request_payment),
        ActionKind::Pay => (names.pay, told.pay),
        ActionKind::Assign => (names.assign, told.assign),
        ActionKind::CompleteStep => (names.complete_step, told.complete_step),
        ActionKind::ReturnStep => (names.return_step, told.return_step),
        ActionKind::Extend => (names.extend, told.extend),
        ActionKind::Transfer => (names.transfer, told.transfer),
        ActionKind::Withdraw => (names.withdraw, told.withdraw),
        ActionKind::Suspend => (names.suspend, told.suspend),
        ActionKind::Resume => (names.resume, told.resume),
        ActionKind::Decide => (names.decide, told.decide),
        ActionKind::DraftResult => (names.draft_result, told.draft_result),
        ActionKind::Sign => (names.sign, told.sign),
        ActionKind::IssueResult => (names.issue_result, told.issue_result),
        ActionKind::DeliverResult => (names.deliver_result, told.deliver_result),
        ActionKind::Rate => (names.rate, told.rate),
        ActionKind::Apologise => (names.apologise, told.apologise),
        ActionKind::Close => (names.close, told.close),
        ActionKind::Archive => (names.archive, told.archive),
        ActionKind::RecordMessage => (names.record_message, told.record_message),
        ActionKind::HandBack => (names.hand_back, told.hand_back),
        ActionKind::Note => (names.note, told.note),
        ActionKind::AskOpinion => (names.ask_opinion, told.ask_opinion),
        ActionKind::GiveOpinion => (names.give_opinion, told.give_opinion),
        ActionKind::MoveWork => (names.move_work, told.move_work),
    }
}

/// What is to be done: the step's name, or what the kind says by itself.
#[must_use]
pub fn task_name(m: &Messages, kind: TaskKind, name: &str) -> String {
    let texts = &m.work.task;
    let sentence = match kind {
        TaskKind::Receive => texts.receive,
        TaskKind::Whole if name.is_empty() => texts.whole,
        TaskKind::Whole | TaskKind::Step | TaskKind::Timer => return name.to_owned(),
        TaskKind::Wait => return fill(texts.wait, &[("step", &name)]),
        TaskKind::Opinion => texts.opinion,
        TaskKind::Undo => return fill(texts.undo, &[("step", &name)]),
        TaskKind::Applicant => texts.applicant,
        TaskKind::Suspended => texts.suspended,
        TaskKind::HandOver => texts.hand_over,
    };
    sentence.to_owned()
}

/// A role in words.
#[must_use]
pub const fn role(m: &Messages, role: Role) -> &'static str {
    let texts = &m.staff.role;
    match role {
        Role::Clerk => texts.clerk,
        Role::Officer => texts.officer,
        Role::Leader => texts.leader,
        Role::RecordsClerk => texts.records_clerk,
        Role::ReformOffice => texts.reform_office,
        Role::Administrator => texts.administrator,
    }
}

//! From a command to events, or to a refusal that says why.

use jiff::civil::{Date, DateTime};

pub(super) use super::submit::FILES_MAX;
use super::{
    ApologyGrounds, Command, Context, Decided, Decision, Dossier, DueState, Event, FileRef, Private, Refusal, Stage,
    clock,
};
use crate::access::Role;
use crate::deadline::{Effect, Extension, Limit};

/// Longest free text, in characters.
const TEXT_CHARS_MAX: usize = 4_000;
/// Largest sum, in đồng: a thousand billion.
const AMOUNT_MAX: i64 = 1_000_000_000_000;
const PAYMENT_BASIS: &str = "61/2018/NĐ-CP, Điều 22";

/// Events that may follow from one another in one act.
const FOLLOWING_MAX: usize = 20;

impl Dossier {
    /// What happens when this command is given now, and all that follows from it by itself, in order. Changes nothing.
    pub fn decide_all(&self, command: Command, context: &Context<'_>) -> Result<Vec<Decision>, Refusal> {
        let refusal = command.refusal().cloned();
        let word = optional(command.word_beside_refusal())?;
        let mut decisions = vec![self.decide(command, context)?];
        let mut after = self.clone();
        while let Some(last) = decisions.last() {
            after.apply(&last.event).map_err(|_| Refusal::TooMany)?;
            let Some(next) = after.follow_on(&last.event, (decisions.len() > 1, refusal.as_ref()), context)? else {
                break;
            };
            if decisions.len() >= FOLLOWING_MAX {
                return Err(Refusal::TooMany);
            }
            decisions.push(next);
        }
        if !word.is_empty() {
            decisions.push(noted(Event::Noted { at: context.now }, word)?);
        }
        Ok(decisions)
    }

    /// What happens when this command is given now. Changes nothing.
    ///
    /// Whether the person may is decided before, by [`crate::access::may`].
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Decided {
        let action = command.kind();
        if !self.stage.allows(action) {
            return Err(Refusal::NotInStage { action, stage: self.stage });
        }
        let at = context.now;
        match command {
            Command::Accept => accept(context),
            Command::Reject { reason } => self.reject(context, &reason),
            Command::RequestSupplement { reason, items, again } => {
                self.request_supplement(context, &reason, items, &again)
            }
            Command::Supplement { files, form, note } => self.supplement(context, files, form, &note),
            Command::RequestPayment { amount, reason } => self.request_payment(context, amount, &reason),
            Command::Pay { reference } => self.pay(context, &reference),
            Command::Assign { .. } if self.has_work_left() || !self.is_worked_as_a_whole() => {
                Err(Refusal::StepNotOpen { step: String::new() })
            }
            Command::Assign { officer } => plain(Event::Assigned { at, officer: named(&officer, "officer")? }),
            Command::Seat { step, officer } => self.take_seat(context, &step, &officer),
            Command::Finish(finished) => self.finish_seat(context, finished),
            Command::RecordMessage { step, note } => self.record_message(context, &step, &note),
            Command::Elapse { step } => self.elapse(context, &step),
            Command::HandBack { step, reason } => self.hand_back(context, &step, &reason),
            Command::Note { text } => noted(Event::Noted { at }, required(&text)?),
            Command::AskOpinion { unit, limit, question } => self.ask_opinion(context, &unit, limit, &question),
            Command::GiveOpinion { step, answer } => self.give_opinion(context, &step, &answer),
            Command::CompleteStep { note } => self.complete_step(context, &note),
            Command::ReturnStep { reason } => self.return_step(at, &reason),
            Command::Extend { limit, reason, legal_basis } => self.extend(context, limit, &reason, &legal_basis),
            Command::Transfer { unit, reason } => self.transfer(at, &unit, &reason),
            Command::MoveWork { workflow, version, reason } => self.move_work(context, (workflow, version), &reason),
            Command::Withdraw { reason } => noted(Event::Withdrawn { at }, optional(&reason)?),
            Command::Suspend { ground, effect, legal_basis, reason } => {
                let ground = named(&ground, "ground")?;
                let legal_basis = named(&legal_basis, "legal_basis")?;
                let reason = required(&reason)?;
                let (clock, due) = clock::stopped(self.clock.as_ref(), self.due, at, effect, &ground, &legal_basis);
                noted(Event::Suspended { at, ground, clock, due }, reason)
            }
            Command::Resume => {
                let (clock, due) = clock::resumed(&context.rules, self.clock.as_ref(), at);
                plain(Event::Resumed { at, clock, due })
            }
            Command::Decide { outcome, note, refusal } => {
                self.decide_outcome(context, outcome, &note, refusal.as_ref())
            }
            Command::DraftResult { template, text, file } => self.draft_result(at, template, text, file),
            Command::Sign { files } => signed(at, files),
            Command::IssueResult { .. } if self.has_work_left() => Err(Refusal::StepsOpen),
            Command::IssueResult { files } => self.issue_result(at, files),
            Command::DeliverResult { receiver } => noted(Event::Delivered { at }, named(&receiver, "receiver")?),
            Command::Rate { score, comment } => self.rate(at, score, &comment),
            Command::Apologise { promised, reason, grounds } => self.apologise(at, promised, &reason, grounds),
            Command::Close => plain(Event::Closed { at }),
            Command::Archive => plain(Event::Archived { at }),
        }
    }

    fn supplement(
        &self,
        context: &Context<'_>,
        files: Vec<FileRef>,
        form: Option<serde_json::Map<String, serde_json::Value>>,
        note: &str,
    ) -> Decided {
        let note = optional(note)?;
        if files.is_empty() && form.is_none() && note.is_empty() {
            return Err(Refusal::NothingSupplied);
        }
        if files.len() > FILES_MAX || self.files.len().saturating_add(files.len()) > 2 * FILES_MAX {
            return Err(Refusal::TooMany);
        }
        let (acceptance_due, clock, due) = self.running_again(context);
        let event = Event::Supplemented { at: context.now, files, acceptance_due, clock, due };
        Ok(Decision { event, private: Some(Private::Amendment { form, note }) })
    }

    fn request_payment(&self, context: &Context<'_>, amount: i64, reason: &str) -> Decided {
        let reason = required(reason)?;
        if !(1..=AMOUNT_MAX).contains(&amount) {
            return Err(Refusal::AmountOutOfRange);
        }
        let at = context.now;
        let (clock, due) =
            clock::stopped(self.clock.as_ref(), self.due, at, Effect::Continue, "payment", PAYMENT_BASIS);
        noted(Event::PaymentRequested { at, amount, clock, due }, reason)
    }

    fn pay(&self, context: &Context<'_>, reference: &str) -> Decided {
        let reference = named(reference, "reference")?;
        let (acceptance_due, clock, due) = self.running_again(context);
        plain(Event::Paid { at: context.now, reference, acceptance_due, clock, due })
    }

    /// After waiting: before acceptance the desk's time starts anew; after it the legal clock runs again.
    fn running_again(
        &self,
        context: &Context<'_>,
    ) -> (Option<DateTime>, Option<crate::deadline::ClockInput>, DueState) {
        if self.resume_to == Some(Stage::Submitted) {
            let expected = clock::due(&context.rules, clock::started(&context.rules, context.now).as_ref());
            let due = expected.at().map_or(DueState::Unknown, DueState::Expected);
            return (clock::acceptance_due(&context.rules, context.now), None, due);
        }
        let (clock, due) = clock::resumed(&context.rules, self.clock.as_ref(), context.now);
        (self.acceptance_due, clock, due)
    }

    fn complete_step(&self, context: &Context<'_>, note: &str) -> Decided {
        if self.stage != Stage::InProcess {
            return Err(Refusal::StepNotOpen { step: String::new() });
        }
        let note = optional(note)?;
        let step = self.current_step().ok_or(Refusal::NoStepLeft)?;
        if step.role == Role::Leader && !context.as_leader {
            return Err(Refusal::StepOfLeader);
        }
        noted(Event::StepCompleted { at: context.now, step: self.step }, note)
    }

    fn return_step(&self, at: DateTime, reason: &str) -> Decided {
        let reason = required(reason)?;
        let to_step = self.step.checked_sub(1).ok_or(Refusal::NoEarlierStep)?;
        noted(Event::StepReturned { at, to_step }, reason)
    }

    fn extend(&self, context: &Context<'_>, limit: Limit, reason: &str, legal_basis: &str) -> Decided {
        let at = context.now;
        let extension = Extension { limit, at, legal_basis: named(legal_basis, "legal_basis")? };
        let reason = required(reason)?;
        let (clock, due) = clock::extended(&context.rules, self.clock.as_ref(), extension)?;
        noted(Event::Extended { at, clock, due }, reason)
    }

    fn transfer(&self, at: DateTime, unit: &str, reason: &str) -> Decided {
        let to_unit = named(unit, "unit")?;
        let reason = required(reason)?;
        if to_unit == self.handling_unit {
            return Err(Refusal::SameUnit);
        }
        noted(Event::Transferred { at, from_unit: self.handling_unit.clone(), to_unit }, reason)
    }

    /// Whether somebody can be given the dossier as a whole.
    fn is_worked_as_a_whole(&self) -> bool {
        matches!(self.stage, Stage::Accepted | Stage::InProcess)
    }

    /// Whether a step of the workflow is open besides the handing over of the result.
    pub(super) fn has_work_left(&self) -> bool {
        self.work.as_ref().is_some_and(|work| !work.is_only_delivering())
    }

    /// What was signed here is part of the result; further files may be added.
    pub(super) fn issue_result(&self, at: DateTime, added: Vec<FileRef>) -> Decided {
        let mut files = self.signed_files.clone();
        files.extend(
            added.into_iter().filter(|file| !self.signed_files.iter().any(|known| known.sha256 == file.sha256)),
        );
        if files.len() > FILES_MAX {
            return Err(Refusal::TooMany);
        }
        let number = format!("{}-KQ1", self.code);
        plain(Event::ResultIssued { at, number, files, on_time: self.on_time_at(at) })
    }

    fn rate(&self, at: DateTime, score: u8, comment: &str) -> Decided {
        let comment = optional(comment)?;
        if !(1..=5).contains(&score) {
            return Err(Refusal::ScoreOutOfRange);
        }
        if self.rating.is_some() {
            return Err(Refusal::AlreadyRated);
        }
        noted(Event::Rated { at, score }, comment)
    }

    fn apologise(
        &self,
        at: DateTime,
        promised: DateTime,
        reason: &str,
        grounds: Option<Box<ApologyGrounds>>,
    ) -> Decided {
        let reason = required(reason)?;
        if self.reappointment.is_some() {
            return Err(Refusal::AlreadyReappointed);
        }
        let due = self.due.at().ok_or(Refusal::NoLimitToExtend)?;
        if promised <= due || promised <= at {
            return Err(Refusal::NewDateTooEarly);
        }
        let late_notice = day_before(due.date()).is_none_or(|last_day| at.date() > last_day);
        noted(Event::Apologised { at, promised, late_notice, grounds }, reason)
    }

    /// Whether finishing now is within the limit. A second supplement request counts as late (ruling 4).
    fn on_time_at(&self, at: DateTime) -> Option<bool> {
        let due = self.due.at()?;
        let exceptional = self.supplements.iter().any(|request| request.exceptional);
        Some(at <= due && !exceptional)
    }
}

fn signed(at: DateTime, files: Vec<FileRef>) -> Decided {
    if files.len() > FILES_MAX { Err(Refusal::TooMany) } else { plain(Event::Signed { at, files }) }
}

fn accept(context: &Context<'_>) -> Decided {
    let clock = clock::started(&context.rules, context.now);
    let due = clock::due(&context.rules, clock.as_ref());
    plain(Event::Accepted { at: context.now, clock, due })
}

fn day_before(date: Date) -> Option<Date> {
    date.yesterday().ok()
}

#[expect(clippy::unnecessary_wraps, reason = "the last word of every arm of `decide`")]
pub(super) fn plain(event: Event) -> Decided {
    Ok(Decision { event, private: None })
}

#[expect(clippy::unnecessary_wraps, reason = "the last word of every arm of `decide`")]
pub(super) fn noted(event: Event, note: String) -> Decided {
    let private = if note.is_empty() { None } else { Some(Private::Note(note)) };
    Ok(Decision { event, private })
}

pub(super) fn optional(text: &str) -> Result<String, Refusal> {
    if text.chars().count() > TEXT_CHARS_MAX {
        return Err(Refusal::TextTooLong { limit: TEXT_CHARS_MAX });
    }
    Ok(crate::text::composed(text))
}

pub(super) fn required(text: &str) -> Result<String, Refusal> {
    let text = optional(text)?;
    if text.is_empty() { Err(Refusal::ReasonMissing) } else { Ok(text) }
}

pub(super) fn named(text: &str, field: &'static str) -> Result<String, Refusal> {
    let text = optional(text)?;
    if text.is_empty() { Err(Refusal::FieldMissing { field }) } else { Ok(text) }
}

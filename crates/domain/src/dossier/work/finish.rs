//! What people do with the seats of a dossier: take them, give them away, finish them, record what came.

use serde_json::{Map, Value};

use super::mover::Mover;
use super::{Seat, SeatKind, WorkRules, WorkState, finding, split};
use crate::dossier::decide::{FILES_MAX, named, noted, optional, plain, required};
use crate::dossier::reasoned::stated;
use crate::dossier::{Context, Decided, Dossier, Event, FileRef, Outcome, Refusal};
use crate::reasoned_notice::{NoticeAction, Reason};
use crate::workflow::{Command, Fact, Process};

/// What a person says on finishing a step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Finished {
    /// Path of the step.
    pub step: String,
    /// What was found and proposed.
    pub note: String,
    /// Facts for the choices that follow, by name.
    pub findings: Map<String, Value>,
    /// The decision, at the step that has the last word.
    pub outcome: Option<Outcome>,
    /// On what ground it is refused; needed when it is.
    pub refusal: Option<Reason>,
    /// Files of the result.
    pub files: Vec<FileRef>,
}

impl Dossier {
    /// The open seat of that path.
    #[must_use]
    pub fn seat(&self, path: &str) -> Option<&Seat> {
        self.work.as_ref().and_then(|work| work.seats.get(path))
    }

    /// What whoever finishes this step has to find, and whether they decide.
    #[must_use]
    pub fn asked_at(&self, path: &str, rules: &WorkRules<'_>) -> Option<(Vec<Fact>, bool)> {
        let of = |instance: &str| {
            let state = self.work.as_ref()?.instances.get(instance)?;
            (rules.process)(&state.workflow, Some(state.version))
        };
        let process = of(split(path).0)?;
        Some((finding::asked(path, &of, rules), has_last_word(&process, path)))
    }

    pub(in crate::dossier) fn finish_seat(&self, context: &Context<'_>, said: Finished) -> Decided {
        let Finished { step, note: words, findings, outcome, refusal, files } = said;
        let (work, rules, seat) = self.working(context, &step)?;
        if files.len().saturating_add(work.result_files.len()) > FILES_MAX {
            return Err(Refusal::TooMany);
        }
        let (instance, node) = split(&seat.path);
        let mut mover = Mover::new(context, rules, &self.handling_unit, Some(work));
        let process = mover.process(instance)?;
        let (command, outcome) = match &seat.kind {
            SeatKind::Step { last_delivery: true, .. } | SeatKind::Wait { .. } | SeatKind::Timer { .. } => {
                return Err(Refusal::StepNotOpen { step });
            }
            SeatKind::Undo => (Command::Undo { step: node.to_owned() }, None),
            SeatKind::Step { .. } => {
                let of = |instance: &str| mover.process(instance).ok();
                finding::check(&finding::asked(&step, &of, &rules), &findings)?;
                let outcome = outcome.filter(|_| has_last_word(&process, &step));
                if outcome.is_none() && has_last_word(&process, &step) {
                    return Err(Refusal::FieldMissing { field: "outcome" });
                }
                (Command::Finish { step: node.to_owned() }, outcome)
            }
        };
        if outcome == Some(Outcome::Refused) {
            stated(context, NoticeAction::RefuseHandling, refusal.as_ref())?;
        }
        let words = optional(&words)?;
        mover.work.findings.extend(findings.clone());
        mover.run(instance, command)?;
        noted(
            self.worked(context, &mover, Cause { step: Some(step), name: seat.name.clone(), findings, outcome, files }),
            words,
        )
    }

    pub(in crate::dossier) fn record_message(&self, context: &Context<'_>, step: &str, words: &str) -> Decided {
        let words = required(words)?;
        let (work, rules, seat) = self.working(context, step)?;
        let SeatKind::Wait { .. } = &seat.kind else {
            return Err(Refusal::StepNotOpen { step: step.chars().take(200).collect() });
        };
        let (instance, node) = split(&seat.path);
        let mut mover = Mover::new(context, rules, &self.handling_unit, Some(work));
        mover.run(instance, Command::Receive { node: node.to_owned() })?;
        noted(
            self.worked(
                context,
                &mover,
                Cause { step: Some(step.to_owned()), name: seat.name.clone(), ..Cause::default() },
            ),
            words,
        )
    }

    /// The time of a timer has come.
    pub(in crate::dossier) fn elapse(&self, context: &Context<'_>, step: &str) -> Decided {
        let (work, rules, seat) = self.working(context, step)?;
        let SeatKind::Timer { .. } = &seat.kind else {
            return Err(Refusal::StepNotOpen { step: step.chars().take(200).collect() });
        };
        let (instance, node) = split(&seat.path);
        let mut mover = Mover::new(context, rules, &self.handling_unit, Some(work));
        mover.run(instance, Command::Elapse { node: node.to_owned() })?;
        plain(self.worked(
            context,
            &mover,
            Cause { step: Some(step.to_owned()), name: seat.name.clone(), ..Cause::default() },
        ))
    }

    pub(in crate::dossier) fn take_seat(&self, context: &Context<'_>, step: &str, officer: &str) -> Decided {
        let officer = named(officer, "officer")?;
        let name = self.seat(step).map(|seat| seat.name.clone()).unwrap_or_default();
        match self.seat(step) {
            Some(Seat {
                kind: SeatKind::Step { last_delivery: false, .. } | SeatKind::Wait { .. } | SeatKind::Undo,
                ..
            }) => plain(Event::Seated { at: context.now, step: step.to_owned(), name, officer }),
            Some(_) | None => Err(Refusal::StepNotOpen { step: step.chars().take(200).collect() }),
        }
    }

    pub(in crate::dossier) fn hand_back(&self, context: &Context<'_>, step: &str, reason: &str) -> Decided {
        let reason = required(reason)?;
        let held = if step.is_empty() {
            self.assignee.is_some()
        } else {
            self.seat(step).is_some_and(|seat| seat.assignee.is_some())
        };
        if !held {
            return Err(Refusal::StepNotOpen { step: step.chars().take(200).collect() });
        }
        let name = self.seat(step).map(|seat| seat.name.clone()).unwrap_or_default();
        noted(Event::HandedBack { at: context.now, step: step.to_owned(), name }, reason)
    }

    fn working<'a>(
        &'a self,
        context: &'a Context<'a>,
        step: &str,
    ) -> Result<(&'a WorkState, WorkRules<'a>, &'a Seat), Refusal> {
        let not_open = || Refusal::StepNotOpen { step: step.chars().take(200).collect() };
        let work = self.work.as_ref().ok_or_else(not_open)?;
        let rules = context.work.ok_or_else(not_open)?;
        Ok((work, *rules, work.seats.get(step).ok_or_else(not_open)?))
    }

    /// The event for what moved, with what it does to the clock.
    pub(super) fn worked(&self, context: &Context<'_>, mover: &Mover<'_>, cause: Cause) -> Event {
        let standing = mover.ground();
        let (clock, due) = self.clock_for(context, standing.as_deref());
        Event::Worked {
            at: context.now,
            step: cause.step,
            name: cause.name,
            findings: cause.findings,
            outcome: cause.outcome,
            files: cause.files,
            moves: mover.moved.moves.clone(),
            seats: mover.moved.seats.clone(),
            standing,
            clock,
            due,
        }
    }
}

/// Why the work moved.
#[derive(Debug, Clone, Default)]
pub(super) struct Cause {
    pub(super) step: Option<String>,
    pub(super) name: String,
    pub(super) findings: Map<String, Value>,
    pub(super) outcome: Option<Outcome>,
    pub(super) files: Vec<FileRef>,
}

/// Only the dossier's own workflow decides; what sub-dossiers sign is a part of it.
fn has_last_word(process: &Process, path: &str) -> bool {
    let (instance, node) = split(path);
    instance.is_empty() && process.has_last_word(node)
}

//! What follows by itself from an event: the work begins, goes on, or brings the dossier to its next stage.

use super::finish::Cause;
use super::mover::Mover;
use super::{PAID, SUPPLEMENTED, SeatKind, WorkRules, split};
use crate::deadline::ClockInput;
use crate::dossier::decide::plain;
use crate::dossier::{Context, Decision, Dossier, DueState, Event, Refusal, Stage, clock};
use crate::reasoned_notice::Reason;
use crate::workflow::{self, Command, Status, Work};

impl Dossier {
    /// The event that follows from the last one, which the dossier already holds; none when nothing does.
    ///
    /// `by_itself` says that the last event, too, followed from another; `refusal` is the ground of whoever refuses.
    pub(in crate::dossier) fn follow_on(
        &self,
        last: &Event,
        (by_itself, refusal): (bool, Option<&Reason>),
        context: &Context<'_>,
    ) -> Result<Option<Decision>, Refusal> {
        let Some(rules) = context.work else { return Ok(None) };
        match last {
            // One that was handed in before there was a workflow keeps the steps in a row that it was given.
            Event::Accepted { .. } if self.work.is_none() && self.steps.is_empty() => self.start_work(context, rules),
            Event::Supplemented { .. } => self.told(context, rules, SUPPLEMENTED),
            Event::Paid { .. } => self.told(context, rules, PAID),
            Event::Resumed { .. } => self.told(context, rules, ""),
            Event::Withdrawn { .. } | Event::Rejected { .. } => self.stop_work(context, rules),
            Event::Delivered { .. } => self.deliver(context, rules),
            Event::Worked { outcome: Some(outcome), .. } if self.stage == Stage::InProcess => {
                self.decided(context, *outcome, "", refusal).map(Some)
            }
            Event::Decided { .. } if by_itself => plain(Event::Signed { at: context.now, files: Vec::new() }).map(Some),
            Event::Signed { .. } if by_itself => self.issue_when_done(context),
            Event::Worked { .. } | Event::WorkMoved { .. } => self.issue_when_done(context),
            Event::Submitted { .. }
            | Event::Accepted { .. }
            | Event::SupplementRequested { .. }
            | Event::PaymentRequested { .. }
            | Event::Assigned { .. }
            | Event::StepCompleted { .. }
            | Event::StepReturned { .. }
            | Event::Extended { .. }
            | Event::Transferred { .. }
            | Event::Suspended { .. }
            | Event::Decided { .. }
            | Event::Signed { .. }
            | Event::ResultIssued { .. }
            | Event::Rated { .. }
            | Event::Apologised { .. }
            | Event::Closed { .. }
            | Event::Archived { .. }
            | Event::Seated { .. }
            | Event::HandedBack { .. }
            | Event::Noted { .. }
            | Event::ResultDrafted { .. }
            | Event::OpinionAsked { .. }
            | Event::OpinionGiven { .. } => Ok(None),
        }
    }

    fn mover<'a>(&'a self, context: &'a Context<'a>, rules: &WorkRules<'a>) -> Mover<'a> {
        Mover::new(context, *rules, &self.handling_unit, self.work.as_ref())
    }

    /// The workflow starts; its receiving, which has just been done, is finished with it.
    fn start_work(&self, context: &Context<'_>, rules: &WorkRules<'_>) -> Result<Option<Decision>, Refusal> {
        if rules.workflow.is_none() {
            return Ok(None);
        }
        let mut mover = self.mover(context, rules);
        mover.run("", Command::Start)?;
        let receiving = mover.work.seats.values().find(|seat| match seat.kind {
            SeatKind::Step { work, .. } => work == Work::Receive && seat.unit == self.receiving_unit,
            SeatKind::Wait { .. } | SeatKind::Timer { .. } | SeatKind::Undo => false,
        });
        if let Some(path) = receiving.map(|seat| seat.path.clone()) {
            let (instance, node) = split(&path);
            mover.run(instance, Command::Finish { step: node.to_owned() })?;
        }
        plain(self.worked(context, &mover, Cause::default())).map(Some)
    }

    /// A message for whichever waits are open for it; the clock stands on if another node still holds it.
    fn told(&self, context: &Context<'_>, rules: &WorkRules<'_>, message: &str) -> Result<Option<Decision>, Refusal> {
        let Some(work) = &self.work else { return Ok(None) };
        let mut mover = self.mover(context, rules);
        for (instance, state) in &work.instances {
            let process = mover.process(instance)?;
            let waits: Vec<String> =
                workflow::awaiting(&process, state, message).into_iter().map(str::to_owned).collect();
            for node in waits {
                mover.run(instance, Command::Receive { node })?;
            }
        }
        if mover.moved.moves.is_empty() && mover.ground().is_none() {
            return Ok(None);
        }
        plain(self.worked(context, &mover, Cause::default())).map(Some)
    }

    fn stop_work(&self, context: &Context<'_>, rules: &WorkRules<'_>) -> Result<Option<Decision>, Refusal> {
        let runs = self.work.as_ref().and_then(|work| work.instances.get(""));
        if !runs.is_some_and(|state| state.status == Status::Running) {
            return Ok(None);
        }
        let mut mover = self.mover(context, rules);
        mover.run("", Command::Withdraw { reason: self.stage.name().to_owned() })?;
        plain(self.worked(context, &mover, Cause::default())).map(Some)
    }

    /// The result was handed over: the steps that do so are done.
    fn deliver(&self, context: &Context<'_>, rules: &WorkRules<'_>) -> Result<Option<Decision>, Refusal> {
        let Some(work) = &self.work else { return Ok(None) };
        let mut mover = self.mover(context, rules);
        for path in work.seats.values().filter(|seat| seat.is_last_delivery()).map(|seat| seat.path.clone()) {
            let (instance, node) = split(&path);
            mover.run(instance, Command::Finish { step: node.to_owned() })?;
        }
        if mover.moved.moves.is_empty() {
            return Ok(None);
        }
        plain(self.worked(context, &mover, Cause::default())).map(Some)
    }

    /// Once signed, the result reaches the desk when nothing but its handing over is left.
    fn issue_when_done(&self, context: &Context<'_>) -> Result<Option<Decision>, Refusal> {
        let done = self.work.as_ref().is_some_and(super::WorkState::is_only_delivering);
        if self.stage != Stage::Signed || !done {
            return Ok(None);
        }
        let files = self.work.as_ref().map(|work| work.result_files.clone()).unwrap_or_default();
        self.issue_result(context.now, files).map(Some)
    }

    /// The clock when the work stands on this ground, or on none, from now on.
    pub(super) fn clock_for(&self, context: &Context<'_>, standing: Option<&str>) -> (Option<ClockInput>, DueState) {
        let before = self.work.as_ref().and_then(|work| work.standing.as_deref());
        let is_interrupted = matches!(self.due, DueState::Standing { .. });
        // While the applicant is waited for, the stage holds the clock.
        if !self.stage.clock_runs() {
            return (self.clock.clone(), self.due);
        }
        match (standing, before) {
            (Some(ground), _) if !is_interrupted || standing != before => {
                let effect = context.work.and_then(|rules| (rules.ground)(ground));
                let Some((effect, legal_basis)) = effect else { return (self.clock.clone(), self.due) };
                clock::stopped(self.clock.as_ref(), self.due, context.now, effect, ground, &legal_basis)
            }
            (None, Some(_)) if is_interrupted => clock::resumed(&context.rules, self.clock.as_ref(), context.now),
            (Some(_) | None, _) => (self.clock.clone(), self.due),
        }
    }
}

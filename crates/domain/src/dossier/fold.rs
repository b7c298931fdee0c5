//! From events to the dossier: the only thing that changes one.

use jiff::civil::DateTime;

use super::{
    ApologyGrounds, Code, Dossier, DueState, Event, FileRef, Payment, Reappointment, Stage, SupplementRequest,
};
use crate::deadline::ClockInput;

/// The stored events do not make a dossier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// The stream does not begin with a submission.
    #[error("a dossier begins with a submission, not with {0}")]
    NotASubmission(&'static str),
    /// A second submission in the stream.
    #[error("a dossier is submitted once")]
    SubmittedTwice,
    /// The stream is empty.
    #[error("no events")]
    Empty,
}

impl Dossier {
    /// The dossier that these events make.
    pub fn replay<'a>(code: &Code, events: impl IntoIterator<Item = &'a Event>) -> Result<Self, FoldError> {
        let mut events = events.into_iter();
        let mut dossier = Self::begin(code, events.next().ok_or(FoldError::Empty)?)?;
        for event in events {
            dossier.apply(event)?;
        }
        Ok(dossier)
    }

    /// The dossier after its first event.
    pub fn begin(code: &Code, event: &Event) -> Result<Self, FoldError> {
        let Event::Submitted {
            at,
            procedure,
            procedure_version,
            channel,
            receiving_unit,
            handling_unit,
            subject,
            submitter,
            steps,
            files,
            papers,
            acceptance_due,
            due,
        } = event
        else {
            return Err(FoldError::NotASubmission(event.kind()));
        };
        Ok(Self {
            code: code.clone(),
            version: 1,
            procedure: procedure.clone(),
            procedure_version: procedure_version.clone(),
            channel: *channel,
            submitted_at: *at,
            receiving_unit: receiving_unit.clone(),
            handling_unit: handling_unit.clone(),
            subject: subject.clone(),
            submitter: submitter.clone(),
            stage: Stage::Submitted,
            assignee: None,
            steps: steps.clone(),
            step: 0,
            work: None,
            units: std::collections::BTreeSet::new(),
            opinions: Vec::new(),
            files: files.clone(),
            papers: papers.clone(),
            acceptance_due: *acceptance_due,
            accepted_at: None,
            clock: None,
            due: *due,
            supplements: Vec::new(),
            payments: Vec::new(),
            resume_to: None,
            outcome: None,
            result_number: None,
            draft: None,
            signed_files: Vec::new(),
            result_files: Vec::new(),
            finished_at: None,
            on_time: None,
            reappointment: None,
            rating: None,
        })
    }

    /// The dossier after one more event.
    pub fn apply(&mut self, event: &Event) -> Result<(), FoldError> {
        match event {
            Event::Submitted { .. } => return Err(FoldError::SubmittedTwice),
            Event::Accepted { at, clock, due } => self.start(*at, clock.as_ref(), *due),
            Event::Rejected { at, .. } => self.end(Stage::Refused, *at),
            Event::SupplementRequested { clock, due, .. } => {
                self.note_supplement_request(event);
                self.wait(Stage::AwaitingSupplement, clock.as_ref(), *due);
            }
            Event::PaymentRequested { amount, clock, due, .. } => {
                self.note_payment_request(*amount);
                self.wait(Stage::AwaitingPayment, clock.as_ref(), *due);
            }
            Event::Suspended { clock, due, .. } => self.wait(Stage::Suspended, clock.as_ref(), *due),
            Event::Supplemented { at, files, acceptance_due, clock, due } => {
                self.note_supplement(*at, files);
                self.acceptance_due = *acceptance_due;
                self.go_on(clock.as_ref(), *due);
            }
            Event::Paid { reference, acceptance_due, clock, due, .. } => {
                self.note_payment(reference);
                self.acceptance_due = *acceptance_due;
                self.go_on(clock.as_ref(), *due);
            }
            Event::Resumed { clock, due, .. } => self.go_on(clock.as_ref(), *due),
            Event::Assigned { officer, .. } => self.assign(officer),
            Event::StepCompleted { step, .. } => self.step = step.saturating_add(1),
            Event::StepReturned { to_step, .. } => self.return_to(*to_step),
            Event::Extended { clock, due, .. } => self.set_clock(Some(clock), *due),
            Event::Transferred { to_unit, .. } => self.pass_to(to_unit),
            Event::Withdrawn { at } => self.end(Stage::Withdrawn, *at),
            Event::Decided { outcome, .. } => (self.stage, self.outcome) = (Stage::Decided, Some(*outcome)),
            Event::Signed { files, .. } => {
                self.stage = Stage::Signed;
                self.signed_files.clone_from(files);
            }
            Event::ResultIssued { at, number, files, on_time } => {
                self.end(Stage::ResultIssued, *at);
                self.note_result(number, files, *on_time);
            }
            Event::Delivered { .. } => self.stage = Stage::Delivered,
            Event::Rated { score, .. } => self.rating = Some(*score),
            Event::Apologised { at, promised, late_notice, grounds } => {
                self.note_new_date((*at, *promised), *late_notice, grounds.as_deref());
            }
            Event::Closed { .. } => self.stage = Stage::Closed,
            Event::Archived { .. } => self.stage = Stage::Archived,
            Event::Worked { .. }
            | Event::WorkMoved { .. }
            | Event::Seated { .. }
            | Event::HandedBack { .. }
            | Event::Noted { .. }
            | Event::ResultDrafted { .. }
            | Event::OpinionAsked { .. }
            | Event::OpinionGiven { .. } => self.keep_internal(event),
        }
        self.version = self.version.saturating_add(1);
        Ok(())
    }

    /// An earlier step is done again, so nothing is decided any more.
    const fn return_to(&mut self, step: usize) {
        self.step = step;
        self.stage = Stage::InProcess;
        self.outcome = None;
    }

    /// The clock begins here.
    fn start(&mut self, at: DateTime, clock: Option<&ClockInput>, due: DueState) {
        self.stage = Stage::Accepted;
        self.accepted_at = Some(at);
        self.set_clock(clock, due);
    }

    fn assign(&mut self, officer: &str) {
        self.assignee = Some(officer.to_owned());
        self.stage = Stage::InProcess;
    }

    fn note_new_date(&mut self, (at, promised): (DateTime, DateTime), late_notice: bool, why: Option<&ApologyGrounds>) {
        self.reappointment = Some(Reappointment { promised, at, late_notice, grounds: why.cloned() });
    }

    /// The clock ends here.
    fn end(&mut self, stage: Stage, at: DateTime) {
        self.stage = stage;
        self.finished_at = Some(at);
        self.resume_to = None;
    }

    /// Another unit becomes responsible; whoever worked it before does no longer.
    fn pass_to(&mut self, unit: &str) {
        if let Some(work) = &mut self.work {
            work.pass(&self.handling_unit, unit);
        }
        self.units.insert(self.handling_unit.clone());
        unit.clone_into(&mut self.handling_unit);
        self.assignee = None;
        self.step = 0;
        if self.stage == Stage::InProcess {
            self.stage = Stage::Accepted;
        }
    }

    fn note_supplement_request(&mut self, event: &Event) {
        let Event::SupplementRequested { at, components, papers, on_due_date, exceptional, late_notice, .. } = event
        else {
            return;
        };
        let before_acceptance = self.stage == Stage::Submitted;
        let unit = if before_acceptance { &self.receiving_unit } else { &self.handling_unit };
        self.supplements.push(SupplementRequest {
            components: components.clone(),
            papers: papers.clone(),
            unit: unit.clone(),
            on_due_date: *on_due_date,
            at: *at,
            before_acceptance,
            exceptional: *exceptional,
            late_notice: *late_notice,
            answered_at: None,
        });
    }

    fn note_supplement(&mut self, at: DateTime, files: &[FileRef]) {
        self.files.extend(files.iter().cloned());
        if let Some(request) = self.supplements.last_mut() {
            request.answered_at = Some(at);
        }
    }

    fn note_payment_request(&mut self, amount: i64) {
        let before_acceptance = self.stage == Stage::Submitted;
        self.payments.push(Payment { amount, before_acceptance, reference: None });
    }

    fn note_payment(&mut self, reference: &str) {
        if let Some(payment) = self.payments.last_mut() {
            payment.reference = Some(reference.to_owned());
        }
    }

    fn note_result(&mut self, number: &str, files: &[FileRef], on_time: Option<bool>) {
        self.result_number = Some(number.to_owned());
        self.result_files = files.to_vec();
        self.on_time = on_time;
    }

    fn wait(&mut self, stage: Stage, clock: Option<&ClockInput>, due: DueState) {
        self.resume_to = Some(self.stage);
        self.stage = stage;
        self.set_clock(clock, due);
    }

    fn go_on(&mut self, clock: Option<&ClockInput>, due: DueState) {
        self.stage = self.resume_to.take().unwrap_or(Stage::InProcess);
        self.set_clock(clock, due);
    }

    fn set_clock(&mut self, clock: Option<&ClockInput>, due: DueState) {
        self.clock = clock.cloned();
        self.due = due;
    }
}

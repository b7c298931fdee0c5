//! Handing a dossier in.

use jiff::civil::DateTime;

use super::{Channel, Decision, DueState, Event, FileRef, Particulars, PlannedStep, Private, Refusal, Rules, clock};

/// Files of one submission, supplement or result.
pub(super) const FILES_MAX: usize = 200;
/// Steps of one internal process.
const STEPS_MAX: usize = 60;

/// What is handed in, already checked against the procedure's form and papers.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The procedure.
    pub procedure: String,
    /// First day of its version.
    pub procedure_version: String,
    /// How it comes in.
    pub channel: Channel,
    /// At which desk.
    pub receiving_unit: String,
    /// For which unit.
    pub handling_unit: String,
    /// The applicant's pseudonym.
    pub subject: String,
    /// The account that typed it.
    pub submitter: String,
    /// The internal process.
    pub steps: Vec<PlannedStep>,
    /// The files.
    pub files: Vec<FileRef>,
    /// Ids of the papers that came on paper (bản giấy).
    pub papers: Vec<String>,
    /// Applicant and answers.
    pub particulars: Particulars,
}

/// The first event of a dossier.
pub fn submit(submission: Submission, rules: &Rules<'_>, now: DateTime) -> Result<Decision, Refusal> {
    if submission.files.len() > FILES_MAX || submission.papers.len() > FILES_MAX || submission.steps.len() > STEPS_MAX {
        return Err(Refusal::TooMany);
    }
    let due = match clock::due(rules, clock::started(rules, now).as_ref()) {
        DueState::At(at) => DueState::Expected(at),
        other @ (DueState::Unknown | DueState::Expected(_) | DueState::Standing { .. }) => other,
    };
    let event = Event::Submitted {
        at: now,
        procedure: submission.procedure,
        procedure_version: submission.procedure_version,
        channel: submission.channel,
        receiving_unit: submission.receiving_unit,
        handling_unit: submission.handling_unit,
        subject: submission.subject,
        submitter: submission.submitter,
        steps: submission.steps,
        files: submission.files,
        papers: submission.papers,
        acceptance_due: clock::acceptance_due(rules, now),
        due,
    };
    Ok(Decision { event, private: Some(Private::Particulars(submission.particulars)) })
}

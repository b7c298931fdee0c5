//! From a dossier to its row.

use domain::dossier::{Dossier, Outcome, Particulars};
use domain::text::fold;
use domain::time::Zone;
use store::dossier::{DossierRow, NO_DUE};

/// Characters of the identity and phone numbers that open tracking without an account.
const TAIL_CHARS: usize = 4;

/// The row of a dossier. `particulars` is `None` when the subject's key is erased: then nothing personal is in it.
pub(crate) fn row(dossier: &Dossier, particulars: Option<&Particulars>, zone: Zone) -> DossierRow {
    let applicant = particulars.map(|particulars| &particulars.applicant);
    let is_open = dossier.stage.is_open();
    DossierRow {
        code: dossier.code.as_str().to_owned(),
        version: dossier.version,
        procedure_id: dossier.procedure.clone(),
        procedure_version: dossier.procedure_version.clone(),
        channel: dossier.channel.name().to_owned(),
        receiving_unit: dossier.receiving_unit.clone(),
        handling_unit: dossier.handling_unit.clone(),
        holding_unit: dossier.holding_unit().to_owned(),
        assignee: dossier.assignee.clone(),
        subject: dossier.subject.clone(),
        submitter: dossier.submitter.clone(),
        stage: dossier.stage.name().to_owned(),
        is_open,
        submitted_at: zone.instant(dossier.submitted_at),
        accepted_at: dossier.accepted_at.map(|at| zone.instant(at)),
        next_due_at: dossier.next_due().map_or(NO_DUE, |at| zone.instant(at)),
        due_at: dossier.due.at().map(|at| zone.instant(at)),
        finished_at: dossier.finished_at.map(|at| zone.instant(at)),
        on_time: dossier.on_time,
        outcome: dossier.outcome.map(|outcome| outcome_name(outcome).to_owned()),
        rating: dossier.rating.map(i64::from),
        applicant_name: applicant.map_or_else(String::new, |applicant| applicant.name.clone()),
        identity_tail: applicant.map_or_else(String::new, |applicant| tail(&applicant.identity_number)),
        phone_tail: applicant.map_or_else(String::new, |applicant| tail(&applicant.phone)),
    }
}

/// The stable name of an outcome.
pub(crate) const fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "granted",
        Outcome::Refused => "refused",
    }
}

/// The last four characters of a number, folded and without blanks.
pub(crate) fn tail(number: &str) -> String {
    let folded: Vec<char> = fold(number).chars().filter(|character| character.is_alphanumeric()).collect();
    let start = folded.len().saturating_sub(TAIL_CHARS);
    folded.iter().skip(start).collect()
}

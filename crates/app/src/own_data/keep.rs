//! What an application leaves in its applicant's store: answers when it is handed in, and when the authority has granted
//! it, the same answers as found right, its papers of known kinds, and its result.

use domain::dossier::{Dossier, Event as DossierEvent, FileRef, Outcome, Particulars};
use domain::eform::Form;
use domain::own_data::{Head, PaperKind, Record, Source, What, kept_of, kind_of, kind_of_result};
use domain::procedure::Procedure;
use domain::time::{Date, Instant};
use store::{Tx, identity};

use super::row::{self, Said, Writing};
use crate::catalogue::Catalogue;
use crate::error::ActError;

/// Keeps the answers of an application that its applicant handed in themselves, if they agreed.
pub(crate) fn after_submission(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    particulars: &Particulars,
    form: &Form,
    now: Instant,
) -> Result<(), ActError> {
    let mut record = row::load(tx, &dossier.subject)?;
    if !record.keeps {
        return Ok(());
    }
    let writing = Writing { subject: &dossier.subject, actor: &dossier.submitter, now };
    let source = Source::Answer { dossier: dossier.code.as_str().to_owned() };
    keep_answers(tx, writing, &mut record, (form, particulars), &source, dossier.submitted_at.date())
}

/// Keeps what a granted application has shown, if its applicant agreed and handed it in themselves.
pub(crate) fn after_act(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    particulars: Option<&Particulars>,
    event: &DossierEvent,
    catalogue: &Catalogue,
    by: (&str, Instant),
) -> Result<(), ActError> {
    let (DossierEvent::ResultIssued { at, .. }, Some(Outcome::Granted)) = (event, dossier.outcome) else {
        return Ok(());
    };
    let mut record = row::load(tx, &dossier.subject)?;
    if !record.keeps || !is_own(tx, dossier)? {
        return Ok(());
    }
    let (writing, day) = (Writing { subject: &dossier.subject, actor: by.0, now: by.1 }, at.date());
    let source = Source::Result { dossier: dossier.code.as_str().to_owned() };
    if let Some(particulars) = particulars {
        let form = catalogue.form_of_dossier(dossier);
        keep_answers(tx, writing, &mut record, (&form, particulars), &source, day)?;
    }
    let Some(procedure) = catalogue.procedure_version(&dossier.procedure, &dossier.procedure_version) else {
        return Ok(());
    };
    let result = kind_of_result(&dossier.procedure);
    let papers = dossier.files.iter().filter_map(|file| paper(procedure, file));
    let results = dossier.result_files.iter().map(|file| (file, result.clone(), procedure.name_vi.clone()));
    for (file, kind, title) in papers.chain(results) {
        // What came out of a store has its source already.
        if file.origin.is_none() {
            let head =
                Head { what: What::Paper { kind, sha256: file.sha256.clone() }, source: source.clone(), as_of: day };
            keep(tx, writing, &mut record, head, &Said { text: file.name.clone(), title })?;
        }
    }
    Ok(())
}

/// A file with the kind of paper that it is, if it is one that may be used again.
fn paper<'a>(procedure: &Procedure, file: &'a FileRef) -> Option<(&'a FileRef, PaperKind, String)> {
    let component = procedure.component(&file.component)?;
    Some((file, kind_of(component)?, component.name_vi.clone()))
}

/// Whether the applicant's own account handed it in: a number that a stranger typed fills nobody's store.
fn is_own(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<bool, ActError> {
    if dossier.submitter.is_empty() {
        return Ok(false);
    }
    let account = identity::by_id(tx, &dossier.submitter)?;
    Ok(account.is_some_and(|account| account.subject.as_deref() == Some(dossier.subject.as_str())))
}

fn keep_answers(
    tx: &mut Tx<'_>,
    writing: Writing<'_>,
    record: &mut Record,
    (form, particulars): (&Form, &Particulars),
    source: &Source,
    day: Date,
) -> Result<(), ActError> {
    for (concept, value) in kept_of(form, &particulars.form) {
        let head = Head { what: What::Value { concept }, source: source.clone(), as_of: day };
        keep(tx, writing, record, head, &Said { text: value, title: String::new() })?;
    }
    Ok(())
}

/// Keeps one item, unless a newer one is there.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    writing: Writing<'_>,
    record: &mut Record,
    head: Head,
    said: &Said,
) -> Result<(), ActError> {
    match record.keep(head)? {
        Some(event) => row::write(tx, writing, record, &event, Some(said)),
        None => Ok(()),
    }
}

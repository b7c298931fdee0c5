//! The apology that a late dossier owes: when it must be signed, what it says, and how it stands with it.

use super::account::allowances;
use super::{Account, Story};
use crate::deadline::{DeadlineError, Limit, Terms, closing_before};
use crate::dossier::{ApologyGrounds, DueState};
use crate::ledger::{ApologyDraft, Outstanding, apology_draft};
use crate::time::DateTime;

/// A letter drafted from the ledger, before the head has looked at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Cause, dates and who answers for it.
    pub draft: ApologyDraft,
    /// Name of the step that is the main cause; empty where it has none.
    pub step: String,
}

impl Letter {
    /// What the event keeps of it.
    #[must_use]
    pub fn grounds(&self) -> ApologyGrounds {
        ApologyGrounds {
            due: self.draft.due,
            cause: self.draft.cause.clone(),
            responsible: self.draft.responsible.clone(),
            step: self.step.clone(),
        }
    }
}

/// Drafts the letter of a dossier that has a due time and no result; none while its clock stands.
///
/// The new date leaves the steps that remain their own limits.
pub fn letter(
    story: &Story,
    account: &Account,
    terms: &Terms<'_>,
    now: DateTime,
) -> Result<Option<Letter>, DeadlineError> {
    let DueState::At(due) = story.dossier.due else { return Ok(None) };
    if story.dossier.finished_at.is_some() {
        return Ok(None);
    }
    let remaining = remaining(story);
    let outstanding = Outstanding { due, now, remaining: &remaining };
    let draft = apology_draft(&account.ledger, &allowances(story, terms), &outstanding, terms)?;
    let label = draft.cause.main.as_ref().and_then(|main| main.step.as_deref());
    let step = label.and_then(|label| story.steps.get(label)).map(|told| told.name.clone()).unwrap_or_default();
    Ok(Some(Letter { draft, step }))
}

/// Limits of what is still to be done: the open steps of its workflow, or the rest of the row.
fn remaining(story: &Story) -> Vec<Limit> {
    let seats = story.dossier.work.iter().flat_map(|work| work.seats.values());
    let open = seats.filter(|seat| seat.is_step()).filter_map(|seat| seat.limit);
    open.chain(story.dossier.steps.iter().skip(story.dossier.step).filter_map(|step| step.limit)).collect()
}

/// When the apology for a dossier due then must be signed: on the last working day before the due day (Decree 61/2018,
/// Article 19 clause 9).
pub fn sign_by(terms: &Terms<'_>, due: DateTime) -> Result<DateTime, DeadlineError> {
    closing_before(terms, due.date())
}

/// How a late dossier stands with its apology.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApologyState {
    /// Signed at least a day before the due day.
    InTime,
    /// Signed later.
    Late,
    /// Not signed.
    Unsigned,
}

/// How an apology stands; none when nothing was owed: the result was there in time, or the due time is still to come.
#[must_use]
pub fn apology_state(
    due: DateTime,
    finished: Option<DateTime>,
    signed_late: Option<bool>,
    now: DateTime,
) -> Option<ApologyState> {
    match signed_late {
        Some(false) => Some(ApologyState::InTime),
        Some(true) => Some(ApologyState::Late),
        None => (due < finished.unwrap_or(now)).then_some(ApologyState::Unsigned),
    }
}

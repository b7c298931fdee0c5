//! The apology: prefilled from the ledger for whoever signs it, and in plain words for whom it is meant.

use crate::messages::fill;
use crate::sentences::{self, LedgerTold};
use crate::web::format;
use app::late::LetterView;
use domain::dossier::Reappointment;
use domain::lateness::Account;

/// What the form of the apology says before anybody typed.
#[derive(Debug, Clone, Default)]
pub(in crate::web) struct Prefill {
    /// The new date proposed.
    pub(in crate::web) day: String,
    /// Its time.
    pub(in crate::web) time: String,
    /// The cause.
    pub(in crate::web) reason: String,
    /// The old date, who is responsible, and when it must be signed.
    pub(in crate::web) told: String,
}

/// The letter as the ledger drafts it.
pub(in crate::web) fn prefill(told: &LedgerTold<'_>, view: &LetterView) -> Prefill {
    let (m, draft) = (told.m, &view.letter.draft);
    let t = &m.late.letter;
    // What goes to the applicant names units, not people.
    let by_unit = LedgerTold { names: None, ..*told };
    let cause = sentences::cause(&by_unit, &draft.cause, &step_of(told, view));
    let text = if draft.late_notice { t.overdue } else { t.told };
    let (due, by) = (format::moment(m, draft.due), format::moment(m, draft.sign_by));
    let responsible = sentences::responsible(told, &draft.responsible);
    Prefill {
        day: format::day(draft.new_due.date()),
        time: format!("{:02}:{:02}", draft.new_due.hour(), draft.new_due.minute()),
        reason: fill(t.reason, &[("cause", &cause)]),
        told: fill(text, &[("due", &due), ("responsible", &responsible), ("by", &by)]),
    }
}

fn step_of(told: &LedgerTold<'_>, view: &LetterView) -> String {
    if !view.letter.step.is_empty() {
        return view.letter.step.clone();
    }
    let label = view.letter.draft.cause.main.as_ref().and_then(|main| main.step.as_deref());
    sentences::ledger_step(told.m, &std::collections::BTreeMap::new(), label)
}

/// The apology as it is told to the applicant, by units; the cause as it stood when it was signed.
pub(in crate::web) fn told_to_applicant(
    told: &LedgerTold<'_>,
    letter: &Reappointment,
    account: Option<&Account>,
) -> Vec<String> {
    let (m, t) = (told.m, &told.m.late.letter);
    let promised = format::moment(m, letter.promised);
    let Some(grounds) = &letter.grounds else { return Vec::new() };
    let by_unit = LedgerTold { names: None, ..*told };
    let cause = if grounds.step.is_empty() {
        let steps = account.map(|account| account.steps.clone()).unwrap_or_default();
        let label = grounds.cause.main.as_ref().and_then(|main| main.step.as_deref());
        sentences::cause(&by_unit, &grounds.cause, &sentences::ledger_step(m, &steps, label))
    } else {
        sentences::cause(&by_unit, &grounds.cause, &grounds.step)
    };
    vec![
        fill(t.public, &[("due", &format::moment(m, grounds.due)), ("promised", &promised)]),
        fill(t.public_cause, &[("cause", &cause)]),
        fill(t.public_responsible, &[("responsible", &sentences::responsible(&by_unit, &grounds.responsible))]),
    ]
}

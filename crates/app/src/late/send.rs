//! Who is told by a reminder, and of what: into the inbox of each, and out by the ways that they chose.

use std::collections::BTreeSet;

use domain::access::Role;
use domain::escalation::{Addressee, Recipient, Reminder, Rule, TaskFacts, When};
use domain::notice::{self, StaffKind};
use domain::time::Instant;
use store::{Tx, reminder as rows};

use super::remind::{Reminded, Round};
use super::reminder_stream;
use crate::error::ActError;
use crate::notice::{StaffReminder, remind};
use crate::plain_event::PlainEvent;

/// Under which name the journal keeps what time brought about.
const CLOCK: &str = "clock";

/// Whether a rule tells somebody above whoever holds the task that something is late.
pub(super) fn is_escalated(rule: &Rule) -> bool {
    is_late(rule.when) && rule.notify.iter().any(|recipient| *recipient != Recipient::Person)
}

const fn is_late(when: When) -> bool {
    match when {
        When::LimitUsed { percent } => percent > 100,
        When::AfterDue { .. } | When::AfterSigningDeadline { .. } => true,
        When::BeforeDue { .. } | When::BeforeSigningDeadline { .. } => false,
    }
}

fn kind_of(rule: &Rule, to: &Addressee) -> StaffKind {
    let is_person = matches!(to, Addressee::Person { .. });
    match rule.when {
        When::BeforeSigningDeadline { .. } => StaffKind::ApologyDue,
        When::AfterSigningDeadline { .. } => StaffKind::ApologyUnsigned,
        When::LimitUsed { .. } | When::BeforeDue { .. } | When::AfterDue { .. } if !is_late(rule.when) => {
            StaffKind::DueSoon
        }
        When::LimitUsed { .. } | When::BeforeDue { .. } | When::AfterDue { .. } => {
            if is_person || !is_escalated(rule) {
                StaffKind::Overdue
            } else {
                StaffKind::Escalated
            }
        }
    }
}

/// Sends a reminder to everybody whom its rule names; the accounts that were told.
pub(super) fn send(
    tx: &mut Tx<'_>,
    round: &Round,
    (rule, reminder): (&Rule, &Reminder),
    facts: &TaskFacts,
    step: &str,
    code: &str,
) -> Result<Vec<String>, ActError> {
    let mut told: BTreeSet<String> = BTreeSet::new();
    for addressee in &reminder.to {
        let kind = kind_of(rule, addressee);
        let due = match kind {
            StaffKind::ApologyDue | StaffKind::ApologyUnsigned => facts.dossier_due,
            StaffKind::DueSoon | StaffKind::Overdue | StaffKind::Escalated => facts.due,
        };
        for account in people(tx, round, addressee)? {
            // Whoever is named twice is told once, as whoever they are first.
            if !told.insert(account.clone()) {
                continue;
            }
            let (code, occasion) = (code.to_owned(), reminder.key.clone());
            let reminder = notice::Reminder { kind, due, step: step.to_owned() };
            remind(tx, round.outlets, &StaffReminder { account, code, occasion, reminder }, round.now)?;
        }
    }
    Ok(told.into_iter().collect())
}

/// The accounts behind an addressee: a unit without a head is spoken for by the reform office.
fn people(tx: &mut Tx<'_>, round: &Round, addressee: &Addressee) -> Result<Vec<String>, ActError> {
    let day = round.civil().date();
    let found = match addressee {
        Addressee::Person { person } => vec![person.clone()],
        Addressee::HeadOfUnit { unit } => rows::heads_of(tx, unit, day)?,
        Addressee::ReformOffice => Vec::new(),
    };
    if found.is_empty() { Ok(rows::holders_anywhere(tx, Role::ReformOffice, day)?) } else { Ok(found) }
}

/// Keeps in the journal that a reminder was sent.
pub(super) fn note(tx: &mut Tx<'_>, key: &str, event: &Reminded, now: Instant) -> Result<(), ActError> {
    let stream = reminder_stream(key);
    PlainEvent { stream: &stream, version: 1, kind: "reminded", event, actor: CLOCK, at: now }.append(tx)
}

//! Sentences about the registry of procedures.

use crate::messages::{Messages, fill};
use crate::web::format;
use domain::access::RegistryAction;
use domain::burden::FindingKind;
use domain::registry::{Event, Refusal, RevisionState};
use serde::Deserialize;

/// The name of a revision's state.
#[must_use]
pub const fn revision_state(m: &Messages, state: RevisionState) -> &'static str {
    let texts = &m.registry.state;
    match state {
        RevisionState::Draft => texts.draft,
        RevisionState::Checked => texts.checked,
        RevisionState::Approved => texts.approved,
        RevisionState::Published => texts.published,
        RevisionState::Discarded => texts.discarded,
    }
}

/// Why the registry refused a change, and what to do next.
#[must_use]
pub fn registry_refusal(m: &Messages, refusal: &Refusal) -> String {
    let texts = &m.registry.refusal;
    match refusal {
        Refusal::NoSuchRevision => texts.no_such_revision.to_owned(),
        Refusal::NotInState(state) => fill(texts.not_in_state, &[("state", &revision_state(m, *state))]),
        Refusal::OwnWork => texts.own_work.to_owned(),
        Refusal::AnotherInWork { number } => fill(texts.another_in_work, &[("number", number)]),
        Refusal::BaseOutdated { newest } => fill(texts.base_outdated, &[("newest", newest)]),
        Refusal::FindingsOpen(findings) => fill(texts.findings_open, &[("count", &findings.len())]),
        Refusal::NoSuchFinding => texts.no_such_finding.to_owned(),
        Refusal::OwnAcceptance => texts.own_acceptance.to_owned(),
        Refusal::TextMissing(_) => texts.text_missing.to_owned(),
        Refusal::TextTooLong(limit) => fill(texts.text_too_long, &[("limit", limit)]),
        Refusal::DayOver { .. } => texts.day_over.to_owned(),
        Refusal::EndsBeforeItBegins => texts.ends_before_it_begins.to_owned(),
        Refusal::LaterVersion { from } => fill(texts.later_version, &[("from", &format::day(*from))]),
        Refusal::NoticeTooShort { days } => fill(texts.notice_too_short, &[("days", days)]),
        Refusal::NotPublished => texts.not_published.to_owned(),
        Refusal::Suspended => texts.suspended.to_owned(),
        Refusal::NotSuspended => texts.not_suspended.to_owned(),
        Refusal::Repealed => texts.repealed.to_owned(),
    }
}

/// What an acceptance speaks of; its key, should a later version of the program no longer know such findings.
fn found_in(m: &Messages, key: &str, found: &serde_json::Value) -> String {
    match FindingKind::deserialize(found) {
        Ok(kind) => super::burden_kind(m, &kind),
        Err(_) => key.to_owned(),
    }
}

/// What an action of the registry is called on its button.
#[must_use]
pub const fn registry_action(m: &Messages, action: RegistryAction) -> &'static str {
    let texts = &m.registry.action;
    match action {
        RegistryAction::See | RegistryAction::Open | RegistryAction::Save => m.registry.record.open,
        RegistryAction::Accept => m.burden.page.accept,
        RegistryAction::Check => texts.check,
        RegistryAction::SendBack => texts.send_back,
        RegistryAction::Approve => texts.approve,
        RegistryAction::Publish => texts.publish,
        RegistryAction::Discard => texts.discard,
        RegistryAction::Suspend => texts.suspend,
        RegistryAction::Resume => texts.resume,
        RegistryAction::Repeal => texts.repeal,
    }
}

/// What happened to a procedure, as a line of its history.
#[must_use]
pub fn registry_event(m: &Messages, event: &Event) -> String {
    let t = &m.registry.event;
    match event {
        Event::RevisionOpened { number, .. } => fill(t.opened, &[("number", number)]),
        Event::RevisionSaved { number, .. } => fill(t.saved, &[("number", number)]),
        Event::RevisionChecked { number, .. } => fill(t.checked, &[("number", number)]),
        Event::FindingAccepted { number, finding, found, clause } => {
            fill(t.accepted, &[("number", number), ("finding", &found_in(m, finding, found)), ("clause", clause)])
        }
        Event::AcceptanceWithdrawn { number, finding, found } => {
            fill(t.withdrawn, &[("number", number), ("finding", &found_in(m, finding, found))])
        }
        Event::RevisionSentBack { number, reason } => fill(t.sent_back, &[("number", number), ("reason", reason)]),
        Event::RevisionApproved { number } => fill(t.approved, &[("number", number)]),
        Event::RevisionPublished { number, valid_from, decision, .. } => {
            let from = format::day(*valid_from);
            fill(t.published, &[("number", number), ("from", &from), ("decision", &decision.number)])
        }
        Event::RevisionDiscarded { number, reason } => fill(t.discarded, &[("number", number), ("reason", reason)]),
        Event::Suspended { from, reason, .. } => {
            fill(t.suspended, &[("from", &format::day(*from)), ("reason", reason)])
        }
        Event::Resumed { from, .. } => fill(t.resumed, &[("from", &format::day(*from))]),
        Event::Repealed { from, legal_basis, .. } => {
            fill(t.repealed, &[("from", &format::day(*from)), ("basis", legal_basis)])
        }
    }
}

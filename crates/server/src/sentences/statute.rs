//! Sentences about legal texts: how they stand, why, and what they do to one another.

use crate::messages::{Messages, fill};
use crate::web::format;
use app::statute::CiterKind;
use domain::statute::{Action, Address, Cause, Fall, Reason, Relation, Status};

/// A status in words.
#[must_use]
pub const fn text_status(m: &Messages, status: Status) -> &'static str {
    let t = &m.statute.status;
    match status {
        Status::Unknown => t.unknown,
        Status::NotYet => t.not_yet,
        Status::InForce => t.in_force,
        Status::PartlySuspended => t.partly_suspended,
        Status::PartlyExpired => t.partly_expired,
        Status::Suspended => t.suspended,
        Status::Expired => t.expired,
    }
}

/// A fact from which a status follows.
#[must_use]
pub fn text_reason(m: &Messages, reason: &Reason) -> String {
    let t = &m.statute.reason;
    match reason {
        Reason::NoDay => t.no_day.to_owned(),
        Reason::Begins { on } => fill(t.begins, &[("day", &format::day(*on))]),
        Reason::Falls(fall) => text_fall(m, fall),
        Reason::Altered { by, since, part: None } => fill(t.altered, &[("by", by), ("day", &format::day(*since))]),
        Reason::Altered { by, since, part: Some(part) } => {
            fill(t.altered_part, &[("by", by), ("part", &part.cited()), ("day", &format::day(*since))])
        }
        Reason::Suspended { by, since, to, part } => {
            let part = part.as_ref().map_or_else(|| t.whole.to_owned(), Address::cited);
            let since = format::day(*since);
            match to {
                None => fill(t.suspended, &[("by", by), ("part", &part), ("day", &since)]),
                Some(to) => {
                    fill(t.suspended_to, &[("by", by), ("part", &part), ("day", &since), ("to", &format::day(*to))])
                }
            }
        }
    }
}

/// When and why a text falls.
#[must_use]
pub fn text_fall(m: &Messages, fall: &Fall) -> String {
    let t = &m.statute.reason;
    let day = format::day(fall.on);
    match &fall.cause {
        Cause::OwnTerm => fill(t.own_term, &[("day", &day)]),
        Cause::Replaced { by } => fill(t.replaced, &[("by", by), ("day", &day)]),
        Cause::Repealed { by } => fill(t.repealed, &[("by", by), ("day", &day)]),
        Cause::ParentFell { parent } => fill(t.parent_fell, &[("by", parent), ("day", &day)]),
    }
}

/// What a relation does, said of the text that does it.
#[must_use]
pub const fn text_does(m: &Messages, relation: &Relation) -> &'static str {
    let t = &m.statute.relation;
    match relation.action {
        Action::Amend { .. } => t.amend,
        Action::Insert { .. } => t.insert,
        Action::Correct { .. } => t.correct,
        Action::Alter => t.alter,
        Action::Replace => t.replace,
        Action::Repeal { .. } => t.repeal,
        Action::Suspend { .. } => t.suspend,
        Action::Guide { .. } => t.guide,
        Action::BasedOn { .. } => t.based_on,
    }
}

/// What a relation does, said of the text to which it is done.
#[must_use]
pub const fn text_is_done(m: &Messages, relation: &Relation) -> &'static str {
    let t = &m.statute.relation;
    match relation.action {
        Action::Amend { .. } => t.amended,
        Action::Insert { .. } => t.inserted,
        Action::Correct { .. } => t.corrected,
        Action::Alter => t.altered,
        Action::Replace => t.replaced,
        Action::Repeal { .. } => t.repealed,
        Action::Suspend { .. } => t.suspended,
        Action::Guide { .. } => t.guided,
        Action::BasedOn { .. } => t.basis_of,
    }
}

/// What kind of thing cites.
#[must_use]
pub const fn citer_kind(m: &Messages, kind: CiterKind) -> &'static str {
    let t = &m.statute.citer;
    match kind {
        CiterKind::Procedure => t.procedure,
        CiterKind::RefusalGround => t.refusal_ground,
        CiterKind::PauseGround => t.pause_ground,
        CiterKind::EscalationRule => t.escalation_rule,
        CiterKind::PriorityGround => t.priority_ground,
        CiterKind::Text => t.text,
    }
}

//! Sentences about absence and delegation.

use crate::messages::{Messages, fill};
use crate::web::format;
use domain::access::{AbsenceReason, AwayRefusal, Reason, WorkKind};

/// The name of a kind of absence.
#[must_use]
pub const fn absence_reason(m: &Messages, reason: AbsenceReason) -> &'static str {
    let texts = &m.absence.reason;
    match reason {
        AbsenceReason::Leave => texts.leave,
        AbsenceReason::Mission => texts.mission,
        AbsenceReason::Training => texts.training,
        AbsenceReason::Other => texts.other,
    }
}

/// Why an absence or a delegation was refused, and what to do next.
#[must_use]
pub fn away_refusal(m: &Messages, refusal: AwayRefusal) -> String {
    let texts = &m.absence.refusal;
    let text = match refusal {
        AwayRefusal::EndsBeforeItBegins => texts.ends_before_it_begins,
        AwayRefusal::Past => texts.past,
        AwayRefusal::TooLong => texts.too_long,
        AwayRefusal::NotHeld => texts.not_held,
        AwayRefusal::GivenOn => texts.given_on,
        AwayRefusal::ToOneself => texts.to_oneself,
        AwayRefusal::NotOfUnit => texts.not_of_unit,
        AwayRefusal::NotDeputy => texts.not_deputy,
        AwayRefusal::NeverGiven => texts.never_given,
        AwayRefusal::EmptyScope => texts.empty_scope,
        AwayRefusal::NoWork => texts.no_work,
        AwayRefusal::TooManyProcedures(limit) => return fill(texts.too_many_procedures, &[("limit", &limit)]),
        AwayRefusal::NoReason => texts.no_reason,
        AwayRefusal::ReasonTooLong(limit) => return fill(texts.reason_too_long, &[("limit", &limit)]),
        AwayRefusal::Over => texts.over,
    };
    text.to_owned()
}

/// A kind of work.
#[must_use]
pub const fn work_kind(m: &Messages, kind: WorkKind) -> &'static str {
    let texts = &m.absence.work;
    match kind {
        WorkKind::Receive => texts.receive,
        WorkKind::Examine => texts.examine,
        WorkKind::Assign => texts.assign,
        WorkKind::Approve => texts.approve,
        WorkKind::Sign => texts.sign,
        WorkKind::Issue => texts.issue,
    }
}

/// Why somebody is proposed for work, or stands further down.
#[must_use]
pub fn why_proposed(m: &Messages, reason: &Reason) -> String {
    let texts = &m.absence.why;
    match reason {
        Reason::InHand(load) => {
            fill(texts.in_hand, &[("open", &load.open), ("late", &load.late), ("soon", &load.soon)])
        }
        Reason::Knows => texts.knows.to_owned(),
        Reason::New => texts.new.to_owned(),
        Reason::AwayToday => texts.away_today.to_owned(),
        Reason::AwayWhenDue(day) => fill(texts.away_when_due, &[("day", &format::day(*day))]),
    }
}

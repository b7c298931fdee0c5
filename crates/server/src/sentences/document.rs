//! Sentences about administrative documents.

use crate::messages::{Messages, fill};
use crate::web::format;
use domain::document::{
    Capacity, Circulation, IncomingEvent, IncomingStage, OutgoingEvent, OutgoingStage, Rank, Refusal, SecretLevel,
    Source, Urgency,
};

/// How far an incoming document is.
#[must_use]
pub const fn incoming_stage(m: &Messages, stage: IncomingStage) -> &'static str {
    let texts = &m.document.state;
    match stage {
        IncomingStage::Received => texts.received,
        IncomingStage::Checked => texts.checked,
        IncomingStage::Returned => texts.returned,
        IncomingStage::Registered => texts.registered,
        IncomingStage::Submitted => texts.submitted,
        IncomingStage::Instructed => texts.instructed,
        IncomingStage::Finished => texts.finished,
        IncomingStage::Withdrawn => texts.withdrawn,
    }
}

/// How an incoming document came.
#[must_use]
pub const fn source(m: &Messages, source: Source) -> &'static str {
    let texts = &m.document.source;
    match source {
        Source::Exchange => texts.exchange,
        Source::Upload => texts.upload,
        Source::Paper => texts.paper,
        Source::Mail => texts.mail,
        Source::Internal => texts.internal,
    }
}

/// How urgent it is.
#[must_use]
pub const fn urgency(m: &Messages, urgency: Urgency) -> &'static str {
    let texts = &m.document.mark;
    match urgency {
        Urgency::Normal => texts.normal,
        Urgency::Urgent => texts.urgent,
        Urgency::VeryUrgent => texts.very_urgent,
        Urgency::Express => texts.express,
    }
}

/// How far it may go round.
#[must_use]
pub const fn circulation(m: &Messages, circulation: Circulation) -> &'static str {
    let texts = &m.document.mark;
    match circulation {
        Circulation::ReturnAfterReading => texts.return_after_reading,
        Circulation::Internal => texts.internal,
    }
}

const fn secret(m: &Messages, level: SecretLevel) -> &'static str {
    let texts = &m.document.mark;
    match level {
        SecretLevel::Secret => texts.secret,
        SecretLevel::HighlySecret => texts.highly_secret,
        SecretLevel::TopSecret => texts.top_secret,
    }
}

/// Why something cannot be done with a document, and what to do next.
#[must_use]
pub fn document_refusal(m: &Messages, refusal: &Refusal) -> String {
    let texts = &m.document.refusal;
    match refusal {
        Refusal::StateSecret { level } => fill(texts.state_secret, &[("level", &secret(m, *level))]),
        Refusal::IncomingStage(stage) => fill(texts.not_in_stage, &[("state", &incoming_stage(m, *stage))]),
        Refusal::OutgoingStage(stage) => fill(texts.not_in_stage, &[("state", &outgoing_stage(m, *stage))]),
        Refusal::TextMissing(_) => texts.text_missing.to_owned(),
        Refusal::TextTooLong(limit) => fill(texts.text_too_long, &[("limit", limit)]),
        Refusal::Entries(_) => texts.entries.to_owned(),
        Refusal::CheckFailed => texts.check_failed.to_owned(),
        Refusal::DueOver { today } => fill(texts.due_over, &[("day", &format::day(*today))]),
        Refusal::NotAWorkingDay => texts.not_a_working_day.to_owned(),
        Refusal::Duplicate { .. } => texts.duplicate.to_owned(),
        Refusal::NoNumber | Refusal::Abbreviation { .. } => texts.abbreviation.to_owned(),
        Refusal::OldVersion { newest } => fill(texts.old_version, &[("number", newest)]),
        Refusal::PenTaken => texts.pen_taken.to_owned(),
        Refusal::Unchecked { part } => {
            let part = if *part == "form" { texts.part_form } else { texts.part_content };
            fill(texts.unchecked, &[("part", &part)])
        }
        Refusal::NoPost { day } => fill(texts.no_post, &[("day", &format::day(*day))]),
        Refusal::NoHead { day } => fill(texts.no_head, &[("day", &format::day(*day))]),
        Refusal::WrongCapacity { rank, capacity } => {
            fill(texts.wrong_capacity, &[("rank", &rank_name(m, *rank)), ("capacity", &capacity_name(m, *capacity))])
        }
        Refusal::NotAuthorised { capacity, day } => {
            fill(texts.not_authorised, &[("capacity", &capacity_name(m, *capacity)), ("day", &format::day(*day))])
        }
        Refusal::BeforeSigning { signed } => fill(texts.before_signing, &[("day", &format::day(*signed))]),
        Refusal::OtherKind => texts.other_kind.to_owned(),
    }
}

/// How far an outgoing document is.
#[must_use]
pub const fn outgoing_stage(m: &Messages, stage: OutgoingStage) -> &'static str {
    let texts = &m.document.out_state;
    match stage {
        OutgoingStage::Drafting => texts.drafting,
        OutgoingStage::Checking => texts.checking,
        OutgoingStage::Signed => texts.signed,
        OutgoingStage::Numbered => texts.numbered,
        OutgoingStage::Sealed => texts.sealed,
        OutgoingStage::Issued => texts.issued,
        OutgoingStage::Recalled => texts.recalled,
        OutgoingStage::Replaced => texts.replaced,
    }
}

/// In which capacity somebody signs.
const fn capacity_name(m: &Messages, capacity: Capacity) -> &'static str {
    let texts = &m.document.capacity;
    match capacity {
        Capacity::Head => texts.head,
        Capacity::Acting => texts.acting,
        Capacity::Deputy => texts.deputy,
        Capacity::ByOrder => texts.by_order,
        Capacity::Authorised => texts.authorised,
    }
}

/// What a post is.
const fn rank_name(m: &Messages, rank: Rank) -> &'static str {
    let texts = &m.document.rank;
    match rank {
        Rank::Head => texts.head,
        Rank::ActingHead => texts.acting_head,
        Rank::Deputy => texts.deputy,
        Rank::UnitHead => texts.unit_head,
        Rank::UnitDeputy => texts.unit_deputy,
        Rank::Officer => texts.officer,
    }
}

/// What happened to an incoming document, as a line of its history.
#[must_use]
pub fn arrival_event(m: &Messages, event: &IncomingEvent, name: &dyn Fn(&str) -> String) -> String {
    let t = &m.document.event;
    let late = |text: &str, late: bool| if late { format!("{text} ({})", t.late) } else { text.to_owned() };
    match event {
        IncomingEvent::Received { arrival, .. } => fill(t.received, &[("source", &source(m, arrival.source))]),
        IncomingEvent::Checked { is_authentic: true, is_for_us: true, .. } => t.checked.to_owned(),
        IncomingEvent::Checked { is_authentic: false, .. } => t.not_authentic.to_owned(),
        IncomingEvent::Checked { is_for_us: false, .. } => t.not_for_us.to_owned(),
        IncomingEvent::Returned { .. } => t.returned.to_owned(),
        IncomingEvent::Registered { number, .. } => fill(t.registered, &[("number", &number.number)]),
        IncomingEvent::Submitted { to, late: is_late, .. } => {
            late(&fill(t.submitted, &[("person", &name(to))]), *is_late)
        }
        IncomingEvent::Instructed { instruction, .. } => {
            let due = instruction.due.map_or_else(|| t.no_due.to_owned(), format::day);
            fill(t.instructed, &[("unit", &name(&instruction.lead)), ("day", &due)])
        }
        IncomingEvent::Taken { by, .. } => fill(t.taken, &[("person", &name(by))]),
        IncomingEvent::Followed { .. } => t.followed.to_owned(),
        IncomingEvent::Linked { link, .. } => fill(t.linked, &[("id", &link.id)]),
        IncomingEvent::Finished { late: is_late, .. } => late(t.finished, *is_late),
        IncomingEvent::Withdrawn { .. } => t.withdrawn.to_owned(),
    }
}

/// What happened to an outgoing document, as a line of its history.
#[must_use]
pub fn outgoing_event(m: &Messages, event: &OutgoingEvent, name: &dyn Fn(&str) -> String) -> String {
    let t = &m.outgoing.event;
    let late = |text: String, late: bool| if late { format!("{text} ({})", t.late) } else { text };
    match event {
        OutgoingEvent::Drafted { .. } => t.drafted.to_owned(),
        OutgoingEvent::PenTaken { by, .. } => fill(t.pen_taken, &[("person", &name(by))]),
        OutgoingEvent::PenLaid { .. } => t.pen_laid.to_owned(),
        OutgoingEvent::Saved { version, .. } => fill(t.saved, &[("number", &version.number)]),
        OutgoingEvent::Submitted { version, .. } => fill(t.submitted, &[("number", version)]),
        OutgoingEvent::ContentApproved { version, .. } => fill(t.content_approved, &[("number", version)]),
        OutgoingEvent::FormApproved { version, .. } => fill(t.form_approved, &[("number", version)]),
        OutgoingEvent::Commented { version, .. } => fill(t.commented, &[("number", version)]),
        OutgoingEvent::Returned { .. } => t.returned.to_owned(),
        OutgoingEvent::Signed { version, file: Some(_), .. } => fill(t.signed_digitally, &[("number", version)]),
        OutgoingEvent::Signed { version, file: None, .. } => fill(t.signed, &[("number", version)]),
        OutgoingEvent::Numbered { number, late: is_late, .. } => {
            late(fill(t.numbered, &[("symbol", &number.printed())]), *is_late)
        }
        OutgoingEvent::Sealed { file: Some(_), .. } => t.sealed_digitally.to_owned(),
        OutgoingEvent::Sealed { file: None, .. } => t.sealed.to_owned(),
        OutgoingEvent::Dispatched { late: is_late, .. } => late(t.dispatched.to_owned(), *is_late),
        OutgoingEvent::Recalled { .. } => t.recalled.to_owned(),
        OutgoingEvent::Replaced { by, .. } => fill(t.replaced, &[("id", by)]),
        OutgoingEvent::Corrected { by, .. } => fill(t.corrected, &[("id", by)]),
    }
}

//! The marks that a dossier leaves: what it counts for, from when to when. A function of its events and of nothing else.

use jiff::civil::{Date, DateTime};

use crate::dataset::Counter;
use crate::dossier::{Dossier, DueState};
use crate::procedure::Channel;

/// What a dossier counts for under one counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The counter.
    pub counter: Counter,
    /// The day to whose period it belongs.
    pub belongs: Date,
    /// From which day it counts; not before `belongs`.
    pub day: Date,
    /// Until which day, which does not count any more; `None` for good.
    pub until: Option<Date>,
    /// How much it counts: 1, or minutes.
    pub amount: i64,
}

/// The marks of a dossier, by counter, each counter once.
///
/// Received dossiers count as late from the day after the due day, from the day of a late result, or from the day of a
/// second request for supplements, whichever comes first (Decision 766/QĐ-TTg: more than one request counts as late; the
/// time that the applicant takes is not in the due time).
#[must_use]
pub fn marks(dossier: &Dossier) -> Vec<Mark> {
    let mut marks = Vec::new();
    let submitted = dossier.submitted_at.date();
    let ended = dossier.finished_at.map(DateTime::date);
    let mut add = |counter, belongs: Date, day: Date, until: Option<Date>, amount: i64| {
        let day = day.max(belongs);
        // What ends on the day on which it begins is never there at the end of a day.
        if until.is_none_or(|until| until > day) {
            marks.push(Mark { counter, belongs, day, until, amount });
        }
    };
    add(Counter::Submitted, submitted, submitted, None, 1);
    if dossier.channel == Channel::Online {
        add(Counter::SubmittedOnline, submitted, submitted, None, 1);
    }
    add(Counter::Waiting, submitted, submitted, ended, 1);
    if let Some(received) = dossier.accepted_at.map(DateTime::date) {
        let past_due = past_due(dossier);
        let late = earlier(past_due, second_request(dossier));
        add(Counter::Received, received, received, None, 1);
        add(Counter::WithinLimit, received, received, late.map(|late| late.max(received)), 1);
        if let Some(late) = late {
            add(Counter::Late, received, late, None, 1);
            if let Some(apology) = &dossier.reappointment {
                add(Counter::LateApologised, received, late.max(apology.at.date()), None, 1);
            }
        }
        if let Some(past_due) = past_due {
            add(Counter::Overdue, received, past_due, ended, 1);
        }
    }
    if let Some(ended) = dossier.finished_at {
        let day = ended.date();
        if dossier.result_number.is_some() {
            add(Counter::Finished, day, day, None, 1);
            if !dossier.result_files.is_empty() {
                add(Counter::ResultDigital, day, day, None, 1);
            }
            let begun = dossier.accepted_at.unwrap_or(dossier.submitted_at);
            add(Counter::HandlingMinutes, day, day, None, minutes_between(begun, ended));
        } else {
            add(Counter::EndedOtherwise, day, day, None, 1);
        }
    }
    marks.sort_unstable();
    marks
}

/// The first day at whose end it is past its due time.
fn past_due(dossier: &Dossier) -> Option<Date> {
    let due = match dossier.due {
        DueState::At(at) => at,
        // It stands since before it was due: not late, whenever it goes on.
        DueState::Standing { since, before } => before.filter(|before| *before < since)?,
        DueState::Expected(_) | DueState::Unknown => return None,
    };
    let next = due.date().tomorrow().ok()?;
    match (dossier.finished_at, dossier.on_time) {
        (Some(_), Some(true)) => None,
        (Some(ended), Some(false)) => Some(next.min(ended.date())),
        (Some(ended), None) => (ended > due).then(|| next.min(ended.date())),
        (None, _) => Some(next),
    }
}

/// The day on which papers were asked for a second time.
fn second_request(dossier: &Dossier) -> Option<Date> {
    dossier.supplements.get(1).map(|request| request.at.date())
}

fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Whole minutes between two civil times; none backwards.
fn minutes_between(from: DateTime, to: DateTime) -> i64 {
    let days = crate::time::epoch_day(to.date()).saturating_sub(crate::time::epoch_day(from.date()));
    let minute = |at: DateTime| i64::from(at.hour()).saturating_mul(60).saturating_add(i64::from(at.minute()));
    days.saturating_mul(1_440).saturating_add(minute(to)).saturating_sub(minute(from)).max(0)
}

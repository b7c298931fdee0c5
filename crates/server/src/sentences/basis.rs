//! What each step of the calculation of a due time rests on.

use crate::messages::Messages;
use domain::calendar::{Calendar, DayKind, OfficeHours};
use domain::deadline::Line;
use domain::time::Date;

/// The legal basis of a step: the dossier's own clause, the published record of the day, or the rule of the law.
#[must_use]
pub fn basis(m: &Messages, line: &Line, calendar: &Calendar, hours: &OfficeHours) -> Option<String> {
    let texts = &m.basis;
    let of_day = |date: Date| calendar.day(date).published.and_then(|day| day.basis_vi.clone());
    let of_hours = |date: Date| Some(hours.legal_basis(date).to_owned()).filter(|text| !text.is_empty());
    match line {
        Line::Paused { legal_basis, .. }
        | Line::Restarted { legal_basis, .. }
        | Line::NotPaused { legal_basis, .. }
        | Line::Extended { legal_basis, .. } => Some(legal_basis.clone()).filter(|text| !text.is_empty()),
        Line::DayOff { date, kind, .. } => of_day(*date).or_else(|| Some(of_kind(m, *kind).to_owned())),
        Line::WorkedWeekend { date, .. } => of_day(*date).or_else(|| Some(texts.swapped.to_owned())),
        Line::Received { at } | Line::ReceivedOutsideHours { at, .. } | Line::EndOutsideHours { at, .. } => {
            of_hours(at.date())
        }
        Line::ReceivedDayOff { at, .. } => of_day(at.date()).or_else(|| Some(texts.received_day_off.to_owned())),
        Line::ReceivedAfterCutOff { .. } => Some(texts.received_after_cut_off.to_owned()),
        Line::ForwardedNextDay { .. } => Some(texts.forwarded_next_day.to_owned()),
        Line::FirstDayNotCounted { .. } => Some(texts.first_day_not_counted.to_owned()),
        Line::CountedFrom { .. } => Some(texts.counted_from.to_owned()),
        Line::SameDayResult { .. } | Line::SameDayResultLate { .. } => Some(texts.same_day_result.to_owned()),
        Line::Weekends { .. } => Some(texts.weekends.to_owned()),
        Line::LastDayOff { .. } => Some(texts.last_day_off.to_owned()),
        Line::Due { .. } => Some(texts.due.to_owned()),
        Line::LimitIs { .. }
        | Line::OfficeDay { .. }
        | Line::PauseBeforeStart { .. }
        | Line::PauseOverlaps { .. }
        | Line::PauseAfterDue { .. }
        | Line::ExtendedAfterDue { .. }
        | Line::ProjectedYear { .. }
        | Line::Standing { .. } => None,
    }
}

/// What a kind of day rests on when its record does not say.
const fn of_kind(m: &Messages, kind: DayKind) -> &'static str {
    let texts = &m.basis;
    match kind {
        DayKind::Holiday | DayKind::Compensatory => texts.day_off,
        DayKind::SwappedOff | DayKind::SwappedWork => texts.swapped,
        DayKind::Weekend | DayKind::Working => texts.weekends,
    }
}

//! What each event of a dossier does to its legal clock.
//!
//! The clock is kept as its inputs (receipt, limit, interruptions, extensions) and the due time is reckoned anew
//! from them whenever they change, so that every due time can be explained and recomputed by anybody.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::deadline::{ClockInput, Due, Effect, Extension, Interruption, Limit, LimitUnit, Terms, reckon};

/// When the result is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueState {
    /// The procedure states no limit that can be reckoned, or the calendar is not published so far.
    Unknown,
    /// As it would be if the desk accepted the dossier at once.
    Expected(DateTime),
    /// The legal due time (hạn trả kết quả).
    At(DateTime),
    /// The clock stands.
    Standing {
        /// Since when.
        since: DateTime,
        /// The due time as it was before it stood.
        before: Option<DateTime>,
    },
}

impl DueState {
    /// The due time that holds now, or the one that held before the clock stood.
    #[must_use]
    pub const fn at(&self) -> Option<DateTime> {
        match self {
            Self::Unknown => None,
            Self::Expected(at) | Self::At(at) => Some(*at),
            Self::Standing { before, .. } => *before,
        }
    }
}

/// The rules of the day on which the dossier came in.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Calendar, office hours and way of counting.
    pub terms: Terms<'a>,
    /// The whole limit of the procedure version, if it states one that can be reckoned.
    pub limit: Option<Limit>,
    /// Ids of the papers that the published procedure lists.
    pub components: &'a [&'a str],
}

/// The desk examines an online submission within 8 working hours (Decree 45/2020, Article 11).
const EXAMINATION_LIMIT_HOURS: u32 = 8;
/// Notice after appraisal goes out within 3 working days (Decree 61/2018, Article 19 clause 4).
const NOTICE_LIMIT_DAYS: u32 = 3;

/// The clock of a dossier received at this moment, if its limit can be reckoned.
pub(super) fn started(rules: &Rules<'_>, received: DateTime) -> Option<ClockInput> {
    let limit = rules.limit?;
    Some(ClockInput::new(received, limit))
}

/// The due time of a running clock; `Unknown` without clock or beyond the published calendar.
pub(super) fn due(rules: &Rules<'_>, clock: Option<&ClockInput>) -> DueState {
    let Some(clock) = clock else { return DueState::Unknown };
    match reckon(&rules.terms, clock) {
        Ok(reckoning) => match reckoning.due {
            Due::At(at) => DueState::At(at),
            Due::Standing { since, .. } => DueState::Standing { since, before: None },
        },
        Err(_) => DueState::Unknown,
    }
}

/// Until when the desk must have examined a submission.
pub(super) fn acceptance_due(rules: &Rules<'_>, submitted: DateTime) -> Option<DateTime> {
    moment_after(rules, submitted, Limit::whole(EXAMINATION_LIMIT_HOURS, LimitUnit::WorkingHour))
}

/// Whether a notice at `now` comes later than the law's three working days after receipt.
pub(super) fn notice_is_late(rules: &Rules<'_>, received: DateTime, now: DateTime) -> bool {
    let notice = Limit::whole(NOTICE_LIMIT_DAYS, LimitUnit::WorkingDay);
    moment_after(rules, received, notice).is_some_and(|last| now > last)
}

/// The clock stands from `now` on.
pub(super) fn stopped(
    clock: Option<&ClockInput>,
    due: DueState,
    now: DateTime,
    effect: Effect,
    ground: &str,
    legal_basis: &str,
) -> (Option<ClockInput>, DueState) {
    let Some(clock) = clock else { return (None, due) };
    let mut clock = clock.clone();
    // Another ground takes the place of one on which the clock already stands.
    for open in clock.interruptions.iter_mut().filter(|interruption| interruption.to.is_none()) {
        open.to = Some(now.max(open.from));
    }
    clock.interruptions.push(Interruption {
        from: now,
        to: None,
        effect,
        ground: ground.to_owned(),
        legal_basis: legal_basis.to_owned(),
    });
    let due = match effect {
        Effect::NoPause => due,
        Effect::Continue | Effect::Restart => DueState::Standing { since: now, before: due.at() },
    };
    (Some(clock), due)
}

/// The clock runs again from `now` on.
pub(super) fn resumed(rules: &Rules<'_>, clock: Option<&ClockInput>, now: DateTime) -> (Option<ClockInput>, DueState) {
    let Some(clock) = clock else { return (None, DueState::Unknown) };
    let mut clock = clock.clone();
    if let Some(interruption) = clock.interruptions.last_mut().filter(|interruption| interruption.to.is_none()) {
        interruption.to = Some(now.max(interruption.from));
    }
    let due = due(rules, Some(&clock));
    (Some(clock), due)
}

/// The limit is prolonged.
pub(super) fn extended(
    rules: &Rules<'_>,
    clock: Option<&ClockInput>,
    extension: Extension,
) -> Result<(ClockInput, DueState), Refusal> {
    let mut clock = clock.ok_or(Refusal::NoLimitToExtend)?.clone();
    clock.extensions.push(extension);
    match due(rules, Some(&clock)) {
        DueState::Unknown => Err(Refusal::BeyondCalendar),
        due @ (DueState::At(_) | DueState::Expected(_) | DueState::Standing { .. }) => Ok((clock, due)),
    }
}

/// The moment a limit after `from`, by the same calendar and hours.
pub(super) fn moment_after(rules: &Rules<'_>, from: DateTime, limit: Limit) -> Option<DateTime> {
    let clock = ClockInput::new(from, limit);
    match reckon(&rules.terms, &clock).ok()?.due {
        Due::At(at) => Some(at),
        Due::Standing { .. } => None,
    }
}

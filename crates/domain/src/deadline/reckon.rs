//! The due time and its explanation.

use super::end::End;
use super::input::{ClockInput, DeadlineError, Terms};
use super::line::{Amount, Line};
use super::run::Run;
use super::worktime::{Moment, civil, day_of};
use crate::calendar::{DayKind, DayStatus};
use crate::time::{date_from_epoch_day, epoch_day};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// When a result is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// At this time (hạn trả kết quả), always in working time.
    At(DateTime),
    /// The clock stands.
    Standing {
        /// Since when.
        since: DateTime,
        /// What is left when it goes on, in working or civil minutes.
        left: Amount,
    },
}

/// A due time with each step of its calculation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reckoning {
    /// The result.
    pub due: Due,
    /// The working moment of receipt, or of the last restart.
    pub counted_from: DateTime,
    /// The explanation.
    pub lines: Vec<Line>,
}

impl Due {
    /// The due time, unless the clock stands.
    #[must_use]
    pub const fn at(self) -> Option<DateTime> {
        match self {
            Self::At(at) => Some(at),
            Self::Standing { .. } => None,
        }
    }
}

/// Reckons when the result of `clock` is due under `terms`, and why.
///
/// Minutes are the smallest unit; a second begun counts as the next minute. The rules, with their sources:
///
/// - A receipt outside office hours or on a day off counts at the next opening (`law/rulings.md`, 2).
/// - Limits in days under [`super::CountingMode::CivilCode`]: the day of receipt is not counted, the limit ends at closing time
///   of the last counted day, or of the next working day (Civil Code 2015, Articles 147–148). Half a working day ends when
///   half of its minutes are worked.
/// - Limits in working hours run inside office hours; limits in hours run by day and night and end in office hours.
/// - A pause gives back exactly the time that was left: working days, working hours or civil time, as the limit is counted.
///   One that begins after the due time gives nothing back.
/// - A restart begins anew with the limit itself; earlier pauses and extensions count no more.
///
/// Fails when a day that the answer depends on is not published: the due time is then unknown, not guessed.
pub fn reckon(terms: &Terms<'_>, clock: &ClockInput) -> Result<Reckoning, DeadlineError> {
    let limits = [clock.limit];
    let run = Run::new(terms, clock, &limits)?;
    let (due, reached) = result(&run)?;
    let mut lines = days_passed(&run, reached);
    lines.extend(moved(&run, reached, due));
    lines.extend(projected_year(&run, reached));
    lines.push(match due {
        Due::At(at) => Line::Due { at },
        Due::Standing { since, left } => Line::Standing { since, left },
    });
    let counted_from = civil(run.started);
    let mut all = run.lines;
    all.append(&mut lines);
    Ok(Reckoning { due, counted_from, lines: all })
}

/// The result of a run and the moment up to which it reaches.
pub(super) fn result(run: &Run<'_>) -> Result<(Due, Moment), DeadlineError> {
    match run.left()? {
        Some((since, left)) => Ok((Due::Standing { since: civil(since), left }, since)),
        None => run.end.due(&run.time).map(|due| (Due::At(civil(due)), due)),
    }
}

/// The days off and the worked weekend days between start and result.
fn days_passed(run: &Run<'_>, reached: Moment) -> Vec<Line> {
    let mut lines = Vec::new();
    if !run.counts_working_time() {
        return lines;
    }
    let calendar = run.terms.calendar;
    let (first, last) = (day_of(run.started) + 1, day_of(reached));
    let (Some(from), Some(to)) = (date_from_epoch_day(first), date_from_epoch_day(last)) else { return lines };
    if first > last {
        return lines;
    }
    let mut off_by_record = 0;
    for record in calendar.records(from, to).filter(|record| record.status != DayStatus::PendingLaw) {
        let (date, name) = (record.date, record.name_vi.clone());
        let kind = calendar.day(date).kind;
        if kind.is_working() {
            lines.push(Line::WorkedWeekend { date, name });
        } else {
            off_by_record += 1;
            lines.push(Line::DayOff { date, kind, name, projected: record.status == DayStatus::Projected });
        }
    }
    let days = last - first + 1 - calendar.working_days_between(from, to) - off_by_record;
    if days > 0 {
        lines.insert(0, Line::Weekends { days });
    }
    lines
}

/// How the end was moved into working time, if it was.
fn moved(run: &Run<'_>, reached: Moment, due: Due) -> Option<Line> {
    let to = due.at()?;
    match run.end {
        End::Working(_) | End::Days(_) => None,
        End::Closing(end) => {
            let date = civil(end - 1).date();
            let kind: DayKind = run.terms.calendar.day(date).kind;
            (epoch_day(date) != day_of(reached)).then_some(Line::LastDayOff { date, kind, to })
        }
        End::NextOpen(end) => (end != reached).then(|| Line::EndOutsideHours { at: civil(end), to }),
    }
}

/// A warning when the result lies in a year whose days off are not decided yet.
fn projected_year(run: &Run<'_>, reached: Moment) -> Option<Line> {
    let year = civil(reached).date().year();
    let (first, last) = (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?);
    let mut records = run.terms.calendar.records(first, last);
    records.any(|record| record.status == DayStatus::Projected).then_some(Line::ProjectedYear { year })
}

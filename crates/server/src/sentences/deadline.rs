//! Sentences about limits and due times.

use crate::messages::{Messages, fill};
use crate::web::format;
use domain::calendar::DayKind;
use domain::deadline::{Amount, DeadlineError, Limit, LimitUnit, Line, TimeLeft, Value};
use std::fmt::Display;

/// One step of the calculation of a due time.
#[must_use]
pub fn line(m: &Messages, line: &Line) -> String {
    let facts: Vec<(&str, String)> = line.values().into_iter().map(|(name, fact)| (name, value(m, fact))).collect();
    let places: Vec<(&str, &dyn Display)> = facts.iter().map(|(name, fact)| (*name, fact as &dyn Display)).collect();
    fill(m.deadline.get(line.key()).unwrap_or_default(), &places)
}

fn value(m: &Messages, value: Value<'_>) -> String {
    match value {
        Value::DateTime(at) => format::moment(m, at),
        Value::Date(date) => format::day(date),
        Value::Time(time) => time.to_string(),
        Value::Limit(of) => limit(m, of),
        Value::Amount(amount) => stretch(m, amount),
        Value::Kind(kind) => day_kind(m, kind).to_owned(),
        Value::Count(count) => count.to_string(),
        Value::Ground(code) => m.staff.get(&format!("ground.{code}")).unwrap_or(code).to_owned(),
        Value::Text(text) => text.to_owned(),
    }
}

/// `5 ngày làm việc`.
#[must_use]
pub fn limit(m: &Messages, limit: Limit) -> String {
    let texts = &m.deadline;
    let one = limit.amount() == "1";
    let text = match (limit.unit(), one) {
        (LimitUnit::WorkingDay, true) => texts.limit_working_day,
        (LimitUnit::WorkingDay, false) => texts.limit_working_days,
        (LimitUnit::Day, true) => texts.limit_day,
        (LimitUnit::Day, false) => texts.limit_days,
        (LimitUnit::WorkingHour, true) => texts.limit_working_hour,
        (LimitUnit::WorkingHour, false) => texts.limit_working_hours,
        (LimitUnit::Hour, true) => texts.limit_hour,
        (LimitUnit::Hour, false) => texts.limit_hours,
    };
    fill(text, &[("amount", &limit.amount().replace('.', m.common.decimal_point))])
}

/// A published amount of time, such as a limit of the catalogue: `5 ngày làm việc`.
#[must_use]
pub fn amount_of_time(m: &Messages, amount: domain::procedure::Amount) -> String {
    use domain::procedure::AmountUnit;
    let texts = &m.deadline;
    let text = match (amount.unit, amount.hundredths == 100) {
        (AmountUnit::Hour, true) => texts.limit_hour,
        (AmountUnit::Hour, false) => texts.limit_hours,
        (AmountUnit::WorkingHour, true) => texts.limit_working_hour,
        (AmountUnit::WorkingHour, false) => texts.limit_working_hours,
        (AmountUnit::Day, true) => texts.limit_day,
        (AmountUnit::Day, false) => texts.limit_days,
        (AmountUnit::WorkingDay, true) => texts.limit_working_day,
        (AmountUnit::WorkingDay, false) => texts.limit_working_days,
        (AmountUnit::Month, true) => m.public.procedure.amount_month,
        (AmountUnit::Month, false) => m.public.procedure.amount_months,
    };
    fill(text, &[("amount", &amount.to_string().replace('.', m.common.decimal_point))])
}

/// How much working time is left, or by how much it is overdue.
#[must_use]
pub fn time_left(m: &Messages, left: TimeLeft) -> String {
    let texts = &m.deadline;
    let (span, days, one_day, hours) = match left {
        TimeLeft::Left(span) => (span, texts.left_days, texts.left_one_day, texts.left_hours),
        TimeLeft::Overdue(span) => (span, texts.overdue_days, texts.overdue_one_day, texts.overdue_hours),
    };
    match span.working_days {
        ..=0 => {
            let (whole, rest) = (span.working_minutes / 60, span.working_minutes % 60);
            fill(hours, &[("hours", &whole), ("minutes", &rest)])
        }
        1 => fill(one_day, &[("days", &1)]),
        more => fill(days, &[("days", &more)]),
    }
}

/// Why there is no due time.
#[must_use]
pub fn deadline_fault(m: &Messages, error: DeadlineError) -> String {
    let texts = &m.deadline;
    match error {
        DeadlineError::BeforeCalendar { first_day } => {
            fill(texts.error_before_calendar, &[("first_day", &format::day(first_day))])
        }
        DeadlineError::CalendarEnds { last_day } => {
            fill(texts.error_calendar_ends, &[("last_day", &format::day(last_day))])
        }
        DeadlineError::ReversedInterruption { from, to } => fill(
            texts.error_reversed_interruption,
            &[("from", &format::moment(m, from)), ("to", &format::moment(m, to))],
        ),
    }
}

fn stretch(m: &Messages, amount: Amount) -> String {
    let (hours, minutes) = (amount.minutes / 60, amount.minutes % 60);
    if amount.working {
        fill(m.deadline.amount_working, &[("hours", &hours), ("minutes", &minutes)])
    } else {
        fill(m.deadline.amount_civil, &[("days", &(hours / 24)), ("hours", &(hours % 24)), ("minutes", &minutes)])
    }
}

const fn day_kind(m: &Messages, kind: DayKind) -> &'static str {
    let texts = &m.deadline;
    match kind {
        DayKind::Working => texts.kind_working,
        DayKind::Weekend => texts.kind_weekend,
        DayKind::Holiday => texts.kind_holiday,
        DayKind::Compensatory => texts.kind_compensatory,
        DayKind::SwappedOff => texts.kind_swapped_off,
        DayKind::SwappedWork => texts.kind_swapped_work,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{EN, VI};
    use domain::deadline::Span;
    use jiff::civil::{date, datetime};

    #[test]
    fn limits_read_naturally_in_both_languages() {
        for (text, vi, en) in [
            ("5wd", "5 ngày làm việc", "5 working days"),
            ("1wd", "1 ngày làm việc", "1 working day"),
            ("10.5d", "10,5 ngày", "10.5 days"),
        ] {
            let read: Option<Limit> = text.parse().ok();
            assert_eq!(read.map(|of| limit(&VI, of)).as_deref(), Some(vi));
            assert_eq!(read.map(|of| limit(&EN, of)).as_deref(), Some(en));
        }
    }

    #[test]
    fn no_place_of_a_line_stays_empty() {
        let at = datetime(2026, 2, 12, 16, 30, 0, 0);
        let amount = Amount { minutes: 90, working: true };
        let (ground, legal_basis, name) = ("supplement".to_owned(), "61/2018".to_owned(), "Tết".to_owned());
        let lines = [
            Line::Received { at },
            Line::ReceivedDayOff { at, kind: DayKind::Holiday, from: at },
            Line::Paused { from: at, to: at, stood: amount, ground, legal_basis },
            Line::DayOff { date: date(2026, 2, 16), kind: DayKind::Holiday, name, projected: false },
            Line::Standing { since: at, left: amount },
            Line::Due { at },
        ];
        for one in &lines {
            for m in [&VI, &EN] {
                let sentence = line(m, one);
                assert!(!sentence.is_empty() && !sentence.contains('{'), "{sentence}");
            }
        }
    }

    #[test]
    fn the_last_day_is_told_in_hours() {
        let span = |working_days, working_minutes| Span { working_days, working_minutes };
        assert_eq!(time_left(&VI, TimeLeft::Left(span(3, 1440))), "Còn 3 ngày làm việc");
        assert_eq!(time_left(&VI, TimeLeft::Left(span(0, 125))), "Còn 2 giờ 5 phút làm việc");
        assert_eq!(time_left(&EN, TimeLeft::Overdue(span(1, 480))), EN.deadline.overdue_one_day.replace("{days}", "1"));
    }
}

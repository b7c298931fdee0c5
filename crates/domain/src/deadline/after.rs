//! Moments at a distance in working time: what lies so many minutes, or some limits, after or before another.

use super::end::End;
use super::input::{ClockInput, CutOff, DeadlineError, Terms};
use super::limit::{Limit, LimitUnit};
use super::reckon::result;
use super::run::Run;
use super::worktime::{WorkTime, civil, moment};
use crate::time::epoch_day;
use jiff::civil::{Date, DateTime};

/// The first moment by which `minutes` of office hours are worked after `from`; `from` itself, or the next opening, for
/// none.
pub fn working_time_after(terms: &Terms<'_>, from: DateTime, minutes: i64) -> Result<DateTime, DeadlineError> {
    let time = WorkTime::new(terms);
    let start = time.next_working(moment(from))?;
    time.advance(start, minutes).map(civil)
}

/// The last moment at which at least `minutes` of office hours are left until `to`; `to` itself for none.
pub fn working_time_before(terms: &Terms<'_>, to: DateTime, minutes: i64) -> Result<DateTime, DeadlineError> {
    if minutes <= 0 {
        return Ok(to);
    }
    let time = WorkTime::new(terms);
    time.check(moment(to))?;
    time.retreat(moment(to), minutes).map(civil)
}

/// Closing time of the last working day before `date`.
pub fn closing_before(terms: &Terms<'_>, date: Date) -> Result<DateTime, DeadlineError> {
    let time = WorkTime::new(terms);
    time.closing(time.working_day_before(epoch_day(date))?).map(civil)
}

/// Where `limits` end that follow one another from `from`, as if they were the limit of a receipt at that moment; without
/// any, `from` itself. The cut-off of the procedure moves receipts only, not these.
pub fn limits_after(terms: &Terms<'_>, from: DateTime, limits: &[Limit]) -> Result<DateTime, DeadlineError> {
    let Some(first) = limits.first() else { return Ok(from) };
    let none: Option<CutOff> = None;
    let terms = Terms { cut_off: none, ..*terms };
    let clock = ClockInput::new(from, *first);
    let run = Run::new(&terms, &clock, limits)?;
    result(&run).map(|(_, reached)| civil(reached))
}

/// The minutes of office hours that `limit` allows to work that begins at `from`.
///
/// A step of one working day has the office minutes of one day, from the moment at which it begins: only the limit of the
/// whole leaves out the day of receipt (Civil Code 2015, Article 147), its steps do not each leave out a day again.
pub fn working_minutes_allowed(terms: &Terms<'_>, from: DateTime, limit: Limit) -> Result<i64, DeadlineError> {
    let time = WorkTime::new(terms);
    let start = time.next_working(moment(from))?;
    let due = End::Working(start).later(&time, terms.mode, limit)?.due(&time)?;
    Ok(time.between(start, due))
}

/// The moment from which minutes count against the limit of `clock`: the receipt or the last restart, and where the limit
/// leaves out the day on which that was, the midnight after it.
pub fn counted_from(terms: &Terms<'_>, clock: &ClockInput) -> Result<DateTime, DeadlineError> {
    let limits = [clock.limit];
    let run = Run::new(terms, clock, &limits)?;
    let started = civil(run.started);
    let in_days = matches!(clock.limit.unit(), LimitUnit::WorkingDay | LimitUnit::Day);
    Ok(match started.date().tomorrow() {
        Ok(next) if in_days && terms.mode == super::CountingMode::CivilCode => next.at(0, 0, 0, 0),
        Ok(_) | Err(_) => started,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Calendar, CalendarData, CountingMode, OfficeHours, Weekday};
    use crate::deadline::working_minutes_between;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// March and April 2026 without holidays; 07:00–11:30 and 13:30–17:00.
    fn calendar() -> Calendar {
        let data = CalendarData {
            counting_mode: CountingMode::CivilCode,
            version: "test".to_owned(),
            first_day: date(2026, 3, 1),
            last_day: date(2026, 4, 30),
            weekend: vec![Weekday::Saturday, Weekday::Sunday],
            days: Vec::new(),
        };
        Calendar::new(data).unwrap()
    }

    fn with_terms<T>(run: impl FnOnce(&Terms<'_>) -> T) -> T {
        let (calendar, hours) = (calendar(), OfficeHours::province_default());
        run(&Terms { calendar: &calendar, hours: &hours, mode: CountingMode::CivilCode, cut_off: None })
    }

    fn at(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    #[test]
    fn working_time_lies_so_far_after_and_before() {
        // 2 March 2026 is a Monday.
        let table = [
            ("2026-03-02T07:00", 60, "2026-03-02T08:00"),
            ("2026-03-02T11:00", 60, "2026-03-02T14:00"),
            ("2026-03-06T16:30", 60, "2026-03-09T07:30"),
            ("2026-03-07T10:00", 0, "2026-03-09T07:00"),
            ("2026-03-02T07:00", 480, "2026-03-02T17:00"),
        ];
        for (from, minutes, expected) in table {
            let found = with_terms(|terms| working_time_after(terms, at(from), minutes));
            assert_eq!(found, Ok(at(expected)), "{minutes} after {from}");
        }
        let table = [
            ("2026-03-02T17:00", 480, "2026-03-02T07:00"),
            ("2026-03-03T08:00", 120, "2026-03-02T16:00"),
            ("2026-03-09T07:00", 30, "2026-03-06T16:30"),
            ("2026-03-08T12:00", 30, "2026-03-06T16:30"),
            ("2026-03-08T12:00", 0, "2026-03-08T12:00"),
        ];
        for (to, minutes, expected) in table {
            let found = with_terms(|terms| working_time_before(terms, at(to), minutes));
            assert_eq!(found, Ok(at(expected)), "{minutes} before {to}");
        }
        let before = with_terms(|terms| working_time_before(terms, at("2026-03-02T08:00"), 600));
        assert_eq!(before, Err(DeadlineError::BeforeCalendar { first_day: date(2026, 3, 1) }));
        assert!(with_terms(|terms| working_time_after(terms, at("2026-04-30T16:00"), 600)).is_err());
    }

    #[test]
    fn the_eve_is_a_working_day() {
        let table = [
            (date(2026, 3, 10), "2026-03-09T17:00"),
            (date(2026, 3, 9), "2026-03-06T17:00"),
            (date(2026, 3, 8), "2026-03-06T17:00"),
        ];
        for (day, expected) in table {
            assert_eq!(with_terms(|terms| closing_before(terms, day)), Ok(at(expected)), "{day}");
        }
        assert!(with_terms(|terms| closing_before(terms, date(2026, 3, 2))).is_err());
    }

    #[test]
    fn limits_allow_their_minutes_and_follow_one_another() {
        let limit = |text: &str| text.parse::<Limit>().unwrap();
        let allowed =
            |text: &str| with_terms(|terms| working_minutes_allowed(terms, at("2026-03-02T09:00"), limit(text)));
        assert_eq!(allowed("1wd"), Ok(480));
        assert_eq!(allowed("0.5wd"), Ok(240));
        assert_eq!(allowed("3wh"), Ok(180));
        let two = [limit("1wd"), limit("1wd")];
        let ends = |limits: &[Limit]| with_terms(|terms| limits_after(terms, at("2026-03-02T09:00"), limits));
        assert_eq!(ends(&two), Ok(at("2026-03-04T17:00")));
        assert_eq!(ends(&[limit("4wh")]), Ok(at("2026-03-02T15:00")));
        assert_eq!(ends(&[]), Ok(at("2026-03-02T09:00")));
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_working_time(start in 0_i64..20_000, minutes in 1_i64..6_000) {
            let minute = |offset: i64| {
                let (day, rest) = (offset / 1440, offset % 1440);
                let date = crate::time::date_from_epoch_day(epoch_day(date(2026, 3, 8)) + day).unwrap();
                date.at(i8::try_from(rest / 60).unwrap(), i8::try_from(rest % 60).unwrap(), 0, 0)
            };
            let from = minute(start);
            with_terms(|terms| {
                let to = working_time_after(terms, from, minutes).unwrap();
                assert_eq!(working_minutes_between(terms, from, to), minutes);
                let back = working_time_before(terms, to, minutes).unwrap();
                assert_eq!(working_minutes_between(terms, back, to), minutes);
            });
        }
    }
}

//! Published calendars and office hours: what they answer, and what is refused.

use crate::support::{REAL, seasonal_hours, sessions};
use domain::calendar::{
    Calendar, CalendarData, CalendarFault, CalendarFile, DayKind, DayStatus, HoursFault, HoursPeriod, NoSpan,
    OfficeHours, PublishedDay, WeekHours, Weekday,
};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

fn faults_after(change: impl FnOnce(&mut CalendarData)) -> Vec<CalendarFault> {
    let mut data = REAL.data().clone();
    change(&mut data);
    Calendar::new(data).unwrap_err().0
}

fn published(data: &mut CalendarData, wanted: Date) -> &mut PublishedDay {
    data.days.iter_mut().find(|day| day.date == wanted).unwrap()
}

#[test]
fn the_shipped_calendar_answers_for_its_years() {
    assert_eq!(REAL.published_from(), date(2015, 1, 1));
    assert_eq!(REAL.published_through(), date(2027, 12, 31));
    let table = [
        (date(2026, 2, 13), DayKind::Working),
        (date(2026, 2, 14), DayKind::Weekend),
        (date(2026, 2, 17), DayKind::Holiday),
        (date(2026, 4, 27), DayKind::Compensatory),
        (date(2026, 1, 2), DayKind::SwappedOff),
        (date(2026, 1, 10), DayKind::SwappedWork),
        (date(2026, 11, 24), DayKind::Working),
        (date(2028, 1, 1), DayKind::Weekend),
    ];
    for (date, kind) in table {
        assert_eq!(REAL.day(date).kind, kind, "{date}");
        assert_eq!(REAL.is_working(date), kind.is_working(), "{date}");
    }
    assert_eq!(REAL.day(date(2026, 11, 24)).name(), Some("Ngày Văn hóa Việt Nam"), "a proposal is named, not counted");
    assert!(REAL.day(date(2027, 2, 4)).is_projected());
    assert!(!REAL.day(date(2028, 1, 1)).covered);
    assert_eq!(REAL.working_days_between(date(2026, 2, 9), date(2026, 2, 27)), 10);
    assert_eq!(REAL.working_days_between(date(2026, 2, 27), date(2026, 2, 9)), 0);
}

#[test]
fn each_fault_of_a_calendar_is_named() {
    let (first, last) = (date(2027, 12, 31), date(2015, 1, 1));
    let found = faults_after(|data| (data.first_day, data.last_day) = (first, last));
    assert_eq!(found, [CalendarFault::Span { first_day: first, last_day: last }]);
    let found = faults_after(|data| data.last_day = date(9999, 12, 31));
    assert_eq!(found, [CalendarFault::Span { first_day: date(2015, 1, 1), last_day: date(9999, 12, 31) }]);
    assert_eq!(faults_after(|data| data.weekend = Weekday::ALL.to_vec()), [CalendarFault::NoWorkingWeekday]);
    let tet = date(2026, 2, 17);
    let found = faults_after(|data| {
        let again = published(data, tet).clone();
        data.days.push(again);
    });
    assert_eq!(found, [CalendarFault::Twice { date: tet }]);
    assert_eq!(faults_after(|data| published(data, tet).is_off = false), [CalendarFault::OffContradicts { date: tet }]);
    let culture_day = date(2026, 11, 24);
    assert_eq!(
        faults_after(|data| published(data, culture_day).is_off = true),
        [CalendarFault::OffContradicts { date: culture_day }],
        "a day off needs a law"
    );
    assert_eq!(
        faults_after(|data| published(data, date(2026, 1, 10)).swap_with = None),
        [CalendarFault::LooseSwap { date: date(2026, 1, 2) }, CalendarFault::LooseSwap { date: date(2026, 1, 10) }],
        "all faults at once"
    );
    let found = faults_after(|data| {
        published(data, date(2026, 1, 10)).date = date(2026, 1, 12);
        published(data, date(2026, 1, 2)).swap_with = Some(date(2026, 1, 12));
    });
    assert_eq!(found, [CalendarFault::SwapWorkOnWeekday { date: date(2026, 1, 12) }]);
    let found = faults_after(|data| (data.first_day, data.last_day) = (tet, tet));
    assert_eq!(found, [CalendarFault::NoWorkingDay]);
}

#[test]
fn a_law_makes_a_proposal_a_day_off() {
    let mut data = REAL.data().clone();
    let day = published(&mut data, date(2026, 11, 24));
    (day.status, day.is_off) = (DayStatus::Observed, true);
    assert_eq!(Calendar::new(data).unwrap().day(date(2026, 11, 24)).kind, DayKind::Holiday);
}

#[test]
fn a_calendar_is_stored_and_read_back() {
    let text = serde_json::to_string(&*REAL).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&text).unwrap(), *REAL);
    let file = r#"{"schema_version": 1, "title_vi": "Lịch", "weekend": [], "days": []}"#;
    let file: CalendarFile = serde_json::from_str(file).unwrap();
    assert_eq!(file.into_data("trống"), Err(NoSpan));
}

fn period(valid_from: Date, valid_to: Option<Date>, hours: &str) -> HoursPeriod {
    HoursPeriod {
        valid_from,
        valid_to,
        legal_basis: "Quyết định".to_owned(),
        week: WeekHours { sessions: sessions(hours), weekdays: BTreeMap::new() },
        seasons: Vec::new(),
    }
}

#[test]
fn hours_follow_season_and_validity() {
    let hours = seasonal_hours();
    for (date, expected) in [
        (date(2026, 4, 14), "07:30-12:00 13:00-16:30"),
        (date(2026, 4, 15), "07:00-11:30 13:30-17:00"),
        (date(2026, 10, 15), "07:00-11:30 13:30-17:00"),
        (date(2026, 10, 16), "07:30-12:00 13:00-16:30"),
        (date(2024, 2, 29), "07:30-12:00 13:00-16:30"),
    ] {
        assert_eq!(hours.sessions(date), sessions(expected), "{date}");
    }
    let (old, new) = ("07:00-11:00", "08:00-12:00");
    let change = date(2026, 7, 1);
    let hours =
        OfficeHours::new(vec![period(date(2020, 1, 1), change.yesterday().ok(), old), period(change, None, new)])
            .unwrap();
    assert_eq!(hours.sessions(date(2010, 1, 1)), sessions(old), "the first period serves earlier days");
    assert_eq!(hours.sessions(change.yesterday().unwrap()), sessions(old));
    assert_eq!(hours.sessions(change), sessions(new));
    let text = serde_json::to_string(&hours).unwrap();
    assert_eq!(serde_json::from_str::<OfficeHours>(&text).unwrap(), hours);
}

#[test]
fn faulty_hours_are_refused() {
    let start = date(2020, 1, 1);
    assert_eq!(OfficeHours::new(Vec::new()), Err(HoursFault::NoPeriod));
    for wrong in ["11:00-07:00", "07:00-07:00", "07:00-11:00 10:00-12:00", "13:00-17:00 07:00-11:00", "20:00-24:00"] {
        let found = OfficeHours::new(vec![period(start, None, wrong)]);
        assert_eq!(found, Err(HoursFault::Sessions { period: 0 }), "{wrong}");
    }
    let mut closed = period(start, None, "07:00-11:00");
    closed.week.weekdays.insert(Weekday::Friday, Vec::new());
    assert_eq!(OfficeHours::new(vec![closed]), Err(HoursFault::Sessions { period: 0 }));
    let ending = period(start, Some(date(2026, 1, 1)), "07:00-11:00");
    assert_eq!(OfficeHours::new(vec![ending.clone()]), Err(HoursFault::Validity { period: 0 }));
    let gap = period(date(2026, 1, 3), None, "07:00-11:00");
    assert_eq!(OfficeHours::new(vec![ending, gap]), Err(HoursFault::Validity { period: 0 }));
    let mut seasons = seasonal_hours().periods().to_vec();
    let again = seasons[0].seasons[0].clone();
    seasons[0].seasons.push(again);
    assert_eq!(OfficeHours::new(seasons), Err(HoursFault::Seasons { period: 0 }));
}

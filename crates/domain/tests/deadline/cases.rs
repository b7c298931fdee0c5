//! The table `cases.txt`, read and checked line by line.

use crate::support::{REAL, seasonal_hours};
use domain::calendar::OfficeHours;
use domain::deadline::{
    ClockInput, CountingMode, CutOff, CutOffMoves, DeadlineError, Due, Effect, Extension, Interruption, Limit, Line,
    Terms, TimeLeft, reckon, step_limits, time_left, working_minutes_between,
};
use jiff::civil::DateTime;

struct Case {
    mode: CountingMode,
    seasonal: bool,
    clock: ClockInput,
    cut_off: Option<CutOff>,
    expected: String,
}

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn read(line: &str) -> Case {
    let columns: Vec<&str> = line.split('|').map(str::trim).collect();
    let [mode, hours, received, limit, events, expected, _why] = columns[..] else { panic!("7 columns: {line}") };
    let mut case = Case {
        mode: if mode == "office" { CountingMode::OfficeHours } else { CountingMode::CivilCode },
        seasonal: hours == "s",
        clock: ClockInput::new(at(received), limit.parse().unwrap()),
        cut_off: None,
        expected: expected.to_owned(),
    };
    for event in events.split(';').map(str::trim).filter(|event| !event.is_empty()) {
        read_event(&mut case, event);
    }
    case
}

fn read_event(case: &mut Case, event: &str) {
    let words: Vec<&str> = event.split(' ').collect();
    let effect = match words[0] {
        "cutoff" => {
            let moves = match words[2] {
                "start" => CutOffMoves::StartOfClock,
                "sameday" => CutOffMoves::SameDayResult,
                "forward" => CutOffMoves::Forwarding,
                other => panic!("{other}"),
            };
            case.cut_off = Some(CutOff { at: words[1].parse().unwrap(), moves });
            return;
        }
        "extend" => {
            let (limit, at) = (words[1].parse().unwrap(), at(words[2]));
            case.clock.extensions.push(Extension { limit, at, legal_basis: "Điều khoản thử".to_owned() });
            return;
        }
        "continue" => Effect::Continue,
        "restart" => Effect::Restart,
        "nopause" => Effect::NoPause,
        other => panic!("{other}"),
    };
    let (from, to) = words[1].split_once('/').unwrap();
    case.clock.interruptions.push(Interruption {
        from: at(from),
        to: (!to.is_empty()).then(|| at(to)),
        effect,
        ground: "supplement".to_owned(),
        legal_basis: "Điều khoản thử".to_owned(),
    });
}

fn answer(due: Result<Due, DeadlineError>) -> String {
    match due {
        Ok(Due::At(at)) => at.strftime("%Y-%m-%dT%H:%M").to_string(),
        Ok(Due::Standing { since, left }) => {
            let measure = if left.working { "working" } else { "civil" };
            format!("standing {} {} {measure}", since.strftime("%Y-%m-%dT%H:%M"), left.minutes)
        }
        Err(DeadlineError::BeforeCalendar { first_day }) => format!("before {first_day}"),
        Err(DeadlineError::CalendarEnds { last_day }) => format!("ends {last_day}"),
        Err(DeadlineError::ReversedInterruption { .. }) => "reversed".to_owned(),
    }
}

#[test]
fn every_case_of_the_table_is_due_as_written() {
    let (province, seasonal) = (OfficeHours::province_default(), seasonal_hours());
    let mut faults = Vec::new();
    let lines = include_str!("cases.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    for line in lines {
        let case = read(line);
        let hours = if case.seasonal { &seasonal } else { &province };
        let terms = Terms { calendar: &REAL, hours, mode: case.mode, cut_off: case.cut_off };
        let got = answer(reckon(&terms, &case.clock).map(|reckoning| reckoning.due));
        if got != case.expected {
            faults.push(format!("{line}\n    got {got}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn province_terms(hours: &OfficeHours) -> Terms<'_> {
    Terms { calendar: &REAL, hours, mode: CountingMode::CivilCode, cut_off: None }
}

#[test]
fn the_explanation_names_each_step() {
    let hours = OfficeHours::province_default();
    let clock = ClockInput::new(at("2026-02-12T16:30"), "5wd".parse().unwrap());
    let reckoning = reckon(&province_terms(&hours), &clock).unwrap();
    let keys: Vec<&str> = reckoning.lines.iter().map(Line::key).collect();
    let tet = ["day_off"; 5];
    let expected: Vec<&str> =
        ["received", "limit_is", "first_day_not_counted", "weekends"].into_iter().chain(tet).chain(["due"]).collect();
    assert_eq!(keys, expected);
    assert!(reckoning.lines.contains(&Line::Weekends { days: 4 }));
}

#[test]
fn projected_days_are_told() {
    let hours = OfficeHours::province_default();
    let clock = ClockInput::new(at("2027-02-02T09:00"), "3wd".parse().unwrap());
    let reckoning = reckon(&province_terms(&hours), &clock).unwrap();
    assert!(reckoning.lines.contains(&Line::ProjectedYear { year: 2027 }));
    assert!(reckoning.lines.iter().any(|line| line.key() == "day_off_projected"));
}

#[test]
fn steps_add_up_inside_the_whole() {
    let hours = OfficeHours::province_default();
    let terms = province_terms(&hours);
    let clock = ClockInput::new(at("2026-03-02T09:00"), "5wd".parse().unwrap());
    let shares: Vec<Limit> = ["4wh", "0.5wd", "2wd", "2wd", "3wd"].map(|share| share.parse().unwrap()).to_vec();
    let steps = step_limits(&terms, &clock, &shares).unwrap();
    let due: Vec<String> = steps.iter().map(|step| answer(Ok(step.due))).collect();
    let expected = ["2026-03-02T15:00", "2026-03-03T09:00", "2026-03-05T09:00", "2026-03-09T09:00", "2026-03-09T17:00"];
    assert_eq!(due, expected);
    assert_eq!(steps.iter().map(|step| step.capped).collect::<Vec<_>>(), [false, false, false, false, true]);
}

#[test]
fn time_left_is_told_in_days_and_minutes() {
    let hours = OfficeHours::province_default();
    let terms = province_terms(&hours);
    let due = at("2026-02-26T17:00");
    let TimeLeft::Left(left) = time_left(&terms, at("2026-02-12T16:30"), due) else { panic!("not overdue") };
    assert_eq!((left.working_days, left.working_minutes), (5, 30 + 5 * 480));
    let TimeLeft::Overdue(over) = time_left(&terms, at("2026-02-27T08:00"), due) else { panic!("overdue") };
    assert_eq!((over.working_days, over.working_minutes), (1, 60));
    assert_eq!(working_minutes_between(&terms, due, at("2026-02-26T18:00")), 0);
    assert_eq!(working_minutes_between(&terms, DateTime::MIN, at("2015-01-05T08:00")), 60);
}

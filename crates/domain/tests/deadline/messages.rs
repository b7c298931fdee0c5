//! Every line of an explanation has its sentence in both languages, with exactly the facts the line carries.

use domain::calendar::{ClockTime, DayKind};
use domain::deadline::{Amount, Limit, LimitUnit, Line};
use jiff::civil::{DateTime, date};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One line of every kind.
fn all_lines() -> Vec<Line> {
    let at: DateTime = date(2026, 2, 12).at(16, 30, 0, 0);
    let (date, from, to) = (at.date(), at, at);
    let cut_off = ClockTime::new(15, 0).unwrap();
    let limit = Limit::whole(5, LimitUnit::WorkingDay);
    let amount = Amount { minutes: 90, working: true };
    let (ground, legal_basis, name) = ("supplement".to_owned(), "Điều 19".to_owned(), "Tết".to_owned());
    let kind = DayKind::Holiday;
    vec![
        Line::Received { at },
        Line::ReceivedDayOff { at, kind, from },
        Line::ReceivedOutsideHours { at, from },
        Line::ReceivedAfterCutOff { at, cut_off, from },
        Line::ForwardedNextDay { cut_off, from },
        Line::LimitIs { limit },
        Line::FirstDayNotCounted { date },
        Line::CountedFrom { from },
        Line::OfficeDay { hours: 8 },
        Line::SameDayResult { cut_off, date },
        Line::SameDayResultLate { cut_off, date },
        Line::Paused { from, to, stood: amount, ground: ground.clone(), legal_basis: legal_basis.clone() },
        Line::Restarted { from, to, ground: ground.clone(), legal_basis: legal_basis.clone() },
        Line::NotPaused { from, ground: ground.clone(), legal_basis: legal_basis.clone() },
        Line::PauseBeforeStart { from, ground: ground.clone() },
        Line::PauseOverlaps { from, ground: ground.clone() },
        Line::PauseAfterDue { from, ground },
        Line::Extended { at, limit, legal_basis },
        Line::ExtendedAfterDue { at, limit },
        Line::Weekends { days: 2 },
        Line::DayOff { date, kind, name: name.clone(), projected: false },
        Line::DayOff { date, kind, name: name.clone(), projected: true },
        Line::WorkedWeekend { date, name },
        Line::LastDayOff { date, kind, to },
        Line::EndOutsideHours { at, to },
        Line::ProjectedYear { year: 2027 },
        Line::Standing { since: at, left: amount },
        Line::Due { at },
    ]
}

fn texts(language: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/messages");
    let file = std::fs::read_to_string(root.join(language).join("deadline.toml")).unwrap();
    let pair = |line: &str| {
        let (key, text) = line.split_once(" = ").unwrap();
        (key.to_owned(), text.trim_matches('"').to_owned())
    };
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(pair).collect()
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).map(|rest| rest.split_once('}').unwrap().0).collect()
}

#[test]
fn every_line_has_its_sentence() {
    for language in ["vi", "en"] {
        let texts = texts(language);
        for line in all_lines() {
            let text = texts.get(line.key()).unwrap_or_else(|| panic!("{language}: {} is missing", line.key()));
            let facts: BTreeSet<&str> = line.values().into_iter().map(|(name, _)| name).collect();
            assert_eq!(placeholders(text), facts, "{language}: {}", line.key());
        }
    }
}

#[test]
fn the_languages_have_the_same_keys() {
    let (vietnamese, english) = (texts("vi"), texts("en"));
    assert_eq!(vietnamese.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
}

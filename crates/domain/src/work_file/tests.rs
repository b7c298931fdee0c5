//! Tables of what may happen to work files, and random lives of them.

use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;

use super::WorkFileCommand::{Approve, Close, Destroy, HandOver, Keep, KeepBack, Propose, Put, Reopen, Spare, TakeOut};
use super::*;

fn at(day: Date) -> DateTime {
    day.at(9, 0, 0, 0)
}

fn heading(retention: Retention) -> Heading {
    Heading {
        agency: "so-noi-vu".to_owned(),
        unit: "so-noi-vu".to_owned(),
        year: 2026,
        symbol: "01.TH".to_owned(),
        title: "Xây dựng kế hoạch cải cách hành chính năm 2026".to_owned(),
        keeper: "an".to_owned(),
        retention,
        started: date(2026, 1, 5),
        is_construction: false,
        is_listed: true,
    }
}

fn opened(retention: Retention) -> WorkFile {
    let event = open(heading(retention), at(date(2026, 1, 5))).expect("a sound heading");
    WorkFile::begin(&event).expect("the first event")
}

fn piece(id: &str) -> Piece {
    Piece { kind: PieceKind::Incoming, id: id.to_owned() }
}

fn done(file: &mut WorkFile, command: WorkFileCommand, day: Date) -> Result<(), WorkFileRefusal> {
    let (event, _) = file.decide(command, at(day))?;
    file.apply(&event).expect("a decided event applies");
    Ok(())
}

fn closed(retention: Retention, ended: Date) -> WorkFile {
    let mut file = opened(retention);
    done(&mut file, Put(piece("a")), ended).expect("put");
    done(&mut file, Close { ended, sheets: 0 }, ended).expect("closed");
    file
}

fn words(text: &str) -> String {
    text.to_owned()
}

#[test]
fn periods_are_those_of_the_law() {
    for (years, fits) in [(0, false), (1, false), (2, true), (5, true), (70, true), (71, false), (255, false)] {
        assert_eq!(Retention::years(years).is_some(), fits, "{years} years");
    }
    assert!(Retention::Permanent > Retention::Years(70));
    assert!(open(heading(Retention::Years(1)), at(date(2026, 1, 5))).is_err());
}

#[test]
fn a_period_is_counted_from_the_year_in_which_the_work_ended() {
    for (retention, ended, over) in [
        (Retention::Years(2), date(2026, 1, 5), Some(date(2029, 1, 1))),
        (Retention::Years(10), date(2026, 12, 31), Some(date(2037, 1, 1))),
        (Retention::Years(70), date(2026, 6, 30), Some(date(2097, 1, 1))),
        (Retention::Permanent, date(2026, 6, 30), None),
    ] {
        assert_eq!(closed(retention, ended).over_on(), over, "{retention:?}");
    }
    assert_eq!(opened(Retention::Years(5)).over_on(), None);
}

#[test]
fn the_archive_takes_files_of_five_years_and_more_within_a_year() {
    for (retention, by) in [
        (Retention::Years(4), None),
        (Retention::Years(5), Some(date(2027, 3, 31))),
        (Retention::Permanent, Some(date(2027, 3, 31))),
    ] {
        assert_eq!(closed(retention, date(2026, 3, 31)).handover_by(), by, "{retention:?}");
    }
    let mut building = closed(Retention::Permanent, date(2026, 11, 30));
    building.heading.is_construction = true;
    assert_eq!(building.handover_by(), Some(date(2027, 2, 28)), "three months after it was settled");
    let mut short = closed(Retention::Years(4), date(2026, 3, 31));
    let refused = done(&mut short, HandOver { by: words("lan"), minutes: words("01/BB") }, date(2026, 4, 1));
    assert_eq!(refused, Err(WorkFileRefusal::NotArchived));
}

#[test]
fn a_unit_keeps_a_file_back_for_two_years_at_most() {
    let ended = date(2026, 3, 31);
    for (until, fits) in
        [(date(2027, 3, 31), false), (date(2027, 4, 1), true), (date(2029, 3, 31), true), (date(2029, 4, 1), false)]
    {
        let mut file = closed(Retention::Years(10), ended);
        let kept = done(&mut file, KeepBack { until, reason: words("còn dùng") }, date(2026, 5, 1));
        assert_eq!(kept.is_ok(), fits, "{until}");
        assert_eq!(file.handover_by(), Some(if fits { until } else { date(2027, 3, 31) }));
    }
}

#[test]
fn nothing_is_destroyed_before_its_time_or_without_decision_and_minutes() {
    let mut file = closed(Retention::Years(2), date(2026, 3, 31));
    let propose = || Propose { reason: words("hết thời hạn bảo quản") };
    assert_eq!(
        done(&mut file, propose(), date(2028, 12, 31)),
        Err(WorkFileRefusal::StillKept { until: date(2029, 1, 1) })
    );
    let day = date(2029, 1, 1);
    done(&mut file, propose(), day).expect("its period is over");
    assert!(done(&mut file, Destroy { minutes: words("02/BB") }, day).is_err(), "not decided");
    assert_eq!(done(&mut file, Approve { decision: words(" ") }, day), Err(WorkFileRefusal::TextMissing("decision")));
    done(&mut file, Approve { decision: words("15/QĐ-SNV") }, day).expect("approved");
    assert!(done(&mut file, Destroy { minutes: String::new() }, day).is_err(), "no minutes");
    done(&mut file, Destroy { minutes: words("02/BB") }, day).expect("destroyed");
    for command in [propose(), Spare { reason: words("x") }, Put(piece("b")), Reopen { reason: words("x") }] {
        assert_eq!(done(&mut file, command, day), Err(WorkFileRefusal::Stage(WorkFileStage::Destroyed)));
    }
    let mut kept = closed(Retention::Permanent, date(2026, 3, 31));
    assert_eq!(done(&mut kept, propose(), date(9000, 1, 1)), Err(WorkFileRefusal::KeptForEver));
}

#[test]
fn a_file_is_closed_when_something_lies_in_it() {
    let day = date(2026, 6, 1);
    let mut file = opened(Retention::Years(5));
    assert_eq!(done(&mut file, Close { ended: day, sheets: 0 }, day), Err(WorkFileRefusal::Empty));
    done(&mut file, Put(piece("a")), day).expect("put");
    assert_eq!(done(&mut file, Put(piece("a")), day), Err(WorkFileRefusal::AlreadyIn));
    let other = Piece { kind: PieceKind::Dossier, id: words("a") };
    done(&mut file, Put(other.clone()), day).expect("another kind of the same id");
    assert_eq!(done(&mut file, TakeOut { piece: piece("b"), reason: words("nhầm") }, day), Err(WorkFileRefusal::NotIn));
    done(&mut file, TakeOut { piece: other, reason: words("nhầm") }, day).expect("taken out");
    for ended in [date(2026, 1, 4), date(2026, 6, 2)] {
        assert!(matches!(done(&mut file, Close { ended, sheets: 0 }, day), Err(WorkFileRefusal::Day { .. })));
    }
    done(&mut file, Close { ended: day, sheets: 12 }, day).expect("closed");
    assert_eq!(file.pieces, [piece("a")]);
    done(&mut file, Reopen { reason: words("có văn bản mới") }, day).expect("opened again");
    assert_eq!((file.stage, file.ended), (WorkFileStage::Open, None));
}

fn entry(symbol: &str) -> Entry {
    Entry {
        symbol: symbol.to_owned(),
        heading: words("I. Tổng hợp"),
        title: words("Kế hoạch, báo cáo năm"),
        retention: Retention::Permanent,
        unit: words("so-noi-vu"),
        note: String::new(),
    }
}

#[test]
fn the_list_of_the_year_is_approved_once() {
    let now = at(date(2026, 1, 10));
    let mut list = FileList::default();
    assert_eq!(list.decide(FileListCommand::Approve, now), Err(WorkFileRefusal::Empty));
    for symbol in ["02.TH", "01.TH", "03.TH"] {
        let event = list.decide(FileListCommand::Add(entry(symbol)), now).expect("a new line");
        list.apply(&event).expect("it applies");
    }
    assert_eq!(list.decide(FileListCommand::Add(entry("01.TH")), now), Err(WorkFileRefusal::SymbolTaken));
    let event = list.decide(FileListCommand::Drop { symbol: words("03.TH") }, now).expect("dropped");
    list.apply(&event).expect("it applies");
    assert_eq!(list.entries.iter().map(|entry| entry.symbol.as_str()).collect::<Vec<_>>(), ["01.TH", "02.TH"]);
    let event = list.decide(FileListCommand::Approve, now).expect("approved");
    list.apply(&event).expect("it applies");
    for command in [FileListCommand::Add(entry("04.TH")), FileListCommand::Approve] {
        assert_eq!(list.decide(command, now), Err(WorkFileRefusal::ListApproved));
    }
}

#[test]
fn the_shipped_periods_are_read() {
    let bytes = include_bytes!("../../../../data/documents/retention.json");
    let schedule = RetentionSchedule::parse(bytes).expect("the shipped schedule");
    assert!(schedule.on(date(2026, 11, 27)).count() >= 4);
    let plans = schedule.get("ke_hoach_bao_cao_nam", date(2026, 11, 27)).map(RetentionGroup::retention);
    assert_eq!(plans, Some(Retention::Permanent));
    assert!(schedule.get("bao_cao_thang_cap_duoi", date(2026, 11, 27)).is_none(), "of the circular before");
    let faulty = r#"{"count": 2, "retention_groups": [{"id": "a", "name_vi": "", "name_en": "A", "years": 1,
        "valid_from": null, "valid_to": null, "legal_basis_vi": "x", "source": "y"}]}"#;
    assert_eq!(RetentionSchedule::parse(faulty.as_bytes()).map_err(|faults| faults.len()), Err(3));
}

fn any_command() -> impl Strategy<Value = WorkFileCommand> {
    let text = || prop_oneof![Just(String::new()), Just("x".to_owned())];
    let day = || (2026i16..2045, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day));
    let piece = || (0u8..4).prop_map(|number| piece(&number.to_string()));
    prop_oneof![
        piece().prop_map(Put),
        (piece(), text()).prop_map(|(piece, reason)| TakeOut { piece, reason }),
        prop_oneof![Just(Retention::Permanent), (0u8..10).prop_map(Retention::Years)].prop_map(Keep),
        (day(), 0u32..3).prop_map(|(ended, sheets)| Close { ended, sheets }),
        text().prop_map(|reason| Reopen { reason }),
        (day(), text()).prop_map(|(until, reason)| KeepBack { until, reason }),
        text().prop_map(|minutes| HandOver { by: "lan".to_owned(), minutes }),
        text().prop_map(|reason| Propose { reason }),
        text().prop_map(|decision| Approve { decision }),
        text().prop_map(|reason| Spare { reason }),
        text().prop_map(|minutes| Destroy { minutes }),
    ]
}

proptest! {
    #[test]
    fn every_life_is_lawful(steps in prop::collection::vec((any_command(), 0i32..500), 0..40)) {
        let first = open(heading(Retention::Years(2)), at(date(2026, 1, 5))).expect("opened");
        let mut events = vec![first.clone()];
        let mut file = WorkFile::begin(&first).expect("begun");
        let mut today = date(2026, 1, 5);
        for (command, later) in steps {
            today = today.checked_add(jiff::Span::new().days(later)).expect("a near day");
            let Ok((event, _)) = file.decide(command, at(today)) else { continue };
            file.apply(&event).expect("a decided event applies");
            let is_destroyed = matches!(event, WorkFileEvent::Destroyed { .. });
            events.push(event);
            if is_destroyed {
                prop_assert!(file.decision.is_some() && file.minutes.is_some());
                prop_assert!(file.over_on().is_some_and(|over| over <= today));
            }
            prop_assert!(file.archived.is_none() || file.heading.retention.is_archived());
        }
        prop_assert_eq!(WorkFile::replay(&events).expect("the same events"), file);
    }
}

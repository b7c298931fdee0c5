//! Who had the time in cases that people know.

use serde_json::{Value, json};

use super::*;
use crate::dossier::{Finished, Outcome};
use crate::ledger::{Measure, Responsible};

fn told(account: &Account) -> Vec<String> {
    let line = |line: &crate::ledger::Line| {
        let step = line.step.as_deref().unwrap_or("-");
        format!("{step} {} {}/{}", holder(&line.holder), line.minutes, line.standing_minutes)
    };
    account.ledger.lines.iter().map(line).collect()
}

fn finish(step: &str, found: &Value) -> Command {
    let findings = found.as_object().expect("findings").clone();
    Command::Finish(Finished { step: step.to_owned(), findings, ..Finished::default() })
}

fn assign() -> Command {
    Command::Assign { officer: "an".to_owned() }
}

#[test]
fn nobody_has_a_dossier_that_was_not_received() {
    let province = Province::new();
    let mut life = Life::begin(&province, ROW, at("03-02 08:00"));
    assert!(account(&life.story(), &province.terms(), &[], at("03-04 08:00")).is_none());
    life.done("03-02 09:00", asks("c1"));
    assert!(life.story().spans.is_empty(), "before receipt nobody is charged");
}

#[test]
fn steps_in_a_row_go_from_the_pool_to_people_and_to_the_applicant() {
    let province = Province::new();
    let mut life = Life::begin(&province, ROW, at("03-02 07:00"));
    life.done("03-02 07:00", Command::Accept);
    life.done("03-02 09:00", assign());
    life.done("03-02 10:00", Command::HandBack { step: String::new(), reason: words() });
    life.done("03-02 11:00", assign());
    life.done("03-02 14:00", asks("c1"));
    life.done("03-03 08:00", Command::Supplement { files: Vec::new(), form: None, note: words() });
    life.done("03-03 09:00", Command::CompleteStep { note: words() });
    life.done("03-03 10:00", Command::CompleteStep { note: words() });
    life.done("03-03 11:00", Command::Decide { outcome: Outcome::Granted, note: String::new(), refusal: None });
    life.done("03-03 14:00", Command::Sign { files: Vec::new() });
    life.done("03-03 15:00", Command::IssueResult { files: Vec::new() });
    let account = life.account(&[], at("03-10 08:00"));
    let expected = [
        ":1 pool:05443 120/0",
        ":1 05443:an 60/0",
        ":1 pool:05443 60/0",
        ":1 05443:an 60/0",
        ":supplement applicant 240/240",
        ":1 05443:an 60/0",
        // The second step is the head's, whoever was given the dossier.
        ":2 pool:05443 60/0",
        ":decide pool:05443 60/0",
        ":sign pool:05443 60/0",
        ":issue pool:05443 60/0",
    ];
    assert_eq!(told(&account), expected);
    adds_up(&account.ledger);
    assert!(account.ledger.finished && !account.is_late());
    assert_eq!(account.steps[":1"].name, "Thẩm định hồ sơ");
}

#[test]
fn while_an_opinion_is_open_the_asking_unit_waits() {
    let province = Province::new();
    let mut life = Life::begin(&province, ROW, at("03-02 07:00"));
    life.done("03-02 07:00", Command::Accept);
    life.done("03-02 07:00", assign());
    let limit = "1wd".parse().expect("a limit");
    life.done("03-02 08:00", Command::AskOpinion { unit: "so-xay-dung".to_owned(), limit, question: words() });
    life.done("03-09 08:00", Command::GiveOpinion { step: "opinion:1".to_owned(), answer: words() });
    let now = at("03-12 09:00");
    let account = life.account(&[], now);
    let opinion = "opinion:1 pool:so-xay-dung 2400/0".to_owned();
    assert!(told(&account).contains(&opinion), "{:?}", told(&account));
    assert!(account.is_late());
    let main = account.cause.main.as_ref().expect("a cause");
    // Asked for by the end of the next day: 15 hours of work; more than those were theirs.
    assert_eq!((main.step.as_deref(), account.cause.measure), (Some("opinion:1"), Measure::OwnLimit));
    assert_eq!(account.cause.responsible, Responsible::HeadOfUnit { unit: "so-xay-dung".to_owned() });

    let letter = letter(&life.story(), &account, &province.terms(), now).expect("drafted").expect("late");
    assert_eq!(letter.draft.due, at("03-09 17:00"));
    assert!(letter.draft.late_notice && letter.draft.new_due > now);
    let grounds = Some(Box::new(letter.grounds()));
    let promised = letter.draft.new_due;
    life.done("03-12 09:00", Command::Apologise { promised, reason: words(), grounds: grounds.clone() });
    let kept = life.dossier.reappointment.as_ref().and_then(|new| new.grounds.clone());
    assert_eq!(kept, grounds.map(|grounds| *grounds), "the cause is kept as it was");
    let stored = serde_json::to_string(life.events.last().expect("an event")).expect("written");
    assert_eq!(serde_json::from_str::<Event>(&stored).expect("read"), *life.events.last().expect("an event"));
}

#[test]
fn a_letter_of_an_earlier_program_is_read_without_its_cause() {
    let old = r#"{"kind":"apologised","at":"2026-03-10T08:00:00","promised":"2026-03-12T17:00:00","late_notice":true}"#;
    let event: Event = serde_json::from_str(old).expect("read");
    assert!(matches!(event, Event::Apologised { grounds: None, late_notice: true, .. }));
}

#[test]
fn a_land_transfer_lies_with_the_registry_the_tax_office_and_the_applicant() {
    let province = Province::new();
    let mut life = Life::begin(&province, "1.013831", at("03-02 07:00"));
    life.done("03-02 07:00", Command::Accept);
    life.done("03-02 08:00", Command::Seat { step: "kiem_tra".to_owned(), officer: "binh".to_owned() });
    life.done("03-02 10:00", finish("kiem_tra", &json!({"du_dieu_kien": true})));
    // The tax office does not work here in this test: the handling unit keeps the record for it.
    life.done("03-02 11:00", finish("thue/tiep_nhan_phieu", &json!({})));
    life.done("03-03 07:00", finish("thue/xac_dinh", &json!({})));
    life.done("03-03 07:30", finish("thue/ky", &json!({})));
    life.done("03-03 08:00", finish("thue/gui", &json!({"phai_nop_tien": true})));
    let account = life.account(&[], at("03-03 10:00"));
    let lines = told(&account);
    assert_eq!(&lines[..2], ["kiem_tra pool:registry 60/0", "kiem_tra registry:binh 120/0"]);
    assert!(lines[2..6].iter().all(|line| line.contains("authority:Cơ quan thuế")), "{lines:?}");
    assert_eq!(lines.last().map(String::as_str), Some("cho_nop applicant 120/120"));
    adds_up(&account.ledger);
    // While the clock stands nothing is late and no letter is owed.
    assert_eq!(account.due, None);
    assert_eq!(letter(&life.story(), &account, &province.terms(), at("03-03 10:00")), Ok(None));
}

#[test]
fn an_outage_is_ours() {
    let province = Province::new();
    let mut life = Life::begin(&province, ROW, at("03-02 07:00"));
    life.done("03-02 07:00", Command::Accept);
    life.done("03-02 07:00", assign());
    let outage = Outage { from: at("03-02 08:00"), to: Some(at("03-02 09:00")) };
    let account = life.account(&[outage], at("03-02 10:00"));
    assert_eq!(told(&account), [":1 05443:an 60/0", ":1 us 60/0", ":1 05443:an 60/0"]);
}

#[test]
fn told_by_unit_nobody_is_named_and_nothing_is_lost() {
    let province = Province::new();
    let mut life = Life::begin(&province, ROW, at("03-02 07:00"));
    life.done("03-02 07:00", Command::Accept);
    life.done("03-02 09:00", assign());
    let account = life.account(&[], at("03-12 09:00"));
    let by_unit = account.clone().by_unit();
    adds_up(&by_unit.ledger);
    assert_eq!(by_unit.ledger.whole_minutes, account.ledger.whole_minutes);
    assert_eq!(by_unit.ledger.lines.len(), 1, "{:?}", by_unit.ledger.lines);
    assert!(!format!("{by_unit:?}").contains("\"an\""), "{by_unit:?}");
}

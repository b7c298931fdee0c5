//! The life of an incoming document.

use jiff::civil::{date, datetime};

use super::{DAY, NOW, arrival};
use crate::document::*;

const CONTEXT: IncomingContext = IncomingContext { now: NOW, submit_by: Some(date(2026, 11, 27)) };

fn act(document: &mut Incoming, command: IncomingCommand) -> Result<IncomingEvent, Refusal> {
    let (event, _) = document.decide(command, &CONTEXT)?;
    document.apply(&event).expect("applied");
    Ok(event)
}

fn received() -> Incoming {
    Incoming::begin(&receive(arrival(), NOW).expect("received")).expect("begun")
}

fn checked(passes: bool) -> Incoming {
    let mut document = received();
    act(&mut document, IncomingCommand::Check { is_authentic: passes, is_for_us: true }).expect("checked");
    document
}

fn registered() -> Incoming {
    let mut document = checked(true);
    act(&mut document, IncomingCommand::Register { number: 41 }).expect("registered");
    document
}

fn instruct(due: Option<jiff::civil::Date>) -> IncomingCommand {
    let instruction = Instruction { lead: "vp".to_owned(), coordinating: vec!["tc".to_owned()], person: None, due };
    IncomingCommand::Instruct { instruction, content: "Tham mưu trả lời".to_owned() }
}

#[test]
fn from_arrival_to_its_end() {
    let mut document = registered();
    assert_eq!(document.number.as_ref().map(|number| (number.number, number.run.series.as_str())), Some((41, "in")));
    act(&mut document, IncomingCommand::Submit { to: "an".to_owned() }).expect("submitted");
    assert_eq!(document.due(), Some(date(2026, 12, 10)), "what the document asks for");
    act(&mut document, instruct(Some(date(2026, 12, 5)))).expect("instructed");
    assert_eq!(document.due(), Some(date(2026, 12, 5)), "what the leader said");
    assert_eq!(document.worker(), None);
    act(&mut document, IncomingCommand::Take { by: "du".to_owned() }).expect("taken");
    assert_eq!(document.worker(), Some("du"));
    assert!(!document.is_late(date(2026, 12, 5)) && document.is_late(date(2026, 12, 6)));
    act(&mut document, IncomingCommand::Follow { progress: "đã dự thảo".to_owned() }).expect("followed");
    let answer = Link { kind: LinkKind::Outgoing, id: "o-1".to_owned() };
    act(&mut document, IncomingCommand::Link(answer.clone())).expect("tied");
    assert_eq!(act(&mut document, IncomingCommand::Link(answer)), Err(Refusal::Entries("links")));
    let finished = act(&mut document, IncomingCommand::Finish { result: "đã trả lời".to_owned() }).expect("finished");
    assert_eq!(finished, IncomingEvent::Finished { at: NOW, late: false });
    assert!(document.stage.is_over());
}

#[test]
fn a_state_secret_is_refused_whole() {
    let secret = Arrival { marks: Marks { secrecy: "Mật".to_owned(), ..Marks::default() }, ..arrival() };
    assert_eq!(receive(secret, NOW), Err(Refusal::StateSecret { level: SecretLevel::Secret }));
}

#[test]
fn what_is_refused() {
    let register = |number| IncomingCommand::Register { number };
    let give_back = |reason: &str| IncomingCommand::Return { reason: reason.to_owned() };
    let submit = || IncomingCommand::Submit { to: "an".to_owned() };
    let stage = |stage| Refusal::IncomingStage(stage);
    let doubled = Instruction { lead: "vp".to_owned(), coordinating: vec!["vp".to_owned()], person: None, due: None };
    let doubled = IncomingCommand::Instruct { instruction: doubled, content: "làm".to_owned() };
    let table = [
        ("a number before the check", received(), register(1), stage(IncomingStage::Received)),
        ("a number for what failed it", checked(false), register(1), Refusal::CheckFailed),
        ("nought for a number", checked(true), register(0), Refusal::NoNumber),
        ("a second number", registered(), register(2), stage(IncomingStage::Registered)),
        ("back without a reason", checked(false), give_back("  "), Refusal::TextMissing("reason")),
        ("back after the number", registered(), give_back("nhầm"), stage(IncomingStage::Registered)),
        ("instructed without a number", checked(true), instruct(None), stage(IncomingStage::Checked)),
        ("a day that is over", registered(), instruct(Some(date(2026, 11, 25))), Refusal::DueOver { today: DAY }),
        ("one unit twice", registered(), doubled, Refusal::Entries("coordinating")),
        (
            "taken over before an instruction",
            registered(),
            IncomingCommand::Take { by: "du".to_owned() },
            stage(IncomingStage::Registered),
        ),
        ("submitted without a number", checked(true), submit(), stage(IncomingStage::Checked)),
    ];
    for (what, document, command, expected) in table {
        assert_eq!(document.decide(command, &CONTEXT).map(|(event, _)| event), Err(expected), "{what}");
    }
}

#[test]
fn what_comes_late_is_marked() {
    let submit = IncomingCommand::Submit { to: "an".to_owned() };
    let late = |document: &Incoming, now| {
        let context = IncomingContext { now, ..CONTEXT };
        match document.decide(submit.clone(), &context) {
            Ok((IncomingEvent::Submitted { late, .. }, _)) => late,
            other => panic!("{other:?}"),
        }
    };
    assert!(!late(&registered(), datetime(2026, 11, 27, 16, 0, 0, 0)));
    assert!(late(&registered(), datetime(2026, 11, 30, 8, 0, 0, 0)));
    // What is urgent goes up on the same day.
    let mut urgent = registered();
    urgent.arrival.marks.urgency = Urgency::Urgent;
    assert!(!late(&urgent, datetime(2026, 11, 26, 16, 0, 0, 0)));
    assert!(late(&urgent, datetime(2026, 11, 27, 8, 0, 0, 0)));
}

//! The life of an outgoing document.

use jiff::civil::{date, datetime};

use super::{DAY, NOW, block, kind};
use crate::document::*;

fn context(actor: &str) -> OutgoingContext<'_> {
    OutgoingContext { actor, now: NOW, issue_by: Some(date(2026, 11, 27)), as_leader: false }
}

fn act(document: &mut Outgoing, actor: &str, command: OutgoingCommand) -> Result<OutgoingEvent, Refusal> {
    let (event, _) = document.decide(command, &context(actor))?;
    document.apply(&event).expect("applied");
    Ok(event)
}

fn begun() -> Outgoing {
    let event =
        draft(("ubnd", "vp"), "quyet_dinh", "Ban hành quy trình", Marks::default(), None, NOW).expect("drafted");
    Outgoing::begin(&event).expect("begun")
}

fn save(letter: &str) -> OutgoingCommand {
    OutgoingCommand::Save { sha256: letter.repeat(64), name: String::new(), size_bytes: 1 }
}

fn number(number: u32) -> OutgoingCommand {
    let run = Run::of(NumberRule::OneRun, "ubnd", &kind("quyet_dinh"), DAY);
    OutgoingCommand::Number { number, run, notation: "QĐ-UBND".to_owned() }
}

/// After these steps: 1 saved, 2 submitted, 3 content, 4 form, 5 signed, 6 numbered, 7 sealed, 8 issued.
fn after(steps: usize) -> Outgoing {
    let mut document = begun();
    let commands = [
        ("du", save("a")),
        ("du", OutgoingCommand::Submit),
        ("cu", OutgoingCommand::ApproveContent { version: 1 }),
        ("vt", OutgoingCommand::ApproveForm { version: 1 }),
        ("an", OutgoingCommand::Sign { version: 1, block: block(), file: None }),
        ("vt", number(5)),
        ("vt", OutgoingCommand::Seal { file: None }),
        ("vt", OutgoingCommand::Dispatch { receivers: vec!["snv".to_owned()] }),
    ];
    for (actor, command) in commands.into_iter().take(steps) {
        act(&mut document, actor, command).expect("possible");
    }
    document
}

#[test]
fn from_draft_to_issue_and_after() {
    let mut document = after(8);
    assert_eq!(document.stage, OutgoingStage::Issued);
    assert_eq!(document.number.as_ref().map(Number::printed).as_deref(), Some("05/QĐ-UBND"));
    assert_eq!(document.block.as_ref().map(|block| block.lines.len()), Some(2));
    let correct = OutgoingCommand::Correct { by: "o-2".to_owned(), is_letter: true };
    act(&mut document, "vt", correct).expect("corrected");
    assert_eq!(document.stage, OutgoingStage::Issued, "a correction leaves it in force");
    let replace = OutgoingCommand::Replace { by: "o-3".to_owned(), kind: "quyet_dinh".to_owned() };
    act(&mut document, "an", replace).expect("replaced");
    assert_eq!(document.after.replaced_by.as_deref(), Some("o-3"));
    assert_eq!(document.after.corrections, ["o-2"]);
}

#[test]
fn a_version_that_goes_back_is_checked_anew() {
    let mut document = after(4);
    act(&mut document, "an", OutgoingCommand::Return { reason: "thiếu căn cứ".to_owned() }).expect("returned");
    assert_eq!((document.content_checked, document.form_checked, document.returns), (None, None, 1));
    act(&mut document, "du", save("b")).expect("saved");
    act(&mut document, "du", OutgoingCommand::Submit).expect("submitted");
    let sign = |version| OutgoingCommand::Sign { version, block: block(), file: None };
    assert_eq!(act(&mut document, "an", sign(1)), Err(Refusal::OldVersion { newest: 2 }));
    assert_eq!(act(&mut document, "an", sign(2)), Err(Refusal::Unchecked { part: "content" }));
    let old = OutgoingCommand::ApproveContent { version: 1 };
    assert_eq!(act(&mut document, "cu", old), Err(Refusal::OldVersion { newest: 2 }));
    act(&mut document, "cu", OutgoingCommand::ApproveContent { version: 2 }).expect("approved");
    assert_eq!(act(&mut document, "an", sign(2)), Err(Refusal::Unchecked { part: "form" }));
}

#[test]
fn one_person_writes_at_a_time() {
    let mut document = begun();
    act(&mut document, "du", OutgoingCommand::TakePen).expect("taken");
    assert_eq!(act(&mut document, "cu", save("b")), Err(Refusal::PenTaken));
    assert_eq!(act(&mut document, "cu", OutgoingCommand::LayPen), Err(Refusal::PenTaken));
    let leader = OutgoingContext { as_leader: true, ..context("an") };
    let (event, _) = document.decide(OutgoingCommand::LayPen, &leader).expect("a leader may");
    document.apply(&event).expect("applied");
    act(&mut document, "cu", save("b")).expect("saved");
}

#[test]
fn what_is_refused() {
    let stage = |stage| Refusal::OutgoingStage(stage);
    let dispatch = |receivers: &[&str]| OutgoingCommand::Dispatch {
        receivers: receivers.iter().map(|receiver| (*receiver).to_owned()).collect(),
    };
    let replace = |kind: &str| OutgoingCommand::Replace { by: "o-2".to_owned(), kind: kind.to_owned() };
    let table = [
        ("submitted without a text", after(0), OutgoingCommand::Submit, Refusal::TextMissing("text")),
        ("a number before the signature", after(4), number(1), stage(OutgoingStage::Checking)),
        ("a second number", after(6), number(2), stage(OutgoingStage::Numbered)),
        ("nought for a number", after(5), number(0), Refusal::NoNumber),
        ("a seal before the number", after(5), OutgoingCommand::Seal { file: None }, stage(OutgoingStage::Signed)),
        ("issued without a seal", after(6), dispatch(&["snv"]), stage(OutgoingStage::Numbered)),
        ("issued to nobody", after(7), dispatch(&[]), Refusal::TextMissing("receivers")),
        ("issued to one twice", after(7), dispatch(&["snv", "snv"]), Refusal::Entries("receivers")),
        ("written after the signature", after(5), save("b"), stage(OutgoingStage::Signed)),
        ("replaced by a letter", after(8), replace("cong_van"), Refusal::OtherKind),
        (
            "no digest",
            after(0),
            OutgoingCommand::Save { sha256: "A".repeat(64), name: String::new(), size_bytes: 1 },
            Refusal::TextMissing("text"),
        ),
        (
            "corrected by a decision",
            after(8),
            OutgoingCommand::Correct { by: "o-2".to_owned(), is_letter: false },
            Refusal::OtherKind,
        ),
        (
            "recalled before it is issued",
            after(7),
            OutgoingCommand::Recall { reason: "sai".to_owned() },
            stage(OutgoingStage::Sealed),
        ),
    ];
    for (what, document, command, expected) in table {
        assert_eq!(document.decide(command, &context("an")).map(|(event, _)| event), Err(expected), "{what}");
    }
    let secret = Marks { secrecy: "TỐI MẬT".to_owned(), ..Marks::default() };
    let refused = draft(("ubnd", "vp"), "quyet_dinh", "x", secret, None, NOW);
    assert_eq!(refused, Err(Refusal::StateSecret { level: SecretLevel::HighlySecret }));
}

#[test]
fn number_and_issue_in_time_or_late() {
    let late = |urgency, now| {
        let mut document = after(7);
        document.marks.urgency = urgency;
        let context = OutgoingContext { now, ..context("vt") };
        let dispatch = OutgoingCommand::Dispatch { receivers: vec!["snv".to_owned()] };
        match document.decide(dispatch, &context) {
            Ok((OutgoingEvent::Dispatched { late, .. }, _)) => late,
            other => panic!("{other:?}"),
        }
    };
    assert!(!late(Urgency::Normal, datetime(2026, 11, 27, 17, 0, 0, 0)));
    assert!(late(Urgency::Normal, datetime(2026, 11, 30, 8, 0, 0, 0)));
    assert!(!late(Urgency::Express, NOW));
    assert!(late(Urgency::Express, datetime(2026, 11, 27, 8, 0, 0, 0)));
    let early = OutgoingContext { now: datetime(2026, 11, 25, 8, 0, 0, 0), ..context("vt") };
    assert_eq!(after(5).decide(number(1), &early).map(|(event, _)| event), Err(Refusal::BeforeSigning { signed: DAY }));
}

#[test]
fn the_file_of_a_document_is_the_one_that_was_signed_last() {
    let file = |letter: &str| SignedFile {
        sha256: letter.repeat(64),
        name: "van-ban.pdf".to_owned(),
        size_bytes: 9,
        spots: None,
    };
    let is = |document: &Outgoing, letter: &str| {
        assert_eq!(document.issued_file().map(|file| file.sha256), Some(letter.repeat(64)));
    };
    let mut document = after(4);
    is(&document, "a");
    let sign = OutgoingCommand::Sign { version: 1, block: block(), file: Some(file("c")) };
    act(&mut document, "an", sign).expect("signed");
    is(&document, "c");
    act(&mut document, "vt", number(5)).expect("numbered");
    let mut on_paper = document.clone();
    act(&mut document, "vt", OutgoingCommand::Seal { file: Some(file("d")) }).expect("sealed");
    is(&document, "d");
    act(&mut on_paper, "vt", OutgoingCommand::Seal { file: None }).expect("sealed on paper");
    is(&on_paper, "c");
}

#[test]
fn a_comment_is_about_a_version_that_is_there_before_it_is_signed() {
    let say = |version| OutgoingCommand::Comment { version, text: "Câu cuối chưa rõ".to_owned() };
    let mut document = after(1);
    let (event, words) = document.decide(say(1), &context("ba")).expect("said");
    assert_eq!(words.as_deref(), Some("Câu cuối chưa rõ"));
    document.apply(&event).expect("applied");
    assert_eq!(document.decide(say(2), &context("ba")), Err(Refusal::OldVersion { newest: 1 }));
    let signed = after(5);
    assert_eq!(signed.decide(say(1), &context("ba")), Err(Refusal::OutgoingStage(OutgoingStage::Signed)));
}

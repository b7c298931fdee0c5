//! Random commands: no sequence leads to an unsound document, and the events alone give the same one back.

use jiff::civil::{DateTime, date};
use proptest::prelude::*;

use super::{NOW, arrival, block};
use crate::document::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just("Lý do".to_owned()), "\\PC{0,20}"]
}

fn later(from: DateTime, minutes: i64) -> DateTime {
    from.checked_add(jiff::SignedDuration::from_mins(minutes)).expect("within the calendar")
}

fn incoming() -> impl Strategy<Value = IncomingCommand> {
    let due = proptest::option::of((1_i8..=28).prop_map(|day| date(2026, 12, day)));
    let units = proptest::collection::vec(prop_oneof![Just("tc".to_owned()), Just("nv".to_owned())], 0..3);
    prop_oneof![
        4 => (any::<bool>(), any::<bool>())
            .prop_map(|(is_authentic, is_for_us)| IncomingCommand::Check { is_authentic, is_for_us }),
        1 => text().prop_map(|reason| IncomingCommand::Return { reason }),
        4 => (0_u32..50).prop_map(|number| IncomingCommand::Register { number }),
        3 => text().prop_map(|to| IncomingCommand::Submit { to }),
        4 => (text(), units, due, text()).prop_map(|(lead, coordinating, due, content)| IncomingCommand::Instruct {
            instruction: Instruction { lead, coordinating, person: None, due },
            content,
        }),
        2 => text().prop_map(|by| IncomingCommand::Take { by }),
        2 => text().prop_map(|progress| IncomingCommand::Follow { progress }),
        2 => text().prop_map(|id| IncomingCommand::Link(Link { kind: LinkKind::Task, id })),
        1 => text().prop_map(|result| IncomingCommand::Finish { result }),
        1 => text().prop_map(|reason| IncomingCommand::Withdraw { reason }),
    ]
}

fn outgoing() -> impl Strategy<Value = OutgoingCommand> {
    let run = Run { agency: "ubnd".to_owned(), year: 2026, series: "out".to_owned() };
    let receivers = proptest::collection::vec(prop_oneof![Just("snv".to_owned()), Just("stp".to_owned())], 0..3);
    let version = || 1_u32..4;
    prop_oneof![
        2 => Just(OutgoingCommand::TakePen),
        2 => Just(OutgoingCommand::LayPen),
        5 => "[a-c]".prop_map(|letter| OutgoingCommand::Save { sha256: letter.repeat(64), name: String::new(), size_bytes: 1 }),
        6 => Just(OutgoingCommand::Submit),
        6 => version().prop_map(|version| OutgoingCommand::ApproveContent { version }),
        6 => version().prop_map(|version| OutgoingCommand::ApproveForm { version }),
        1 => text().prop_map(|reason| OutgoingCommand::Return { reason }),
        6 => version().prop_map(|version| OutgoingCommand::Sign { version, block: block(), file: None }),
        5 => (0_u32..90).prop_map(move |number| OutgoingCommand::Number {
            number,
            run: run.clone(),
            notation: "QĐ-UBND".to_owned()
        }),
        5 => Just(OutgoingCommand::Seal { file: None }),
        3 => version().prop_map(|version| OutgoingCommand::Comment { version, text: "Sửa câu cuối".to_owned() }),
        5 => receivers.prop_map(|receivers| OutgoingCommand::Dispatch { receivers }),
        1 => text().prop_map(|reason| OutgoingCommand::Recall { reason }),
        1 => text().prop_map(|by| OutgoingCommand::Replace { by, kind: "quyet_dinh".to_owned() }),
        1 => (text(), any::<bool>()).prop_map(|(by, is_letter)| OutgoingCommand::Correct { by, is_letter }),
    ]
}

/// What holds of every incoming document.
fn sound_incoming(document: &Incoming) -> Result<(), TestCaseError> {
    // What is given up at the sender's wish may have a number or not.
    let may_lack = document.stage == IncomingStage::Withdrawn && document.number.is_none();
    let has_number = document.stage >= IncomingStage::Registered && !may_lack;
    prop_assert_eq!(document.number.is_some(), has_number, "{:?}", document.stage);
    prop_assert!(!has_number || document.passed_check);
    prop_assert_eq!(document.ended_at.is_some(), document.stage.is_over());
    prop_assert!(document.stage != IncomingStage::Instructed || document.instruction.is_some());
    prop_assert_eq!(document.instructed_at.is_some(), document.instruction.is_some());
    prop_assert!(document.taken.is_none() || document.instruction.is_some());
    prop_assert!(document.number.as_ref().is_none_or(|number| number.number > 0));
    Ok(())
}

/// What holds of every outgoing document.
fn sound_outgoing(document: &Outgoing) -> Result<(), TestCaseError> {
    let signed = document.stage.is_signed();
    prop_assert_eq!(document.signed_at.is_some(), signed);
    prop_assert_eq!(document.block.is_some(), signed);
    prop_assert_eq!(document.number.is_some(), document.stage >= OutgoingStage::Numbered);
    prop_assert_eq!(document.issued_at.is_some(), document.stage >= OutgoingStage::Issued);
    if signed {
        prop_assert_eq!(document.content_checked, document.newest());
        prop_assert_eq!(document.form_checked, document.newest());
        prop_assert!(document.pen.is_none());
    }
    let numbers: Vec<u32> = document.versions.iter().map(|version| version.number).collect();
    prop_assert!(numbers.iter().copied().eq(1..=u32::try_from(numbers.len()).expect("few")));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_leaves_a_sound_incoming_document(
        commands in proptest::collection::vec((incoming(), 0_i64..2_000), 1..50),
    ) {
        let mut now = NOW;
        let first = receive(arrival(), now).expect("received");
        let mut document = Incoming::begin(&first).expect("begun");
        let mut events = vec![first];
        for (command, minutes) in commands {
            now = later(now, minutes);
            let context = IncomingContext { now, submit_by: Some(date(2026, 11, 27)) };
            let stage_allows = document.stage.allows(&command);
            match document.decide(command, &context) {
                Ok((event, _)) => {
                    prop_assert!(stage_allows);
                    document.apply(&event).expect("applied");
                    events.push(event);
                }
                Err(refusal) => prop_assert_eq!(matches!(refusal, Refusal::IncomingStage(_)), !stage_allows),
            }
            sound_incoming(&document)?;
        }
        let stored: Vec<IncomingEvent> = events
            .iter()
            .map(|event| serde_json::from_str(&serde_json::to_string(event).expect("written")).expect("read"))
            .collect();
        prop_assert_eq!(&stored, &events);
        prop_assert_eq!(Incoming::replay(&stored).expect("replayed"), document);
    }

    #[test]
    fn any_sequence_leaves_a_sound_outgoing_document(
        commands in proptest::collection::vec((outgoing(), 0_i64..500, any::<bool>()), 1..80),
    ) {
        let mut now = NOW;
        let marks = Marks::default();
        let first = draft(("ubnd", "vp"), "quyet_dinh", "Quyết định", marks, None, now).expect("drafted");
        let mut document = Outgoing::begin(&first).expect("begun");
        let mut events = vec![first];
        for (command, minutes, is_first) in commands {
            now = later(now, minutes);
            let actor = if is_first { "an" } else { "ba" };
            let context = OutgoingContext { actor, now, issue_by: None, as_leader: false };
            let stage_allows = document.stage.allows(&command);
            match document.decide(command, &context) {
                Ok((event, _)) => {
                    prop_assert!(stage_allows);
                    document.apply(&event).expect("applied");
                    events.push(event);
                }
                Err(refusal) => prop_assert_eq!(matches!(refusal, Refusal::OutgoingStage(_)), !stage_allows),
            }
            sound_outgoing(&document)?;
        }
        let stored: Vec<OutgoingEvent> = events
            .iter()
            .map(|event| serde_json::from_str(&serde_json::to_string(event).expect("written")).expect("read"))
            .collect();
        prop_assert_eq!(&stored, &events);
        prop_assert_eq!(Outgoing::replay(&stored).expect("replayed"), document);
    }
}

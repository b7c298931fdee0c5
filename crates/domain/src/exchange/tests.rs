//! Two sides and a wire that loses, doubles and delays: whatever comes when, both know the same in the end.

use jiff::civil::{DateTime, datetime};
use proptest::prelude::*;

use super::*;
use crate::edxml::{Change, Envelope, Message, Organ, Response, Status, StatusCode};

const NOW: DateTime = datetime(2026, 11, 26, 8, 0, 0, 0);

/// What waits on the wire, each with whether it goes to the receiver.
#[derive(Debug, Default)]
struct Wire(Vec<(bool, Saying)>);

/// Both sides.
#[derive(Debug, Default)]
struct Two {
    sender: Sender,
    receiver: Receiver,
    wire: Wire,
}

impl Two {
    fn send(&mut self, command: &SenderCommand, now: DateTime) -> Result<(), Refusal> {
        let event = self.sender.decide(command, now)?;
        self.sender.apply(&event);
        self.wire.0.extend(event.saying().map(|saying| (true, saying)));
        Ok(())
    }

    fn work(&mut self, command: &ReceiverCommand, now: DateTime) -> Result<(), Refusal> {
        let event = self.receiver.decide(command, now)?;
        self.happened(&event);
        Ok(())
    }

    fn happened(&mut self, event: &ReceiverEvent) {
        self.receiver.apply(event);
        self.wire.0.extend(event.saying().map(|saying| (false, saying)));
    }

    /// Brings one message over.
    fn bring(&mut self, (to_receiver, saying): (bool, Saying), now: DateTime) -> Option<Passed> {
        if to_receiver {
            match self.receiver.take(&saying, now) {
                Taken::Event(event) => self.happened(&event),
                Taken::Again(saying) => self.wire.0.push((false, saying)),
                Taken::Passed(passed) => return Some(passed),
            }
            return None;
        }
        match self.sender.hear(&saying, now) {
            Ok(event) => self.sender.apply(&event),
            Err(passed) => return Some(passed),
        }
        None
    }

    /// The sender never knows what is not so.
    fn is_sound(&self) -> Result<(), TestCaseError> {
        let (known, real) = (self.sender.stage, self.receiver.stage);
        let is_true = match known {
            Stage::Drafted => real == Stage::Sent,
            Stage::Sent | Stage::Arrived => true,
            Stage::Refused | Stage::Withdrawn | Stage::Replaced | Stage::Finished => known == real,
            Stage::Registered | Stage::Assigned | Stage::InWork => real >= known,
        };
        prop_assert!(is_true, "the sender knows {known:?}, it is {real:?}");
        if let Some(open) = &self.receiver.ask {
            prop_assert_eq!(Some(open), self.sender.ask.as_ref(), "only what is open there is open here");
        }
        Ok(())
    }
}

#[derive(Debug, Clone)]
enum Step {
    Send(SenderCommand),
    Work(ReceiverCommand),
    Bring(usize),
    Double(usize),
    Lose(usize),
    Repeat,
}

fn step() -> impl Strategy<Value = Step> {
    let reason = || prop_oneof![3 => Just("nhầm nơi nhận".to_owned()), 1 => Just(" ".to_owned())];
    let kind = prop_oneof![Just(AskKind::Recall), Just(AskKind::Update), Just(AskKind::Replace)];
    prop_oneof![
        2 => Just(Step::Send(SenderCommand::Send)),
        2 => (kind, reason()).prop_map(|(kind, reason)| Step::Send(SenderCommand::Ask { kind, reason })),
        1 => reason().prop_map(|reason| Step::Work(ReceiverCommand::Refuse { reason })),
        3 => Just(Step::Work(ReceiverCommand::Register)),
        2 => Just(Step::Work(ReceiverCommand::Assign)),
        2 => Just(Step::Work(ReceiverCommand::Begin)),
        1 => Just(Step::Work(ReceiverCommand::Finish)),
        1 => Just(Step::Work(ReceiverCommand::Agree)),
        2 => reason().prop_map(|reason| Step::Work(ReceiverCommand::Deny { reason })),
        8 => any::<usize>().prop_map(Step::Bring),
        2 => any::<usize>().prop_map(Step::Double),
        2 => any::<usize>().prop_map(Step::Lose),
        2 => Just(Step::Repeat),
    ]
}

fn take_step(two: &mut Two, step: Step, now: DateTime) -> Option<Passed> {
    let waiting = two.wire.0.len();
    let chosen = |index: usize| (waiting > 0).then(|| index % waiting);
    match step {
        Step::Send(command) => drop(two.send(&command, now)),
        Step::Work(command) => drop(two.work(&command, now)),
        Step::Bring(index) => {
            let message = chosen(index).map(|index| two.wire.0.remove(index));
            return message.and_then(|message| two.bring(message, now));
        }
        Step::Double(index) => {
            let copy = chosen(index).map(|index| two.wire.0[index].clone());
            two.wire.0.extend(copy);
        }
        Step::Lose(index) => drop(chosen(index).map(|index| two.wire.0.remove(index))),
        Step::Repeat => two.wire.0.extend(two.sender.repeats().into_iter().map(|saying| (true, saying))),
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_wire_does_both_know_the_same_in_the_end(steps in proptest::collection::vec(step(), 1..80)) {
        let mut two = Two::default();
        let mut now = NOW;
        for step in steps {
            // Sometimes two things happen in the same second.
            now = now.checked_add(jiff::SignedDuration::from_secs(i64::from(two.wire.0.len() % 2 == 0))).expect("a time");
            let passed = take_step(&mut two, step, now);
            prop_assert!(passed != Some(Passed::Contradicts), "honest partners never contradict themselves");
            two.is_sound()?;
        }
        // What is still under way may come at the end, in any order: it changes nothing that is known.
        let late = std::mem::take(&mut two.wire.0);
        for _ in 0..4 {
            two.wire.0 = two.sender.repeats().into_iter().map(|saying| (true, saying)).collect();
            while !two.wire.0.is_empty() {
                let message = two.wire.0.remove(0);
                two.bring(message, now);
                two.is_sound()?;
            }
        }
        let told = |two: &Two| (two.sender.stage, two.sender.ask.clone());
        let in_the_end = told(&two);
        let expected = if two.sender.stage == Stage::Drafted { Stage::Drafted } else { two.receiver.stage };
        prop_assert_eq!(&in_the_end, &(expected, two.receiver.ask.clone()));
        for message in late.into_iter().rev() {
            two.bring(message, now);
        }
        prop_assert_eq!(told(&two), in_the_end);
    }

    #[test]
    fn events_are_stored_and_read(steps in proptest::collection::vec(step(), 1..40)) {
        let mut two = Two::default();
        let (mut sender, mut receiver) = (Sender::default(), Receiver::default());
        for step in steps {
            match step {
                Step::Send(command) => if let Ok(event) = two.sender.decide(&command, NOW) {
                    let stored = serde_json::to_string(&event).expect("written");
                    sender.apply(&serde_json::from_str(&stored).expect("read"));
                    two.sender.apply(&event);
                },
                Step::Work(command) => if let Ok(event) = two.receiver.decide(&command, NOW) {
                    let stored = serde_json::to_string(&event).expect("written");
                    receiver.apply(&serde_json::from_str(&stored).expect("read"));
                    two.receiver.apply(&event);
                },
                Step::Bring(_) | Step::Double(_) | Step::Lose(_) | Step::Repeat => {
                    if let Taken::Event(event) = two.receiver.take(&Saying::Document, NOW) {
                        receiver.apply(&event);
                        two.receiver.apply(&event);
                    }
                }
            }
        }
        prop_assert_eq!(sender, two.sender);
        prop_assert_eq!(receiver, two.receiver);
    }
}

fn sent() -> Two {
    let mut two = Two::default();
    two.send(&SenderCommand::Send, NOW).expect("sent");
    deliver(&mut two);
    two
}

fn deliver(two: &mut Two) {
    while !two.wire.0.is_empty() {
        let message = two.wire.0.remove(0);
        two.bring(message, NOW);
    }
}

fn recall() -> SenderCommand {
    SenderCommand::Ask { kind: AskKind::Recall, reason: "nhầm số".to_owned() }
}

#[test]
fn a_document_from_sending_to_its_end() {
    let mut two = sent();
    assert_eq!(two.sender.stage, Stage::Arrived);
    for (command, stage) in [
        (ReceiverCommand::Register, Stage::Registered),
        (ReceiverCommand::Assign, Stage::Assigned),
        (ReceiverCommand::Begin, Stage::InWork),
        (ReceiverCommand::Finish, Stage::Finished),
    ] {
        two.work(&command, NOW).expect("done");
        deliver(&mut two);
        assert_eq!(two.sender.stage, stage);
    }
    assert_eq!(two.send(&recall(), NOW), Err(Refusal::NotInStage(Stage::Finished)));
}

#[test]
fn a_recall_of_what_is_finished_is_refused_with_the_reason() {
    let mut two = sent();
    two.work(&ReceiverCommand::Register, NOW).expect("registered");
    two.send(&recall(), NOW).expect("asked");
    two.work(&ReceiverCommand::Finish, NOW).expect("finished");
    deliver(&mut two);
    assert_eq!(two.sender.answer.expect("answered").denial, Some(Denial::Finished));
    assert_eq!((two.sender.ask, two.sender.stage), (None, Stage::Finished));
    assert_eq!(two.receiver.answered.expect("kept").1.denial, Some(Denial::Finished));
}

#[test]
fn an_old_answer_does_not_answer_a_new_question() {
    let mut two = sent();
    two.send(&recall(), NOW).expect("asked");
    deliver(&mut two);
    two.work(&ReceiverCommand::Deny { reason: "đang xử lý".to_owned() }, NOW).expect("denied");
    let old = two.wire.0.last().cloned().expect("an answer");
    deliver(&mut two);
    two.send(&recall(), NOW).expect("asked once more");
    assert_eq!(two.bring(old, NOW), Some(Passed::Repeated));
    assert!(two.sender.ask.is_some());
    deliver(&mut two);
    two.work(&ReceiverCommand::Agree, NOW).expect("agreed");
    deliver(&mut two);
    assert_eq!((two.sender.stage, two.receiver.stage), (Stage::Withdrawn, Stage::Withdrawn));
}

#[test]
fn what_is_refused_and_what_is_passed_over() {
    let mut two = sent();
    assert_eq!(two.send(&SenderCommand::Send, NOW), Err(Refusal::NotInStage(Stage::Arrived)));
    assert_eq!(two.work(&ReceiverCommand::Agree, NOW), Err(Refusal::NothingAsked));
    let refuse = |reason: &str| ReceiverCommand::Refuse { reason: reason.to_owned() };
    assert_eq!(two.work(&refuse(" "), NOW), Err(Refusal::ReasonMissing));
    assert_eq!(two.work(&refuse(&"x".repeat(2_001)), NOW), Err(Refusal::ReasonTooLong));
    two.work(&refuse("không thuộc thẩm quyền"), NOW).expect("refused");
    assert_eq!(two.work(&ReceiverCommand::Register, NOW), Err(Refusal::NotInStage(Stage::Refused)));
    deliver(&mut two);
    assert_eq!(two.sender.stage, Stage::Refused);
    let progress = |progress| Saying::Progress { progress, reason: String::new() };
    let table = [
        (progress(Progress::Arrived), Passed::Late),
        (progress(Progress::Refused), Passed::Repeated),
        (progress(Progress::Assigned), Passed::Contradicts),
        (Saying::Answer(Answer { at: NOW, denial: None }), Passed::NotAsked),
        (Saying::Document, Passed::NotAsked),
    ];
    for (saying, expected) in table {
        assert_eq!(two.sender.hear(&saying, NOW), Err(expected), "{saying:?}");
    }
    assert_eq!(Sender::default().hear(&progress(Progress::Arrived), NOW), Err(Passed::NotAsked));
    let ask = Saying::Ask(Ask { kind: AskKind::Recall, at: NOW, reason: String::new() });
    assert_eq!(Receiver::default().take(&ask, NOW), Taken::Passed(Passed::NotHere));
}

#[test]
fn messages_say_what_they_say() {
    let status = |code| {
        Message::Status(Box::new(Status {
            from: Organ::default(),
            response: Response::default(),
            staff: None,
            code,
            description: "vì".to_owned(),
            at: Some(NOW),
        }))
    };
    for code in StatusCode::ALL {
        let saying = Saying::of(&status(code), NOW);
        match code {
            StatusCode::AskedBack => assert!(matches!(saying, Saying::Ask(Ask { kind: AskKind::Recall, .. }))),
            _other => assert_eq!(saying.code(), Some(code)),
        }
    }
    let mut envelope = Envelope::default();
    assert_eq!(Saying::of(&Message::Document(Box::new(envelope.clone())), NOW), Saying::Document);
    envelope.business.change = Change::Recall;
    let saying = Saying::of(&Message::Document(Box::new(envelope)), NOW);
    assert!(matches!(saying, Saying::Ask(Ask { kind: AskKind::Recall, at: NOW, .. })));
}

//! Random commands: no sequence leads to an invalid dossier, and the events alone give the same dossier back.

use jiff::civil::DateTime;
use proptest::prelude::*;

use super::{Office, at, code, submission};
use crate::deadline::{Effect, Limit, LimitUnit};
use crate::dossier::{
    Command, Dossier, DraftText, DueState, Event, FileRef, Holder, Outcome, Refusal, ResultTemplate, Stage, submit,
};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just("Lý do".to_owned()), "\\PC{0,20}"]
}

fn files() -> impl Strategy<Value = Vec<FileRef>> {
    let file = FileRef {
        component: "c1".to_owned(),
        sha256: "0".repeat(64),
        name: String::new(),
        size_bytes: 1,
        origin: None,
    };
    (0_usize..3).prop_map(move |count| vec![file.clone(); count])
}

fn command() -> impl Strategy<Value = Command> {
    let limit = (1_u32..40).prop_map(|days| Limit::whole(days, LimitUnit::WorkingDay));
    let effect = prop_oneof![Just(Effect::Continue), Just(Effect::Restart), Just(Effect::NoPause)];
    let outcome = prop_oneof![Just(Outcome::Granted), Just(Outcome::Refused)];
    let ground = prop_oneof![Just("receipt_condition"), Just("handling_not_eligible"), Just("return_other_authority")];
    let component = prop_oneof![Just("c3"), Just("c1"), Just("c2"), Just("c9")];
    prop_oneof![
        4 => Just(Command::Accept),
        1 => ground.clone().prop_map(|ground| Command::Reject { reason: super::because(ground) }),
        2 => (component, text()).prop_map(|(component, again)| super::asks(&[component], &again)),
        4 => (files(), text()).prop_map(|(files, note)| Command::Supplement { files, form: None, note }),
        2 => (any::<i64>(), text()).prop_map(|(amount, reason)| Command::RequestPayment { amount, reason }),
        1 => text().prop_map(|reason| Command::RequestPayment { amount: 20_000, reason }),
        4 => text().prop_map(|reference| Command::Pay { reference }),
        4 => text().prop_map(|officer| Command::Assign { officer }),
        6 => text().prop_map(|note| Command::CompleteStep { note }),
        2 => text().prop_map(|reason| Command::ReturnStep { reason }),
        1 => (limit, text(), text()).prop_map(|(limit, reason, legal_basis)| {
            Command::Extend { limit, reason, legal_basis }
        }),
        1 => (text(), text()).prop_map(|(unit, reason)| Command::Transfer { unit, reason }),
        1 => text().prop_map(|reason| Command::Withdraw { reason }),
        2 => (effect, text(), text()).prop_map(|(effect, ground, reason)| {
            Command::Suspend { ground, effect, legal_basis: "Điều 19".to_owned(), reason }
        }),
        3 => Just(Command::Resume),
        4 => (outcome, text(), ground).prop_map(|(outcome, note, ground)| {
            Command::Decide { outcome, note, refusal: Some(super::because(ground)) }
        }),
        1 => (text(), text(), files()).prop_filter_map("a draft is a file", |(title, content, files)| {
            let text = DraftText { title, content, ..DraftText::default() };
            let file = files.into_iter().next()?;
            Some(Command::DraftResult { template: ResultTemplate::Decision, text, file })
        }),
        4 => Just(Command::Sign { files: Vec::new() }),
        4 => files().prop_map(|files| Command::IssueResult { files }),
        3 => text().prop_map(|receiver| Command::DeliverResult { receiver }),
        2 => (any::<u8>(), text()).prop_map(|(score, comment)| Command::Rate { score: score % 8, comment }),
        1 => (0_i64..40, text()).prop_map(|(days, reason)| {
            Command::Apologise { promised: later(at("2026-03-02T17:00:00"), days * 1440), reason, grounds: None }
        }),
        2 => Just(Command::Close),
        2 => Just(Command::Archive),
    ]
}

fn later(from: DateTime, minutes: i64) -> DateTime {
    from.checked_add(jiff::SignedDuration::from_mins(minutes)).expect("within the calendar")
}

/// What holds of every dossier, whatever was done with it.
fn check(dossier: &Dossier) -> Result<(), TestCaseError> {
    prop_assert!(dossier.step <= dossier.steps.len());
    let waits = matches!(dossier.stage, Stage::AwaitingSupplement | Stage::AwaitingPayment | Stage::Suspended);
    prop_assert_eq!(dossier.resume_to.is_some(), waits, "{:?}", dossier.stage);
    let ended = !dossier.stage.is_open() || dossier.stage == Stage::ResultIssued;
    prop_assert_eq!(dossier.finished_at.is_some(), ended, "{:?}", dossier.stage);
    if dossier.stage.clock_runs() {
        prop_assert!(matches!(dossier.due, DueState::At(_) | DueState::Unknown), "{:?}", dossier.due);
        prop_assert!(dossier.accepted_at.is_some());
        let open = dossier.clock.iter().flat_map(|clock| &clock.interruptions).filter(|stop| stop.to.is_none());
        prop_assert_eq!(open.count(), 0);
    }
    let decided = matches!(dossier.stage, Stage::Decided | Stage::Signed | Stage::ResultIssued | Stage::Delivered);
    if decided {
        prop_assert!(dossier.outcome.is_some());
        prop_assert_eq!(dossier.step, dossier.steps.len());
    }
    prop_assert_eq!(dossier.holder() == Holder::Nobody, !dossier.stage.is_open());
    let exceptional = dossier.supplements.iter().filter(|request| request.exceptional).count();
    prop_assert!(dossier.supplements.is_empty() || exceptional + 1 == dossier.supplements.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_commands_leaves_a_sound_dossier(
        commands in proptest::collection::vec((command(), 0_i64..2_000, any::<bool>()), 1..60),
        has_limit in any::<bool>(),
    ) {
        let mut office = Office::new();
        if !has_limit {
            office.limit = None;
        }
        let mut now = at("2026-03-02T08:00:00");
        let first = submit(submission(), &office.rules(), now).expect("submitted").event;
        let mut dossier = Dossier::begin(&code(), &first).expect("begun");
        let mut events: Vec<Event> = vec![first];
        for (command, minutes, as_leader) in commands {
            now = later(now, minutes);
            let stage = dossier.stage;
            let kind = command.kind();
            let before = dossier.clone();
            match dossier.decide(command, &super::Context { now, rules: office.rules(), as_leader, work: None, notices: office.notices() }) {
                Ok(decision) => {
                    prop_assert!(stage.allows(kind));
                    prop_assert_eq!(decision.event.at(), now);
                    dossier.apply(&decision.event).expect("applied");
                    events.push(decision.event);
                }
                Err(Refusal::NotInStage { .. }) => prop_assert!(!stage.allows(kind)),
                Err(_) => prop_assert_eq!(&before, &dossier),
            }
            check(&dossier)?;
        }
        let stored: Vec<Event> = events
            .iter()
            .map(|event| serde_json::from_str(&serde_json::to_string(event).expect("written")).expect("read"))
            .collect();
        prop_assert_eq!(&stored, &events);
        let replayed = Dossier::replay(&code(), &stored).expect("replayed");
        prop_assert_eq!(replayed, dossier);
    }
}

//! Instances step by step: what is open when, what is refused, and what withdrawal undoes.

use domain::access::Role;
use domain::workflow::{
    Command, Compensation, Event, How, NodeKind, Place, Process, Refusal, State, Status, UnitRule, awaiting,
};

use super::net::{Instance, definition, passes, process};

#[test]
fn a_row_is_worked_from_start_to_end() {
    let process = process("s start -> a\n a step 2wd -> b\n b step -> e\n e end");
    let mut instance = Instance::new(&process);
    assert_eq!(instance.act(&Command::Finish { step: "a".to_owned() }), Err(Refusal::NotBegun));
    instance.act(&Command::Start).expect("it starts");
    assert_eq!(instance.open(), ["a"]);
    assert_eq!(instance.state.open["a"].due, "2026-11-27T04:00".parse().ok());
    assert_eq!(instance.act(&Command::Start), Err(Refusal::AlreadyBegun));
    assert_eq!(instance.act(&Command::Finish { step: "b".to_owned() }), Err(Refusal::NotOpen { node: "b".to_owned() }));
    instance.finish("a");
    instance.finish("b");
    assert_eq!(instance.state.status, Status::Completed);
    assert!(instance.state.tokens.is_empty() && instance.state.open.is_empty());
    assert_eq!(instance.act(&Command::Finish { step: "b".to_owned() }), Err(Refusal::Over));
    assert_eq!(instance.replayed(), instance.state);
}

#[test]
fn an_exclusive_gateway_takes_the_first_way_that_holds() {
    let process = process("s start -> x\n x xor -> a?, b?, c\n a step -> e\n b step -> e\n c step -> e\n e end");
    for (facts, open) in [(vec![], "c"), (vec!["to_b"], "b"), (vec!["to_a", "to_b"], "a")] {
        assert_eq!(Instance::started(&process, &facts).open(), [open], "{facts:?}");
    }
}

#[test]
fn a_parallel_join_waits_for_all() {
    let process =
        process("s start -> f\n f and -> a, b\n a step -> j\n b step -> j\n j and -> c\n c step -> e\n e end");
    let mut instance = Instance::started(&process, &[]);
    assert_eq!(instance.open(), ["a", "b"]);
    instance.finish("b");
    assert_eq!(instance.open(), ["a"]);
    assert!(instance.state.tokens.contains(&Place::On { flow: "b-j".to_owned() }));
    instance.finish("a");
    assert_eq!(instance.open(), ["c"]);
}

#[test]
fn an_inclusive_join_waits_for_exactly_those_that_can_still_come() {
    let process = process(
        "s start -> f\n f or -> a?, b?, c\n a step -> x\n x xor -> j?, o\n b step -> j\n c step -> j
         j or -> d\n d step -> y\n o step -> y\n y or -> e\n e end",
    );
    let mut instance = Instance::started(&process, &["to_a", "to_b"]);
    assert_eq!(instance.open(), ["a", "b"]);
    instance.finish("b");
    assert_eq!(instance.open(), ["a"], "a may still come");
    // It goes another way: nobody can come any more.
    instance.finish("a");
    assert_eq!(instance.open(), ["d", "o"]);
    instance.finish("d");
    instance.finish("o");
    assert_eq!(instance.state.status, Status::Completed);

    let mut alone = Instance::started(&process, &["to_b"]);
    alone.finish("b");
    assert_eq!(alone.open(), ["d"]);
}

#[test]
fn a_way_back_is_taken_as_often_as_it_may_be() {
    let process = process("s start -> a\n a step -> x\n x xor -> a?^2, e\n e end");
    let mut instance = Instance::started(&process, &["to_a"]);
    for _ in 0..3 {
        assert_eq!(instance.open(), ["a"]);
        instance.finish("a");
    }
    assert_eq!(instance.state.status, Status::Completed);
    assert_eq!(instance.state.loops["x-a"], 2);
    assert_eq!(passes(&instance.journal)["x"], [1, 1, 1]);
}

#[test]
fn messages_and_timers_come_from_outside() {
    let process = process(
        "s start -> m\n m message 1wd -> t\n t timer 2h -> a\n a step -> e\n b timer 1h on a -> c\n w message on a -> c\n c step -> e\n e end",
    );
    let mut instance = Instance::started(&process, &[]);
    assert_eq!(awaiting(&process, &instance.state, "m"), ["m"]);
    let receive = |node: &str| Command::Receive { node: node.to_owned() };
    let elapse = |node: &str| Command::Elapse { node: node.to_owned() };
    assert_eq!(instance.act(&receive("w")), Err(Refusal::NotOpen { node: "w".to_owned() }));
    assert_eq!(instance.act(&elapse("m")), Err(Refusal::OtherKind { node: "m".to_owned() }));
    instance.act(&receive("m")).expect("it came");
    let due = "2026-11-27T04:00".parse().ok();
    assert_eq!(instance.act(&elapse("t")), Err(Refusal::NotYet { node: "t".to_owned(), due }));
    instance.at = "2026-11-27T04:00".parse().expect("a time");
    instance.act(&elapse("t")).expect("its time has come");
    assert_eq!(instance.open(), ["a"]);
    assert_eq!(awaiting(&process, &instance.state, "w"), ["w"]);
    assert!(matches!(instance.act(&elapse("b")), Err(Refusal::NotYet { .. })));
    instance.at = "2026-11-28T04:00".parse().expect("a time");
    instance.act(&elapse("b")).expect("a is broken off");
    assert_eq!(instance.open(), ["c"]);
    assert_eq!(instance.act(&receive("w")), Err(Refusal::NotOpen { node: "w".to_owned() }));
    assert_eq!(instance.replayed(), instance.state);
}

#[test]
fn breaking_off_a_sub_process_ends_everything_inside() {
    let process = process(
        "s start -> p\n p sub -> e {\n i start -> f\n f and -> k, l\n k step -> j\n l step -> j\n j and -> o\n o end\n }
         b message on p -> c\n c step -> e\n e end",
    );
    let mut instance = Instance::started(&process, &[]);
    assert_eq!(instance.open(), ["k", "l", "p"]);
    instance.finish("k");
    instance.act(&Command::Receive { node: "b".to_owned() }).expect("broken off");
    assert_eq!(instance.open(), ["c"]);
    assert_eq!(instance.state.tokens.len(), 1);
    assert_eq!(instance.replayed(), instance.state);

    let mut whole = Instance::started(&process, &[]);
    whole.finish("k");
    whole.finish("l");
    assert_eq!(whole.state.status, Status::Completed);
    let left = |event: &Event| matches!(event, Event::Closed { node, how: How::Inside, .. } if node == "p");
    assert!(whole.journal.iter().any(left));
}

#[test]
fn a_dossier_at_another_unit_comes_back() {
    let process = process("s start -> c\n c call other 3wd -> e\n e end");
    let mut instance = Instance::started(&process, &[]);
    let finish = Command::Finish { step: "c".to_owned() };
    assert_eq!(instance.act(&finish), Err(Refusal::OtherKind { node: "c".to_owned() }));
    instance.act(&Command::Return { node: "c".to_owned() }).expect("it came back");
    assert_eq!(instance.state.status, Status::Completed);
}

fn with_compensation() -> Process {
    let mut definition =
        definition("s start -> a\n a step -> b\n b step -> c\n c call other -> d\n d step -> e\n e end");
    for node in &mut definition.body.nodes {
        if let NodeKind::Step(step) = &mut node.kind
            && node.id != "d"
        {
            step.compensation =
                Some(Compensation { name_vi: format!("Hủy {}", node.id), role: Role::Leader, unit: UnitRule::Above });
        }
    }
    Process::of(definition).expect("sound in shape")
}

#[test]
fn withdrawal_undoes_what_was_done_last_first() {
    let process = with_compensation();
    let mut instance = Instance::started(&process, &[]);
    instance.finish("a");
    instance.finish("b");
    let withdraw = |reason: &str| Command::Withdraw { reason: reason.to_owned() };
    assert_eq!(instance.act(&withdraw("  ")), Err(Refusal::ReasonMissing));
    instance.act(&withdraw("Công dân xin rút")).expect("withdrawn");
    let told = |event: &Event| matches!(event, Event::Withdrawn { sub_dossiers, .. } if sub_dossiers == &["c"]);
    assert!(instance.journal.iter().any(told), "the dossier at the other unit is named");
    assert_eq!((instance.state.status, instance.state.owed.clone()), (Status::Undoing, vec!["b".into(), "a".into()]));
    let undo = |step: &str| Command::Undo { step: step.to_owned() };
    assert_eq!(instance.act(&undo("a")), Err(Refusal::NotOwed { step: "a".to_owned() }));
    assert_eq!(instance.act(&Command::Return { node: "c".to_owned() }), Err(Refusal::Withdrawn));
    instance.act(&undo("b")).expect("undone");
    instance.act(&undo("a")).expect("undone");
    assert_eq!(instance.state.status, Status::Withdrawn);
    assert_eq!(instance.replayed(), instance.state);

    let mut early = Instance::started(&process, &[]);
    early.act(&withdraw("Nộp nhầm")).expect("withdrawn");
    assert_eq!(early.state.status, Status::Withdrawn, "nothing was done yet");
}

#[test]
fn a_state_of_another_version_or_net_is_refused() {
    let process = process("s start -> a\n a step -> e\n e end");
    let mut instance = Instance::started(&process, &[]);
    instance.state.version = 2;
    let finish = Command::Finish { step: "a".to_owned() };
    assert!(matches!(instance.act(&finish), Err(Refusal::OtherVersion { version: 2, .. })));
    instance.state.version = 1;
    instance.state.tokens.insert(Place::At { node: "zz".to_owned() });
    assert!(matches!(instance.act(&finish), Err(Refusal::ForeignState { .. })));
}

#[test]
fn states_and_events_come_back_from_their_json() {
    let process = with_compensation();
    let mut instance = Instance::started(&process, &[]);
    instance.finish("a");
    let text = serde_json::to_string(&instance.journal).expect("written");
    let journal: Vec<Event> = serde_json::from_str(&text).expect("read");
    assert_eq!(journal, instance.journal);
    let text = serde_json::to_string(&instance.state).expect("written");
    assert_eq!(serde_json::from_str::<State>(&text).expect("read"), instance.state);
}

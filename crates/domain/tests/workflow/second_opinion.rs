//! Another engine runs what is exported, and does the steps in the same order.

use std::sync::{Arc, Mutex};

use domain::workflow::bpmn::export;
use domain::workflow::{Definition, Status};
use snurr::{Exclusive, Inclusive, ProcessBuilder};

use super::net::{Instance, process};

/// What the other engine did, in order.
type Log = Arc<Mutex<Vec<String>>>;

/// The other engine asks its program which way to take, and reads no conditions.
fn without_conditions(definition: &Definition) -> String {
    let mut definition = definition.clone();
    definition.body.flows.iter_mut().for_each(|flow| flow.when = None);
    export(&definition)
}

/// The order in which the other engine does the steps when these ways are taken.
fn elsewhere(text: &str, ways: &'static [&'static str]) -> Vec<String> {
    let process = process(text);
    let folder =
        std::env::temp_dir().join(format!("motcua-bpmn-{}-{:?}", std::process::id(), std::thread::current().id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("net.bpmn");
    std::fs::write(&path, without_conditions(process.definition())).expect("written");
    let mut builder = ProcessBuilder::<Log>::new(&path).expect("the other engine reads it");
    for node in process.definition().nodes() {
        let id = node.id.clone();
        builder = match &node.kind {
            domain::workflow::NodeKind::Step(_) => builder.task(node.id.clone(), move |log: &Log| {
                log.lock().expect("a lock").push(id.clone());
                snurr::Task::default()
            }),
            domain::workflow::NodeKind::Exclusive => builder.exclusive(node.id.clone(), move |_: &Log| {
                let way = ways.iter().find(|way| way.starts_with(&format!("{id}-")));
                way.map_or(Exclusive::Default, |way| Exclusive::Flow((*way).into()))
            }),
            domain::workflow::NodeKind::Inclusive => builder.inclusive(node.id.clone(), move |_: &Log| {
                let taken = ways.iter().filter(|way| way.starts_with(&format!("{id}-"))).copied();
                Inclusive::Fork(taken.map(Into::into).collect())
            }),
            _ => builder,
        };
    }
    let log = builder.build().expect("every step has its work").run(Log::default()).expect("it runs");
    std::fs::remove_dir_all(&folder).expect("removed");
    log.lock().expect("a lock").clone()
}

/// The order here, always doing the open step of the smallest name.
fn here(text: &str, facts: &[&str]) -> Vec<String> {
    let process = process(text);
    let mut instance = Instance::started(&process, facts);
    let mut done = Vec::new();
    while let Some(step) = instance.open().first().map(|step| (*step).to_owned()) {
        instance.finish(&step);
        done.push(step);
    }
    assert_eq!(instance.state.status, Status::Completed);
    done
}

#[test]
fn another_engine_does_the_same_steps() {
    let row = "s start -> a\n a step -> b\n b step -> c\n c step -> e\n e end";
    let choice = "s start -> x\n x xor -> a?, b\n a step -> y\n b step -> y\n y xor -> c\n c step -> e\n e end";
    let both = "s start -> f\n f and -> a, b\n a step -> j\n b step -> j\n j and -> c\n c step -> e\n e end";
    let some =
        "s start -> f\n f or -> a?, b?, c\n a step -> j\n b step -> j\n c step -> j\n j or -> d\n d step -> e\n e end";
    let table: [(&str, &'static [&'static str], &[&str]); 6] = [
        (row, &[], &[]),
        (choice, &["x-a"], &["to_a"]),
        (choice, &[], &[]),
        (both, &[], &[]),
        (some, &["f-a", "f-b"], &["to_a", "to_b"]),
        (some, &[], &[]),
    ];
    for (text, ways, facts) in table {
        let (mut there, mut ours) = (elsewhere(text, ways), here(text, facts));
        // Side by side the order is free; what comes after the join is not.
        assert_eq!(there.last(), ours.last(), "{text}");
        there.sort();
        ours.sort();
        assert_eq!(there, ours, "{text}");
    }
    assert_eq!(elsewhere(row, &[]), here(row, &[]));
}

//! What must be fast is: a proof while somebody waits for it, a decision inside a transaction.

use std::time::{Duration, Instant as Watch};

use domain::workflow::{Command, Process, Proof, prove};

use super::net::{Instance, process};

/// Forty steps: a row, four branches of five side by side, a choice in each, and a loop.
fn forty() -> Process {
    let mut text = String::from("s start -> r0\n");
    (0..10).for_each(|n| {
        text.push_str(&format!("r{n} step 1wd -> {}\n", if n < 9 { format!("r{}", n + 1) } else { "f".into() }))
    });
    text.push_str("f and -> a0, b0, c0, d0\n");
    for branch in ["a", "b", "c", "d"] {
        for n in 0..5 {
            let next = if n < 4 { format!("{branch}{}", n + 1) } else { format!("{branch}x") };
            text.push_str(&format!("{branch}{n} step 1wd -> {next}\n"));
        }
        text.push_str(&format!(
            "{branch}x xor -> {branch}y?, {branch}z\n{branch}y step 1wd -> {branch}z\n{branch}z xor -> j\n"
        ));
    }
    text.push_str("j and -> q0\n");
    (0..6).for_each(|n| {
        text.push_str(&format!("q{n} step 1wd -> {}\n", if n < 5 { format!("q{}", n + 1) } else { "x".into() }))
    });
    text.push_str("x xor -> q0?^1, e\n e end");
    process(&text)
}

fn best(times: usize, mut what: impl FnMut()) -> Duration {
    let once = |()| {
        let watch = Watch::now();
        what();
        watch.elapsed()
    };
    std::iter::repeat_n((), times).map(once).min().unwrap_or_default()
}

#[test]
fn a_proof_of_forty_steps_takes_less_than_a_twentieth_of_a_second() {
    let process = forty();
    let proof = prove(&process, &|_| true, Proof::STATES);
    assert!(proof.is_sound(), "{:?}", proof.unsound);
    let took = best(5, || drop(prove(&process, &|_| true, Proof::STATES)));
    println!("{} states in {took:?}", proof.states);
    assert!(took < Duration::from_millis(50), "{} states in {took:?}", proof.states);
}

#[test]
fn a_decision_takes_less_than_twenty_microseconds() {
    let process = forty();
    let mut instance = Instance::started(&process, &[]);
    (0..10).for_each(|n| instance.finish(&format!("r{n}")));
    let state = instance.state.clone();
    let command = Command::Finish { step: "b0".to_owned() };
    let now = domain::workflow::Now { at: instance.at, by: "officer-1", facts: &instance.facts, due: &|_, _| None };
    let thousand = best(20, || {
        for _ in 0..1_000 {
            drop(domain::workflow::decide(&process, &state, &command, &now));
        }
    });
    println!("a decision in {:?}", thousand / 1_000);
    assert!(thousand < Duration::from_millis(20), "a thousand in {thousand:?}");
}

//! What must be fast is: a proof while somebody waits for it, a decision inside a transaction.

use std::time::{Duration, Instant as Watch};

use domain::workflow::{Command, Process, Proof, prove};

use super::net::{Instance, process};

/// Forty steps: a row, four branches of five side by side, a choice in each, and a loop.
fn forty() -> Process {
    let row = |letter: &str, steps: usize, next: &str| -> Vec<String> {
        let next_of = |n: usize| if n + 1 < steps { format!("{letter}{}", n + 1) } else { next.to_owned() };
        (0..steps).map(|n| format!("{letter}{n} step 1wd -> {}", next_of(n))).collect()
    };
    let mut lines = vec!["s start -> r0".to_owned(), "f and -> a0, b0, c0, d0".to_owned()];
    lines.extend(row("r", 10, "f"));
    for branch in ["a", "b", "c", "d"] {
        lines.extend(row(branch, 5, &format!("{branch}x")));
        lines.push(format!("{branch}x xor -> {branch}y?, {branch}z"));
        lines.push(format!("{branch}y step 1wd -> {branch}z"));
        lines.push(format!("{branch}z xor -> j"));
    }
    lines.extend(row("q", 6, "x"));
    lines.extend(["j and -> q0", "x xor -> q0?^1, e", "e end"].map(str::to_owned));
    process(&lines.join("\n"))
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
    let events = domain::workflow::decide(&process, &state, &command, &now).expect("it is open");
    assert_eq!(events.len(), 2, "b0 is done, b1 is open: {events:?}");
    let thousand = best(20, || {
        for _ in 0..1_000 {
            drop(domain::workflow::decide(&process, &state, &command, &now));
        }
    });
    println!("a decision in {:?}", thousand / 1_000);
    assert!(thousand < Duration::from_millis(20), "a thousand in {thousand:?}");
}

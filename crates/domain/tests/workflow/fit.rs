//! What is put in force as it was drawn from a table, and by which reason the rest is not.

use domain::access::Role;
use domain::workflow::{Definition, Misfit, NodeKind, Process, UnitRule, Work, fitting, misfits, rivals};

use super::net::definition;

/// Steps in a row, each a letter: `c` receives at the desk, `o` examines, `a` approves, `s` signs, `r` seals, `d` hands over.
fn row(letters: &str) -> Definition {
    let ids: Vec<String> = letters.chars().enumerate().map(|(at, letter)| format!("{letter}{at}")).collect();
    let mut text = format!("s start -> {}\n", ids[0]);
    for (id, next) in ids.iter().zip(ids.iter().skip(1).map(String::as_str).chain(["e"])) {
        text = format!("{text}{id} step -> {next}\n");
    }
    let mut of = definition(&format!("{text}e end"));
    for node in &mut of.body.nodes {
        let NodeKind::Step(step) = &mut node.kind else { continue };
        (step.work, step.role, step.unit) = match node.id.chars().next() {
            Some('c') => (Work::Receive, Role::Clerk, UnitRule::Receiving),
            Some('a') => (Work::Approve, Role::Leader, UnitRule::Handling),
            Some('s') => (Work::Sign, Role::Leader, UnitRule::Handling),
            Some('r') => (Work::Seal, Role::RecordsClerk, UnitRule::Handling),
            Some('d') => (Work::Deliver, Role::Clerk, UnitRule::Receiving),
            _ => (Work::Examine, Role::Officer, UnitRule::Handling),
        };
    }
    of
}

#[test]
fn every_doubt_about_a_row_is_named_with_its_step() {
    let step = |id: &str| id.to_owned();
    let table: [(&str, Vec<Misfit>); 10] = [
        ("coad", vec![]),
        ("caoasrd", vec![]),
        ("oad", vec![Misfit::NotReceived { step: step("o0") }]),
        ("cod", vec![Misfit::NoLastWord]),
        ("caod", vec![Misfit::Unexamined { step: step("a1") }]),
        ("coasrod", vec![Misfit::WorkedAfterwards { step: step("o5") }]),
        ("cosrsd", vec![Misfit::SignedTwice { step: step("s4") }]),
        ("codad", vec![Misfit::HandedOverEarly { step: step("d2") }]),
        ("coar", vec![Misfit::NotHandedOver { step: step("r3") }]),
        (
            "oo",
            vec![
                Misfit::NotReceived { step: step("o0") },
                Misfit::NoLastWord,
                Misfit::NotHandedOver { step: step("o1") },
            ],
        ),
    ];
    for (letters, expected) in table {
        let process = Process::of(row(letters)).expect("sound in shape");
        assert_eq!(misfits(&process), expected, "{letters}");
    }
    let drawn =
        Process::of(definition("s start -> x\n x xor -> a?, b\n a step -> j\n b step -> j\n j xor -> e\n e end"));
    assert_eq!(misfits(&drawn.expect("sound in shape")), [], "what branches was drawn by somebody");
}

#[test]
fn two_workflows_of_one_procedure_leave_the_choice_to_the_office() {
    let named = |id: &str, procedure: &str| Definition {
        id: id.to_owned(),
        procedure_ids: vec![procedure.to_owned()],
        ..row("coad")
    };
    let all = vec![named("one", "1.000001"), named("other", "1.000001"), named("alone", "1.000002")];
    assert_eq!(rivals(&all[0], &all), [Misfit::NotAlone { other: "other".to_owned() }]);
    let ids: Vec<String> = fitting(&all).into_iter().map(|of| of.id).collect();
    assert_eq!(ids, ["alone"]);
}

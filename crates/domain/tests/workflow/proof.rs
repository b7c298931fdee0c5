//! Small nets, each with what the proof says of it: the trap and the way there.

use domain::workflow::{Place, Process, Proof, ShapeFaultKind, Trace, Unsound, check_links, prove};

use super::net::{definition, process};

fn places(trace: &Trace) -> String {
    let last = trace.steps.last().map(|step| step.marking.clone()).unwrap_or_default();
    let words = last.iter().map(|place| match place {
        Place::On { flow } => format!("on {flow}"),
        Place::At { node } => format!("at {node}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// What stands against a net, one line each.
pub(crate) fn said(process: &Process) -> Vec<String> {
    let proof = prove(process, &|_| true, Proof::STATES);
    let line = |unsound: &Unsound| match unsound {
        Unsound::Deadlock { trace } => format!("deadlock after {trace}: {}", places(trace)),
        Unsound::Twice { place: Place::At { node }, trace } => format!("twice at {node} after {trace}"),
        Unsound::Twice { place: Place::On { flow }, trace } => format!("twice on {flow} after {trace}"),
        Unsound::StillRunning { end, trace } => format!("{end} while running after {trace}: {}", places(trace)),
        Unsound::NeverReached { node, .. } => format!("never {node}"),
        Unsound::TooLong { path, sum, whole } => format!("{} takes {sum} of {whole}", path.join(" + ")),
        Unsound::Incomparable { step, limit, whole } => format!("{step} takes {limit} of {whole}"),
        Unsound::Nobody { step, .. } => format!("nobody for {step}"),
        Unsound::Unproved { states } => format!("not proved in {states}"),
    };
    proof.unsound.iter().map(line).collect()
}

const SOUND: &[(&str, &str)] = &[
    ("a row", "s start -> a\n a step -> b\n b step -> e\n e end"),
    ("a choice", "s start -> x\n x xor -> a?, b\n a step -> e\n b step -> e\n e end"),
    ("side by side", "s start -> f\n f and -> a, b\n a step -> j\n b step -> j\n j and -> e\n e end"),
    ("some of three", "s start -> f\n f or -> a?, b?, c\n a step -> j\n b step -> j\n c step -> j\n j or -> e\n e end"),
    ("a loop", "s start -> a\n a step -> x\n x xor -> a?^2, e\n e end"),
    (
        "a loop inside a branch",
        "s start -> f\n f and -> a, b\n a step -> x\n x xor -> a?^3, j\n b step -> j\n j and -> e\n e end",
    ),
    ("a sub-process", "s start -> p\n p sub -> e {\n i start -> k\n k step -> o\n o end\n }\n e end"),
    (
        "a sub-process that is broken off",
        "s start -> p\n p sub -> e {\n i start -> f\n f and -> k, l\n k step -> j\n l step -> j\n j and -> o\n o end\n }
         b timer 2wd on p -> c\n c step -> e\n e end",
    ),
    ("a wait", "s start -> m\n m message 5wd -> t\n t timer 1wd -> e\n e end"),
    ("no answer in time", "s start -> a\n a step -> e\n b timer 3wd on a -> e\n e end"),
    ("an inclusive join after nested choices",
     "s start -> f\n f or -> a?, b\n a step -> x\n x xor -> c?, d\n c step -> y\n d step -> y\n y xor -> j\n b step -> j\n j or -> e\n e end"),
    ("two ends, one way each", "s start -> x\n x xor -> a?, b\n a step -> e\n b step -> o\n e end\n o end"),
];

#[test]
fn sound_nets_are_proved() {
    for (name, text) in SOUND {
        assert_eq!(said(&process(text)), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn traps_are_shown_with_the_way_there() {
    let table: [(&str, &str, &[&str]); 8] = [
        (
            "a choice joined as if side by side",
            "s start -> x\n x xor -> a?, b\n a step -> j\n b step -> j\n j and -> e\n e end",
            &["deadlock after start → a: on a-j", "never j", "never e"],
        ),
        (
            "side by side without a join",
            "s start -> f\n f and -> a, b\n a step -> e\n b step -> e\n e end",
            &["e while running after start → a: at b"],
        ),
        (
            "side by side joined as if a choice",
            "s start -> f\n f and -> a, b\n a step -> j\n b step -> j\n j xor -> c\n c step -> e\n e end",
            &["twice at c after start → a → b", "e while running after start → a → c: at b"],
        ),
        (
            "one branch ends early",
            "s start -> f\n f and -> a, b\n a step -> x\n x xor -> o?, j\n b step -> j\n j and -> e\n e end\n o end",
            &["o while running after start → a: at b"],
        ),
        (
            "some joined as if all",
            "s start -> f\n f or -> a?, b?, c\n a step -> j\n b step -> j\n c step -> j\n j and -> e\n e end",
            &["deadlock after start → c: on c-j", "never j", "never e"],
        ),
        (
            "a way back into a branch",
            "s start -> n\n n xor -> f\n f and -> a, b\n a step -> x\n x xor -> n?^1, j\n b step -> j\n j and -> e\n e end",
            &["twice at b after start → a", "e while running after start → b → a → a: at b"],
        ),
        (
            "an end inside that leaves something running",
            "s start -> p\n p sub -> e {\n i start -> f\n f and -> k, l\n k step -> o\n l step -> o\n o end\n }\n e end",
            &["o while running after start → k: at p, at l", "never e"],
        ),
        (
            "two inclusive joins that wait for each other",
            "s start -> f\n f and -> a, b\n a step -> j\n b step -> k\n j or -> x\n k or -> y\n x xor -> k?, m\n y xor -> j?, n\n m step -> e\n n step -> e\n e end",
            &[],
        ),
    ];
    for (name, text, expected) in &table[..7] {
        assert_eq!(said(&process(text)), *expected, "{name}");
    }
    // The shape alone refuses a circle without a bound.
    let (_, text, _) = table[7];
    let faults = Process::of(definition(text)).expect_err("a circle");
    assert!(matches!(&faults[0].kind, ShapeFaultKind::EndlessLoop { path } if path.len() >= 2), "{faults:?}");
}

#[test]
fn the_longest_way_lies_inside_the_whole_limit() {
    let table = [
        ("5wd", "s start -> a\n a step 2wd -> b\n b step 3wd -> e\n e end", vec![]),
        ("4wd", "s start -> a\n a step 2wd -> b\n b step 3wd -> e\n e end", vec!["a + b takes 5wd of 4wd"]),
        // Side by side the longer branch counts, not the sum.
        ("3wd", "s start -> f\n f and -> a, b\n a step 2wd -> j\n b step 3wd -> j\n j and -> e\n e end", vec![]),
        (
            "2wd",
            "s start -> f\n f and -> a, b\n a step 2wd -> j\n b step 3wd -> j\n j and -> e\n e end",
            vec!["b takes 3wd of 2wd"],
        ),
        // Every turn of a loop counts.
        ("5wd", "s start -> a\n a step 2wd -> x\n x xor -> a?^2, e\n e end", vec!["a + a + a takes 6wd of 5wd"]),
        ("6wd", "s start -> a\n a step 2wd -> x\n x xor -> a?^2, e\n e end", vec![]),
        // Eight working hours are a working day; a day is at most a working day.
        ("2wd", "s start -> a\n a step 8wh -> b\n b step 1d -> e\n e end", vec![]),
        ("10d", "s start -> a\n a step 1wd -> e\n e end", vec!["a takes 1wd of 10d"]),
        // A timer breaks off what would take longer; what follows counts.
        ("3wd", "s start -> a\n a step -> e\n b timer 2wd on a -> c\n c step 1wd -> e\n e end", vec![]),
        (
            "2wd",
            "s start -> a\n a step -> e\n b timer 2wd on a -> c\n c step 1wd -> e\n e end",
            vec!["b + c takes 3wd of 2wd"],
        ),
        // Inside a sub-process too.
        (
            "1wd",
            "s start -> p\n p sub -> e {\n i start -> k\n k step 2wd -> o\n o end\n }\n e end",
            vec!["k takes 2wd of 1wd"],
        ),
        ("3wd", "s start -> a\n a call other 4wd -> e\n e end", vec!["a takes 4wd of 3wd"]),
    ];
    for (whole, text, expected) in table {
        let mut definition = definition(text);
        definition.limit = whole.parse().ok();
        let process = Process::of(definition).expect("sound in shape");
        assert_eq!(said(&process), expected, "{whole} {text}");
    }
}

#[test]
fn every_step_has_somebody() {
    let process = process("s start -> a\n a step -> b\n b step -> e\n e end");
    let proof = prove(&process, &|seat| seat.step != "b", Proof::STATES);
    assert!(matches!(proof.unsound.as_slice(), [Unsound::Nobody { step, .. }] if step == "b"), "{proof:?}");
}

#[test]
fn what_was_not_looked_at_is_not_called_proved() {
    // Ten branches of two steps have 3^10 markings.
    let branches: Vec<String> = (0..10).map(|n| format!("a{n} step -> b{n}\n b{n} step -> j\n")).collect();
    let branches = branches.concat();
    let names: Vec<String> = (0..10).map(|n| format!("a{n}")).collect();
    let text = format!("s start -> f\n f and -> {}\n {branches} j and -> e\n e end", names.join(", "));
    let process = process(&text);
    let proof = prove(&process, &|_| true, 1_000);
    assert_eq!(proof.unsound, [Unsound::Unproved { states: 1_000 }]);
    assert!(prove(&process, &|_| true, 100_000).is_sound());
    // Forty choices in a row without a step between them have 2^40 ways to one and the same state.
    let choices = (0..40).map(|n| format!("x{n} xor -> y{n}?, z{n}\n y{n} xor -> z{n}\n z{n} xor -> x{}\n", n + 1));
    let text = format!("s start -> x0\n {} x40 xor -> e\n e end", choices.collect::<Vec<_>>().concat());
    let proof = prove(&self::process(&text), &|_| true, 1_000);
    assert!(matches!(proof.unsound.as_slice(), [Unsound::Unproved { .. }]), "{:?}", proof.unsound);
}

#[test]
fn faults_of_shape_are_named() {
    let table = [
        ("a step -> e\n e end", "net: a level has one start, and this one has 0"),
        ("s start -> a\n a step -> s", "net: a level without end"),
        ("s start -> a\n a step -> b\n e end", "\"b\" is not on this level"),
        ("s start -> a\n a step -> e, e2\n e end\n e2 end", "a: 2 ways lead out, at least 1, at most 1"),
        ("s start -> a\n a step -> x\n x xor -> a?, e\n e end", "goes round without a bound: "),
        (
            "s start -> x\n x xor -> a?, b?\n a step -> e\n b step -> e\n e end",
            "x: exactly one way is for when no other is taken",
        ),
        (
            "s start -> x\n x and -> a^2, b\n a step -> e\n b step -> e\n e end",
            "only a way out of an exclusive gateway is bounded",
        ),
        ("s start -> a\n a step -> a\n a step -> e\n e end", "a: stands twice"),
        ("s start -> a.b\n a.b step -> e\n e end", "a.b: not a name"),
        ("s start -> a\n a step -> e\n b timer 1wd on e -> e\n e end", "b: only steps, waits, sub-processes"),
    ];
    for (text, expected) in table {
        let faults = Process::of(definition(text)).expect_err(text);
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(faults.iter().any(|fault| fault.contains(expected)), "{text}\n{faults:?}");
    }
    let mut wrong = definition("s start -> x\n x xor -> a?, e\n a step -> e\n e end");
    wrong.facts.clear();
    let faults = Process::of(wrong).expect_err("an unknown fact");
    assert!(faults[0].to_string().contains("the guard is wrong"), "{faults:?}");
}

#[test]
fn dossiers_at_other_units_fit() {
    let mut outer = definition("s start -> a\n a call inner 3wd -> e\n e end");
    "outer".clone_into(&mut outer.id);
    let mut inner = definition("s start -> a\n a step -> e\n e end");
    "inner".clone_into(&mut inner.id);
    inner.limit = "3wd".parse().ok();
    assert_eq!(check_links(&[outer.clone(), inner.clone()]), []);
    assert_eq!(format!("{:?}", check_links(&[outer.clone()])[0]).split(' ').next(), Some("Unknown"));
    inner.limit = "25wh".parse().ok();
    assert_eq!(format!("{:?}", check_links(&[outer.clone(), inner])[0]).split(' ').next(), Some("TooShort"));
    let mut round = definition("s start -> a\n a call outer 3wd -> e\n e end");
    "inner".clone_into(&mut round.id);
    assert!(format!("{:?}", check_links(&[outer, round])).contains("Circle"));
}

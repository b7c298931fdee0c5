//! Random definitions: those made of nested blocks are sound, those with a join left out are not, and instances of sound
//! ones never get stuck, whatever is done to them.

use std::collections::BTreeSet;

use domain::workflow::{
    Command, Definition, Event, Flow, Node, NodeKind, Place, Process, Proof, Status, Unsound, prove,
};
use proptest::prelude::*;

use super::net::{Instance, definition, step};
use super::proof::said;

/// A part of a definition with one way in and one way out.
#[derive(Debug, Clone)]
enum Block {
    Step,
    Row(Vec<Block>),
    Exclusive(Vec<Block>),
    Parallel(Vec<Block>),
    Inclusive(Vec<Block>),
    Loop(Box<Block>, u8),
    Inside(Box<Block>),
}

fn block(depth: u32) -> impl Strategy<Value = Block> {
    let leaf = Just(Block::Step);
    leaf.prop_recursive(depth, 14, 3, |inner| {
        let some = || proptest::collection::vec(inner.clone(), 2..=3);
        prop_oneof![
            some().prop_map(Block::Row),
            some().prop_map(Block::Exclusive),
            some().prop_map(Block::Parallel),
            some().prop_map(Block::Inclusive),
            (inner.clone(), 1_u8..=2).prop_map(|(body, most)| Block::Loop(Box::new(body), most)),
            inner.clone().prop_map(|body| Block::Inside(Box::new(body))),
        ]
    })
}

/// Draws blocks into a definition.
struct Pen {
    text: String,
    count: usize,
}

impl Pen {
    fn id(&mut self, letter: char) -> String {
        self.count += 1;
        format!("{letter}{}", self.count)
    }

    /// Draws a block that leads on to `next`, and says where it begins.
    fn draw(&mut self, block: &Block, next: &str) -> String {
        match block {
            Block::Step => {
                let id = self.id('t');
                self.line(&format!("{id} step -> {next}"));
                id
            }
            Block::Row(blocks) => blocks.iter().rev().fold(next.to_owned(), |next, block| self.draw(block, &next)),
            Block::Exclusive(blocks) => self.split(blocks, "xor", next),
            Block::Parallel(blocks) => self.split(blocks, "and", next),
            Block::Inclusive(blocks) => self.split(blocks, "or", next),
            Block::Loop(body, most) => {
                let (enter, leave) = (self.id('n'), self.id('x'));
                let first = self.draw(body, &leave);
                self.line(&format!("{enter} xor -> {first}"));
                self.line(&format!("{leave} xor -> {enter}?^{most}, {next}"));
                enter
            }
            Block::Inside(body) => {
                let (id, end) = (self.id('p'), self.id('e'));
                let mut inner = Pen { text: String::new(), count: self.count };
                let first = inner.draw(body, &end);
                let start = inner.id('s');
                self.count = inner.count;
                self.line(&format!("{id} sub -> {next} {{"));
                self.line(&format!("{start} start -> {first}"));
                self.text.push_str(&inner.text);
                self.line(&format!("{end} end"));
                self.line("}");
                id
            }
        }
    }

    fn split(&mut self, blocks: &[Block], kind: &str, next: &str) -> String {
        let (fork, join) = (self.id('f'), self.id('j'));
        let firsts: Vec<String> = blocks.iter().map(|block| self.draw(block, &join)).collect();
        let guard = if kind == "and" { "" } else { "?" };
        let (last, others) = firsts.split_last().expect("a branch");
        let ways: Vec<String> = others.iter().map(|first| format!("{first}{guard}")).chain([last.clone()]).collect();
        self.line(&format!("{fork} {kind} -> {}", ways.join(", ")));
        self.line(&format!("{join} {kind} -> {next}"));
        fork
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

fn drawn(block: &Block) -> Definition {
    let mut pen = Pen { text: String::new(), count: 0 };
    let first = pen.draw(block, "end");
    pen.line(&format!("start start -> {first}"));
    pen.line("end end");
    definition(&pen.text)
}

/// A definition of nested blocks.
pub(crate) fn structured(depth: u32) -> impl Strategy<Value = Definition> {
    block(depth).prop_map(|block| drawn(&block))
}

/// Lets an instance live by the numbers until it is over.
fn live<'a>(process: &'a Process, numbers: &[u16]) -> Instance<'a> {
    let mut instance = Instance::new(process);
    let facts: Vec<String> = process.definition().facts.iter().map(|fact| fact.name.clone()).collect();
    let mut next = numbers.iter().copied().cycle();
    let mut draw = move || usize::from(next.next().unwrap_or(0));
    instance.act(&Command::Start).expect("it starts");
    for _ in 0..2_000 {
        if instance.state.is_over() {
            break;
        }
        for fact in &facts {
            instance.facts.insert(fact, domain::rule::Value::YesNo(draw() % 3 == 0));
        }
        let open: Vec<String> = instance.open().into_iter().map(str::to_owned).collect();
        let steps: Vec<&String> = open.iter().filter(|id| id.starts_with('t')).collect();
        assert!(!steps.is_empty(), "stuck at {:?}", instance.state.tokens);
        let step = steps[draw() % steps.len()].clone();
        // What is not open is refused and changes nothing.
        let before = instance.state.clone();
        assert!(instance.act(&Command::Finish { step: "nobody".to_owned() }).is_err());
        assert_eq!(instance.state, before);
        instance.finish(&step);
    }
    instance
}

/// Every gateway did what its kind does.
fn gateways_keep_their_word(process: &Process, journal: &[Event]) {
    let of = |id: &str| process.definition().nodes().find(|node| node.id == id).map(|node| &node.kind);
    let mut tokens: BTreeSet<String> = BTreeSet::new();
    for event in journal {
        match event {
            Event::Started { to, .. } | Event::Closed { to, .. } => drop(tokens.insert(to.clone())),
            Event::Opened { from, inside, .. } => {
                tokens.remove(from);
                tokens.extend(inside.clone());
            }
            Event::Ended { from, .. } => drop(tokens.remove(from)),
            Event::Passed { gateway, took, gave, .. } => {
                let flows = flows(process);
                let ins = flows.iter().filter(|flow| flow.to == *gateway).count();
                let outs = flows.iter().filter(|flow| flow.from == *gateway).count();
                assert!(took.iter().all(|flow| tokens.remove(flow)), "{gateway} took what was there");
                match of(gateway) {
                    Some(NodeKind::Exclusive) => assert_eq!((took.len(), gave.len()), (1, 1), "{gateway}"),
                    Some(NodeKind::Parallel) => assert_eq!((took.len(), gave.len()), (ins, outs), "{gateway}"),
                    Some(NodeKind::Inclusive) => {
                        assert!(!took.is_empty() && !gave.is_empty(), "{gateway}");
                        let left = flows.iter().any(|flow| flow.to == *gateway && tokens.contains(&flow.id));
                        assert!(!left, "{gateway} took all that were there");
                    }
                    other => panic!("{gateway} is {other:?}"),
                }
                tokens.extend(gave.iter().cloned());
            }
            Event::Completed { .. } => assert!(tokens.is_empty(), "{tokens:?}"),
            other => panic!("{other:?} does not happen here"),
        }
    }
}

fn flows(process: &Process) -> Vec<Flow> {
    let mut found = Vec::new();
    let mut bodies = vec![&process.definition().body];
    while let Some(body) = bodies.pop() {
        found.extend(body.flows.iter().cloned());
        bodies.extend(body.nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::SubProcess(inner) => Some(inner),
            _ => None,
        }));
    }
    found
}

/// The inclusive joins of block-nested definitions take exactly as many tokens as their fork gave.
fn inclusive_joins_match(journal: &[Event]) -> bool {
    let mut given: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    journal.iter().all(|event| match event {
        Event::Passed { gateway, took, gave, .. } => {
            let number: usize = gateway[1..].parse().unwrap_or(0);
            if gateway.starts_with('f') {
                given.insert(format!("j{}", number + 1), gave.len());
            }
            given
                .remove(gateway)
                .is_none_or(|count| !gateway.starts_with('j') || took.len() == count || took.len() == 1)
        }
        _ => true,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nested_blocks_are_always_sound(of in structured(5)) {
        let process = Process::of(of).map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;
        let proof = prove(&process, &|_| true, Proof::STATES);
        let bounded = |unsound: &Unsound| matches!(unsound, Unsound::Unproved { .. });
        prop_assert!(proof.unsound.iter().all(bounded), "{:?}\n{:?}", proof.unsound, process.definition());
    }

    #[test]
    fn instances_of_sound_definitions_end_and_replay(of in structured(5), numbers in proptest::collection::vec(any::<u16>(), 1..60)) {
        let process = Process::of(of).map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;
        let instance = live(&process, &numbers);
        prop_assert_eq!(instance.state.status, Status::Completed);
        prop_assert!(instance.state.tokens.is_empty());
        prop_assert_eq!(instance.replayed(), instance.state);
        gateways_keep_their_word(&process, &instance.journal);
        prop_assert!(inclusive_joins_match(&instance.journal));
    }

    /// Two to three branches side by side whose join is replaced by a step or by a join of another kind.
    #[test]
    fn a_dropped_join_is_found(branches in proptest::collection::vec(block(2), 2..=3), around in block(2), how in 0_u8..3) {
        let whole = Block::Row(vec![around, Block::Parallel(branches), Block::Step]);
        let mut of = drawn(&whole);
        let fork = of.body.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Parallel) && node.id.starts_with('f'));
        // The outermost fork is drawn last of all the forks that are not inside a branch.
        let ids: Vec<String> = fork.map(|node| node.id.clone()).collect();
        let number: usize = ids.iter().map(|id| id[1..].parse::<usize>().expect("a number")).min().expect("a fork");
        let join = format!("j{}", number + 1);
        let place = of.body.nodes.iter().position(|node| node.id == join).expect("its join");
        let ways = of.body.flows.iter().filter(|flow| flow.to == join).count();
        prop_assume!(ways >= 2);
        of.body.nodes[place] = Node { kind: match how {
            0 => NodeKind::Step(step(None)),
            1 => NodeKind::Exclusive,
            _ => NodeKind::Timer { limit: "1d".parse().expect("a limit") },
        }, ..of.body.nodes[place].clone() };
        let process = Process::of(of).map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;
        let found = said(&process);
        prop_assert!(found.iter().any(|line| line.starts_with("twice") || line.contains("while running")), "{found:?}");
    }

    /// A choice whose join waits for all of its ways.
    #[test]
    fn a_join_that_waits_for_what_never_comes_is_found(branches in proptest::collection::vec(block(2), 2..=3)) {
        let mut of = drawn(&Block::Exclusive(branches));
        let join = of.body.nodes.iter().position(|node| node.id == "j2").expect("the join");
        of.body.nodes[join].kind = NodeKind::Parallel;
        let process = Process::of(of).map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;
        prop_assert!(said(&process).iter().any(|line| line.starts_with("deadlock")), "{:?}", said(&process));
    }
}

#[test]
fn places_are_written_as_they_are_read() {
    let place = Place::On { flow: "a-b".to_owned() };
    assert_eq!(serde_json::to_string(&place).expect("written"), r#"{"on":{"flow":"a-b"}}"#);
}

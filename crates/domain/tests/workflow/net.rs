//! Small nets written as text, and instances that run by hand.

use std::collections::BTreeMap;

use domain::access::Role;
use domain::deadline::Limit;
use domain::organisation::Validity;
use domain::rule::{Facts, Rule, Value, ValueType};
use domain::time::DateTime;
use domain::workflow::{
    Body, Command, Definition, Event, Fact, Flow, Node, NodeKind, Now, Process, Refusal, State, Step, SubDossier,
    Trigger, UnitRule, Wait, Work, decide, fold,
};

/// One node a line: `id kind [limit] -> target, target`. Out of `xor` and `or`, a target with `?` has a guard (the fact
/// of the same name, `to_target`), one with `^2` may be gone to twice, and the one with neither is taken otherwise.
/// `sub … {` opens a level that ends with `}`. A boundary is `b timer 2wd on a -> c` or `b message on a -> c`.
pub(crate) fn definition(text: &str) -> Definition {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let mut facts = Vec::new();
    let body = level(&mut lines, &mut facts);
    Definition {
        id: "net".to_owned(),
        version: 1,
        name_vi: "Quy trình thử".to_owned(),
        name_en: None,
        procedure_ids: Vec::new(),
        limit: None,
        facts,
        body,
        layout: None,
        legal_basis_vi: Vec::new(),
        assumptions_vi: Vec::new(),
        source: "test".to_owned(),
        validity: Validity::ALWAYS,
    }
}

pub(crate) fn process(text: &str) -> Process {
    Process::of(definition(text)).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn level<'a>(lines: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>, facts: &mut Vec<Fact>) -> Body {
    let mut body = Body::default();
    while let Some(line) = lines.next() {
        if line == "}" {
            break;
        }
        let line = line.trim_end_matches('{').trim();
        let (left, right) = line.split_once("->").unwrap_or((line, ""));
        let words: Vec<&str> = left.split_whitespace().collect();
        let id = words[0];
        let kind = kind(&words, lines, facts);
        let chooses = matches!(kind, NodeKind::Exclusive | NodeKind::Inclusive) && right.contains(',');
        body.nodes.push(Node { id: id.to_owned(), name_vi: id.to_owned(), kind });
        for target in right.split(',').map(str::trim).filter(|target| !target.is_empty()) {
            flow(id, target, chooses, &mut body, facts);
        }
    }
    body
}

fn kind<'a>(
    words: &[&str],
    lines: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
    facts: &mut Vec<Fact>,
) -> NodeKind {
    let limit = words.iter().skip(2).find_map(|word| word.parse::<Limit>().ok());
    let after = |name: &str| words.iter().position(|word| *word == name).map(|at| words[at + 1].to_owned());
    if let Some(on) = after("on") {
        let trigger = match words[1] {
            "timer" => Trigger::Timer { limit: limit.expect("a timer has a limit") },
            _ => Trigger::Message { message: words[0].to_owned() },
        };
        return NodeKind::Boundary { on, trigger };
    }
    match words[1] {
        "start" => NodeKind::Start,
        "end" => NodeKind::End,
        "xor" => NodeKind::Exclusive,
        "and" => NodeKind::Parallel,
        "or" => NodeKind::Inclusive,
        "timer" => NodeKind::Timer { limit: limit.expect("a timer has a limit") },
        "message" => NodeKind::Message(Wait { message: words[0].to_owned(), limit, pause_ground: None }),
        "call" => NodeKind::SubDossier(SubDossier {
            workflow: words[2].to_owned(),
            unit: UnitRule::Handling,
            limit,
            pause_ground: None,
        }),
        "sub" => NodeKind::SubProcess(level(lines, facts)),
        "step" => NodeKind::Step(step(limit)),
        other => panic!("{other} is no kind"),
    }
}

pub(crate) fn step(limit: Option<Limit>) -> Step {
    Step {
        work: Work::Examine,
        role: Role::Officer,
        unit: UnitRule::Handling,
        limit,
        pause_ground: None,
        form: None,
        compensation: None,
    }
}

fn flow(from: &str, target: &str, chooses: bool, body: &mut Body, facts: &mut Vec<Fact>) {
    let (target, bound) = target.split_once('^').map_or((target, None), |(target, most)| (target, most.parse().ok()));
    let has_guard = target.ends_with('?');
    let target = target.trim_end_matches('?');
    let name = format!("to_{target}");
    if has_guard && !facts.iter().any(|fact| fact.name == name) {
        facts.push(Fact {
            name: name.clone(),
            kind: ValueType::YesNo,
            choices: Vec::new(),
            label_vi: None,
            label_en: None,
        });
    }
    body.flows.push(Flow {
        id: format!("{from}-{target}"),
        from: from.to_owned(),
        to: target.to_owned(),
        name_vi: None,
        when: has_guard.then(|| Rule::read(&name).expect("a name is a rule")),
        otherwise: chooses && !has_guard,
        at_most: bound,
    });
}

/// A running instance with its journal.
pub(crate) struct Instance<'a> {
    pub(crate) process: &'a Process,
    pub(crate) state: State,
    pub(crate) journal: Vec<Event>,
    pub(crate) facts: Facts,
    pub(crate) at: DateTime,
}

impl<'a> Instance<'a> {
    pub(crate) fn new(process: &'a Process) -> Self {
        let at = "2026-11-26T08:00".parse().expect("a time");
        let facts = Facts::on(jiff::civil::date(2026, 11, 26));
        Self { process, state: State::default(), journal: Vec::new(), facts, at }
    }

    /// Started, with these facts true.
    pub(crate) fn started(process: &'a Process, facts: &[&str]) -> Self {
        let mut instance = Self::new(process);
        for fact in facts {
            instance.facts.insert(fact, Value::YesNo(true));
        }
        instance.act(&Command::Start).expect("it starts");
        instance
    }

    pub(crate) fn act(&mut self, command: &Command) -> Result<(), Refusal> {
        let due =
            |limit: Limit, from: DateTime| from.checked_add(jiff::Span::new().hours(i64::from(limit.tenths()))).ok();
        let now = Now { at: self.at, by: "officer-1", facts: &self.facts, due: &due };
        for event in decide(self.process, &self.state, command, &now)? {
            fold(&mut self.state, &event);
            self.journal.push(event);
        }
        Ok(())
    }

    pub(crate) fn finish(&mut self, step: &str) {
        self.act(&Command::Finish { step: step.to_owned() }).unwrap_or_else(|refusal| panic!("{step}: {refusal}"));
    }

    /// The open nodes, in order of their names.
    pub(crate) fn open(&self) -> Vec<&str> {
        self.state.open.keys().map(String::as_str).collect()
    }

    pub(crate) fn replayed(&self) -> State {
        let mut state = State::default();
        self.journal.iter().for_each(|event| fold(&mut state, event));
        state
    }
}

/// How often each gateway gave how many tokens.
pub(crate) fn passes(journal: &[Event]) -> BTreeMap<String, Vec<usize>> {
    let mut passes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for event in journal {
        if let Event::Passed { gateway, gave, .. } = event {
            passes.entry(gateway.clone()).or_default().push(gave.len());
        }
    }
    passes
}

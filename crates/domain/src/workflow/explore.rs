//! Every way that an instance can take: all markings in which it comes to rest, breadth first, up to a bound.

use std::collections::HashSet;
use std::convert::Infallible;

use super::marking::Marking;
use super::process::{Process, Shape};
use super::token::{Chooser, Moved, Stuck, close, interrupt, put, settle};

/// What happened from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outside {
    Start,
    Closed(usize),
    Interrupted(usize),
}

/// One arrival at a marking.
#[derive(Debug, Clone)]
pub(super) struct Arrival {
    pub(super) from: Option<usize>,
    pub(super) outside: Outside,
    /// Flows that gateways with a choice gave.
    pub(super) chose: Vec<usize>,
    pub(super) marking: Marking,
}

/// Something that must not happen, as the arrival at which it did.
#[derive(Debug, Clone)]
pub(super) enum Trap {
    /// Tokens are left and nothing can happen.
    Deadlock,
    /// A second token came to a place.
    Twice(usize),
    /// An end was reached while something else ran on its level.
    Running(usize),
}

/// What was found.
pub(super) struct Explored {
    pub(super) arrivals: Vec<Arrival>,
    /// The first trap of each kind, with the way there.
    pub(super) traps: Vec<(Trap, Arrival)>,
    /// Nodes that some token came to.
    pub(super) reached: Vec<bool>,
    /// Whether the bound stopped it.
    pub(super) is_cut: bool,
}

/// Chooses by a script and notes what else could have been chosen, so that every script is tried.
#[derive(Default)]
struct Scripted {
    script: Vec<usize>,
    options: Vec<usize>,
    position: usize,
}

impl Scripted {
    fn pick(&mut self, options: usize) -> usize {
        if self.script.len() <= self.position {
            self.script.push(0);
        }
        let choice = self.script.get(self.position).copied().unwrap_or(0);
        self.options.truncate(self.position);
        self.options.push(options);
        self.position = self.position.saturating_add(1);
        choice
    }

    /// The next script; false when all were tried.
    fn advance(&mut self) -> bool {
        self.position = 0;
        while let (Some(choice), Some(options)) = (self.script.pop(), self.options.pop()) {
            let next = choice.saturating_add(1);
            if next < options {
                self.script.push(next);
                self.options.push(options);
                return true;
            }
        }
        false
    }
}

impl Chooser for Scripted {
    type Error = Infallible;

    fn one(&mut self, _: &Process, _: usize, offered: &[usize]) -> Result<usize, Infallible> {
        let choice = self.pick(offered.len());
        Ok(offered.get(choice).copied().unwrap_or(usize::MAX))
    }

    /// Every set of guarded ways, and the way for when none holds alone.
    fn some(&mut self, process: &Process, _: usize, offered: &[usize]) -> Result<Vec<usize>, Infallible> {
        let guarded: Vec<usize> = offered.iter().copied().filter(|way| !process.flow(*way).otherwise).collect();
        let choice = self.pick(1 << guarded.len());
        if choice == 0 {
            return Ok(offered.iter().copied().filter(|way| process.flow(*way).otherwise).collect());
        }
        Ok(guarded.into_iter().enumerate().filter(|(bit, _)| choice >> bit & 1 == 1).map(|(_, way)| way).collect())
    }
}

/// Explores from the start, at most `bound` markings.
pub(super) fn from_start(process: &Process, bound: usize) -> Explored {
    let mut exploration = Exploration::new(process, bound);
    exploration.try_all(None, Outside::Start, &process.no_marking());
    exploration.run()
}

/// Explores from a marking in which an instance stands.
pub(super) fn from_marking(process: &Process, marking: Marking, bound: usize) -> Explored {
    let mut exploration = Exploration::new(process, bound);
    exploration.arrive(Arrival { from: None, outside: Outside::Start, chose: Vec::new(), marking });
    exploration.run()
}

/// Most choices tried for each marking that may be looked at.
const TRIES_PER_STATE: usize = 32;

struct Exploration<'a> {
    process: &'a Process,
    bound: usize,
    known: HashSet<Marking>,
    /// Choices tried: a row of gateways without a step between them has many, and one marking behind them.
    tries: usize,
    found: Explored,
}

impl<'a> Exploration<'a> {
    fn new(process: &'a Process, bound: usize) -> Self {
        let reached = vec![false; process.node_count()];
        let found = Explored { arrivals: Vec::new(), traps: Vec::new(), reached, is_cut: false };
        Self { process, bound, known: HashSet::new(), tries: 0, found }
    }

    fn run(mut self) -> Explored {
        let mut next = 0;
        while let Some(arrival) = self.found.arrivals.get(next) {
            let marking = arrival.marking.clone();
            let outsides = outsides(self.process, &marking);
            if outsides.is_empty() && !marking.is_empty() {
                let arrival = arrival.clone();
                self.trap(Trap::Deadlock, arrival);
            }
            for outside in outsides {
                self.try_all(Some(next), outside, &marking);
            }
            next = next.saturating_add(1);
            if self.found.is_cut {
                break;
            }
        }
        self.found
    }

    /// Tries every choice of the gateways that follow.
    fn try_all(&mut self, from: Option<usize>, outside: Outside, before: &Marking) {
        let mut scripted = Scripted::default();
        loop {
            self.tries = self.tries.saturating_add(1);
            if self.tries > self.bound.saturating_mul(TRIES_PER_STATE) {
                self.found.is_cut = true;
                return;
            }
            let mut marking = before.clone();
            let mut moves = Vec::new();
            let done = happen(self.process, &mut marking, outside)
                .and_then(|()| settle(self.process, &mut marking, &mut scripted, &mut moves));
            self.note(&moves);
            let chose = self.chosen(&moves);
            let arrival = Arrival { from, outside, chose, marking };
            let running = moves.iter().find_map(|moved| match moved {
                Moved::Ended { node, alone: false, .. } => Some(*node),
                Moved::Ended { alone: true, .. } | Moved::Opened { .. } | Moved::Passed { .. } | Moved::Left { .. } => {
                    None
                }
            });
            match (done, running) {
                (Err(Stuck::Twice(place)), _) => self.trap(Trap::Twice(place), arrival),
                (Err(Stuck::Choice(never)), _) => match never {},
                (Ok(()), Some(end)) => self.trap(Trap::Running(end), arrival),
                (Ok(()), None) => self.arrive(arrival),
            }
            if !scripted.advance() {
                return;
            }
        }
    }

    fn arrive(&mut self, arrival: Arrival) {
        if self.known.contains(&arrival.marking) {
            return;
        }
        if self.known.len() >= self.bound {
            self.found.is_cut = true;
            return;
        }
        self.known.insert(arrival.marking.clone());
        self.found.arrivals.push(arrival);
    }

    fn trap(&mut self, trap: Trap, arrival: Arrival) {
        let kind = std::mem::discriminant(&trap);
        if !self.found.traps.iter().any(|(known, _)| std::mem::discriminant(known) == kind) {
            self.found.traps.push((trap, arrival));
        }
    }

    fn note(&mut self, moves: &[Moved]) {
        for moved in moves {
            let node = match moved {
                Moved::Opened { node, .. } | Moved::Ended { node, .. } => *node,
                Moved::Passed { gateway, .. } => *gateway,
                Moved::Left { scope, .. } => *scope,
            };
            if let Some(reached) = self.found.reached.get_mut(node) {
                *reached = true;
            }
        }
    }

    fn chosen(&self, moves: &[Moved]) -> Vec<usize> {
        let gave = moves.iter().filter_map(|moved| match moved {
            Moved::Passed { gateway, gave, .. } => {
                let node = self.process.node(*gateway);
                let chooses = node.outs.len() > 1 && matches!(node.shape, Shape::Exclusive | Shape::Inclusive);
                chooses.then_some(gave)
            }
            Moved::Opened { .. } | Moved::Ended { .. } | Moved::Left { .. } => None,
        });
        gave.flatten().copied().collect()
    }
}

fn happen(process: &Process, marking: &mut Marking, outside: Outside) -> Result<(), Stuck<Infallible>> {
    match outside {
        Outside::Start => process.start().map_or(Ok(()), |flow| put(marking, flow)),
        Outside::Closed(node) => close(process, marking, node),
        Outside::Interrupted(boundary) => interrupt(process, marking, boundary).map(drop),
    }
}

/// Everything that can happen next.
fn outsides(process: &Process, marking: &Marking) -> Vec<Outside> {
    let nodes = marking.places().filter_map(|place| process.node_at(place));
    nodes
        .flat_map(|index| {
            let node = process.node(index);
            let closes = (node.shape == Shape::Holds).then_some(Outside::Closed(index));
            closes.into_iter().chain(node.boundaries.iter().copied().map(Outside::Interrupted))
        })
        .collect()
}

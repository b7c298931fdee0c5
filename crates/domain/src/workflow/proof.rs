//! Whether a workflow may be published: proved sound, or shown the way into the trap.

use super::definition::UnitRule;
use super::explore::{self, Arrival, Explored, Outside, Trap};
use super::process::Process;
use super::reckon::{self, PathLimit, tenth_hours};
use super::seat::{self, Seat};
use super::state::Place;
use crate::access::Role;
use crate::deadline::Limit;

/// What the exploration found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Markings looked at.
    pub states: usize,
    /// The longest way.
    pub longest: PathLimit,
    /// Everything that stands against publication; nothing means sound.
    pub unsound: Vec<Unsound>,
}

impl Proof {
    /// Most markings looked at unless asked otherwise.
    pub const STATES: usize = 100_000;

    /// Whether everything was proved.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.unsound.is_empty()
    }
}

/// Why a workflow is not sound. The English sentence is for logs; people read their own, with the whole way there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    /// Tokens are left and nothing can happen any more.
    #[error("comes to a standstill after {trace}")]
    Deadlock {
        /// The way there.
        trace: Trace,
    },
    /// A second token comes to a place that has one: two ways come together without a join.
    #[error("a second token comes to {place:?} after {trace}")]
    Twice {
        /// The place.
        place: Place,
        /// The way there.
        trace: Trace,
    },
    /// An end is reached while something else still runs.
    #[error("{end:?} is reached while something still runs, after {trace}")]
    StillRunning {
        /// The end.
        end: String,
        /// The way there; its last marking is what still runs.
        trace: Trace,
    },
    /// No instance ever comes to a node.
    #[error("{node:?} is never reached")]
    NeverReached {
        /// The node.
        node: String,
        /// The nodes on the drawn way there; empty when no way is drawn.
        drawn: Vec<String>,
    },
    /// The longest way takes longer than the whole limit.
    #[error("the longest way takes {sum}, longer than {whole}")]
    TooLong {
        /// The steps with a limit on the way.
        path: Vec<String>,
        /// Their sum.
        sum: Limit,
        /// The whole limit.
        whole: Limit,
    },
    /// Whether the limits fit, only a calendar could tell.
    #[error("{limit} of {step:?} cannot be compared with {whole}")]
    Incomparable {
        /// The step.
        step: String,
        /// Its limit.
        limit: Limit,
        /// The whole limit.
        whole: Limit,
    },
    /// Nobody may take the step on the chosen day.
    #[error("nobody may take {step:?}")]
    Nobody {
        /// The step.
        step: String,
        /// The role.
        role: Role,
        /// Where.
        unit: UnitRule,
    },
    /// Not proved: more markings than were allowed.
    #[error("not proved within {states} states")]
    Unproved {
        /// Markings looked at.
        states: usize,
    },
}

/// A way through a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// What happened, in order.
    pub steps: Vec<TraceStep>,
}

/// One thing that happened from outside, with everything that followed by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceStep {
    /// What happened.
    pub what: Happening,
    /// Ways that gateways took meanwhile.
    pub chose: Vec<String>,
    /// Where the tokens were afterwards.
    pub marking: Vec<Place>,
}

/// What happens to an instance from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// It began.
    Started,
    /// A node was done.
    Finished {
        /// The node.
        node: String,
    },
    /// A node was broken off.
    Interrupted {
        /// The boundary.
        boundary: String,
    },
}

/// Proves a workflow. `may_take` says whether somebody may take a seat on the day of publication; at most `states`
/// markings are looked at.
#[must_use]
pub fn prove(process: &Process, may_take: &dyn Fn(&Seat<'_>) -> bool, states: usize) -> Proof {
    let explored = explore::from_start(process, states);
    let mut unsound = traps(process, &explored);
    if explored.is_cut {
        unsound.push(Unsound::Unproved { states: explored.arrivals.len() });
    } else {
        unsound.extend(never_reached(process, &explored));
    }
    let longest = reckon::longest(process);
    unsound.extend(limits(process, &longest));
    for seat in seat::seats(process.definition()) {
        if !may_take(&seat) {
            unsound.push(Unsound::Nobody { step: seat.step.to_owned(), role: seat.role, unit: seat.unit.clone() });
        }
    }
    Proof { states: explored.arrivals.len(), longest, unsound }
}

/// What stands against an instance that goes on from a marking, by the traps alone.
pub(super) fn traps(process: &Process, explored: &Explored) -> Vec<Unsound> {
    let found = explored.traps.iter().map(|(trap, arrival)| {
        let trace = trace(process, explored, arrival);
        match trap {
            Trap::Deadlock => Unsound::Deadlock { trace },
            Trap::Twice(place) => Unsound::Twice { place: process.place(*place), trace },
            Trap::Running(end) => Unsound::StillRunning { end: process.node(*end).id.clone(), trace },
        }
    });
    found.collect()
}

fn trace(process: &Process, explored: &Explored, last: &Arrival) -> Trace {
    let mut steps = Vec::new();
    let mut arrival = Some(last);
    while let Some(found) = arrival {
        let id = |node: usize| process.node(node).id.clone();
        steps.push(TraceStep {
            what: match found.outside {
                Outside::Start => Happening::Started,
                Outside::Closed(node) => Happening::Finished { node: id(node) },
                Outside::Interrupted(boundary) => Happening::Interrupted { boundary: id(boundary) },
            },
            chose: found.chose.iter().map(|flow| process.flow(*flow).id.clone()).collect(),
            marking: found.marking.places().map(|place| process.place(place)).collect(),
        });
        arrival = found.from.and_then(|from| explored.arrivals.get(from));
    }
    steps.reverse();
    Trace { steps }
}

fn never_reached(process: &Process, explored: &Explored) -> Vec<Unsound> {
    use super::process::Shape;
    let is_reached = |node: usize| match process.node(node).shape {
        Shape::Start => process.node(node).scope.is_none_or(|scope| explored.reached.get(scope) == Some(&true)),
        Shape::Boundary => process.node(node).host.is_some_and(|host| explored.reached.get(host) == Some(&true)),
        Shape::End | Shape::Holds | Shape::Exclusive | Shape::Parallel | Shape::Inclusive | Shape::Scope => {
            explored.reached.get(node) == Some(&true)
        }
    };
    let dead = (0..process.node_count()).filter(|node| !is_reached(*node));
    dead.map(|node| Unsound::NeverReached { node: process.node(node).id.clone(), drawn: drawn(process, node) })
        .collect()
}

/// The shortest drawn way from the start to a node.
fn drawn(process: &Process, node: usize) -> Vec<String> {
    let mut before: Vec<Option<usize>> = vec![None; process.flow_count()];
    let mut queue: std::collections::VecDeque<usize> = process.start().into_iter().collect();
    let start = process.start();
    while let Some(flow) = queue.pop_front() {
        if process.flow(flow).to == node {
            let mut path = vec![process.node(node).id.clone()];
            let mut flow = Some(flow);
            while let Some(found) = flow {
                path.push(process.node(process.flow(found).from).id.clone());
                flow = before.get(found).copied().flatten();
            }
            path.reverse();
            return path;
        }
        for next in process.next(flow) {
            if let Some(slot) = before.get_mut(next)
                && slot.is_none()
                && Some(next) != start
            {
                *slot = Some(flow);
                queue.push_back(next);
            }
        }
    }
    Vec::new()
}

fn limits(process: &Process, longest: &PathLimit) -> Option<Unsound> {
    let whole = process.definition().limit?;
    match longest {
        PathLimit::Nothing => None,
        PathLimit::Longest { path, sum } => {
            (tenth_hours(*sum) > tenth_hours(whole)).then(|| Unsound::TooLong { path: path.clone(), sum: *sum, whole })
        }
        PathLimit::Incomparable { step, limit } => {
            Some(Unsound::Incomparable { step: step.clone(), limit: *limit, whole })
        }
        PathLimit::Unknown => Some(Unsound::Unproved { states: reckon::MAX_VISITS }),
    }
}

/// The nodes in order, for logs; people read the whole with its markings.
impl std::fmt::Display for Trace {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words = self.steps.iter().map(|step| match &step.what {
            Happening::Started => "start",
            Happening::Finished { node } => node,
            Happening::Interrupted { boundary } => boundary,
        });
        formatter.write_str(&words.collect::<Vec<_>>().join(" → "))
    }
}

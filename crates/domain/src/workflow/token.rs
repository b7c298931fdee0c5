//! The token semantics of BPMN 2.0 (ISO/IEC 19510:2013, section 13), once for running instances and for the proof.
//!
//! Something from outside closes or breaks off one open node; then tokens move by themselves until every one of them
//! lies in an open node or waits at a join. Inclusive joins are asked last, when nothing else can move.

use super::marking::Marking;
use super::process::{Process, Shape};

/// A move that a token made by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Moved {
    /// A node was opened by the token on this flow; a sub-process with the flow on which it begins.
    Opened { node: usize, from: usize },
    /// A gateway took these tokens and gave those.
    Passed { gateway: usize, took: Vec<usize>, gave: Vec<usize> },
    /// A token ended; `alone` when nothing else ran on its level.
    Ended { node: usize, from: usize, alone: bool },
    /// The last token inside a sub-process ended.
    Left { scope: usize, to: usize },
}

/// Why tokens cannot go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stuck<E> {
    /// A second token came to this place.
    Twice(usize),
    /// A choice could not be made.
    Choice(E),
}

/// Which ways out of a gateway are taken. The ways offered are those that are not used up.
pub(super) trait Chooser {
    type Error;
    /// One way out of an exclusive gateway.
    fn one(&mut self, process: &Process, gateway: usize, offered: &[usize]) -> Result<usize, Self::Error>;
    /// At least one way out of an inclusive gateway.
    fn some(&mut self, process: &Process, gateway: usize, offered: &[usize]) -> Result<Vec<usize>, Self::Error>;
}

/// Lets tokens move until none can.
pub(super) fn settle<C: Chooser>(
    process: &Process,
    marking: &mut Marking,
    chooser: &mut C,
    moves: &mut Vec<Moved>,
) -> Result<(), Stuck<C::Error>> {
    loop {
        let on_flows: Vec<usize> = marking.places().take_while(|place| *place < process.flow_count()).collect();
        let mut went_on = false;
        for flow in &on_flows {
            if marking.has(*flow) {
                went_on |= step(process, marking, *flow, chooser, moves)?;
            }
        }
        if !went_on && !join(process, marking, &on_flows, chooser, moves)? {
            return Ok(());
        }
    }
}

/// Moves the token on a flow, unless it has to wait.
fn step<C: Chooser>(
    process: &Process,
    marking: &mut Marking,
    flow: usize,
    chooser: &mut C,
    moves: &mut Vec<Moved>,
) -> Result<bool, Stuck<C::Error>> {
    let index = process.flow(flow).to;
    let node = process.node(index);
    match node.shape {
        Shape::Holds | Shape::Scope => {
            marking.take(flow);
            put(marking, process.at(index))?;
            node.entry.map_or(Ok(()), |entry| put(marking, entry))?;
            moves.push(Moved::Opened { node: index, from: flow });
        }
        Shape::End => end(process, marking, index, flow, moves)?,
        Shape::Exclusive => {
            let offered = offered(process, marking, index);
            let way = if offered.len() > 1 {
                chooser.one(process, index, &offered).map_err(Stuck::Choice)?
            } else {
                offered.first().copied().unwrap_or(usize::MAX)
            };
            pass(process, marking, index, vec![flow], vec![way], moves)?;
        }
        Shape::Parallel => {
            if !node.ins.iter().all(|way| marking.has(*way)) {
                return Ok(false);
            }
            pass(process, marking, index, node.ins.clone(), node.outs.clone(), moves)?;
        }
        Shape::Inclusive => {
            if node.ins.len() > 1 {
                return Ok(false);
            }
            inclusive(process, marking, index, vec![flow], chooser, moves)?;
        }
        Shape::Start | Shape::Boundary => return Ok(false),
    }
    Ok(true)
}

/// Lets one inclusive join pass that waits for nobody any more.
fn join<C: Chooser>(
    process: &Process,
    marking: &mut Marking,
    on_flows: &[usize],
    chooser: &mut C,
    moves: &mut Vec<Moved>,
) -> Result<bool, Stuck<C::Error>> {
    for flow in on_flows {
        let index = process.flow(*flow).to;
        let node = process.node(index);
        if node.shape == Shape::Inclusive && marking.has(*flow) && !is_awaited(process, marking, index) {
            let took = node.ins.iter().copied().filter(|way| marking.has(*way)).collect();
            inclusive(process, marking, index, took, chooser, moves)?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a token elsewhere can still come to an empty way in and not as well to one that has a token already.
fn is_awaited(process: &Process, marking: &Marking, gateway: usize) -> bool {
    let node = process.node(gateway);
    let ways = || node.ins.iter().zip(&node.coming);
    let comes =
        |place: usize, filled: bool| ways().any(|(way, coming)| marking.has(*way) == filled && coming.has(place));
    let is_waiting_here = |place: usize| node.ins.contains(&place);
    marking.places().any(|place| !is_waiting_here(place) && comes(place, false) && !comes(place, true))
}

fn inclusive<C: Chooser>(
    process: &Process,
    marking: &mut Marking,
    gateway: usize,
    took: Vec<usize>,
    chooser: &mut C,
    moves: &mut Vec<Moved>,
) -> Result<(), Stuck<C::Error>> {
    let offered = offered(process, marking, gateway);
    let ways =
        if offered.len() > 1 { chooser.some(process, gateway, &offered).map_err(Stuck::Choice)? } else { offered };
    pass(process, marking, gateway, took, ways, moves)
}

/// Ways out that are not used up.
fn offered(process: &Process, marking: &Marking, gateway: usize) -> Vec<usize> {
    let is_left = |way: &usize| {
        process.flow(*way).bound.is_none_or(|(counter, most)| marking.loops.get(counter).is_some_and(|n| *n < most))
    };
    process.node(gateway).outs.iter().copied().filter(is_left).collect()
}

fn pass<E>(
    process: &Process,
    marking: &mut Marking,
    gateway: usize,
    took: Vec<usize>,
    gave: Vec<usize>,
    moves: &mut Vec<Moved>,
) -> Result<(), Stuck<E>> {
    for way in &took {
        marking.take(*way);
    }
    for way in &gave {
        put(marking, *way)?;
        if let Some((counter, _)) = process.flow(*way).bound
            && let Some(count) = marking.loops.get_mut(counter)
        {
            *count = count.saturating_add(1);
        }
    }
    moves.push(Moved::Passed { gateway, took, gave });
    Ok(())
}

fn end<E>(
    process: &Process,
    marking: &mut Marking,
    node: usize,
    from: usize,
    moves: &mut Vec<Moved>,
) -> Result<(), Stuck<E>> {
    marking.take(from);
    let scope = process.node(node).scope;
    let alone = match scope {
        None => marking.is_empty(),
        Some(scope) => !marking.meets(&process.node(scope).inside),
    };
    moves.push(Moved::Ended { node, from, alone });
    if let (Some(scope), true) = (scope, alone)
        && let Some(to) = process.way_out(scope)
    {
        marking.take(process.at(scope));
        put(marking, to)?;
        moves.push(Moved::Left { scope, to });
    }
    Ok(())
}

pub(super) fn put<E>(marking: &mut Marking, place: usize) -> Result<(), Stuck<E>> {
    if marking.put(place) { Ok(()) } else { Err(Stuck::Twice(place)) }
}

/// Takes the token out of an open node and puts it on the way out: the node was done.
pub(super) fn close<E>(process: &Process, marking: &mut Marking, node: usize) -> Result<(), Stuck<E>> {
    marking.take(process.at(node));
    process.way_out(node).map_or(Ok(()), |way| put(marking, way))
}

/// Breaks off the node on which the boundary lies, with everything inside it, and says which tokens are gone.
pub(super) fn interrupt<E>(process: &Process, marking: &mut Marking, boundary: usize) -> Result<Vec<usize>, Stuck<E>> {
    let Some(host) = process.node(boundary).host else { return Ok(Vec::new()) };
    let before: Vec<usize> = marking.places().collect();
    marking.take(process.at(host));
    marking.clear(&process.node(host).inside);
    let dropped = before.into_iter().filter(|place| !marking.has(*place)).collect();
    process.way_out(boundary).map_or(Ok(()), |way| put(marking, way))?;
    Ok(dropped)
}

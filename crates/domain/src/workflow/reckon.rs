//! The longest way through a workflow on the dossier's clock, compared with the whole limit.
//!
//! Working days and hours compare exactly (eight hours a day, as the decisions that print steps have it), days and
//! hours too. Where the whole limit is in working time, a day counts as a working day at most. Where it is in days, no
//! calendar-free bound for a working day exists, and a step that has one is named.

use std::collections::BTreeMap;

use super::process::Process;
use super::shape::counted_limit;
use crate::deadline::{Limit, LimitUnit};

/// Most combinations of ways and loop counts looked at.
pub(super) const MAX_VISITS: usize = 200_000;

/// How the longest way compares with the whole limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathLimit {
    /// No whole limit, or no step with one.
    Nothing,
    /// The longest way takes this long: inside the whole limit when no fault says otherwise.
    Longest {
        /// The steps with a limit on the way.
        path: Vec<String>,
        /// Their sum, in the whole limit's unit.
        sum: Limit,
    },
    /// A step's limit cannot be compared with the whole limit without a calendar.
    Incomparable {
        /// The step.
        step: String,
        /// Its limit.
        limit: Limit,
    },
    /// Too many ways to look at.
    Unknown,
}

/// Tenths of an hour, or of a working hour.
pub(super) fn tenth_hours(limit: Limit) -> u64 {
    let tenths = u64::from(limit.tenths());
    match limit.unit() {
        LimitUnit::WorkingDay => tenths.saturating_mul(8),
        LimitUnit::Day => tenths.saturating_mul(24),
        LimitUnit::WorkingHour | LimitUnit::Hour => tenths,
    }
}

fn is_working(unit: LimitUnit) -> bool {
    match unit {
        LimitUnit::WorkingDay | LimitUnit::WorkingHour => true,
        LimitUnit::Day | LimitUnit::Hour => false,
    }
}

/// The most that a limit takes on the clock of the whole; none where only a calendar could tell.
pub(super) fn on_the_clock(limit: Limit, whole: LimitUnit) -> Option<u64> {
    match (is_working(whole), limit.unit()) {
        (true, LimitUnit::Day) => Some(u64::from(limit.tenths()).saturating_mul(8)),
        (true, LimitUnit::Hour | LimitUnit::WorkingHour | LimitUnit::WorkingDay)
        | (false, LimitUnit::Hour | LimitUnit::Day) => Some(tenth_hours(limit)),
        (false, LimitUnit::WorkingHour | LimitUnit::WorkingDay) => None,
    }
}

/// A sum in the unit of the whole, rounded up to a tenth.
fn in_unit(tenth_hours: u64, unit: LimitUnit) -> Option<Limit> {
    let divisor = match unit {
        LimitUnit::WorkingDay => 8,
        LimitUnit::Day => 24,
        LimitUnit::WorkingHour | LimitUnit::Hour => 1,
    };
    let tenths = u32::try_from(tenth_hours.div_ceil(divisor)).ok()?;
    Limit::from_tenths(tenths, unit).ok()
}

/// Rank in the order of flows after so many turns, the flow, and how often each way back was taken.
type Visit = (u32, usize, usize, Vec<u8>);

/// The longest time to a visit and the visit before it.
type Best = BTreeMap<Visit, (u64, Option<Visit>)>;

/// The longest way from the start.
pub(super) fn longest(process: &Process) -> PathLimit {
    let (Some(whole), Some(start)) = (process.definition().limit, process.start()) else { return PathLimit::Nothing };
    let mut cost = vec![0_u64; process.node_count()];
    for (index, slot) in cost.iter_mut().enumerate() {
        let Some(limit) = process.kind(index).and_then(counted_limit) else { continue };
        let Some(taken) = on_the_clock(limit, whole.unit()) else {
            return PathLimit::Incomparable { step: process.node(index).id.clone(), limit };
        };
        *slot = taken;
    }
    let (order, _) = process.in_order();
    let mut rank = vec![0_usize; process.flow_count()];
    for (position, flow) in order.iter().enumerate() {
        if let Some(slot) = rank.get_mut(*flow) {
            *slot = position;
        }
    }
    let rank_of = |flow: usize| rank.get(flow).copied().unwrap_or(0);
    let loops = process.no_marking().loops;
    let (mut open, mut done): (Best, Best) = (BTreeMap::new(), BTreeMap::new());
    open.insert((0, rank_of(start), start, loops), (0, None));
    // Every way leads to a later visit, so the first one is final when it is taken out.
    while let Some((visit, (spent, before))) = open.pop_first() {
        if done.len() >= MAX_VISITS {
            return PathLimit::Unknown;
        }
        let (turns, _, flow, counts) = &visit;
        for next in process.next(*flow) {
            let mut counts = counts.clone();
            let mut turns = *turns;
            if let Some((counter, most)) = process.flow(next).bound
                && let Some(count) = counts.get_mut(counter)
            {
                if *count >= most {
                    continue;
                }
                *count = count.saturating_add(1);
                turns = turns.saturating_add(1);
            }
            let spent = spent.saturating_add(price(process, &cost, *flow, next));
            let entry = open.entry((turns, rank_of(next), next, counts)).or_insert((spent, Some(visit.clone())));
            if entry.0 < spent {
                *entry = (spent, Some(visit.clone()));
            }
        }
        // The last node on a way is an end and costs nothing.
        done.insert(visit, (spent, before));
    }
    answer(process, &cost, whole.unit(), &done)
}

/// What it costs to go from a flow to the next one: the node between, or the timer that breaks it off.
fn price(process: &Process, cost: &[u64], flow: usize, next: usize) -> u64 {
    let node = process.flow(flow).to;
    let by = process.flow(next).from;
    let is_boundary = process.node(node).boundaries.contains(&by);
    let of = |node: usize| cost.get(node).copied().unwrap_or(0);
    if is_boundary && of(by) > 0 { of(by) } else { of(node) }
}

fn answer(process: &Process, cost: &[u64], unit: LimitUnit, done: &Best) -> PathLimit {
    let Some((mut visit, (spent, _))) =
        done.iter().max_by_key(|(visit, (spent, _))| (*spent, std::cmp::Reverse(*visit)))
    else {
        return PathLimit::Nothing;
    };
    let Some(sum) = in_unit(*spent, unit) else { return PathLimit::Nothing };
    let mut path = Vec::new();
    while let Some((_, Some(before))) = done.get(visit) {
        if price(process, cost, before.2, visit.2) > 0 {
            let by = process.flow(visit.2).from;
            let node = process.flow(before.2).to;
            let named = if process.node(node).boundaries.contains(&by) { by } else { node };
            path.push(process.node(named).id.clone());
        }
        visit = before;
    }
    path.reverse();
    PathLimit::Longest { path, sum }
}

//! Cutting the time of a dossier into pieces and giving each piece to one holder.

use super::history::{History, Holder, Span};
use crate::deadline::{Due, Effect, Line, reckon};
use jiff::civil::DateTime;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A stretch of time in which nothing changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) from: DateTime,
    pub(super) to: DateTime,
    /// The step that was open; none in a gap. An outage keeps the step that it held up.
    pub(super) step: Option<String>,
    pub(super) holder: Holder,
    /// Whether the legal clock stood.
    pub(super) stands: bool,
}

/// Times from a start, included, to an end, left out.
type Interval = (DateTime, DateTime);

/// The pieces from receipt to end, in order and without gaps between them.
pub(super) fn pieces(history: &History<'_>) -> Vec<Piece> {
    let (start, end) = (history.clock.received, history.end());
    let inside = |(from, to): Interval| (from.max(start), to.min(end));
    let held: Vec<(Interval, &Span)> = {
        let clipped = history.spans.iter().map(|span| (inside((span.from, span.to.unwrap_or(end))), span));
        clipped.filter(|((from, to), _)| from < to).collect()
    };
    let outages = history.outages.iter().map(|outage| inside((outage.from, outage.to.unwrap_or(end))));
    let outages: Vec<Interval> = outages.filter(|(from, to)| from < to).collect();
    let standing: Vec<Interval> = standing(history).into_iter().map(inside).filter(|(from, to)| from < to).collect();
    let mut cuts: BTreeSet<DateTime> = [start, end].into();
    let all = held.iter().map(|(interval, _)| interval).chain(&outages).chain(&standing);
    cuts.extend(all.flat_map(|(from, to)| [*from, *to]));
    let cuts: Vec<DateTime> = cuts.into_iter().collect();
    let mut pieces: Vec<Piece> = Vec::with_capacity(cuts.len());
    for (from, to) in cuts.iter().copied().zip(cuts.iter().copied().skip(1)) {
        let covers = |interval: &Interval| interval.0 <= from && to <= interval.1;
        let holding = held.iter().enumerate().filter(|(_, (interval, _))| covers(interval));
        let winner = holding.max_by_key(|(place, (interval, _))| precedence(*interval, *place)).map(|(_, held)| held);
        let step = winner.map(|(_, span)| span.step.clone());
        let holder = match winner {
            _ if outages.iter().any(covers) => Holder::Us,
            Some((_, span)) => span.holders.first().cloned().unwrap_or_else(|| pool(history.unit)),
            None => pool(unit_of_gap(&held, from, history.unit)),
        };
        pieces.push(Piece { from, to, step, holder, stands: standing.iter().any(covers) });
    }
    pieces
}

/// Of several parts the one that closes last comes before the others, then the one that began first, then the first listed.
fn precedence((from, to): Interval, place: usize) -> (DateTime, Reverse<DateTime>, Reverse<usize>) {
    (to, Reverse(from), Reverse(place))
}

fn pool(unit: &str) -> Holder {
    Holder::Pool { unit: unit.to_owned() }
}

/// The unit that should have taken the dossier while nobody had it.
fn unit_of_gap<'a>(held: &[(Interval, &'a Span)], gap: DateTime, handling: &'a str) -> &'a str {
    let unit = |span: &'a Span| span.holders.first().map_or(Some(handling), Holder::unit);
    let next = held.iter().filter(|((from, _), _)| *from > gap).min_by_key(|((from, _), _)| *from);
    let last = || held.iter().filter(|((_, to), _)| *to <= gap).max_by_key(|((_, to), _)| *to);
    next.and_then(|(_, span)| unit(span)).or_else(|| last().and_then(|(_, span)| unit(span))).unwrap_or(handling)
}

/// When the legal clock stood, by the law's own reckoning: a pause after the due time, for example, stops nothing.
/// Where nothing can be reckoned, because the calendar ends, as the pauses are recorded.
fn standing(history: &History<'_>) -> Vec<Interval> {
    let end = history.end();
    let Ok(reckoning) = reckon(&history.terms, history.clock) else {
        let stops = history.clock.interruptions.iter().filter(|interruption| interruption.effect != Effect::NoPause);
        return stops.map(|interruption| (interruption.from, interruption.to.unwrap_or(end))).collect();
    };
    let stood = reckoning.lines.iter().filter_map(|line| match line {
        Line::Paused { from, to, .. } | Line::Restarted { from, to, .. } => Some((*from, *to)),
        _ => None,
    });
    let mut standing: Vec<Interval> = stood.collect();
    if let Due::Standing { since, .. } = reckoning.due {
        standing.push((since, end));
    }
    standing
}

//! The ledger: lines in order, shares of each holder, and the whole.

use super::attribute::{Piece, pieces};
use super::history::{History, Holder};
use crate::deadline::{counted_from, working_minutes_between};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A stretch of time with one holder and one step.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Line {
    /// When it began.
    pub from: DateTime,
    /// When it ended; the next line begins there.
    pub to: DateTime,
    /// The step; none where nobody had the dossier.
    pub step: Option<String>,
    /// To whom its minutes belong.
    pub holder: Holder,
    /// Minutes of office hours.
    pub minutes: i64,
    /// Those of them in which the legal clock stood.
    pub standing_minutes: i64,
    /// Those of them that count against the limit: the clock ran, and has not started again since.
    pub counted_minutes: i64,
}

/// What belongs to one holder.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Share {
    /// The holder.
    pub holder: Holder,
    /// Minutes of office hours.
    pub minutes: i64,
    /// Those of them in which the legal clock stood.
    pub standing_minutes: i64,
    /// Those of them that count against the limit.
    pub counted_minutes: i64,
}

/// Where the time of one dossier went. The minutes of the lines, and those of the shares, add up to the whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ledger {
    /// Receipt.
    pub from: DateTime,
    /// Finish, or now.
    pub to: DateTime,
    /// Whether the result is there.
    pub finished: bool,
    /// The unit that handles the dossier.
    pub unit: String,
    /// Minutes of office hours from receipt to the end.
    pub whole_minutes: i64,
    /// Those of them in which the legal clock stood.
    pub standing_minutes: i64,
    /// Those of them that count against the limit.
    pub counted_minutes: i64,
    /// Minutes of office hours by which the due time was passed; 0 in time.
    pub late_minutes: i64,
    /// Whether all of it lies in the published calendar; days outside it count nothing.
    pub covered: bool,
    /// Who had it, in order of time.
    pub lines: Vec<Line>,
    /// What belongs to each holder, the largest first.
    pub shares: Vec<Share>,
}

/// Reckons the ledger of one dossier. Never fails: a page on a late dossier must always show something.
#[must_use]
pub fn reckon(history: &History<'_>) -> Ledger {
    let (from, to) = (history.clock.received, history.end());
    let between = |from, to| working_minutes_between(&history.terms, from, to);
    let counted_from = counted_from(&history.terms, history.clock).unwrap_or(from);
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces(history) {
        let minutes = between(piece.from, piece.to);
        let counted = if piece.stands { 0 } else { between(piece.from.max(counted_from), piece.to) };
        add(&mut lines, piece, minutes, counted);
    }
    let sum = |part: fn(&Line) -> i64| lines.iter().map(part).fold(0, i64::saturating_add);
    let calendar = history.terms.calendar;
    Ledger {
        from,
        to,
        finished: history.finished.is_some(),
        unit: history.unit.to_owned(),
        whole_minutes: between(from, to),
        standing_minutes: sum(|line| line.standing_minutes),
        counted_minutes: sum(|line| line.counted_minutes),
        late_minutes: history.due.map_or(0, |due| between(due, to)),
        covered: calendar.published_from() <= from.date() && to.date() <= calendar.published_through(),
        shares: shares(&lines),
        lines,
    }
}

/// Adds a piece, to the last line when holder and step go on.
fn add(lines: &mut Vec<Line>, piece: Piece, minutes: i64, counted_minutes: i64) {
    let standing_minutes = if piece.stands { minutes } else { 0 };
    match lines.last_mut() {
        Some(last) if last.holder == piece.holder && last.step == piece.step => {
            last.to = piece.to;
            last.minutes = last.minutes.saturating_add(minutes);
            last.standing_minutes = last.standing_minutes.saturating_add(standing_minutes);
            last.counted_minutes = last.counted_minutes.saturating_add(counted_minutes);
        }
        Some(_) | None => {
            let Piece { from, to, step, holder, .. } = piece;
            lines.push(Line { from, to, step, holder, minutes, standing_minutes, counted_minutes });
        }
    }
}

fn shares(lines: &[Line]) -> Vec<Share> {
    let mut by_holder: BTreeMap<&Holder, (i64, i64, i64)> = BTreeMap::new();
    for line in lines {
        let share = by_holder.entry(&line.holder).or_default();
        share.0 = share.0.saturating_add(line.minutes);
        share.1 = share.1.saturating_add(line.standing_minutes);
        share.2 = share.2.saturating_add(line.counted_minutes);
    }
    let shares = by_holder.into_iter().map(|(holder, (minutes, standing_minutes, counted_minutes))| Share {
        holder: holder.clone(),
        minutes,
        standing_minutes,
        counted_minutes,
    });
    let mut shares: Vec<Share> = shares.collect();
    shares.sort_by_key(|share| std::cmp::Reverse(share.minutes));
    shares
}

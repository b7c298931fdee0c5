//! The line: who is called next, and after whom.
//!
//! Those whom the law puts first and those whose appointment has come are called before the others, in the order in which
//! that came about, but no more than a few while somebody else waits; then it is the turn of whoever waits longest. So
//! nobody waits for ever: of `ahead_max + 1` calls at least one goes to each side on which somebody waits.

use jiff::civil::DateTime;

use super::{DeskRules, TicketKind};

/// Somebody in line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InLine {
    /// Code of the ticket.
    pub code: String,
    /// Number of the day within its service.
    pub number: i64,
    /// In what way they stand in line.
    pub kind: TicketKind,
    /// Since when they wait.
    pub since: DateTime,
}

/// The side of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Ahead,
    InTurn,
    /// Came before the time of their appointment: called early only when nobody else waits.
    Early,
}

impl InLine {
    fn side(&self, now: DateTime) -> Side {
        match &self.kind {
            TicketKind::WalkIn => Side::InTurn,
            TicketKind::Priority { .. } => Side::Ahead,
            TicketKind::Appointment { slot } if *slot <= now => Side::Ahead,
            TicketKind::Appointment { .. } => Side::Early,
        }
    }

    /// From when on they count: an appointment from its time on, when its holder was there.
    fn counts_from(&self) -> DateTime {
        match &self.kind {
            TicketKind::WalkIn | TicketKind::Priority { .. } => self.since,
            TicketKind::Appointment { slot } => self.since.max(*slot),
        }
    }

    /// Whether calling them is calling somebody out of turn.
    #[must_use]
    pub const fn is_ahead(&self) -> bool {
        match self.kind {
            TicketKind::WalkIn => false,
            TicketKind::Priority { .. } | TicketKind::Appointment { .. } => true,
        }
    }
}

/// The line in the order in which it is called. `ahead` is how many were called out of turn since the last one in turn.
#[must_use]
pub fn order<'l>(line: &'l [InLine], ahead: u32, now: DateTime, rules: &DeskRules) -> Vec<&'l InLine> {
    let mut sorted: Vec<&InLine> = line.iter().collect();
    sorted.sort_by_key(|one| (one.counts_from(), one.number, one.code.as_str()));
    let of = |side| sorted.iter().copied().filter(move |one| one.side(now) == side).collect::<Vec<_>>();
    let mut first = of(Side::Ahead).into_iter().peekable();
    let mut in_turn = of(Side::InTurn).into_iter().peekable();
    let mut ordered = Vec::with_capacity(line.len());
    let mut ahead = ahead;
    while first.peek().is_some() || in_turn.peek().is_some() {
        let may_go_ahead = ahead < rules.ahead_max || in_turn.peek().is_none();
        let next = if may_go_ahead { first.next() } else { None };
        if let Some(one) = next {
            ahead = ahead.saturating_add(1);
            ordered.push(one);
        } else if let Some(one) = in_turn.next() {
            ahead = 0;
            ordered.push(one);
        }
    }
    ordered.extend(of(Side::Early));
    ordered
}

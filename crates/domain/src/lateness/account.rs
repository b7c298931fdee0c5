//! The ledger of one dossier, with the cause of its delay.

use std::collections::BTreeMap;

use super::{OutageRecord, StepTold, Story};
use crate::deadline::{Terms, working_minutes_allowed, working_minutes_between};
use crate::dossier::DueState;
use crate::ledger::{self, Cause, Excess, History, Holder, Ledger, Line, Outage, Responsible, Share, StepAllowance};
use crate::time::DateTime;

/// Where the time of a dossier went, and why it is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The ledger.
    pub ledger: Ledger,
    /// Who passed their own limit; meaningful when the dossier is late, or will be.
    pub cause: Cause,
    /// The steps, by the label that lines bear.
    pub steps: BTreeMap<String, StepTold>,
    /// The due time in force; none while the clock stands or nothing is due.
    pub due: Option<DateTime>,
}

impl Account {
    /// Whether the due time has passed.
    #[must_use]
    pub const fn is_late(&self) -> bool {
        self.ledger.late_minutes > 0
    }
}

/// Reckons the account of a story; none before receipt.
///
/// `terms` are those of the dossier: the calendar, and the hours of the unit that handles it.
#[must_use]
pub fn account(story: &Story, terms: &Terms<'_>, outages: &[Outage], now: DateTime) -> Option<Account> {
    let clock = story.clock()?;
    let due = due(story);
    let history = History {
        terms: *terms,
        clock: &clock,
        unit: &story.dossier.handling_unit,
        spans: &story.spans,
        outages,
        finished: story.dossier.finished_at,
        due,
        now,
    };
    let ledger = ledger::reckon(&history);
    let cause = ledger::cause(&ledger, &allowances(story, terms));
    Some(Account { ledger, cause, steps: story.steps.clone(), due })
}

/// The due time that can be passed: while the clock stands there is none.
fn due(story: &Story) -> Option<DateTime> {
    match story.dossier.due {
        DueState::At(at) => Some(at),
        DueState::Unknown | DueState::Expected(_) | DueState::Standing { .. } => None,
    }
}

/// What each step may take: its own limit, or the time until the day by which it was asked for.
pub(super) fn allowances(story: &Story, terms: &Terms<'_>) -> Vec<StepAllowance> {
    let minutes = |told: &StepTold| match (told.limit, told.due) {
        (Some(limit), _) => working_minutes_allowed(terms, told.since, limit).ok(),
        (None, Some(due)) => Some(working_minutes_between(terms, told.since, due)),
        (None, None) => None,
    };
    let allowance =
        |(step, told): (&String, &StepTold)| minutes(told).map(|minutes| StepAllowance { step: step.clone(), minutes });
    story.steps.iter().filter_map(allowance).collect()
}

/// Outages of the register as the ledger takes them; what was withdrawn never was.
#[must_use]
pub fn outages_between(records: &[OutageRecord]) -> Vec<Outage> {
    let real = records.iter().filter(|record| !record.withdrawn);
    real.map(|record| Outage { from: record.from, to: record.to }).collect()
}

impl Account {
    /// The same told by units only: nobody is named.
    #[must_use]
    pub fn by_unit(mut self) -> Self {
        let mut lines: Vec<Line> = Vec::with_capacity(self.ledger.lines.len());
        for mut line in self.ledger.lines {
            line.holder = unit_of(line.holder);
            match lines.last_mut() {
                Some(last) if last.holder == line.holder && last.step == line.step => {
                    last.to = line.to;
                    last.minutes = last.minutes.saturating_add(line.minutes);
                    last.standing_minutes = last.standing_minutes.saturating_add(line.standing_minutes);
                    last.counted_minutes = last.counted_minutes.saturating_add(line.counted_minutes);
                }
                Some(_) | None => lines.push(line),
            }
        }
        let mut shares: Vec<Share> = Vec::with_capacity(self.ledger.shares.len());
        for mut share in self.ledger.shares {
            share.holder = unit_of(share.holder);
            match shares.iter_mut().find(|known| known.holder == share.holder) {
                Some(known) => {
                    known.minutes = known.minutes.saturating_add(share.minutes);
                    known.standing_minutes = known.standing_minutes.saturating_add(share.standing_minutes);
                    known.counted_minutes = known.counted_minutes.saturating_add(share.counted_minutes);
                }
                None => shares.push(share),
            }
        }
        shares.sort_by_key(|share| std::cmp::Reverse(share.minutes));
        self.ledger.lines = lines;
        self.ledger.shares = shares;
        self.cause = cause_by_unit(self.cause);
        self
    }
}

fn unit_of(holder: Holder) -> Holder {
    match holder {
        Holder::Person { unit, .. } => Holder::Pool { unit },
        other @ (Holder::Pool { .. }
        | Holder::Applicant
        | Holder::Authority { .. }
        | Holder::Partner { .. }
        | Holder::Us) => other,
    }
}

fn cause_by_unit(cause: Cause) -> Cause {
    let of = |excess: Excess| Excess { holder: unit_of(excess.holder), ..excess };
    let responsible = match cause.responsible {
        Responsible::Person { unit, .. } | Responsible::HeadOfUnit { unit } => Responsible::HeadOfUnit { unit },
    };
    Cause {
        measure: cause.measure,
        main: cause.main.map(of),
        ranked: cause.ranked.into_iter().map(of).collect(),
        responsible,
    }
}

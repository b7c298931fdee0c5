//! Why a dossier is late: who passed their own limit, by how much.

use super::history::Holder;
use super::reckon::{Ledger, Line};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The time that a step may take, however often it is visited and by whomever.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StepAllowance {
    /// The step, as its spans name it.
    pub step: String,
    /// Minutes of office hours, as [`crate::deadline::working_minutes_allowed`] reckons them from a limit.
    pub minutes: i64,
}

/// By how much one holder of one step passed its limit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Excess {
    /// The step; none where nobody had the dossier, or the system was down.
    pub step: Option<String>,
    /// Who had it.
    pub holder: Holder,
    /// Minutes that counted against the limit while they had it.
    pub held_minutes: i64,
    /// Minutes that the step may take; 0 where waiting is not foreseen at all.
    pub allowed_minutes: i64,
    /// The part of `held_minutes` that is too much.
    pub excess_minutes: i64,
}

/// By what a cause was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Somebody passed the limit of their own step.
    OwnLimit,
    /// Nobody did, or the steps have no limits: who held it longest while the clock ran.
    LongestHeld,
    /// No minute has counted yet.
    Nothing,
}

/// Who answers for it here (người chịu trách nhiệm).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "responsible", rename_all = "snake_case")]
pub enum Responsible {
    /// The person with the largest excess.
    Person {
        /// The unit.
        unit: String,
        /// The account of the person.
        person: String,
    },
    /// The head of the unit: of the pool in which it lay, or of the handling unit when somebody outside was waited for.
    HeadOfUnit {
        /// The unit.
        unit: String,
    },
}

/// Why a dossier is late.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cause {
    /// How the first of the ranking was found.
    pub measure: Measure,
    /// The largest excess, first of `ranked`; or who held it longest, with no excess; none before any minute counted.
    pub main: Option<Excess>,
    /// Everybody who passed their limit, the largest excess first.
    pub ranked: Vec<Excess>,
    /// Who answers for it.
    pub responsible: Responsible,
}

/// Who passed their own limit by how much, and who answers for it.
///
/// Only minutes that count against the limit are looked at. What a step took beyond its allowance is charged first to the
/// pool, where waiting was nobody's work, then to its other holders, who held it longest first; the excesses of a step
/// add up to what it took too much. Gaps and outages have no allowance: all of their minutes are excess. A step without
/// an allowance has no excess.
#[must_use]
pub fn cause(ledger: &Ledger, allowances: &[StepAllowance]) -> Cause {
    let held = held(ledger);
    let mut ranked: Vec<Excess> = Vec::new();
    let mut steps: BTreeMap<Option<&str>, Vec<(&Holder, i64)>> = BTreeMap::new();
    for ((step, holder), minutes) in &held {
        steps.entry(*step).or_default().push((holder, *minutes));
    }
    for (step, holders) in steps {
        let allowed = match step {
            None => Some(0),
            Some(step) => allowances.iter().find(|allowance| allowance.step == step).map(|allowance| allowance.minutes),
        };
        if let Some(allowed) = allowed {
            ranked.extend(excesses(step, holders, allowed.max(0)));
        }
    }
    ranked.sort_by_key(|excess| Reverse(excess.excess_minutes));
    let (measure, main) = match ranked.first() {
        Some(first) => (Measure::OwnLimit, Some(first.clone())),
        None => match longest(&held, allowances) {
            Some(longest) => (Measure::LongestHeld, Some(longest)),
            None => (Measure::Nothing, None),
        },
    };
    let responsible = responsible(main.as_ref(), &ledger.unit);
    Cause { measure, main, ranked, responsible }
}

/// Minutes that counted, by step and holder. An outage belongs to no step.
fn held(ledger: &Ledger) -> BTreeMap<(Option<&str>, &Holder), i64> {
    let mut held: BTreeMap<(Option<&str>, &Holder), i64> = BTreeMap::new();
    for line in ledger.lines.iter().filter(|line| line.counted_minutes > 0) {
        let minutes = held.entry((step_of(line), &line.holder)).or_default();
        *minutes = minutes.saturating_add(line.counted_minutes);
    }
    held
}

fn step_of(line: &Line) -> Option<&str> {
    match line.holder {
        Holder::Us => None,
        Holder::Person { .. }
        | Holder::Pool { .. }
        | Holder::Applicant
        | Holder::Authority { .. }
        | Holder::Partner { .. } => line.step.as_deref(),
    }
}

fn excesses(step: Option<&str>, mut holders: Vec<(&Holder, i64)>, allowed_minutes: i64) -> Vec<Excess> {
    let total = holders.iter().map(|(_, minutes)| *minutes).fold(0, i64::saturating_add);
    let mut left = total.saturating_sub(allowed_minutes);
    holders.sort_by_key(|(holder, minutes)| (!matches!(holder, Holder::Pool { .. }), Reverse(*minutes)));
    let mut excesses = Vec::new();
    for (holder, held_minutes) in holders {
        let excess_minutes = held_minutes.min(left);
        if excess_minutes > 0 {
            left = left.saturating_sub(excess_minutes);
            let (step, holder) = (step.map(str::to_owned), holder.clone());
            excesses.push(Excess { step, holder, held_minutes, allowed_minutes, excess_minutes });
        }
    }
    excesses
}

fn longest(held: &BTreeMap<(Option<&str>, &Holder), i64>, allowances: &[StepAllowance]) -> Option<Excess> {
    let ((step, holder), minutes) = held.iter().max_by_key(|(_, minutes)| **minutes)?;
    let allowance = allowances.iter().find(|allowance| Some(allowance.step.as_str()) == *step);
    Some(Excess {
        step: step.map(str::to_owned),
        holder: Holder::clone(holder),
        held_minutes: *minutes,
        allowed_minutes: allowance.map_or(0, |allowance| allowance.minutes),
        excess_minutes: 0,
    })
}

fn responsible(main: Option<&Excess>, handling: &str) -> Responsible {
    let head = |unit: &str| Responsible::HeadOfUnit { unit: unit.to_owned() };
    match main.map(|excess| &excess.holder) {
        Some(Holder::Person { unit, person }) => Responsible::Person { unit: unit.clone(), person: person.clone() },
        Some(Holder::Pool { unit }) => head(unit),
        Some(Holder::Applicant | Holder::Authority { .. } | Holder::Partner { .. } | Holder::Us) | None => {
            head(handling)
        }
    }
}

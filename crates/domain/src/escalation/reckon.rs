//! What is to be sent now, and when something will be.

use super::rule::{Addressee, LARGEST_PERCENT, LARGEST_REPETITIONS, LARGEST_WORKING_HOURS, Recipient, Rule, When};
use crate::deadline::{
    DeadlineError, Terms, closing_before, working_minutes_between, working_time_after, working_time_before,
};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A task that somebody has to do, as far as reminders ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskFacts {
    /// Its id, the same as long as it is the same piece of work.
    pub task: String,
    /// The unit where it lies.
    pub unit: String,
    /// The unit above that one, if there is one.
    pub unit_above: Option<String>,
    /// Who took it; none while it lies in the pool.
    pub person: Option<String>,
    /// The kind of work: `examine`.
    pub work: String,
    /// The procedure of its dossier.
    pub procedure: String,
    /// Since when it lies there.
    pub since: DateTime,
    /// When it is due; none while the clock stands, or without a limit.
    pub due: Option<DateTime>,
    /// Working minutes since then in which the clock stood.
    pub stood_minutes: i64,
    /// When the dossier is due; none while the clock stands.
    pub dossier_due: Option<DateTime>,
    /// Whether an apology is owed for the dossier and not signed.
    pub apology_unsigned: bool,
    /// Reminders of this task that were sent.
    pub sent: Vec<SentReminder>,
}

/// A reminder that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SentReminder {
    /// The rule.
    pub rule: String,
    /// Its repetition.
    pub repetition: u32,
}

/// A reminder to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reminder {
    /// The same for the same rule, task and repetition, and for no other.
    pub key: String,
    /// The rule.
    pub rule: String,
    /// The task.
    pub task: String,
    /// 0 for the first, then 1, 2, …
    pub repetition: u32,
    /// When it fell due.
    pub at: DateTime,
    /// Who is told, each once.
    pub to: Vec<Addressee>,
}

/// A rule that could not be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rule {rule}: {cause}")]
pub struct RuleFault {
    /// Its id.
    pub rule: String,
    /// Why.
    pub cause: FaultCause,
}

/// Why a rule could not be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FaultCause {
    /// Its moment cannot be reckoned.
    #[error("{0}")]
    Deadline(DeadlineError),
    /// It names a number out of bounds.
    #[error("a number is out of range")]
    OutOfRange,
    /// It tells nobody.
    #[error("nobody is told")]
    NobodyTold,
}

impl From<DeadlineError> for FaultCause {
    fn from(error: DeadlineError) -> Self {
        Self::Deadline(error)
    }
}

/// A reminder and its moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Occurrence {
    repetition: u32,
    at: DateTime,
}

/// The reminders of one task to be sent now, in the order of the rules, and the rules that failed.
#[must_use]
pub fn due_reminders(
    rules: &[Rule],
    facts: &TaskFacts,
    now: DateTime,
    terms: &Terms<'_>,
) -> (Vec<Reminder>, Vec<RuleFault>) {
    let (mut reminders, mut faults) = (Vec::new(), Vec::new());
    for rule in rules.iter().filter(|rule| rule.validity.contains(now.date()) && applies(rule, facts)) {
        match due_now(rule, facts, now, terms) {
            Ok(Some(occurrence)) => reminders.push(reminder(rule, facts, occurrence)),
            Ok(None) => (),
            Err(cause) => faults.push(RuleFault { rule: rule.id.clone(), cause }),
        }
    }
    (reminders, faults)
}

/// The next moment, now or later, at which [`due_reminders`] would give something for this task as it is; none when nothing
/// is to come. A job may sleep until then if the task does not change. Rules that fail are passed over; they are
/// reported when reminders are asked for.
#[must_use]
pub fn next_check(rules: &[Rule], facts: &TaskFacts, now: DateTime, terms: &Terms<'_>) -> Option<DateTime> {
    let applying = rules.iter().filter(|rule| applies(rule, facts));
    applying.filter_map(|rule| next_of(rule, facts, now, terms).ok().flatten()).min()
}

/// Whether the rule speaks of such a task at all.
fn applies(rule: &Rule, facts: &TaskFacts) -> bool {
    let about_apology = match rule.when {
        When::BeforeSigningDeadline { .. } | When::AfterSigningDeadline { .. } => true,
        When::LimitUsed { .. } | When::BeforeDue { .. } | When::AfterDue { .. } => false,
    };
    rule.applies_to.covers(&facts.work, &facts.unit, &facts.procedure) && (facts.apology_unsigned || !about_apology)
}

/// The last repetition that has fallen due, unless it or a later one was sent or it has lapsed.
fn due_now(rule: &Rule, facts: &TaskFacts, now: DateTime, terms: &Terms<'_>) -> Result<Option<Occurrence>, FaultCause> {
    let Some((first, lapses)) = moments(rule, facts, terms)? else { return Ok(None) };
    if now < first || lapses.is_some_and(|lapses| lapses <= now) {
        return Ok(None);
    }
    let occurrence = match rule.repeat {
        None => Occurrence { repetition: 0, at: first },
        Some(repeat) => {
            let every = minutes(repeat.every_working_hours).max(1);
            let passed = working_minutes_between(terms, first, now) / every;
            let repetition = u32::try_from(passed).unwrap_or(u32::MAX).min(repeat.at_most);
            Occurrence { repetition, at: repeated(first, every, repetition, terms)? }
        }
    };
    Ok(open_from(rule, facts).filter(|open| *open <= occurrence.repetition).map(|_| occurrence))
}

/// When the rule fires next, at the earliest now.
fn next_of(rule: &Rule, facts: &TaskFacts, now: DateTime, terms: &Terms<'_>) -> Result<Option<DateTime>, FaultCause> {
    let Some((first, lapses)) = moments(rule, facts, terms)? else { return Ok(None) };
    let Some(open) = open_from(rule, facts) else { return Ok(None) };
    let at = match rule.repeat {
        None => first,
        Some(repeat) => repeated(first, minutes(repeat.every_working_hours).max(1), open, terms)?,
    };
    let begins = rule.validity.from.map_or(now, |day| day.at(0, 0, 0, 0));
    let at = at.max(now).max(begins);
    let is_over = lapses.is_some_and(|lapses| lapses <= at);
    Ok((!is_over && rule.validity.contains(at.date())).then_some(at))
}

/// The lowest repetition that may still be sent; none when all were.
fn open_from(rule: &Rule, facts: &TaskFacts) -> Option<u32> {
    let sent = facts.sent.iter().filter(|sent| sent.rule == rule.id).map(|sent| sent.repetition).max();
    let open = sent.map_or(0, |repetition| repetition.saturating_add(1));
    (open <= rule.repeat.map_or(0, |repeat| repeat.at_most)).then_some(open)
}

fn repeated(first: DateTime, every: i64, repetition: u32, terms: &Terms<'_>) -> Result<DateTime, FaultCause> {
    if repetition == 0 {
        return Ok(first);
    }
    Ok(working_time_after(terms, first, every.saturating_mul(i64::from(repetition)))?)
}

/// When the rule first holds, and when it lapses. None when what it rests on is not there: no due time, no apology.
fn moments(
    rule: &Rule,
    facts: &TaskFacts,
    terms: &Terms<'_>,
) -> Result<Option<(DateTime, Option<DateTime>)>, FaultCause> {
    check(rule)?;
    let signing = || facts.dossier_due.map(|due| closing_before(terms, due.date())).transpose();
    Ok(match rule.when {
        When::LimitUsed { percent } => match facts.due {
            Some(due) => Some((share_used(facts, due, percent, terms)?, (percent < 100).then_some(due))),
            None => None,
        },
        When::BeforeDue { working_hours } => match facts.due {
            Some(due) => Some((working_time_before(terms, due, minutes(working_hours))?.max(facts.since), Some(due))),
            None => None,
        },
        When::AfterDue { working_hours } => match facts.due {
            Some(due) => Some((after(terms, due, working_hours)?, None)),
            None => None,
        },
        When::BeforeSigningDeadline { working_hours } => match signing()? {
            Some(by) => Some((working_time_before(terms, by, minutes(working_hours))?, Some(by))),
            None => None,
        },
        When::AfterSigningDeadline { working_hours } => match signing()? {
            Some(by) => Some((after(terms, by, working_hours)?, None)),
            None => None,
        },
    })
}

/// So many working hours after a moment; that moment itself for none, also outside office hours.
fn after(terms: &Terms<'_>, from: DateTime, working_hours: u32) -> Result<DateTime, DeadlineError> {
    if working_hours == 0 { Ok(from) } else { working_time_after(terms, from, minutes(working_hours)) }
}

/// When so much of the step's working time is used. Time in which the clock stood is none of it, and is taken to lie
/// before that moment: when the clock stands again later, the due time moves and with it the moment.
fn share_used(facts: &TaskFacts, due: DateTime, percent: u32, terms: &Terms<'_>) -> Result<DateTime, DeadlineError> {
    let stood = facts.stood_minutes.max(0);
    let whole = working_minutes_between(terms, facts.since, due).saturating_sub(stood).max(0);
    let hundredths = whole.saturating_mul(i64::from(percent));
    let used = hundredths.saturating_add(99) / 100;
    working_time_after(terms, facts.since, used.saturating_add(stood))
}

const fn minutes(working_hours: u32) -> i64 {
    working_hours as i64 * 60
}

/// Refuses numbers that no file can hold, should a rule come from elsewhere.
fn check(rule: &Rule) -> Result<(), FaultCause> {
    let sound = match rule.when {
        When::LimitUsed { percent } => (1..=LARGEST_PERCENT).contains(&percent),
        When::BeforeDue { working_hours }
        | When::AfterDue { working_hours }
        | When::BeforeSigningDeadline { working_hours }
        | When::AfterSigningDeadline { working_hours } => working_hours <= LARGEST_WORKING_HOURS,
    };
    let repeats = rule.repeat.is_none_or(|repeat| {
        (1..=LARGEST_WORKING_HOURS).contains(&repeat.every_working_hours) && repeat.at_most <= LARGEST_REPETITIONS
    });
    if !sound || !repeats {
        return Err(FaultCause::OutOfRange);
    }
    if rule.notify.is_empty() { Err(FaultCause::NobodyTold) } else { Ok(()) }
}

fn reminder(rule: &Rule, facts: &TaskFacts, Occurrence { repetition, at }: Occurrence) -> Reminder {
    let head = |unit: &str| Addressee::HeadOfUnit { unit: unit.to_owned() };
    let addressee = |recipient: &Recipient| match recipient {
        Recipient::Person => match &facts.person {
            Some(person) => Addressee::Person { person: person.clone() },
            None => head(&facts.unit),
        },
        Recipient::HeadOfUnit => head(&facts.unit),
        Recipient::UnitAbove => facts.unit_above.as_deref().map_or(Addressee::ReformOffice, head),
        Recipient::ReformOffice => Addressee::ReformOffice,
    };
    let to: BTreeSet<Addressee> = rule.notify.iter().map(addressee).collect();
    // A rule's id has no slash, and the repetition no other sign than digits, so no two keys are alike.
    let key = format!("{}/{}/{repetition}", rule.id, facts.task);
    Reminder { key, rule: rule.id.clone(), task: facts.task.clone(), repetition, at, to: to.into_iter().collect() }
}

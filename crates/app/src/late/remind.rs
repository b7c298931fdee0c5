//! The job that reminds: it looks at tasks whose time to be looked at has come, in small batches, each one transaction.
//!
//! Several processes may do it at once: a reminder is kept under its key, once, and only whoever kept it sends it.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::access::{Person, may_operate};
use domain::dossier::{Dossier, Task};
use domain::escalation::{self, Reminder, Rule, SentReminder, TaskFacts};
use domain::lateness::{Story, is_reminded, task_facts};
use domain::notice::Outlets;
use domain::time::{DateTime, Instant, Zone};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::reminder::{self as rows, FaultRow, ReminderRow, SentRow};

use super::board::stories;
use super::send;
use crate::App;
use crate::catalogue::Catalogue;
use crate::dossier::TaskPage;
use crate::error::ActError;

/// Tasks looked at in one transaction: few, because acts wait for the same writer.
const BATCH: i64 = 25;
/// Batches of one round.
const BATCHES: usize = 40;
/// Each task is looked at again at the latest after this time: rules, calendars and roles may have changed.
const AT_THE_LATEST_SECONDS: i64 = 24 * 3600;

/// What the journal keeps of a reminder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reminded {
    pub(super) rule: String,
    pub(super) task: String,
    pub(super) repetition: u32,
    pub(super) dossier: String,
    pub(super) step: String,
    pub(super) unit: String,
    pub(super) is_escalated: bool,
    pub(super) at: DateTime,
    /// The accounts that were told.
    pub(super) to: Vec<String>,
}

impl Reminded {
    pub(super) fn is_of(&self, row: &ReminderRow) -> bool {
        (&self.rule, &self.task, i64::from(self.repetition), &self.dossier, &self.step, &self.unit, self.is_escalated)
            == (&row.rule, &row.task, row.repetition, &row.dossier, &row.step, &row.unit, row.is_escalated)
    }
}

/// How often somebody was reminded of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Nudged {
    /// Reminders sent.
    pub count: i64,
    /// Whether somebody above was told.
    pub is_escalated: bool,
}

/// The rules, and those that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleView {
    /// The rules in force today.
    pub rules: Vec<Rule>,
    /// Rules that failed, the last first.
    pub faults: Vec<FaultRow>,
}

/// What every batch of a round needs.
pub(super) struct Round {
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) outlets: Outlets,
    pub(super) zone: Zone,
    pub(super) now: Instant,
}

impl Round {
    pub(super) fn civil(&self) -> DateTime {
        self.zone.civil(self.now)
    }
}

impl App {
    /// Looks at the tasks whose time has come, and reminds; says how many reminders were sent.
    pub async fn remind_once(&self) -> Result<usize, ActError> {
        let mut sent = 0_usize;
        for _ in 0..BATCHES {
            let now = self.0.clock.now();
            let is_any = move |tx: &mut Tx<'_>| Ok::<_, ActError>(!rows::to_check(tx, now, 1)?.is_empty());
            if !self.0.store.read(is_any).await? {
                break;
            }
            let (catalogue, outlets) = (self.catalogue(), self.outlets());
            let round = Arc::new(Round { catalogue, outlets, zone: self.0.zone, now });
            let (looked, reminded) = self.0.store.write(move |tx| batch(tx, &round)).await?;
            sent = sent.saturating_add(reminded);
            if looked < BATCH {
                break;
            }
        }
        Ok(sent)
    }

    /// How often the tasks of a page that somebody was shown were reminded of, by dossier and step.
    pub async fn nudged(&self, page: &TaskPage) -> Result<BTreeMap<(String, String), Nudged>, ActError> {
        let mut codes: Vec<String> = page.rows.iter().map(|row| row.dossier.clone()).collect();
        codes.sort();
        codes.dedup();
        let found = self.0.store.read(move |tx| Ok::<_, ActError>(rows::sent_about(tx, &codes)?)).await?;
        let mut nudged: BTreeMap<(String, String), Nudged> = BTreeMap::new();
        for row in found {
            let one = nudged.entry((row.dossier, row.step)).or_default();
            one.count = one.count.saturating_add(row.count);
            one.is_escalated |= row.is_escalated;
        }
        Ok(nudged)
    }

    /// The rules of reminders and how they fare, for whoever looks after the running of the system.
    pub async fn reminder_rules(&self, person: &Person) -> Result<RuleView, ActError> {
        let today = self.today();
        may_operate(person, today)?;
        let rules = self.catalogue().escalation.iter().filter(|rule| rule.validity.contains(today)).cloned().collect();
        let faults = self.0.store.read(|tx| Ok::<_, ActError>(rows::faults(tx)?)).await?;
        Ok(RuleView { rules, faults })
    }
}

/// Tasks looked at and reminders sent.
fn batch(tx: &mut Tx<'_>, round: &Round) -> Result<(i64, usize), ActError> {
    let tasks = rows::to_check(tx, round.now, BATCH)?;
    let mut codes: Vec<String> = tasks.iter().map(|(code, _)| code.clone()).collect();
    codes.sort();
    codes.dedup();
    let stories = stories(tx, &codes)?;
    let sent = rows::sent_about(tx, &codes)?;
    let mut reminded = 0_usize;
    for (code, step) in &tasks {
        let mine: Vec<&SentRow> = sent.iter().filter(|row| row.dossier == *code).collect();
        let (next, count) = match stories.get(code) {
            Some(story) => look(tx, round, story, step, &mine)?,
            None => (latest(round), 0),
        };
        reminded = reminded.saturating_add(count);
        rows::checked(tx, code, step, next)?;
    }
    Ok((i64::try_from(tasks.len()).unwrap_or(i64::MAX), reminded))
}

const fn latest(round: &Round) -> Instant {
    round.now.plus_seconds(AT_THE_LATEST_SECONDS)
}

/// Looks at one task: when it is to be looked at again, and how many reminders were sent.
fn look(
    tx: &mut Tx<'_>,
    round: &Round,
    story: &Story,
    step: &str,
    sent: &[&SentRow],
) -> Result<(Instant, usize), ActError> {
    let dossier = &story.dossier;
    let never = Instant(i64::MAX);
    let Ok(rules) = round.catalogue.rules_of(dossier) else { return Ok((latest(round), 0)) };
    let components = rules.components();
    let rules = rules.as_rules(&components);
    let tasks = dossier.tasks(&rules);
    let reminded_of: Vec<&Task> = tasks.iter().filter(|task| is_reminded(task.kind)).collect();
    let Some(task) = reminded_of.iter().find(|task| task.step == step) else { return Ok((never, 0)) };
    let is_first = reminded_of.iter().all(|other| task.step <= other.step);
    let above = unit_above(round, &task.unit);
    let mut facts = task_facts(dossier, task, is_first, &rules.terms, (above, Vec::new()));
    facts.sent = sent.iter().filter(|row| row.task == facts.task).map(|row| as_sent(row)).collect();
    let now = round.civil();
    let (reminders, faults) = escalation::due_reminders(&round.catalogue.escalation, &facts, now, &rules.terms);
    for fault in faults {
        tracing::warn!(rule = %fault.rule, dossier = %dossier.code, cause = %fault.cause, "a rule of reminders failed");
        rows::note_fault(tx, &fault.rule, &fault.cause.to_string(), dossier.code.as_str(), round.now)?;
    }
    let mut count = 0_usize;
    for reminder in reminders {
        facts.sent.push(SentReminder { rule: reminder.rule.clone(), repetition: reminder.repetition });
        count = count.saturating_add(usize::from(keep_and_send(tx, round, dossier, task, &facts, &reminder)?));
    }
    let next = escalation::next_check(&round.catalogue.escalation, &facts, now, &rules.terms);
    let next = next.map_or(never, |next| round.zone.instant(next));
    Ok((next.min(latest(round)), count))
}

fn as_sent(row: &SentRow) -> SentReminder {
    SentReminder { rule: row.rule.clone(), repetition: u32::try_from(row.repetition).unwrap_or(u32::MAX) }
}

/// The unit above one on the day: the province for whatever stands directly below it.
pub(super) fn unit_above(round: &Round, unit: &str) -> Option<String> {
    round.catalogue.organisation.unit(unit, round.civil().date())?.parent_id.clone()
}

/// Keeps a reminder and sends it, unless it was kept before.
fn keep_and_send(
    tx: &mut Tx<'_>,
    round: &Round,
    dossier: &Dossier,
    task: &Task,
    facts: &TaskFacts,
    reminder: &Reminder,
) -> Result<bool, ActError> {
    let Some(rule) = round.catalogue.escalation.iter().find(|rule| rule.id == reminder.rule) else { return Ok(false) };
    let row = ReminderRow {
        key: reminder.key.clone(),
        rule: reminder.rule.clone(),
        task: reminder.task.clone(),
        repetition: i64::from(reminder.repetition),
        dossier: dossier.code.as_str().to_owned(),
        step: task.step.clone(),
        unit: task.unit.clone(),
        is_escalated: send::is_escalated(rule),
        fell_due_at: round.zone.instant(reminder.at),
        sent_at: round.now,
    };
    if !rows::put(tx, &row)? {
        return Ok(false);
    }
    let to = send::send(tx, round, (rule, reminder), facts, &task.name, dossier.code.as_str())?;
    let event = Reminded {
        rule: row.rule,
        task: row.task,
        repetition: reminder.repetition,
        dossier: row.dossier,
        step: row.step,
        unit: row.unit,
        is_escalated: row.is_escalated,
        at: reminder.at,
        to,
    };
    send::note(tx, &row.key, &event, round.now)?;
    Ok(true)
}

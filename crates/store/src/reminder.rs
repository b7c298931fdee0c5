//! Reminders that were sent, tasks that are to be looked at, whom a reminder goes to, and rules that failed.

use domain::access::Role;
use domain::time::{Date, Instant};

use crate::error::DbError;
use crate::tx::Tx;
use crate::{Value, args, sql};

/// A reminder that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderRow {
    /// The same for the same rule, task and repetition.
    pub key: String,
    /// The rule.
    pub rule: String,
    /// The task, as rules name it.
    pub task: String,
    /// 0 for the first.
    pub repetition: i64,
    /// Code of the dossier.
    pub dossier: String,
    /// Path of the step.
    pub step: String,
    /// The unit where the task lies.
    pub unit: String,
    /// Whether somebody above whoever holds it was told.
    pub is_escalated: bool,
    /// When it fell due.
    pub fell_due_at: Instant,
    /// When it was sent.
    pub sent_at: Instant,
}

sql!(
    REMINDER_PUT,
    "INSERT INTO reminder (key, rule, task, repetition, dossier, step, unit, is_escalated, fell_due_at, sent_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (key) DO NOTHING"
);

/// Keeps a reminder; whether it is new. Of two processes that keep the same, one is told so.
pub fn put(tx: &mut Tx<'_>, row: &ReminderRow) -> Result<bool, DbError> {
    let ReminderRow { key, rule, task, repetition, dossier, step, unit, is_escalated, fell_due_at, sent_at } = row;
    let args = args![key, rule, task, *repetition, dossier, step, unit, *is_escalated, *fell_due_at, *sent_at];
    Ok(tx.exec(&REMINDER_PUT, args)? == 1)
}

sql!(
    REMINDER_ONE,
    "SELECT key, rule, task, repetition, dossier, step, unit, is_escalated, fell_due_at, sent_at FROM reminder
     WHERE key = $1"
);

/// One reminder.
pub fn one(tx: &mut Tx<'_>, key: &str) -> Result<Option<ReminderRow>, DbError> {
    tx.one(&REMINDER_ONE, args![key], |row| {
        Ok(ReminderRow {
            key: row.text(0)?,
            rule: row.text(1)?,
            task: row.text(2)?,
            repetition: row.int(3)?,
            dossier: row.text(4)?,
            step: row.text(5)?,
            unit: row.text(6)?,
            is_escalated: row.bool(7)?,
            fell_due_at: row.instant(8)?,
            sent_at: row.instant(9)?,
        })
    })
}

/// How often a task was reminded of by one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRow {
    /// Code of the dossier.
    pub dossier: String,
    /// The task.
    pub task: String,
    /// Path of the step.
    pub step: String,
    /// The rule.
    pub rule: String,
    /// The last repetition.
    pub repetition: i64,
    /// How many were sent.
    pub count: i64,
    /// Whether somebody above was told.
    pub is_escalated: bool,
}

/// Dossiers looked up by one statement.
const LOOKUP: usize = 10;

sql!(
    REMINDERS_SENT,
    "SELECT dossier, task, step, rule, MAX(repetition), COUNT(*), SUM(CASE WHEN is_escalated THEN 1 ELSE 0 END)
     FROM reminder WHERE dossier IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     GROUP BY dossier, task, step, rule ORDER BY dossier, task, rule"
);

/// What was sent about these dossiers, by task and rule.
pub fn sent_about(tx: &mut Tx<'_>, dossiers: &[String]) -> Result<Vec<SentRow>, DbError> {
    let mut found = Vec::new();
    for part in dossiers.chunks(LOOKUP) {
        let mut names: Vec<Value<'_>> = part.iter().map(Value::from).collect();
        names.resize(LOOKUP, Value::from(""));
        found.extend(tx.query(&REMINDERS_SENT, &names, |row| {
            Ok(SentRow {
                dossier: row.text(0)?,
                task: row.text(1)?,
                step: row.text(2)?,
                rule: row.text(3)?,
                repetition: row.int(4)?,
                count: row.int(5)?,
                is_escalated: row.int(6)? > 0,
            })
        })?);
    }
    Ok(found)
}

sql!(
    UNITS_TOLD,
    "SELECT DISTINCT unit FROM reminder WHERE dossier = $1 AND rule IN ($2, $3, $4, $5, $6, $7, $8, $9) ORDER BY unit"
);

/// The units at which a dossier lay when one of these rules told of it.
pub fn units_told(tx: &mut Tx<'_>, dossier: &str, rules: &[String]) -> Result<Vec<String>, DbError> {
    let mut args: Vec<Value<'_>> = vec![dossier.into()];
    args.extend(crate::dossier_below::places(rules));
    tx.query(&UNITS_TOLD, &args, |row| row.text(0))
}

sql!(
    ESCALATED_AT,
    "SELECT COUNT(DISTINCT dossier) FROM reminder WHERE unit = $1 AND sent_at >= $2 AND sent_at < $3 AND is_escalated"
);

/// Of how many dossiers somebody above was told while they lay at a unit, in a span of time.
pub fn escalated_at(tx: &mut Tx<'_>, unit: &str, from: Instant, to: Instant) -> Result<i64, DbError> {
    Ok(tx.one(&ESCALATED_AT, args![unit, from, to], |row| row.int(0))?.unwrap_or(0))
}

sql!(
    TASKS_TO_CHECK,
    "SELECT dossier, step FROM task WHERE next_check <= $1 ORDER BY next_check, dossier, step LIMIT $2"
);
sql!(TASK_CHECKED, "UPDATE task SET next_check = $3 WHERE dossier = $1 AND step = $2");

/// Tasks to be looked at now, the longest waiting first.
pub fn to_check(tx: &mut Tx<'_>, now: Instant, limit: i64) -> Result<Vec<(String, String)>, DbError> {
    tx.query(&TASKS_TO_CHECK, args![now, limit], |row| Ok((row.text(0)?, row.text(1)?)))
}

/// Notes when a task is to be looked at next.
pub fn checked(tx: &mut Tx<'_>, dossier: &str, step: &str, next: Instant) -> Result<(), DbError> {
    tx.post(&TASK_CHECKED, args![dossier, step, next])
}

sql!(
    HEADS_OF_UNIT,
    "SELECT account FROM (
        SELECT g.account AS account FROM role_grant g
        WHERE g.unit = $1 AND g.role = $2 AND g.valid_from <= $3 AND (g.valid_to IS NULL OR g.valid_to >= $3)
        UNION SELECT d.receiver FROM delegation d
        WHERE d.unit = $1 AND d.role = $2 AND d.valid_from <= $3 AND d.valid_to >= $3 AND NOT d.is_revoked
     ) heads JOIN account a ON a.id = heads.account WHERE NOT a.is_disabled ORDER BY account LIMIT $4"
);
sql!(
    HOLDERS_ANYWHERE,
    "SELECT DISTINCT g.account FROM role_grant g JOIN account a ON a.id = g.account
     WHERE g.role = $1 AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to >= $2) AND NOT a.is_disabled
     ORDER BY g.account LIMIT $3"
);

/// People whom one reminder goes to at most.
const PEOPLE_MAX: i64 = 20;

/// Whoever heads a unit on a day, of their own or for a time; at most twenty.
pub fn heads_of(tx: &mut Tx<'_>, unit: &str, day: Date) -> Result<Vec<String>, DbError> {
    tx.query(&HEADS_OF_UNIT, args![unit, Role::Leader.name(), day.to_string(), PEOPLE_MAX], |row| row.text(0))
}

/// Whoever holds a role at any unit on a day; at most twenty.
pub fn holders_anywhere(tx: &mut Tx<'_>, role: Role, day: Date) -> Result<Vec<String>, DbError> {
    tx.query(&HOLDERS_ANYWHERE, args![role.name(), day.to_string(), PEOPLE_MAX], |row| row.text(0))
}

/// A rule that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRow {
    /// The rule.
    pub rule: String,
    /// Why, as the program says it.
    pub cause: String,
    /// The last dossier at which it failed.
    pub dossier: String,
    /// How often.
    pub failures: i64,
    /// When first.
    pub first_at: Instant,
    /// When last.
    pub last_at: Instant,
}

sql!(
    FAULT_NOTE,
    "INSERT INTO rule_fault (rule, cause, dossier, failures, first_at, last_at) VALUES ($1, $2, $3, 1, $4, $4)
     ON CONFLICT (rule) DO UPDATE SET cause = excluded.cause, dossier = excluded.dossier,
        failures = rule_fault.failures + 1, last_at = excluded.last_at"
);
sql!(
    FAULTS_ALL,
    "SELECT rule, cause, dossier, failures, first_at, last_at FROM rule_fault ORDER BY last_at DESC, rule LIMIT 1000"
);

/// Notes that a rule failed.
pub fn note_fault(tx: &mut Tx<'_>, rule: &str, cause: &str, dossier: &str, now: Instant) -> Result<(), DbError> {
    tx.post(&FAULT_NOTE, args![rule, cause, dossier, now])
}

/// The rules that failed, the last first.
pub fn faults(tx: &mut Tx<'_>) -> Result<Vec<FaultRow>, DbError> {
    tx.query(&FAULTS_ALL, args![], |row| {
        Ok(FaultRow {
            rule: row.text(0)?,
            cause: row.text(1)?,
            dossier: row.text(2)?,
            failures: row.int(3)?,
            first_at: row.instant(4)?,
            last_at: row.instant(5)?,
        })
    })
}

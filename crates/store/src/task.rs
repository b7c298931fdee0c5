//! What is to be done: one row a step of an open dossier, for inboxes and boards. A projection of the dossier's events.

use std::collections::BTreeMap;

use domain::time::Instant;

use crate::dossier::Cursor;
use crate::error::DbError;
use crate::row::Row;
use crate::{Tx, args, sql};

/// One thing to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// Code of the dossier.
    pub dossier: String,
    /// Path of the step; empty for the dossier as a whole.
    pub step: String,
    /// Stable name of the kind.
    pub kind: String,
    /// The step's name.
    pub name: String,
    /// Where it is done.
    pub unit: String,
    /// Stable name of the role that does it.
    pub role: String,
    /// Who has taken it.
    pub assignee: Option<String>,
    /// Since when it is open.
    pub since: Instant,
    /// Until when; [`NO_DUE`](crate::dossier::NO_DUE) when nothing says so or the clock stands.
    pub due_at: Instant,
    /// Procedure id.
    pub procedure_id: String,
    /// Stable name of the dossier's stage.
    pub stage: String,
    /// Applicant's name; emptied when the subject's key is erased.
    pub applicant_name: String,
}

sql!(TASK_DELETE, "DELETE FROM task WHERE dossier = $1 AND step = $2");
sql!(
    TASK_PUT,
    "INSERT INTO task (dossier, step, kind, name, unit, role, assignee, since, due_at, procedure_id, stage,
        applicant_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (dossier, step) DO UPDATE SET kind = excluded.kind, name = excluded.name, unit = excluded.unit,
        role = excluded.role, assignee = excluded.assignee, since = excluded.since, due_at = excluded.due_at,
        procedure_id = excluded.procedure_id, stage = excluded.stage, applicant_name = excluded.applicant_name,
        next_check = 0"
);

/// Takes one thing away.
pub fn delete(tx: &mut Tx<'_>, dossier: &str, step: &str) -> Result<(), DbError> {
    tx.post(&TASK_DELETE, args![dossier, step])
}

/// Puts one thing, in the place of what was there.
pub fn put(tx: &mut Tx<'_>, row: &TaskRow) -> Result<(), DbError> {
    tx.post(
        &TASK_PUT,
        args![
            &row.dossier,
            &row.step,
            &row.kind,
            &row.name,
            &row.unit,
            &row.role,
            row.assignee.as_deref(),
            row.since,
            row.due_at,
            &row.procedure_id,
            &row.stage,
            &row.applicant_name,
        ],
    )
}

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT dossier, step, kind, name, unit, role, assignee, since, due_at, procedure_id, stage, ",
            "applicant_name FROM task ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<TaskRow, DbError> {
    Ok(TaskRow {
        dossier: row.text(0)?,
        step: row.text(1)?,
        kind: row.text(2)?,
        name: row.text(3)?,
        unit: row.text(4)?,
        role: row.text(5)?,
        assignee: row.opt_text(6)?,
        since: row.instant(7)?,
        due_at: row.instant(8)?,
        procedure_id: row.text(9)?,
        stage: row.text(10)?,
        applicant_name: row.text(11)?,
    })
}

sql!(TASKS_OF_DOSSIER, columns!("WHERE dossier = $1 ORDER BY step"));

/// Everything that is to be done with one dossier.
pub fn of_dossier(tx: &mut Tx<'_>, dossier: &str) -> Result<Vec<TaskRow>, DbError> {
    tx.query(&TASKS_OF_DOSSIER, args![dossier], read)
}

/// Which tasks of a unit are asked for. Timers are nobody's work and never listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// Stable names of the roles whose tasks are shown; every role's when empty.
    pub roles: Vec<String>,
    /// Only what nobody has taken.
    pub only_free: bool,
    /// Only what this person has taken, or nobody.
    pub free_or_of: Option<String>,
    /// Only what is due before.
    pub due_before: Option<Instant>,
    /// Procedure id.
    pub procedure_id: Option<String>,
    /// Stable name of the dossier's stage.
    pub stage: Option<String>,
}

/// Roles that a filter can name at most.
const ROLES: usize = 6;

sql!(
    TASKS_OF_UNIT,
    columns!(
        "WHERE unit = $1 AND (due_at, dossier, step) > ($2, $3, $4) AND kind <> 'timer'
           AND ($5 = '' OR role IN ($5, $6, $7, $8, $9, $10))
           AND (CAST($11 AS BIGINT) = 0 OR assignee IS NULL) AND (CAST($12 AS TEXT) IS NULL OR assignee IS NULL OR assignee = $12)
           AND due_at <= $13 AND (CAST($14 AS TEXT) IS NULL OR procedure_id = $14)
           AND (CAST($15 AS TEXT) IS NULL OR stage = $15)
         ORDER BY due_at, dossier, step LIMIT $16"
    )
);

/// What a unit has to do, the most urgent first.
pub fn of_unit(
    tx: &mut Tx<'_>,
    unit: &str,
    filter: &TaskFilter,
    after: Option<&TaskCursor>,
    limit: i64,
) -> Result<Vec<TaskRow>, DbError> {
    let (at, dossier, step) = place(after);
    let role = |index: usize| filter.roles.get(index.min(ROLES)).map_or("", String::as_str);
    tx.query(
        &TASKS_OF_UNIT,
        args![
            unit,
            at,
            dossier,
            step,
            role(0),
            role(1),
            role(2),
            role(3),
            role(4),
            role(5),
            i64::from(filter.only_free),
            filter.free_or_of.as_deref(),
            filter.due_before.map_or(i64::MAX, |before| before.0.saturating_sub(1)),
            filter.procedure_id.as_deref(),
            filter.stage.as_deref(),
            limit,
        ],
        read,
    )
}

sql!(
    TASKS_OF_PERSON,
    columns!(
        "WHERE assignee = $1 AND (due_at, dossier, step) > ($2, $3, $4) AND kind <> 'timer'
         ORDER BY due_at, dossier, step LIMIT $5"
    )
);

/// What one person has taken, the most urgent first.
pub fn of_person(
    tx: &mut Tx<'_>,
    person: &str,
    after: Option<&TaskCursor>,
    limit: i64,
) -> Result<Vec<TaskRow>, DbError> {
    let (at, dossier, step) = place(after);
    tx.query(&TASKS_OF_PERSON, args![person, at, dossier, step, limit], read)
}

sql!(TASKS_TIMED, columns!("WHERE kind = 'timer' AND due_at <= $1 ORDER BY due_at, dossier, step LIMIT $2"));

/// Timers whose time has come.
pub fn elapsed(tx: &mut Tx<'_>, now: Instant, limit: i64) -> Result<Vec<TaskRow>, DbError> {
    tx.query(&TASKS_TIMED, args![now, limit], read)
}

sql!(
    TASKS_DUE,
    columns!(
        "WHERE due_at > $1 AND due_at <= $2 AND kind <> 'timer' AND kind <> 'applicant'
           AND (due_at, dossier, step) > ($3, $4, $5)
         ORDER BY due_at, dossier, step LIMIT $6"
    )
);

/// What is due in a span of time in the whole province: for reminders, which are not a list for people.
pub fn due_between(
    tx: &mut Tx<'_>,
    from: Instant,
    to: Instant,
    after: Option<&TaskCursor>,
    limit: i64,
) -> Result<Vec<TaskRow>, DbError> {
    let (at, dossier, step) = place(after);
    tx.query(&TASKS_DUE, args![from, to, at, dossier, step, limit], read)
}

sql!(
    TASK_LOAD,
    "SELECT assignee, COUNT(*), SUM(CASE WHEN due_at < $2 THEN 1 ELSE 0 END),
        SUM(CASE WHEN due_at >= $2 AND due_at < $3 THEN 1 ELSE 0 END)
     FROM task WHERE unit = $1 AND kind <> 'timer' AND kind <> 'applicant' GROUP BY assignee"
);

/// Who has taken them (`None` is the unit's pool), and how many are open, late, and soon due.
pub type LoadRow = (Option<String>, i64, i64, i64);

/// Open, late and soon due tasks of a unit by who has taken them.
pub fn load_of(tx: &mut Tx<'_>, unit: &str, now: Instant, soon: Instant) -> Result<Vec<LoadRow>, DbError> {
    tx.query(&TASK_LOAD, args![unit, now, soon], |row| Ok((row.opt_text(0)?, row.int(1)?, row.int(2)?, row.int(3)?)))
}

sql!(
    TASK_HOLDERS_OF,
    "SELECT DISTINCT a.id, a.name FROM task t JOIN account a ON a.id = t.assignee WHERE t.dossier = $1"
);
sql!(
    TASK_HOLDERS_AT,
    "SELECT DISTINCT a.id, a.name FROM task t JOIN account a ON a.id = t.assignee WHERE t.unit = $1 LIMIT 1000"
);

/// Names of those who have taken steps of a dossier, by account.
pub fn holders_of(tx: &mut Tx<'_>, dossier: &str) -> Result<BTreeMap<String, String>, DbError> {
    let names = tx.query(&TASK_HOLDERS_OF, args![dossier], |row| Ok((row.text(0)?, row.text(1)?)))?;
    Ok(names.into_iter().collect())
}

/// Names of those who have taken something at a unit, by account; at most a thousand.
pub fn holders_at(tx: &mut Tx<'_>, unit: &str) -> Result<BTreeMap<String, String>, DbError> {
    let names = tx.query(&TASK_HOLDERS_AT, args![unit], |row| Ok((row.text(0)?, row.text(1)?)))?;
    Ok(names.into_iter().collect())
}

/// Where a list goes on: behind this task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskCursor {
    /// Due time and dossier.
    pub place: Cursor,
    /// Path of the step.
    pub step: String,
}

fn place(after: Option<&TaskCursor>) -> (Instant, &str, &str) {
    after.map_or((Instant(i64::MIN), "", ""), |cursor| {
        (cursor.place.at, cursor.place.code.as_str(), cursor.step.as_str())
    })
}

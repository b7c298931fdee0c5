//! By which version of which workflow the work of each dossier runs. A projection of the dossiers' events.

use crate::error::DbError;
use crate::row::Row;
use crate::{Tx, args, sql};

/// One running instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Code of the dossier.
    pub dossier: String,
    /// Path of the instance; empty for the dossier's own work.
    pub instance: String,
    /// The workflow.
    pub workflow: String,
    /// Its version.
    pub version: i64,
    /// The unit that handles the dossier.
    pub unit: String,
}

/// The place behind a row of a list: its dossier and its instance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunCursor {
    /// Code of the dossier.
    pub dossier: String,
    /// Path of the instance.
    pub instance: String,
}

sql!(
    WORKFLOW_RUN_PUT,
    "INSERT INTO workflow_run (dossier, instance, workflow, version, unit) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (dossier, instance) DO UPDATE SET workflow = excluded.workflow, version = excluded.version,
        unit = excluded.unit"
);
sql!(WORKFLOW_RUN_DELETE, "DELETE FROM workflow_run WHERE dossier = $1 AND instance = $2");

macro_rules! columns {
    ($rest:literal) => {
        concat!("SELECT dossier, instance, workflow, version, unit FROM workflow_run ", $rest)
    };
}

sql!(WORKFLOW_RUNS_OF_DOSSIER, columns!("WHERE dossier = $1 ORDER BY instance"));
sql!(
    WORKFLOW_RUNS_OLDER_OF_UNIT,
    columns!(
        "WHERE workflow = $1 AND unit = $2 AND (dossier, instance) > ($3, $4) AND version < $5
         ORDER BY dossier, instance LIMIT $6"
    )
);
sql!(
    WORKFLOW_RUNS_OLDER,
    columns!(
        "WHERE workflow = $1 AND (dossier, instance) > ($2, $3) AND version < $4
         ORDER BY dossier, instance LIMIT $5"
    )
);
sql!(
    WORKFLOW_RUN_ORPHAN,
    "SELECT dossier FROM workflow_run
     WHERE NOT EXISTS (SELECT 1 FROM dossier WHERE dossier.code = workflow_run.dossier) LIMIT 1"
);

/// Puts one, in the place of what was there.
pub fn put(tx: &mut Tx<'_>, row: &RunRow) -> Result<(), DbError> {
    tx.post(&WORKFLOW_RUN_PUT, args![&row.dossier, &row.instance, &row.workflow, row.version, &row.unit])
}

/// Takes one away.
pub fn delete(tx: &mut Tx<'_>, row: &RunRow) -> Result<(), DbError> {
    tx.post(&WORKFLOW_RUN_DELETE, args![&row.dossier, &row.instance])
}

/// Those of one dossier.
pub fn of_dossier(tx: &mut Tx<'_>, dossier: &str) -> Result<Vec<RunRow>, DbError> {
    tx.query(&WORKFLOW_RUNS_OF_DOSSIER, args![dossier], read)
}

/// Those of a workflow that run by an older version than this, of the dossiers that a unit handles, or without one of all.
pub fn older(
    tx: &mut Tx<'_>,
    (workflow, version): (&str, i64),
    unit: Option<&str>,
    after: &RunCursor,
    limit: i64,
) -> Result<Vec<RunRow>, DbError> {
    let (dossier, instance) = (after.dossier.as_str(), after.instance.as_str());
    match unit {
        Some(unit) => {
            tx.query(&WORKFLOW_RUNS_OLDER_OF_UNIT, args![workflow, unit, dossier, instance, version, limit], read)
        }
        None => tx.query(&WORKFLOW_RUNS_OLDER, args![workflow, dossier, instance, version, limit], read),
    }
}

/// A dossier that has rows here and none of its own.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&WORKFLOW_RUN_ORPHAN, args![], |row| row.text(0))
}

fn read(row: &Row<'_>) -> Result<RunRow, DbError> {
    Ok(RunRow {
        dossier: row.text(0)?,
        instance: row.text(1)?,
        workflow: row.text(2)?,
        version: row.int(3)?,
        unit: row.text(4)?,
    })
}

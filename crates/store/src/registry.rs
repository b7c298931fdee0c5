//! Rows of the registry of procedures: each a projection of the procedure's stream.

use domain::text::fold;
use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// How a procedure stands, and how many events its stream has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryRow {
    /// Procedure id.
    pub procedure_id: String,
    /// Events of its stream.
    pub version: i64,
    /// Changes of standing, as JSON.
    pub standing: String,
}

/// One revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionRow {
    /// Procedure id.
    pub procedure_id: String,
    /// Number within the procedure.
    pub number: i64,
    /// Its state.
    pub state: String,
    /// Name of the procedure in its content.
    pub name: String,
    /// First day, once published.
    pub valid_from: Option<String>,
    /// Last change.
    pub updated_at: Instant,
    /// Its newest content, as JSON.
    pub body: String,
    /// The import that made it, if one did.
    pub batch: Option<String>,
    /// Findings of the burden check that are kept on a clause, as JSON by their keys.
    pub accepted: String,
}

sql!(
    REGISTRY_PUT,
    "INSERT INTO registry (procedure_id, version, standing) VALUES ($1, $2, $3)
     ON CONFLICT (procedure_id) DO UPDATE SET version = excluded.version, standing = excluded.standing"
);

/// Keeps how a procedure stands. That nobody was faster is held by the journal, where two events of one version collide.
pub fn put(tx: &mut Tx<'_>, row: &RegistryRow) -> Result<(), DbError> {
    let RegistryRow { procedure_id, version, standing } = row;
    tx.exec(&REGISTRY_PUT, args![procedure_id, *version, standing])?;
    Ok(())
}

sql!(REGISTRY_ONE, "SELECT procedure_id, version, standing FROM registry WHERE procedure_id = $1");

/// How one procedure stands.
pub fn one(tx: &mut Tx<'_>, procedure_id: &str) -> Result<Option<RegistryRow>, DbError> {
    tx.one(&REGISTRY_ONE, args![procedure_id], read)
}

sql!(REGISTRY_ALL, "SELECT procedure_id, version, standing FROM registry ORDER BY procedure_id");

/// How every procedure stands that the registry ever touched: at most as many as the catalogue has.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<RegistryRow>, DbError> {
    tx.query(&REGISTRY_ALL, args![], read)
}

sql!(REGISTRY_STAMP, "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM registry");

/// A number that grows with every change of the registry, by this or another machine.
pub fn stamp(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    Ok(tx.one(&REGISTRY_STAMP, args![], |row| row.int(0))?.unwrap_or(0))
}

sql!(
    REVISION_PUT,
    "INSERT INTO revision (procedure_id, number, state, name, folded, valid_from, updated_at, body, batch,
        accepted)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (procedure_id, number) DO UPDATE SET state = excluded.state, name = excluded.name,
        folded = excluded.folded, valid_from = excluded.valid_from, updated_at = excluded.updated_at,
        body = excluded.body, batch = excluded.batch, accepted = excluded.accepted"
);

/// Keeps a revision.
pub fn put_revision(tx: &mut Tx<'_>, row: &RevisionRow) -> Result<(), DbError> {
    let RevisionRow { procedure_id, number, state, name, valid_from, updated_at, body, batch, accepted } = row;
    let folded = fold(&format!("{procedure_id} {name}"));
    let (valid_from, batch) = (valid_from.as_deref(), batch.as_deref());
    let args = args![procedure_id, *number, state, name, folded, valid_from, *updated_at, body, batch, accepted];
    tx.exec(&REVISION_PUT, args)?;
    Ok(())
}

sql!(
    REVISIONS_OF,
    "SELECT procedure_id, number, state, name, valid_from, updated_at, body, batch, accepted FROM revision
     WHERE procedure_id = $1 ORDER BY number"
);

/// Every revision of a procedure, in the order of their numbers.
pub fn revisions_of(tx: &mut Tx<'_>, procedure_id: &str) -> Result<Vec<RevisionRow>, DbError> {
    tx.query(&REVISIONS_OF, args![procedure_id], read_revision)
}

sql!(
    REGISTRY_ORPHAN,
    "SELECT procedure_id FROM (SELECT procedure_id FROM registry UNION SELECT procedure_id FROM revision) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE stream = 'procedure/' || known.procedure_id)
     ORDER BY procedure_id LIMIT 1"
);

/// A procedure that has rows here and not one event in the journal: there is none unless somebody wrote past the acts.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&REGISTRY_ORPHAN, args![], |row| row.text(0))
}

sql!(
    REVISIONS_PUBLISHED,
    "SELECT procedure_id, number, state, name, valid_from, updated_at, body, batch, accepted FROM revision
     WHERE state = 'published' ORDER BY procedure_id, number"
);

/// Every published revision, for the catalogue.
pub fn published(tx: &mut Tx<'_>) -> Result<Vec<RevisionRow>, DbError> {
    tx.query(&REVISIONS_PUBLISHED, args![], read_revision)
}

/// A place in the list of revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionPlace {
    /// Last change of the last row seen.
    pub updated_at: Instant,
    /// Its procedure.
    pub procedure_id: String,
    /// Its number.
    pub number: i64,
}

sql!(
    REVISIONS_IN_STATE,
    "SELECT procedure_id, number, state, name, valid_from, updated_at, '', batch, accepted FROM revision
     WHERE state = $1 AND folded LIKE $2 AND (updated_at, procedure_id, number) < ($3, $4, $5)
     ORDER BY updated_at DESC, procedure_id DESC, number DESC LIMIT $6"
);

/// Revisions in a state, the last changed first, without their content. `text` is looked for in code and name, without
/// regard to case and diacritics; an empty one does not restrict.
pub fn in_state(
    tx: &mut Tx<'_>,
    state: &str,
    text: &str,
    after: Option<&RevisionPlace>,
    limit: i64,
) -> Result<Vec<RevisionRow>, DbError> {
    let (at, id, number) =
        after.map_or((Instant(i64::MAX), "", 0), |place| (place.updated_at, place.procedure_id.as_str(), place.number));
    // Folded text holds letters, digits and blanks only, so that nothing in it is a wildcard.
    let pattern = format!("%{}%", fold(text));
    tx.query(&REVISIONS_IN_STATE, args![state, pattern, at, id, number, limit], read_revision)
}

sql!(
    REVISIONS_IN_BATCH,
    "SELECT procedure_id, number, state, name, valid_from, updated_at, body, batch, accepted FROM revision
     WHERE batch = $1 AND procedure_id > $2 ORDER BY procedure_id, number LIMIT $3"
);

/// Revisions that one import made, by procedure, those after `after`. An import makes one of a procedure at most.
pub fn in_batch(tx: &mut Tx<'_>, batch: &str, after: &str, limit: i64) -> Result<Vec<RevisionRow>, DbError> {
    tx.query(&REVISIONS_IN_BATCH, args![batch, after, limit], read_revision)
}

/// An import of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchRow {
    /// Its name; later ones sort later.
    pub batch: String,
    /// Revisions that it made.
    pub revisions: i64,
    /// Those of them that are neither published nor given up.
    pub in_work: i64,
}

sql!(
    BATCHES,
    "SELECT batch, COUNT(*), COUNT(CASE WHEN state IN ('draft', 'checked', 'approved') THEN 1 END) FROM revision
     WHERE batch < $1 GROUP BY batch ORDER BY batch DESC LIMIT $2"
);

/// Imports before one of them, the newest first; of all without `before`.
pub fn batches(tx: &mut Tx<'_>, before: Option<&str>, limit: i64) -> Result<Vec<BatchRow>, DbError> {
    // Names of imports begin with a digit.
    tx.query(&BATCHES, args![before.unwrap_or("a"), limit], |row| {
        Ok(BatchRow { batch: row.text(0)?, revisions: row.int(1)?, in_work: row.int(2)? })
    })
}

sql!(
    REVISIONS_IN_WORK,
    "SELECT procedure_id, number FROM revision WHERE state IN ('draft', 'checked', 'approved')
     ORDER BY procedure_id, number"
);

/// Procedures of which a revision is in work, with its number: at most as many as the catalogue has.
pub fn in_work(tx: &mut Tx<'_>) -> Result<Vec<(String, i64)>, DbError> {
    tx.query(&REVISIONS_IN_WORK, args![], |row| Ok((row.text(0)?, row.int(1)?)))
}

fn read(row: &Row<'_>) -> Result<RegistryRow, DbError> {
    Ok(RegistryRow { procedure_id: row.text(0)?, version: row.int(1)?, standing: row.text(2)? })
}

fn read_revision(row: &Row<'_>) -> Result<RevisionRow, DbError> {
    Ok(RevisionRow {
        procedure_id: row.text(0)?,
        number: row.int(1)?,
        state: row.text(2)?,
        name: row.text(3)?,
        valid_from: row.opt_text(4)?,
        updated_at: row.instant(5)?,
        body: row.text(6)?,
        batch: row.opt_text(7)?,
        accepted: row.text(8)?,
    })
}

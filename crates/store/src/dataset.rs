//! Published data as it was imported: units, procedures, forms, calendars, each file whole and hashed.

use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// One imported file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetRow {
    /// Kind of data.
    pub kind: String,
    /// Name of the file, without folder.
    pub name: String,
    /// How often a file of this kind and name was imported.
    pub version: i64,
    /// SHA-256 of the bytes, in hexadecimal digits.
    pub sha256: String,
    /// When.
    pub imported_at: Instant,
    /// The text of the file.
    pub body: String,
}

sql!(
    DATASET_PUT,
    "INSERT INTO dataset (kind, name, version, sha256, imported_at, body) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (kind, name) DO UPDATE SET version = excluded.version, sha256 = excluded.sha256,
        imported_at = excluded.imported_at, body = excluded.body"
);

sql!(
    DATASET_KEEP_PAST,
    "INSERT INTO dataset_past (kind, name, version, sha256, imported_at, body)
     SELECT kind, name, version, sha256, imported_at, body FROM dataset WHERE kind = $1 AND name = $2"
);

/// Keeps a file, in place of an earlier one of the same kind and name, which goes into the past.
pub fn put(tx: &mut Tx<'_>, dataset: &DatasetRow) -> Result<(), DbError> {
    let DatasetRow { kind, name, version, sha256, imported_at, body } = dataset;
    tx.exec(&DATASET_KEEP_PAST, args![kind, name])?;
    tx.exec(&DATASET_PUT, args![kind, name, *version, sha256, *imported_at, body])?;
    Ok(())
}

sql!(DATASET_VERSION, "SELECT version, sha256 FROM dataset WHERE kind = $1 AND name = $2");

/// Version and hash of a file, if one of this kind and name was imported.
pub fn version_of(tx: &mut Tx<'_>, kind: &str, name: &str) -> Result<Option<(i64, String)>, DbError> {
    tx.one(&DATASET_VERSION, args![kind, name], |row| Ok((row.int(0)?, row.text(1)?)))
}

sql!(DATASETS, "SELECT kind, name, version, sha256, imported_at, body FROM dataset ORDER BY imported_at, kind, name");

/// Every file, in the order of import. Their number is that of the published files, a few dozen.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<DatasetRow>, DbError> {
    tx.query(&DATASETS, args![], read)
}

sql!(
    DATASETS_PAST,
    "SELECT kind, name, version, sha256, imported_at, body FROM dataset_past WHERE kind IN ('procedures', 'form')
     ORDER BY imported_at, kind, name, version"
);

/// Files of procedures and forms that later ones replaced, in the order of import: dossiers may still run under them.
pub fn past(tx: &mut Tx<'_>) -> Result<Vec<DatasetRow>, DbError> {
    tx.query(&DATASETS_PAST, args![], read)
}

fn read(row: &Row<'_>) -> Result<DatasetRow, DbError> {
    Ok(DatasetRow {
        kind: row.text(0)?,
        name: row.text(1)?,
        version: row.int(2)?,
        sha256: row.text(3)?,
        imported_at: row.instant(4)?,
        body: row.text(5)?,
    })
}

sql!(DATASET_ONE, "SELECT kind, name, version, sha256, imported_at, body FROM dataset WHERE kind = $1 AND name = $2");

/// One file.
pub fn one(tx: &mut Tx<'_>, kind: &str, name: &str) -> Result<Option<DatasetRow>, DbError> {
    tx.one(&DATASET_ONE, args![kind, name], read)
}

sql!(DATASETS_STAMP, "SELECT COUNT(*), CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM dataset");

/// A pair that changes whenever anything is imported, by this or another machine.
pub fn stamp(tx: &mut Tx<'_>) -> Result<(i64, i64), DbError> {
    let stamp = tx.one(&DATASETS_STAMP, args![], |row| Ok((row.int(0)?, row.int(1)?)))?;
    Ok(stamp.unwrap_or((0, 0)))
}

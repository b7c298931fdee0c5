//! Files that were issued as results: by their hash, for whoever checks one, and by their dossier.

use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// Results as which one file may have been issued, at most.
const SAME_FILE_MAX: i64 = 10;

/// One file of one result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultFileRow {
    /// SHA-256 of its bytes in hexadecimal digits.
    pub sha256: String,
    /// Code of the dossier.
    pub dossier: String,
    /// Number of the result.
    pub number: String,
    /// The unit that issued it.
    pub unit: String,
    /// When.
    pub issued_at: Instant,
}

sql!(
    RESULT_FILE_PUT,
    "INSERT INTO result_file (sha256, dossier, number, unit, issued_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (sha256, dossier) DO NOTHING"
);
sql!(
    RESULT_FILES_BY_HASH,
    "SELECT sha256, dossier, number, unit, issued_at FROM result_file WHERE sha256 = $1 ORDER BY issued_at, dossier LIMIT $2"
);
sql!(
    RESULT_FILES_OF_DOSSIER,
    "SELECT sha256, dossier, number, unit, issued_at FROM result_file WHERE dossier = $1 ORDER BY sha256"
);
sql!(
    RESULTS_IN_JOURNAL,
    "SELECT journal.stream, dossier.handling_unit, journal.payload
     FROM journal JOIN dossier ON dossier.code = journal.stream
     WHERE journal.kind = 'result_issued' AND journal.stream > $1 ORDER BY journal.stream LIMIT $2"
);
sql!(
    RESULT_FILE_ORPHAN,
    "SELECT dossier FROM result_file
     WHERE NOT EXISTS (SELECT 1 FROM dossier WHERE dossier.code = result_file.dossier) LIMIT 1"
);

/// Keeps a file of a result.
pub fn put(tx: &mut Tx<'_>, row: &ResultFileRow) -> Result<(), DbError> {
    tx.post(&RESULT_FILE_PUT, args![&row.sha256, &row.dossier, &row.number, &row.unit, row.issued_at])
}

/// The results as which a file was issued, the first ones.
pub fn by_hash(tx: &mut Tx<'_>, sha256: &str) -> Result<Vec<ResultFileRow>, DbError> {
    tx.query(&RESULT_FILES_BY_HASH, args![sha256, SAME_FILE_MAX], read)
}

/// The files of a dossier's result.
pub fn of_dossier(tx: &mut Tx<'_>, code: &str) -> Result<Vec<ResultFileRow>, DbError> {
    tx.query(&RESULT_FILES_OF_DOSSIER, args![code], read)
}

/// Results in the journal after a dossier: code, handling unit, and the event.
pub fn issued_after(tx: &mut Tx<'_>, code: &str, limit: i64) -> Result<Vec<(String, String, String)>, DbError> {
    tx.query(&RESULTS_IN_JOURNAL, args![code, limit], |row| Ok((row.text(0)?, row.text(1)?, row.text(2)?)))
}

/// A dossier of which there is a file and nothing else.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&RESULT_FILE_ORPHAN, args![], |row| row.text(0))
}

fn read(row: &Row<'_>) -> Result<ResultFileRow, DbError> {
    Ok(ResultFileRow {
        sha256: row.text(0)?,
        dossier: row.text(1)?,
        number: row.text(2)?,
        unit: row.text(3)?,
        issued_at: row.instant(4)?,
    })
}

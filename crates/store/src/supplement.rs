//! Requests for papers on the due date or later, a projection of the dossiers' events.

use domain::time::Instant;

use crate::dossier::Cursor;
use crate::error::DbError;
use crate::row::Row;
use crate::{Tx, args, sql};

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagRow {
    /// Code of the dossier.
    pub dossier: String,
    /// Which of its requests, from 1.
    pub number: i64,
    /// The unit that had the dossier then.
    pub unit: String,
    /// Procedure id.
    pub procedure_id: String,
    /// When.
    pub at: Instant,
    /// Not the first request.
    pub exceptional: bool,
    /// Later than three working days after receipt.
    pub late_notice: bool,
}

sql!(
    SUPPLEMENT_FLAG_PUT,
    "INSERT INTO supplement_flag (dossier, number, unit, procedure_id, at, exceptional, late_notice)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (dossier, number) DO NOTHING"
);

/// Keeps one; what is there already stays.
pub fn put(tx: &mut Tx<'_>, row: &FlagRow) -> Result<(), DbError> {
    tx.post(
        &SUPPLEMENT_FLAG_PUT,
        args![&row.dossier, row.number, &row.unit, &row.procedure_id, row.at, row.exceptional, row.late_notice],
    )
}

macro_rules! columns {
    ($rest:literal) => {
        concat!("SELECT dossier, number, unit, procedure_id, at, exceptional, late_notice FROM supplement_flag ", $rest)
    };
}

fn read(row: &Row<'_>) -> Result<FlagRow, DbError> {
    Ok(FlagRow {
        dossier: row.text(0)?,
        number: row.int(1)?,
        unit: row.text(2)?,
        procedure_id: row.text(3)?,
        at: row.instant(4)?,
        exceptional: row.bool(5)?,
        late_notice: row.bool(6)?,
    })
}

sql!(SUPPLEMENT_FLAGS_OF_DOSSIER, columns!("WHERE dossier = $1 ORDER BY number"));

/// Those of one dossier, oldest first.
pub fn of_dossier(tx: &mut Tx<'_>, dossier: &str) -> Result<Vec<FlagRow>, DbError> {
    tx.query(&SUPPLEMENT_FLAGS_OF_DOSSIER, args![dossier], read)
}

sql!(
    SUPPLEMENT_FLAGS_OF_UNIT,
    columns!("WHERE unit = $1 AND (at, dossier) < ($2, $3) ORDER BY at DESC, dossier DESC LIMIT $4")
);
sql!(SUPPLEMENT_FLAGS_OF_ALL, columns!("WHERE (at, dossier) < ($1, $2) ORDER BY at DESC, dossier DESC LIMIT $3"));

/// Those of a unit, or with none of the whole province, the newest first.
pub fn page(tx: &mut Tx<'_>, unit: Option<&str>, after: Option<&Cursor>, limit: i64) -> Result<Vec<FlagRow>, DbError> {
    let (at, code) = after.map_or((Instant(i64::MAX), ""), |cursor| (cursor.at, cursor.code.as_str()));
    match unit {
        Some(unit) => tx.query(&SUPPLEMENT_FLAGS_OF_UNIT, args![unit, at, code, limit], read),
        None => tx.query(&SUPPLEMENT_FLAGS_OF_ALL, args![at, code, limit], read),
    }
}

sql!(
    SUPPLEMENT_FLAG_ORPHAN,
    "SELECT f.dossier FROM supplement_flag f LEFT JOIN dossier d ON d.code = f.dossier
     WHERE d.code IS NULL ORDER BY f.dossier LIMIT 1"
);

/// A dossier that has rows here and none of its own.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    Ok(tx.query(&SUPPLEMENT_FLAG_ORPHAN, args![], |row| row.text(0))?.pop())
}

//! Rows of drafts: applications that somebody is still writing. What was typed is sealed in the journal.

use domain::time::Instant;

use crate::dossier::Cursor;
use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// One draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Code by which it is resumed.
    pub code: String,
    /// Number of times it was saved.
    pub version: i64,
    /// Procedure id.
    pub procedure_id: String,
    /// The version under which it was begun, or to which it was carried over.
    pub procedure_version: String,
    /// Account that owns it; empty when nobody was signed in.
    pub owner: String,
    /// Keyed hash of the phone number that opens it without an account; empty before one was typed.
    pub key_hash: String,
    /// The page to go on with.
    pub step: String,
    /// When it was last saved.
    pub updated_at: Instant,
    /// Code of the dossier that came of it.
    pub submitted_as: Option<String>,
}

sql!(
    DRAFT_INSERT,
    "INSERT INTO draft (code, version, procedure_id, owner, key_hash, step, updated_at, submitted_as, procedure_version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
);

/// Keeps a new draft.
pub fn insert(tx: &mut Tx<'_>, draft: &DraftRow) -> Result<(), DbError> {
    let DraftRow { code, version, procedure_id, owner, key_hash, step, updated_at, submitted_as, procedure_version } =
        draft;
    let submitted_as = submitted_as.as_deref();
    let args = args![code, *version, procedure_id, owner, key_hash, step, *updated_at, submitted_as, procedure_version];
    tx.exec(&DRAFT_INSERT, args)?;
    Ok(())
}

sql!(
    DRAFT_UPDATE,
    "UPDATE draft SET version = $3, owner = $4, key_hash = $5, step = $6, updated_at = $7, submitted_as = $8,
        procedure_version = $9
     WHERE code = $1 AND version = $2"
);

/// Replaces a draft if it still has the version that was read.
pub fn update(tx: &mut Tx<'_>, draft: &DraftRow, version_read: i64) -> Result<(), DbError> {
    let DraftRow { code, version, procedure_id: _, owner, key_hash, step, updated_at, submitted_as, procedure_version } =
        draft;
    let submitted_as = submitted_as.as_deref();
    let args = args![code, version_read, *version, owner, key_hash, step, *updated_at, submitted_as, procedure_version];
    if tx.exec(&DRAFT_UPDATE, args)? == 1 { Ok(()) } else { Err(DbError::Stale) }
}

sql!(
    DRAFT_BY_CODE,
    "SELECT code, version, procedure_id, owner, key_hash, step, updated_at, submitted_as, procedure_version
     FROM draft WHERE code = $1"
);

/// The draft of that code.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<DraftRow>, DbError> {
    tx.one(&DRAFT_BY_CODE, args![code], read)
}

sql!(
    DRAFTS_OF_OWNER,
    "SELECT code, version, procedure_id, owner, key_hash, step, updated_at, submitted_as, procedure_version FROM draft
     WHERE owner = $1 AND submitted_as IS NULL AND (updated_at, code) < ($2, $3)
     ORDER BY updated_at DESC, code DESC LIMIT $4"
);

/// Unfinished drafts of an account, the newest first.
pub fn of_owner(tx: &mut Tx<'_>, owner: &str, after: Option<&Cursor>, limit: i64) -> Result<Vec<DraftRow>, DbError> {
    let (at, code) = after.map_or((Instant(i64::MAX), ""), |cursor| (cursor.at, cursor.code.as_str()));
    tx.query(&DRAFTS_OF_OWNER, args![owner, at, code, limit], read)
}

fn read(row: &Row<'_>) -> Result<DraftRow, DbError> {
    Ok(DraftRow {
        code: row.text(0)?,
        version: row.int(1)?,
        procedure_id: row.text(2)?,
        owner: row.text(3)?,
        key_hash: row.text(4)?,
        step: row.text(5)?,
        updated_at: row.instant(6)?,
        submitted_as: row.opt_text(7)?,
        procedure_version: row.text(8)?,
    })
}

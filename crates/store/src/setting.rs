//! Small named texts that belong to the database and not to a record: the province's settings, secrets of this store.

use crate::error::DbError;
use crate::tx::Tx;
use crate::{args, sql};

sql!(SETTING_GET, "SELECT value FROM setting WHERE name = $1");
sql!(
    SETTING_PUT,
    "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
);
sql!(SETTING_PUT_NEW, "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING");

/// The text under a name, JSON by custom.
pub fn get(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>, DbError> {
    tx.one(&SETTING_GET, args![name], |row| row.text(0))
}

/// Keeps a text under a name, in place of what was there.
pub fn put(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<(), DbError> {
    tx.post(&SETTING_PUT, args![name, value])
}

/// The text under a name, which becomes `fresh` when there is none: for secrets that are drawn once.
pub fn ensure(tx: &mut Tx<'_>, name: &str, fresh: &str) -> Result<String, DbError> {
    if tx.exec(&SETTING_PUT_NEW, args![name, fresh])? == 1 {
        return Ok(fresh.to_owned());
    }
    get(tx, name)?.ok_or(DbError::Stale)
}

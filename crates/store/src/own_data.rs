//! Rows of the applicants' own stores, each a projection of the store's stream, and rows of registers.

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::vault::Key;
use crate::{args, sql};

/// How a person's store stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnStoreRow {
    /// Pseudonym of the person.
    pub subject: String,
    /// Events of its stream.
    pub version: i64,
    /// Whether the person agrees that things are kept.
    pub keeps: bool,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnItemRow {
    /// Pseudonym of the person.
    pub subject: String,
    /// Name within the store.
    pub id: String,
    /// The event by which it was kept.
    pub version: i64,
    /// What it is, as JSON without what it says.
    pub head: String,
    /// What it says, as the event has it.
    pub sealed: Vec<u8>,
}

/// The stream of a person's store.
#[must_use]
pub fn stream_of(subject: &str) -> String {
    format!("own/{subject}")
}

/// The name under which the key of an item is kept. Whoever forgets the key forgets what the item said.
#[must_use]
pub fn key_name(subject: &str, id: &str) -> String {
    format!("own/{subject}/{id}")
}

sql!(
    OWN_STORE_PUT,
    "INSERT INTO own_store (subject, version, keeps) VALUES ($1, $2, $3)
     ON CONFLICT (subject) DO UPDATE SET version = excluded.version, keeps = excluded.keeps"
);
sql!(OWN_STORE_ONE, "SELECT subject, version, keeps FROM own_store WHERE subject = $1");

/// Keeps how a store stands. That nobody was faster is held by the journal, where two events of one version collide.
pub fn put(tx: &mut Tx<'_>, row: &OwnStoreRow) -> Result<(), DbError> {
    tx.exec(&OWN_STORE_PUT, args![&row.subject, row.version, row.keeps]).map(drop)
}

/// How a person's store stands; `None` when they never had one.
pub fn one(tx: &mut Tx<'_>, subject: &str) -> Result<Option<OwnStoreRow>, DbError> {
    tx.one(&OWN_STORE_ONE, args![subject], |row| {
        Ok(OwnStoreRow { subject: row.text(0)?, version: row.int(1)?, keeps: row.bool(2)? })
    })
}

sql!(
    OWN_ITEM_PUT,
    "INSERT INTO own_item (subject, id, version, head, sealed) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (subject, id) DO UPDATE SET version = excluded.version, head = excluded.head, sealed = excluded.sealed"
);
sql!(OWN_ITEM_DELETE, "DELETE FROM own_item WHERE subject = $1 AND id = $2");
sql!(OWN_ITEMS, "SELECT subject, id, version, head, sealed FROM own_item WHERE subject = $1 ORDER BY id");
sql!(
    OWN_ITEMS_WITH_KEYS,
    "SELECT own_item.subject, own_item.id, own_item.version, own_item.head, own_item.sealed, subject_key.key
     FROM own_item LEFT JOIN subject_key ON subject_key.subject = 'own/' || own_item.subject || '/' || own_item.id
     WHERE own_item.subject = $1 ORDER BY own_item.id"
);

/// Keeps an item, in place of an earlier one of that name.
pub fn put_item(tx: &mut Tx<'_>, row: &OwnItemRow) -> Result<(), DbError> {
    let OwnItemRow { subject, id, version, head, sealed } = row;
    tx.exec(&OWN_ITEM_PUT, args![subject, id, *version, head, sealed.as_slice()]).map(drop)
}

/// Deletes an item's row; its key is forgotten apart from it.
pub fn delete_item(tx: &mut Tx<'_>, subject: &str, id: &str) -> Result<(), DbError> {
    tx.exec(&OWN_ITEM_DELETE, args![subject, id]).map(drop)
}

/// Every item of a store, in the order of their names: as many as a store holds at most.
pub fn items(tx: &mut Tx<'_>, subject: &str) -> Result<Vec<OwnItemRow>, DbError> {
    tx.query(&OWN_ITEMS, args![subject], read_item)
}

/// Every item of a store with its key, as far as that is not forgotten.
pub fn items_with_keys(tx: &mut Tx<'_>, subject: &str) -> Result<Vec<(OwnItemRow, Option<Key>)>, DbError> {
    tx.query(&OWN_ITEMS_WITH_KEYS, args![subject], |row| {
        let key = row
            .opt_bytes(5)?
            .map(|key| key.try_into().map_err(|_| DbError::corrupt("the key of an item does not have 32 bytes")));
        Ok((read_item(row)?, key.transpose()?))
    })
}

sql!(
    OWN_ORPHAN,
    "SELECT subject FROM (SELECT subject FROM own_store UNION SELECT subject FROM own_item) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE stream = 'own/' || known.subject)
     ORDER BY subject LIMIT 1"
);

/// A store that has rows and not one event in the journal: there is none unless somebody wrote past the acts.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&OWN_ORPHAN, args![], |row| row.text(0))
}

/// What a register holds of somebody under one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterRow {
    /// Which register.
    pub register: String,
    /// Pseudonym of the person.
    pub holder: String,
    /// Number of the entry.
    pub number: String,
    /// Name of the imported file.
    pub file: String,
    /// The day on which it was so.
    pub as_of: String,
    /// What it says, as JSON.
    pub body: String,
}

sql!(REGISTER_CLEAR, "DELETE FROM register_entry WHERE file = $1");
sql!(
    REGISTER_PUT,
    "INSERT INTO register_entry (register, holder, number, file, as_of, body) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (register, holder, number) DO UPDATE SET file = excluded.file, as_of = excluded.as_of,
        body = excluded.body"
);
sql!(
    REGISTER_OF,
    "SELECT register, holder, number, file, as_of, body FROM register_entry
     WHERE register = $1 AND holder = $2 ORDER BY number LIMIT $3"
);

/// Takes away what an earlier file of that name brought.
pub fn clear_register(tx: &mut Tx<'_>, file: &str) -> Result<(), DbError> {
    tx.exec(&REGISTER_CLEAR, args![file]).map(drop)
}

/// Keeps an entry of a register.
pub fn put_register(tx: &mut Tx<'_>, row: &RegisterRow) -> Result<(), DbError> {
    let RegisterRow { register, holder, number, file, as_of, body } = row;
    tx.post(&REGISTER_PUT, args![register, holder, number, file, as_of, body])
}

/// At most `limit` entries of a person in a register.
pub fn register_of(tx: &mut Tx<'_>, register: &str, holder: &str, limit: i64) -> Result<Vec<RegisterRow>, DbError> {
    tx.query(&REGISTER_OF, args![register, holder, limit], |row| {
        Ok(RegisterRow {
            register: row.text(0)?,
            holder: row.text(1)?,
            number: row.text(2)?,
            file: row.text(3)?,
            as_of: row.text(4)?,
            body: row.text(5)?,
        })
    })
}

fn read_item(row: &Row<'_>) -> Result<OwnItemRow, DbError> {
    Ok(OwnItemRow {
        subject: row.text(0)?,
        id: row.text(1)?,
        version: row.int(2)?,
        head: row.text(3)?,
        sealed: row.bytes(4)?,
    })
}

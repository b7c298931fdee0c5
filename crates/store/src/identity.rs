//! Accounts, their dated roles, and sessions.

use std::collections::BTreeMap;

use domain::access::{Grant, Role};
use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

/// One account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Stable id.
    pub id: String,
    /// Number of events.
    pub version: i64,
    /// Name used to sign in, folded to lower case.
    pub login: String,
    /// Name as shown.
    pub name: String,
    /// Argon2id hash in PHC form.
    pub password_hash: String,
    /// Pseudonym of the person, once the identity was verified.
    pub subject: Option<String>,
    /// Phone number.
    pub phone: String,
    /// Mail address, or empty.
    pub email: String,
    /// Whether sign-in is refused.
    pub is_disabled: bool,
    /// When it was made.
    pub created_at: Instant,
}

sql!(
    ACCOUNT_INSERT,
    "INSERT INTO account (id, version, login, name, password_hash, subject, phone, email, is_disabled, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
);

/// Keeps a new account; `Unique` when the login is taken.
pub fn insert(tx: &mut Tx<'_>, account: &AccountRow) -> Result<(), DbError> {
    tx.exec(
        &ACCOUNT_INSERT,
        args![
            &account.id,
            account.version,
            &account.login,
            &account.name,
            &account.password_hash,
            account.subject.as_deref(),
            &account.phone,
            &account.email,
            account.is_disabled,
            account.created_at,
        ],
    )?;
    Ok(())
}

sql!(ACCOUNT_VERSION_RAISE, "UPDATE account SET version = version + 1 WHERE id = $1 AND version = $2");

/// Notes one more event of the account, if it still has the version that was read.
pub fn raise_version(tx: &mut Tx<'_>, id: &str, version_read: i64) -> Result<(), DbError> {
    if tx.exec(&ACCOUNT_VERSION_RAISE, args![id, version_read])? == 1 { Ok(()) } else { Err(DbError::Stale) }
}

sql!(
    ACCOUNT_PASSWORD_SET,
    "UPDATE account SET password_hash = $1, version = version + 1 WHERE id = $2 AND version = $3"
);

/// Keeps another password with its event, if the account still has the version that was read.
pub fn set_password(tx: &mut Tx<'_>, id: &str, password_hash: &str, version_read: i64) -> Result<(), DbError> {
    let changed = tx.exec(&ACCOUNT_PASSWORD_SET, args![password_hash, id, version_read])?;
    if changed == 1 { Ok(()) } else { Err(DbError::Stale) }
}

sql!(
    ACCOUNT_BY_LOGIN,
    "SELECT id, version, login, name, password_hash, subject, phone, email, is_disabled, created_at
     FROM account WHERE login = $1"
);
sql!(
    ACCOUNT_BY_ID,
    "SELECT id, version, login, name, password_hash, subject, phone, email, is_disabled, created_at
     FROM account WHERE id = $1"
);

/// The account that signs in with this name.
pub fn by_login(tx: &mut Tx<'_>, login: &str) -> Result<Option<AccountRow>, DbError> {
    tx.one(&ACCOUNT_BY_LOGIN, args![login], read_account)
}

/// The account of that id.
pub fn by_id(tx: &mut Tx<'_>, id: &str) -> Result<Option<AccountRow>, DbError> {
    tx.one(&ACCOUNT_BY_ID, args![id], read_account)
}

sql!(
    GRANT_INSERT,
    "INSERT INTO role_grant (account, role, unit, valid_from, valid_to, is_deputy) VALUES ($1, $2, $3, $4, $5, $6)"
);

/// Keeps one role of an account.
pub fn insert_grant(tx: &mut Tx<'_>, account: &str, grant: &Grant) -> Result<(), DbError> {
    let valid_to = grant.valid_to.map(|day| day.to_string());
    let args = args![account, grant.role.name(), &grant.unit, grant.valid_from.to_string(), valid_to, grant.deputy];
    tx.exec(&GRANT_INSERT, args)?;
    Ok(())
}

sql!(
    GRANTS_OF_ACCOUNT,
    "SELECT role, unit, valid_from, valid_to, is_deputy FROM role_grant WHERE account = $1
     ORDER BY role, unit, valid_from"
);

/// The roles of an account's own, of any time.
pub fn grants_of(tx: &mut Tx<'_>, account: &str) -> Result<Vec<Grant>, DbError> {
    tx.query(&GRANTS_OF_ACCOUNT, args![account], |row| {
        let role = Role::from_name(row.str(0)?).ok_or_else(|| DbError::corrupt("a role that is not known"))?;
        let own = Grant::own(role, row.text(1)?, civil(row.str(2)?)?, row.opt_str(3)?.map(civil).transpose()?);
        Ok(Grant { deputy: row.bool(4)?, ..own })
    })
}

sql!(
    STAFF_OF_UNIT,
    "SELECT DISTINCT a.id, a.name FROM role_grant g JOIN account a ON a.id = g.account
     WHERE g.unit = $1 AND g.role = $2 AND g.valid_from <= $3 AND (g.valid_to IS NULL OR g.valid_to >= $3)
       AND NOT a.is_disabled
     ORDER BY a.id LIMIT 500"
);

/// Ids and names of those who hold a role at a unit on a day, at most 500.
pub fn staff_of(tx: &mut Tx<'_>, unit: &str, role: Role, day: &str) -> Result<Vec<(String, String)>, DbError> {
    tx.query(&STAFF_OF_UNIT, args![unit, role.name(), day], |row| Ok((row.text(0)?, row.text(1)?)))
}

sql!(
    ROLES_HELD,
    "SELECT DISTINCT g.unit, g.role FROM role_grant g JOIN account a ON a.id = g.account
     WHERE g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to >= $1) AND NOT a.is_disabled
     ORDER BY g.unit, g.role"
);

/// Which roles somebody holds at which units on a day: at most as many as there are units times roles.
pub fn roles_held(tx: &mut Tx<'_>, day: &str) -> Result<Vec<(String, String)>, DbError> {
    tx.query(&ROLES_HELD, args![day], |row| Ok((row.text(0)?, row.text(1)?)))
}

sql!(
    NAMES_IN_STREAM,
    "SELECT DISTINCT a.id, a.name FROM journal j JOIN account a ON a.id = j.actor WHERE j.stream = $1 LIMIT 500"
);

/// Names of those who recorded events in a stream, by account, at most 500.
pub fn names_in_stream(tx: &mut Tx<'_>, stream: &str) -> Result<BTreeMap<String, String>, DbError> {
    let names = tx.query(&NAMES_IN_STREAM, args![stream], |row| Ok((row.text(0)?, row.text(1)?)))?;
    Ok(names.into_iter().collect())
}

sql!(
    SESSION_INSERT,
    "INSERT INTO session (token_hash, account, purpose, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)"
);

/// Keeps a session under the hash of its token.
pub fn insert_session(
    tx: &mut Tx<'_>,
    token_hash: &str,
    account: &str,
    purpose: &str,
    created_at: Instant,
    expires_at: Instant,
) -> Result<(), DbError> {
    tx.exec(&SESSION_INSERT, args![token_hash, account, purpose, created_at, expires_at])?;
    Ok(())
}

sql!(
    SESSION_BY_TOKEN,
    "SELECT account, expires_at FROM session WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3"
);

/// The account of a living session, and when it ends.
pub fn session(
    tx: &mut Tx<'_>,
    token_hash: &str,
    purpose: &str,
    now: Instant,
) -> Result<Option<(String, Instant)>, DbError> {
    tx.one(&SESSION_BY_TOKEN, args![token_hash, purpose, now], |row| Ok((row.text(0)?, row.instant(1)?)))
}

sql!(SESSION_DELETE, "DELETE FROM session WHERE token_hash = $1");

/// Ends a session.
pub fn delete_session(tx: &mut Tx<'_>, token_hash: &str) -> Result<(), DbError> {
    tx.exec(&SESSION_DELETE, args![token_hash])?;
    Ok(())
}

sql!(SESSIONS_END_OTHERS, "DELETE FROM session WHERE account = $1 AND purpose = $2 AND token_hash <> $3");

/// Ends every session of an account for this purpose but one; returns how many.
pub fn end_other_sessions(tx: &mut Tx<'_>, account: &str, purpose: &str, kept_hash: &str) -> Result<u64, DbError> {
    tx.exec(&SESSIONS_END_OTHERS, args![account, purpose, kept_hash])
}

sql!(
    SESSIONS_EXPIRE,
    "DELETE FROM session WHERE token_hash IN (SELECT token_hash FROM session WHERE expires_at <= $1 LIMIT 500)"
);

/// Removes at most 500 sessions that have ended; returns how many.
pub fn expire_sessions(tx: &mut Tx<'_>, now: Instant) -> Result<u64, DbError> {
    tx.exec(&SESSIONS_EXPIRE, args![now])
}

fn read_account(row: &Row<'_>) -> Result<AccountRow, DbError> {
    Ok(AccountRow {
        id: row.text(0)?,
        version: row.int(1)?,
        login: row.text(2)?,
        name: row.text(3)?,
        password_hash: row.text(4)?,
        subject: row.opt_text(5)?,
        phone: row.text(6)?,
        email: row.text(7)?,
        is_disabled: row.bool(8)?,
        created_at: row.instant(9)?,
    })
}

fn civil(text: &str) -> Result<domain::time::Date, DbError> {
    text.parse().map_err(|_| DbError::corrupt("a day that is not a date"))
}

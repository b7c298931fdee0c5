//! What can go wrong in a database, in the same words for both engines.

use std::error::Error;

use rusqlite::ffi;
use tokio_postgres::error::SqlState;

/// Why a statement, an act or a read did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A row with this key exists already.
    #[error("a row with this key exists already")]
    Unique,
    /// A row points to another one that does not exist, or is still pointed to.
    #[error("a row points to one that does not exist")]
    ForeignKey,
    /// A value breaks a rule of its column: missing, out of its range, of the wrong type, or text with U+0000.
    #[error("a value breaks a rule of its column")]
    Check,
    /// The record has changed since it was read: load it again and decide again.
    #[error("the record has changed since it was read")]
    Stale,
    /// Another transaction was in the way more often than the store was ready to try again.
    #[error("another transaction was in the way")]
    Busy,
    /// The database cannot be reached or cannot write. If it went away during a commit, what was asked may have happened.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Stored data that the program cannot make sense of.
    #[error("stored data cannot be read: {what}")]
    Corrupt {
        /// Where and what, for the log.
        what: String,
    },
    /// The act panicked; it was undone and others went on.
    #[error("the act panicked: {0}")]
    Panicked(String),
    /// Anything else; a fault of the program.
    #[error("database: {0}")]
    Other(#[source] Box<dyn Error + Send + Sync>),
}

impl DbError {
    /// A fault of the program, in words.
    pub(crate) fn other(what: impl Into<String>) -> Self {
        Self::Other(what.into().into())
    }

    /// Stored data that cannot be read, in words.
    #[must_use]
    pub fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::SqliteFailure(failure, message) => {
                let words = || message.clone().unwrap_or_else(|| failure.to_string());
                match failure.extended_code {
                    ffi::SQLITE_CONSTRAINT_UNIQUE
                    | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                    | ffi::SQLITE_CONSTRAINT_ROWID => Self::Unique,
                    ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Self::ForeignKey,
                    ffi::SQLITE_CONSTRAINT_CHECK | ffi::SQLITE_CONSTRAINT_NOTNULL | ffi::SQLITE_CONSTRAINT_DATATYPE => {
                        Self::Check
                    }
                    _ => match failure.code {
                        rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked => Self::Busy,
                        rusqlite::ErrorCode::DiskFull
                        | rusqlite::ErrorCode::SystemIoFailure
                        | rusqlite::ErrorCode::CannotOpen
                        | rusqlite::ErrorCode::ReadOnly
                        | rusqlite::ErrorCode::PermissionDenied => Self::Unavailable(words()),
                        rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase => {
                            Self::corrupt(words())
                        }
                        _ => Self::Other(Box::new(error)),
                    },
                }
            }
            _ => Self::Other(Box::new(error)),
        }
    }
}

impl From<tokio_postgres::Error> for DbError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(state) = error.code() else {
            let unreachable = error.is_closed() || error.source().is_some_and(<dyn Error>::is::<std::io::Error>);
            return if unreachable { Self::Unavailable(words(&error)) } else { Self::Other(Box::new(error)) };
        };
        match *state {
            SqlState::UNIQUE_VIOLATION => Self::Unique,
            SqlState::FOREIGN_KEY_VIOLATION => Self::ForeignKey,
            SqlState::CHECK_VIOLATION | SqlState::NOT_NULL_VIOLATION | SqlState::CHARACTER_NOT_IN_REPERTOIRE => {
                Self::Check
            }
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED | SqlState::LOCK_NOT_AVAILABLE => {
                Self::Busy
            }
            SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => Self::corrupt(words(&error)),
            // A stand-by after a fail-over refuses writes until it is promoted.
            SqlState::READ_ONLY_SQL_TRANSACTION => Self::Unavailable(words(&error)),
            // 08 connection, 53 resources, 57 operator, 58 system: the server cannot work now.
            _ if ["08", "53", "57", "58"].iter().any(|class| state.code().starts_with(class)) => {
                Self::Unavailable(words(&error))
            }
            _ => Self::Other(Box::new(error)),
        }
    }
}

/// The error and what caused it: the driver's own text says only "db error".
fn words(error: &tokio_postgres::Error) -> String {
    error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}

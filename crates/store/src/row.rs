//! One row of an answer, read in place in the engine's own memory.

use rusqlite::types::ValueRef;
use tokio_postgres::types::{FromSql, Type};

use domain::time::Instant;

use crate::error::DbError;

/// A row of either engine. Columns are counted from 0, in the order of the statement.
pub struct Row<'r>(pub(crate) Inner<'r>);

pub(crate) enum Inner<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

impl Row<'_> {
    /// A whole number.
    pub fn int(&self, column: usize) -> Result<i64, DbError> {
        self.opt_int(column)?.ok_or_else(|| unexpected(column, "NULL", "a number"))
    }

    /// A whole number or nothing. A `SUM` is not whole on PostgreSQL: write `CAST(SUM(x) AS BIGINT)`.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, DbError> {
        match &self.0 {
            Inner::Sqlite(row) => match row.get_ref(column)? {
                ValueRef::Null => Ok(None),
                ValueRef::Integer(number) => Ok(Some(number)),
                other => Err(unexpected(column, other.data_type(), "a number")),
            },
            Inner::Postgres(row) => Ok(row.try_get::<_, Option<Whole>>(column)?.map(|whole| whole.0)),
        }
    }

    /// Text, copied.
    pub fn text(&self, column: usize) -> Result<String, DbError> {
        self.str(column).map(str::to_owned)
    }

    /// Text or nothing, copied.
    pub fn opt_text(&self, column: usize) -> Result<Option<String>, DbError> {
        Ok(self.opt_str(column)?.map(str::to_owned))
    }

    /// Text, borrowed from the row.
    pub fn str(&self, column: usize) -> Result<&str, DbError> {
        self.opt_str(column)?.ok_or_else(|| unexpected(column, "NULL", "text"))
    }

    /// Text or nothing, borrowed from the row.
    pub fn opt_str(&self, column: usize) -> Result<Option<&str>, DbError> {
        match &self.0 {
            Inner::Sqlite(row) => match row.get_ref(column)? {
                ValueRef::Null => Ok(None),
                ValueRef::Text(text) => std::str::from_utf8(text)
                    .map(Some)
                    .map_err(|error| DbError::corrupt(format!("column {column}: {error}"))),
                other => Err(unexpected(column, other.data_type(), "text")),
            },
            Inner::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// Bytes, copied.
    pub fn bytes(&self, column: usize) -> Result<Vec<u8>, DbError> {
        self.opt_bytes(column)?.ok_or_else(|| unexpected(column, "NULL", "bytes"))
    }

    /// Bytes or nothing, copied.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<Vec<u8>>, DbError> {
        match &self.0 {
            Inner::Sqlite(row) => match row.get_ref(column)? {
                ValueRef::Null => Ok(None),
                ValueRef::Blob(bytes) => Ok(Some(bytes.to_vec())),
                other => Err(unexpected(column, other.data_type(), "bytes")),
            },
            Inner::Postgres(row) => Ok(row.try_get::<_, Option<&[u8]>>(column)?.map(<[u8]>::to_vec)),
        }
    }

    /// A truth value.
    pub fn bool(&self, column: usize) -> Result<bool, DbError> {
        match &self.0 {
            Inner::Sqlite(row) => match row.get_ref(column)? {
                ValueRef::Integer(number) => Ok(number != 0),
                other => Err(unexpected(column, other.data_type(), "a truth value")),
            },
            Inner::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// A truth value or nothing.
    pub fn opt_bool(&self, column: usize) -> Result<Option<bool>, DbError> {
        match &self.0 {
            Inner::Sqlite(row) => match row.get_ref(column)? {
                ValueRef::Null => Ok(None),
                ValueRef::Integer(number) => Ok(Some(number != 0)),
                other => Err(unexpected(column, other.data_type(), "a truth value")),
            },
            Inner::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// A point in time.
    pub fn instant(&self, column: usize) -> Result<Instant, DbError> {
        self.int(column).map(Instant)
    }

    /// A point in time or nothing.
    pub fn opt_instant(&self, column: usize) -> Result<Option<Instant>, DbError> {
        Ok(self.opt_int(column)?.map(Instant))
    }
}

/// A whole number of any width that PostgreSQL answers with.
struct Whole(i64);

impl<'a> FromSql<'a> for Whole {
    fn from_sql(column_type: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(match *column_type {
            Type::INT2 => i64::from(i16::from_sql(column_type, raw)?),
            Type::INT4 => i64::from(i32::from_sql(column_type, raw)?),
            _ => i64::from_sql(column_type, raw)?,
        }))
    }

    fn accepts(column_type: &Type) -> bool {
        matches!(*column_type, Type::INT8 | Type::INT4 | Type::INT2)
    }
}

fn unexpected(column: usize, found: impl std::fmt::Display, wanted: &str) -> DbError {
    DbError::corrupt(format!("column {column} holds {found} where {wanted} is expected"))
}

//! An open transaction on either engine: the only thing through which SQL is run.

use std::sync::{Arc, OnceLock};

use crate::dialect::Dialect;
use crate::error::DbError;
use crate::row::{Inner, Row};
use crate::session::{Expect, Session};
use crate::statement::Statement;
use crate::value::Value;

/// A transaction. Lent to an act or a read; committed or undone by the store, never by the borrower.
///
/// After a statement has failed, nothing the act did is kept, even when it answers `Ok`: `PostgreSQL` refuses to go
/// on in such a transaction, and `SQLite` is held to the same.
pub struct Tx<'c> {
    engine: Engine<'c>,
    failure: Option<Failure>,
    /// What a posted statement met on `SQLite`, kept back until the moment at which `PostgreSQL` would tell it.
    kept_back: Option<DbError>,
}

enum Engine<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut Session),
}

/// A statement on its way, given by [`Tx::send`] and asked for by [`Tx::changed`]: where its count will stand.
#[derive(Debug)]
#[must_use]
pub struct Sent(Arc<OnceLock<u64>>);

/// What the store must know about a failed statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Another transaction was in the way: worth running the act again.
    Busy,
    /// The database is gone.
    Unavailable,
    /// The act's own fault or refusal.
    Own,
}

impl<'c> Tx<'c> {
    pub(crate) fn sqlite(connection: &'c rusqlite::Connection) -> Self {
        Self { engine: Engine::Sqlite(connection), failure: None, kept_back: None }
    }

    pub(crate) fn postgres(session: &'c mut Session) -> Self {
        Self { engine: Engine::Postgres(session), failure: None, kept_back: None }
    }

    pub(crate) const fn failure(&self) -> Option<Failure> {
        self.failure
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        match self.engine {
            Engine::Sqlite(_) => Dialect::Sqlite,
            Engine::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a statement and maps each row of its answer.
    pub fn query<T>(
        &mut self,
        statement: &'static Statement,
        args: &[Value<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        let mut found = Vec::new();
        self.each(statement, args, |row| {
            found.push(map(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Runs a statement whose answer has at most one row; further rows are a fault.
    pub fn one<T>(
        &mut self,
        statement: &'static Statement,
        args: &[Value<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        let mut found = None;
        self.each(statement, args, |row| {
            if found.is_some() {
                return Err(DbError::other(format!("{} answered with more than one row", statement.name())));
            }
            found = Some(map(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Runs a statement and hands over each row as it comes, keeping none.
    pub fn each(
        &mut self,
        statement: &'static Statement,
        args: &[Value<'_>],
        mut take: impl FnMut(&Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        // A row that the caller cannot read leaves the transaction whole; only the engine's errors spoil it.
        let mut unreadable = None;
        let mut keep_going = |row: &Row<'_>| match take(row) {
            Ok(()) => true,
            Err(error) => {
                unreadable = Some(error);
                false
            }
        };
        let ran = self.ready(args).and_then(|()| match &mut self.engine {
            Engine::Sqlite(connection) => sqlite_rows(connection, statement, args, &mut keep_going),
            Engine::Postgres(session) => session.rows(statement, args, &mut keep_going),
        });
        self.noted(ran)?;
        unreadable.map_or(Ok(()), Err)
    }

    /// Runs a statement that answers nothing; returns how many rows it changed.
    pub fn exec(&mut self, statement: &'static Statement, args: &[Value<'_>]) -> Result<u64, DbError> {
        let ran = self.ready(args).and_then(|()| match &mut self.engine {
            Engine::Sqlite(connection) => sqlite_exec(connection, statement, args),
            Engine::Postgres(session) => session.exec(statement, args),
        });
        self.noted(ran)
    }

    /// Runs a statement of which neither answer nor count is needed.
    ///
    /// It saves a round trip: `PostgreSQL` gets it together with the next statement. So on both engines its failure is
    /// told by the next statement, or by the end of the act, whose answer it then is.
    pub fn post(&mut self, statement: &'static Statement, args: &[Value<'_>]) -> Result<(), DbError> {
        self.post_expecting(statement, args, Expect::Any)
    }

    /// As [`Tx::post`], for a row of the version that was read: unless it changes one row, the act is
    /// [`DbError::Stale`], as it is when the row to be inserted is there already.
    pub fn post_fresh(&mut self, statement: &'static Statement, args: &[Value<'_>]) -> Result<(), DbError> {
        self.post_expecting(statement, args, Expect::Fresh)
    }

    /// Runs a statement of which the count is needed, but only after the next statement: that saves a round trip too.
    pub fn send(&mut self, statement: &'static Statement, args: &[Value<'_>]) -> Result<Sent, DbError> {
        let place = Arc::new(OnceLock::new());
        self.post_expecting(statement, args, Expect::Told(Arc::clone(&place)))?;
        Ok(Sent(place))
    }

    /// How many rows a statement sent in this act has changed.
    pub fn changed(&mut self, sent: &Sent) -> Result<u64, DbError> {
        if sent.0.get().is_none() {
            self.settle()?;
        }
        sent.0.get().copied().ok_or_else(|| DbError::other("a statement that was sent is not answered for"))
    }

    fn post_expecting(
        &mut self,
        statement: &'static Statement,
        args: &[Value<'_>],
        expect: Expect,
    ) -> Result<(), DbError> {
        let ran = self.ready(args).and_then(|()| match &mut self.engine {
            Engine::Sqlite(connection) => {
                self.kept_back = expect.judge(sqlite_exec(connection, statement, args)).err();
                Ok(())
            }
            Engine::Postgres(session) => session.post(statement, args, expect),
        });
        self.noted(ran)
    }

    /// Waits for what was posted.
    pub(crate) fn settle(&mut self) -> Result<(), DbError> {
        let ran = match &mut self.engine {
            Engine::Sqlite(_) => self.kept_back.take().map_or(Ok(()), Err),
            Engine::Postgres(session) => session.settle(),
        };
        self.noted(ran)
    }

    /// Forgets what was posted by an act that is undone.
    pub(crate) fn forget_posted(&mut self) {
        match &mut self.engine {
            Engine::Sqlite(_) => (),
            Engine::Postgres(session) => session.forget_posted(),
        }
    }

    /// Has the engine check a statement without running it.
    pub fn prepare(&mut self, statement: &'static Statement) -> Result<(), DbError> {
        let ran = match &mut self.engine {
            Engine::Sqlite(connection) => connection.prepare(statement.sqlite_text()).map(drop).map_err(DbError::from),
            Engine::Postgres(session) => session.prepare(statement).map(drop),
        };
        self.noted(ran)
    }

    /// Refuses to go on after a failure, and text that one of the engines cannot keep.
    fn ready(&mut self, args: &[Value<'_>]) -> Result<(), DbError> {
        match self.failure {
            Some(Failure::Busy) => return Err(DbError::Busy),
            Some(Failure::Unavailable) => return Err(DbError::Unavailable("an earlier statement lost it".to_owned())),
            Some(Failure::Own) => return Err(DbError::other("the act went on after a failed statement")),
            None => (),
        }
        if let Some(error) = self.kept_back.take() {
            return Err(error);
        }
        let unkeepable = |arg: &Value<'_>| matches!(arg, Value::Text(text) if text.contains('\0'));
        if args.iter().any(unkeepable) { Err(DbError::Check) } else { Ok(()) }
    }

    fn noted<T>(&mut self, ran: Result<T, DbError>) -> Result<T, DbError> {
        if let Err(error) = &ran
            && self.failure.is_none()
        {
            self.failure = Some(match error {
                DbError::Busy => Failure::Busy,
                DbError::Unavailable(_) => Failure::Unavailable,
                DbError::Unique
                | DbError::ForeignKey
                | DbError::Check
                | DbError::Stale
                | DbError::Corrupt { .. }
                | DbError::Panicked(_)
                | DbError::Other(_) => Failure::Own,
            });
        }
        ran
    }
}

fn sqlite_rows(
    connection: &rusqlite::Connection,
    statement: &Statement,
    args: &[Value<'_>],
    keep_going: &mut dyn FnMut(&Row<'_>) -> bool,
) -> Result<(), DbError> {
    let mut prepared = sqlite_bound(connection, statement, args)?;
    let mut rows = prepared.raw_query();
    while let Some(row) = rows.next()? {
        if !keep_going(&Row(Inner::Sqlite(row))) {
            break;
        }
    }
    Ok(())
}

fn sqlite_exec(connection: &rusqlite::Connection, statement: &Statement, args: &[Value<'_>]) -> Result<u64, DbError> {
    let changed = sqlite_bound(connection, statement, args)?.raw_execute()?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

fn sqlite_bound<'c>(
    connection: &'c rusqlite::Connection,
    statement: &Statement,
    args: &[Value<'_>],
) -> Result<rusqlite::CachedStatement<'c>, DbError> {
    let mut prepared = connection.prepare_cached(statement.sqlite_text())?;
    if prepared.parameter_count() != args.len() {
        return Err(wrong_count(statement, args.len(), prepared.parameter_count()));
    }
    for (at, arg) in args.iter().enumerate() {
        prepared.raw_bind_parameter(at.saturating_add(1), arg)?;
    }
    Ok(prepared)
}

/// The statement was given more or fewer arguments than it has placeholders.
pub(crate) fn wrong_count(statement: &Statement, given: usize, wanted: usize) -> DbError {
    DbError::other(format!("{} takes {wanted} arguments, {given} were given", statement.name()))
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
            Value::Bool(truth) => ValueRef::Integer(i64::from(*truth)),
        }))
    }
}

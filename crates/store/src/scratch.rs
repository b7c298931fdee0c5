//! Databases for tests: made on a PostgreSQL server, thrown away when dropped. Only with the feature `scratch`.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::address::Address;
use crate::error::DbError;
use crate::session::Session;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// The server that tests use, as `cargo xtask test` gives it.
pub const SERVER_VARIABLE: &str = "MOTCUA_TEST_POSTGRES";

/// An empty database of its own on a server whose role may create databases.
#[derive(Debug)]
pub struct ScratchDatabase {
    server: String,
    name: String,
}

impl ScratchDatabase {
    /// Makes one on the server named in the environment.
    pub fn create() -> Result<Self, DbError> {
        let server = std::env::var(SERVER_VARIABLE).map_err(|_| {
            DbError::other(format!(
                "{SERVER_VARIABLE} is not set: give the address of a PostgreSQL server whose role may create databases, \
                 as postgres://postgres@127.0.0.1:5432; `cargo xtask test` starts one"
            ))
        })?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("motcua_scratch_{}_{number}", std::process::id());
        let made = Self { server, name };
        made.on_server(&format!("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'", made.name))?;
        Ok(made)
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        address(&self.server, &self.name)
    }

    /// Its name on the server.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks the database itself, beside whoever has it open; rows as text, nothing as an empty one.
    pub fn ask(&self, sql: &str) -> Result<Vec<Vec<String>>, DbError> {
        ask(&self.url(), sql)
    }

    /// Asks the server's maintenance database.
    pub fn on_server(&self, sql: &str) -> Result<Vec<Vec<String>>, DbError> {
        ask(&address(&self.server, "postgres"), sql)
    }
}

/// Asks on a thread of its own, so that any caller may.
fn ask(url: &str, sql: &str) -> Result<Vec<Vec<String>>, DbError> {
    let run = || {
        let mut session = Session::connect(&Address::parse(url).map_err(|error| DbError::Other(Box::new(error)))?)?;
        let rows = session.simple(sql)?.into_iter();
        Ok(rows.map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect())
    };
    let ran = std::thread::scope(|scope| scope.spawn(run).join());
    ran.map_err(|_| DbError::other("the thread that speaks to the server panicked"))?
}

impl Drop for ScratchDatabase {
    fn drop(&mut self) {
        if let Err(error) = self.on_server(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)) {
            tracing::warn!(%error, "a scratch database stays behind");
        }
    }
}

/// The server's address with another database; options after `?` stay.
fn address(server: &str, database: &str) -> String {
    let (server, options) = match server.split_once('?') {
        Some((server, options)) => (server, format!("?{options}")),
        None => (server, String::new()),
    };
    let authority = server.find("://").map_or(0, |at| at.saturating_add(3));
    let path = server.get(authority..).and_then(|rest| rest.find('/'));
    let end = path.map_or(server.len(), |at| authority.saturating_add(at));
    format!("{}/{database}{options}", server.get(..end).unwrap_or(server))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn the_database_of_an_address_is_replaced() {
        assert_eq!(address("postgres://u@h:1", "x"), "postgres://u@h:1/x");
        assert_eq!(address("postgres://u@h:1/old?connect_timeout=3", "x"), "postgres://u@h:1/x?connect_timeout=3");
    }
}

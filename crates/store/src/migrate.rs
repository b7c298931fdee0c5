//! The schema: numbered files, each run once, forward only, inside one transaction under a lock.
//!
//! A file that was released is never edited: its checksum is kept in the database, and a database that was made with
//! another text is refused.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::dialect::{Dialect, LOCK_SCHEMA};
use crate::error::DbError;
use crate::session::Session;

/// One step of the schema.
struct Migration {
    number: i64,
    name: &'static str,
    text: &'static str,
}

macro_rules! migrations {
    ($($number:literal $name:literal),* $(,)?) => {
        &[$(Migration { number: $number, name: $name, text: include_str!(concat!("../migrations/", $name, ".sql")) }),*]
    };
}

/// All steps. A new file is added at the end, with the next number.
const MIGRATIONS: &[Migration] = migrations![
    1 "0001_core",
    2 "0002_rooms",
    3 "0003_uploads",
    4 "0004_registry",
    5 "0005_scale",
    6 "0006_own_data",
    7 "0007_review",
    8 "0008_batch",
    9 "0009_absence",
    10 "0010_payment",
    11 "0011_notice",
    12 "0012_desk",
    13 "0013_task",
    14 "0014_late",
    15 "0015_flags",
    16 "0016_result_file",
    17 "0017_document",
    18 "0018_workflow_run",
    19 "0019_exchange",
    20 "0020_figure",
    21 "0021_round",
    22 "0022_work_file",
];

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The database was made by a newer program, or with an edited file.
    #[error(
        "the database was made with another text of migration {name}; use the program that made it, or a newer one"
    )]
    Foreign {
        /// The name of the migration as the database knows it.
        name: String,
    },
    /// A step did not run; nothing of any step was kept.
    #[error("migration {name} failed")]
    Failed {
        /// The name of the step.
        name: &'static str,
        /// What the engine said.
        #[source]
        error: DbError,
    },
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] DbError),
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (
    number {int} NOT NULL PRIMARY KEY, name {text} NOT NULL, checksum {text} NOT NULL) {table_end}";
const KNOWN: &str = "SELECT name, checksum FROM migration ORDER BY number";

/// What a migration needs of an engine: to run text, and to list what was run before.
trait Engine {
    const DIALECT: Dialect;
    fn run(&mut self, text: &str) -> Result<(), DbError>;
    fn known(&mut self) -> Result<Vec<(String, String)>, DbError>;
}

/// Brings the file up to date.
pub(crate) fn migrate_sqlite(connection: &Connection) -> Result<(), MigrationError> {
    connection.execute_batch("BEGIN EXCLUSIVE").map_err(DbError::from)?;
    let done = migrate(&mut { connection });
    let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = connection.execute_batch(end).map_err(DbError::from);
    done.and(ended.map_err(MigrationError::from))
}

/// Brings the server's database up to date; of several programs that start at once, one works and the others wait.
pub(crate) fn migrate_postgres(session: &mut Session) -> Result<(), MigrationError> {
    session.simple("BEGIN")?;
    session.simple(LOCK_SCHEMA)?;
    let done = migrate(session).and_then(|()| Ok(crate::journal::settle_after_restore(session)?));
    let ended = session.simple(if done.is_ok() { "COMMIT" } else { "ROLLBACK" });
    done.and(ended.map(drop).map_err(MigrationError::from))
}

fn migrate<E: Engine>(engine: &mut E) -> Result<(), MigrationError> {
    engine.run(&in_dialect(TABLE, E::DIALECT))?;
    let known = engine.known()?;
    if let Some((name, _)) = known.get(MIGRATIONS.len()) {
        return Err(MigrationError::Foreign { name: name.clone() });
    }
    for (at, migration) in MIGRATIONS.iter().enumerate() {
        let checksum = checksum(migration.text);
        match known.get(at) {
            Some((name, known)) if name != migration.name || *known != checksum => {
                return Err(MigrationError::Foreign { name: name.clone() });
            }
            Some(_) => (),
            None => {
                let Migration { number, name, text } = migration;
                let note =
                    format!("INSERT INTO migration (number, name, checksum) VALUES ({number}, '{name}', '{checksum}')");
                let ran = engine.run(&in_dialect(text, E::DIALECT)).and_then(|()| engine.run(&note));
                ran.map_err(|error| MigrationError::Failed { name, error })?;
                tracing::info!(migration = name, "schema step done");
            }
        }
    }
    Ok(())
}

fn in_dialect(text: &str, dialect: Dialect) -> String {
    dialect.tokens().iter().fold(text.to_owned(), |text, (token, words)| text.replace(token, words))
}

fn checksum(text: &str) -> String {
    crate::hex(&Sha256::digest(text.as_bytes()))
}

impl Engine for &Connection {
    const DIALECT: Dialect = Dialect::Sqlite;

    fn run(&mut self, text: &str) -> Result<(), DbError> {
        Ok(self.execute_batch(text)?)
    }

    fn known(&mut self) -> Result<Vec<(String, String)>, DbError> {
        let mut statement = self.prepare(KNOWN)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Engine for Session {
    const DIALECT: Dialect = Dialect::Postgres;

    fn run(&mut self, text: &str) -> Result<(), DbError> {
        self.simple(text).map(drop)
    }

    fn known(&mut self) -> Result<Vec<(String, String)>, DbError> {
        let rows = self.simple(KNOWN)?;
        let pairs = rows.into_iter().map(|row| {
            let mut columns = row.into_iter().flatten();
            Some((columns.next()?, columns.next()?))
        });
        pairs.collect::<Option<_>>().ok_or_else(|| DbError::corrupt("the list of migrations"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_listed_once_in_order() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_string_lossy().into_owned()))
            .collect();
        files.sort();
        let listed: Vec<&str> = MIGRATIONS.iter().map(|migration| migration.name).collect();
        assert_eq!(listed, files);
        for (number, migration) in (1..).zip(MIGRATIONS) {
            assert_eq!(migration.number, number);
            assert!(migration.name.starts_with(&format!("{number:04}_")));
        }
    }

    #[test]
    fn no_token_is_left_over() {
        for migration in MIGRATIONS {
            for dialect in [Dialect::Sqlite, Dialect::Postgres] {
                // An empty JSON object is a value.
                let text = in_dialect(migration.text, dialect).replace("'{}'", "");
                assert!(!text.contains('{'), "{}", migration.name);
            }
        }
    }
}

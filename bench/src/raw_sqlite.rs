//! The limit that SQLite sets: one bare writer thread that runs the statements of submissions with their very rows.
//!
//! The statements come from the store's registry, and the rows are read back from a database in which the product
//! has just kept them; so neither can drift from what the product does. No savepoints, no thinking, no sealing.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Statement as Prepared, params_from_iter};
use store::statement::STATEMENTS;

/// The statements of one submission in the order in which the act runs them.
const OF_A_SUBMISSION: [(&str, &str); 4] = [
    ("store::counter", "COUNTER_NEXT"),
    ("store::vault", "KEY_KEEP"),
    ("store::journal", "EVENT_APPEND"),
    ("store::dossier", "DOSSIER_INSERT"),
];

/// The text of a registered statement.
pub(crate) fn statement(module: &str, name: &str) -> Result<&'static str> {
    let mut named = STATEMENTS.iter().filter(|statement| statement.name() == name && statement.module() == module);
    named.next().map(store::Statement::text).with_context(|| format!("the store has no statement {module}::{name}"))
}

/// Texts of the statements of one submission.
pub(crate) fn submission_statements() -> Result<[&'static str; 4]> {
    let mut texts = [""; 4];
    for (text, (module, name)) in texts.iter_mut().zip(OF_A_SUBMISSION) {
        *text = statement(module, name)?;
    }
    Ok(texts)
}

/// Arguments of the four statements.
pub(crate) type Rows = [Vec<Value>; 4];

/// An empty database with the product's schema, and the rows to be committed to it.
pub(crate) struct RawSqlite {
    path: PathBuf,
}

impl RawSqlite {
    /// Makes the file as the product would.
    pub(crate) fn found(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join("raw.sqlite");
        let database = store::Database::Sqlite { path: path.clone() };
        store::Store::open(store::Config::new(database))?.close_blocking();
        Ok(Self { path })
    }

    /// Commits what `source` has kept after the journal's place `after`, `group` submissions a transaction;
    /// submissions a second.
    pub(crate) fn commit(&self, source: &Path, after: i64, group: usize) -> Result<f64> {
        let rows = rows_after(source, after)?;
        ensure!(!rows.is_empty(), "the source has no submissions");
        let count = rows.len();
        let path = self.path.clone();
        let thread = std::thread::spawn(move || -> Result<f64> {
            let connection = open_as_the_writer(&path)?;
            let started = Instant::now();
            commit_all(&connection, &rows, group)?;
            #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 rows")]
            Ok(count as f64 / started.elapsed().as_secs_f64())
        });
        thread.join().map_err(|_| anyhow::anyhow!("the raw writer panicked"))?
    }
}

/// The settings of the product's writer.
fn open_as_the_writer(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768;
         PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 16000;
         PRAGMA journal_size_limit = 134217728; PRAGMA trusted_schema = OFF;",
    )?;
    Ok(connection)
}

fn commit_all(connection: &Connection, rows: &[Rows], group: usize) -> Result<()> {
    let [counter, key, event, dossier] = submission_statements()?;
    let mut counter = connection.prepare(&in_sqlite(counter))?;
    let mut others = [key, event, dossier].map(|text| connection.prepare(&in_sqlite(text)));
    let (mut begin, mut commit) = (connection.prepare("BEGIN IMMEDIATE")?, connection.prepare("COMMIT")?);
    for group in rows.chunks(group.max(1)) {
        begin.execute([])?;
        for [count, rest @ ..] in group {
            let number: i64 = counter.query_row(params_from_iter(count), |row| row.get(0))?;
            ensure!(number > 0, "a counter stands still");
            for (statement, arguments) in others.iter_mut().zip(rest) {
                run(statement, arguments)?;
            }
        }
        commit.execute([])?;
    }
    Ok(())
}

fn run(statement: &mut rusqlite::Result<Prepared<'_>>, arguments: &[Value]) -> Result<()> {
    let statement = statement.as_mut().map_err(|error| anyhow::anyhow!("{error}"))?;
    ensure!(statement.execute(params_from_iter(arguments))? == 1, "a row was not kept");
    Ok(())
}

/// `?1` instead of `$1`, which the engine would number by where it first stands.
fn in_sqlite(text: &str) -> String {
    text.replace('$', "?")
}

/// The last place in a database's journal.
pub(crate) fn last_place(source: &Path) -> Result<i64> {
    let connection = Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    Ok(connection.query_row("SELECT COALESCE(MAX(position), 0) FROM journal", [], |row| row.get(0))?)
}

/// The arguments with which the product kept the submissions after a place of its journal.
pub(crate) fn rows_after(source: &Path, after: i64) -> Result<Vec<Rows>> {
    let connection = Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let [_, _, event, dossier] = submission_statements()?;
    let event_columns = columns(event)?;
    let mut events = connection.prepare(&format!(
        "SELECT {event_columns} FROM journal WHERE position > ?1 AND kind = 'submitted' ORDER BY position"
    ))?;
    let mut dossiers = connection.prepare(&format!("SELECT {} FROM dossier WHERE code = ?1", columns(dossier)?))?;
    let mut keys = connection.prepare("SELECT subject, key FROM subject_key WHERE subject = ?1")?;
    let mut found = events.query([after])?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let event = values(row)?;
        let code: String = row.get("stream")?;
        let subject: String = row.get("subject")?;
        let dossier = dossiers.query_row([&code], values)?;
        let key = keys.query_row([&subject], values)?;
        rows.push([vec![Value::Text(counter_of(&code)?)], key, event, dossier]);
    }
    Ok(rows)
}

/// The columns that an `INSERT` names.
fn columns(insert: &str) -> Result<&str> {
    let (_, rest) = insert.split_once('(').context("an INSERT without columns")?;
    let (columns, _) = rest.split_once(')').context("an INSERT without columns")?;
    Ok(columns)
}

fn values(row: &rusqlite::Row<'_>) -> rusqlite::Result<Vec<Value>> {
    (0..row.as_ref().column_count()).map(|column| row.get(column)).collect()
}

/// The name of the counter from which the code `H55.05440-261126-0001` was taken.
pub(crate) fn counter_of(code: &str) -> Result<String> {
    let mut parts = code.split('-');
    let (Some(unit), Some(day)) = (parts.next(), parts.next()) else { bail!("{code} is not a code") };
    let (Some(year), Some(month), Some(day)) = (day.get(..2), day.get(2..4), day.get(4..)) else {
        bail!("{code} has no day");
    };
    Ok(format!("dossier/{unit}/20{year}-{month}-{day}"))
}

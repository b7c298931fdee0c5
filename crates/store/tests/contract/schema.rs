//! One schema and one list of statements for both engines.

use std::collections::{BTreeMap, BTreeSet};

use store::dialect::Dialect;
use store::statement::STATEMENTS;
use store::{Database, DbError, Statement};

use crate::bed::{Bed, contract};

contract! {
    every_statement_is_understood,
    opening_again_changes_nothing,
    an_edited_migration_is_refused,
}

async fn every_statement_is_understood(bed: &mut Bed) {
    let engine = match bed.config.database {
        Database::Sqlite { .. } => Dialect::Sqlite,
        Database::Postgres { .. } => Dialect::Postgres,
    };
    for statement in STATEMENTS.iter().filter(|statement| statement.only().is_none_or(|only| only == engine)) {
        let prepared: Result<(), DbError> = bed.store.write(|tx| tx.prepare(statement)).await;
        if let Err(error) = prepared {
            panic!("{}::{}: {error:?}\n{}", statement.module(), statement.name(), statement.text());
        }
    }
}

async fn opening_again_changes_nothing(bed: &mut Bed) {
    bed.reopen().await;
    bed.reopen().await;
    bed.store.ping_write().await.unwrap();
}

async fn an_edited_migration_is_refused(bed: &mut Bed) {
    let forge = "UPDATE migration SET checksum = 'other' WHERE number = 1";
    bed.store.close().await;
    match &bed.config.database {
        Database::Sqlite { path } => {
            rusqlite::Connection::open(path).unwrap().execute(forge, []).unwrap();
        }
        Database::Postgres { .. } => drop(bed.beside(forge)),
    }
    let refused = store::Store::open(bed.config.clone()).err().unwrap();
    assert!(matches!(refused, store::OpenError::Migration(store::MigrationError::Foreign { .. })), "{refused:?}");
}

/// A statement that the linker dropped would never be prepared by the test above.
#[test]
fn no_statement_is_missing_from_the_list() {
    let sources = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap();
    let declared: usize = sources
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .map(|source| source.lines().filter(|line| line.starts_with("sql!(")).count())
        .sum();
    assert_eq!(STATEMENTS.len(), declared);
    let names: BTreeSet<&str> = STATEMENTS.iter().map(Statement::name).collect();
    assert_eq!(names.len(), STATEMENTS.len(), "two statements have the same name");
}

#[test]
fn both_engines_have_the_same_tables() {
    let sqlite = crate::bed::sqlite();
    let postgres = crate::bed::postgres();
    assert_eq!(sqlite_columns(&sqlite), postgres_columns(&postgres));
}

type Columns = BTreeMap<String, BTreeSet<String>>;

/// The index of words is the one table that each engine has in its own way.
fn is_shared(table: &str) -> bool {
    !table.starts_with("search_text") && !table.starts_with("sqlite_")
}

fn sqlite_columns(bed: &Bed) -> Columns {
    let Database::Sqlite { path } = &bed.config.database else { panic!("not a file") };
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c WHERE t.schema = 'main'",
        )
        .unwrap();
    let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    collect(pairs.map(Result::unwrap))
}

fn postgres_columns(bed: &Bed) -> Columns {
    let rows =
        bed.beside("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'");
    collect(rows.into_iter().map(|row| (row[0].clone(), row[1].clone())))
}

fn collect(pairs: impl Iterator<Item = (String, String)>) -> Columns {
    let mut columns = Columns::new();
    for (table, column) in pairs.filter(|(table, _)| is_shared(table)) {
        columns.entry(table).or_default().insert(column);
    }
    columns
}

//! Who can read which document: the one filter under which lists of documents are read.

use std::collections::BTreeSet;

use domain::time::Instant;

use crate::error::DbError;
use crate::tx::Tx;
use crate::value::Value;
use crate::{args, sql};

/// Which documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Those that came.
    Incoming,
    /// Those that go out.
    Outgoing,
    /// Work files.
    File,
}

impl Direction {
    /// The name under which they are kept.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Incoming => "in",
            Self::Outgoing => "out",
            Self::File => "file",
        }
    }
}

sql!(
    DOCUMENT_READER_PUT,
    "INSERT INTO document_reader (direction, document, reader, at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (direction, document, reader) DO NOTHING"
);
sql!(DOCUMENT_READER_DROP, "DELETE FROM document_reader WHERE direction = $1 AND document = $2 AND reader = $3");
sql!(
    DOCUMENT_READERS,
    "SELECT reader FROM document_reader WHERE direction = $1 AND document = $2 ORDER BY reader LIMIT 1000"
);

/// Makes these the readers of a document, which stands in lists by `at`.
pub fn replace(
    tx: &mut Tx<'_>,
    direction: Direction,
    document: &str,
    readers: &BTreeSet<String>,
    at: Instant,
) -> Result<(), DbError> {
    let known = of(tx, direction, document)?;
    for gone in known.difference(readers) {
        tx.exec(&DOCUMENT_READER_DROP, args![direction.name(), document, gone])?;
    }
    for new in readers.difference(&known) {
        tx.exec(&DOCUMENT_READER_PUT, args![direction.name(), document, new, at])?;
    }
    Ok(())
}

/// The readers of a document.
pub fn of(tx: &mut Tx<'_>, direction: Direction, document: &str) -> Result<BTreeSet<String>, DbError> {
    let read = tx.query(&DOCUMENT_READERS, args![direction.name(), document], |row| row.text(0))?;
    Ok(read.into_iter().collect())
}

/// Keys under which one statement looks for what waits.
const KEYS: usize = 12;

/// The first twelve keys as arguments of a statement that looks for what waits.
pub(crate) fn of_keys(keys: &[String]) -> Vec<Value<'_>> {
    let mut args: Vec<Value<'_>> = keys.iter().take(KEYS).map(Value::from).collect();
    // Nothing waits for nobody: what is over has an empty key, which no list asks for.
    args.resize(KEYS, Value::from("-"));
    args
}

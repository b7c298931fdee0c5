//! Published values, and the frozen lists of what they counted.

use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::{args, sql};

sql!(
    PUBLISHED_INSERT,
    "INSERT INTO figure_published (id, version, figure, unit, published_at, body) VALUES ($1, $2, $3, $4, $5, $6)"
);

/// A published value as it is kept: what it says, as JSON, beside what it is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRow {
    /// Its number.
    pub id: String,
    /// The figure.
    pub figure: String,
    /// The unit.
    pub unit: String,
    /// When it was published.
    pub published_at: Instant,
    /// The whole publication as JSON.
    pub body: String,
}

/// Keeps a published value.
pub fn insert(tx: &mut Tx<'_>, row: &PublishedRow) -> Result<(), DbError> {
    let PublishedRow { id, figure, unit, published_at, body } = row;
    tx.post_fresh(&PUBLISHED_INSERT, args![id, 1_i64, figure, unit, *published_at, body])
}

sql!(PUBLISHED_ONE, "SELECT id, figure, unit, published_at, body FROM figure_published WHERE id = $1");

/// One published value.
pub fn one(tx: &mut Tx<'_>, id: &str) -> Result<Option<PublishedRow>, DbError> {
    tx.one(&PUBLISHED_ONE, args![id], read)
}

sql!(
    PUBLISHED_PAGE,
    "SELECT id, figure, unit, published_at, body FROM figure_published
     WHERE (published_at, id) < ($1, $2) AND (CAST($3 AS TEXT) IS NULL OR figure = $3)
     ORDER BY published_at DESC, id DESC LIMIT $4"
);

/// A page of published values, the newest first, of one figure or of all.
pub fn page(
    tx: &mut Tx<'_>,
    figure: Option<&str>,
    before: Option<(Instant, &str)>,
    limit: i64,
) -> Result<Vec<PublishedRow>, DbError> {
    let (at, id) = before.unwrap_or((Instant(i64::MAX), ""));
    tx.query(&PUBLISHED_PAGE, args![at, id, figure, limit], read)
}

sql!(COUNTED_INSERT, "INSERT INTO figure_counted (publication, counter, record, amount) VALUES ($1, $2, $3, $4)");

/// Freezes one line of what a value counted.
pub fn freeze_line(
    tx: &mut Tx<'_>,
    publication: &str,
    (counter, record, amount): (&str, &str, i64),
) -> Result<(), DbError> {
    tx.post(&COUNTED_INSERT, args![publication, counter, record, amount])
}

sql!(
    COUNTED_LINES,
    "SELECT counter, record, amount FROM figure_counted WHERE publication = $1 ORDER BY counter, record"
);

/// Hands over the frozen list, line by line, in its canonical order.
pub fn each_line(tx: &mut Tx<'_>, publication: &str, mut take: impl FnMut(&str, &str, i64)) -> Result<(), DbError> {
    tx.each(&COUNTED_LINES, args![publication], |row| {
        take(row.str(0)?, row.str(1)?, row.int(2)?);
        Ok(())
    })
}

sql!(
    PUBLISHED_ORPHAN,
    "SELECT id FROM (
        SELECT id FROM figure_published UNION ALL SELECT publication FROM figure_counted
     ) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.stream = 'figure/' || known.id) ORDER BY id LIMIT 1"
);

/// A publication that has rows and not one event in the journal.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&PUBLISHED_ORPHAN, args![], |row| row.text(0))
}

fn read(row: &Row<'_>) -> Result<PublishedRow, DbError> {
    Ok(PublishedRow {
        id: row.text(0)?,
        figure: row.text(1)?,
        unit: row.text(2)?,
        published_at: row.instant(3)?,
        body: row.text(4)?,
    })
}

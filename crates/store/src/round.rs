//! Rows of scoring rounds: each a projection of the stream of a round or of a unit's sheet.

use domain::time::Instant;

use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::Value;
use crate::{args, sql};

/// Units of one person that are looked at.
const UNITS: usize = 12;

/// One round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundRow {
    /// Its id: year and number.
    pub id: String,
    /// Events of its stream.
    pub version: i64,
    /// The year that is assessed.
    pub year: i64,
    /// The block; empty where the card has none.
    pub block: String,
    /// The card's id.
    pub card: String,
    /// Its title.
    pub title: String,
    /// Stable name of its state.
    pub state: String,
    /// Last day of its phase, or empty.
    pub due: String,
    /// How many results were published.
    pub published: i64,
    /// Last change.
    pub updated_at: Instant,
}

/// The sheet of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The round.
    pub round: String,
    /// The unit.
    pub unit: String,
    /// Events of its own stream; 0 before anybody began.
    pub version: i64,
    /// Whether it is ranked.
    pub is_ranked: bool,
    /// The day on which it was handed in, or empty.
    pub submitted_on: String,
    /// Items that were returned for explanation.
    pub asked: i64,
    /// Of them those that are not explained.
    pub unanswered: i64,
    /// The day until which the unit has something to do, or empty.
    pub waits_until: String,
}

sql!(
    ROUND_PUT,
    "INSERT INTO scoring_round (id, version, year, block, card, title, state, due, published, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, year = excluded.year, block = excluded.block,
        card = excluded.card, title = excluded.title, state = excluded.state, due = excluded.due,
        published = excluded.published, updated_at = excluded.updated_at"
);

/// Keeps a round. That nobody was faster is held by the journal.
pub fn put(tx: &mut Tx<'_>, row: &RoundRow) -> Result<(), DbError> {
    let RoundRow { id, version, year, block, card, title, state, due, published, updated_at } = row;
    tx.exec(&ROUND_PUT, args![id, *version, *year, block, card, title, state, due, *published, *updated_at])?;
    Ok(())
}

macro_rules! rounds {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.version, r.year, r.block, r.card, r.title, r.state, r.due, r.published, r.updated_at ",
            "FROM scoring_round r ",
            $rest
        )
    };
}

sql!(ROUND_ONE, rounds!("WHERE r.id = $1"));

/// One round.
pub fn one(tx: &mut Tx<'_>, id: &str) -> Result<Option<RoundRow>, DbError> {
    tx.one(&ROUND_ONE, args![id], read)
}

sql!(ROUNDS, rounds!("WHERE (r.updated_at, r.id) < ($1, $2) ORDER BY r.updated_at DESC, r.id DESC LIMIT $3"));

/// Every round, the last changed first.
pub fn all(tx: &mut Tx<'_>, after: Option<(Instant, &str)>, limit: i64) -> Result<Vec<RoundRow>, DbError> {
    let (at, id) = after.unwrap_or((Instant(i64::MAX), ""));
    tx.query(&ROUNDS, args![at, id, limit], read)
}

sql!(
    ROUNDS_OF_UNITS,
    rounds!(
        "WHERE (r.updated_at, r.id) < ($1, $2) AND r.state <> 'draft' AND (
            EXISTS (SELECT 1 FROM scoring_sheet s WHERE s.round = r.id
                AND s.unit IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))
            OR EXISTS (SELECT 1 FROM scoring_appraiser a WHERE a.round = r.id
                AND a.unit IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)))
         ORDER BY r.updated_at DESC, r.id DESC LIMIT $3"
    )
);

/// Open rounds in which one of these units takes part or appraises, the last changed first; units beyond the first twelve
/// are not looked at.
pub fn of_units(
    tx: &mut Tx<'_>,
    units: &[String],
    after: Option<(Instant, &str)>,
    limit: i64,
) -> Result<Vec<RoundRow>, DbError> {
    let (at, id) = after.unwrap_or((Instant(i64::MAX), ""));
    let mut args = vec![Value::from(at), Value::from(id), Value::from(limit)];
    args.extend(of_keys(units));
    tx.query(&ROUNDS_OF_UNITS, &args, read)
}

sql!(
    ROUNDS_PUBLISHED,
    rounds!("WHERE r.published > 0 AND (r.year, r.id) < ($1, $2) ORDER BY r.year DESC, r.id DESC LIMIT $3")
);

/// Rounds with a published result, the newest year first.
pub fn published(tx: &mut Tx<'_>, after: Option<(i64, &str)>, limit: i64) -> Result<Vec<RoundRow>, DbError> {
    let (year, id) = after.unwrap_or((i64::from(i32::MAX), ""));
    tx.query(&ROUNDS_PUBLISHED, args![year, id, limit], read)
}

sql!(
    ROUND_BEFORE,
    rounds!(
        "WHERE r.published > 0 AND r.year = $1 AND r.block = $2 AND r.card = $3 ORDER BY r.updated_at DESC, r.id DESC LIMIT 1"
    )
);

/// The published round of a year for a block by a card; of several the last changed.
pub fn of_year(tx: &mut Tx<'_>, year: i64, block: &str, card: &str) -> Result<Option<RoundRow>, DbError> {
    tx.one(&ROUND_BEFORE, args![year, block, card], read)
}

sql!(ROUNDS_OVER, rounds!("WHERE r.state = $1 AND r.due < $2 AND r.due <> '' ORDER BY r.due, r.id LIMIT $3"));

/// Rounds in a state whose last day is before a day.
pub fn over(tx: &mut Tx<'_>, state: &str, today: &str, limit: i64) -> Result<Vec<RoundRow>, DbError> {
    tx.query(&ROUNDS_OVER, args![state, today, limit], read)
}

sql!(
    ROUNDS_WAITING,
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN due <> '' AND due < $1 THEN 1 ELSE 0 END), 0) FROM scoring_round
     WHERE state IN ($2, $3, $4, $5)"
);

/// Rounds in one of four states: how many, and of them those whose last day is over.
pub fn waiting(tx: &mut Tx<'_>, today: &str, states: [&str; 4]) -> Result<(i64, i64), DbError> {
    let [one, two, three, four] = states;
    let found = tx.one(&ROUNDS_WAITING, args![today, one, two, three, four], |row| Ok((row.int(0)?, row.int(1)?)))?;
    Ok(found.unwrap_or_default())
}

sql!(
    ROUND_SHEET_PUT,
    "INSERT INTO scoring_sheet (round, unit, version, is_ranked, submitted_on, asked, unanswered, waits_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (round, unit) DO UPDATE SET version = excluded.version, is_ranked = excluded.is_ranked,
        submitted_on = excluded.submitted_on, asked = excluded.asked, unanswered = excluded.unanswered,
        waits_until = excluded.waits_until"
);

/// Keeps the sheet of a unit.
pub fn put_sheet(tx: &mut Tx<'_>, row: &SheetRow) -> Result<(), DbError> {
    let SheetRow { round, unit, version, is_ranked, submitted_on, asked, unanswered, waits_until } = row;
    let args = args![round, unit, *version, *is_ranked, submitted_on, *asked, *unanswered, waits_until];
    tx.exec(&ROUND_SHEET_PUT, args)?;
    Ok(())
}

sql!(ROUND_SHEETS_DROP, "DELETE FROM scoring_sheet WHERE round = $1");

/// Forgets the sheets of a round that is set up anew.
pub fn drop_sheets(tx: &mut Tx<'_>, round: &str) -> Result<(), DbError> {
    tx.exec(&ROUND_SHEETS_DROP, args![round])?;
    Ok(())
}

sql!(
    ROUND_SHEETS,
    "SELECT round, unit, version, is_ranked, submitted_on, asked, unanswered, waits_until FROM scoring_sheet
     WHERE round = $1 ORDER BY unit LIMIT 1001"
);

/// The sheets of a round, by unit; a round has at most 1,000.
pub fn sheets(tx: &mut Tx<'_>, round: &str) -> Result<Vec<SheetRow>, DbError> {
    tx.query(&ROUND_SHEETS, args![round], read_sheet)
}

sql!(
    ROUND_SHEETS_WAITING,
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN waits_until < $1 THEN 1 ELSE 0 END), 0) FROM scoring_sheet
     WHERE waits_until <> '' AND unit IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
);

/// Sheets with which one of these units has something to do: how many, and of them those whose day is over.
pub fn sheets_waiting(tx: &mut Tx<'_>, units: &[String], today: &str) -> Result<(i64, i64), DbError> {
    let mut args = vec![Value::from(today)];
    args.extend(of_keys(units));
    let found = tx.one(&ROUND_SHEETS_WAITING, &args, |row| Ok((row.int(0)?, row.int(1)?)))?;
    Ok(found.unwrap_or_default())
}

sql!(
    ROUND_SHEET_EVENTS,
    "SELECT s.unit, j.actor, j.payload FROM scoring_sheet s
     JOIN journal j ON j.stream = 'round-sheet/' || s.round || '/' || s.unit
     WHERE s.round = $1 ORDER BY s.unit, j.version"
);

/// What happened to every sheet of a round: unit, actor, event, in the order in which it happened.
pub fn sheet_events(
    tx: &mut Tx<'_>,
    round: &str,
    mut take: impl FnMut(&str, &str, &str) -> Result<(), DbError>,
) -> Result<(), DbError> {
    tx.each(&ROUND_SHEET_EVENTS, args![round], |row| take(row.str(0)?, row.str(1)?, row.str(2)?))
}

sql!(ROUND_APPRAISERS_DROP, "DELETE FROM scoring_appraiser WHERE round = $1");
sql!(
    ROUND_APPRAISER_PUT,
    "INSERT INTO scoring_appraiser (round, unit) VALUES ($1, $2)
     ON CONFLICT (round, unit) DO NOTHING"
);
sql!(ROUND_APPRAISERS, "SELECT unit FROM scoring_appraiser WHERE round = $1 ORDER BY unit LIMIT 1001");

/// Makes these the units that appraise a round.
pub fn put_appraisers(tx: &mut Tx<'_>, round: &str, units: &[String]) -> Result<(), DbError> {
    tx.exec(&ROUND_APPRAISERS_DROP, args![round])?;
    units.iter().try_for_each(|unit| tx.exec(&ROUND_APPRAISER_PUT, args![round, unit]).map(drop))
}

/// The units that appraise a round.
pub fn appraisers(tx: &mut Tx<'_>, round: &str) -> Result<Vec<String>, DbError> {
    tx.query(&ROUND_APPRAISERS, args![round], |row| row.text(0))
}

sql!(
    ROUND_ORPHAN,
    "SELECT stream FROM (
        SELECT 'round/' || id AS stream FROM scoring_round
        UNION SELECT 'round/' || round FROM scoring_sheet
        UNION SELECT 'round/' || round FROM scoring_appraiser
        UNION SELECT 'round-sheet/' || round || '/' || unit FROM scoring_sheet WHERE version > 0
     ) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.stream = known.stream) ORDER BY stream LIMIT 1"
);

/// A stream that has rows here and not one event in the journal: there is none unless somebody wrote past the acts.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&ROUND_ORPHAN, args![], |row| row.text(0))
}

fn of_keys(units: &[String]) -> Vec<Value<'_>> {
    let mut values: Vec<Value<'_>> = units.iter().take(UNITS).map(Value::from).collect();
    values.resize(UNITS, Value::from(""));
    values
}

fn read(row: &Row<'_>) -> Result<RoundRow, DbError> {
    Ok(RoundRow {
        id: row.text(0)?,
        version: row.int(1)?,
        year: row.int(2)?,
        block: row.text(3)?,
        card: row.text(4)?,
        title: row.text(5)?,
        state: row.text(6)?,
        due: row.text(7)?,
        published: row.int(8)?,
        updated_at: row.instant(9)?,
    })
}

fn read_sheet(row: &Row<'_>) -> Result<SheetRow, DbError> {
    Ok(SheetRow {
        round: row.text(0)?,
        unit: row.text(1)?,
        version: row.int(2)?,
        is_ranked: row.bool(3)?,
        submitted_on: row.text(4)?,
        asked: row.int(5)?,
        unanswered: row.int(6)?,
        waits_until: row.text(7)?,
    })
}

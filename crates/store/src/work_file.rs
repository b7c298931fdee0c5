//! Rows of work files and of what lies in them: a projection of their streams.

use domain::time::Instant;

use crate::document_reader::{Direction, of_keys};
use crate::error::DbError;
use crate::row::Row;
use crate::tx::Tx;
use crate::value::Value;
use crate::{args, sql};

/// One work file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFileRow {
    /// Its id.
    pub id: String,
    /// Events of its stream.
    pub version: i64,
    /// The agency whose file it is.
    pub agency: String,
    /// The unit that works on the matter.
    pub unit: String,
    /// The year of the list of files.
    pub year: i64,
    /// Number and symbol within agency and year.
    pub symbol: String,
    /// What the matter is.
    pub title: String,
    /// The account that makes the file.
    pub keeper: String,
    /// Years for which it is kept; 0 is for ever.
    pub retention: i64,
    /// Stable name of its stage.
    pub state: String,
    /// The day on which the work began.
    pub started: String,
    /// The day on which it ended, or empty.
    pub ended: String,
    /// The last day for handing it to the archive, or empty.
    pub handover_by: String,
    /// The first day on which it may be destroyed, or empty.
    pub over_on: String,
    /// Things in it.
    pub pieces: i64,
    /// When it was opened.
    pub opened_at: Instant,
    /// The key of whom it waits for, or empty.
    pub waits_for: String,
    /// Until which day it waits; a day far off where there is none.
    pub waits_until: String,
}

sql!(
    WORK_FILE_PUT,
    "INSERT INTO work_file (id, version, agency, unit, year, symbol, title, keeper, retention, state, started, ended,
        handover_by, over_on, pieces, opened_at, waits_for, waits_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, retention = excluded.retention,
        state = excluded.state, ended = excluded.ended, handover_by = excluded.handover_by,
        over_on = excluded.over_on, pieces = excluded.pieces, waits_for = excluded.waits_for,
        waits_until = excluded.waits_until"
);

/// Keeps a file. That nobody was faster is held by the journal.
pub fn put(tx: &mut Tx<'_>, row: &WorkFileRow) -> Result<(), DbError> {
    let args = args![
        &row.id,
        row.version,
        &row.agency,
        &row.unit,
        row.year,
        &row.symbol,
        &row.title,
        &row.keeper,
        row.retention,
        &row.state,
        &row.started,
        &row.ended,
        &row.handover_by,
        &row.over_on,
        row.pieces,
        row.opened_at,
        &row.waits_for,
        &row.waits_until,
    ];
    tx.exec(&WORK_FILE_PUT, args)?;
    Ok(())
}

macro_rules! work_file {
    ($rest:literal) => {
        concat!(
            "SELECT f.id, f.version, f.agency, f.unit, f.year, f.symbol, f.title, f.keeper, f.retention, f.state, ",
            "f.started, f.ended, f.handover_by, f.over_on, f.pieces, f.opened_at, f.waits_for, f.waits_until ",
            $rest
        )
    };
}

sql!(WORK_FILE_ONE, work_file!("FROM work_file f WHERE f.id = $1"));

/// One file, whoever asks.
pub fn one(tx: &mut Tx<'_>, id: &str) -> Result<Option<WorkFileRow>, DbError> {
    tx.one(&WORK_FILE_ONE, args![id], read)
}

sql!(WORK_FILE_OF_SYMBOL, work_file!("FROM work_file f WHERE f.agency = $1 AND f.year = $2 AND f.symbol = $3"));

/// The file of that symbol, whoever asks.
pub fn of_symbol(tx: &mut Tx<'_>, agency: &str, year: i64, symbol: &str) -> Result<Option<WorkFileRow>, DbError> {
    tx.one(&WORK_FILE_OF_SYMBOL, args![agency, year, symbol], read)
}

/// Which files of a reader.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter<'a> {
    /// Only in this stage.
    pub state: Option<&'a str>,
    /// Only of this year; 0 is any.
    pub year: i64,
    /// Only those that this account makes.
    pub keeper: Option<&'a str>,
    /// Only those to be handed to the archive before this day.
    pub handover_before: Option<&'a str>,
    /// Only those that are there still and whose period is over on this day.
    pub over_on: Option<&'a str>,
}

sql!(
    WORK_FILE_LIST,
    work_file!(
        "FROM document_reader r JOIN work_file f ON f.id = r.document
         WHERE r.direction = 'file' AND r.reader = $1 AND (r.at, r.document) < ($2, $3)
           AND (CAST($4 AS TEXT) IS NULL OR f.state = $4)
           AND (f.year = $5 OR $5 = 0)
           AND (CAST($6 AS TEXT) IS NULL OR f.keeper = $6)
           AND (CAST($7 AS TEXT) IS NULL OR (f.handover_by <> '' AND f.handover_by < $7))
           AND (CAST($8 AS TEXT) IS NULL OR (f.over_on <> '' AND f.over_on <= $8 AND f.state <> 'destroyed'))
         ORDER BY r.at DESC, r.document DESC LIMIT $9"
    )
);

/// What one reader can read, the newest first.
pub fn list(
    tx: &mut Tx<'_>,
    reader: &str,
    filter: Filter<'_>,
    after: Option<(Instant, &str)>,
    limit: i64,
) -> Result<Vec<WorkFileRow>, DbError> {
    let (at, id) = after.unwrap_or((Instant(i64::MAX), ""));
    let Filter { state, year, keeper, handover_before, over_on } = filter;
    tx.query(&WORK_FILE_LIST, args![reader, at, id, state, year, keeper, handover_before, over_on, limit], read)
}

sql!(
    WORK_FILE_WAITING_COUNT,
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN waits_until < $14 THEN 1 ELSE 0 END), 0) FROM work_file
     WHERE waits_for IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AND waits_until < $13"
);

/// How many wait under these keys and fall due before `horizon`, and how many of them since before `today`.
pub fn waiting_count(tx: &mut Tx<'_>, keys: &[String], (horizon, today): (&str, &str)) -> Result<(i64, i64), DbError> {
    let mut args = of_keys(keys);
    args.extend([Value::from(horizon), Value::from(today)]);
    let found = tx.one(&WORK_FILE_WAITING_COUNT, &args, |row| Ok((row.int(0)?, row.int(1)?)))?;
    Ok(found.unwrap_or_default())
}

sql!(
    WORK_FILE_WAITING,
    work_file!(
        "FROM work_file f WHERE f.waits_for IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
           AND f.waits_until < $13
         ORDER BY f.waits_until, f.id LIMIT $14"
    )
);

/// What waits under these keys and falls due before `horizon`, what is due first first.
pub fn waiting(tx: &mut Tx<'_>, keys: &[String], horizon: &str, limit: i64) -> Result<Vec<WorkFileRow>, DbError> {
    let mut args = of_keys(keys);
    args.extend([Value::from(horizon), Value::from(limit)]);
    tx.query(&WORK_FILE_WAITING, &args, read)
}

sql!(
    WORK_FILE_PIECE_PUT,
    "INSERT INTO work_file_piece (file, kind, piece, place) VALUES ($1, $2, $3, $4)
     ON CONFLICT (file, kind, piece) DO UPDATE SET place = excluded.place"
);

/// Keeps that something lies in a file. `place` grows with each thing that is put in.
pub fn put_piece(tx: &mut Tx<'_>, file: &str, (kind, piece): (&str, &str), place: i64) -> Result<(), DbError> {
    tx.exec(&WORK_FILE_PIECE_PUT, args![file, kind, piece, place])?;
    Ok(())
}

sql!(WORK_FILE_PIECE_DROP, "DELETE FROM work_file_piece WHERE file = $1 AND kind = $2 AND piece = $3");

/// Keeps that something does not lie in a file any more.
pub fn drop_piece(tx: &mut Tx<'_>, file: &str, (kind, piece): (&str, &str)) -> Result<(), DbError> {
    tx.exec(&WORK_FILE_PIECE_DROP, args![file, kind, piece])?;
    Ok(())
}

sql!(
    WORK_FILE_PIECES,
    "SELECT kind, piece FROM work_file_piece WHERE file = $1 ORDER BY place, kind, piece LIMIT 1001"
);

/// What lies in a file, in the order in which it was put there: kinds and ids.
pub fn pieces(tx: &mut Tx<'_>, file: &str) -> Result<Vec<(String, String)>, DbError> {
    tx.query(&WORK_FILE_PIECES, args![file], |row| Ok((row.text(0)?, row.text(1)?)))
}

/// A document in a file, as far as somebody may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PieceRow {
    /// Stable name of its kind.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What it is about; none where the reader may not see it, and of dossiers.
    pub subject: Option<String>,
    /// The symbol of one that came, the notation of one that was written here.
    pub symbol: String,
    /// The number of one that was written here.
    pub number: Option<i64>,
    /// The day that it carries, or empty.
    pub day: String,
    /// Who issued it, or empty.
    pub author: String,
}

sql!(
    WORK_FILE_CONTENT,
    "SELECT p.kind, p.piece, COALESCE(i.subject, o.subject), COALESCE(i.symbol, o.notation, ''), o.number,
        COALESCE(i.day, o.day, ''), COALESCE(i.author, '')
     FROM work_file_piece p
     LEFT JOIN incoming i ON p.kind = 'incoming' AND i.id = p.piece AND EXISTS (
        SELECT 1 FROM document_reader r WHERE r.direction = 'in' AND r.document = i.id
          AND r.reader IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))
     LEFT JOIN outgoing o ON p.kind = 'outgoing' AND o.id = p.piece AND EXISTS (
        SELECT 1 FROM document_reader s WHERE s.direction = 'out' AND s.document = o.id
          AND s.reader IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))
     WHERE p.file = $13 ORDER BY p.place, p.kind, p.piece LIMIT 1001"
);

/// What lies in a file, with what a reader with these keys may know of it.
pub fn content(tx: &mut Tx<'_>, keys: &[String], file: &str) -> Result<Vec<PieceRow>, DbError> {
    let mut args = of_keys(keys);
    args.push(Value::from(file));
    tx.query(&WORK_FILE_CONTENT, &args, |row| {
        Ok(PieceRow {
            kind: row.text(0)?,
            id: row.text(1)?,
            subject: row.opt_text(2)?,
            symbol: row.text(3)?,
            number: row.opt_int(4)?,
            day: row.text(5)?,
            author: row.text(6)?,
        })
    })
}

sql!(
    WORK_FILE_HOLDING,
    work_file!(
        "FROM work_file_piece p JOIN work_file f ON f.id = p.file
         WHERE p.kind = $13 AND p.piece = $14 AND EXISTS (
            SELECT 1 FROM document_reader r WHERE r.direction = 'file' AND r.document = f.id
              AND r.reader IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))
         ORDER BY f.opened_at, f.id LIMIT 50"
    )
);

/// Files in which something lies and that a reader with these keys sees.
pub fn holding(tx: &mut Tx<'_>, keys: &[String], (kind, piece): (&str, &str)) -> Result<Vec<WorkFileRow>, DbError> {
    let mut args = of_keys(keys);
    args.extend([Value::from(kind), Value::from(piece)]);
    tx.query(&WORK_FILE_HOLDING, &args, read)
}

sql!(
    WORK_FILE_ORPHAN,
    "SELECT stream FROM (
        SELECT 'work-file/' || id AS stream FROM work_file
        UNION SELECT 'work-file/' || file FROM work_file_piece
        UNION SELECT 'work-file/' || document FROM document_reader WHERE direction = 'file'
     ) known
     WHERE NOT EXISTS (SELECT 1 FROM journal WHERE journal.stream = known.stream) ORDER BY stream LIMIT 1"
);

/// A stream that has rows here and not one event in the journal.
pub fn orphan(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.one(&WORK_FILE_ORPHAN, args![], |row| row.text(0))
}

/// Readers of work files stand with those of documents.
pub const READERS: Direction = Direction::File;

fn read(row: &Row<'_>) -> Result<WorkFileRow, DbError> {
    Ok(WorkFileRow {
        id: row.text(0)?,
        version: row.int(1)?,
        agency: row.text(2)?,
        unit: row.text(3)?,
        year: row.int(4)?,
        symbol: row.text(5)?,
        title: row.text(6)?,
        keeper: row.text(7)?,
        retention: row.int(8)?,
        state: row.text(9)?,
        started: row.text(10)?,
        ended: row.text(11)?,
        handover_by: row.text(12)?,
        over_on: row.text(13)?,
        pieces: row.int(14)?,
        opened_at: row.instant(15)?,
        waits_for: row.text(16)?,
        waits_until: row.text(17)?,
    })
}

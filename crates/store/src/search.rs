//! Search by words, without regard to case and diacritics, ranked alike on both engines.
//!
//! The engine's own index finds the newest entries that hold every word; the rank is counted here, so that the
//! engines cannot disagree and a word that half of all dossiers hold costs no more than a rare one.

use domain::text::fold;

use crate::error::DbError;
use crate::tx::Tx;
use crate::{args, sql};

/// Entries that are ranked for one search.
const CANDIDATES: i64 = 500;
/// Longest word that is indexed, in bytes; longer ones are cut.
const WORD_BYTES: usize = 64;
/// Words of one text that are indexed.
const WORDS: usize = 4000;
/// Words of one search that count.
const QUERY_WORDS: usize = 12;

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The key under which it was put.
    pub key: String,
    /// How well it fits, more is better; comparable within one search only.
    pub rank: i64,
}

sql!(SEARCH_ENTRY_ID, "SELECT id FROM search_entry WHERE kind = $1 AND key = $2");
sql!(SEARCH_ENTRY_PUT, "INSERT INTO search_entry (kind, key, heavy) VALUES ($1, $2, $3) RETURNING id");
sql!(SEARCH_ENTRY_REMOVE, "DELETE FROM search_entry WHERE id = $1");

/// Puts a record into the index, in place of what was there. `heavy` is its title or name, `light` all the rest.
pub fn put(tx: &mut Tx<'_>, kind: &str, key: &str, heavy: &str, light: &str) -> Result<(), DbError> {
    put_on_shelves(tx, kind, key, &[], heavy, light)
}

/// Like [`put`]; the record stands on shelves as well, and whoever may see only one shelf searches that one alone.
pub fn put_on_shelves(
    tx: &mut Tx<'_>,
    kind: &str,
    key: &str,
    shelves: &[&str],
    heavy: &str,
    light: &str,
) -> Result<(), DbError> {
    remove(tx, kind, key)?;
    let (heavy, light) = (fold(heavy), fold(light));
    let dialect = tx.dialect();
    let id = tx.one(&SEARCH_ENTRY_PUT, args![kind, key, &heavy], |row| row.int(0))?;
    let id = id.ok_or_else(|| DbError::other("an index entry answered nothing"))?;
    let heavy = dialect.search_words(&words(&heavy, WORDS), 'A');
    let light = dialect.search_words(&words(&light, WORDS), 'D');
    let places = std::iter::once(one_word(kind)).chain(shelves.iter().map(|shelf| shelf_word(shelf)));
    let places: Vec<String> = places.map(|place| dialect.search_kind(&place)).collect();
    tx.post(dialect.search_put(), args![id, places.join(" "), heavy, light])
}

/// Takes a record out of the index, if it is there.
pub fn remove(tx: &mut Tx<'_>, kind: &str, key: &str) -> Result<(), DbError> {
    let Some(id) = tx.one(&SEARCH_ENTRY_ID, args![kind, key], |row| row.int(0))? else {
        return Ok(());
    };
    tx.post(tx.dialect().search_remove(), args![id])?;
    tx.post(&SEARCH_ENTRY_REMOVE, args![id])
}

/// Records of a kind that hold every word of the query, the best first; the last word may be a beginning.
///
/// Any text may be asked for. One without a letter or digit finds nothing.
pub fn find(tx: &mut Tx<'_>, kind: &str, query: &str, limit: usize) -> Result<Vec<Hit>, DbError> {
    find_on_shelf(tx, kind, None, query, limit)
}

/// Like [`find`], among the records that stand on a shelf; the filter is part of the index's own query.
pub fn find_on_shelf(
    tx: &mut Tx<'_>,
    kind: &str,
    shelf: Option<&str>,
    query: &str,
    limit: usize,
) -> Result<Vec<Hit>, DbError> {
    let shelf = shelf.map(shelf_word);
    let query = fold(query);
    let asked = words(&query, QUERY_WORDS);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let phrase = asked.join(" ");
    let mut hits: Vec<Hit> = Vec::new();
    // The title first: newer records that only mention the words must not push out an older one that is named so.
    for heavy_only in [true, false] {
        let expression = tx.dialect().search_expression(&one_word(kind), shelf.as_deref(), &asked, heavy_only);
        let statement = tx.dialect().search_find();
        let found = tx.query(statement, args![expression, kind, CANDIDATES], |row| {
            Ok(Hit { key: row.text(0)?, rank: rank(row.str(1)?, &asked, &phrase) })
        })?;
        let known = hits.len();
        for hit in found {
            if !hits.iter().take(known).any(|earlier| earlier.key == hit.key) {
                hits.push(hit);
            }
        }
        if hits.len() >= limit {
            break;
        }
    }
    // Stable: among equals the newer stays first.
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.rank));
    hits.truncate(limit);
    Ok(hits)
}

/// The title that is exactly what was asked, then one that begins so, then one that holds it in one piece, then
/// one that holds more of the words; among those the shorter title.
fn rank(heavy: &str, asked: &[&str], phrase: &str) -> i64 {
    let padded = format!(" {heavy}");
    let held = asked.iter().filter(|word| padded.contains(&format!(" {word}"))).count();
    let held = i64::try_from(held).unwrap_or(0);
    let shape = if heavy == phrase {
        3
    } else if heavy.starts_with(phrase) {
        2
    } else {
        i64::from(padded.contains(&format!(" {phrase}")))
    };
    let length = i64::try_from(heavy.len()).unwrap_or(i64::MAX).min(999);
    // Three digits for the length below two for the words below one for the shape.
    shape.saturating_mul(100_000).saturating_add(held.saturating_mul(1000)).saturating_sub(length)
}

fn words(folded: &str, limit: usize) -> Vec<&str> {
    folded.split(' ').filter(|word| !word.is_empty()).map(cut).take(limit).collect()
}

/// The beginning of a word, at most [`WORD_BYTES`] long and whole in its characters.
fn cut(word: &str) -> &str {
    word.get(..word.floor_char_boundary(WORD_BYTES)).unwrap_or(word)
}

/// A kind as one word of the index.
fn one_word(kind: &str) -> String {
    fold(kind).replace(' ', "")
}

/// A shelf as one word, which no kind can be.
fn shelf_word(shelf: &str) -> String {
    format!("on{}", one_word(shelf))
}

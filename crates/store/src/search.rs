//! Search by words, without regard to case and diacritics, ranked alike on both engines.
//!
//! An entry stands in places: its kind, and perhaps shelves, of which a person may see some. Each word is indexed once
//! for each place, as one word with it. So a search touches nothing but what stands in its place, however much there is
//! elsewhere, and cannot find anything else. The engine's own index finds the newest entries that hold every word; the
//! rank is counted here, so that the engines cannot disagree.

use std::collections::HashSet;

use domain::text::fold;

use crate::dialect::SearchGroup;
use crate::error::DbError;
use crate::tx::Tx;
use crate::{args, sql};

/// Entries of a catalogue that are ranked for one search.
const CANDIDATES: usize = 500;
/// Entries that are ranked for each one asked for, where the newest ones matter most; and at least, and at most.
const CANDIDATES_EACH: usize = 5;
const CANDIDATES_LEAST: usize = 100;
/// Longest word that is indexed, in bytes; longer ones are cut.
const WORD_BYTES: usize = 64;
/// Words of one text that are indexed; with two texts in three places one entry stays below what engines take.
const WORDS: usize = 1000;
/// Words of one search that count.
const QUERY_WORDS: usize = 12;
/// Stands between a place and a word, twice before a light one. Folding leaves no such letter in any text.
const MARK: &str = "đ";

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
    let id = tx.one(&SEARCH_ENTRY_PUT, args![kind, key, &heavy], |row| row.int(0))?;
    let id = id.ok_or_else(|| DbError::other("an index entry answered nothing"))?;
    let (heavy, light) = (words(&heavy, WORDS), words(&light, WORDS));
    let mut places = vec![place(kind, None)];
    places.extend(shelves.iter().map(|shelf| place(kind, Some(shelf))));
    places.sort_unstable();
    places.dedup();
    let in_place = |place: &String| {
        let heavy = heavy.iter().map(|word| heavy_word(place, word));
        heavy.chain(light.iter().map(|word| light_word(place, word))).collect::<Vec<_>>()
    };
    let indexed: Vec<String> = places.iter().flat_map(in_place).collect();
    let dialect = tx.dialect();
    tx.post(dialect.search_put(), args![id, dialect.search_words(&indexed)])
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
    ranked(tx, kind, &place(kind, None), query, (limit, CANDIDATES))
}

/// Like [`find`], among the records that stand on a shelf, or all of a kind that grows without end; of many that fit,
/// the newest are ranked.
pub fn find_on_shelf(
    tx: &mut Tx<'_>,
    kind: &str,
    shelf: Option<&str>,
    query: &str,
    limit: usize,
) -> Result<Vec<Hit>, DbError> {
    let candidates = limit.saturating_mul(CANDIDATES_EACH).clamp(CANDIDATES_LEAST, CANDIDATES);
    ranked(tx, kind, &place(kind, shelf), query, (limit, candidates))
}

/// Where a word of the search must stand, the strictest first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Every word in the title.
    Title,
    /// The same, the last word perhaps only begun.
    TitleBegun,
    /// Anywhere, the last word perhaps only begun.
    Anywhere,
}

fn ranked(
    tx: &mut Tx<'_>,
    kind: &str,
    place: &str,
    query: &str,
    (limit, candidates): (usize, usize),
) -> Result<Vec<Hit>, DbError> {
    let query = fold(query);
    let asked = words(&query, QUERY_WORDS);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let phrase = asked.join(" ");
    let candidates = i64::try_from(candidates).unwrap_or(i64::MAX);
    let mut hits: Vec<Hit> = Vec::new();
    // The title first: newer records that only mention the words must not push out an older one that is named so. And
    // whole words before begun ones, which cost the engine more.
    for reach in [Reach::Title, Reach::TitleBegun, Reach::Anywhere] {
        let expression = tx.dialect().search_expression(&groups(place, &asked, reach));
        let statement = tx.dialect().search_find();
        let found = tx.query(statement, args![expression, kind, candidates], |row| {
            Ok(Hit { key: row.text(0)?, rank: rank(row.str(1)?, &asked, &phrase) })
        })?;
        let known: HashSet<String> = hits.iter().map(|hit| hit.key.clone()).collect();
        hits.extend(found.into_iter().filter(|hit| !known.contains(&hit.key)));
        if hits.len() >= limit {
            break;
        }
    }
    // Stable: among equals the newer stays first.
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.rank));
    hits.truncate(limit);
    Ok(hits)
}

fn groups(place: &str, asked: &[&str], reach: Reach) -> Vec<SearchGroup> {
    let last = asked.len().saturating_sub(1);
    let group = |(at, word): (usize, &&str)| {
        let mut words = vec![heavy_word(place, word)];
        if reach == Reach::Anywhere {
            words.push(light_word(place, word));
        }
        SearchGroup { words, may_go_on: at == last && reach != Reach::Title }
    };
    asked.iter().enumerate().map(group).collect()
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

/// A kind, or a shelf of it, as the first part of a word of the index.
fn place(kind: &str, shelf: Option<&str>) -> String {
    let one_word = |name: &str| fold(name).replace(' ', "");
    shelf.map_or_else(|| one_word(kind), |shelf| format!("{}on{}", one_word(kind), one_word(shelf)))
}

fn heavy_word(place: &str, word: &str) -> String {
    format!("{place}{MARK}{word}")
}

fn light_word(place: &str, word: &str) -> String {
    format!("{place}{MARK}{MARK}{word}")
}

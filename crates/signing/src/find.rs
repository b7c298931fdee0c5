//! Finding the signatures of a PDF in its bytes.
//!
//! The tables and streams of the PDF are not asked: a signature that a later update has let go out of sight was still
//! made over the bytes before it, and nothing has to be unpacked. What counts is strict: the covered ranges begin with
//! the first byte, and the gap between them is exactly the string with the container, so that nothing escapes the
//! signature.

use crate::syntax::{self, Object};

/// A signature as it stands in the PDF.
pub(crate) struct Found {
    pub(crate) entries: Vec<(Vec<u8>, Object)>,
    /// The container, with the space kept free behind it.
    pub(crate) container: Vec<u8>,
    /// Where the gap begins and ends, and where what is covered ends; nothing if the ranges break the rules.
    pub(crate) range: Option<Range>,
}

/// The first byte of the gap, the one after it, and the one after all that is covered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Range {
    pub(crate) gap: (usize, usize),
    pub(crate) end: usize,
}

const WORD: &[u8] = b"/ByteRange";
/// How many places before the word an object may seem to begin.
const MAX_BEGINNINGS: usize = 4;

/// All signatures in the order in which they stand, or nothing if there are more than are looked at.
pub(crate) fn all(pdf: &[u8]) -> Option<Vec<Found>> {
    let mut found = Vec::new();
    let mut seen = Vec::new();
    let mut words = 0_usize;
    let mut from = 0_usize;
    while let Some(place) = position(pdf, WORD, from) {
        from = place.saturating_add(WORD.len());
        words = words.saturating_add(1);
        if words > crate::MAX_SIGNATURES {
            return None;
        }
        if let Some((start, signature)) = around(pdf, place)
            && !seen.contains(&start)
        {
            seen.push(start);
            found.push(signature);
        }
    }
    Some(found)
}

fn position(bytes: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(word.len()).position(|window| window == word).map(|place| place.saturating_add(from))
}

/// The signature in whose dictionary a place lies, and where its container begins.
fn around(pdf: &[u8], place: usize) -> Option<(usize, Found)> {
    let first = place.saturating_sub(syntax::MAX_OBJECT);
    let before = pdf.get(first..place)?;
    let mut end = before.len();
    for _ in 0..MAX_BEGINNINGS {
        let word = before.get(..end)?.windows(3).rposition(|window| window == b"obj")?;
        end = word;
        let start = first.saturating_add(word).saturating_add(3);
        if let Some(Object::Dictionary(entries)) = syntax::read(pdf, start)
            && let Some(found) = signature(pdf, entries, 0)
        {
            return Some(found);
        }
    }
    None
}

/// The dictionary itself, or one within it, if it is that of a signature.
fn signature(pdf: &[u8], entries: Vec<(Vec<u8>, Object)>, depth: usize) -> Option<(usize, Found)> {
    let only = |key: &[u8]| {
        let mut values = entries.iter().filter(|(name, _)| name == key).map(|(_, value)| value);
        values.next().filter(|_| values.next().is_none())
    };
    if let (Some(Object::Array(range)), Some(Object::Text { bytes, start, end, is_hex })) =
        (only(b"ByteRange"), only(b"Contents"))
    {
        let range = range_of(pdf, range, (*start, *end)).filter(|_| *is_hex);
        return Some((*start, Found { range, container: bytes.clone(), entries }));
    }
    let mut inner = entries.into_iter().filter_map(|(_, value)| match value {
        Object::Dictionary(entries) => Some(entries),
        Object::Number(_) | Object::Name | Object::Text { .. } | Object::Array(_) | Object::Other => None,
    });
    inner.find_map(|entries| if depth < 2 { signature(pdf, entries, depth.saturating_add(1)) } else { None })
}

fn range_of(pdf: &[u8], range: &[Object], contents: (usize, usize)) -> Option<Range> {
    let [Object::Number(0), Object::Number(before), Object::Number(after), Object::Number(rest)] = range else {
        return None;
    };
    let gap = (usize::try_from(*before).ok()?, usize::try_from(*after).ok()?);
    let end = gap.1.checked_add(usize::try_from(*rest).ok()?)?;
    (gap == contents && end <= pdf.len()).then_some(Range { gap, end })
}

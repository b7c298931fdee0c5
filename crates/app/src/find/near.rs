//! How far two words are apart when somebody mistypes: letters left out, added, changed or swapped.
//!
//! Words are folded, so they are ASCII where they are Vietnamese; others are never near anything.

use domain::text::fold;

/// Most edits allowed in a word of this length: none where nearly every syllable is near another, two in the longest.
pub(super) const fn edits_allowed(length: usize) -> u8 {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// The letters of a word as a set, by which most words are told apart at once.
pub(super) fn letters(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |set, letter| set | 1 << (letter - b'a'))
}

/// Longest word that is compared; Vietnamese syllables have at most seven letters.
const LENGTH_MAX: usize = 24;

/// Edits between two words, if there are at most `limit`: optimal string alignment, where a swap of neighbours is one.
pub(super) fn edits(one: &str, other: &str, limit: u8) -> Option<u8> {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let too_long = one.len() > LENGTH_MAX || other.len() > LENGTH_MAX;
    if too_long || !one.is_ascii() || !other.is_ascii() || one.len().abs_diff(other.len()) > usize::from(limit) {
        return None;
    }
    let mut earlier = [0_u8; LENGTH_MAX + 1];
    let mut previous = [0_u8; LENGTH_MAX + 1];
    for (place, cost) in previous.iter_mut().zip(0..) {
        *place = cost;
    }
    let mut before: Option<u8> = None;
    for (letter, row) in one.iter().zip(1_u8..) {
        let mut current = [u8::MAX; LENGTH_MAX + 1];
        let mut best = row;
        set(&mut current, 0, row);
        let mut left: Option<u8> = None;
        for (column, against) in other.iter().enumerate() {
            let changed = get(&previous, column).saturating_add(u8::from(letter != against));
            let added = get(&current, column).saturating_add(1);
            let left_out = get(&previous, column + 1).saturating_add(1);
            let mut cost = changed.min(added).min(left_out);
            if column > 0 && before == Some(*against) && left == Some(*letter) {
                cost = cost.min(get(&earlier, column - 1).saturating_add(1));
            }
            set(&mut current, column + 1, cost);
            best = best.min(cost);
            left = Some(*against);
        }
        if best > limit {
            return None;
        }
        before = Some(*letter);
        earlier = previous;
        previous = current;
    }
    Some(get(&previous, other.len())).filter(|cost| *cost <= limit)
}

fn get(row: &[u8; LENGTH_MAX + 1], at: usize) -> u8 {
    row.get(at).copied().unwrap_or(u8::MAX)
}

fn set(row: &mut [u8; LENGTH_MAX + 1], at: usize, cost: u8) {
    if let Some(place) = row.get_mut(at) {
        *place = cost;
    }
}

/// Text as all of this room compares it: folded, with one spelling of `i` and `y`.
pub(super) fn plain(text: &str) -> String {
    fold(text).split(' ').map(spelled).collect::<Vec<_>>().join(" ")
}

/// A folded word with `y` as `i` where both spellings are current: `kỹ` and `kĩ`, `lý` and `lí`, `quý` and `quí`.
pub(super) fn spelled(word: &str) -> String {
    let rest = word.strip_suffix('y');
    let onsets = ["b", "d", "h", "k", "l", "m", "n", "qu", "r", "s", "t", "th", "tr", "v", "x"];
    let is_whole_rhyme = |head: &str| onsets.contains(&head);
    match rest {
        Some(head) if is_whole_rhyme(head) => format!("{head}i"),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_one_edit() {
        let table = [
            ("khai", "khai", Some(0)),
            ("kahi", "khai", Some(1)),
            ("sih", "sinh", Some(1)),
            ("sinhh", "sinh", Some(1)),
            ("xinh", "sinh", Some(1)),
            ("nghiep", "nghep", Some(1)),
            ("truong", "trung", Some(1)),
            ("sinh", "hinh", Some(1)),
            ("dat", "xay", None),
            ("a", "abcd", None),
            ("", "", Some(0)),
            ("đ", "d", None),
        ];
        for (one, other, expected) in table {
            assert_eq!(edits(one, other, 1), expected, "{one} {other}");
            assert_eq!(edits(other, one, 1), expected, "{other} {one}");
        }
        assert_eq!(edits("nghiep", "nghpe", 2), Some(2));
        assert_eq!(edits(&"a".repeat(40), &"a".repeat(40), 2), None);
    }

    #[test]
    fn both_spellings_of_i_are_one_word() {
        for (one, other) in [("ky", "ki"), ("ly", "li"), ("quy", "qui"), ("thy", "thi")] {
            assert_eq!(plain(one), plain(other));
        }
        for (one, other) in [("tay", "tai"), ("thuy", "thui"), ("y", "i")] {
            assert_ne!(plain(one), plain(other));
        }
    }
}

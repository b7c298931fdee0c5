//! Which entry of an older list is which of a newer one, and which of them moved.

use std::collections::BTreeMap;

/// Which entry is which.
pub(super) struct Aligned {
    /// By newer position: the older position of the same entry.
    pub(super) older: Vec<Option<usize>>,
    /// Older positions that are no longer there, in order.
    pub(super) gone: Vec<usize>,
}

/// How entries are recognised.
pub(super) struct Recognise<'a, T, K> {
    /// The name under which an entry is known in both lists.
    pub(super) key: &'a dyn Fn(&T) -> K,
    /// Whether two entries of different names are the same one renamed.
    pub(super) renamed: &'a dyn Fn(&T, &T) -> bool,
    /// Whether what is left over at the same position is the same entry.
    pub(super) by_position: bool,
}

/// Finds each newer entry among the older ones: the very same first, then one of the same name, then one that was
/// only renamed, and last, where positions count, the one that stood there.
pub(super) fn align<T: PartialEq, K: Ord>(older: &[T], newer: &[T], how: &Recognise<'_, T, K>) -> Aligned {
    let mut pairing = Pairing { found: vec![None; newer.len()], free: vec![true; older.len()] };
    let mut by_key: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (position, entry) in older.iter().enumerate() {
        by_key.entry((how.key)(entry)).or_default().push(position);
    }
    let none = Vec::new();
    let named = |entry: &T| by_key.get(&(how.key)(entry)).unwrap_or(&none);
    pairing.pair(older, newer, |entry| named(entry).iter().copied(), |one, other| one == other);
    pairing.pair(older, newer, |entry| named(entry).iter().copied(), |_, _| true);
    pairing.pair(older, newer, |_| 0..older.len(), how.renamed);
    if how.by_position {
        pairing.by_position();
    }
    let gone = pairing.free.iter().enumerate().filter(|(_, free)| **free).map(|(position, _)| position).collect();
    Aligned { older: pairing.found, gone }
}

struct Pairing {
    found: Vec<Option<usize>>,
    free: Vec<bool>,
}

impl Pairing {
    /// Gives each newer entry without a partner the first free one among `candidates` that `is` it.
    fn pair<T, I: Iterator<Item = usize>>(
        &mut self,
        older: &[T],
        newer: &[T],
        candidates: impl Fn(&T) -> I,
        is: impl Fn(&T, &T) -> bool,
    ) {
        if !self.free.contains(&true) {
            return;
        }
        for (found, entry) in self.found.iter_mut().zip(newer).filter(|(found, _)| found.is_none()) {
            let free = |position: &usize| self.free.get(*position) == Some(&true);
            let same = |position: &usize| older.get(*position).is_some_and(|older| is(older, entry));
            *found = candidates(entry).filter(free).find(same);
            if let Some(taken) = found.and_then(|position| self.free.get_mut(position)) {
                *taken = false;
            }
        }
    }

    fn by_position(&mut self) {
        for (position, (found, free)) in self.found.iter_mut().zip(&mut self.free).enumerate() {
            if found.is_none() && *free {
                *found = Some(position);
                *free = false;
            }
        }
    }
}

/// The entries that do not belong to the longest run that kept its order: the fewest that must have moved.
pub(super) fn moved(older: &[Option<usize>]) -> Vec<bool> {
    // Ends of the best runs by their length, each as (older position, newer position), and who stands before whom.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; older.len()];
    for (newer, older) in older.iter().enumerate().filter_map(|(newer, older)| older.map(|older| (newer, older))) {
        let length = ends.partition_point(|(end, _)| *end < older);
        let previous = length.checked_sub(1).and_then(|last| ends.get(last)).map(|(_, newer)| *newer);
        if let Some(slot) = before.get_mut(newer) {
            *slot = previous;
        }
        match ends.get_mut(length) {
            Some(end) => *end = (older, newer),
            None => ends.push((older, newer)),
        }
    }
    let mut moved: Vec<bool> = older.iter().map(Option::is_some).collect();
    let mut place = ends.last().map(|(_, newer)| *newer);
    while let Some(newer) = place {
        if let Some(slot) = moved.get_mut(newer) {
            *slot = false;
        }
        place = before.get(newer).copied().flatten();
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(aligned: &Aligned) -> String {
        let each = aligned.older.iter().zip(moved(&aligned.older)).map(|(older, moved)| {
            let older = older.map_or("+".to_owned(), |older| older.to_string());
            if moved { format!("{older}~") } else { older }
        });
        let gone = aligned.gone.iter().map(|gone| format!("-{gone}"));
        each.chain(gone).collect::<Vec<_>>().join(" ")
    }

    /// Entries are `name:value` words; the name recognises them.
    fn check(older: &str, newer: &str, by_position: bool, expected: &str) {
        let split = |list: &str| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let part = |entry: &str, at: usize| entry.split(':').nth(at).unwrap_or_default().to_owned();
        let aligned = align(
            &split(older),
            &split(newer),
            &Recognise {
                key: &|entry: &String| part(entry, 0),
                renamed: &|one, other| part(one, 1) == part(other, 1),
                by_position,
            },
        );
        assert_eq!(text(&aligned), expected, "{older} → {newer}");
    }

    #[test]
    fn entries_are_found_by_what_stayed_the_same() {
        let table = [
            ("a:1 b:2 c:3", "a:1 b:2 c:3", "0 1 2"),
            ("a:1 b:2 c:3", "c:3 a:1 b:2", "2~ 0 1"),
            ("a:1 b:2 c:3 d:4", "a:1 c:3 b:2 d:4", "0 2~ 1 3"),
            ("a:1 b:2 c:3", "a:1 c:3", "0 2 -1"),
            ("a:1 c:3", "a:1 b:2 c:3", "0 + 1"),
            ("a:1 b:2", "a:1 b:9", "0 1"),
            ("a:1 b:2", "a:1 x:2", "0 1"),
            ("a:1 b:2", "a:1 x:9", "0 + -1"),
            ("a:1 a:2", "a:2 a:1", "1~ 0"),
            ("a:1 a:2", "a:2", "1 -0"),
            ("", "a:1", "+"),
            ("a:1", "", "-0"),
        ];
        for (older, newer, expected) in table {
            check(older, newer, false, expected);
        }
        check("a:1 b:2", "a:1 x:9", true, "0 1");
    }

    #[test]
    fn only_the_fewest_move() {
        let list = |order: &[usize]| order.iter().copied().map(Some).collect::<Vec<_>>();
        let count = |order: &[usize]| moved(&list(order)).iter().filter(|moved| **moved).count();
        assert_eq!(count(&[0, 1, 2, 3]), 0);
        assert_eq!(count(&[3, 0, 1, 2]), 1);
        assert_eq!(count(&[3, 2, 1, 0]), 3);
        assert_eq!(count(&[1, 0, 3, 2]), 2);
        assert_eq!(moved(&[None, Some(4), None, Some(2)]).iter().filter(|moved| **moved).count(), 1);
    }
}

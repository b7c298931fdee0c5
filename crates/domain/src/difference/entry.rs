//! Comparing lists of entries: which came, went or moved, and which of their facts changed.

use std::collections::BTreeMap;

use super::align::{Recognise, align, moved};
use super::change::{Change, Shown};
use super::place::Place;

/// The facts of an entry in the order in which pages show them.
pub(super) type Facts<F> = Vec<(F, Option<Shown>)>;

/// An entry of a list.
pub(super) trait Entry: PartialEq + Sized {
    /// What is told of it.
    type Fact: Copy + PartialEq;
    /// By what it is known in both lists.
    type Key: Ord;

    fn key(&self) -> Self::Key;

    /// Every fact but its number in the list.
    fn facts(&self) -> Facts<Self::Fact>;

    /// What it is called when it comes or goes.
    fn title(&self) -> Shown;

    /// The part of the list within which its position counts.
    fn shelf(&self) -> Option<&str> {
        None
    }

    /// The fact that holds its number in the list, from 1, and the number.
    fn number(&self) -> Option<(Self::Fact, u32)> {
        None
    }
}

/// The place of an entry at a position, or of a fact of it.
pub(super) type PlaceOf<T> = dyn Fn(&T, usize, Option<<T as Entry>::Fact>) -> Place;

/// Tells more of an older entry, its newer self and the newer position.
pub(super) type Within<T> = dyn Fn(&T, &T, usize, &mut Vec<Change>);

/// How one list is compared.
pub(super) struct Listing<'a, T: Entry> {
    /// Whether what is left over at the same position is the same entry.
    pub(super) by_position: bool,
    /// The place of an entry at a position, or of a fact of it.
    pub(super) place: &'a PlaceOf<T>,
    /// What else is told of a pair, after its facts.
    pub(super) within: &'a Within<T>,
}

/// Adds the differences of two lists, in the order of the newer one.
pub(super) fn compare<T: Entry>(older: &[T], newer: &[T], listing: &Listing<'_, T>, changes: &mut Vec<Change>) {
    if older == newer {
        return;
    }
    let renamed =
        |one: &T, other: &T| one.facts().iter().zip(&other.facts()).filter(|(one, other)| one != other).count() <= 1;
    let how = Recognise { key: &T::key, renamed: &renamed, by_position: listing.by_position };
    let aligned = align(older, newer, &how);
    // Where both lists number their entries through, the positions say all that the numbers say.
    let numbers_count = !(is_numbered(older) && is_numbered(newer));
    let moves = moves(older, newer, &aligned.older);
    let mut gone = aligned.gone.iter().copied().peekable();
    let remove = |position: usize, changes: &mut Vec<Change>| {
        if let Some(entry) = older.get(position) {
            changes.push(Change::of((listing.place)(entry, position, None), Some(entry.title()), None));
        }
    };
    for (position, ((entry, before), moves)) in newer.iter().zip(&aligned.older).zip(&moves).enumerate() {
        let place = |fact| (listing.place)(entry, position, fact);
        let Some((from, before)) = before.and_then(|from| older.get(from).map(|older| (from, older))) else {
            changes.push(Change::of(place(None), None, Some(entry.title())));
            continue;
        };
        while let Some(position) = gone.next_if(|gone| *gone < from) {
            remove(position, changes);
        }
        if let Some((old, new)) = moves {
            changes.push(Change::moved(place(None), *old, *new));
        }
        if numbers_count {
            let number = |entry: &T| entry.number().map(|(fact, number)| (fact, Some(Shown::Count(number.into()))));
            facts(number(before).into_iter().collect(), number(entry).into_iter().collect(), &place, changes);
        }
        facts(before.facts(), entry.facts(), &place, changes);
        (listing.within)(before, entry, position, changes);
    }
    for position in gone {
        remove(position, changes);
    }
}

/// For each newer entry that went past others on its shelf, its position there before and after.
fn moves<T: Entry>(older: &[T], newer: &[T], from: &[Option<usize>]) -> Vec<Option<(usize, usize)>> {
    let (ranks_before, ranks_after) = (ranks(older), ranks(newer));
    let mut shelves: BTreeMap<Option<&str>, Vec<(usize, Option<usize>)>> = BTreeMap::new();
    for (position, (entry, from)) in newer.iter().zip(from).enumerate() {
        let stayed = from.filter(|from| older.get(*from).is_some_and(|older| older.shelf() == entry.shelf()));
        shelves.entry(entry.shelf()).or_default().push((position, stayed));
    }
    let mut moves = vec![None; newer.len()];
    for shelf in shelves.values() {
        let older: Vec<Option<usize>> = shelf.iter().map(|(_, from)| *from).collect();
        for ((position, from), moved) in shelf.iter().zip(moved(&older)) {
            let rank = |ranks: &[usize], at: usize| ranks.get(at).copied().unwrap_or_default();
            if let (true, Some(from), Some(slot)) = (moved, from, moves.get_mut(*position)) {
                *slot = Some((rank(&ranks_before, *from), rank(&ranks_after, *position)));
            }
        }
    }
    moves
}

/// The position of each entry on its shelf.
fn ranks<T: Entry>(entries: &[T]) -> Vec<usize> {
    let mut filled: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let rank = |entry| {
        let next = filled.entry(T::shelf(entry)).or_default();
        let rank = *next;
        *next = rank.saturating_add(1);
        rank
    };
    entries.iter().map(rank).collect()
}

fn is_numbered<T: Entry>(entries: &[T]) -> bool {
    let numbers = entries.iter().map(|entry| entry.number().map(|(_, number)| number));
    numbers.zip(1_u32..).all(|(number, position)| number.is_none_or(|number| number == position))
}

/// Adds the facts that differ.
pub(super) fn facts<F: Copy>(
    before: Facts<F>,
    after: Facts<F>,
    place: &dyn Fn(Option<F>) -> Place,
    changes: &mut Vec<Change>,
) {
    for ((fact, before), (_, after)) in before.into_iter().zip(after) {
        if before != after {
            changes.push(Change::of(place(Some(fact)), before, after));
        }
    }
}

//! All versions of all units, read as of a date.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Unit, UnitLevel};

/// Longest chain of parents or successors that is followed; the law knows four levels.
const CHAIN_LIMIT: usize = 16;

/// Every version of every unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Organisation {
    versions: BTreeMap<String, Vec<Unit>>,
}

impl Organisation {
    /// Gathers versions; those of one unit are kept in the order in which they came.
    #[must_use]
    pub fn new(units: impl IntoIterator<Item = Unit>) -> Self {
        let mut versions: BTreeMap<String, Vec<Unit>> = BTreeMap::new();
        for unit in units {
            versions.entry(unit.id.clone()).or_default().push(unit);
        }
        Self { versions }
    }

    /// All versions of a unit.
    #[must_use]
    pub fn versions(&self, id: &str) -> &[Unit] {
        self.versions.get(id).map_or(&[], Vec::as_slice)
    }

    /// Every version of every unit.
    pub fn all(&self) -> impl Iterator<Item = &Unit> {
        self.versions.values().flatten()
    }

    /// The version of a unit in force on `date`.
    ///
    /// Where the sources leave ends open and two versions contain the date, the one that began last is meant;
    /// a version whose beginning nobody wrote down counts from the first day for which its file speaks.
    #[must_use]
    pub fn unit(&self, id: &str, date: Date) -> Option<&Unit> {
        self.versions(id).iter().filter(|unit| unit.validity().contains(date)).max_by_key(|unit| {
            let start = unit.valid_from.unwrap_or(unit.known_from);
            (start <= date, start)
        })
    }

    /// Every unit in force on `date`, by id.
    pub fn units(&self, date: Date) -> impl Iterator<Item = &Unit> {
        self.versions.keys().filter_map(move |id| self.unit(id, date))
    }

    /// The units right below `id` on `date`.
    pub fn children<'a>(&'a self, id: &'a str, date: Date) -> impl Iterator<Item = &'a Unit> {
        self.units(date).filter(move |unit| unit.parent_id.as_deref() == Some(id))
    }

    /// The communes (xã, phường, thị trấn) in force on `date`.
    pub fn communes(&self, date: Date) -> impl Iterator<Item = &Unit> {
        self.units(date).filter(|unit| unit.level == UnitLevel::Commune)
    }

    /// The bodies (sở, ban, ngành) in force on `date`.
    pub fn bodies(&self, date: Date) -> impl Iterator<Item = &Unit> {
        self.units(date).filter(|unit| unit.level == UnitLevel::Body)
    }

    /// Whether `id` is `above`, or lies below it on `date`.
    #[must_use]
    pub fn is_within(&self, id: &str, above: &str, date: Date) -> bool {
        let mut current = Some(id);
        for _ in 0..CHAIN_LIMIT {
            match current {
                Some(unit_id) if unit_id == above => return true,
                Some(unit_id) => current = self.unit(unit_id, date).and_then(|unit| unit.parent_id.as_deref()),
                None => return false,
            }
        }
        false
    }

    /// The units that carry `id` on, on `date`: itself while it is in force, and whatever its ended versions went into.
    ///
    /// Empty when nobody does, as for the districts, whose level ended without successors.
    #[must_use]
    pub fn successors_on(&self, id: &str, date: Date) -> Vec<&Unit> {
        let mut found: Vec<&Unit> = self.unit(id, date).into_iter().collect();
        let ended = |unit: &&Unit| unit.valid_to.is_some_and(|to| to < date);
        let mut frontier: Vec<&Unit> = self.versions(id).iter().filter(ended).collect();
        let mut seen = BTreeSet::new();
        for _ in 0..CHAIN_LIMIT {
            let mut next = Vec::new();
            for version in frontier {
                // A link leads to the version that began when this one ended, not to any older one under that id.
                let Some(day) = version.valid_to.and_then(|to| to.tomorrow().ok()) else { continue };
                for target in version.successors.iter().filter_map(|link| self.unit(&link.unit_id, day)) {
                    if !target.validity().contains(date) {
                        next.extend(seen.insert((&target.id, target.valid_to)).then_some(target));
                    } else if found.iter().all(|unit| unit.id != target.id) {
                        found.extend(self.unit(&target.id, date));
                    }
                }
            }
            frontier = next;
        }
        found
    }

    /// The only unit that carries `id` on, on `date`; nothing when there is none or more than one.
    #[must_use]
    pub fn successor_of(&self, id: &str, date: Date) -> Option<&Unit> {
        match self.successors_on(id, date).as_slice() {
            [unit] => Some(unit),
            _ => None,
        }
    }
}

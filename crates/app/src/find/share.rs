//! The online share: how many of the procedures in force are offered online at level 3 and 4, by field and level.

use std::collections::BTreeMap;

use domain::organisation::UnitLevel;
use domain::procedure::OnlineLevel;

use super::{Shelf, Shelved};

/// Counts of one group of procedures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Procedures in force.
    pub total: i64,
    /// Of those, online at level 3 (một phần).
    pub level3: i64,
    /// Of those, online at level 4 (toàn trình).
    pub level4: i64,
}

/// The online share of one day (tỷ lệ dịch vụ công trực tuyến mức độ 3, 4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OnlineShare {
    /// All procedures in force.
    pub all: Tally,
    /// By field.
    pub by_field: BTreeMap<String, Tally>,
    /// By level at which they are handled; one of two levels counts under both, and once among all.
    pub by_level: Vec<(UnitLevel, Tally)>,
}

impl Tally {
    /// Online at level 3 or 4.
    #[must_use]
    pub const fn online(self) -> i64 {
        self.level3.saturating_add(self.level4)
    }

    /// The online share in hundredths of a per cent, half rounded up; `None` of nothing.
    #[must_use]
    pub fn share(self) -> Option<i64> {
        if self.total <= 0 {
            return None;
        }
        let doubled = self.online().checked_mul(20_000)?.checked_add(self.total)?;
        doubled.checked_div(self.total.checked_mul(2)?)
    }

    fn add(&mut self, level: OnlineLevel) {
        self.total = self.total.saturating_add(1);
        match level {
            OnlineLevel::Level3 => self.level3 = self.level3.saturating_add(1),
            OnlineLevel::Level4 => self.level4 = self.level4.saturating_add(1),
            OnlineLevel::Level1 | OnlineLevel::Level2 => (),
        }
    }
}

impl Shelf {
    /// The online share of the shelf's day.
    #[must_use]
    pub fn online_share(&self) -> OnlineShare {
        let levels = [UnitLevel::Province, UnitLevel::District, UnitLevel::Commune, UnitLevel::Body];
        let mut share = OnlineShare::default();
        let mut by_level = levels.map(|level| (level, Tally::default()));
        for Shelved { procedure, .. } in self.all().iter().filter(|shelved| shelved.in_force) {
            let level = procedure.online_level();
            share.all.add(level);
            share.by_field.entry(procedure.field_vi.clone()).or_default().add(level);
            for (at, tally) in &mut by_level {
                if procedure.levels.contains(at) {
                    tally.add(level);
                }
            }
        }
        share.by_level = by_level.into_iter().filter(|(_, tally)| tally.total > 0).collect();
        share
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn shares_are_exact() {
        let share = |online, total| Tally { total, level3: online, level4: 0 }.share();
        assert_eq!(share(666, 1725), Some(3861));
        assert_eq!(share(677, 1725), Some(3925));
        assert_eq!(share(1, 8), Some(1250));
        assert_eq!(share(1, 3), Some(3333));
        assert_eq!(share(2, 3), Some(6667));
        assert_eq!(share(0, 0), None);
    }
}

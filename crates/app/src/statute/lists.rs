//! Citations of what does not hold any more, or soon will not.

use domain::statute::Broken;
use domain::time::Date;

use super::{Citer, Citing};
use crate::Catalogue;

/// How many days ahead what will fall is shown.
pub const NOTICE_DAYS: i64 = 60;

/// Whether what is cited fell, or will.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// It does not hold on the day that was asked about.
    Fallen,
    /// It holds, and will not within [`NOTICE_DAYS`].
    Soon,
}

/// Something that cites what does not hold, or soon will not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// What cites.
    pub citer: Citer,
    /// What is cited, since when it does not hold, and what stands in its place.
    pub broken: Broken,
    /// Whether it fell already.
    pub when: When,
}

impl Catalogue {
    /// Everything in use on a day that cites what does not hold on it, or will not within [`NOTICE_DAYS`]. What fell comes
    /// first, each by its day and then by what cites.
    #[must_use]
    pub fn affected(&self, day: Date) -> Vec<Affected> {
        let later = day.checked_add(jiff::Span::new().days(NOTICE_DAYS)).unwrap_or(day);
        let mut found: Vec<Affected> =
            self.citing(day).into_iter().filter_map(|one| self.broken_one(one, later)).collect();
        for one in &mut found {
            one.when = if one.broken.since <= day { When::Fallen } else { When::Soon };
        }
        found.sort_by(|one, other| {
            (one.when, one.broken.since, &one.broken.cite.text, &one.citer).cmp(&(
                other.when,
                other.broken.since,
                &other.broken.cite.text,
                &other.citer,
            ))
        });
        found
    }

    fn broken_one(&self, Citing { citer, cite }: Citing, later: Date) -> Option<Affected> {
        let broken = self.statutes.broken(std::slice::from_ref(&cite), later).pop()?;
        Some(Affected { citer, broken, when: When::Soon })
    }
}

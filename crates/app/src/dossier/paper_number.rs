//! Numbers of the papers that an act gives: taken in its transaction, without gaps or doubles.

use std::collections::BTreeMap;

use domain::dossier::{Dossier, Event, PaperNumber};
use store::{Tx, counter};

use super::chain::Entry;
use crate::error::ActError;

/// The next number of the paper that an event gives; the dossier already holds the event.
pub(super) fn take(tx: &mut Tx<'_>, dossier: &Dossier, event: &Event) -> Result<Option<PaperNumber>, ActError> {
    let Some(paper) = event.gives() else { return Ok(None) };
    let unit = dossier.giver(paper).to_owned();
    let number = counter::next(tx, &PaperNumber::run(paper, &unit, event.at().year()))?;
    Ok(Some(PaperNumber { unit, number }))
}

/// All numbers that were given, to find gaps and doubles.
#[derive(Debug, Default)]
pub(crate) struct Runs(BTreeMap<String, Run>);

/// What is known of a run: when it goes from 1 to `highest` and each stands once, their number and sum say so.
#[derive(Debug, Default)]
struct Run {
    count: i64,
    highest: i64,
    sum: i128,
}

impl Runs {
    /// Takes in the numbers of one dossier.
    pub(crate) fn read(&mut self, entries: &[Entry]) {
        for entry in entries {
            let (Some(paper), Some(given)) = (entry.event.gives(), &entry.paper) else { continue };
            let run = self.0.entry(PaperNumber::run(paper, &given.unit, entry.event.at().year())).or_default();
            run.count = run.count.saturating_add(1);
            run.highest = run.highest.max(given.number);
            run.sum = run.sum.saturating_add(i128::from(given.number));
        }
    }

    /// The first run in which a number is missing or stands twice.
    pub(crate) fn faulty(&self) -> Option<&str> {
        let whole = |run: &Run| {
            let count = i128::from(run.count);
            run.count == run.highest && run.sum == count.saturating_mul(count.saturating_add(1)) / 2
        };
        self.0.iter().find(|(_, run)| !whole(run)).map(|(name, _)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Instant;
    use jiff::civil::date;

    use super::*;

    fn given(year: i16, number: i64) -> Entry {
        Entry {
            event: Event::Rejected { at: date(year, 11, 27).at(8, 0, 0, 0), cited: None },
            private: None,
            recorded_at: Instant(0),
            actor: String::new(),
            on_behalf_of: None,
            paper: Some(PaperNumber { unit: "05443".to_owned(), number }),
        }
    }

    #[test]
    fn gaps_and_doubles_are_found_and_each_year_begins_with_one() {
        for (numbers, whole) in [
            (&[(2026, 2), (2026, 1), (2027, 1)][..], true),
            (&[], true),
            (&[(2026, 1), (2026, 3)], false),
            (&[(2026, 1), (2026, 1)], false),
            (&[(2026, 1), (2026, 1), (2026, 3)], false),
            (&[(2026, 2)], false),
        ] {
            let mut runs = Runs::default();
            for (year, number) in numbers {
                runs.read(&[given(*year, *number)]);
            }
            assert_eq!(runs.faulty().is_none(), whole, "{numbers:?}");
        }
    }
}

//! What the system knows of items by itself, with its lineage: counts of dossiers by unit and year.
//!
//! Each entry says which item of which card a figure fills, heading by heading. A figure that is not counted here is left
//! to the unit, and the sheet says so.

use std::collections::BTreeMap;

use domain::round::{Known, KnownPart};
use domain::scorecard::Scorecard;
use domain::time::Date;

use crate::App;
use crate::error::ActError;
use crate::overview::Counts;

/// A count of dossiers.
#[derive(Clone, Copy)]
enum Count {
    Received,
    OnTime,
    Finished,
}

impl Count {
    const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::OnTime => "finished_on_time",
            Self::Finished => "finished",
        }
    }

    const fn of(self, counts: &Counts) -> i64 {
        match self {
            Self::Received => counts.received,
            Self::OnTime => counts.finished_on_time,
            Self::Finished => counts.finished_on_time.saturating_add(counts.finished_late),
        }
    }
}

/// A figure that fills an item.
struct Filled {
    card: &'static str,
    item: &'static str,
    /// Name and version of its definition.
    definition: &'static str,
    parts: &'static [(&'static str, Count)],
}

/// Every item that is filled.
const FILLED: &[Filled] = &[
    Filled {
        card: "internal-example",
        item: "3.1",
        definition: "on_time_of_finished/1",
        parts: &[("3.1_dung_han", Count::OnTime), ("3.1_giai_quyet", Count::Finished)],
    },
    Filled {
        card: "service-766",
        item: "2.1",
        definition: "on_time_of_received/1",
        parts: &[("totalOnTime", Count::OnTime), ("totalReceived", Count::Received)],
    },
];

/// What is known, by unit and item.
pub(super) type KnownOfUnits = BTreeMap<String, BTreeMap<String, Known>>;

impl App {
    /// What the system knows of these units in a year, up to today while the year runs.
    pub(super) async fn round_known(
        &self,
        card: &Scorecard,
        units: &[String],
        year: i16,
    ) -> Result<KnownOfUnits, ActError> {
        let wanted: Vec<&Filled> =
            FILLED.iter().filter(|one| one.card == card.id && card.criterion(one.item).is_some()).collect();
        if wanted.is_empty() {
            return Ok(KnownOfUnits::new());
        }
        let no_day = |_| ActError::fault("a round is of a year that has no days");
        let from = Date::new(year, 1, 1).map_err(no_day)?;
        let to = Date::new(year, 12, 31).map_err(no_day)?.min(self.today()).max(from);
        let overview = self.overview(from, to).await?;
        let none = Counts::default();
        let of_unit = |unit: &String| {
            let counts = overview.by_unit.get(unit).unwrap_or(&none);
            let items = wanted.iter().map(|one| (one.item.to_owned(), one.known(counts, (from, to))));
            (unit.clone(), items.collect())
        };
        Ok(units.iter().map(of_unit).collect())
    }
}

impl Filled {
    fn known(&self, counts: &Counts, (from, to): (Date, Date)) -> Known {
        let part = |(heading, count): &(&str, Count)| KnownPart {
            name: count.name().to_owned(),
            heading: (*heading).to_owned(),
            value: count.of(counts).to_string(),
        };
        let parts: Vec<KnownPart> = self.parts.iter().map(part).collect();
        Known {
            values: parts.iter().map(|part| (part.heading.clone(), part.value.clone())).collect(),
            definition: self.definition.to_owned(),
            from,
            to,
            parts,
            link: "/tong-quan".to_owned(),
        }
    }
}

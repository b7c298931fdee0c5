//! Browsing: procedures by event in life, field, unit, level, audience and online scope, page by page.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::dataset::LifeEvents;
use domain::organisation::UnitLevel;
use domain::procedure::{Audience, OnlineLevel, Procedure};
use domain::text::fold;
use domain::time::Date;

use crate::catalogue::Catalogue;

/// Which procedures are wanted; what is `None` or empty does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Code of an event in life.
    pub event: Option<String>,
    /// Field, as the portal names it.
    pub field: Option<String>,
    /// The unit that handles them: a body, or a commune for all that communes handle.
    pub unit: Option<String>,
    /// Level at which they are handled.
    pub level: Option<UnitLevel>,
    /// Whom they are for.
    pub audience: Option<Audience>,
    /// Level of the online service.
    pub online: Option<OnlineLevel>,
    /// Only those in force on the day, not those of which only an earlier or later version is known.
    pub in_force: bool,
}

/// One procedure with everything by which it is found on the shelves.
#[derive(Debug, Clone)]
pub struct Shelved {
    /// The procedure as of the day.
    pub procedure: Arc<Procedure>,
    /// Whom it is for.
    pub audiences: Vec<Audience>,
    /// Codes of its events in life.
    pub events: Vec<String>,
    /// The body that handles it, where it is not a commune.
    pub unit: Option<String>,
    /// Whether it is in force on the day.
    pub in_force: bool,
}

/// All procedures of one day in the order of their ids.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The day.
    pub day: Option<Date>,
    procedures: Vec<Shelved>,
    /// Procedures that an event names first, in its order.
    first: BTreeMap<String, Vec<String>>,
}

impl Shelf {
    /// The shelf of a day.
    #[must_use]
    pub fn of(catalogue: &Catalogue, events: &LifeEvents, day: Date) -> Self {
        let shelved = |procedure: &Arc<Procedure>| shelve(catalogue, events, procedure, day);
        let first = events.events.iter().map(|event| (event.code.clone(), event.procedure_ids.clone())).collect();
        Self { day: Some(day), procedures: catalogue.procedures(day).map(shelved).collect(), first }
    }

    /// Every procedure.
    #[must_use]
    pub fn all(&self) -> &[Shelved] {
        &self.procedures
    }

    /// The procedure of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Shelved> {
        let at = self.procedures.binary_search_by(|shelved| shelved.procedure.id.as_str().cmp(id)).ok()?;
        self.procedures.get(at)
    }

    /// Those wanted, after a place in the list, at most `limit`; and the place after which there are more.
    ///
    /// Within an event the procedures that it names come first, in its order; all others in the order of their ids.
    /// A place is the id of the last procedure seen, so that nothing is skipped or repeated when the data changes
    /// between two pages.
    #[must_use]
    pub fn page(&self, wanted: &Wanted, after: &str, limit: usize) -> (Vec<&Shelved>, Option<String>) {
        let first = wanted.event.as_ref().and_then(|event| self.first.get(event)).map_or(&[][..], Vec::as_slice);
        let named = first.iter().position(|id| id == after);
        let leading = first.iter().skip(named.map_or(0, |at| at.saturating_add(1))).filter_map(|id| self.get(id));
        let leading: Vec<&Shelved> = if named.is_some() || after.is_empty() { leading.collect() } else { Vec::new() };
        let from = if named.is_some() { "" } else { after };
        let start = self.procedures.partition_point(|shelved| shelved.procedure.id.as_str() <= from);
        let others = self.procedures.iter().skip(start).filter(|shelved| !first.contains(&shelved.procedure.id));
        let fits = |shelved: &&Shelved| wanted.takes(shelved);
        let mut found: Vec<&Shelved> =
            leading.into_iter().chain(others).filter(fits).take(limit.saturating_add(1)).collect();
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|shelved| shelved.procedure.id.clone());
        (found, next)
    }

    /// How many are wanted.
    #[must_use]
    pub fn count(&self, wanted: &Wanted) -> usize {
        self.procedures.iter().filter(|shelved| wanted.takes(shelved)).count()
    }
}

impl Wanted {
    /// Whether nothing restricts.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a procedure is wanted.
    #[must_use]
    pub fn takes(&self, shelved: &Shelved) -> bool {
        let procedure = &shelved.procedure;
        let is_for = |level| procedure.levels.contains(&level);
        self.field.as_ref().is_none_or(|field| procedure.field_vi == *field)
            && self.level.is_none_or(is_for)
            && self.online.is_none_or(|level| procedure.online_level() == level)
            && self.audience.is_none_or(|audience| shelved.audiences.contains(&audience))
            && self.event.as_ref().is_none_or(|event| shelved.events.contains(event))
            && self.unit.as_ref().is_none_or(|unit| shelved.is_handled_by(unit))
            && (!self.in_force || shelved.in_force)
    }
}

impl Shelved {
    /// Communes have the numeric codes of the statistics office; bodies have names.
    fn is_handled_by(&self, unit: &str) -> bool {
        let is_commune = unit.bytes().all(|byte| byte.is_ascii_digit());
        if is_commune {
            self.procedure.levels.contains(&UnitLevel::Commune)
        } else {
            self.unit.as_deref() == Some(unit)
        }
    }
}

fn shelve(catalogue: &Catalogue, events: &LifeEvents, procedure: &Arc<Procedure>, day: Date) -> Shelved {
    let name = fold(&procedure.name_vi);
    let is_for = events.audiences.iter().filter(|rule| rule.takes(procedure)).map(|rule| rule.audience);
    let of = events.events.iter().filter(|event| event.takes(procedure, &name)).map(|event| event.code.clone());
    Shelved {
        procedure: Arc::clone(procedure),
        audiences: is_for.collect(),
        events: of.collect(),
        unit: catalogue.competences.handling_unit(&procedure.matter(), None, day).map(str::to_owned),
        in_force: procedure.validity.contains(day) && catalogue.standing(&procedure.id, day).takes_dossiers(),
    }
}

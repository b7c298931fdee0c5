//! Who may take the steps of a procedure: the roles that somebody holds at the units that handle it.

use std::collections::BTreeSet;

use domain::access::Role;
use domain::organisation::{Competence, Handler, UnitLevel};
use domain::procedure::{Procedure, RecordKind};
use domain::time::Date;
use store::{Tx, identity};

use crate::error::ActError;
use crate::{App, Catalogue};

/// The roles that somebody holds on a day, by unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holders(BTreeSet<(String, Role)>);

impl Holders {
    /// Reads them, in one query.
    pub(crate) fn of(tx: &mut Tx<'_>, day: Date) -> Result<Self, ActError> {
        let held = identity::roles_held(tx, &day.to_string())?;
        let known = held.into_iter().filter_map(|(unit, role)| Some((unit, Role::from_name(&role)?)));
        Ok(Self(known.collect()))
    }

    /// With the levels at which somebody holds a role.
    pub(super) fn with_levels(&self, catalogue: &Catalogue, day: Date) -> Known<'_> {
        let level = |unit: &str| Some(catalogue.organisation.unit(unit, day)?.level);
        let levels = self.0.iter().filter_map(|(unit, role)| Some((level(unit)?, *role)));
        Known { levels: levels.collect(), units: &self.0 }
    }
}

/// Where roles are held.
pub(super) struct Known<'a> {
    units: &'a BTreeSet<(String, Role)>,
    levels: BTreeSet<(UnitLevel, Role)>,
}

impl Known<'_> {
    pub(super) fn holds(&self, handlers: &Handlers, role: Role) -> bool {
        match handlers {
            Handlers::Unit(id) => self.units.contains(&(id.clone(), role)),
            Handlers::Level(level) => self.levels.contains(&(*level, role)),
        }
    }
}

/// Units that handle a procedure: one by name, or all of a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Handlers {
    Unit(String),
    Level(UnitLevel),
}

/// The units that handle a full record; none for lines of the catalogue and where no rule of competence speaks of it.
pub(super) fn handlers(catalogue: &Catalogue, procedure: &Procedure, day: Date) -> Vec<Handlers> {
    if procedure.record != RecordKind::Full {
        return Vec::new();
    }
    let matter = procedure.matter();
    let rules = [UnitLevel::Province, UnitLevel::Commune].into_iter();
    let rules = rules.filter_map(|level| catalogue.competences.rule(&matter, level, day));
    let handler = |rule: &Competence| match &rule.handler {
        Handler::Locality => Handlers::Level(rule.level),
        Handler::Unit { unit_id } => Handlers::Unit(unit_id.clone()),
    };
    rules.map(handler).collect()
}

impl App {
    /// The roles that somebody holds today.
    pub async fn holders(&self) -> Result<Holders, ActError> {
        let day = self.today();
        self.0.store.read(move |tx| Holders::of(tx, day)).await
    }
}

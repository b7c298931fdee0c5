//! The value of a figure for a unit and a period, from sums: what pages, reports and scorecards ask for.

use std::collections::{BTreeMap, BTreeSet};

use domain::dataset::Exact;
use domain::figure::{Counter, FigureDefinition, Part, Period, Span};
use domain::organisation::UnitLevel;
use domain::procedure::OnlineLevel;
use domain::time::Date;
use store::figure_mark::{Counted, UNITS_MAX};
use store::{Tx, figure_sum};

use crate::catalogue::Catalogue;
use crate::error::{ActError, FieldProblem, FieldProblemKind};

/// A value with what it was reckoned from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureValue {
    /// The figure.
    pub figure: String,
    /// The version of its definition.
    pub version: u32,
    /// The unit, with everything below it on the last day.
    pub unit: String,
    /// Of which days it speaks.
    pub period: Period,
    /// The sums of its counters, in the order of the formula.
    pub parts: Vec<Part>,
    /// The value; `None` of nothing.
    pub value: Option<Exact>,
}

/// The value of a figure for a unit with everything below it: of a period, or at the end of its last day, as the
/// definition says. The definition is the one in force on the last day.
pub fn figure_value(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    figure: &str,
    unit: &str,
    period: Period,
) -> Result<FigureValue, ActError> {
    let definition = catalogue.figure(figure, period.to).ok_or(ActError::NotFound)?;
    let scope = Scope::of(catalogue, unit, period.to)?;
    Reckoned::read(tx, catalogue, definition, period).map(|reckoned| reckoned.value(definition, &scope, period))
}

impl Catalogue {
    /// The definition of a figure on a day: the newest of those in force.
    #[must_use]
    pub fn figure(&self, id: &str, day: Date) -> Option<&FigureDefinition> {
        let versions = self.figure_versions(id).filter(|one| one.validity.contains(day));
        versions.max_by_key(|one| one.version)
    }

    /// One version of a definition.
    #[must_use]
    pub fn figure_version(&self, id: &str, version: u32) -> Option<&FigureDefinition> {
        self.figure_versions(id).find(|one| one.version == version)
    }

    /// Every version of a definition.
    pub fn figure_versions<'c>(&'c self, id: &str) -> impl Iterator<Item = &'c FigureDefinition> {
        self.figures.iter().filter(move |one| one.id == id)
    }
}

/// A unit with everything below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) unit: String,
    /// The units in it; none for the whole province.
    pub(super) units: Option<BTreeSet<String>>,
}

impl Scope {
    /// The scope of a unit on a day; an empty name means the province.
    pub(super) fn of(catalogue: &Catalogue, unit: &str, day: Date) -> Result<Self, ActError> {
        let organisation = &catalogue.organisation;
        let province = catalogue.province(day).unwrap_or_default();
        if unit.is_empty() || unit == province {
            return Ok(Self { unit: province.to_owned(), units: None });
        }
        let known = organisation.unit(unit, day).or_else(|| organisation.versions(unit).last());
        let is_province = known.ok_or(ActError::NotFound)?.level == UnitLevel::Province;
        if is_province {
            return Ok(Self { unit: unit.to_owned(), units: None });
        }
        let below = organisation.units(day).filter(|one| organisation.is_within(&one.id, unit, day));
        let units: BTreeSet<String> = below.map(|one| one.id.clone()).chain([unit.to_owned()]).collect();
        if units.len() > UNITS_MAX {
            return Err(ActError::Invalid(vec![FieldProblem::new("unit", FieldProblemKind::TooLong(UNITS_MAX))]));
        }
        Ok(Self { unit: unit.to_owned(), units: Some(units) })
    }

    /// Whether a unit lies in it.
    pub(super) fn holds(&self, unit: &str) -> bool {
        self.units.as_ref().is_none_or(|units| units.contains(unit))
    }

    /// Its units as a list.
    pub(super) fn list(&self) -> Option<Vec<String>> {
        self.units.as_ref().map(|units| units.iter().cloned().collect())
    }
}

/// What the store counts for a definition.
pub(super) fn counted(definition: &FigureDefinition, scope: &Scope, period: Period) -> Counted {
    Counted::new(definition.span == Span::Period, period, scope.list())
}

/// The sums of a definition's counters by unit.
#[derive(Debug, Default)]
pub(super) struct Reckoned {
    pub(super) by_unit: BTreeMap<String, BTreeMap<Counter, i64>>,
}

impl Reckoned {
    pub(super) fn read(
        tx: &mut Tx<'_>,
        catalogue: &Catalogue,
        definition: &FigureDefinition,
        period: Period,
    ) -> Result<Self, ActError> {
        let mut reckoned = Self::default();
        if definition.is_of_procedures() {
            let sums = reckoned.by_unit.entry(String::new()).or_default();
            for (counter, _, _) in procedures_counted(catalogue, definition, period.to) {
                let sum = sums.entry(counter).or_insert(0);
                *sum = sum.saturating_add(1);
            }
            return Ok(reckoned);
        }
        let is_of_period = definition.span == Span::Period;
        for (counter, unit, amount) in figure_sum::by_unit(tx, &definition.counters(), is_of_period, period)? {
            reckoned.by_unit.entry(unit).or_default().insert(counter, amount);
        }
        Ok(reckoned)
    }

    /// The value of a scope.
    pub(super) fn value(&self, definition: &FigureDefinition, scope: &Scope, period: Period) -> FigureValue {
        self.value_of(definition, &scope.unit, period, |unit| scope.holds(unit))
    }

    /// The value of the units that are wanted, under the name of one.
    pub(super) fn value_of(
        &self,
        definition: &FigureDefinition,
        unit: &str,
        period: Period,
        wanted: impl Fn(&str) -> bool,
    ) -> FigureValue {
        let mut sums: BTreeMap<Counter, i64> = BTreeMap::new();
        for (_, counters) in self.by_unit.iter().filter(|(unit, _)| wanted(unit)) {
            for (counter, amount) in counters {
                let sum = sums.entry(*counter).or_insert(0);
                *sum = sum.saturating_add(*amount);
            }
        }
        valued(definition, unit, period, &sums)
    }
}

/// The value that comes of sums.
pub(super) fn valued(
    definition: &FigureDefinition,
    unit: &str,
    period: Period,
    sums: &BTreeMap<Counter, i64>,
) -> FigureValue {
    let sum = |counter: Counter| sums.get(&counter).copied().unwrap_or(0);
    FigureValue {
        figure: definition.id.clone(),
        version: definition.version,
        unit: unit.to_owned(),
        period,
        parts: definition.counters().into_iter().map(|counter| Part { counter, amount: sum(counter) }).collect(),
        value: definition.value(sum),
    }
}

/// The procedures in force on a day as the counters of a definition count them: counter, procedure with its version,
/// field; in the order of the canonical list.
pub(super) fn procedures_counted(
    catalogue: &Catalogue,
    definition: &FigureDefinition,
    day: Date,
) -> Vec<(Counter, String, String)> {
    let mut counted = Vec::new();
    let mut counters = definition.counters();
    counters.sort_unstable_by_key(|counter| counter.name());
    for counter in counters {
        for procedure in catalogue.procedures(day) {
            let in_force = procedure.validity.contains(day) && catalogue.standing(&procedure.id, day).takes_dossiers();
            let counts = match counter {
                Counter::Procedures => true,
                Counter::ProceduresLevel3 => procedure.online_level() == OnlineLevel::Level3,
                Counter::ProceduresLevel4 => procedure.online_level() == OnlineLevel::Level4,
                Counter::Submitted
                | Counter::SubmittedOnline
                | Counter::Received
                | Counter::WithinLimit
                | Counter::Late
                | Counter::LateApologised
                | Counter::Finished
                | Counter::ResultDigital
                | Counter::EndedOtherwise
                | Counter::HandlingMinutes
                | Counter::Waiting
                | Counter::Overdue => false,
            };
            if in_force && counts {
                let version = crate::catalogue::version_name(procedure);
                counted.push((counter, format!("{} {version}", procedure.id), procedure.field_vi.clone()));
            }
        }
    }
    counted
}

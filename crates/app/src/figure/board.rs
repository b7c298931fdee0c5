//! A figure as it is shown: its value, its months, its units and fields; two series where a definition or a unit changed.

use std::collections::BTreeMap;

use domain::dataset::Exact;
use domain::figure::{Counter, FigureDefinition, Period, Span};
use domain::time::Date;
use store::{Tx, figure_sum};

use super::value::{FigureValue, Reckoned, Scope, procedures_counted, valued};
use crate::App;
use crate::catalogue::Catalogue;
use crate::error::ActError;

/// Months of a series.
const MONTHS: i64 = 12;
/// Longest chain of earlier units that is followed.
const CHAIN_MAX: usize = 8;

/// What is asked of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureQuery {
    /// The figure.
    pub figure: String,
    /// The unit; empty for the province.
    pub unit: String,
    /// Of which days.
    pub period: Period,
}

/// One figure of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureLine {
    /// Its definition of the day.
    pub definition: FigureDefinition,
    /// Its value.
    pub value: FigureValue,
}

/// A unit right below, with everything below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPart {
    /// The unit.
    pub unit: String,
    /// Its value.
    pub value: FigureValue,
}

/// A figure with everything that is shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureBoard {
    /// The definition in force on the last day.
    pub definition: FigureDefinition,
    /// The value.
    pub value: FigureValue,
    /// The last twelve months by that definition, oldest first.
    pub months: Vec<FigureValue>,
    /// The same by every other version of the definition, so that a change of it shows.
    pub other_versions: Vec<(FigureDefinition, Vec<Option<Exact>>)>,
    /// Units that this one carries on; empty when there are none.
    pub predecessors: Vec<String>,
    /// The same months with those units, so that a reorganisation shows; empty when there are none.
    pub with_predecessors: Vec<Option<Exact>>,
    /// The units right below it and itself, each with everything below it.
    pub by_unit: Vec<UnitPart>,
    /// By field of procedures.
    pub by_field: Vec<(String, FigureValue)>,
}

impl App {
    /// Every figure that is defined on the last day, for a unit.
    pub async fn figures(&self, unit: &str, period: Period) -> Result<Vec<FigureLine>, ActError> {
        let (catalogue, unit) = (self.catalogue(), unit.to_owned());
        let read = move |tx: &mut Tx<'_>| {
            let scope = Scope::of(&catalogue, &unit, period.to)?;
            let mut lines = Vec::new();
            for definition in current(&catalogue, period.to) {
                if definition.is_of_procedures() && scope.units.is_some() {
                    continue;
                }
                let reckoned = Reckoned::read(tx, &catalogue, definition, period)?;
                let value = reckoned.value(definition, &scope, period);
                lines.push(FigureLine { definition: definition.clone(), value });
            }
            Ok::<_, ActError>(lines)
        };
        self.0.store.read_at_length(read).await
    }

    /// One figure with its months, units and fields.
    pub async fn figure(&self, query: FigureQuery) -> Result<FigureBoard, ActError> {
        let catalogue = self.catalogue();
        self.0.store.read_at_length(move |tx| board(tx, &catalogue, &query)).await
    }

    /// The value of a figure for a unit and a period.
    pub async fn figure_value(&self, query: FigureQuery) -> Result<FigureValue, ActError> {
        let catalogue = self.catalogue();
        let read = move |tx: &mut Tx<'_>| super::figure_value(tx, &catalogue, &query.figure, &query.unit, query.period);
        self.0.store.read(read).await
    }
}

/// The definitions in force on a day, each in its newest version, in the order of the data.
fn current(catalogue: &Catalogue, day: Date) -> impl Iterator<Item = &FigureDefinition> {
    let is_current = move |one: &&FigureDefinition| {
        catalogue.figure(&one.id, day).is_some_and(|current| current.version == one.version)
    };
    catalogue.figures.iter().filter(is_current)
}

fn board(tx: &mut Tx<'_>, catalogue: &Catalogue, query: &FigureQuery) -> Result<FigureBoard, ActError> {
    let period = query.period;
    let definition = catalogue.figure(&query.figure, period.to).ok_or(ActError::NotFound)?;
    let scope = Scope::of(catalogue, &query.unit, period.to)?;
    if definition.is_of_procedures() && scope.units.is_some() {
        return Err(ActError::NotFound);
    }
    let reckoned = Reckoned::read(tx, catalogue, definition, period)?;
    let predecessors = predecessors(catalogue, &scope);
    let mut months = Vec::new();
    let mut with_predecessors = Vec::new();
    for month in Period::months_to(period.to, MONTHS) {
        let reckoned = Reckoned::read(tx, catalogue, definition, month)?;
        months.push(reckoned.value(definition, &scope, month));
        if !predecessors.is_empty() {
            let wanted = |unit: &str| scope.holds(unit) || predecessors.iter().any(|one| one == unit);
            with_predecessors.push(reckoned.value_of(definition, &scope.unit, month, wanted).value);
        }
    }
    let mut other_versions = Vec::new();
    for other in catalogue.figure_versions(&definition.id).filter(|one| one.version != definition.version) {
        let mut series = Vec::new();
        for month in Period::months_to(period.to, MONTHS) {
            series.push(Reckoned::read(tx, catalogue, other, month)?.value(other, &scope, month).value);
        }
        other_versions.push((other.clone(), series));
    }
    Ok(FigureBoard {
        value: reckoned.value(definition, &scope, period),
        by_unit: by_unit(catalogue, definition, &scope, &reckoned, period),
        by_field: by_field(tx, catalogue, definition, &scope, period)?,
        definition: definition.clone(),
        months,
        other_versions,
        predecessors,
        with_predecessors,
    })
}

/// The units that the scope's unit carries on, as far back as is known; without those that lie in it anyway.
fn predecessors(catalogue: &Catalogue, scope: &Scope) -> Vec<String> {
    if scope.units.is_none() {
        return Vec::new();
    }
    let mut found: Vec<String> = Vec::new();
    let mut frontier = vec![scope.unit.clone()];
    for _ in 0..CHAIN_MAX {
        let versions = frontier.iter().flat_map(|id| catalogue.organisation.versions(id));
        let links = versions.flat_map(|version| &version.predecessors);
        let is_new = |id: &&String| !scope.holds(id) && !found.contains(id);
        let next: Vec<String> = links.map(|link| &link.unit_id).filter(is_new).cloned().collect();
        if next.is_empty() {
            break;
        }
        found.extend(next.iter().cloned());
        frontier = next;
    }
    found.sort();
    found.dedup();
    found
}

/// The value of each unit right below the scope's unit with everything below it, and of what counts there itself.
fn by_unit(
    catalogue: &Catalogue,
    definition: &FigureDefinition,
    scope: &Scope,
    reckoned: &Reckoned,
    period: Period,
) -> Vec<UnitPart> {
    if definition.is_of_procedures() {
        return Vec::new();
    }
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for unit in reckoned.by_unit.keys().filter(|unit| scope.holds(unit)) {
        groups.entry(top_below(catalogue, unit, &scope.unit, period.to)).or_default().push(unit);
    }
    let part = |(unit, members): (String, Vec<&str>)| {
        let value = reckoned.value_of(definition, &unit, period, |one| members.contains(&one));
        UnitPart { unit, value }
    };
    groups.into_iter().map(part).filter(|part| part.value.parts.iter().any(|part| part.amount != 0)).collect()
}

/// The unit right below `above` in which a unit lies on a day: itself where it lies in none.
fn top_below(catalogue: &Catalogue, unit: &str, above: &str, day: Date) -> String {
    let organisation = &catalogue.organisation;
    let mut current = unit;
    for _ in 0..CHAIN_MAX {
        match organisation.unit(current, day).and_then(|unit| unit.parent_id.as_deref()) {
            Some(parent) if parent != above => current = parent,
            Some(_) => return current.to_owned(),
            None => break,
        }
    }
    unit.to_owned()
}

fn by_field(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    definition: &FigureDefinition,
    scope: &Scope,
    period: Period,
) -> Result<Vec<(String, FigureValue)>, ActError> {
    let mut fields: BTreeMap<String, BTreeMap<Counter, i64>> = BTreeMap::new();
    let mut add = |field: &str, counter: Counter, amount: i64| {
        let sum = fields.entry(field.to_owned()).or_default().entry(counter).or_insert(0);
        *sum = sum.saturating_add(amount);
    };
    if definition.is_of_procedures() {
        for (counter, _, field) in procedures_counted(catalogue, definition, period.to) {
            add(&field, counter, 1);
        }
    } else {
        let is_of_period = definition.span == Span::Period;
        let units = scope.list();
        let counters = definition.counters();
        for (counter, procedure, amount) in
            figure_sum::by_procedure(tx, &counters, is_of_period, period, units.as_deref())?
        {
            let field = catalogue.procedure(&procedure, period.to).map_or(procedure.as_str(), |one| &one.field_vi);
            add(field, counter, amount);
        }
    }
    let has_any = |(_, sums): &(String, BTreeMap<Counter, i64>)| sums.values().any(|amount| *amount != 0);
    let value = |(field, sums)| {
        let value = valued(definition, &scope.unit, period, &sums);
        (field, value)
    };
    Ok(fields.into_iter().filter(has_any).map(value).collect())
}

//! Which columns of a table carry what of a scorecard, found once for all its rows.

use super::card::{Criterion, Effect, Scorecard};
use super::heading;
use super::rules::ScoreRule;
use super::table::{Table, TableFault, TableFaultKind};

/// Where the points of a criterion come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// From its rule, whose values stand in these columns.
    Rule(Vec<usize>),
    /// From this column, as given or printed.
    Given(usize),
    /// From its parts.
    Parts,
    /// From nowhere.
    Absent,
}

/// A criterion and its columns.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) criterion: &'a Criterion,
    pub(super) source: Source,
    /// Its printed points, when they are not where its points come from.
    pub(super) printed: Option<usize>,
    pub(super) printed_index: Option<usize>,
    pub(super) printed_rank: Option<usize>,
    pub(super) parts: Vec<Place<'a>>,
}

/// Where everything stands in one table.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) places: Vec<Place<'a>>,
    /// The criterion whose points are the total; none for the whole scorecard.
    pub(super) of: Option<&'a Criterion>,
    pub(super) code: Option<usize>,
    /// Columns of names, the first that is not blank counts.
    pub(super) names: Vec<usize>,
    pub(super) block: Vec<usize>,
    pub(super) only: Vec<(usize, &'a [String])>,
    pub(super) total: Option<usize>,
    pub(super) index: Option<usize>,
    pub(super) rank: Option<usize>,
    pub(super) band: Option<usize>,
    /// Veto columns by band set and veto, in their order.
    pub(super) vetoes: Vec<Vec<Vec<Option<usize>>>>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(card: &'a Scorecard, table: &Table) -> Result<Self, TableFault> {
        let whole = |kind| TableFault::at(0, kind);
        let of = card.tables.iter().find(|shape| shape.headings.iter().all(|name| table.place(name).is_some()));
        let of = of.and_then(|shape| card.criterion(&shape.of));
        let roots: Vec<&Criterion> = of.map_or_else(|| card.criteria.iter().collect(), |criterion| vec![criterion]);
        let places: Vec<Place<'a>> = roots.into_iter().map(|criterion| place(criterion, table)).collect();
        if places.iter().all(|place| !place.is_present()) {
            return Err(whole(TableFaultKind::NothingToScore));
        }
        let code = table.first(&card.units.code).or_else(|| table.first(heading::CODE));
        let usual = heading::NAME.into_iter().map(str::to_owned);
        let names: Vec<usize> =
            card.units.name.iter().cloned().chain(usual).filter_map(|name| table.place(&name)).collect();
        if code.is_none() && names.is_empty() {
            return Err(whole(TableFaultKind::NoUnits));
        }
        let block: Vec<usize> = card.units.block.iter().filter_map(|name| table.place(name)).collect();
        let block = if block.is_empty() { table.first(heading::BLOCK).into_iter().collect() } else { block };
        let mut only = Vec::new();
        for (name, values) in &card.only {
            let missing = || whole(TableFaultKind::HeadingMissing { heading: name.clone() });
            only.push((table.place(name).ok_or_else(missing)?, values.as_slice()));
        }
        let columns = |one: &super::band::Veto| -> Vec<Option<usize>> {
            one.variables.iter().map(|variable| table.first(&variable.column)).collect()
        };
        let vetoes = card.bands.iter().map(|set| set.vetoes.iter().map(columns).collect()).collect();
        let names_rows = |found: &usize| {
            block.contains(found)
                || only.iter().any(|(column, _)| column == found)
                || Some(*found) == code
                || names.contains(found)
        };
        let taken = |found: &usize| names_rows(found) || places.iter().any(|place| place.takes(*found));
        let free = |found: Option<usize>| found.filter(|found| !taken(found));
        Ok(Self {
            of,
            code,
            total: free(table.first(&card.total_columns).or_else(|| table.first(heading::TOTAL))),
            index: free(table.first(heading::INDEX)),
            rank: free(table.first(heading::RANK)),
            band: free(table.first(heading::BAND)),
            vetoes,
            names,
            block,
            only,
            places,
        })
    }

    /// The headings of the table that nothing looks at.
    pub(super) fn unused(&self, table: &Table) -> Vec<String> {
        let own = [self.code, self.total, self.index, self.rank, self.band];
        let vetoes = self.vetoes.iter().flatten().flatten().copied();
        let looked: Vec<usize> = own.into_iter().chain(vetoes).flatten().chain(self.block.iter().copied()).collect();
        let of_units = [heading::CODE.as_slice(), heading::NAME.as_slice(), heading::NOTES.as_slice()].concat();
        let notes = |name: &str| of_units.contains(&heading::key(name).as_str());
        let headings = table.headings().iter().enumerate().filter(|(place, name)| {
            let is_looked_at = looked.contains(place)
                || self.only.iter().any(|(column, _)| column == place)
                || self.places.iter().any(|one| one.looks_at(*place));
            !is_looked_at && !name.is_empty() && !notes(name)
        });
        headings.map(|(_, name)| name.clone()).collect()
    }
}

impl Place<'_> {
    /// Whether the table says anything of it.
    pub(super) fn is_present(&self) -> bool {
        match &self.source {
            Source::Rule(_) | Source::Given(_) => true,
            Source::Parts => self.parts.iter().any(Place::is_present),
            Source::Absent => false,
        }
    }

    /// Whether the column is where points come from, or where those of a part are printed.
    fn takes(&self, column: usize) -> bool {
        let own = match &self.source {
            Source::Rule(columns) => columns.contains(&column),
            Source::Given(given) => *given == column,
            Source::Parts | Source::Absent => false,
        };
        own || self.parts.iter().any(|part| part.takes(column))
    }

    fn looks_at(&self, column: usize) -> bool {
        let printed = [self.printed, self.printed_index, self.printed_rank].contains(&Some(column));
        printed || self.takes(column) || self.parts.iter().any(|part| part.looks_at(column))
    }
}

pub(super) fn place<'a>(criterion: &'a Criterion, table: &Table) -> Place<'a> {
    let parts: Vec<Place<'a>> = criterion.parts.iter().map(|part| place(part, table)).collect();
    let own = table.first(&criterion.columns).or_else(|| table.first(heading::of_points(&criterion.code)));
    let by_name = || table.place(&criterion.name_vi).or_else(|| table.place(criterion.name_en.as_deref()?));
    let printed = own.or_else(by_name);
    let source = if criterion.is_leaf() { of_leaf(criterion, table, printed) } else { of_group(&parts, printed) };
    Place {
        printed: printed.filter(|column| match &source {
            Source::Given(given) => given != column,
            Source::Rule(columns) => !columns.contains(column),
            Source::Parts | Source::Absent => true,
        }),
        printed_index: table
            .first(&criterion.index_columns)
            .or_else(|| table.first(heading::of_index(&criterion.code))),
        printed_rank: table.first(heading::of_rank(&criterion.code)),
        criterion,
        source,
        parts,
    }
}

fn of_leaf(criterion: &Criterion, table: &Table, printed: Option<usize>) -> Source {
    let inputs = criterion.rule.as_ref().map(ScoreRule::inputs).unwrap_or_default();
    let columns: Option<Vec<usize>> = inputs.iter().map(|headings| table.first(*headings)).collect();
    match columns.filter(|columns| !columns.is_empty()) {
        Some(columns) => Source::Rule(columns),
        None => printed.map_or(Source::Absent, Source::Given),
    }
}

/// The parts, unless one that counts is missing and the points of the group are printed.
fn of_group(parts: &[Place<'_>], printed: Option<usize>) -> Source {
    let is_missing = |part: &Place<'_>| part.criterion.effect == Effect::Add && !part.is_present();
    match printed {
        Some(column) if parts.iter().any(is_missing) => Source::Given(column),
        Some(_) | None => Source::Parts,
    }
}

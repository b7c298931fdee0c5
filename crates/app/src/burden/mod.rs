//! What procedures demand of people that they need not: the findings of one version, and those of the whole catalogue.
//!
//! One place makes the findings that the command line, the pages of the registry and its acts speak of, so that all of
//! them count the same.

mod holders;
mod report;

use std::sync::Arc;

use domain::access::Role;
use domain::burden::{BurdenRules, CodeCount, Context, Finding, Linter};
use domain::eform::Form;
use domain::procedure::Procedure;
use domain::time::Date;

use crate::Catalogue;

pub use holders::Holders;
pub(crate) use report::Cache;
pub use report::{BurdenFilter, BurdenPage, BurdenReport, FieldCount};

/// Looks at many versions as of one day.
pub struct Inspector<'a> {
    linter: Linter<'a>,
    catalogue: &'a Catalogue,
    day: Date,
    holders: Option<holders::Known<'a>>,
}

impl<'a> Inspector<'a> {
    /// `rules` are those of the day ([`BurdenRules::on`]). Without `holders` nothing is said of who takes which step.
    #[must_use]
    pub fn new(catalogue: &'a Catalogue, rules: &'a BurdenRules, day: Date, holders: Option<&'a Holders>) -> Self {
        let holders = holders.map(|holders| holders.with_levels(catalogue, day));
        Self { linter: Linter::new(rules), catalogue, day, holders }
    }

    /// The findings of a version, published or being written. Those that the rules accept are noted as accepted.
    #[must_use]
    pub fn findings(&self, procedure: &Procedure, form: Option<&Form>) -> Vec<Finding> {
        let handlers = holders::handlers(self.catalogue, procedure, self.day);
        let known = self.holders.as_ref().filter(|_| !handlers.is_empty());
        let is_held = |role: Role| known.is_some_and(|known| handlers.iter().any(|one| known.holds(one, role)));
        let is_held: Option<&dyn Fn(Role) -> bool> = if known.is_some() { Some(&is_held) } else { None };
        self.linter.lint(procedure, form, &Context { is_held, accepted: &[] })
    }
}

/// A published procedure with its findings.
#[derive(Debug, Clone)]
pub struct ProcedureFindings {
    /// The version in force.
    pub procedure: Arc<Procedure>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// The findings of a catalogue on a day.
#[derive(Debug, Clone)]
pub struct CatalogueFindings {
    /// As of which day.
    pub day: Date,
    /// Whether it is known who works where.
    pub holders_known: bool,
    /// Every procedure that was looked at, in the order of their codes.
    pub procedures: Vec<ProcedureFindings>,
    /// How many there are of each kind.
    pub counts: Vec<CodeCount>,
    /// Stops that nobody accepted.
    pub open_stops: usize,
}

/// Looks at every procedure in force on a day, or at one.
#[must_use]
pub fn look(catalogue: &Catalogue, day: Date, holders: Option<&Holders>, only: Option<&str>) -> CatalogueFindings {
    let rules = catalogue.burden.on(day);
    let inspector = Inspector::new(catalogue, &rules, day, holders);
    let chosen: Vec<Arc<Procedure>> = match only {
        Some(id) => catalogue.procedure(id, day).into_iter().cloned().collect(),
        None => catalogue.procedures(day).cloned().collect(),
    };
    let found = |procedure: Arc<Procedure>| {
        let form = catalogue.published_form(&procedure).map(AsRef::as_ref);
        ProcedureFindings { findings: inspector.findings(&procedure, form), procedure }
    };
    let procedures: Vec<ProcedureFindings> = chosen.into_iter().map(found).collect();
    let counts = inspector.linter.count(procedures.iter().map(|one| one.findings.as_slice()));
    let open_stops = procedures.iter().flat_map(|one| &one.findings).filter(|finding| finding.is_open_stop()).count();
    CatalogueFindings { day, holders_known: holders.is_some(), procedures, counts, open_stops }
}

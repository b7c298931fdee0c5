//! The rules under which one dossier runs: those of the procedure version with which it began.

use std::sync::Arc;

use domain::calendar::{Calendar, OfficeHours};
use domain::deadline::{Limit, Terms};
use domain::dossier::{Dossier, Rules};
use domain::procedure::{Channel, Component, Procedure};

use super::{Catalogue, Intake};
use crate::error::ActError;

/// The parts of [`Rules`], kept together so that they can be borrowed.
#[derive(Debug)]
pub struct RuleSet<'a> {
    procedure: &'a Arc<Procedure>,
    calendar: &'a Calendar,
    hours: &'a OfficeHours,
    limit: Option<Limit>,
}

impl RuleSet<'_> {
    /// Ids of the papers that the procedure lists.
    #[must_use]
    pub fn components(&self) -> Vec<&str> {
        self.procedure.components.iter().map(|component| component.id.as_str()).collect()
    }

    /// The papers that the procedure lists.
    #[must_use]
    pub fn papers(&self) -> &[Component] {
        &self.procedure.components
    }

    /// The rules as the domain takes them.
    #[must_use]
    pub fn as_rules<'b>(&'b self, components: &'b [&'b str]) -> Rules<'b> {
        let terms = Terms {
            calendar: self.calendar,
            hours: self.hours,
            mode: self.calendar.counting_mode(),
            cut_off: self.procedure.cut_off,
        };
        Rules { terms, limit: self.limit, components }
    }
}

impl Catalogue {
    /// The rules of a dossier.
    pub fn rules_of(&self, dossier: &Dossier) -> Result<RuleSet<'_>, ActError> {
        let procedure = self.procedure_version(&dossier.procedure, &dossier.procedure_version);
        let procedure = procedure.ok_or_else(|| ActError::fault("the dossier's procedure is not published"))?;
        self.rules(procedure, &dossier.handling_unit, dossier.channel)
    }

    /// The rules of a submission.
    pub(crate) fn rules_for(&self, intake: &Intake) -> Result<RuleSet<'_>, ActError> {
        let procedure = self.procedure_version(&intake.procedure.id, &intake.procedure_version);
        let procedure = procedure.ok_or_else(|| ActError::fault("the procedure is not published"))?;
        self.rules(procedure, &intake.handling_unit, intake.channel)
    }

    /// The rules of a procedure at a unit, for showing what would be.
    pub fn rules<'a>(
        &'a self,
        procedure: &'a Arc<Procedure>,
        unit: &str,
        channel: Channel,
    ) -> Result<RuleSet<'a>, ActError> {
        let calendar = self.calendar().ok_or_else(|| ActError::fault("no calendar is published"))?;
        let hours = self.hours(unit).ok_or_else(|| ActError::fault("no office hours are published"))?;
        let limit = procedure.limit_for(channel).and_then(domain::procedure::ProcedureLimit::limit);
        Ok(RuleSet { procedure, calendar, hours, limit })
    }
}

//! The published data in force, in memory: units, procedures, forms, calendar, rules of competence.
//!
//! Built from the imported files, never changed: an import makes a new one. It answers "as of" any day.

mod build;
mod intake;
mod rules;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::calendar::{Calendar, OfficeHours};
use domain::dataset::{NationalState, PauseGround};
use domain::eform::Form;
use domain::organisation::{Competences, Organisation, Unit, UnitCode};
use domain::procedure::{Procedure, RecordKind};
use domain::time::Date;

pub use intake::Intake;
pub(crate) use intake::{check_applicant, is_email, is_phone};
pub use rules::RuleSet;

/// Everything that is published.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Units of all times.
    pub organisation: Organisation,
    /// Which unit handles what.
    pub competences: Competences,
    unit_codes: BTreeMap<String, Vec<UnitCode>>,
    procedures: BTreeMap<String, Vec<Arc<Procedure>>>,
    forms: BTreeMap<String, Arc<Form>>,
    calendar: Option<Calendar>,
    default_hours: Option<OfficeHours>,
    unit_hours: BTreeMap<String, OfficeHours>,
    grounds: Vec<PauseGround>,
    national_states: Vec<NationalState>,
}

impl Catalogue {
    /// The version of a procedure in force on a day, else the newest known.
    #[must_use]
    pub fn procedure(&self, id: &str, day: Date) -> Option<&Arc<Procedure>> {
        let versions = self.procedures.get(id)?;
        versions.iter().rev().find(|version| version.validity.contains(day)).or_else(|| versions.last())
    }

    /// The version of a procedure that begins on that day (ISO date, or empty when unknown).
    #[must_use]
    pub fn procedure_version(&self, id: &str, version: &str) -> Option<&Arc<Procedure>> {
        let versions = self.procedures.get(id)?;
        versions.iter().find(|procedure| version_name(procedure) == version).or_else(|| versions.last())
    }

    /// Every procedure as of a day, in the order of their ids.
    pub fn procedures(&self, day: Date) -> impl Iterator<Item = &Arc<Procedure>> {
        self.procedures.keys().filter_map(move |id| self.procedure(id, day))
    }

    /// How many procedures are known, and of how many the full record.
    #[must_use]
    pub fn procedure_counts(&self) -> (usize, usize) {
        let is_full =
            |versions: &&Vec<Arc<Procedure>>| versions.iter().any(|procedure| procedure.record == RecordKind::Full);
        (self.procedures.len(), self.procedures.values().filter(is_full).count())
    }

    /// The form of a procedure; one that asks only for the content of the request when none is published.
    #[must_use]
    pub fn form(&self, procedure_id: &str) -> Arc<Form> {
        self.forms.get(procedure_id).map_or_else(|| Arc::new(Form::default_for(procedure_id)), Arc::clone)
    }

    /// Whether a published form exists for the procedure.
    #[must_use]
    pub fn has_form(&self, procedure_id: &str) -> bool {
        self.forms.contains_key(procedure_id)
    }

    /// The published calendar; `None` before any was imported.
    #[must_use]
    pub fn calendar(&self) -> Option<&Calendar> {
        self.calendar.as_ref()
    }

    /// Office hours of a unit, or the province's.
    #[must_use]
    pub fn hours(&self, unit: &str) -> Option<&OfficeHours> {
        self.unit_hours.get(unit).or(self.default_hours.as_ref())
    }

    /// The identification code of a unit on a day.
    #[must_use]
    pub fn unit_code(&self, unit: &str, day: Date) -> Option<&UnitCode> {
        self.unit_codes.get(unit)?.iter().find(|code| code.validity.contains(day))
    }

    /// Name of a unit on a day; the newest known when it is not in force; its id when it is unknown.
    #[must_use]
    pub fn unit_name<'a>(&'a self, unit: &'a str, day: Date) -> &'a str {
        match self.organisation.unit(unit, day).or_else(|| self.organisation.versions(unit).last()) {
            Some(unit) => unit.full_name_on(day),
            None => unit,
        }
    }

    /// Published grounds on which the clock may be stopped on a day.
    pub fn pause_grounds(&self, day: Date) -> impl Iterator<Item = &PauseGround> {
        self.grounds.iter().filter(move |ground| ground.validity.contains(day))
    }

    /// The ground of that code on a day.
    #[must_use]
    pub fn pause_ground(&self, code: &str, day: Date) -> Option<&PauseGround> {
        self.pause_grounds(day).find(|ground| ground.code == code)
    }

    /// The national portal's code and name of one of our stages on a day.
    #[must_use]
    pub fn national_state(&self, stage: &str, day: Date) -> Option<&NationalState> {
        self.national_states.iter().find(|state| state.state == stage && state.validity.contains(day))
    }

    /// The desks that may receive a procedure on a day, communes first.
    #[must_use]
    pub fn desks(&self, procedure: &Procedure, day: Date) -> Vec<&Unit> {
        let matter = procedure.matter();
        self.organisation.units(day).filter(|unit| self.competences.may_receive(&matter, unit, day)).collect()
    }
}

/// The name of a procedure version: its first day, or empty when that is unknown.
pub(crate) fn version_name(procedure: &Procedure) -> String {
    procedure.validity.from.map(|day| day.to_string()).unwrap_or_default()
}

//! From imported files to the catalogue.

use std::sync::Arc;

use domain::calendar::Calendar;
use domain::dataset::{Dataset, UnitHours};
use domain::organisation::{Competences, Organisation, Unit};
use domain::procedure::{Procedure, RecordKind};

use super::{Catalogue, version_name};
use crate::error::ActError;

impl Catalogue {
    /// Puts files together, in the order of their import; a later record takes the place of an earlier one with the
    /// same key. Files were checked when they were imported.
    pub(crate) fn build(files: Vec<Dataset>) -> Result<Self, ActError> {
        let mut catalogue = Self::default();
        let mut units: Vec<Unit> = Vec::new();
        for file in files {
            match file {
                Dataset::Units { units: territories, bodies } => {
                    for unit in territories.into_iter().chain(bodies) {
                        units.retain(|known| {
                            known.id != unit.id
                                || known.known_from != unit.known_from
                                || known.valid_from != unit.valid_from
                        });
                        units.push(unit);
                    }
                }
                Dataset::Holidays(data) => {
                    catalogue.calendar = Some(Calendar::new(data).map_err(|fault| ActError::Fault(Box::new(fault)))?);
                }
                Dataset::Procedures(records) | Dataset::ProcedureCatalogue(records) => {
                    for record in records {
                        catalogue.add_procedure(record);
                    }
                }
                Dataset::Form(form) => {
                    let form = Arc::new(*form);
                    for procedure in &form.procedure_ids {
                        catalogue.forms.insert(procedure.clone(), Arc::clone(&form));
                    }
                }
                Dataset::Competences(rules) => catalogue.competences = Competences(rules),
                Dataset::UnitCodes(codes) => {
                    for code in codes {
                        catalogue.unit_codes.entry(code.unit_id.clone()).or_default().push(code);
                    }
                }
                Dataset::OfficeHours(hours) => catalogue.set_hours(hours),
                Dataset::PauseGrounds(grounds) => catalogue.grounds = grounds,
                Dataset::NationalStates(states) => catalogue.national_states = states,
                Dataset::DemoAccounts(_) => (),
            }
        }
        catalogue.organisation = Organisation::new(units);
        Ok(catalogue)
    }

    fn set_hours(&mut self, hours: Vec<UnitHours>) {
        for UnitHours { unit_id, hours, .. } in hours {
            match unit_id {
                Some(unit) => drop(self.unit_hours.insert(unit, hours)),
                None => self.default_hours = Some(hours),
            }
        }
    }

    /// A full record takes the place of a short one, never the other way round.
    fn add_procedure(&mut self, record: Procedure) {
        let versions = self.procedures.entry(record.id.clone()).or_default();
        let knows_full = versions.iter().any(|known| known.record == RecordKind::Full);
        if record.record != RecordKind::Full && knows_full {
            return;
        }
        let name = version_name(&record);
        versions.retain(|known| {
            version_name(known) != name && (known.record == RecordKind::Full || record.record != RecordKind::Full)
        });
        versions.push(Arc::new(record));
        versions.sort_by_key(|version| version.validity.from);
    }
}

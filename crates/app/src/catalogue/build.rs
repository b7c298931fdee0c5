//! From imported files to the catalogue.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::calendar::Calendar;
use domain::dataset::{Content, Dataset, Desks, UnitHours};
use domain::eform::Form;
use domain::organisation::{Competences, Organisation, Unit};
use domain::procedure::{Procedure, RecordKind};
use domain::registry::StandingChange;
use domain::statute::{Library, Statute};
use domain::time::{Date, DateTime};

use super::{Catalogue, version_name};
use crate::error::ActError;

/// Everything that was published, as it was stored.
#[derive(Debug, Default)]
pub(crate) struct Published {
    /// Imported files in the order of their import.
    pub(crate) files: Vec<Dataset>,
    /// Files that later ones replaced.
    pub(crate) past: Vec<PastFile>,
    /// Versions that the registry published.
    pub(crate) revisions: Vec<PublishedRevision>,
    /// How procedures stand.
    pub(crate) standings: Vec<(String, Vec<StandingChange>)>,
}

/// A file that a later one replaced, and the time for which it was published.
#[derive(Debug)]
pub(crate) struct PastFile {
    pub(crate) from: DateTime,
    pub(crate) until: DateTime,
    pub(crate) data: Dataset,
}

/// A form that a later import replaced: what was asked in that time.
#[derive(Debug)]
pub(super) struct PastForm {
    pub(super) from: DateTime,
    pub(super) until: DateTime,
    pub(super) form: Arc<Form>,
}

/// A version that the registry published.
#[derive(Debug)]
pub(crate) struct PublishedRevision {
    pub(crate) number: u32,
    pub(crate) valid_from: Date,
    pub(crate) content: Content,
}

impl Catalogue {
    /// Puts everything together: the files, then the registry's versions, which the same code makes of any day.
    pub(crate) fn build(published: Published) -> Result<Self, ActError> {
        let mut catalogue = Self::of_files(published.files)?;
        for PastFile { from, until, data } in published.past {
            if let Dataset::Procedures(records) = data {
                for record in records {
                    catalogue.add_past(record);
                }
            } else if let Dataset::Form(form) = data {
                let form = Arc::new(*form);
                for procedure in &form.procedure_ids {
                    let known = catalogue.past_forms.entry(procedure.clone()).or_default();
                    known.push(PastForm { from, until, form: Arc::clone(&form) });
                }
            }
        }
        for revision in published.revisions {
            catalogue.add_revision(revision);
        }
        catalogue.standings = published.standings.into_iter().collect();
        Ok(catalogue)
    }

    /// Puts files together, in the order of their import; a later record takes the place of an earlier one with the
    /// same key. Files were checked when they were imported.
    fn of_files(files: Vec<Dataset>) -> Result<Self, ActError> {
        let mut catalogue = Self::default();
        let mut units: Vec<Unit> = Vec::new();
        let mut texts: BTreeMap<String, Statute> = BTreeMap::new();
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
                Dataset::DemoAccounts(_) | Dataset::Registers(_) => (),
                Dataset::Synonyms(synonyms) => catalogue.guide.synonyms = synonyms,
                Dataset::LifeEvents(events) => catalogue.guide.events = events,
                Dataset::PublishedFigures(figures) => catalogue.guide.figures = figures,
                Dataset::Figures(figures) => catalogue.figures = figures,
                Dataset::BurdenRules(rules) => catalogue.burden = *rules,
                Dataset::Workflows(workflows) => catalogue.add_workflows(workflows),
                Dataset::Authorities(authorities) => catalogue.authorities = authorities,
                Dataset::Desks(desks) => catalogue.add_desks(desks),
                Dataset::EscalationRules(rules) => catalogue.escalation = rules,
                Dataset::RefusalGrounds(grounds) => catalogue.refusal_grounds = grounds,
                Dataset::Statutes(found) => texts.extend(found.into_iter().map(|text| (text.id.clone(), text))),
            }
        }
        catalogue.organisation = Organisation::new(units);
        catalogue.statutes = fitting(texts);
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

    /// A desk of a later file takes the place of the one that was set up from the same day.
    fn add_desks(&mut self, desks: Desks) {
        for plan in desks.desks {
            let known = self.desk_plans.entry(plan.unit_id.clone()).or_default();
            known.retain(|one| one.validity.from != plan.validity.from);
            known.push(plan);
        }
        for ground in desks.grounds {
            self.priority_grounds.retain(|one| one.code != ground.code || one.validity != ground.validity);
            self.priority_grounds.push(ground);
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

    /// Keeps a version that is published no more, for the dossiers that run under it.
    fn add_past(&mut self, record: Procedure) {
        let name = version_name(&record);
        let known = self.past.entry(record.id.clone()).or_default();
        known.retain(|version| version_name(version) != name);
        known.push(Arc::new(record));
    }

    /// A version holds until a later one begins, whatever its content said of its days while it was written.
    fn add_revision(&mut self, revision: PublishedRevision) {
        let PublishedRevision { number, valid_from, content: Content { mut procedure, form } } = revision;
        procedure.revision = Some(number);
        procedure.record = RecordKind::Full;
        procedure.validity.from = Some(valid_from);
        procedure.validity.to = procedure.validity.to.filter(|last| *last >= valid_from);
        if let Some(form) = form {
            self.revision_forms.insert((procedure.id.clone(), number), Arc::new(form));
        }
        // A line of the national catalogue stays until the day on which the full version begins.
        let versions = self.procedures.entry(procedure.id.clone()).or_default();
        versions.push(Arc::new(procedure));
        versions.sort_by_key(|version| (version.validity.from, version.revision));
    }
}

/// Texts of all files together. What does not fit to the others is left out and told of: a file that came later may have
/// taken away the part of which a text speaks.
fn fitting(mut texts: BTreeMap<String, Statute>) -> Library {
    loop {
        match Library::new(texts.values().cloned().collect()) {
            Ok(library) => return library,
            Err(faults) => {
                for fault in faults {
                    tracing::error!(%fault, "a legal text is left out");
                    texts.remove(fault.text());
                }
            }
        }
    }
}

//! Which workflow a dossier is worked by, and which unit does a step.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::time::Date;
use domain::workflow::{Definition, Process};

use super::Catalogue;

impl Catalogue {
    /// Keeps workflows; one of the same name and version takes the place of the older. Files were proved when they were
    /// imported, so that one whose shape is faulty can only come from an older program: it is left out and named.
    pub(super) fn add_workflows(&mut self, definitions: Vec<Definition>) {
        for definition in definitions {
            let (id, version) = (definition.id.clone(), definition.version);
            match Process::of(definition) {
                Ok(process) => {
                    self.processes.entry(id).or_default().insert(version, Arc::new(process));
                }
                Err(faults) => tracing::warn!(workflow = %id, version, faults = faults.len(), "a workflow is left out"),
            }
        }
    }

    /// A workflow of that version, or the one in force on a day.
    #[must_use]
    pub fn process(&self, id: &str, version: Option<u32>, day: Date) -> Option<&Arc<Process>> {
        let versions = self.processes.get(id)?;
        match version {
            Some(version) => versions.get(&version),
            None => in_force(versions, day),
        }
    }

    /// The workflow by which dossiers of a procedure are worked that are received on a day; none when its steps stand in
    /// a row.
    #[must_use]
    pub fn workflow_of(&self, procedure: &str, day: Date) -> Option<&Arc<Process>> {
        let works = |process: &&Arc<Process>| process.definition().procedure_ids.iter().any(|id| id == procedure);
        self.processes.values().filter_map(|versions| in_force(versions, day)).find(works)
    }

    /// Every workflow in its newest version, in the order of names.
    pub fn workflows(&self) -> impl Iterator<Item = &Arc<Process>> {
        self.processes.values().filter_map(|versions| versions.values().next_back())
    }

    /// The versions of a workflow, the oldest first.
    pub fn workflow_versions(&self, id: &str) -> impl Iterator<Item = &Arc<Process>> {
        self.processes.get(id).into_iter().flat_map(BTreeMap::values)
    }

    /// The unit by which an authority outside the province's own works here on a day.
    #[must_use]
    pub fn authority_unit(&self, authority: &str, day: Date) -> Option<&str> {
        let known =
            self.authorities.iter().find(|known| known.authority_vi == authority && known.validity.contains(day));
        known.map(|known| known.unit_id.as_str()).filter(|unit| self.organisation.unit(unit, day).is_some())
    }
}

fn in_force(versions: &BTreeMap<u32, Arc<Process>>, day: Date) -> Option<&Arc<Process>> {
    versions.values().rev().find(|process| process.definition().validity.contains(day))
}

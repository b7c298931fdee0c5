//! What the work on one dossier has to be told: published workflows, units, the applicant's answers.

use std::sync::Arc;

use domain::dossier::work::WorkRules;
use domain::dossier::{Dossier, Particulars};
use domain::organisation::UnitLevel;
use domain::time::Date;
use domain::workflow::{Surroundings, UnitRule};
use serde_json::Value;

use crate::catalogue::Catalogue;

/// Gives what the work of this dossier has to be told.
pub(super) fn with_work_rules<T>(
    catalogue: &Catalogue,
    dossier: &Dossier,
    particulars: Option<&Particulars>,
    by: &str,
    then: impl FnOnce(&WorkRules<'_>) -> T,
) -> T {
    let day = dossier.submitted_at.date();
    let place = Place { catalogue, dossier, particulars, day };
    let process = |id: &str, version: Option<u32>| catalogue.process(id, version, day).map(Arc::clone);
    let unit = |rule: &UnitRule| place.unit(rule);
    let answer = |name: &str| place.answer(name);
    let ground =
        |code: &str| catalogue.pause_ground(code, day).map(|ground| (ground.effect, ground.legal_basis_vi.clone()));
    let workflow = catalogue.workflow_of(&dossier.procedure, day);
    then(&WorkRules { workflow, process: &process, unit: &unit, answer: &answer, ground: &ground, by })
}

/// Where the dossier is, on the day on which it was handed in.
struct Place<'a> {
    catalogue: &'a Catalogue,
    dossier: &'a Dossier,
    particulars: Option<&'a Particulars>,
    day: Date,
}

impl Place<'_> {
    fn unit(&self, rule: &UnitRule) -> Option<String> {
        let organisation = &self.catalogue.organisation;
        let answer = |name: &str| self.answer(name).and_then(|value| value.as_str().map(str::to_owned));
        let above = |unit: &str| organisation.unit(unit, self.day).and_then(|unit| unit.parent_id.clone());
        let outside = |authority: &str| self.catalogue.authority_unit(authority, self.day).map(str::to_owned);
        let surroundings = Surroundings {
            handling: &self.dossier.handling_unit,
            receiving: &self.dossier.receiving_unit,
            address: self.commune(),
            answer: &answer,
            above: &above,
            outside: &outside,
        };
        rule.unit(&surroundings).filter(|unit| organisation.unit(unit, self.day).is_some())
    }

    /// The commune that the dossier belongs to: the one that works it, or the one whose desk received it.
    fn commune(&self) -> Option<&str> {
        let is_commune = |unit: &&str| {
            self.catalogue.organisation.unit(unit, self.day).is_some_and(|unit| unit.level == UnitLevel::Commune)
        };
        [self.dossier.handling_unit.as_str(), self.dossier.receiving_unit.as_str()].into_iter().find(is_commune)
    }

    fn answer(&self, name: &str) -> Option<Value> {
        self.particulars.and_then(|particulars| particulars.form.get(name)).filter(|value| !value.is_null()).cloned()
    }
}

//! The published data in force, in memory: units, procedures, forms, calendar, rules of competence.
//!
//! Built from the imported files, never changed: an import makes a new one. It answers "as of" any day.

pub(crate) mod build;
mod intake;
mod rules;
mod workflows;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::burden::BurdenRules;
use domain::calendar::{Calendar, OfficeHours};
use domain::dataset::{Content, NationalState, PauseGround};
use domain::desk::{DeskPlan, PriorityGround};
use domain::dossier::Dossier;
use domain::eform::Form;
use domain::organisation::{Competences, Organisation, Unit, UnitCode, UnitLevel};
use domain::procedure::{Procedure, RecordKind};
use domain::reasoned_notice::{Ground, NoticeAction};
use domain::registry::{Standing, StandingChange};
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
    /// Versions that later imports replaced: dossiers may still run under them, nobody begins one.
    past: BTreeMap<String, Vec<Arc<Procedure>>>,
    /// Forms of imported procedures.
    forms: BTreeMap<String, Arc<Form>>,
    /// Forms that later imports replaced.
    past_forms: BTreeMap<String, Vec<build::PastForm>>,
    /// Forms of versions that the registry published, by procedure and revision.
    revision_forms: BTreeMap<(String, u32), Arc<Form>>,
    standings: BTreeMap<String, Vec<StandingChange>>,
    calendar: Option<Calendar>,
    default_hours: Option<OfficeHours>,
    unit_hours: BTreeMap<String, OfficeHours>,
    grounds: Vec<PauseGround>,
    national_states: Vec<NationalState>,
    /// What helps people find procedures and judge figures.
    pub guide: crate::find::Guide,
    /// What the burden linter looks for; nothing before rules were imported.
    pub burden: BurdenRules,
    /// Workflows by name and version, each proved sound when it was imported.
    processes: BTreeMap<String, BTreeMap<u32, Arc<domain::workflow::Process>>>,
    /// Units by which authorities outside the province's own work here.
    authorities: Vec<domain::dataset::Authority>,
    desk_plans: BTreeMap<String, Vec<DeskPlan>>,
    priority_grounds: Vec<PriorityGround>,
    /// When somebody is reminded of which work; nothing before rules were imported.
    pub escalation: Vec<domain::escalation::Rule>,
    /// On which grounds a dossier may be refused, returned, or a supplement asked for, each with its days.
    pub refusal_grounds: Vec<Ground>,
    /// Legal texts, and what they do to one another.
    pub statutes: domain::statute::Library,
    /// Definitions of figures, every version.
    pub figures: Vec<domain::figure::FigureDefinition>,
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
        let versions = self.procedures.get(id).map_or(&[][..], Vec::as_slice);
        let past = self.past.get(id).map_or(&[][..], Vec::as_slice);
        versions.iter().chain(past).find(|procedure| version_name(procedure) == version).or_else(|| versions.last())
    }

    /// Every version of a procedure in the order of their first days, scheduled ones included.
    #[must_use]
    pub fn versions(&self, id: &str) -> &[Arc<Procedure>] {
        self.procedures.get(id).map_or(&[], Vec::as_slice)
    }

    /// The newest version that is published, scheduled ones included.
    #[must_use]
    pub fn newest_version(&self, id: &str) -> Option<String> {
        self.versions(id).last().map(|version| version_name(version))
    }

    /// How a procedure stands on a day.
    #[must_use]
    pub fn standing(&self, id: &str, day: Date) -> &Standing {
        Standing::on(self.standings.get(id).map_or(&[], Vec::as_slice), day)
    }

    /// Whether dossiers are taken under this version on a day.
    #[must_use]
    pub fn takes_dossiers(&self, procedure: &Procedure, day: Date) -> bool {
        procedure.is_open_for_dossiers(day) && self.standing(&procedure.id, day).takes_dossiers()
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

    /// The form of a procedure version; one that asks only for the content of the request when none is published.
    #[must_use]
    pub fn form(&self, procedure: &Procedure) -> Arc<Form> {
        self.published_form(procedure).map_or_else(|| Arc::new(Form::default_for(&procedure.id)), Arc::clone)
    }

    /// The form that was published with a procedure version, if there is one.
    #[must_use]
    pub fn published_form(&self, procedure: &Procedure) -> Option<&Arc<Form>> {
        match procedure.revision {
            Some(number) => self.revision_forms.get(&(procedure.id.clone(), number)),
            None => self.forms.get(&procedure.id),
        }
    }

    /// The form of the version under which a dossier runs.
    #[must_use]
    pub fn form_of_version(&self, id: &str, version: &str) -> Arc<Form> {
        match self.procedure_version(id, version) {
            Some(procedure) => self.form(procedure),
            None => Arc::new(Form::default_for(id)),
        }
    }

    /// The form that a dossier answered: that of its procedure version, and of an imported one the form that was published
    /// when it was handed in.
    #[must_use]
    pub fn form_of_dossier(&self, dossier: &Dossier) -> Arc<Form> {
        let (id, at) = (&dossier.procedure, dossier.submitted_at);
        let imported =
            self.procedure_version(id, &dossier.procedure_version).is_none_or(|version| version.revision.is_none());
        let asked = |past: &&build::PastForm| past.from <= at && at < past.until;
        match self.past_forms.get(id).and_then(|forms| forms.iter().rev().find(asked)) {
            Some(past) if imported => Arc::clone(&past.form),
            Some(_) | None => self.form_of_version(id, &dossier.procedure_version),
        }
    }

    /// A version with its form, as the registry takes it.
    #[must_use]
    pub fn content(&self, procedure: &Procedure) -> Content {
        let form = self.published_form(procedure).map(|form| Form::clone(form));
        Content { procedure: procedure.clone(), form }
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

    /// The unit that has an identification code on a day.
    #[must_use]
    pub fn unit_by_code(&self, code: &str, day: Date) -> Option<&str> {
        let has = |known: &UnitCode| known.code == code && known.validity.contains(day);
        let found = self.unit_codes.iter().find(|(_, codes)| codes.iter().any(has));
        found.map(|(unit, _)| unit.as_str()).filter(|unit| self.organisation.unit(unit, day).is_some())
    }

    /// Name of a unit on a day; the newest known when it is not in force; its id when it is unknown.
    #[must_use]
    pub fn unit_name<'a>(&'a self, unit: &'a str, day: Date) -> &'a str {
        match self.organisation.unit(unit, day).or_else(|| self.organisation.versions(unit).last()) {
            Some(unit) => unit.full_name_on(day),
            None => unit,
        }
    }

    /// The province's own unit on a day; its head publishes procedures.
    #[must_use]
    pub fn province(&self, day: Date) -> Option<&str> {
        self.organisation.units(day).find(|unit| unit.level == UnitLevel::Province).map(|unit| unit.id.as_str())
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

    /// The published grounds for an action on a day.
    pub fn grounds_for(&self, action: NoticeAction, day: Date) -> impl Iterator<Item = &Ground> {
        self.refusal_grounds.iter().filter(move |ground| ground.action == action && ground.validity.contains(day))
    }

    /// A published ground by its code, as of a day; the newest known when it is not in force then.
    #[must_use]
    pub fn refusal_ground(&self, action: NoticeAction, code: &str, day: Date) -> Option<&Ground> {
        let named = || self.refusal_grounds.iter().filter(|ground| ground.action == action && ground.code == code);
        named().find(|ground| ground.validity.contains(day)).or_else(|| named().next_back())
    }

    /// The national portal's code and name of one of our stages on a day.
    #[must_use]
    pub fn national_state(&self, stage: &str, day: Date) -> Option<&NationalState> {
        self.national_states.iter().find(|state| state.state == stage && state.validity.contains(day))
    }

    /// How the desk of a unit is set up on a day.
    #[must_use]
    pub fn desk_plan(&self, unit: &str, day: Date) -> Option<&DeskPlan> {
        self.desk_plans.get(unit)?.iter().rev().find(|plan| plan.validity.contains(day))
    }

    /// Every desk that is set up on a day, by unit.
    pub fn desk_plans(&self, day: Date) -> impl Iterator<Item = &DeskPlan> {
        self.desk_plans.keys().filter_map(move |unit| self.desk_plan(unit, day))
    }

    /// Whom the law puts first on a day.
    pub fn priority_grounds(&self, day: Date) -> impl Iterator<Item = &PriorityGround> {
        self.priority_grounds.iter().filter(move |ground| ground.validity.contains(day))
    }

    /// The desks that may receive a procedure on a day, communes first.
    #[must_use]
    pub fn desks(&self, procedure: &Procedure, day: Date) -> Vec<&Unit> {
        let matter = procedure.matter();
        self.organisation.units(day).filter(|unit| self.competences.may_receive(&matter, unit, day)).collect()
    }
}

/// The name of a procedure version: its first day, or empty when that is unknown, and the registry's number.
#[must_use]
pub fn version_name(procedure: &Procedure) -> String {
    domain::registry::version_name(procedure.validity.from, procedure.revision)
}

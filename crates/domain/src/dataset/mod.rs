//! Data files: what they hold, and what is wrong with them.
//!
//! [`Dataset::parse`] recognises a file by its wrapper or as a single record, checks all of it, and gives either
//! everything in it or every fault with file, record and field: a faulty file is refused whole. Members that are not
//! known here are notes for people and are left alone, so that files may be extended. The shapes are written down as
//! JSON Schemas in `data/schema/`.

mod accounts;
mod authority;
mod burden;
mod calendar;
mod catalogue;
mod content;
mod content_rules;
mod desk;
mod escalation;
mod fault;
mod figure;
mod figure_definition;
mod form;
mod form_rule;
mod grounds;
mod json;
mod life_event;
mod node;
mod procedure;
mod recompute;
mod refusal_ground;
mod register;
mod rules;
mod scorecard;
mod statute;
mod step;
mod synonym;
mod unit;
mod workflow;
pub mod write;

use serde_json::Value;

pub use accounts::DemoAccount;
pub use authority::Authority;
pub use content::Content;
pub use desk::Desks;
pub use fault::{Fault, FaultKind, JsonKind};
pub use figure::{Confirmation, CrossCheck, FigureTopic, PublishedFigure};
pub use figure_definition::{Counter, FigureDefinition, Measure, Span, TERMS_MAX};
pub use grounds::{NationalState, PauseGround};
pub use life_event::{AudienceRule, LifeEvent, LifeEvents};
pub use recompute::{Check, Exact, Method, Recomputed};
pub use register::{RegisterEntry, RegisterKind};
pub use scorecard::parse_scorecard;
pub use synonym::{Synonym, Synonyms};
pub use workflow::workflows_file;

use crate::burden::BurdenRules;
use crate::calendar::{CalendarData, OfficeHours};
use crate::eform::Form;
use crate::organisation::{Competence, Unit, UnitCode};
use crate::procedure::Procedure;
use crate::workflow::{Definition, Process};
use node::{Faults, Node};

/// Office hours of one unit, or of all units without their own.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct UnitHours {
    /// The unit; none for the default of the province.
    pub unit_id: Option<String>,
    /// The hours.
    pub hours: OfficeHours,
    /// Where they come from.
    pub source: String,
}

/// Everything in one data file.
#[derive(Debug, Clone, PartialEq)]
pub enum Dataset {
    /// Territories and bodies.
    Units {
        /// Provinces, districts, communes.
        units: Vec<Unit>,
        /// Departments and other bodies.
        bodies: Vec<Unit>,
    },
    /// Days off and days worked in exchange.
    Holidays(CalendarData),
    /// Procedures in full.
    Procedures(Vec<Procedure>),
    /// Lines of the national catalogue. Where a full record of the same id exists, that one counts.
    ProcedureCatalogue(Vec<Procedure>),
    /// A form.
    Form(Box<Form>),
    /// Rules of competence.
    Competences(Vec<Competence>),
    /// Identification codes.
    UnitCodes(Vec<UnitCode>),
    /// Office hours.
    OfficeHours(Vec<UnitHours>),
    /// Grounds on which the clock stands or starts again.
    PauseGrounds(Vec<PauseGround>),
    /// Our states in the national portal's codes.
    NationalStates(Vec<NationalState>),
    /// Accounts for trying things out.
    DemoAccounts(Vec<DemoAccount>),
    /// Everyday words for procedures.
    Synonyms(Synonyms),
    /// Events in life under which procedures are found, and whom procedures are for.
    LifeEvents(LifeEvents),
    /// Figures published elsewhere.
    PublishedFigures(Vec<PublishedFigure>),
    /// What registers hold of people, where there is no line to them.
    Registers(Vec<RegisterEntry>),
    /// Rules of the burden linter.
    BurdenRules(Box<BurdenRules>),
    /// Workflows, each proved sound.
    Workflows(Vec<Definition>),
    /// Units by which authorities outside the province's own work here.
    Authorities(Vec<Authority>),
    /// Desks with their counters, and whom the law puts first.
    Desks(Desks),
    /// Rules of reminders and escalation.
    EscalationRules(Vec<crate::escalation::Rule>),
    /// Grounds of refusals, returns and supplement requests.
    RefusalGrounds(Vec<crate::reasoned_notice::Ground>),
    /// Legal texts, their days, and what they do to one another.
    Statutes(Vec<crate::statute::Statute>),
    /// Definitions of figures.
    Figures(Vec<FigureDefinition>),
}

impl Dataset {
    /// Reads a file; `file` is only its name, for the faults.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        let faults = Faults::of(file);
        let value = match json::read(bytes) {
            Ok(value) => value,
            Err(kind) => {
                faults.add("-", "-", kind);
                return Err(faults.into_found());
            }
        };
        let dataset = read(&Node::root(&faults, &value), file);
        let found = faults.into_found();
        match dataset {
            Some(dataset) if found.is_empty() => Ok(dataset),
            Some(_) | None => Err(found),
        }
    }

    /// Number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Units { units, bodies } => units.len().saturating_add(bodies.len()),
            Self::Holidays(calendar) => calendar.days.len(),
            Self::Procedures(procedures) | Self::ProcedureCatalogue(procedures) => procedures.len(),
            Self::Form(_) => 1,
            Self::Competences(rules) => rules.len(),
            Self::UnitCodes(codes) => codes.len(),
            Self::OfficeHours(hours) => hours.len(),
            Self::PauseGrounds(grounds) => grounds.len(),
            Self::NationalStates(states) => states.len(),
            Self::DemoAccounts(accounts) => accounts.len(),
            Self::Synonyms(synonyms) => synonyms.lines.len(),
            Self::LifeEvents(events) => events.events.len(),
            Self::PublishedFigures(figures) => figures.len(),
            Self::Registers(entries) => entries.len(),
            Self::BurdenRules(rules) => rules.len(),
            Self::Workflows(workflows) => workflows.len(),
            Self::Authorities(authorities) => authorities.len(),
            Self::Desks(desks) => desks.desks.len(),
            Self::EscalationRules(rules) => rules.len(),
            Self::RefusalGrounds(grounds) => grounds.len(),
            Self::Statutes(texts) => texts.len(),
            Self::Figures(figures) => figures.len(),
        }
    }

    /// Whether it holds no record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Reads a file of workflows, or one workflow alone, without asking whether they are sound.
pub fn read_workflows(file: &str, bytes: &[u8]) -> Result<Vec<Process>, Vec<Fault>> {
    let faults = Faults::of(file);
    let value = match json::read(bytes) {
        Ok(value) => value,
        Err(kind) => {
            faults.add("-", "-", kind);
            return Err(faults.into_found());
        }
    };
    let root = Node::root(&faults, &value);
    let processes = if root.is_object() { workflow::read_processes(&root) } else { Vec::new() };
    let found = faults.into_found();
    if found.is_empty() { Ok(processes) } else { Err(found) }
}

/// Reads a file that is recognised by the name of its list.
type ReadList = fn(&Node<'_>) -> Dataset;

/// Recognises the file and reads it. `None` only after a fault.
fn read(root: &Node<'_>, file: &str) -> Option<Dataset> {
    if !root.is_object() {
        return None;
    }
    let is_record = |fields: &[&str]| fields.iter().all(|field| root.has(field));
    if is_record(&["form_id", "sections"]) {
        return Some(Dataset::Form(Box::new(form::read(root))));
    }
    if root.has("units") || root.has("departments") {
        let (units, bodies) = unit::read_file(root);
        return Some(Dataset::Units { units, bodies });
    }
    if is_record(&["days", "weekend"]) {
        return calendar::read_days(root, file).map(Dataset::Holidays);
    }
    let lists: [(&str, ReadList); 19] = [
        ("procedures", |root| Dataset::Procedures(procedure::read_file(root))),
        ("rows", |root| Dataset::ProcedureCatalogue(catalogue::read_file(root))),
        ("competences", |root| Dataset::Competences(rules::read_competences(root))),
        ("unit_codes", |root| Dataset::UnitCodes(rules::read_codes(root))),
        ("office_hours", |root| Dataset::OfficeHours(calendar::read_hours(root))),
        ("pause_grounds", |root| Dataset::PauseGrounds(grounds::read_grounds(root))),
        ("national_states", |root| Dataset::NationalStates(grounds::read_states(root))),
        ("accounts", |root| Dataset::DemoAccounts(accounts::read_file(root))),
        ("synonyms", |root| Dataset::Synonyms(synonym::read_file(root))),
        ("life_events", |root| Dataset::LifeEvents(life_event::read_file(root))),
        ("published_figures", |root| Dataset::PublishedFigures(figure::read_file(root))),
        ("register_entries", |root| Dataset::Registers(register::read_file(root))),
        ("authorities", |root| Dataset::Authorities(authority::read_file(root))),
        ("escalation_rules", |root| Dataset::EscalationRules(escalation::read_file(root))),
        ("refusal_grounds", |root| Dataset::RefusalGrounds(refusal_ground::read_file(root))),
        ("burden_checks", |root| Dataset::BurdenRules(Box::new(burden::read_file(root)))),
        ("statutes", |root| Dataset::Statutes(statute::read_file(root))),
        ("desks", |root| Dataset::Desks(desk::read_file(root))),
        ("figures", |root| Dataset::Figures(figure_definition::read_file(root))),
    ];
    if let Some((_, read)) = lists.into_iter().find(|(list, _)| root.has(list)) {
        return Some(read(root));
    }
    if root.has("kind_vi") && root.has("level") {
        let (units, bodies) = unit::read_single(root);
        return Some(Dataset::Units { units, bodies });
    }
    if root.has("n_components") {
        return Some(Dataset::ProcedureCatalogue(catalogue::read_single(root)));
    }
    if ["time_limit", "time_limits", "components", "receiving", "regime"].iter().any(|field| root.has(field)) {
        return Some(Dataset::Procedures(procedure::read_single(root)));
    }
    // A procedure alone has published tables under the same name, so this is asked last.
    if root.has("workflows") {
        return Some(Dataset::Workflows(workflow::read_file(root)));
    }
    root.fault(FaultKind::UnknownFile);
    None
}

/// Notes a fault at every record whose key stands twice.
fn refuse_duplicates<'a>(keys: impl IntoIterator<Item = (Node<'a>, String)>) {
    let mut seen = std::collections::BTreeSet::new();
    for (place, key) in keys {
        if !key.is_empty() && !seen.insert(key.clone()) {
            place.fault(FaultKind::Duplicate { given: node::shown(&key) });
        }
    }
}

/// A closed set of words whose type reads itself from text.
fn from_word<T: serde::de::DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(Value::String(word.to_owned())).ok()
}

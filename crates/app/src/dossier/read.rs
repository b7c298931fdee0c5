//! Reading one dossier: what it holds, what happened, and what this person may do now.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{self, Person};
use domain::deadline::{ClockInput, DeadlineError, Limit, Reckoning, StepLimit, Terms};
use domain::dossier::{ActionKind, Code, Dossier, DraftText, DueState, Event, PaperNumber, Particulars, Private};
use domain::time::Instant;
use store::{Tx, identity};

use super::act::{may_do, open_actions};
use super::below::{Below, Sight};
use super::chain::{self, Chain};
use super::drafted;
use super::surroundings::with_work_rules;
use super::tasks::{StepView, step_views};
use super::told::{self, NoticeView};
use crate::App;
use crate::catalogue::Catalogue;
use crate::error::ActError;

/// One line of a dossier's history.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEntry {
    /// Number of the event in the dossier.
    pub version: i64,
    /// What happened.
    pub event: Event,
    /// The free text that goes with it, if it can be opened.
    pub note: Option<String>,
    /// The refusal, return or supplement request that it is.
    pub notice: Option<NoticeView>,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Account of who did it.
    pub actor: String,
    /// Name of who did it.
    pub actor_name: String,
    /// Account and name of the one in whose place it was done.
    pub on_behalf_of: Option<(String, String)>,
    /// The number of the paper that it gave.
    pub paper: Option<PaperNumber>,
}

/// A dossier as one person sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct DossierView {
    /// The dossier.
    pub dossier: Dossier,
    /// Applicant and answers; `None` when they were erased.
    pub particulars: Option<Particulars>,
    /// Its history, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// What this person may do now.
    pub actions: Vec<ActionKind>,
    /// The open steps, with what this person may do with each; empty for applicants, whom they do not concern.
    pub steps: Vec<StepView>,
    /// Name of the officer.
    pub assignee_name: Option<String>,
    /// Whether the person sees it as one of the offices that work on it.
    pub is_office: bool,
    /// The refusal, return or supplement request that stands now.
    pub notice: Option<NoticeView>,
    /// What the draft of the result says; for offices only.
    pub draft_text: Option<DraftText>,
}

impl App {
    /// A dossier as this person sees it; [`ActError::NotFound`] also when it may not be seen.
    pub async fn dossier(&self, person: &Person, code: &str) -> Result<DossierView, ActError> {
        let code = Code::parse(code).map_err(|_| ActError::NotFound)?;
        let today = self.today();
        let person = person.clone();
        let (catalogue, below, zone) = (self.catalogue(), self.below(), self.zone());
        let reader = move |tx: &mut Tx<'_>| view(tx, (&person, &below), &code, (today, zone), &catalogue);
        self.0.store.read(reader).await
    }

    /// How the due time comes about; `None` when the clock has not started or nothing can be reckoned.
    ///
    /// Before acceptance the reckoning is that of an acceptance at the moment of submission.
    #[must_use]
    pub fn reckoning(&self, dossier: &Dossier) -> Option<Reckoning> {
        self.on_clock(dossier, domain::deadline::reckon)
    }

    /// When each planned step is due, from the first on: as many as follow one another with a limit of their own.
    /// Empty when the clock has not started or nothing can be reckoned.
    #[must_use]
    pub fn step_limits(&self, dossier: &Dossier) -> Vec<StepLimit> {
        let shares: Vec<Limit> = dossier.steps.iter().map_while(|step| step.limit).collect();
        if shares.is_empty() || dossier.clock.is_none() {
            return Vec::new();
        }
        let limits = self.on_clock(dossier, |terms, clock| domain::deadline::step_limits(terms, clock, &shares));
        limits.unwrap_or_default()
    }

    /// What comes of the dossier's clock under its own rules.
    fn on_clock<T>(
        &self,
        dossier: &Dossier,
        reckon: impl FnOnce(&Terms<'_>, &ClockInput) -> Result<T, DeadlineError>,
    ) -> Option<T> {
        let catalogue = self.catalogue();
        let rules = catalogue.rules_of(dossier).ok()?;
        let components = rules.components();
        let rules = rules.as_rules(&components);
        let clock = match (&dossier.clock, dossier.due) {
            (Some(clock), _) => clock.clone(),
            (None, DueState::Expected(_)) => ClockInput::new(dossier.submitted_at, rules.limit?),
            (None, DueState::Unknown | DueState::At(_) | DueState::Standing { .. }) => return None,
        };
        reckon(&rules.terms, &clock).ok()
    }
}

fn view(
    tx: &mut Tx<'_>,
    (person, below): (&Person, &Below),
    code: &Code,
    (today, zone): (domain::time::Date, domain::time::Zone),
    catalogue: &Catalogue,
) -> Result<DossierView, ActError> {
    let chain = chain::load(tx, code)?.ok_or(ActError::NotFound)?;
    let by_part = below.may_see(tx, person, &chain.dossier, (catalogue, zone))?;
    let mut names = identity::names_in_stream(tx, code.as_str())?;
    name_represented(tx, &chain, &mut names)?;
    let particulars = chain.particulars();
    let assignee_name = match &chain.dossier.assignee {
        Some(officer) => match names.get(officer) {
            Some(name) => Some(name.clone()),
            None => identity::by_id(tx, officer)?.map(|account| account.name),
        },
        None => None,
    };
    let actions = open_actions(&chain.dossier, |action| may_do(person, action, &chain.dossier, today));
    let is_office = works_on(person, &chain.dossier, today) || by_part == Sight::FromAbove;
    let steps =
        if is_office { steps(tx, person, &chain.dossier, particulars.as_ref(), today, catalogue)? } else { Vec::new() };
    let notice = told::standing(&chain);
    let draft_text = drafted::text_of(&chain.entries).filter(|_| is_office);
    let Chain { dossier, entries } = chain;
    let timeline = timeline(entries, &names, is_office);
    Ok(DossierView { dossier, particulars, timeline, actions, steps, assignee_name, is_office, notice, draft_text })
}

/// Whether the person works at one of the offices that have a part in the dossier, or sees it for the reform office.
pub(crate) fn works_on(person: &Person, dossier: &Dossier, today: domain::time::Date) -> bool {
    let facts = dossier.facts();
    [facts.receiving_unit, facts.handling_unit]
        .into_iter()
        .chain(facts.units.iter().map(String::as_str))
        .any(|unit| person.works_at(unit, today))
        || person.holds_anywhere(access::Role::ReformOffice, today)
}

fn steps(
    tx: &mut Tx<'_>,
    person: &Person,
    dossier: &Dossier,
    particulars: Option<&Particulars>,
    today: domain::time::Date,
    catalogue: &Catalogue,
) -> Result<Vec<StepView>, ActError> {
    if dossier.work.is_none() && dossier.opinions.is_empty() {
        return Ok(Vec::new());
    }
    let rules = catalogue.rules_of(dossier)?;
    let components = rules.components();
    let names = store::task::holders_of(tx, dossier.code.as_str())?;
    let rules = rules.as_rules(&components);
    Ok(with_work_rules(catalogue, dossier, particulars, &person.id, |work| {
        step_views(person, dossier, &rules, work, &names, today)
    }))
}

/// Adds the names of those in whose place something was done: few, and each looked up once.
fn name_represented(tx: &mut Tx<'_>, chain: &Chain, names: &mut BTreeMap<String, String>) -> Result<(), ActError> {
    let represented: BTreeSet<&String> = chain.entries.iter().filter_map(|entry| entry.on_behalf_of.as_ref()).collect();
    for id in represented {
        if !names.contains_key(id)
            && let Some(account) = identity::by_id(tx, id)?
        {
            names.insert(id.clone(), account.name);
        }
    }
    Ok(())
}

/// The history; what offices do among themselves is for them alone.
fn timeline(entries: Vec<chain::Entry>, names: &BTreeMap<String, String>, is_office: bool) -> Vec<TimelineEntry> {
    entries
        .into_iter()
        .zip(1..)
        .filter(|(entry, _)| is_office || !entry.event.is_internal())
        .map(|(entry, version)| TimelineEntry {
            version,
            notice: told::of(&entry),
            note: entry.private.and_then(note),
            event: entry.event,
            paper: entry.paper,
            recorded_at: entry.recorded_at,
            on_behalf_of: entry.on_behalf_of.map(|id| {
                let name = names.get(&id).cloned().unwrap_or_default();
                (id, name)
            }),
            actor_name: names.get(&entry.actor).cloned().unwrap_or_default(),
            actor: entry.actor,
        })
        .collect()
}

fn note(private: Private) -> Option<String> {
    match private {
        Private::Particulars(_) | Private::Notice(_) | Private::Draft(_) => None,
        Private::Note(note) | Private::Amendment { note, .. } => Some(note).filter(|note| !note.is_empty()),
    }
}

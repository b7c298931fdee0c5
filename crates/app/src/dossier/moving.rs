//! Which dossiers run by an older version of a workflow, and what would become of them under a newer one. The move itself
//! is an act on each dossier, [`ActionKind::MoveWork`].

use std::sync::Arc;

use domain::access::{self, Person, Role};
use domain::dossier::work::MovePreview;
use domain::dossier::{ActionKind, Code, Context, Refusal};
use domain::reasoned_notice::NoticeRules;
use domain::time::DateTime;
use store::Tx;
use store::workflow_run::{self, RunCursor, RunRow};

use super::chain;
use super::surroundings::with_work_rules;
use crate::App;
use crate::catalogue::Catalogue;
use crate::error::ActError;

/// Rows of one page at most.
const PAGE_MAX: i64 = 100;
/// Dossiers previewed at once.
pub const MOVES_MAX: usize = 50;

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunQuery {
    /// The workflow.
    pub workflow: String,
    /// The version to which they would move; older ones are listed.
    pub version: u32,
    /// The unit that handles the dossiers; without one, of the province or of the first unit that the person leads.
    pub unit: Option<String>,
    /// Where the page begins.
    pub after: RunCursor,
    /// Rows wanted, 1 to 100.
    pub limit: i64,
}

/// One page of running work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunPage {
    /// The rows, in the order of the codes.
    pub rows: Vec<RunRow>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<RunCursor>,
    /// The unit of which they are; `None` for the province.
    pub unit: Option<String>,
}

/// What would become of one dossier.
#[derive(Debug)]
pub struct Previewed {
    /// Its code.
    pub code: String,
    /// The version of the dossier that was looked at; the move names it.
    pub seen: i64,
    /// Every consequence, or why there is none.
    pub outcome: Result<MovePreview, ActError>,
}

impl App {
    /// A page of what runs by an older version of a workflow: of a unit for its head and the reform office, of the province
    /// for the reform office. Everybody else gets [`ActError::NotFound`].
    pub async fn older_runs(&self, person: &Person, query: RunQuery) -> Result<RunPage, ActError> {
        let today = self.today();
        let sees_all = person.holds_anywhere(Role::ReformOffice, today);
        let leads = |unit: &&str| person.holds(Role::Leader, unit, today);
        let unit = match query.unit.as_deref() {
            Some(unit) if sees_all || leads(&unit) => Some(unit.to_owned()),
            Some(_) => return Err(ActError::NotFound),
            None if sees_all => None,
            None => Some(person.units(today).into_iter().find(leads).ok_or(ActError::NotFound)?.to_owned()),
        };
        let limit = query.limit.clamp(1, PAGE_MAX);
        let read = move |tx: &mut Tx<'_>| {
            let of = (query.workflow.as_str(), i64::from(query.version));
            let mut rows = workflow_run::older(tx, of, unit.as_deref(), &query.after, limit.saturating_add(1))?;
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            let has_more = rows.len() > limit;
            rows.truncate(limit);
            let place = |row: &RunRow| RunCursor { dossier: row.dossier.clone(), instance: row.instance.clone() };
            let next = rows.last().filter(|_| has_more).map(place);
            Ok::<_, ActError>(RunPage { rows, next, unit })
        };
        self.0.store.read(read).await
    }

    /// Previews the move of dossiers to a version of a workflow, at most [`MOVES_MAX`] of them. One that cannot be looked at
    /// does not keep the others.
    pub async fn preview_moves(
        &self,
        person: &Person,
        (workflow, version): (&str, u32),
        codes: Vec<String>,
    ) -> Result<Vec<Previewed>, ActError> {
        let (person, workflow, now) = (person.clone(), workflow.to_owned(), self.now_civil());
        let catalogue = self.catalogue();
        let read = move |tx: &mut Tx<'_>| {
            let mut found = Vec::new();
            for code in codes.into_iter().take(MOVES_MAX) {
                let looked = previewed(tx, &catalogue, &person, (&code, now), (&workflow, version));
                let (seen, outcome) = match looked {
                    Ok((seen, outcome)) => (seen, outcome.map_err(ActError::Refused)),
                    Err(ActError::Unavailable) => return Err(ActError::Unavailable),
                    Err(error) => (0, Err(error)),
                };
                found.push(Previewed { code, seen, outcome });
            }
            Ok::<_, ActError>(found)
        };
        self.0.store.read(read).await
    }
}

fn previewed(
    tx: &mut Tx<'_>,
    catalogue: &Arc<Catalogue>,
    person: &Person,
    (code, now): (&str, DateTime),
    (workflow, version): (&str, u32),
) -> Result<(i64, Result<MovePreview, Refusal>), ActError> {
    let code = Code::parse(code).map_err(|_| ActError::NotFound)?;
    let chain = chain::load(tx, &code)?.ok_or(ActError::NotFound)?;
    let (facts, today) = (chain.dossier.facts(), now.date());
    access::may_see(person, &facts, today)?;
    if !person.holds_anywhere(Role::ReformOffice, today) {
        access::may(person, ActionKind::MoveWork, &facts, today)?;
    }
    let (particulars, dossier) = (chain.particulars(), &chain.dossier);
    let rules = catalogue.rules_of(dossier)?;
    let components = rules.components();
    let rules = rules.as_rules(&components);
    let outcome = with_work_rules(catalogue, dossier, particulars.as_ref(), &person.id, |work| {
        let context = Context { now, rules, as_leader: true, work: Some(work), notices: NoticeRules::NONE };
        let action = ActionKind::MoveWork;
        if !dossier.stage.allows(action) {
            return Err(Refusal::NotInStage { action, stage: dossier.stage });
        }
        dossier.preview_move(&context, workflow, version)
    });
    Ok((dossier.version, outcome))
}

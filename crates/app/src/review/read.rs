//! What is read of plans and reviews, by those who may.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Denied, Person, ReviewAction, ReviewFacts, ReviewSight, may_review};
use domain::review::{Plan, PlanItem, PlanState, Review, ReviewEvent, ReviewState};
use domain::time::{Date, Instant};
use store::journal;
use store::review::{self as rows, ReviewRow};

use super::{CountScope, EVENTS_MAX, row, sheet_stream};
use crate::App;
use crate::dossier::Cursor;
use crate::error::ActError;

const PAGE_MAX: i64 = 100;

/// A plan in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// Its id.
    pub id: String,
    /// The year.
    pub year: i64,
    /// Its title.
    pub title: String,
    /// Stable name of its state.
    pub state: String,
    /// Last change.
    pub updated_at: Instant,
}

/// A page of plans.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanPage {
    /// The rows.
    pub rows: Vec<PlanLine>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// A review in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewLine {
    /// The plan.
    pub plan: String,
    /// Its procedure.
    pub procedure: String,
    /// The unit responsible.
    pub unit: String,
    /// The person responsible, by name.
    pub person: String,
    /// The last day.
    pub deadline: Date,
    /// How far it has come.
    pub state: ReviewState,
    /// Whether the last day is over and it is not confirmed, or was confirmed after it.
    pub is_late: bool,
}

/// A page of reviews.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewPage {
    /// The unit whose reviews they are.
    pub unit: String,
    /// The rows.
    pub rows: Vec<ReviewLine>,
    /// Where the next page begins: deadline, plan, procedure.
    pub next: Option<(String, String, String)>,
}

/// A plan, for somebody who may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanView {
    /// Its id.
    pub id: String,
    /// The plan, with the items that this person sees.
    pub plan: Plan,
    /// Names of the persons responsible, by account.
    pub names: BTreeMap<String, String>,
    /// The reviews of these items, once it is issued.
    pub reviews: Vec<ReviewLine>,
    /// What this person may do, as far as roles go.
    pub actions: Vec<ReviewAction>,
}

/// One line of a review's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewHistory {
    /// When.
    pub at: Instant,
    /// Who, by name.
    pub actor: String,
    /// What.
    pub event: ReviewEvent,
}

/// The review of a procedure, for somebody who may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewView {
    /// The plan.
    pub plan: String,
    /// Its year.
    pub year: i16,
    /// How far it has come.
    pub plan_state: PlanState,
    /// The item of the plan.
    pub item: PlanItem,
    /// The review.
    pub review: Review,
    /// Names of everybody concerned, by account.
    pub names: BTreeMap<String, String>,
    /// What happened, the newest first.
    pub history: Vec<ReviewHistory>,
    /// State of the registry's revisions that proposals name, by number.
    pub revisions: BTreeMap<u32, String>,
    /// What this person may do, as far as roles go.
    pub actions: Vec<ReviewAction>,
    /// Whose dossiers this person may count.
    pub counts: CountScope,
}

impl App {
    /// Plans, the last changed first; for those who see the whole province.
    pub async fn review_plans(&self, person: &Person, after: Option<Cursor>, limit: i64) -> Result<PlanPage, ActError> {
        match self.review_sight(person)? {
            ReviewSight::Province => (),
            ReviewSight::Units(_) => return Err(ActError::NotFound),
        }
        let limit = limit.clamp(1, PAGE_MAX);
        let read = self.0.store.read(move |tx| {
            let place = after.as_ref().map(|cursor| (cursor.at, cursor.code.as_str()));
            Ok::<_, ActError>(rows::plans(tx, place, limit.saturating_add(1))?)
        });
        let mut read = read.await?;
        let more = cut(&mut read, limit);
        let next = read.last().filter(|_| more).map(|row| Cursor { at: row.updated_at, code: row.id.clone() });
        let line = |row: rows::PlanRow| PlanLine {
            id: row.id,
            year: row.year,
            title: row.title,
            state: row.state,
            updated_at: row.updated_at,
        };
        Ok(PlanPage { rows: read.into_iter().map(line).collect(), next })
    }

    /// Reviews of a unit, the nearest deadline first; none for the person's first unit.
    pub async fn unit_reviews(
        &self,
        person: &Person,
        unit: Option<&str>,
        after: Option<(String, String, String)>,
        limit: i64,
    ) -> Result<ReviewPage, ActError> {
        let unit = match (self.review_sight(person)?, unit) {
            (ReviewSight::Province, Some(unit)) => unit.to_owned(),
            (ReviewSight::Units(units), Some(unit)) if units.iter().any(|own| own == unit) => unit.to_owned(),
            (ReviewSight::Units(units), None) => units.into_iter().next().ok_or(ActError::NotFound)?,
            (ReviewSight::Province | ReviewSight::Units(_), _) => return Err(ActError::NotFound),
        };
        let (limit, today) = (limit.clamp(1, PAGE_MAX), self.today());
        let of = unit.clone();
        let read = self.0.store.read(move |tx| {
            let (deadline, plan, procedure) = after.as_ref().map_or(("", "", ""), |(deadline, plan, procedure)| {
                (deadline.as_str(), plan.as_str(), procedure.as_str())
            });
            let found = rows::of_unit(tx, &of, (deadline, plan, procedure), limit.saturating_add(1))?;
            let names = rows::names(tx, &persons(&found))?;
            Ok::<_, ActError>((found, names))
        });
        let (mut read, names) = read.await?;
        let more = cut(&mut read, limit);
        let place = |row: &ReviewRow| (row.deadline.clone(), row.plan.clone(), row.procedure_id.clone());
        let next = read.last().filter(|_| more).map(place);
        let rows = read.iter().map(|row| line(row, &names, today)).collect::<Result<_, _>>()?;
        Ok(ReviewPage { unit, rows, next })
    }

    /// A plan. Units see their own items of it, and nothing before it is issued.
    pub async fn review_plan(&self, person: &Person, id: &str) -> Result<PlanView, ActError> {
        let sight = self.review_sight(person)?;
        let (key, today) = (id.to_owned(), self.today());
        let read = self.0.store.read(move |tx| {
            let plan = row::load_plan(tx, &key)?;
            let reviews = rows::of_plan(tx, &key)?;
            let accounts: BTreeSet<String> = plan.items.values().map(|item| item.person.clone()).collect();
            let names = rows::names(tx, &accounts.into_iter().collect::<Vec<_>>())?;
            Ok::<_, ActError>((plan, reviews, names))
        });
        let (mut plan, mut reviews, names) = read.await?;
        if plan.version == 0 {
            return Err(ActError::NotFound);
        }
        if let ReviewSight::Units(units) = sight {
            plan.items.retain(|_, item| units.contains(&item.unit));
            reviews.retain(|review| units.contains(&review.unit));
            if plan.state == PlanState::Draft || plan.items.is_empty() {
                return Err(ActError::NotFound);
            }
        }
        let actions = [ReviewAction::Plan, ReviewAction::Issue];
        let actions = actions.into_iter().filter(|action| self.plan_permit(person, *action).is_ok()).collect();
        let reviews = reviews.iter().map(|row| line(row, &names, today)).collect::<Result<_, _>>()?;
        Ok(PlanView { id: id.to_owned(), plan, names, reviews, actions })
    }

    /// The review of a procedure under a plan.
    pub async fn review(&self, person: &Person, plan: &str, procedure: &str) -> Result<ReviewView, ActError> {
        let sight = self.review_sight(person)?;
        let (plan_id, id) = (plan.to_owned(), procedure.to_owned());
        let read = self.0.store.read(move |tx| {
            let plan = row::load_plan(tx, &plan_id)?;
            let events = journal::of_stream(tx, &sheet_stream(&plan_id, &id), 0, EVENTS_MAX)?;
            let review = row::replay_review(&events)?;
            let mut accounts: BTreeSet<String> = events.iter().map(|event| event.actor.clone()).collect();
            accounts.extend(plan.item_of(&id).map(|(_, item)| item.person.clone()));
            let names = rows::names(tx, &accounts.into_iter().collect::<Vec<_>>())?;
            let revisions = rows::revisions_named(tx, &plan_id, &id)?;
            let revisions =
                revisions.into_iter().filter_map(|(number, state)| Some((u32::try_from(number).ok()?, state)));
            let revisions: BTreeMap<u32, String> = revisions.collect();
            Ok::<_, ActError>((plan, review, events, names, revisions))
        });
        let (plan_read, review, events, names, revisions) = read.await?;
        let (_, item) = plan_read.item_of(procedure).ok_or(ActError::NotFound)?;
        if plan_read.state == PlanState::Draft || !sees(&sight, &item.unit) {
            return Err(ActError::NotFound);
        }
        let history = events.iter().rev().map(|stored| {
            let actor = names.get(&stored.actor).cloned().unwrap_or_default();
            Ok(ReviewHistory { at: stored.recorded_at, actor, event: serde_json::from_str(&stored.payload)? })
        });
        Ok(ReviewView {
            plan: plan.to_owned(),
            year: plan_read.year,
            plan_state: plan_read.state,
            item: item.clone(),
            review,
            history: history.collect::<Result<_, ActError>>()?,
            revisions,
            actions: self.review_actions(person, item),
            counts: self.counting_scope(person, &item.unit),
            names,
        })
    }

    fn review_actions(&self, person: &Person, item: &PlanItem) -> Vec<ReviewAction> {
        let (catalogue, today) = (self.catalogue(), self.today());
        let province = catalogue.province(today).unwrap_or_default();
        let facts = ReviewFacts { province, unit: Some(&item.unit), person: Some(&item.person) };
        let all = [ReviewAction::FillIn, ReviewAction::Confirm, ReviewAction::Decide, ReviewAction::Link];
        all.into_iter().filter(|action| may_review(person, *action, &facts, today).is_ok()).collect()
    }

    /// The sight of the person, who must see the unit's reviews.
    pub(super) fn sees_unit(&self, person: &Person, unit: &str) -> Result<(), ActError> {
        if sees(&self.review_sight(person)?, unit) { Ok(()) } else { Err(Denied::Unseen.into()) }
    }

    /// The review's item, for somebody who sees it.
    pub(super) async fn review_item(&self, person: &Person, plan: &str, procedure: &str) -> Result<PlanItem, ActError> {
        let plan_id = plan.to_owned();
        let plan = self.0.store.read(move |tx| row::load_plan(tx, &plan_id)).await?;
        let (_, item) = plan.item_of(procedure).ok_or(ActError::NotFound)?;
        if plan.state == PlanState::Draft {
            return Err(ActError::NotFound);
        }
        self.sees_unit(person, &item.unit)?;
        Ok(item.clone())
    }
}

fn sees(sight: &ReviewSight, unit: &str) -> bool {
    match sight {
        ReviewSight::Province => true,
        ReviewSight::Units(units) => units.iter().any(|own| own == unit),
    }
}

/// Cuts a page to its length; whether there was more.
fn cut<T>(rows: &mut Vec<T>, limit: i64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    more
}

fn persons(rows: &[ReviewRow]) -> Vec<String> {
    let accounts: BTreeSet<String> = rows.iter().map(|row| row.person.clone()).collect();
    accounts.into_iter().collect()
}

fn line(row: &ReviewRow, names: &BTreeMap<String, String>, today: Date) -> Result<ReviewLine, ActError> {
    let broken = || ActError::fault(format!("the review of {} cannot be read", row.procedure_id));
    let deadline: Date = row.deadline.parse().map_err(|_| broken())?;
    let confirmed_on: Option<Date> = row.confirmed_on.parse().ok();
    Ok(ReviewLine {
        plan: row.plan.clone(),
        procedure: row.procedure_id.clone(),
        unit: row.unit.clone(),
        person: names.get(&row.person).cloned().unwrap_or_default(),
        deadline,
        state: ReviewState::from_name(&row.state).ok_or_else(broken)?,
        is_late: confirmed_on.unwrap_or(today) > deadline,
    })
}

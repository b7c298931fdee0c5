//! Who may plan, fill in, confirm, decide and carry out the review of procedures.

use jiff::civil::Date;

use super::{Denied, Person, Role};

/// One thing to be done in the review of procedures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewAction {
    /// Write the plan, hand an item on, finish it.
    Plan,
    /// Issue the plan.
    Issue,
    /// Fill in the sheet, the cost and the proposals.
    FillIn,
    /// Confirm or send back what somebody else filled in.
    Confirm,
    /// Decide a proposal.
    Decide,
    /// Name the revision that carries a proposal out.
    Link,
}

/// What the decision needs to know of a review.
#[derive(Debug, Clone, Copy)]
pub struct ReviewFacts<'a> {
    /// The province's own unit.
    pub province: &'a str,
    /// The unit responsible; none for the plan as a whole.
    pub unit: Option<&'a str>,
    /// The person responsible; none for the plan as a whole.
    pub person: Option<&'a str>,
}

/// Proof that a person may do one thing in the review. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewPermit {
    person: String,
    action: ReviewAction,
}

impl ReviewPermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// What is allowed.
    #[must_use]
    pub const fn action(&self) -> ReviewAction {
        self.action
    }
}

/// Whose reviews a person sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewSight {
    /// All of the province: plans in the making too.
    Province,
    /// Those of these units, once their plan is issued.
    Units(Vec<String>),
}

/// Whose reviews the person sees. The reform office and the head of the province see all.
pub fn review_sight(person: &Person, province: &str, today: Date) -> Result<ReviewSight, Denied> {
    if person.holds_anywhere(Role::ReformOffice, today) || person.holds(Role::Leader, province, today) {
        return Ok(ReviewSight::Province);
    }
    let units: Vec<String> = person.units(today).into_iter().map(str::to_owned).collect();
    if units.is_empty() { Err(Denied::Unseen) } else { Ok(ReviewSight::Units(units)) }
}

/// Whether the person may do this. That nobody judges their own work is the review's own rule.
pub fn may_review(
    person: &Person,
    action: ReviewAction,
    facts: &ReviewFacts<'_>,
    today: Date,
) -> Result<ReviewPermit, Denied> {
    let sees = match (review_sight(person, facts.province, today)?, facts.unit) {
        (ReviewSight::Province, _) => true,
        (ReviewSight::Units(units), Some(unit)) => units.iter().any(|own| own == unit),
        (ReviewSight::Units(_), None) => false,
    };
    if !sees {
        return Err(Denied::Unseen);
    }
    let office = person.holds_anywhere(Role::ReformOffice, today);
    let head = person.holds(Role::Leader, facts.province, today);
    let at_unit =
        |roles: &[Role]| facts.unit.is_some_and(|unit| roles.iter().any(|role| person.holds(*role, unit, today)));
    let allowed = match action {
        ReviewAction::Plan | ReviewAction::Link => office,
        ReviewAction::Issue => office || head,
        ReviewAction::FillIn => {
            facts.person == Some(person.id.as_str()) && at_unit(&[Role::Officer, Role::Leader, Role::Clerk])
        }
        ReviewAction::Confirm => office || at_unit(&[Role::Officer, Role::Leader]),
        ReviewAction::Decide => head,
    };
    if allowed { Ok(ReviewPermit { person: person.id.clone(), action }) } else { Err(Denied::NotYours) }
}

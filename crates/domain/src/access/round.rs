//! Who may set up, conduct, fill in, appraise and approve a scoring round.

use jiff::civil::Date;

use super::{Denied, Person, Role};

/// One thing to be done in a scoring round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoundAction {
    /// Set it up, open it, lock it, publish it, begin a correction.
    Configure,
    /// Return items, begin the second appraisal, reckon the result.
    Conduct,
    /// Fill in and explain a unit's own sheet.
    FillIn,
    /// Hand a unit's own sheet in, or take it back.
    Submit,
    /// Appraise a sheet, ask about it, enter its survey.
    Appraise,
    /// Approve the result or send it back.
    Approve,
}

impl RoundAction {
    /// Every action.
    pub const ALL: [Self; 6] =
        [Self::Configure, Self::Conduct, Self::FillIn, Self::Submit, Self::Appraise, Self::Approve];
}

/// What the decision needs to know of a round.
#[derive(Debug, Clone, Copy)]
pub struct RoundFacts<'a> {
    /// The province's own unit.
    pub province: &'a str,
    /// The unit whose sheet it is; none for the round as a whole.
    pub unit: Option<&'a str>,
    /// Units that appraise besides the reform office.
    pub appraisers: &'a [String],
}

/// Proof that a person may do one thing in a scoring round. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundPermit {
    person: String,
    action: RoundAction,
}

impl RoundPermit {
    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// What is allowed.
    #[must_use]
    pub const fn action(&self) -> RoundAction {
        self.action
    }
}

/// Whose sheets a person sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundSight {
    /// All of every round, also while it is set up.
    Province,
    /// Those of these units once the round is open, and all sheets of rounds that one of these units appraises.
    Units(Vec<String>),
}

impl RoundSight {
    /// Whether the sheets of this unit are seen in a round that these units appraise.
    #[must_use]
    pub fn sees(&self, unit: &str, appraisers: &[String]) -> bool {
        match self {
            Self::Province => true,
            Self::Units(units) => units.iter().any(|own| own == unit || appraisers.contains(own)),
        }
    }
}

/// Whose sheets the person sees. The reform office and the head of the province see all.
pub fn round_sight(person: &Person, province: &str, today: Date) -> Result<RoundSight, Denied> {
    if person.holds_anywhere(Role::ReformOffice, today) || person.holds(Role::Leader, province, today) {
        return Ok(RoundSight::Province);
    }
    let roles = [Role::Clerk, Role::Officer, Role::Leader, Role::RecordsClerk];
    let works = |unit: &&str| roles.iter().any(|role| person.holds(*role, unit, today));
    let units: Vec<String> = person.units(today).into_iter().filter(works).map(str::to_owned).collect();
    if units.is_empty() { Err(Denied::Unseen) } else { Ok(RoundSight::Units(units)) }
}

/// Whether the person may do this. Nobody appraises the sheet of a unit at which they work; that nobody judges their own
/// writing is the round's own rule.
pub fn may_round(
    person: &Person,
    action: RoundAction,
    facts: &RoundFacts<'_>,
    today: Date,
) -> Result<RoundPermit, Denied> {
    let sight = round_sight(person, facts.province, today)?;
    let sees = match (&sight, facts.unit) {
        (RoundSight::Province, _) => true,
        (RoundSight::Units(_), Some(unit)) => sight.sees(unit, facts.appraisers),
        (RoundSight::Units(units), None) => units.iter().any(|own| facts.appraisers.contains(own)),
    };
    if !sees {
        return Err(Denied::Unseen);
    }
    let office = person.holds_anywhere(Role::ReformOffice, today);
    let head = person.holds(Role::Leader, facts.province, today);
    let at = |unit: &str, roles: &[Role]| roles.iter().any(|role| person.holds(*role, unit, today));
    let own = |roles: &[Role]| facts.unit.is_some_and(|unit| at(unit, roles));
    let appraises = office || facts.appraisers.iter().any(|unit| at(unit, &[Role::Officer, Role::Leader]));
    let allowed = match action {
        RoundAction::Configure => office,
        RoundAction::Conduct => appraises,
        RoundAction::FillIn => own(&[Role::Clerk, Role::Officer, Role::Leader, Role::RecordsClerk]),
        RoundAction::Submit => own(&[Role::Leader]),
        RoundAction::Appraise => appraises && !own(&[Role::Clerk, Role::Officer, Role::Leader, Role::RecordsClerk]),
        RoundAction::Approve => head,
    };
    if allowed { Ok(RoundPermit { person: person.id.clone(), action }) } else { Err(Denied::NotYours) }
}

/// The lock of sheets at the end of the last day: the clock asks nobody.
#[must_use]
pub fn round_by_clock(account: &str) -> RoundPermit {
    RoundPermit { person: account.to_owned(), action: RoundAction::Configure }
}

//! The one authorisation decision point.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::person::Right;
use super::{ActionKind, Person, Role, WorkKind};

/// Name under which the journal keeps what time brought about.
const CLOCK: &str = "clock";

/// What the decision needs to know of a dossier.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Official code of the dossier.
    pub code: &'a str,
    /// The procedure.
    pub procedure: &'a str,
    /// The desk that received it.
    pub receiving_unit: &'a str,
    /// The unit that works it.
    pub handling_unit: &'a str,
    /// The officer to whom it is assigned.
    pub assignee: Option<&'a str>,
    /// The applicant's pseudonym.
    pub subject: &'a str,
    /// The account that submitted it.
    pub submitter: &'a str,
    /// Every other unit that has or had a part in its work.
    pub units: &'a BTreeSet<String>,
}

impl Facts<'_> {
    /// No other unit has a part in the work.
    pub const ALONE: &'static BTreeSet<String> = &BTreeSet::new();
}

/// What the decision needs to know of one open step of the work.
#[derive(Debug, Clone, Copy)]
pub struct StepFacts<'a> {
    /// Where it is done.
    pub unit: &'a str,
    /// The role that does it.
    pub role: Role,
    /// Who has taken it.
    pub assignee: Option<&'a str>,
}

/// Proof that a person may do one thing with one dossier. Only this module can make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    person: String,
    code: String,
    action: ActionKind,
    as_leader: bool,
    on_behalf_of: Option<String>,
}

impl Permit {
    pub(super) fn new(person: &str, code: &str, action: ActionKind, as_leader: bool) -> Self {
        Self { person: person.to_owned(), code: code.to_owned(), action, as_leader, on_behalf_of: None }
    }

    fn for_another(self, right: Right<'_>) -> Self {
        Self { on_behalf_of: right.on_behalf_of.map(str::to_owned), ..self }
    }

    /// The account in whose place the person acts, where only a delegation allows it: a result that the deputy signs so bears
    /// "KT. CHỦ TỊCH" before the deputy's own position (Decree 30/2020/NĐ-CP, Article 13 and Appendix I).
    #[must_use]
    pub fn on_behalf_of(&self) -> Option<&str> {
        self.on_behalf_of.as_deref()
    }

    /// Who acts.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// On which dossier.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What is allowed.
    #[must_use]
    pub const fn action(&self) -> ActionKind {
        self.action
    }

    /// Whether the person acts as head of the handling unit.
    #[must_use]
    pub const fn as_leader(&self) -> bool {
        self.as_leader
    }
}

/// Why a person may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The person may not even know that the dossier exists.
    #[error("not found")]
    Unseen,
    /// The person sees the dossier, but this is somebody else's task.
    #[error("not this person's task")]
    NotYours,
}

/// What time brings about by itself, such as a wait that has ended, needs nobody's leave.
#[must_use]
pub fn by_clock(facts: &Facts<'_>) -> Permit {
    Permit::new(CLOCK, facts.code, ActionKind::RecordMessage, false)
}

/// Whether the person may see the dossier.
pub fn may_see(person: &Person, facts: &Facts<'_>, today: Date) -> Result<(), Denied> {
    let sees = is_applicant(person, facts)
        || works_on(person, facts, today)
        || person.holds_anywhere(Role::ReformOffice, today);
    if sees { Ok(()) } else { Err(Denied::Unseen) }
}

/// Whether the person may do this with the dossier.
pub fn may(person: &Person, action: ActionKind, facts: &Facts<'_>, today: Date) -> Result<Permit, Denied> {
    may_see(person, facts, today)?;
    let works = [action.work()];
    let right = |role, unit| person.rights(role, unit, (facts.procedure, &works), today).min();
    let desk = right(Role::Clerk, facts.receiving_unit);
    let leader = right(Role::Leader, facts.handling_unit);
    let records = right(Role::RecordsClerk, facts.handling_unit);
    let officer = officer(person, facts, &works, today);
    let applicant = is_applicant(person, facts).then_some(Right::OWN);
    let office = (applicant.is_none() && works_on(person, facts, today)).then_some(Right::OWN);
    let rights: &[Option<Right<'_>>] = match action {
        ActionKind::Accept | ActionKind::Reject | ActionKind::DeliverResult => &[desk],
        ActionKind::RequestSupplement => &[desk, officer, leader],
        ActionKind::RequestPayment => &[desk, officer],
        ActionKind::Supplement | ActionKind::Pay => &[applicant, desk],
        ActionKind::Assign | ActionKind::CompleteStep | ActionKind::AskOpinion | ActionKind::DraftResult => {
            &[officer, leader]
        }
        ActionKind::ReturnStep
        | ActionKind::Extend
        | ActionKind::Suspend
        | ActionKind::Resume
        | ActionKind::Decide
        | ActionKind::Sign
        | ActionKind::MoveWork
        | ActionKind::Apologise => &[leader],
        ActionKind::Transfer => &[desk, leader],
        ActionKind::Withdraw | ActionKind::Rate => &[applicant],
        ActionKind::IssueResult => &[officer, records],
        ActionKind::Close => &[desk, records],
        ActionKind::Archive => &[records],
        ActionKind::HandBack => &[leader, officer.filter(|_| facts.assignee.is_some())],
        ActionKind::Note => &[office],
        // Only whoever holds a step or was asked may: see `may_on_step`.
        ActionKind::RecordMessage | ActionKind::GiveOpinion => &[],
    };
    // Whoever may by a post of their own acts for nobody else.
    let right = rights.iter().flatten().min().ok_or(Denied::NotYours)?;
    Ok(Permit::new(&person.id, facts.code, action, leader.is_some()).for_another(*right))
}

/// An officer works what nobody was given and what was given to them, or to the one whose work was given to them.
fn officer<'p>(person: &'p Person, facts: &Facts<'p>, kinds: &'p [WorkKind], today: Date) -> Option<Right<'p>> {
    let works = |right: &Right<'_>| {
        facts.assignee.is_none_or(|assignee| assignee == person.id || right.on_behalf_of == Some(assignee))
    };
    person.rights(Role::Officer, facts.handling_unit, (facts.procedure, kinds), today).filter(works).min()
}

/// Whether the person may do this as somebody who holds, or may take, one open step of the dossier's work.
///
/// A step is for its role at its unit, once taken only for whoever took it; the head of that unit may do what officers
/// do, gives steps to others and takes them back.
pub fn may_on_step(
    person: &Person,
    action: ActionKind,
    step: &StepFacts<'_>,
    facts: &Facts<'_>,
    today: Date,
) -> Result<Permit, Denied> {
    may_see(person, facts, today)?;
    // The head finishes steps that approve or sign, whichever it is.
    let own_kind = [action.work()];
    let is_of_head = action == ActionKind::CompleteStep && step.role == Role::Leader;
    let works: &[WorkKind] = if is_of_head { &[WorkKind::Approve, WorkKind::Sign] } else { &own_kind };
    let right = |role| person.rights(role, step.unit, (facts.procedure, works), today).min();
    let leader = right(Role::Leader);
    let is_free = step.assignee.is_none_or(|assignee| assignee == person.id);
    let holds = right(step.role).or_else(|| leader.filter(|_| step.role == Role::Officer)).filter(|_| is_free);
    let own = (step.assignee == Some(person.id.as_str())).then_some(Right::OWN);
    let right = match action {
        ActionKind::CompleteStep
        | ActionKind::RecordMessage
        | ActionKind::GiveOpinion
        | ActionKind::AskOpinion
        | ActionKind::DraftResult
        | ActionKind::RequestSupplement
        | ActionKind::RequestPayment => holds,
        ActionKind::Assign => holds.or(leader),
        ActionKind::HandBack => own.or_else(|| leader.filter(|_| step.assignee.is_some())),
        ActionKind::Note => person.works_at(step.unit, today).then_some(Right::OWN),
        ActionKind::Accept
        | ActionKind::Reject
        | ActionKind::Supplement
        | ActionKind::Pay
        | ActionKind::ReturnStep
        | ActionKind::Extend
        | ActionKind::Transfer
        | ActionKind::MoveWork
        | ActionKind::Withdraw
        | ActionKind::Suspend
        | ActionKind::Resume
        | ActionKind::Decide
        | ActionKind::Sign
        | ActionKind::IssueResult
        | ActionKind::DeliverResult
        | ActionKind::Rate
        | ActionKind::Apologise
        | ActionKind::Close
        | ActionKind::Archive => None,
    };
    let right = right.ok_or(Denied::NotYours)?;
    let as_leader = leader.is_some() && step.unit == facts.handling_unit;
    Ok(Permit::new(&person.id, facts.code, action, as_leader).for_another(right))
}

/// Whether the person works at an office that has a part in the dossier.
fn works_on(person: &Person, facts: &Facts<'_>, today: Date) -> bool {
    person.works_at(facts.receiving_unit, today)
        || person.works_at(facts.handling_unit, today)
        || facts.units.iter().any(|unit| person.works_at(unit, today))
}

fn is_applicant(person: &Person, facts: &Facts<'_>) -> bool {
    person.id == facts.submitter || person.subject.as_deref() == Some(facts.subject)
}

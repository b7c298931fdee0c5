//! Giving one's role to somebody else for some days (ủy quyền; ký thay).
//!
//! What the rules rely on: the head of an office signs its documents and may have a deputy sign in the head's place within
//! the deputy's field (ký thay, "KT."); what is signed by authorisation (thừa ủy quyền, "TUQ.") is given in writing, for a
//! time and a matter, and not given on by whoever received it (Decree 30/2020/NĐ-CP on records work, Article 13). Signing by
//! order (thừa lệnh, "TL.") is settled once and for all by the office's own rules and needs no dated delegation: it is a
//! role of its own. That authority is delegated within limits of matter and time and that the giver stays answerable is the
//! rule of the laws on the organisation of the Government and of local government.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::absence::check_span;
use super::{AwayRefusal, Denied, Grant, Person, Role, WorkKind};

/// Procedures that one delegation names at most.
const PROCEDURES_MAX: usize = 200;
/// Characters of its reason at most.
const REASON_MAX: usize = 500;

/// To what a delegation is limited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "list", rename_all = "snake_case")]
pub enum Scope {
    /// To all that the role opens at the unit.
    All,
    /// To dossiers of these procedures.
    Procedures(BTreeSet<String>),
}

/// What is asked for when a role is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Whose role it is, by account.
    pub giver: String,
    /// Who is to act, by account.
    pub receiver: String,
    /// The role.
    pub role: Role,
    /// The unit at which it is held.
    pub unit: String,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Date,
    /// To what it is limited.
    pub scope: Scope,
    /// The kinds of work to which it is limited; `None` for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub works: Option<BTreeSet<WorkKind>>,
    /// Document or reason (văn bản, lý do).
    pub reason: String,
}

/// A role given for some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Its number, as text.
    pub id: String,
    /// What was given.
    pub terms: Terms,
    /// Who made it, by account.
    pub made_by: String,
    /// Whether it was revoked. What is revoked has no effect from that moment on.
    #[serde(default)]
    pub revoked: bool,
}

/// What happened to a delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "one at a time is read and written; a box would only hide it")]
pub enum DelegationEvent {
    /// The role was given.
    Given {
        /// All of it.
        delegation: Delegation,
    },
    /// It was taken back, or given back.
    Revoked,
}

impl DelegationEvent {
    /// The stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Given { .. } => "delegation_given",
            Self::Revoked => "delegation_revoked",
        }
    }
}

impl Terms {
    /// Whether the role may be given so. `giver` and `receiver` are the two with all their grants.
    pub fn check(&self, giver: &Person, receiver: &Person, today: Date) -> Result<(), AwayRefusal> {
        if giver.id == receiver.id {
            return Err(AwayRefusal::ToOneself);
        }
        check_span(self.valid_from, self.valid_to)?;
        if self.valid_from < today {
            return Err(AwayRefusal::Past);
        }
        self.check_text()?;
        self.check_giver(giver)?;
        let own = |grant: &Grant| grant.on_behalf_of.is_none() && grant.unit == self.unit && is_given(grant.role);
        if !self.held(receiver, own) {
            return Err(AwayRefusal::NotOfUnit);
        }
        if self.role == Role::Leader && !self.held(receiver, |grant| own(grant) && grant.deputy) {
            return Err(AwayRefusal::NotDeputy);
        }
        Ok(())
    }

    fn check_text(&self) -> Result<(), AwayRefusal> {
        match &self.scope {
            Scope::Procedures(list) if list.iter().all(|id| id.trim().is_empty()) => {
                return Err(AwayRefusal::EmptyScope);
            }
            Scope::Procedures(list) if list.len() > PROCEDURES_MAX => {
                return Err(AwayRefusal::TooManyProcedures(PROCEDURES_MAX));
            }
            Scope::All | Scope::Procedures(_) => (),
        }
        if self.works.as_ref().is_some_and(BTreeSet::is_empty) {
            return Err(AwayRefusal::NoWork);
        }
        if self.reason.trim().is_empty() {
            return Err(AwayRefusal::NoReason);
        }
        if self.reason.chars().count() > REASON_MAX {
            return Err(AwayRefusal::ReasonTooLong(REASON_MAX));
        }
        Ok(())
    }

    /// One gives only what one holds of one's own, on every day.
    fn check_giver(&self, giver: &Person) -> Result<(), AwayRefusal> {
        if !is_given(self.role) {
            return Err(AwayRefusal::NeverGiven);
        }
        let this = |grant: &Grant| grant.role == self.role && grant.unit == self.unit;
        if self.held(giver, |grant| this(grant) && grant.on_behalf_of.is_none()) {
            return Ok(());
        }
        Err(if self.held(giver, this) { AwayRefusal::GivenOn } else { AwayRefusal::NotHeld })
    }

    /// Whether grants of this kind cover every day, each perhaps by another one.
    fn held(&self, person: &Person, kind: impl Fn(&Grant) -> bool) -> bool {
        let mut day = self.valid_from;
        for _ in &person.grants {
            let lasting = person.grants.iter().filter(|grant| kind(grant) && grant.holds_on(day));
            match lasting.map(|grant| grant.valid_to.unwrap_or(Date::MAX)).max() {
                None => return false,
                Some(last) if last >= self.valid_to => return true,
                Some(last) => match last.tomorrow() {
                    Ok(next) => day = next,
                    Err(_) => return true,
                },
            }
        }
        false
    }
}

/// Whether a role can be given at all: those of work with dossiers can; what an account alone answers for cannot.
const fn is_given(role: Role) -> bool {
    match role {
        Role::Clerk | Role::Officer | Role::Leader | Role::RecordsClerk => true,
        Role::ReformOffice | Role::Administrator => false,
    }
}

impl Delegation {
    /// What the receiver holds by it, as far as the giver holds it: `held` is a grant of the giver's own. None when it was
    /// revoked or the two have no day in common.
    #[must_use]
    pub fn grant(&self, held: &Grant) -> Option<Grant> {
        let Terms { giver, role, unit, valid_from, valid_to, scope, works, .. } = &self.terms;
        let from = (*valid_from).max(held.valid_from);
        let to = held.valid_to.map_or(*valid_to, |last| last.min(*valid_to));
        let same = held.role == *role && held.unit == *unit && held.on_behalf_of.is_none();
        if self.revoked || !same || to < from {
            return None;
        }
        let procedures = match scope {
            Scope::All => None,
            Scope::Procedures(list) => Some(list.iter().cloned().collect()),
        };
        let on_behalf_of = Some(giver.clone());
        let works = works.clone();
        Some(Grant { on_behalf_of, procedures, works, ..Grant::own(*role, unit.clone(), from, Some(to)) })
    }

    /// Whether it gives the role on that day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        !self.revoked && self.terms.valid_from <= day && day <= self.terms.valid_to
    }

    /// Takes it back.
    pub fn revoke(&self, today: Date) -> Result<DelegationEvent, AwayRefusal> {
        if self.revoked || self.terms.valid_to < today { Err(AwayRefusal::Over) } else { Ok(DelegationEvent::Revoked) }
    }

    /// The delegation that these events tell of; none when they tell of none.
    #[must_use]
    pub fn replayed(events: impl IntoIterator<Item = DelegationEvent>) -> Option<Self> {
        events.into_iter().fold(None, |known: Option<Self>, event| match event {
            DelegationEvent::Given { delegation } => Some(delegation),
            DelegationEvent::Revoked => known.map(|delegation| Self { revoked: true, ..delegation }),
        })
    }
}

/// Whether `person` may take this delegation back: the giver, the receiver who gives it back, and the head of the unit.
/// Others do not learn that it exists.
pub fn may_revoke(person: &Person, terms: &Terms, today: Date) -> Result<(), Denied> {
    let own = [&terms.giver, &terms.receiver].contains(&&person.id);
    let head = person.grants.iter().any(|grant| {
        grant.role == Role::Leader && grant.unit == terms.unit && grant.on_behalf_of.is_none() && grant.holds_on(today)
    });
    if own || head { Ok(()) } else { Err(Denied::Unseen) }
}

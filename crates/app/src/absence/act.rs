//! Noting and ending absences, giving and taking back roles: load, ask, decide, keep.

use std::collections::BTreeSet;

use domain::access::{
    Absence, AbsenceEvent, AbsenceReason, Delegation, DelegationEvent, Person, Role, Scope, Terms, WorkKind, may_note,
    may_revoke,
};
use domain::text::composed;
use domain::time::{Date, Instant};
use store::{Tx, absence as rows, counter, identity};

use super::{absence_stream, delegation_stream};
use crate::App;
use crate::error::{ActError, FieldProblemKind};
use crate::plain_event::PlainEvent;

/// An absence to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAbsence {
    /// Who is away, by account.
    pub person: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Of what kind.
    pub reason: AbsenceReason,
}

/// A role of one's own to be given to somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelegation {
    /// To whom, by account.
    pub receiver: String,
    /// The role.
    pub role: Role,
    /// The unit.
    pub unit: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// The procedures to which it is limited; none for all.
    pub procedures: Option<BTreeSet<String>>,
    /// The kinds of work to which it is limited; none for all.
    pub works: Option<BTreeSet<WorkKind>>,
    /// Document or reason.
    pub reason: String,
}

/// Who acts, and when.
#[derive(Clone)]
struct By {
    person: Person,
    now: Instant,
    today: Date,
}

impl App {
    /// Notes that somebody is away: oneself, or, as head, somebody of the unit.
    pub async fn note_absence(&self, person: &Person, new: NewAbsence) -> Result<Absence, ActError> {
        let by = self.by(person);
        self.0.store.write(move |tx| note(tx, &by, &new)).await
    }

    /// Notes that somebody is back today, earlier than was noted.
    pub async fn end_absence(&self, person: &Person, id: &str) -> Result<Absence, ActError> {
        let (by, id) = (self.by(person), id.to_owned());
        self.0.store.write(move |tx| end(tx, &by, &id)).await
    }

    /// Gives a role of one's own to somebody of the unit for some days.
    pub async fn delegate(&self, person: &Person, new: NewDelegation) -> Result<Delegation, ActError> {
        let catalogue = self.catalogue();
        let by = self.by(person);
        let is_known = |id: &String| catalogue.procedure(id, by.today).is_some();
        if !new.procedures.iter().flatten().all(is_known) {
            return Err(ActError::field("procedures", FieldProblemKind::Unknown));
        }
        let made = self.0.store.write(move |tx| give(tx, &by, &new)).await?;
        self.0.sessions.forget_person(&made.terms.receiver);
        Ok(made)
    }

    /// Takes a delegation back, or gives it back: from the next request on it has no effect.
    pub async fn revoke_delegation(&self, person: &Person, id: &str) -> Result<Delegation, ActError> {
        let (by, id) = (self.by(person), id.to_owned());
        let revoked = self.0.store.write(move |tx| revoke(tx, &by, &id)).await?;
        self.0.sessions.forget_person(&revoked.terms.receiver);
        Ok(revoked)
    }

    fn by(&self, person: &Person) -> By {
        By { person: person.clone(), now: self.0.clock.now(), today: self.today() }
    }
}

fn note(tx: &mut Tx<'_>, by: &By, new: &NewAbsence) -> Result<Absence, ActError> {
    let units = rows::units_of(tx, &new.person, (by.today, by.today))?;
    may_note(&by.person, &new.person, &units, by.today)?;
    let mut absence = Absence {
        id: String::new(),
        person: new.person.clone(),
        valid_from: new.from,
        valid_to: new.to,
        reason: new.reason,
        noted_by: by.person.id.clone(),
        back_on: None,
    };
    absence.check(by.today)?;
    absence.id = counter::next(tx, "absence")?.to_string();
    keep_absence(tx, by, (&absence, 1), &AbsenceEvent::Noted { absence: absence.clone() })?;
    Ok(absence)
}

fn end(tx: &mut Tx<'_>, by: &By, id: &str) -> Result<Absence, ActError> {
    let (absence, version) = rows::one(tx, id)?.ok_or(ActError::NotFound)?;
    let units = rows::units_of(tx, &absence.person, (by.today, by.today))?;
    may_note(&by.person, &absence.person, &units, by.today)?;
    let event = absence.end(by.today)?;
    let ended = Absence { back_on: Some(by.today), ..absence };
    keep_absence(tx, by, (&ended, version.saturating_add(1)), &event)?;
    Ok(ended)
}

fn keep_absence(
    tx: &mut Tx<'_>,
    by: &By,
    (absence, version): (&Absence, i64),
    event: &AbsenceEvent,
) -> Result<(), ActError> {
    let stream = absence_stream(&absence.id);
    PlainEvent { stream: &stream, version, kind: event.name(), event, actor: &by.person.id, at: by.now }.append(tx)?;
    Ok(rows::put(tx, absence, version)?)
}

fn give(tx: &mut Tx<'_>, by: &By, new: &NewDelegation) -> Result<Delegation, ActError> {
    let terms = Terms {
        giver: by.person.id.clone(),
        receiver: new.receiver.clone(),
        role: new.role,
        unit: new.unit.clone(),
        valid_from: new.from,
        valid_to: new.to,
        scope: new.procedures.clone().map_or(Scope::All, Scope::Procedures),
        works: new.works.clone(),
        reason: composed(&new.reason),
    };
    let is_there = identity::by_id(tx, &new.receiver)?.is_some_and(|account| !account.is_disabled);
    if !is_there {
        return Err(ActError::field("receiver", FieldProblemKind::Unknown));
    }
    // What the giver holds is looked up again: the session may have been read before.
    let mut giver = Person { grants: identity::grants_of(tx, &by.person.id)?, ..by.person.clone() };
    giver.grants.extend(rows::grants_given(tx, &by.person.id, by.today)?);
    let grants = identity::grants_of(tx, &new.receiver)?;
    let receiver = Person { id: new.receiver.clone(), name: String::new(), subject: None, grants };
    terms.check(&giver, &receiver, by.today)?;
    let id = counter::next(tx, "delegation")?.to_string();
    let delegation = Delegation { id, terms, made_by: by.person.id.clone(), revoked: false };
    let event = DelegationEvent::Given { delegation: delegation.clone() };
    keep_delegation(tx, by, (&delegation, 1), &event)?;
    Ok(delegation)
}

fn revoke(tx: &mut Tx<'_>, by: &By, id: &str) -> Result<Delegation, ActError> {
    let (delegation, version) = rows::delegation(tx, id)?.ok_or(ActError::NotFound)?;
    may_revoke(&by.person, &delegation.terms, by.today)?;
    let event = delegation.revoke(by.today)?;
    let revoked = Delegation { revoked: true, ..delegation };
    keep_delegation(tx, by, (&revoked, version.saturating_add(1)), &event)?;
    Ok(revoked)
}

fn keep_delegation(
    tx: &mut Tx<'_>,
    by: &By,
    (delegation, version): (&Delegation, i64),
    event: &DelegationEvent,
) -> Result<(), ActError> {
    let stream = delegation_stream(&delegation.id);
    PlainEvent { stream: &stream, version, kind: event.name(), event, actor: &by.person.id, at: by.now }.append(tx)?;
    Ok(rows::put_delegation(tx, delegation, version)?)
}

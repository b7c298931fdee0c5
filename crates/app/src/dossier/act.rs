//! Acting on a dossier: load, ask, decide, keep.

use std::sync::Arc;

use domain::access::{self, Denied, Permit, Person, Role};
use domain::dossier::{ActionKind, Code, Command, Context, Dossier, Private};
use domain::time::Instant;
use store::{Tx, dossier as rows, identity, vault};

use super::actions::ActionRequest;
use super::chain::{self, Chain, Recording};
use super::guest::Shown;
use super::row;
use super::submit::Idempotency;
use crate::App;
use crate::catalogue::Catalogue;
use crate::error::{ActError, FieldProblemKind};
use crate::own_data;

/// What an act left.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The dossier after the act.
    pub dossier: Dossier,
    /// Whether an earlier answer to the same idempotency key was given again.
    pub repeated: bool,
}

/// Who acts.
#[derive(Clone)]
pub(super) enum Actor {
    /// An account.
    Person(Person),
    /// The applicant without one, by what their pass shows.
    Guest(Shown),
}

impl Actor {
    fn permit(&self, action: ActionKind, dossier: &Dossier, today: domain::time::Date) -> Result<Permit, Denied> {
        let facts = dossier.facts();
        match self {
            Self::Person(person) => access::may(person, action, &facts, today),
            Self::Guest(shown) => access::may_as_guest(&shown.guest(dossier)?, action, &facts),
        }
    }
}

/// All that the transaction needs, made before it is entered.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) actor: Actor,
    pub(super) code: Code,
    pub(super) expected_version: Option<i64>,
    pub(super) command: Command,
    pub(super) idempotency: Option<Idempotency>,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) zone: domain::time::Zone,
    pub(super) now: Instant,
}

impl App {
    /// Does one thing with one dossier.
    ///
    /// `expected_version` is the version that the person saw (`If-Match`); another one answers
    /// [`ActError::Stale`] with the present version.
    pub async fn act(
        &self,
        person: &Person,
        code: &str,
        expected_version: Option<i64>,
        request: ActionRequest,
        idempotency: Option<Idempotency>,
    ) -> Result<Done, ActError> {
        let catalogue = self.catalogue();
        let code = Code::parse(code).map_err(|_| ActError::NotFound)?;
        let command = self.command(&person.id, &catalogue, request).await?;
        let prepared = Prepared {
            actor: Actor::Person(person.clone()),
            code,
            expected_version,
            command,
            idempotency,
            catalogue,
            zone: self.0.zone,
            now: self.0.clock.now(),
        };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }
}

pub(super) fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<Done, ActError> {
    let chain = chain::load(tx, &act.code)?.ok_or(ActError::NotFound)?;
    let today = act.zone.date(act.now);
    let permit = act.actor.permit(act.command.kind(), &chain.dossier, today)?;
    if let Some(answer) = Idempotency::earlier(tx, act.idempotency.as_ref(), permit.person())? {
        return Ok(Done { dossier: chain.as_of(&act.code, answer.version)?, repeated: true });
    }
    if act.expected_version.is_some_and(|expected| expected != chain.dossier.version) {
        return Err(ActError::Stale { current: chain.dossier.version });
    }
    check_people(tx, &act.command, &chain.dossier, today)?;
    let dossier = decide_and_keep(tx, act, &permit, chain)?;
    Idempotency::keep(tx, act.idempotency.as_ref(), permit.person(), act.now, &dossier)?;
    Ok(Done { dossier, repeated: false })
}

fn decide_and_keep(tx: &mut Tx<'_>, act: &Prepared, permit: &Permit, chain: Chain) -> Result<Dossier, ActError> {
    let mut particulars = chain.particulars();
    let mut dossier = chain.dossier;
    let version_read = dossier.version;
    let rules = act.catalogue.rules_of(&dossier)?;
    let components = rules.components();
    let context =
        Context { now: act.zone.civil(act.now), rules: rules.as_rules(&components), as_leader: permit.as_leader() };
    let decision = dossier.decide(act.command.clone(), &context)?;
    let key = vault::key_of(tx, &dossier.subject)?;
    let key = key.ok_or_else(|| ActError::fault("the key of the dossier's subject was erased"))?;
    dossier.apply(&decision.event)?;
    let recording = Recording {
        code: &act.code,
        version: dossier.version,
        actor: permit.person(),
        at: act.now,
        subject: &dossier.subject,
        key: &key,
    };
    chain::append(tx, &recording, &decision)?;
    if let (Some(particulars), Some(Private::Amendment { form: Some(form), .. })) =
        (&mut particulars, &decision.private)
    {
        particulars.form.extend(form.clone());
    }
    rows::update(tx, &row::row(&dossier, particulars.as_ref(), act.zone), version_read)?;
    let by = (permit.person(), act.now);
    own_data::after_act(tx, &dossier, particulars.as_ref(), &decision.event, &act.catalogue, by)?;
    Ok(dossier)
}

/// An officer to whom a dossier is given must work at the handling unit today.
fn check_people(
    tx: &mut Tx<'_>,
    command: &Command,
    dossier: &Dossier,
    today: domain::time::Date,
) -> Result<(), ActError> {
    let Command::Assign { officer } = command else { return Ok(()) };
    let grants = identity::grants_of(tx, officer)?;
    let works_there = grants.iter().any(|grant| {
        matches!(grant.role, Role::Officer | Role::Leader)
            && grant.unit == dossier.handling_unit
            && grant.holds_on(today)
    });
    if works_there { Ok(()) } else { Err(ActError::field("officer", FieldProblemKind::Unknown)) }
}

/// The actions that may be taken on a dossier now by whoever `may`, in the order in which they are offered.
pub(super) fn open_actions(dossier: &Dossier, may: impl Fn(ActionKind) -> bool) -> Vec<ActionKind> {
    ActionKind::ALL
        .into_iter()
        .filter(|action| dossier.stage.allows(*action))
        .filter(|action| *action != ActionKind::Rate || dossier.rating.is_none())
        .filter(|action| *action != ActionKind::Apologise || dossier.reappointment.is_none())
        .filter(|action| *action != ActionKind::CompleteStep || dossier.current_step().is_some())
        .filter(|action| *action != ActionKind::Decide || dossier.current_step().is_none())
        .filter(|action| *action != ActionKind::ReturnStep || dossier.step > 0)
        .filter(|action| may(*action))
        .collect()
}

//! Acting on a dossier: load, ask, decide, keep.

use std::sync::Arc;

use domain::access::{self, Denied, Permit, Person, Role, WorkKind};
use domain::dossier::work::WorkState;
use domain::dossier::{ActionKind, Code, Command, Context, Decision, Dossier, Particulars, Private, Refusal, Stage};
use domain::reasoned_notice::NoticeRules;
use domain::time::Instant;
use store::{Tx, absence, dossier as rows, identity, supplement, vault};

use super::actions::ActionRequest;
use super::chain::{self, Chain, Recording};
use super::flags;
use super::guest::Shown;
use super::paper_number;
use super::row;
use super::run_rows;
use super::submit::Idempotency;
use super::surroundings::with_work_rules;
use super::task_rows;
use crate::App;
use crate::catalogue::Catalogue;
use crate::error::{ActError, FieldProblemKind};
use crate::payment::{self, Asking};
use crate::{late, own_data};

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
    /// Nobody: a time has come.
    Clock,
}

impl Actor {
    fn permit(&self, command: &Command, dossier: &Dossier, today: domain::time::Date) -> Result<Permit, ActError> {
        let (facts, action) = (dossier.facts(), command.kind());
        match self {
            Self::Person(person) => permit_person(person, command, dossier, today),
            Self::Guest(shown) => Ok(access::may_as_guest(&shown.guest(dossier)?, action, &facts)?),
            Self::Clock if matches!(command, Command::Elapse { .. }) => Ok(access::by_clock(&facts)),
            Self::Clock => Err(Denied::NotYours.into()),
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
    /// Days within which an order that comes of it may be paid.
    pub(super) payment_days: i64,
}

/// What is about a step is for whoever holds it; what is about the whole also for whoever holds a step of it.
/// Leave to do something with the whole dossier, by holding one of its open steps.
fn by_a_step(person: &Person, action: ActionKind, dossier: &Dossier, today: domain::time::Date) -> Option<Permit> {
    let facts = dossier.facts();
    let may = |path: &String| access::may_on_step(person, action, &dossier.step_facts(path)?, &facts, today).ok();
    dossier.work.iter().flat_map(|work| work.seats.keys()).find_map(may)
}

/// Whether the person may do this with the dossier now, by a post or by a step that they hold.
pub(super) fn may_do(person: &Person, action: ActionKind, dossier: &Dossier, today: domain::time::Date) -> bool {
    let of_steps =
        [ActionKind::AskOpinion, ActionKind::RequestSupplement, ActionKind::RequestPayment, ActionKind::DraftResult];
    access::may(person, action, &dossier.facts(), today).is_ok()
        || of_steps.contains(&action) && by_a_step(person, action, dossier, today).is_some()
}

fn permit_person(
    person: &Person,
    command: &Command,
    dossier: &Dossier,
    today: domain::time::Date,
) -> Result<Permit, ActError> {
    let (facts, action, step) = (dossier.facts(), command.kind(), command.step());
    if step.is_empty() {
        return match access::may(person, action, &facts, today) {
            Err(Denied::NotYours) => by_a_step(person, action, dossier, today).ok_or_else(|| Denied::NotYours.into()),
            decided => Ok(decided?),
        };
    }
    access::may_see(person, &facts, today)?;
    let Some(facts_of_step) = dossier.step_facts(step) else {
        return Err(Refusal::StepNotOpen { step: step.chars().take(200).collect() }.into());
    };
    let permit = access::may_on_step(person, action, &facts_of_step, &facts, today)?;
    // Taking a step is for those whose step it is; giving it to somebody else is for the head.
    if let Command::Seat { officer, .. } = command
        && *officer != person.id
        && !person.holds(Role::Leader, facts_of_step.unit, today)
    {
        return Err(Denied::NotYours.into());
    }
    Ok(permit)
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
        // Money is recorded in one way: by its order, which then tells the dossier.
        if request.action == ActionKind::Pay {
            self.dossier(person, code).await?;
            return Err(Refusal::PaidByOrder.into());
        }
        self.act_for_order(person, code, expected_version, request, idempotency).await
    }

    /// As [`App::act`], also for what the order of a payment tells its dossier.
    pub(crate) async fn act_for_order(
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
            payment_days: self.payment_days(),
        };
        self.0.store.write(move |tx| perform(tx, &prepared)).await
    }

    /// What an earlier request under the same idempotency key left, for acts of which more than the transaction must not
    /// be done twice.
    pub async fn answered_before(
        &self,
        person: &Person,
        code: &str,
        idempotency: &Idempotency,
    ) -> Result<Option<Done>, ActError> {
        let code = Code::parse(code).map_err(|_| ActError::NotFound)?;
        let (person, idempotency, today) = (person.clone(), idempotency.clone(), self.today());
        let read = move |tx: &mut Tx<'_>| {
            let Some(answer) = Idempotency::earlier(tx, Some(&idempotency), &person.id)? else { return Ok(None) };
            let chain = chain::load(tx, &code)?.ok_or(ActError::NotFound)?;
            access::may_see(&person, &chain.dossier.facts(), today)?;
            Ok::<_, ActError>(Some(Done { dossier: chain.as_of(&code, answer.version)?, repeated: true }))
        };
        self.0.store.read(read).await
    }
}

/// What another act does with its dossier in the same transaction.
pub(crate) struct Within<'a> {
    pub(crate) person: &'a Person,
    pub(crate) code: &'a Code,
    pub(crate) catalogue: &'a Arc<Catalogue>,
    pub(crate) zone: domain::time::Zone,
    pub(crate) now: Instant,
    pub(crate) payment_days: i64,
}

/// Does one thing with a dossier as a part of another act, under the same rules.
pub(crate) fn perform_within(tx: &mut Tx<'_>, within: &Within<'_>, command: Command) -> Result<Dossier, ActError> {
    let act = Prepared {
        actor: Actor::Person(within.person.clone()),
        code: within.code.clone(),
        expected_version: None,
        command,
        idempotency: None,
        catalogue: Arc::clone(within.catalogue),
        zone: within.zone,
        now: within.now,
        payment_days: within.payment_days,
    };
    Ok(perform(tx, &act)?.dossier)
}

pub(super) fn perform(tx: &mut Tx<'_>, act: &Prepared) -> Result<Done, ActError> {
    let chain = chain::load(tx, &act.code)?.ok_or(ActError::NotFound)?;
    let today = act.zone.date(act.now);
    let permit = act.actor.permit(&act.command, &chain.dossier, today)?;
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
    let command = late::with_grounds(tx, &act.command, &chain, &act.catalogue, act.zone.civil(act.now))?;
    let mut particulars = chain.particulars();
    let mut dossier = chain.dossier;
    let version_read = dossier.version;
    let rules = act.catalogue.rules_of(&dossier)?;
    let components = rules.components();
    let notices = NoticeRules { grounds: &act.catalogue.refusal_grounds, papers: rules.papers() };
    let rules = rules.as_rules(&components);
    let name = |particulars: Option<&Particulars>| particulars.map(|known| known.applicant.name.clone());
    let applicant = name(particulars.as_ref()).unwrap_or_default();
    let before = task_rows::task_rows(&dossier, &rules, &applicant, act.zone);
    let runs_before = run_rows::run_rows(&dossier);
    let decisions = with_work_rules(&act.catalogue, &dossier, particulars.as_ref(), permit.person(), |work| {
        let (now, as_leader) = (act.zone.civil(act.now), permit.as_leader());
        let context = Context { now, rules, as_leader, work: Some(work), notices };
        dossier.decide_all(command, &context)
    })?;
    let key = vault::key_of(tx, &dossier.subject)?;
    let key = key.ok_or_else(|| ActError::fault("the key of the dossier's subject was erased"))?;
    for decision in &decisions {
        dossier.apply(&decision.event)?;
        append(tx, act, permit, &dossier, &key, decision)?;
        let asking = Asking { actor: permit.person(), now: act.now, zone: act.zone, days: act.payment_days };
        payment::after_decision(tx, &dossier, decision, asking)?;
        if let (Some(particulars), Some(Private::Amendment { form: Some(form), .. })) =
            (&mut particulars, &decision.private)
        {
            particulars.form.extend(form.clone());
        }
    }
    rows::update(tx, &row::row(&dossier, particulars.as_ref(), act.zone), version_read)?;
    task_rows::replace(tx, &before, &task_rows::task_rows(&dossier, &rules, &applicant, act.zone))?;
    run_rows::replace(tx, &runs_before, &run_rows::run_rows(&dossier))?;
    flags::flag_rows(&dossier, act.zone).iter().try_for_each(|row| supplement::put(tx, row))?;
    let by = (permit.person(), act.now);
    for decision in &decisions {
        crate::signature::keep_issued(tx, &dossier, &decision.event, act.zone)?;
        own_data::after_act(tx, &dossier, particulars.as_ref(), &decision.event, &act.catalogue, by)?;
    }
    Ok(dossier)
}

/// Writes one event of an act; the dossier already holds it.
fn append(
    tx: &mut Tx<'_>,
    act: &Prepared,
    permit: &Permit,
    dossier: &Dossier,
    key: &[u8; 32],
    decision: &Decision,
) -> Result<(), ActError> {
    let paper = paper_number::take(tx, dossier, &decision.event)?;
    let recording = Recording {
        code: &act.code,
        version: dossier.version,
        actor: permit.person(),
        on_behalf_of: permit.on_behalf_of(),
        paper: paper.as_ref(),
        at: act.now,
        subject: &dossier.subject,
        key,
    };
    chain::append(tx, &recording, decision)
}

/// An officer to whom a dossier is given must work at the handling unit today, by a post of their own or one given to them
/// for such work.
fn check_people(
    tx: &mut Tx<'_>,
    command: &Command,
    dossier: &Dossier,
    today: domain::time::Date,
) -> Result<(), ActError> {
    let (officer, unit, role) = if let Command::Assign { officer } = command {
        (officer, dossier.handling_unit.as_str(), Role::Officer)
    } else if let Command::Seat { step, officer } = command
        && let Some(facts) = dossier.step_facts(step)
    {
        (officer, facts.unit, facts.role)
    } else {
        return Ok(());
    };
    let mut grants = identity::grants_of(tx, officer)?;
    grants.extend(absence::grants_given(tx, officer, today)?);
    let examines = command.kind() == ActionKind::Assign && role == Role::Officer;
    let works_there = grants.iter().any(|grant| {
        (grant.role == role || (grant.role == Role::Leader && role == Role::Officer))
            && grant.unit == unit
            && grant.holds_on(today)
            && grant.covers(&dossier.procedure)
            && (!examines || grant.opens(WorkKind::Examine))
    });
    if works_there { Ok(()) } else { Err(ActError::field("officer", FieldProblemKind::Unknown)) }
}

/// The head decides once nothing is left to do but to hand the result over.
fn is_ready_to_decide(dossier: &Dossier) -> bool {
    dossier.current_step().is_none() && is_only_delivering(dossier)
}

fn is_only_delivering(dossier: &Dossier) -> bool {
    dossier.work.as_ref().is_none_or(WorkState::is_only_delivering)
}

/// Offered with the step, the payment or the workflow that it is about, not with the dossier.
const fn is_about_a_part(action: ActionKind) -> bool {
    matches!(action, ActionKind::RecordMessage | ActionKind::GiveOpinion | ActionKind::Pay | ActionKind::MoveWork)
}

/// The actions that may be taken on a dossier now by whoever `may`, in the order in which they are offered.
pub(super) fn open_actions(dossier: &Dossier, may: impl Fn(ActionKind) -> bool) -> Vec<ActionKind> {
    ActionKind::ALL
        .into_iter()
        .filter(|action| dossier.stage.allows(*action))
        .filter(|action| *action != ActionKind::Rate || dossier.rating.is_none())
        .filter(|action| *action != ActionKind::Apologise || dossier.reappointment.is_none())
        .filter(|action| {
            *action != ActionKind::CompleteStep
                || (dossier.current_step().is_some() && dossier.stage == Stage::InProcess)
        })
        .filter(|action| *action != ActionKind::Decide || is_ready_to_decide(dossier))
        .filter(|action| *action != ActionKind::IssueResult || is_only_delivering(dossier))
        .filter(|action| !is_about_a_part(*action))
        .filter(|action| *action != ActionKind::HandBack || dossier.assignee.is_some())
        .filter(|action| dossier.work.is_none() || *action != ActionKind::Assign)
        .filter(|action| *action != ActionKind::ReturnStep || dossier.step > 0)
        .filter(|action| may(*action))
        .collect()
}

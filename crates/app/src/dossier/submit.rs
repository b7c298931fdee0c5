//! Submitting a dossier, and receiving one at the counter.

use std::sync::Arc;

use domain::access::{Person, Role};
use domain::dossier::{
    Applicant, Channel, Code, Command, Context, Decision, Dossier, FileRef, Particulars, Submission, submit,
};
use domain::reasoned_notice::NoticeRules;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::idempotency::{self, Kept};
use store::{Tx, counter, dossier as rows, vault};

use super::chain::{self, Recording};
use super::surroundings::with_work_rules;
use super::{paper_number, row, run_rows, task_rows};
use crate::App;
use crate::catalogue::{Catalogue, Intake};
use crate::error::{ActError, FieldProblem, FieldProblemKind};
use crate::{own_data, seal};

/// A file that was uploaded before, named by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileClaim {
    /// The component for which it is handed in.
    pub component: String,
    /// SHA-256 of its bytes in hexadecimal digits.
    pub sha256: String,
    /// Its name, for display.
    #[serde(default)]
    pub name: String,
}

/// What is handed in.
#[derive(Debug, Clone, PartialEq)]
pub struct SubmitRequest {
    /// Procedure id.
    pub procedure: String,
    /// The desk.
    pub unit: String,
    /// The commune that is to work it, when the desk receives it for another one.
    pub for_unit: Option<String>,
    /// How it comes in.
    pub channel: Channel,
    /// On whose behalf.
    pub applicant: Applicant,
    /// Answers to the e-form.
    pub form: Map<String, Value>,
    /// The files.
    pub files: Vec<FileClaim>,
    /// Ids of the papers that the desk received on paper; none online.
    pub papers: Vec<String>,
}

/// A client's key for one write, with the hash of what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// The key.
    pub key: String,
    /// SHA-256 of the request's address and body.
    pub request_hash: String,
}

/// What an earlier write under the same key left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Answered {
    pub(super) code: String,
    pub(super) version: i64,
}

impl Idempotency {
    /// The earlier answer to this key, if there is one for the same request.
    pub(super) fn earlier(tx: &mut Tx<'_>, key: Option<&Self>, actor: &str) -> Result<Option<Answered>, ActError> {
        let Some(Self { key, request_hash }) = key else { return Ok(None) };
        let Some(answer) = idempotency::find(tx, actor, key)? else { return Ok(None) };
        if answer.request_hash != request_hash.as_bytes() {
            return Err(ActError::KeyReused);
        }
        Ok(Some(serde_json::from_slice(&answer.body)?))
    }

    /// Keeps what this write left.
    pub(super) fn keep(
        tx: &mut Tx<'_>,
        key: Option<&Self>,
        actor: &str,
        now: Instant,
        dossier: &Dossier,
    ) -> Result<(), ActError> {
        let Some(Self { key, request_hash }) = key else { return Ok(()) };
        let answered = Answered { code: dossier.code.as_str().to_owned(), version: dossier.version };
        let kept =
            Kept { request_hash: request_hash.as_bytes().to_vec(), status: 200, body: serde_json::to_vec(&answered)? };
        idempotency::put(tx, actor, key, &kept, now)?;
        Ok(())
    }
}

/// What a submission left.
#[derive(Debug, Clone, PartialEq)]
pub struct Submitted {
    /// The dossier after it.
    pub dossier: Dossier,
    /// Whether an earlier answer to the same idempotency key was given again.
    pub repeated: bool,
}

/// All that the transaction needs, made before it is entered.
#[derive(Clone)]
pub(crate) struct PreparedSubmission {
    pub(crate) actor: String,
    submission: Submission,
    intake: Intake,
    catalogue: Arc<Catalogue>,
    idempotency: Option<Idempotency>,
    fresh_key: [u8; 32],
    zone: domain::time::Zone,
    pub(crate) now: Instant,
    /// Whether the applicant is who signed in, their identity number verified.
    is_own: bool,
}

impl PreparedSubmission {
    /// What its act changes in turn with others: the counter of the desk's codes.
    pub(crate) fn lane(&self) -> &str {
        &self.intake.unit_code
    }

    /// Notes of each file whence the draft has it, when it was taken over out of the applicant's store.
    pub(crate) fn with_origins(mut self, drafted: &[FileRef]) -> Self {
        for file in &mut self.submission.files {
            let same = |other: &&FileRef| other.component == file.component && other.sha256 == file.sha256;
            file.origin = drafted.iter().find(same).and_then(|other| other.origin.clone());
        }
        self
    }

    /// The procedure version under which it comes in.
    pub(crate) fn procedure_version(&self) -> &str {
        &self.intake.procedure_version
    }
}

impl App {
    /// Hands a dossier in; at the counter and by post the desk accepts it in the same transaction.
    ///
    /// Nobody signed in (`person` is `None`) may submit online only.
    pub async fn submit(
        &self,
        person: Option<&Person>,
        request: SubmitRequest,
        idempotency: Option<Idempotency>,
    ) -> Result<Submitted, ActError> {
        let actor = person.map_or("guest", |person| &person.id);
        let prepared = self.prepare_submission(person, actor, request, idempotency).await?;
        let lane = prepared.lane().to_owned();
        self.0.store.write_in_lane(&lane, move |tx| keep_submission(tx, &prepared)).await
    }

    /// Checks everything that needs no transaction. Answers all faults at once. `owner` is who brought the files.
    pub(crate) async fn prepare_submission(
        &self,
        person: Option<&Person>,
        owner: &str,
        request: SubmitRequest,
        idempotency: Option<Idempotency>,
    ) -> Result<PreparedSubmission, ActError> {
        let catalogue = self.catalogue();
        let now = self.0.clock.now();
        let today = self.0.zone.date(now);
        check_channel(person, &request, today)?;
        let intake = catalogue.intake(&request, today)?;
        let mut problems = catalogue.check_answers(&request, &intake, today);
        let files = self.check_files(owner, &request, &intake, &mut problems).await?;
        if !problems.is_empty() {
            return Err(ActError::Invalid(problems));
        }
        // What the form hides for these answers was not judged and is not kept.
        let answers = catalogue.form(&intake.procedure).kept(&request.form, today);
        let subject = self.subject_of(&request.applicant.identity_number);
        let is_own = person.is_some_and(|person| person.subject.as_ref() == Some(&subject));
        let submission = Submission {
            procedure: request.procedure,
            procedure_version: intake.procedure_version.clone(),
            channel: request.channel,
            receiving_unit: request.unit,
            handling_unit: intake.handling_unit.clone(),
            subject,
            submitter: person.map(|person| person.id.clone()).unwrap_or_default(),
            steps: intake.steps.clone(),
            files,
            papers: request.papers,
            particulars: Particulars { applicant: request.applicant, form: answers },
        };
        Ok(PreparedSubmission {
            actor: person.map_or_else(|| "guest".to_owned(), |person| person.id.clone()),
            submission,
            intake,
            catalogue,
            idempotency,
            fresh_key: seal::random().map_err(|error| ActError::Fault(Box::new(error)))?,
            zone: self.0.zone,
            now,
            is_own,
        })
    }

    async fn check_files(
        &self,
        owner: &str,
        request: &SubmitRequest,
        intake: &Intake,
        problems: &mut Vec<FieldProblem>,
    ) -> Result<Vec<FileRef>, ActError> {
        let mut files = Vec::with_capacity(request.files.len());
        for claim in &request.files {
            let field = format!("files.{}", claim.component);
            let Some(component) = intake.procedure.component(&claim.component) else {
                problems.push(FieldProblem::new(field, FieldProblemKind::Unknown));
                continue;
            };
            match self.file_ref(owner, claim, &component.file_kinds, component.max_bytes).await? {
                Ok(file) => files.push(file),
                Err(kind) => problems.push(FieldProblem::new(field, kind)),
            }
        }
        Ok(files)
    }

    /// The pseudonym of whoever has this identity number.
    pub(crate) fn subject_of(&self, identity_number: &str) -> String {
        seal::subject_of(&self.0.secrets.pepper, identity_number)
    }
}

/// Keeps a prepared submission.
pub(crate) fn keep_submission(tx: &mut Tx<'_>, prepared: &PreparedSubmission) -> Result<Submitted, ActError> {
    if let Some(answer) = Idempotency::earlier(tx, prepared.idempotency.as_ref(), &prepared.actor)? {
        let code = Code::parse(&answer.code).map_err(|_| ActError::fault("a stored code is not a code"))?;
        let chain = chain::load(tx, &code)?.ok_or(ActError::NotFound)?;
        return Ok(Submitted { dossier: chain.as_of(&code, answer.version)?, repeated: true });
    }
    let submission = &prepared.submission;
    let now = prepared.zone.civil(prepared.now);
    let unit_code = &prepared.intake.unit_code;
    let day = now.date();
    let offered = vault::offer_key(tx, &submission.subject, &prepared.fresh_key)?;
    let ordinal = counter::next(tx, &format!("dossier/{unit_code}/{day}"))?;
    let code = Code::compose(unit_code, day, ordinal)
        .map_err(|_| ActError::fault("the unit's identification code does not make a dossier code"))?;
    let key = vault::taken_key(tx, &offered, &submission.subject, &prepared.fresh_key)?;
    let rules = prepared.catalogue.rules_for(&prepared.intake)?;
    let components = rules.components();
    let rules = rules.as_rules(&components);
    let first = submit(submission.clone(), &rules, now)?;
    let mut dossier = Dossier::begin(&code, &first.event)?;
    let recording = Recording {
        code: &code,
        version: 1,
        actor: &prepared.actor,
        on_behalf_of: None,
        paper: None,
        at: prepared.now,
        subject: &submission.subject,
        key: &key,
    };
    chain::append(tx, &recording, &first)?;
    let particulars = &submission.particulars;
    let accepted = with_work_rules(&prepared.catalogue, &dossier, Some(particulars), &prepared.actor, |work| {
        let context = Context { now, rules, as_leader: false, work: Some(work), notices: NoticeRules::NONE };
        accepted_at_desk(&dossier, submission.channel, &context)
    })?;
    for decision in &accepted {
        dossier.apply(&decision.event)?;
        let paper = paper_number::take(tx, &dossier, &decision.event)?;
        let recording = Recording { version: dossier.version, paper: paper.as_ref(), ..recording };
        chain::append(tx, &recording, decision)?;
    }
    rows::insert(tx, &row::row(&dossier, Some(particulars), prepared.zone))?;
    let tasks = task_rows::task_rows(&dossier, &rules, &particulars.applicant.name, prepared.zone);
    task_rows::replace(tx, &[], &tasks)?;
    run_rows::replace(tx, &[], &run_rows::run_rows(&dossier))?;
    if prepared.is_own {
        let form = prepared.catalogue.form(&prepared.intake.procedure);
        own_data::after_submission(tx, &dossier, &submission.particulars, &form, prepared.now)?;
    }
    Idempotency::keep(tx, prepared.idempotency.as_ref(), &prepared.actor, prepared.now, &dossier)?;
    Ok(Submitted { dossier, repeated: false })
}

/// What the clerk receives at the counter or takes out of the post is accepted at once.
fn accepted_at_desk(dossier: &Dossier, channel: Channel, context: &Context<'_>) -> Result<Vec<Decision>, ActError> {
    match channel {
        Channel::Online => Ok(Vec::new()),
        Channel::Counter | Channel::Post => Ok(dossier.decide_all(Command::Accept, context)?),
    }
}

/// Counter and post are the desk's own channels.
fn check_channel(person: Option<&Person>, request: &SubmitRequest, today: domain::time::Date) -> Result<(), ActError> {
    let at_desk = person.is_some_and(|person| person.holds(Role::Clerk, &request.unit, today));
    match (request.channel, person) {
        (Channel::Online, _) => Ok(()),
        (Channel::Counter | Channel::Post, Some(_)) if at_desk => Ok(()),
        (Channel::Counter | Channel::Post, Some(_)) => Err(ActError::NotYours),
        (Channel::Counter | Channel::Post, None) => Err(ActError::NotSignedIn),
    }
}

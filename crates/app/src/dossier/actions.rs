//! The body of an action as a person sends it, and the command that it becomes.

use domain::deadline::Limit;
use domain::dossier::{ActionKind, Command, FileRef, Finished, Outcome};
use domain::reasoned_notice::{Reason, SupplementItem};
use domain::time::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::drafted::ResultDraft;
use super::submit::FileClaim;
use crate::App;
use crate::catalogue::Catalogue;
use crate::error::{ActError, FieldProblemKind};

/// Bytes of a result or supplement file at most.
const FILE_BYTES_MAX: u64 = domain::procedure::Component::DEFAULT_MAX_BYTES;

/// An action with the fields that any action may have; which are needed depends on the action.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ActionBody {
    /// Why, what was found, or a word of the applicant.
    pub reason: String,
    /// Path of the step that it is about; empty for the dossier as a whole.
    pub step: String,
    /// What was found at the step, by the names of the facts that it asks for.
    pub findings: Map<String, Value>,
    /// The clause that allows it.
    pub legal_basis: String,
    /// On what ground something is refused, returned or asked for, with clause, facts and next step.
    pub notice: Option<Reason>,
    /// The papers asked for, each with what is wrong with it.
    pub items: Vec<SupplementItem>,
    /// Why papers are asked for once more.
    pub again: String,
    /// Files uploaded before.
    pub files: Vec<FileClaim>,
    /// A draft of the result, whose paper stands in `files`.
    pub draft: Option<ResultDraft>,
    /// Changed answers to the form.
    pub form: Option<Map<String, Value>>,
    /// Amount in đồng.
    pub amount: Option<i64>,
    /// Number of a receipt or transaction.
    pub reference: String,
    /// Account of an officer.
    pub officer: String,
    /// A limit such as `5wd`.
    pub limit: Option<Limit>,
    /// A unit.
    pub unit: String,
    /// Code of a ground for stopping the clock.
    pub ground: String,
    /// How the head decides.
    pub outcome: Option<Outcome>,
    /// The workflow by another version of which the work is to go on.
    pub workflow: String,
    /// That version.
    pub version: Option<u32>,
    /// Who took the result.
    pub receiver: String,
    /// 1 to 5.
    pub score: Option<u8>,
    /// The new date and time of an apology, civil time of the province.
    pub promised: Option<DateTime>,
}

/// Which action, with its body.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionRequest {
    /// Which.
    pub action: ActionKind,
    /// Its fields.
    pub body: ActionBody,
}

impl App {
    /// Turns a request into a command, looking up what it names: units, grounds, files.
    pub(super) async fn command(
        &self,
        actor: &str,
        catalogue: &Catalogue,
        request: ActionRequest,
    ) -> Result<Command, ActError> {
        let ActionRequest { action, body } = request;
        let missing = |field: &str| ActError::field(field, FieldProblemKind::Missing);
        Ok(match action {
            ActionKind::Accept => Command::Accept,
            ActionKind::Reject => Command::Reject { reason: body.notice.unwrap_or_default() },
            ActionKind::RequestSupplement => Command::RequestSupplement {
                reason: body.notice.unwrap_or_default(),
                items: body.items,
                again: body.again,
            },
            ActionKind::Supplement => Command::Supplement {
                files: self.file_refs(actor, &body.files).await?,
                form: body.form,
                note: body.reason,
            },
            ActionKind::RequestPayment => {
                Command::RequestPayment { amount: body.amount.ok_or_else(|| missing("amount"))?, reason: body.reason }
            }
            ActionKind::Pay => Command::Pay { reference: body.reference },
            ActionKind::Assign if !body.step.is_empty() => Command::Seat { step: body.step, officer: body.officer },
            ActionKind::Assign => Command::Assign { officer: body.officer },
            ActionKind::CompleteStep if !body.step.is_empty() => self.finish(actor, body).await?,
            ActionKind::CompleteStep => Command::CompleteStep { note: body.reason },
            ActionKind::RecordMessage => Command::RecordMessage { step: body.step, note: body.reason },
            ActionKind::HandBack => Command::HandBack { step: body.step, reason: body.reason },
            ActionKind::Note => Command::Note { text: body.reason },
            ActionKind::AskOpinion => ask_opinion(catalogue, body, self.today())?,
            ActionKind::GiveOpinion => Command::GiveOpinion { step: body.step, answer: body.reason },
            ActionKind::ReturnStep => Command::ReturnStep { reason: body.reason },
            ActionKind::Extend => Command::Extend {
                limit: body.limit.ok_or_else(|| missing("limit"))?,
                reason: body.reason,
                legal_basis: body.legal_basis,
            },
            ActionKind::Transfer => transfer(catalogue, body, self.today())?,
            ActionKind::MoveWork => move_work(body)?,
            ActionKind::Withdraw => Command::Withdraw { reason: body.reason },
            ActionKind::Suspend => suspend(catalogue, &body, self.today())?,
            ActionKind::Resume => Command::Resume,
            ActionKind::Decide => {
                let outcome = body.outcome.ok_or_else(|| missing("outcome"))?;
                Command::Decide { outcome, note: body.reason, refusal: body.notice }
            }
            ActionKind::DraftResult => self.draft_result(actor, body).await?,
            ActionKind::Sign => Command::Sign { files: self.file_refs(actor, &body.files).await? },
            ActionKind::IssueResult => Command::IssueResult { files: self.file_refs(actor, &body.files).await? },
            ActionKind::DeliverResult => Command::DeliverResult { receiver: body.receiver },
            ActionKind::Rate => {
                Command::Rate { score: body.score.ok_or_else(|| missing("score"))?, comment: body.reason }
            }
            ActionKind::Apologise => {
                let promised = body.promised.ok_or_else(|| missing("promised"))?;
                Command::Apologise { promised, reason: body.reason, grounds: None }
            }
            ActionKind::Close => Command::Close,
            ActionKind::Archive => Command::Archive,
        })
    }

    async fn finish(&self, actor: &str, body: ActionBody) -> Result<Command, ActError> {
        let files = self.file_refs(actor, &body.files).await?;
        Ok(Command::Finish(finished(body, files)))
    }

    async fn draft_result(&self, actor: &str, body: ActionBody) -> Result<Command, ActError> {
        let missing = |field: &str| ActError::field(field, FieldProblemKind::Missing);
        let ResultDraft { template, text } = body.draft.ok_or_else(|| missing("title"))?;
        let file = self.file_refs(actor, &body.files).await?.pop().ok_or_else(|| missing("file"))?;
        Ok(Command::DraftResult { template, text, file })
    }

    async fn file_refs(&self, actor: &str, claims: &[FileClaim]) -> Result<Vec<FileRef>, ActError> {
        let kinds = domain::procedure::FileKind::DEFAULT;
        let mut files = Vec::with_capacity(claims.len());
        for claim in claims {
            match self.file_ref(actor, claim, &kinds, FILE_BYTES_MAX).await? {
                Ok(file) => files.push(file),
                Err(kind) => return Err(ActError::field(format!("files.{}", claim.component), kind)),
            }
        }
        Ok(files)
    }
}

fn finished(body: ActionBody, files: Vec<FileRef>) -> Finished {
    let ActionBody { step, reason, findings, outcome, notice, .. } = body;
    Finished { step, note: reason, findings, outcome, refusal: notice, files }
}

fn move_work(body: ActionBody) -> Result<Command, ActError> {
    let version = body.version.ok_or_else(|| ActError::field("version", FieldProblemKind::Missing))?;
    Ok(Command::MoveWork { workflow: body.workflow, version, reason: body.reason })
}

fn known_unit(catalogue: &Catalogue, unit: &str, today: domain::time::Date) -> Result<(), ActError> {
    match catalogue.organisation.unit(unit, today) {
        Some(_) => Ok(()),
        None => Err(ActError::field("unit", FieldProblemKind::Unknown)),
    }
}

fn transfer(catalogue: &Catalogue, body: ActionBody, today: domain::time::Date) -> Result<Command, ActError> {
    known_unit(catalogue, &body.unit, today)?;
    Ok(Command::Transfer { unit: body.unit, reason: body.reason })
}

fn ask_opinion(catalogue: &Catalogue, body: ActionBody, today: domain::time::Date) -> Result<Command, ActError> {
    known_unit(catalogue, &body.unit, today)?;
    let limit = body.limit.ok_or_else(|| ActError::field("limit", FieldProblemKind::Missing))?;
    Ok(Command::AskOpinion { unit: body.unit, limit, question: body.reason })
}

/// The clock stops only on a published ground, and does what the ground says.
fn suspend(catalogue: &Catalogue, body: &ActionBody, today: domain::time::Date) -> Result<Command, ActError> {
    let ground = catalogue.pause_ground(&body.ground, today);
    let ground = ground.ok_or_else(|| ActError::field("ground", FieldProblemKind::Unknown))?;
    Ok(Command::Suspend {
        ground: ground.code.clone(),
        effect: ground.effect,
        legal_basis: ground.legal_basis_vi.clone(),
        reason: body.reason.clone(),
    })
}

//! What is known of a dossier at one version.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::work::{Opinion, Seat, SeatKind, WorkState};
use super::{Code, Draft, DueState, Outcome, Stage};
use crate::access::{Facts, Role, StepFacts};
use crate::deadline::{ClockInput, Limit};
use crate::ledger::{Cause, Responsible};
use crate::procedure::Channel;
use crate::reasoned_notice::AskedPaper;
use crate::workflow::Work;

/// A person or an organisation (cá nhân, tổ chức).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicantKind {
    /// A natural person.
    Person,
    /// A legal person or household business.
    Organisation,
}

/// On whose behalf the dossier runs (người nộp hồ sơ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// Person or organisation.
    pub kind: ApplicantKind,
    /// Full name as on the identity paper or certificate.
    pub name: String,
    /// 12-digit identity number, 9-digit old one, or tax code.
    pub identity_number: String,
    /// Phone number, digits with optional leading `+`.
    pub phone: String,
    /// Electronic mail address, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Postal address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// One stored file of a component (thành phần hồ sơ), of a supplement or of the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// The component for which it was handed in; `result` for a result.
    pub component: String,
    /// SHA-256 of the stored bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// The file's name as given, for display only.
    #[serde(default)]
    pub name: String,
    /// Size in bytes.
    #[serde(default)]
    pub size_bytes: i64,
    /// Where it comes from, when it was not uploaded for this dossier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<PaperOrigin>,
}

/// The earlier dossier from which a paper was taken over out of the applicant's own store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperOrigin {
    /// Its code.
    pub dossier: String,
    /// The day on which its result was issued.
    pub as_of: Date,
}

/// What is personal in a dossier; sealed in the journal under the applicant's key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Particulars {
    /// The applicant.
    pub applicant: Applicant,
    /// The answers to the e-form (biểu mẫu điện tử).
    pub form: Map<String, Value>,
}

/// A step of the internal process (bước của quy trình nội bộ), fixed when the dossier came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedStep {
    /// What is done.
    pub name: String,
    /// Who does it.
    pub role: Role,
    /// Its share of the whole limit, when the process states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
}

/// Who holds the dossier now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder<'a> {
    /// A desk, which received it or keeps its result.
    Desk(&'a str),
    /// The unit that works it, and the officer in it.
    Unit(&'a str, Option<&'a str>),
    /// The applicant, who was asked for something; the unit waits.
    Applicant {
        /// The unit that asked.
        waiting_unit: &'a str,
    },
    /// Nobody: it has ended.
    Nobody,
}

/// A request for missing papers (phiếu yêu cầu bổ sung, hoàn thiện hồ sơ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "four circumstances that have nothing to do with one another")]
pub struct SupplementRequest {
    /// Which papers of the published procedure are missing or faulty.
    pub components: Vec<String>,
    /// What is wrong with each; empty in the first dossiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<AskedPaper>,
    /// The unit that had it then.
    #[serde(default)]
    pub unit: String,
    /// Asked on the due date or later: told to the head and the reform office.
    #[serde(default)]
    pub on_due_date: bool,
    /// When it was asked.
    pub at: DateTime,
    /// Whether it was asked before the dossier was accepted: then no clock has started.
    pub before_acceptance: bool,
    /// Asked by a head beyond the one request that the law allows.
    pub exceptional: bool,
    /// Asked later than three working days after receipt (Decree 61/2018, Article 19 clause 4).
    pub late_notice: bool,
    /// When the full dossier came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime>,
}

/// A payment asked for and perhaps made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Amount in đồng.
    pub amount: i64,
    /// Whether it was asked before acceptance.
    pub before_acceptance: bool,
    /// Reference of the payment once made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// The one new date of an apology letter (phiếu xin lỗi và hẹn lại ngày trả kết quả).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reappointment {
    /// The new date promised.
    pub promised: DateTime,
    /// When the letter went out.
    pub at: DateTime,
    /// Later than one day before the due time (Article 19 clause 9).
    pub late_notice: bool,
    /// Why, as the ledger of its time had it; none in letters of earlier programs.
    pub grounds: Option<ApologyGrounds>,
}

/// Why a dossier is late, as it stood when the apology was signed: from its ledger, not from anybody's pen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApologyGrounds {
    /// The due time that was missed.
    pub due: DateTime,
    /// Who passed their own limit, by how much.
    pub cause: Cause,
    /// Who answers for it.
    pub responsible: Responsible,
    /// Name of the step that is the main cause; empty where it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub step: String,
}

/// A dossier (hồ sơ) at one version.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// Official code (mã hồ sơ).
    pub code: Code,
    /// Number of events so far.
    pub version: i64,
    /// The procedure, and the first day of the version under which it runs.
    pub procedure: String,
    /// First day of that procedure version, ISO date, empty when unknown.
    pub procedure_version: String,
    /// How it came in.
    pub channel: Channel,
    /// When it was handed in.
    pub submitted_at: DateTime,
    /// The desk that received it.
    pub receiving_unit: String,
    /// The unit that works it.
    pub handling_unit: String,
    /// Pseudonym of the applicant.
    pub subject: String,
    /// The account that submitted it.
    pub submitter: String,
    /// Where it is in its life.
    pub stage: Stage,
    /// The officer who works it.
    pub assignee: Option<String>,
    /// The internal process.
    pub steps: Vec<PlannedStep>,
    /// Index of the present step in `steps`; `steps.len()` when all are done.
    pub step: usize,
    /// Its work, when it is worked by a workflow.
    pub work: Option<WorkState>,
    /// Every other unit that has or had a part in its work.
    pub units: BTreeSet<String>,
    /// Opinions asked for, oldest first.
    pub opinions: Vec<Opinion>,
    /// The files of each component, newest last.
    pub files: Vec<FileRef>,
    /// Ids of the papers that came on paper.
    pub papers: Vec<String>,
    /// When the desk must have examined it, for online submissions.
    pub acceptance_due: Option<DateTime>,
    /// When the desk accepted it.
    pub accepted_at: Option<DateTime>,
    /// Receipt, limit, interruptions and extensions, from acceptance on.
    pub clock: Option<ClockInput>,
    /// When the result is due, as far as known.
    pub due: DueState,
    /// Requests for supplements, oldest first.
    pub supplements: Vec<SupplementRequest>,
    /// Payments asked for, oldest first.
    pub payments: Vec<Payment>,
    /// The stage to which it returns after waiting.
    pub resume_to: Option<Stage>,
    /// How the head decided.
    pub outcome: Option<Outcome>,
    /// Number of the result (mã kết quả).
    pub result_number: Option<String>,
    /// The draft of the result, until it is issued.
    pub draft: Option<Draft>,
    /// Files that were signed here and are not issued yet, or were issued with the result.
    pub signed_files: Vec<FileRef>,
    /// Files of the result.
    pub result_files: Vec<FileRef>,
    /// When the result reached the desk, or the dossier ended otherwise: the clock stops here.
    pub finished_at: Option<DateTime>,
    /// Whether it finished within its limit; `None` while open or when no limit is known.
    pub on_time: Option<bool>,
    /// The apology and the one new date.
    pub reappointment: Option<Reappointment>,
    /// The applicant's rating, 1 (very dissatisfied) to 5 (very satisfied).
    pub rating: Option<u8>,
}

impl Dossier {
    /// The present step of the internal process.
    #[must_use]
    pub fn current_step(&self) -> Option<&PlannedStep> {
        self.steps.get(self.step)
    }

    /// Files of a result that is not issued yet: for offices only.
    pub fn unissued_files(&self) -> impl Iterator<Item = &FileRef> {
        let of_steps = self.work.iter().flat_map(|work| &work.result_files);
        let known = |file: &&FileRef| !self.result_files.iter().any(|issued| issued.sha256 == file.sha256);
        let draft = self.draft.iter().map(|draft| &draft.file).filter(|_| self.result_number.is_none());
        draft.chain(&self.signed_files).chain(of_steps).filter(known)
    }

    /// Whether a step is the signing of the result.
    #[must_use]
    pub fn is_signing(&self, path: &str) -> bool {
        self.seat(path).is_some_and(|seat| matches!(seat.kind, SeatKind::Step { work: Work::Sign, .. }))
    }

    /// Who holds it now.
    #[must_use]
    pub fn holder(&self) -> Holder<'_> {
        match self.stage {
            Stage::Submitted | Stage::ResultIssued => Holder::Desk(&self.receiving_unit),
            Stage::Accepted | Stage::InProcess | Stage::Suspended | Stage::Decided | Stage::Signed => {
                self.working_seat().map_or(Holder::Unit(&self.handling_unit, self.assignee.as_deref()), |seat| {
                    Holder::Unit(&seat.unit, seat.assignee.as_deref())
                })
            }
            Stage::AwaitingSupplement | Stage::AwaitingPayment => {
                Holder::Applicant { waiting_unit: self.waiting_unit() }
            }
            Stage::Refused | Stage::Withdrawn | Stage::Delivered | Stage::Closed | Stage::Archived => Holder::Nobody,
        }
    }

    /// The unit in whose worklist it stands, open or ended.
    #[must_use]
    pub fn holding_unit(&self) -> &str {
        match self.holder() {
            Holder::Desk(unit) | Holder::Unit(unit, _) => unit,
            Holder::Applicant { waiting_unit } => waiting_unit,
            Holder::Nobody => &self.receiving_unit,
        }
    }

    /// The open step for which the others wait: the oldest.
    fn working_seat(&self) -> Option<&Seat> {
        let work = self.work.as_ref()?;
        let steps = work.seats.values().filter(|seat| seat.is_step());
        steps.min_by(|one, other| one.since.cmp(&other.since).then_with(|| one.path.cmp(&other.path)))
    }

    /// What the access decision needs to know of an open step or opinion.
    #[must_use]
    pub fn step_facts(&self, path: &str) -> Option<StepFacts<'_>> {
        if let Some(opinion) = self.open_opinion(path) {
            return Some(StepFacts { unit: &opinion.unit, role: Role::Officer, assignee: None });
        }
        let seat = self.seat(path)?;
        Some(StepFacts { unit: &seat.unit, role: seat.role, assignee: seat.assignee.as_deref() })
    }

    /// What the access decision needs to know.
    #[must_use]
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            code: self.code.as_str(),
            procedure: &self.procedure,
            receiving_unit: &self.receiving_unit,
            handling_unit: &self.handling_unit,
            assignee: self.assignee.as_deref(),
            subject: &self.subject,
            submitter: &self.submitter,
            units: &self.units,
        }
    }

    /// The instant by which the office must next act: examine it, or have its result ready.
    #[must_use]
    pub const fn next_due(&self) -> Option<DateTime> {
        match self.stage {
            Stage::Submitted => self.acceptance_due,
            Stage::Accepted
            | Stage::InProcess
            | Stage::AwaitingSupplement
            | Stage::AwaitingPayment
            | Stage::Suspended
            | Stage::Decided
            | Stage::Signed => self.due.at(),
            Stage::Refused
            | Stage::Withdrawn
            | Stage::ResultIssued
            | Stage::Delivered
            | Stage::Closed
            | Stage::Archived => None,
        }
    }

    fn waiting_unit(&self) -> &str {
        match self.resume_to {
            Some(Stage::Submitted) | None => &self.receiving_unit,
            Some(_accepted) => &self.handling_unit,
        }
    }
}

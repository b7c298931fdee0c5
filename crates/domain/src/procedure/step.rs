//! Steps as published, and the steps that the software runs after acceptance.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Amount;
use crate::access::Role;
use crate::deadline::Limit;
use crate::text::fold;

/// The one step of a procedure for which no internal process is known.
pub const DEFAULT_STEP_VI: &str = "Thẩm định hồ sơ";

/// Where the published steps come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepsSource {
    /// Quy trình nội bộ: the workflow of a provincial decision, with a duration per step.
    InternalProcess,
    /// Trình tự thực hiện: the national sequence, mostly without durations.
    Statutory,
    /// A one-stop flow from before July 2025.
    LegacyOneStop,
}

/// A step as published (bước).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedStep {
    /// Published order, from 1.
    pub order: u32,
    /// Who acts.
    pub actor_vi: Option<String>,
    /// What is done.
    pub action_vi: String,
    /// How long it may take.
    pub duration: Option<Amount>,
    /// Remark as published.
    pub note_vi: Option<String>,
    /// Phase, where a flow runs through two levels.
    pub phase_vi: Option<String>,
}

impl PublishedStep {
    /// The role that the published actor and action stand for.
    #[must_use]
    pub fn role(&self) -> Role {
        role_of(self)
    }

    /// Whether the step is the applicant's own.
    #[must_use]
    pub fn is_applicants(&self) -> bool {
        let actor = self.actor_vi.as_deref().map(fold).unwrap_or_default();
        APPLICANTS.iter().any(|applicant| actor.starts_with(applicant))
    }
}

/// One table of an internal process (quy trình nội bộ), for one case or channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workflow {
    /// Case for which it holds; none means all.
    pub case_vi: Option<String>,
    /// The province that decided it.
    pub province_vi: String,
    /// Number of its decision.
    pub decision: String,
    /// Date of its decision.
    pub decision_date: Option<Date>,
    /// Total as printed.
    pub total: Option<Amount>,
    /// Whether the steps add up to the printed total.
    pub sum_matches_total: Option<bool>,
    /// The steps.
    pub steps: Vec<PublishedStep>,
    /// Where it comes from.
    pub source: String,
}

/// A step that the software runs between acceptance and decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingStep {
    /// What is done.
    pub name_vi: String,
    /// Who does it, as published.
    pub actor_vi: Option<String>,
    /// The role that does it here.
    pub role: Role,
    /// Its limit inside the whole limit.
    pub amount: Option<Amount>,
}

impl WorkingStep {
    /// Its limit as deadlines are reckoned with.
    #[must_use]
    pub fn limit(&self) -> Option<Limit> {
        self.amount.and_then(Amount::limit)
    }

    /// The step run where no internal process is known: the officer appraises.
    #[must_use]
    pub fn appraisal() -> Self {
        Self { name_vi: DEFAULT_STEP_VI.to_owned(), actor_vi: None, role: Role::Officer, amount: None }
    }
}

/// The steps to run, from those of an internal process.
///
/// Receipt and return belong to the desk, and the last step in which a leader decides is the decision itself: none of
/// them is a working step, nor is anything after the decision. What is left keeps its order, its actor and its duration.
pub(super) fn working_steps(published: &[PublishedStep]) -> Vec<WorkingStep> {
    let mut steps: Vec<(Role, &PublishedStep)> =
        published.iter().filter(|step| !belongs_outside(step)).map(|step| (role_of(step), step)).collect();
    let decides = |(role, step): &(Role, &PublishedStep)| *role == Role::Leader && !is_preparation(&step.action_vi);
    if let Some(decision) = steps.iter().rposition(decides) {
        steps.truncate(decision);
    }
    while steps.last().is_some_and(|(role, _)| *role == Role::Clerk) {
        steps.pop();
    }
    let working: Vec<WorkingStep> = steps
        .into_iter()
        .skip_while(|(role, _)| *role == Role::Clerk)
        .map(|(role, step)| WorkingStep {
            name_vi: step.action_vi.clone(),
            actor_vi: step.actor_vi.clone(),
            role,
            amount: step.duration,
        })
        .collect();
    if working.is_empty() { vec![WorkingStep::appraisal()] } else { working }
}

/// The role that a published actor and action stand for.
fn role_of(step: &PublishedStep) -> Role {
    let actor = step.actor_vi.as_deref().unwrap_or_default();
    let (folded, lower) = (fold(actor), actor.to_lowercase());
    if folded.contains("van thu") {
        Role::RecordsClerk
    } else if ONE_STOP.iter().any(|part| folded.contains(part)) {
        Role::Clerk
    } else if LEADERS.iter().any(|title| lower.contains(title)) || is_signature(&step.action_vi) {
        Role::Leader
    } else {
        Role::Officer
    }
}

const ONE_STOP: [&str; 8] = [
    "trung tam phuc vu hanh chinh cong",
    "pvhcc",
    "bo phan tiep nhan",
    "bo phan tra ket qua",
    "bo phan mot cua",
    "mot cua lien thong",
    "tn tkq",
    "ccmc",
];

/// Titles with their diacritics: folded, `Trưởng phòng` cannot be told from `(Môi) trường; Phòng`.
const LEADERS: [&str; 11] = [
    "lãnh đạo",
    "chủ tịch",
    "giám đốc",
    "trưởng phòng",
    "trưởng ban",
    "chi cục trưởng",
    "hiệu trưởng",
    "thủ trưởng",
    "người đứng đầu",
    "chánh văn phòng",
    "chính ủy",
];

const APPLICANTS: [&str; 6] =
    ["nguoi yeu cau", "nguoi dang ky", "nguoi nop", "to chuc de nghi", "co so de nghi", "nha dau tu"];

/// Whether the action is the signature on the result: `Ký …`, `xem xét, ký duyệt …`. `Đăng ký` is none.
fn is_signature(action_vi: &str) -> bool {
    ["Ký ", "ký duyệt", "ký ban hành"].iter().any(|words| {
        action_vi
            .find(words)
            .is_some_and(|at| !action_vi.get(..at).unwrap_or_default().to_lowercase().ends_with("đăng "))
    })
}

/// Whether a leader only hands out the work or tells others of it.
fn is_preparation(action_vi: &str) -> bool {
    ["phan cong", "giao ho so", "thong bao"].iter().any(|word| fold(action_vi).starts_with(word))
}

/// Whether the step is the applicant's, or the desk's receipt or return.
fn belongs_outside(step: &PublishedStep) -> bool {
    let actor = step.actor_vi.as_deref().map(fold).unwrap_or_default();
    let action = fold(&step.action_vi);
    let starts = |words: &[&str]| words.iter().any(|word| action.starts_with(word));
    step.is_applicants()
        || starts(&["kiem tra thanh phan ho so", "tiep nhan kiem tra ho so", "tra ket qua", "trao ket qua"])
        || (ONE_STOP.iter().any(|part| actor.contains(part))
            && starts(&["tiep nhan", "truong hop tiep nhan", "kiem tra", "thong bao", "chuyen ho so"]))
}

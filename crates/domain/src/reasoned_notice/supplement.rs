//! One request for a supplement, complete: each paper once, with what is wrong with it.

use super::check::{LONGEST_TEXT, is_blank};
use crate::deadline::Terms;
use crate::procedure::Component;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most papers in one request.
pub const MOST_ITEMS: usize = 200;
/// Working days from receipt in which the notice goes out (Decree 61/2018, Article 19 clause 4).
const NOTICE_DAYS: i64 = 3;

/// What is wrong with a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemFault {
    /// Thiếu.
    Missing,
    /// Không đọc được.
    Illegible,
    /// Hết hạn.
    Expired,
    /// Sai mẫu, sai hình thức.
    WrongForm,
    /// Không khớp với giấy tờ hoặc dữ liệu khác.
    Contradicts,
    /// Khác.
    Other,
}

impl ItemFault {
    /// Every fault.
    pub const ALL: [Self; 6] =
        [Self::Missing, Self::Illegible, Self::Expired, Self::WrongForm, Self::Contradicts, Self::Other];

    /// The word that forms and files use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Illegible => "illegible",
            Self::Expired => "expired",
            Self::WrongForm => "wrong_form",
            Self::Contradicts => "contradicts",
            Self::Other => "other",
        }
    }

    /// Whether the officer has to say it in words: what contradicts what, or what else there is.
    #[must_use]
    pub const fn needs_words(self) -> bool {
        match self {
            Self::Contradicts | Self::Other => true,
            Self::Missing | Self::Illegible | Self::Expired | Self::WrongForm => false,
        }
    }
}

/// One paper asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SupplementItem {
    /// Id of the paper in the published procedure.
    pub component: String,
    /// What is wrong with it.
    pub fault: ItemFault,
    /// In words; needed where the fault alone does not say it.
    pub words_vi: Option<String>,
    /// The clause that asks for the paper, or for its form.
    pub clause: String,
    /// What a right one looks like.
    pub example_vi: Option<String>,
}

/// What is wrong with a request; `item` counts from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each message says what the fields are")]
pub enum ItemProblem {
    /// Nothing is asked for.
    #[error("nothing is asked for")]
    NoItem,
    /// More papers than any request has.
    #[error("more than {MOST_ITEMS} papers")]
    TooMany,
    /// A paper that the published procedure does not list.
    #[error("item {item}: not a paper of the published procedure")]
    NotPublished { item: usize },
    /// The same paper with the same fault again.
    #[error("item {item}: stands twice")]
    Duplicate { item: usize },
    /// A fault that must be told in words.
    #[error("item {item}: needs words")]
    NeedsWords { item: usize },
    /// No clause.
    #[error("item {item}: no clause")]
    ClauseMissing { item: usize },
    /// A text longer than any notice.
    #[error("item {item}: longer than {LONGEST_TEXT} characters")]
    TooLong { item: usize },
    /// A paper that a state register holds: it must not be asked for.
    #[error("item {item}: a state register holds it")]
    HeldByRegister { item: usize },
}

/// Checks the papers of a request against those of the published procedure. Every problem at once.
#[must_use]
pub fn check_items(items: &[SupplementItem], published: &[Component]) -> Vec<ItemProblem> {
    if items.is_empty() {
        return vec![ItemProblem::NoItem];
    }
    if items.len() > MOST_ITEMS {
        return vec![ItemProblem::TooMany];
    }
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for (item, asked) in items.iter().enumerate() {
        match published.iter().find(|component| component.id == asked.component) {
            None => problems.push(ItemProblem::NotPublished { item }),
            Some(component) if component.held_by.is_some() => {
                problems.push(ItemProblem::HeldByRegister { item });
            }
            Some(_) => (),
        }
        if !seen.insert((asked.component.as_str(), asked.fault)) {
            problems.push(ItemProblem::Duplicate { item });
        }
        if asked.fault.needs_words() && asked.words_vi.as_deref().is_none_or(is_blank) {
            problems.push(ItemProblem::NeedsWords { item });
        }
        if is_blank(&asked.clause) {
            problems.push(ItemProblem::ClauseMissing { item });
        }
        let texts = [Some(&asked.clause), asked.words_vi.as_ref(), asked.example_vi.as_ref()];
        if texts.into_iter().flatten().any(|text| text.chars().count() > LONGEST_TEXT) {
            problems.push(ItemProblem::TooLong { item });
        }
    }
    problems
}

/// The circumstances of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestFacts {
    /// When the dossier was received.
    pub received: DateTime,
    /// When it is due; none while no clock runs.
    pub due: Option<DateTime>,
    /// When the supplement is asked for.
    pub asked: DateTime,
    /// Requests before this one.
    pub earlier_requests: u32,
    /// Whether the head of the unit decided on this one.
    pub decided_by_head: bool,
    /// Why there has to be another one.
    pub reason_vi: Option<String>,
}

/// What is remarkable about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestFlag {
    /// Asked for on the due date or later: shown to the head and the reform office.
    OnDueDate,
    /// The notice goes out more than three working days after receipt (Decree 61/2018, Article 19 clause 4).
    NoticeLate,
    /// Not the first request: the live index counts the dossier as late (ruling 4).
    Second,
    /// A second request without the head's decision: refused.
    SecondNeedsHead,
    /// A second request without a reason: refused.
    SecondNeedsReason,
}

impl RequestFlag {
    /// Whether the request cannot be made so.
    #[must_use]
    pub const fn refuses(self) -> bool {
        match self {
            Self::SecondNeedsHead | Self::SecondNeedsReason => true,
            Self::OnDueDate | Self::NoticeLate | Self::Second => false,
        }
    }
}

/// What is remarkable about a request, or forbids it. One request is the rule (Decree 61/2018, Article 11 clause 2 c, Article
/// 15 clause 3, Article 17 clause 2 a); a second needs the head of the unit and a reason (ruling 4).
#[must_use]
pub fn flags(request: &RequestFacts, terms: &Terms<'_>) -> Vec<RequestFlag> {
    let mut flags = Vec::new();
    if request.due.is_some_and(|due| request.asked.date() >= due.date()) {
        flags.push(RequestFlag::OnDueDate);
    }
    let notice_days = request
        .received
        .date()
        .tomorrow()
        .map_or(0, |next| terms.calendar.working_days_between(next, request.asked.date()));
    if notice_days > NOTICE_DAYS {
        flags.push(RequestFlag::NoticeLate);
    }
    if request.earlier_requests > 0 {
        flags.push(RequestFlag::Second);
        if !request.decided_by_head {
            flags.push(RequestFlag::SecondNeedsHead);
        }
        if request.reason_vi.as_deref().is_none_or(is_blank) {
            flags.push(RequestFlag::SecondNeedsReason);
        }
    }
    flags
}

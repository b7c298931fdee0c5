//! The review sheet (biểu mẫu rà soát): how a procedure is judged by the four criteria, and what a sheet lacks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Answer, CostSheet, Proposal, ProposalKind, Question};

/// What is asked of a procedure (Decree 63/2010/NĐ-CP, Article 28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// Sự cần thiết: it serves a goal that nothing simpler serves.
    Need,
    /// Tính hợp pháp: who issued it had the power, and higher texts allow it.
    Lawfulness,
    /// Tính hợp lý: each part is in proportion.
    Reasonableness,
    /// Tính hiệu quả: it costs no more than its goal is worth.
    Efficiency,
}

impl Criterion {
    /// Every criterion, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Need, Self::Lawfulness, Self::Reasonableness, Self::Efficiency];

    /// The questions that judge it, in the order of the sheet.
    pub fn questions(self) -> impl Iterator<Item = Question> {
        Question::ALL.into_iter().filter(move |question| question.criterion() == self)
    }
}

/// How a criterion is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every answer is yes.
    Met,
    /// Some are.
    MetInPart,
    /// None is.
    NotMet,
}

/// The answers of a sheet.
pub type Answers = BTreeMap<Question, Answer>;

/// How a criterion is met by these answers; none while a question is open.
#[must_use]
pub fn verdict(answers: &Answers, criterion: Criterion) -> Option<Verdict> {
    let given: Option<Vec<bool>> =
        criterion.questions().map(|question| answers.get(&question).map(|answer| answer.yes)).collect();
    let given = given?;
    Some(if given.iter().all(|yes| *yes) {
        Verdict::Met
    } else if given.contains(&true) {
        Verdict::MetInPart
    } else {
        Verdict::NotMet
    })
}

/// What a sheet lacks before it can be handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    /// A question without an answer.
    #[error("{0:?} is not answered")]
    NotAnswered(Question),
    /// An answer without a reason.
    #[error("{0:?} is answered without a reason")]
    ReasonMissing(Question),
    /// The compliance cost is not reckoned.
    #[error("the compliance cost is not reckoned")]
    CostMissing,
    /// A criterion that is not wholly met, and nothing proposed.
    #[error("{0:?} is not met and nothing is proposed")]
    NothingProposed(Criterion),
    /// A proposal that saves nothing or more than there is; its number.
    #[error("proposal {0} saves nothing or more than there is")]
    SavingOutOfRange(u32),
    /// The end of the procedure beside other proposals; its number.
    #[error("proposal {0} ends what others change")]
    EndBesideOthers(u32),
}

/// Everything that a sheet lacks; empty when it can be handed in.
pub(super) fn faults(
    answers: &Answers,
    cost: Option<&CostSheet>,
    proposals: &BTreeMap<u32, &Proposal>,
) -> Vec<SheetFault> {
    let mut faults = Vec::new();
    for question in Question::ALL {
        match answers.get(&question) {
            None => faults.push(SheetFault::NotAnswered(question)),
            Some(answer) if answer.reason_vi.trim().is_empty() => faults.push(SheetFault::ReasonMissing(question)),
            Some(_) => (),
        }
    }
    for criterion in Criterion::ALL {
        match verdict(answers, criterion) {
            Some(Verdict::MetInPart | Verdict::NotMet) if proposals.is_empty() => {
                faults.push(SheetFault::NothingProposed(criterion));
            }
            Some(Verdict::Met | Verdict::MetInPart | Verdict::NotMet) | None => (),
        }
    }
    let Some(cost) = cost else {
        faults.push(SheetFault::CostMissing);
        return faults;
    };
    for (number, proposal) in proposals {
        if proposal.effect(&cost.before, &cost.method).is_err() || !proposal.fits() {
            faults.push(SheetFault::SavingOutOfRange(*number));
        }
        if ends(&proposal.kind) && proposals.len() > 1 {
            faults.push(SheetFault::EndBesideOthers(*number));
        }
    }
    faults
}

const fn ends(kind: &ProposalKind) -> bool {
    match kind {
        ProposalKind::Repeal | ProposalKind::Merge { .. } | ProposalKind::Replace { .. } => true,
        ProposalKind::DropPaper { .. }
        | ProposalKind::Shorten { .. }
        | ProposalKind::DropStep { .. }
        | ProposalKind::LowerFee { .. }
        | ProposalKind::GoOnline => false,
    }
}

//! The review sheet (biểu mẫu rà soát): one procedure judged by the four criteria, with what is proposed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Burden, Proposal, ProposalKind};

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
}

/// The parts of which a procedure is made (Decree 63/2010/NĐ-CP, Article 8 clause 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Tên thủ tục.
    Name,
    /// Trình tự thực hiện.
    Sequence,
    /// Cách thức thực hiện.
    Manner,
    /// Thành phần, số lượng hồ sơ.
    Papers,
    /// Thời hạn giải quyết.
    Limit,
    /// Đối tượng thực hiện.
    Subjects,
    /// Cơ quan giải quyết.
    Agency,
    /// Mẫu đơn, mẫu tờ khai.
    Form,
    /// Kết quả thực hiện.
    Result,
    /// Yêu cầu, điều kiện.
    Conditions,
    /// Phí, lệ phí.
    Fees,
}

impl Part {
    /// Every part, in the order of the decree.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::Sequence,
        Self::Manner,
        Self::Papers,
        Self::Limit,
        Self::Subjects,
        Self::Agency,
        Self::Form,
        Self::Result,
        Self::Conditions,
        Self::Fees,
    ];
}

/// How a criterion is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Met.
    Met,
    /// Met in part.
    MetInPart,
    /// Not met.
    NotMet,
}

/// The judgement on one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// How it is met.
    pub verdict: Verdict,
    /// Why; needed unless it is met.
    pub reason_vi: String,
    /// The parts of the procedure that do not meet it.
    pub parts: Vec<Part>,
}

/// A review sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewSheet {
    /// The procedure.
    pub procedure_id: String,
    /// Name of the version that is reviewed.
    pub version: String,
    /// The unit that reviews it.
    pub unit_id: String,
    /// The day of the review.
    pub reviewed_on: Date,
    /// Judgements by criterion.
    pub judgements: BTreeMap<Criterion, Judgement>,
    /// What the procedure asks now.
    pub burden: Burden,
    /// What is proposed; none where it stays as it is.
    pub proposals: Vec<Proposal>,
}

/// What a sheet lacks before it can be handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    /// A criterion without judgement.
    #[error("{0:?} is not judged")]
    NotJudged(Criterion),
    /// A criterion that is not wholly met, without a reason.
    #[error("{0:?} is not met and no reason is given")]
    ReasonMissing(Criterion),
    /// A criterion that is not wholly met, and nothing proposed.
    #[error("{0:?} is not met and nothing is proposed")]
    NothingProposed(Criterion),
    /// A proposal without a reason; its position, from 0.
    #[error("proposal {0} has no reason")]
    ProposalWithoutReason(usize),
    /// A proposal that names no article to be changed; its position, from 0.
    #[error("proposal {0} names no article to be changed")]
    ProposalWithoutChange(usize),
    /// A proposal that shortens by nothing, or by more than the office has; its position, from 0.
    #[error("proposal {0} shortens by nothing or by more than there is")]
    ShorteningOutOfRange(usize),
    /// A repeal beside other proposals; its position, from 0.
    #[error("proposal {0} repeals what others change")]
    RepealBesideOthers(usize),
}

impl ReviewSheet {
    /// Everything that the sheet lacks; empty when it can be handed in.
    #[must_use]
    pub fn faults(&self) -> Vec<SheetFault> {
        let mut faults = Vec::new();
        for criterion in Criterion::ALL {
            let Some(judgement) = self.judgements.get(&criterion) else {
                faults.push(SheetFault::NotJudged(criterion));
                continue;
            };
            match judgement.verdict {
                Verdict::Met => continue,
                Verdict::MetInPart | Verdict::NotMet => (),
            }
            if judgement.reason_vi.trim().is_empty() {
                faults.push(SheetFault::ReasonMissing(criterion));
            }
            if self.proposals.is_empty() {
                faults.push(SheetFault::NothingProposed(criterion));
            }
        }
        for (index, proposal) in self.proposals.iter().enumerate() {
            self.proposal_faults(index, proposal, &mut faults);
        }
        faults
    }

    fn proposal_faults(&self, index: usize, proposal: &Proposal, faults: &mut Vec<SheetFault>) {
        if proposal.reason_vi.trim().is_empty() {
            faults.push(SheetFault::ProposalWithoutReason(index));
        }
        if proposal.legal_change_vi.trim().is_empty() {
            faults.push(SheetFault::ProposalWithoutChange(index));
        }
        match &proposal.kind {
            ProposalKind::Shorten { days_hundredths } => {
                if *days_hundredths == 0 || *days_hundredths > self.burden.office_days_hundredths {
                    faults.push(SheetFault::ShorteningOutOfRange(index));
                }
            }
            ProposalKind::Repeal => {
                if self.proposals.len() > 1 {
                    faults.push(SheetFault::RepealBesideOthers(index));
                }
            }
            ProposalKind::Simplify { .. } => (),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(verdict: Verdict, reason: &str) -> Judgement {
        Judgement { verdict, reason_vi: reason.to_owned(), parts: Vec::new() }
    }

    fn sheet(proposals: Vec<Proposal>) -> ReviewSheet {
        ReviewSheet {
            procedure_id: "1.001193".to_owned(),
            version: "2025-07-01".to_owned(),
            unit_id: "so-tu-phap".to_owned(),
            reviewed_on: jiff::civil::date(2026, 11, 26),
            judgements: Criterion::ALL.into_iter().map(|criterion| (criterion, judged(Verdict::Met, ""))).collect(),
            burden: Burden { office_days_hundredths: 1_000, ..Burden::default() },
            proposals,
        }
    }

    fn proposal(kind: ProposalKind) -> Proposal {
        let (reason_vi, legal_change_vi) = ("Chậm".to_owned(), "Điều 5".to_owned());
        Proposal { kind, reason_vi, legal_change_vi, planned_for: None }
    }

    #[test]
    fn a_sheet_is_complete_when_every_criterion_is_judged_and_what_fails_has_a_reason_and_a_proposal() {
        assert_eq!(sheet(Vec::new()).faults(), []);
        let mut lacking = sheet(Vec::new());
        lacking.judgements.remove(&Criterion::Need);
        lacking.judgements.insert(Criterion::Efficiency, judged(Verdict::NotMet, " "));
        assert_eq!(
            lacking.faults(),
            [
                SheetFault::NotJudged(Criterion::Need),
                SheetFault::ReasonMissing(Criterion::Efficiency),
                SheetFault::NothingProposed(Criterion::Efficiency),
            ]
        );
    }

    #[test]
    fn proposals_are_possible_and_grounded() {
        let shorten = |days_hundredths| proposal(ProposalKind::Shorten { days_hundredths });
        for (days, expected) in [
            (100, Vec::new()),
            (1_000, Vec::new()),
            (0, vec![SheetFault::ShorteningOutOfRange(0)]),
            (1_001, vec![SheetFault::ShorteningOutOfRange(0)]),
        ] {
            assert_eq!(sheet(vec![shorten(days)]).faults(), expected, "{days}");
        }
        let both = sheet(vec![shorten(100), proposal(ProposalKind::Repeal)]);
        assert_eq!(both.faults(), [SheetFault::RepealBesideOthers(1)]);
        let mut bare = proposal(ProposalKind::Repeal);
        (bare.reason_vi, bare.legal_change_vi) = (String::new(), " ".to_owned());
        let expected = [SheetFault::ProposalWithoutReason(0), SheetFault::ProposalWithoutChange(0)];
        assert_eq!(sheet(vec![bare]).faults(), expected);
    }

    #[test]
    fn a_sheet_comes_back_equal_from_its_json() {
        let after = Burden::default();
        let kind = ProposalKind::Simplify { part: Part::Papers, change_vi: "Bỏ bản sao".to_owned(), after };
        let sheet = sheet(vec![proposal(kind)]);
        let text = serde_json::to_string(&sheet).expect("a sheet can be written");
        assert_eq!(serde_json::from_str::<ReviewSheet>(&text).expect("a sheet can be read"), sheet);
    }
}

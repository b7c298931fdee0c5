//! Proposals (phương án đơn giản hóa): end, merge, shorten, drop, lower, go online; and what each would save.

use serde::{Deserialize, Serialize};

use super::{Benefit, Burden, Cost, CostError, Hours, Method};

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProposalKind {
    /// Bãi bỏ: end the procedure.
    Repeal,
    /// Hợp nhất: make it part of another.
    Merge {
        /// Code of the other.
        into: String,
    },
    /// Thay thế: another takes its place.
    Replace {
        /// Code of the other.
        by: String,
    },
    /// Bỏ giấy tờ: ask for one paper less.
    DropPaper {
        /// Which paper.
        paper_vi: String,
    },
    /// Cắt giảm thời hạn: take days off the office's limit.
    Shorten {
        /// Working days taken off, in hundredths.
        days_hundredths: u32,
    },
    /// Bỏ bước: do one step less.
    DropStep {
        /// Which step.
        step_vi: String,
    },
    /// Giảm phí, lệ phí.
    LowerFee {
        /// By how much for one dossier, in đồng.
        by_vnd: u64,
    },
    /// Thực hiện trực tuyến toàn trình.
    GoOnline,
}

/// What one dossier is spared, beside what the kind itself says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Saving {
    /// Hours of the applicant's work, at the average income.
    pub hours: Hours,
    /// Money paid for papers and services, in đồng.
    pub outsourced_vnd: u64,
}

/// A proposal with its ground and what must be changed for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What is proposed.
    pub kind: ProposalKind,
    /// What one dossier is spared.
    pub saving: Saving,
    /// Why.
    pub reason_vi: String,
    /// The articles to be changed (kiến nghị thực thi).
    pub legal_change_vi: String,
    /// When (lộ trình): the year.
    pub planned_for: Option<i16>,
}

/// What a proposal would bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// Money of a year.
    pub benefit: Benefit,
    /// Working days of the office saved for each dossier, in hundredths.
    pub days_saved_hundredths: u32,
}

/// Why the effect cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EffectError {
    /// The numbers are too large.
    #[error(transparent)]
    Cost(#[from] CostError),
    /// More is taken off than there is.
    #[error("more is taken off than there is")]
    MoreThanThereIs,
}

impl ProposalKind {
    /// The stable name, as stored and as it stands in forms.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Repeal => "repeal",
            Self::Merge { .. } => "merge",
            Self::Replace { .. } => "replace",
            Self::DropPaper { .. } => "drop_paper",
            Self::Shorten { .. } => "shorten",
            Self::DropStep { .. } => "drop_step",
            Self::LowerFee { .. } => "lower_fee",
            Self::GoOnline => "go_online",
        }
    }
}

impl Proposal {
    /// Whether it says how much where it is about a quantity.
    pub(super) const fn fits(&self) -> bool {
        match self.kind {
            ProposalKind::Shorten { days_hundredths } => days_hundredths > 0,
            ProposalKind::LowerFee { by_vnd } => by_vnd > 0,
            ProposalKind::Repeal
            | ProposalKind::Merge { .. }
            | ProposalKind::Replace { .. }
            | ProposalKind::DropPaper { .. }
            | ProposalKind::DropStep { .. }
            | ProposalKind::GoOnline => true,
        }
    }

    /// What the proposal would bring, reckoned by `method`. After a repeal nothing is left; a merger or replacement
    /// saves what it says, for the applicant follows the other procedure instead.
    pub fn effect(&self, before: &Burden, method: &Method) -> Result<Effect, EffectError> {
        let whole = before.cost_per_year(method)?;
        let (saved, days_saved_hundredths) = match self.kind {
            ProposalKind::Repeal => (whole, before.office_days_hundredths),
            ProposalKind::Shorten { days_hundredths } => self.saved(before, method, days_hundredths, 0)?,
            ProposalKind::LowerFee { by_vnd } => self.saved(before, method, 0, by_vnd)?,
            ProposalKind::Merge { .. }
            | ProposalKind::Replace { .. }
            | ProposalKind::DropPaper { .. }
            | ProposalKind::DropStep { .. }
            | ProposalKind::GoOnline => self.saved(before, method, 0, 0)?,
        };
        let after = whole.minus(saved)?;
        if after < Cost::ZERO {
            return Err(EffectError::MoreThanThereIs);
        }
        Ok(Effect { benefit: Benefit { before: whole, after }, days_saved_hundredths })
    }

    /// What a year is spared where one dossier is spared these days, this fee and the saving.
    fn saved(&self, before: &Burden, method: &Method, days: u32, fee: u64) -> Result<(Cost, u32), EffectError> {
        if days > before.office_days_hundredths || fee > before.fees_vnd {
            return Err(EffectError::MoreThanThereIs);
        }
        let task = super::Task {
            name_vi: String::new(),
            hours: self.saving.hours,
            hourly_income_vnd: None,
            outsourced_vnd: self.saving.outsourced_vnd,
        };
        let spared = Burden { tasks: vec![task], fees_vnd: fee, office_days_hundredths: days, ..before.clone() };
        Ok((spared.cost_per_year(method)?, days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{OfficeDays, Task};

    fn proposal(kind: ProposalKind, hours: &str, outsourced_vnd: u64) -> Proposal {
        let saving = Saving { hours: Hours::parse(hours).expect("hours"), outsourced_vnd };
        Proposal { kind, saving, reason_vi: String::new(), legal_change_vi: String::new(), planned_for: Some(2027) }
    }

    #[test]
    fn each_kind_has_its_effect() {
        let method = Method { hourly_income_vnd: 40_000, office_days: OfficeDays::Counted { hours_per_day: 8 } };
        let hours = Hours::parse("2").expect("hours");
        let task = Task { name_vi: "Công chứng".to_owned(), hours, hourly_income_vnd: None, outsourced_vnd: 20_000 };
        let before = Burden {
            tasks: vec![task],
            fees_vnd: 100_000,
            office_days_hundredths: 1_000,
            times_per_year: 1,
            subjects_per_year: 10,
        };
        // One dossier: 2 h × 40,000 + 20,000 + 100,000 + 80 h × 40,000 = 3,400,000.
        let paper = || ProposalKind::DropPaper { paper_vi: "Bản sao".to_owned() };
        let merge = || ProposalKind::Merge { into: "1.000001".to_owned() };
        let table = [
            (proposal(ProposalKind::Repeal, "0", 0), Ok((34_000_000, 1_000))),
            (proposal(ProposalKind::Shorten { days_hundredths: 100 }, "0", 0), Ok((3_200_000, 100))),
            (proposal(ProposalKind::LowerFee { by_vnd: 30_000 }, "0", 0), Ok((300_000, 0))),
            (proposal(paper(), "1.5", 20_000), Ok((800_000, 0))),
            (proposal(ProposalKind::GoOnline, "0.25", 0), Ok((100_000, 0))),
            (proposal(merge(), "0", 0), Ok((0, 0))),
            (proposal(merge(), "86", 0), Err(EffectError::MoreThanThereIs)),
            (proposal(ProposalKind::LowerFee { by_vnd: 100_001 }, "0", 0), Err(EffectError::MoreThanThereIs)),
            (proposal(ProposalKind::Shorten { days_hundredths: 1_001 }, "0", 0), Err(EffectError::MoreThanThereIs)),
        ];
        for (proposal, expected) in table {
            let effect = proposal.effect(&before, &method);
            let found = effect
                .map(|effect| (effect.benefit.saved().expect("small numbers").dong(), effect.days_saved_hundredths));
            assert_eq!(found, expected, "{:?}", proposal.kind);
        }
    }
}

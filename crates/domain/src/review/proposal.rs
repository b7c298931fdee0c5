//! Proposals (phương án đơn giản hóa): simplify, repeal, shorten; and what each would save.

use serde::{Deserialize, Serialize};

use super::{Benefit, Burden, CostError, Method, Part};

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProposalKind {
    /// Đơn giản hóa: change one part.
    Simplify {
        /// The part.
        part: Part,
        /// How.
        change_vi: String,
        /// What the procedure would ask then.
        after: Burden,
    },
    /// Bãi bỏ: end the procedure.
    Repeal,
    /// Cắt giảm thời hạn: take days off the office's limit.
    Shorten {
        /// Working days taken off, in hundredths.
        days_hundredths: u32,
    },
}

/// A proposal with its ground and what must be changed for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What is proposed.
    pub kind: ProposalKind,
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
    /// Money saved in a year.
    pub benefit: Benefit,
    /// Working days of the office saved for each dossier, in hundredths; negative where it would take longer.
    pub days_saved_hundredths: i64,
}

/// Why the effect cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EffectError {
    /// The numbers are too large.
    #[error(transparent)]
    Cost(#[from] CostError),
    /// More days are taken off than there are.
    #[error("more days are taken off than there are")]
    MoreThanThereIs,
}

impl Proposal {
    /// What the procedure would ask after the proposal; nothing after a repeal.
    pub fn after(&self, before: &Burden) -> Result<Burden, EffectError> {
        match &self.kind {
            ProposalKind::Simplify { after, .. } => Ok(after.clone()),
            ProposalKind::Repeal => Ok(Burden::default()),
            ProposalKind::Shorten { days_hundredths } => {
                let left = before.office_days_hundredths.checked_sub(*days_hundredths);
                let office_days_hundredths = left.ok_or(EffectError::MoreThanThereIs)?;
                Ok(Burden { office_days_hundredths, ..before.clone() })
            }
        }
    }

    /// What the proposal would bring, reckoned by `method`.
    pub fn effect(&self, before: &Burden, method: &Method) -> Result<Effect, EffectError> {
        let after = self.after(before)?;
        let days = i64::from(before.office_days_hundredths).saturating_sub(i64::from(after.office_days_hundredths));
        Ok(Effect { benefit: Benefit::between(before, &after, method)?, days_saved_hundredths: days })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Cost, OfficeDays};

    #[test]
    fn each_kind_has_its_effect() {
        let method = Method { hourly_income_vnd: 40_000, office_days: OfficeDays::Counted { hours_per_day: 8 } };
        let before = Burden {
            fees_vnd: 100_000,
            office_days_hundredths: 1_000,
            times_per_year: 1,
            subjects_per_year: 10,
            ..Burden::default()
        };
        let free = Burden { fees_vnd: 0, ..before.clone() };
        let simplify = ProposalKind::Simplify { part: Part::Fees, change_vi: "Miễn phí".to_owned(), after: free };
        let table = [
            (simplify, 1_000_000, 0),
            (ProposalKind::Repeal, 33_000_000, 1_000),
            (ProposalKind::Shorten { days_hundredths: 100 }, 3_200_000, 100),
        ];
        for (kind, saved, days) in table {
            let (reason_vi, legal_change_vi) = (String::new(), String::new());
            let proposal = Proposal { kind, reason_vi, legal_change_vi, planned_for: Some(2027) };
            let effect = proposal.effect(&before, &method).expect("small numbers");
            assert_eq!(effect.benefit.saved(), Ok(Cost::of_dong(saved)));
            assert_eq!(effect.days_saved_hundredths, days);
        }
        let too_much = ProposalKind::Shorten { days_hundredths: 1_001 };
        let (reason_vi, legal_change_vi) = (String::new(), String::new());
        let proposal = Proposal { kind: too_much, reason_vi, legal_change_vi, planned_for: None };
        assert_eq!(proposal.effect(&before, &method), Err(EffectError::MoreThanThereIs));
    }
}

//! What came of the proposals: procedures simplified, repealed, and shortened by so many days.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Proposal, ProposalKind};

/// What was decided on a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It is carried out.
    Adopted,
    /// It is not.
    Rejected,
}

/// The kind of a decided proposal, as far as counting needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DecidedKind {
    /// Đơn giản hóa.
    Simplify,
    /// Bãi bỏ.
    Repeal,
    /// Cắt giảm thời hạn.
    Shorten {
        /// Working days taken off, in hundredths.
        days_hundredths: u32,
    },
}

impl DecidedKind {
    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Simplify => "simplify",
            Self::Repeal => "repeal",
            Self::Shorten { .. } => "shorten",
        }
    }

    /// The kind of that stable name, with the working days taken off.
    #[must_use]
    pub fn from_name(name: &str, days_hundredths: u32) -> Option<Self> {
        match name {
            "simplify" => Some(Self::Simplify),
            "repeal" => Some(Self::Repeal),
            "shorten" => Some(Self::Shorten { days_hundredths }),
            _ => None,
        }
    }
}

impl Decision {
    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Rejected => "rejected",
        }
    }
}

impl From<&Proposal> for DecidedKind {
    fn from(proposal: &Proposal) -> Self {
        match &proposal.kind {
            ProposalKind::Repeal => Self::Repeal,
            ProposalKind::Shorten { days_hundredths } => Self::Shorten { days_hundredths: *days_hundredths },
            // A merged or replaced procedure lives on in another: that is a simplification, not an end.
            ProposalKind::Merge { .. }
            | ProposalKind::Replace { .. }
            | ProposalKind::DropPaper { .. }
            | ProposalKind::DropStep { .. }
            | ProposalKind::LowerFee { .. }
            | ProposalKind::GoOnline => Self::Simplify,
        }
    }
}

/// A proposal on which somebody decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedProposal {
    /// The procedure.
    pub procedure_id: String,
    /// What was proposed.
    pub kind: DecidedKind,
    /// What was decided.
    pub decision: Decision,
    /// The day of the decision.
    pub decided_on: Date,
    /// Its number: `2816/QĐ-UBND`.
    pub number: String,
}

/// Procedures by what was done to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Simplified; those that were repealed as well are not among them.
    pub simplified: usize,
    /// Repealed.
    pub repealed: usize,
    /// Shortened; those that were repealed as well are not among them.
    pub shortened: usize,
    /// Working days taken off these, in hundredths.
    pub days_hundredths: u64,
}

/// Counts the adopted proposals.
///
/// A procedure counts once for each of the three, however many proposals it had; one that was both simplified and
/// shortened counts in both. One that was repealed counts there alone: nothing is left to be simplified.
#[must_use]
pub fn tally<'a>(decided: impl IntoIterator<Item = &'a DecidedProposal>) -> Tally {
    let adopted: Vec<&DecidedProposal> =
        decided.into_iter().filter(|proposal| proposal.decision == Decision::Adopted).collect();
    let repealed: BTreeSet<&str> = adopted
        .iter()
        .filter(|proposal| proposal.kind == DecidedKind::Repeal)
        .map(|proposal| proposal.procedure_id.as_str())
        .collect();
    let (mut simplified, mut shortened) = (BTreeSet::new(), BTreeSet::new());
    let mut days_hundredths: u64 = 0;
    for proposal in adopted.iter().filter(|proposal| !repealed.contains(proposal.procedure_id.as_str())) {
        match proposal.kind {
            DecidedKind::Simplify => {
                simplified.insert(proposal.procedure_id.as_str());
            }
            DecidedKind::Shorten { days_hundredths: days } => {
                shortened.insert(proposal.procedure_id.as_str());
                days_hundredths = days_hundredths.saturating_add(u64::from(days));
            }
            DecidedKind::Repeal => (),
        }
    }
    Tally { simplified: simplified.len(), repealed: repealed.len(), shortened: shortened.len(), days_hundredths }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(id: &str, kind: DecidedKind, decision: Decision) -> DecidedProposal {
        let (procedure_id, number) = (id.to_owned(), "2816/QĐ-UBND".to_owned());
        DecidedProposal { procedure_id, kind, decision, decided_on: jiff::civil::date(2025, 11, 20), number }
    }

    #[test]
    fn procedures_are_counted_once_for_each_kind_and_a_repeal_swallows_the_rest() {
        use DecidedKind::{Repeal, Simplify};
        use Decision::{Adopted, Rejected};
        let shorten = |days_hundredths| DecidedKind::Shorten { days_hundredths };
        let list = [
            decided("1", Simplify, Adopted),
            decided("1", Simplify, Adopted),
            decided("1", shorten(150), Adopted),
            decided("2", shorten(200), Adopted),
            decided("2", shorten(50), Adopted),
            decided("3", Simplify, Adopted),
            decided("3", shorten(900), Adopted),
            decided("3", Repeal, Adopted),
            decided("4", Repeal, Rejected),
            decided("4", Simplify, Rejected),
            decided("5", Repeal, Adopted),
            decided("5", Repeal, Adopted),
        ];
        let expected = Tally { simplified: 1, repealed: 2, shortened: 2, days_hundredths: 400 };
        assert_eq!(tally(&list), expected);
        assert_eq!(tally(list.iter().rev()), expected, "the order does not matter");
        assert_eq!(tally([]), Tally::default());
    }
}

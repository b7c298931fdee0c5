//! Whether a procedure takes dossiers, as of any day.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a procedure stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
#[expect(missing_docs, reason = "fields are the facts that the variant names")]
pub enum Standing {
    /// It holds.
    InForce,
    /// It takes no dossiers for now (tạm ngừng).
    Suspended { to: Option<Date>, reason: String, legal_basis: String },
    /// It has ended (bãi bỏ), or another stands in its place (thay thế).
    Repealed { legal_basis: String, replaced_by: Option<String> },
}

/// A change of standing from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingChange {
    /// First day.
    pub from: Date,
    /// How it stands from then on.
    #[serde(flatten)]
    pub standing: Standing,
}

impl Standing {
    /// How a procedure with these changes, in the order in which they were decided, stands on a day.
    ///
    /// A repeal is final from its day on, whatever was scheduled before. Of other changes the one with the later first
    /// day counts, of two from the same day the later decision. A suspension that has an end is over on the day after
    /// it; then counts what stood beside it.
    #[must_use]
    pub fn on(changes: &[StandingChange], day: Date) -> &Self {
        let reached = || changes.iter().filter(|change| change.from <= day);
        if let Some(repeal) = reached().find(|change| change.standing.is_repealed()) {
            return &repeal.standing;
        }
        // Of equal days the last one is taken, which was decided last.
        let latest = reached().filter(|change| !change.standing.is_over(day)).max_by_key(|change| change.from);
        latest.map_or(&Self::InForce, |change| &change.standing)
    }

    const fn is_repealed(&self) -> bool {
        match self {
            Self::Repealed { .. } => true,
            Self::InForce | Self::Suspended { .. } => false,
        }
    }

    fn is_over(&self, day: Date) -> bool {
        match self {
            Self::Suspended { to, .. } => to.is_some_and(|last| last < day),
            Self::InForce | Self::Repealed { .. } => false,
        }
    }

    /// Whether dossiers are taken.
    #[must_use]
    pub const fn takes_dossiers(&self) -> bool {
        match self {
            Self::InForce => true,
            Self::Suspended { .. } | Self::Repealed { .. } => false,
        }
    }
}

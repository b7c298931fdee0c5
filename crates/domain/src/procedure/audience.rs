//! Whom a procedure is offered to, so that people find what is meant for them.

use serde::{Deserialize, Serialize};

/// A group of applicants, as the portals arrange their services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Công dân.
    Citizen,
    /// Doanh nghiệp, hợp tác xã, hộ kinh doanh.
    Business,
    /// Nhà đầu tư.
    Investor,
}

impl Audience {
    /// Every group, in the order in which pages show them.
    pub const ALL: [Self; 3] = [Self::Citizen, Self::Business, Self::Investor];

    /// The stable name, as stored and as files write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Business => "business",
            Self::Investor => "investor",
        }
    }
}

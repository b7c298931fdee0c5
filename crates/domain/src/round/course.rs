//! How far a round has come, and how long each of its phases lasts.

use serde::{Deserialize, Serialize};

/// How far a round has come.
///
/// ```text
/// draft ─open─► self-assessment ─lock─► first appraisal ─return items─► explanation ─resume─► second appraisal
///                                            └───────────────resume (nothing asked)──────────────▲   │ compute
///                                                                                 send back ─────┤   ▼
/// published ◄─publish─ approved ◄─approve─────────────────────────────────────────────────── computed
///     └─correct─► correction ─compute─► computed …
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundState {
    /// Being configured (đang cấu hình).
    #[default]
    Draft,
    /// Units assess themselves (tự chấm điểm).
    SelfAssessment,
    /// Sheets are locked and appraised for the first time (thẩm định lần 1).
    FirstAppraisal,
    /// Units explain what they were asked (giải trình).
    Explanation,
    /// Appraised for the second time (thẩm định lần 2).
    SecondAppraisal,
    /// The result is reckoned and waits for the head (chờ phê duyệt).
    Computed,
    /// The head approved it (đã phê duyệt).
    Approved,
    /// Everybody can read it (đã công bố).
    Published,
    /// A published result is being corrected; what was published stays (đang đính chính).
    Correction,
}

impl RoundState {
    /// Every state, in the order of a round's life.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::SelfAssessment,
        Self::FirstAppraisal,
        Self::Explanation,
        Self::SecondAppraisal,
        Self::Computed,
        Self::Approved,
        Self::Published,
        Self::Correction,
    ];

    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::SelfAssessment => "self_assessment",
            Self::FirstAppraisal => "first_appraisal",
            Self::Explanation => "explanation",
            Self::SecondAppraisal => "second_appraisal",
            Self::Computed => "computed",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Correction => "correction",
        }
    }

    /// Whether sheets are appraised for the last time before the result.
    #[must_use]
    pub const fn is_second_turn(self) -> bool {
        match self {
            Self::SecondAppraisal | Self::Correction => true,
            Self::Draft
            | Self::SelfAssessment
            | Self::FirstAppraisal
            | Self::Explanation
            | Self::Computed
            | Self::Approved
            | Self::Published => false,
        }
    }

    /// The state of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Working days of each phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseDays {
    /// For units to assess themselves.
    pub self_assessment: u16,
    /// For the first appraisal.
    pub first_appraisal: u16,
    /// For units to explain.
    pub explanation: u16,
    /// For the second appraisal.
    pub second_appraisal: u16,
}

impl PhaseDays {
    /// Most working days of one phase.
    pub const MAX: u16 = 120;

    /// Working days of the phase that a state is; none for states without a deadline.
    #[must_use]
    pub const fn of(self, state: RoundState) -> Option<u16> {
        match state {
            RoundState::SelfAssessment => Some(self.self_assessment),
            RoundState::FirstAppraisal => Some(self.first_appraisal),
            RoundState::Explanation => Some(self.explanation),
            RoundState::SecondAppraisal => Some(self.second_appraisal),
            RoundState::Draft
            | RoundState::Computed
            | RoundState::Approved
            | RoundState::Published
            | RoundState::Correction => None,
        }
    }

    /// Whether each phase lasts at least a day and at most [`Self::MAX`].
    #[must_use]
    pub fn are_possible(self) -> bool {
        [self.self_assessment, self.first_appraisal, self.explanation, self.second_appraisal]
            .into_iter()
            .all(|days| (1..=Self::MAX).contains(&days))
    }
}

//! Kinds of work with dossiers, to which a role that is given for some days may be limited.

use serde::{Deserialize, Serialize};

use super::ActionKind;

/// A kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// Receiving dossiers and returning results (tiếp nhận, trả kết quả).
    Receive,
    /// Examining dossiers, asking for papers, money and opinions (thẩm định).
    Examine,
    /// Giving work to others (phân công).
    Assign,
    /// Approving: deciding, prolonging, suspending, passing on, apologising (duyệt).
    Approve,
    /// Signing results (ký).
    Sign,
    /// Numbering, issuing and archiving (văn thư).
    Issue,
}

impl WorkKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Receive, Self::Examine, Self::Assign, Self::Approve, Self::Sign, Self::Issue];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Examine => "examine",
            Self::Assign => "assign",
            Self::Approve => "approve",
            Self::Sign => "sign",
            Self::Issue => "issue",
        }
    }

    /// The kind of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl ActionKind {
    /// What kind of work it is when an office does it.
    #[must_use]
    pub const fn work(self) -> WorkKind {
        match self {
            Self::Accept
            | Self::Reject
            | Self::Supplement
            | Self::Pay
            | Self::DeliverResult
            | Self::Rate
            | Self::Withdraw => WorkKind::Receive,
            Self::RequestSupplement
            | Self::RequestPayment
            | Self::CompleteStep
            | Self::RecordMessage
            | Self::HandBack
            | Self::Note
            | Self::AskOpinion
            | Self::DraftResult
            | Self::GiveOpinion => WorkKind::Examine,
            Self::Assign => WorkKind::Assign,
            Self::ReturnStep
            | Self::Extend
            | Self::Transfer
            | Self::MoveWork
            | Self::Suspend
            | Self::Resume
            | Self::Decide
            | Self::Apologise => WorkKind::Approve,
            Self::Sign => WorkKind::Sign,
            Self::IssueResult | Self::Close | Self::Archive => WorkKind::Issue,
        }
    }
}

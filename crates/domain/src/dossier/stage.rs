//! The stages of a dossier, their national codes, and which action each allows.

use serde::{Deserialize, Serialize};

use super::ActionKind;

/// Where a dossier is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Handed in, not yet examined by the desk (mới đăng ký).
    Submitted,
    /// The desk refused to receive it (không được tiếp nhận).
    Refused,
    /// Received by the desk, not yet assigned (được tiếp nhận).
    Accepted,
    /// An officer works on it (đang xử lý).
    InProcess,
    /// The applicant was asked for missing papers (yêu cầu bổ sung giấy tờ).
    AwaitingSupplement,
    /// The applicant was asked to pay (yêu cầu thực hiện nghĩa vụ tài chính).
    AwaitingPayment,
    /// The clock stands on another lawful ground (tạm dừng xử lý).
    Suspended,
    /// The applicant took it back (công dân yêu cầu rút hồ sơ).
    Withdrawn,
    /// The head decided; the result is not signed yet (đã quyết định).
    Decided,
    /// The result is signed, not yet with the desk (đã ký kết quả).
    Signed,
    /// The result lies at the desk (đã xử lý xong).
    ResultIssued,
    /// The applicant has the result (đã trả kết quả).
    Delivered,
    /// Nothing more is to be done (đã kết thúc).
    Closed,
    /// Handed to the archive (đã lưu trữ).
    Archived,
}

/// How the head decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As asked for (đồng ý giải quyết).
    Granted,
    /// With a reasoned notice (từ chối giải quyết, Article 19 clause 8 of Decree 61/2018).
    Refused,
}

impl Stage {
    /// Every stage, in the order of a life.
    pub const ALL: [Self; 14] = [
        Self::Submitted,
        Self::Refused,
        Self::Accepted,
        Self::InProcess,
        Self::AwaitingSupplement,
        Self::AwaitingPayment,
        Self::Suspended,
        Self::Withdrawn,
        Self::Decided,
        Self::Signed,
        Self::ResultIssued,
        Self::Delivered,
        Self::Closed,
        Self::Archived,
    ];

    /// The stable name, as stored and as given by the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Refused => "refused",
            Self::Accepted => "accepted",
            Self::InProcess => "in_process",
            Self::AwaitingSupplement => "awaiting_supplement",
            Self::AwaitingPayment => "awaiting_payment",
            Self::Suspended => "suspended",
            Self::Withdrawn => "withdrawn",
            Self::Decided => "decided",
            Self::Signed => "signed",
            Self::ResultIssued => "result_issued",
            Self::Delivered => "delivered",
            Self::Closed => "closed",
            Self::Archived => "archived",
        }
    }

    /// The stage of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// Whether an office still owes something: work, a result, or its delivery.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Submitted
            | Self::Accepted
            | Self::InProcess
            | Self::AwaitingSupplement
            | Self::AwaitingPayment
            | Self::Suspended
            | Self::Decided
            | Self::Signed
            | Self::ResultIssued => true,
            Self::Refused | Self::Withdrawn | Self::Delivered | Self::Closed | Self::Archived => false,
        }
    }

    /// Whether the legal clock runs.
    #[must_use]
    pub const fn clock_runs(self) -> bool {
        match self {
            Self::Accepted | Self::InProcess | Self::Decided | Self::Signed => true,
            Self::Submitted
            | Self::Refused
            | Self::AwaitingSupplement
            | Self::AwaitingPayment
            | Self::Suspended
            | Self::Withdrawn
            | Self::ResultIssued
            | Self::Delivered
            | Self::Closed
            | Self::Archived => false,
        }
    }

    /// Whether this action is possible in this stage at all, whoever asks.
    #[must_use]
    pub const fn allows(self, action: ActionKind) -> bool {
        use ActionKind as A;
        match self {
            Self::Submitted => matches!(
                action,
                A::Accept | A::Reject | A::RequestSupplement | A::RequestPayment | A::Transfer | A::Withdraw
            ),
            Self::Accepted => while_worked(action),
            Self::InProcess => while_worked(action) || matches!(action, A::ReturnStep | A::Decide),
            Self::AwaitingSupplement => {
                matches!(
                    action,
                    A::Supplement | A::Withdraw | A::Reject | A::Note | A::GiveOpinion | A::RecordMessage | A::MoveWork
                )
            }
            Self::AwaitingPayment => {
                matches!(action, A::Pay | A::Withdraw | A::Note | A::GiveOpinion | A::RecordMessage | A::MoveWork)
            }
            Self::Suspended => {
                matches!(action, A::Resume | A::Withdraw | A::Note | A::GiveOpinion | A::RecordMessage | A::MoveWork)
            }
            Self::Decided => {
                matches!(action, A::Sign | A::ReturnStep | A::DraftResult | A::Apologise | A::Note | A::MoveWork)
            }
            Self::Signed => {
                matches!(
                    action,
                    A::IssueResult | A::Apologise | A::CompleteStep | A::HandBack | A::Assign | A::Note | A::MoveWork
                )
            }
            Self::ResultIssued => matches!(action, A::DeliverResult | A::Rate),
            Self::Delivered => matches!(action, A::Rate | A::Close),
            // What was done is undone after a withdrawal, where the workflow says so.
            Self::Refused | Self::Withdrawn => matches!(action, A::Rate | A::Close | A::CompleteStep | A::Assign),
            Self::Closed => matches!(action, A::Rate | A::Archive),
            Self::Archived => false,
        }
    }
}

/// What is possible while offices work on it.
const fn while_worked(action: ActionKind) -> bool {
    use ActionKind as A;
    matches!(
        action,
        A::Assign
            | A::CompleteStep
            | A::RequestSupplement
            | A::RequestPayment
            | A::Transfer
            | A::Withdraw
            | A::Extend
            | A::Suspend
            | A::Apologise
            | A::RecordMessage
            | A::HandBack
            | A::DraftResult
            | A::Note
            | A::AskOpinion
            | A::GiveOpinion
            | A::MoveWork
    )
}

//! The kinds of notices: what an applicant or a member of staff is told.

use super::StaffKind;

/// What a notice is about; of several in one message, the one that its subject speaks of.
///
/// The order is that of weight: of several events of one act the greatest names the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The dossier was handed in and has a code (đã nộp).
    HandedIn,
    /// Money was received (đã nộp phí, lệ phí).
    Paid,
    /// The clock runs again (tiếp tục giải quyết).
    Resumed,
    /// The clock was stopped (tạm dừng).
    Suspended,
    /// The limit was prolonged (gia hạn).
    Prolonged,
    /// It was passed to another unit (chuyển cơ quan có thẩm quyền).
    Passed,
    /// The desk received it for handling (đã tiếp nhận).
    Received,
    /// The applicant took it back (đã rút).
    Withdrawn,
    /// The result was handed over (đã trả kết quả).
    Delivered,
    /// A payment is asked for (yêu cầu nộp phí, lệ phí).
    PaymentAsked,
    /// Papers are missing (yêu cầu bổ sung).
    PapersMissing,
    /// The desk refused to receive it (từ chối tiếp nhận).
    Refused,
    /// The office is late, apologises and names a new date (xin lỗi và hẹn lại).
    Apology,
    /// The result can be had (có kết quả).
    ResultReady,
    /// A reminder to a member of staff (nhắc việc).
    Staff(StaffKind),
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 19] = [
        Self::HandedIn,
        Self::Paid,
        Self::Resumed,
        Self::Suspended,
        Self::Prolonged,
        Self::Passed,
        Self::Received,
        Self::Withdrawn,
        Self::Delivered,
        Self::PaymentAsked,
        Self::PapersMissing,
        Self::Refused,
        Self::Apology,
        Self::ResultReady,
        Self::Staff(StaffKind::DueSoon),
        Self::Staff(StaffKind::Overdue),
        Self::Staff(StaffKind::Escalated),
        Self::Staff(StaffKind::ApologyDue),
        Self::Staff(StaffKind::ApologyUnsigned),
    ];

    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HandedIn => "handed_in",
            Self::Paid => "paid",
            Self::Resumed => "resumed",
            Self::Suspended => "suspended",
            Self::Prolonged => "prolonged",
            Self::Passed => "passed",
            Self::Received => "received",
            Self::Withdrawn => "withdrawn",
            Self::Delivered => "delivered",
            Self::PaymentAsked => "payment_asked",
            Self::PapersMissing => "papers_missing",
            Self::Refused => "refused",
            Self::Apology => "apology",
            Self::ResultReady => "result_ready",
            Self::Staff(kind) => kind.name(),
        }
    }

    /// The kind of that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is worth a short message to a telephone: something is to be done or to be fetched.
    #[must_use]
    pub const fn is_pressing(self) -> bool {
        match self {
            Self::PapersMissing | Self::PaymentAsked | Self::Apology | Self::ResultReady => true,
            Self::HandedIn
            | Self::Paid
            | Self::Resumed
            | Self::Suspended
            | Self::Prolonged
            | Self::Passed
            | Self::Received
            | Self::Withdrawn
            | Self::Delivered
            | Self::Refused
            | Self::Staff(_) => false,
        }
    }
}

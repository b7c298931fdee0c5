//! Reminders to staff: the same inbox and the same ways out as for applicants.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// What a member of staff is reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffKind {
    /// A dossier is due soon (sắp đến hạn).
    DueSoon,
    /// A dossier is overdue (quá hạn).
    Overdue,
    /// A dossier that somebody else holds is overdue: told to the head (báo cáo lên cấp trên).
    Escalated,
    /// The apology of a dossier is to be signed, unless its result comes first (phiếu xin lỗi chờ ký).
    ApologyDue,
    /// A dossier is late and its apology was not signed in time (chưa ký phiếu xin lỗi).
    ApologyUnsigned,
}

impl StaffKind {
    /// The stable name, as stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DueSoon => "due_soon",
            Self::Overdue => "overdue",
            Self::Escalated => "escalated",
            Self::ApologyDue => "apology_due",
            Self::ApologyUnsigned => "apology_unsigned",
        }
    }
}

/// A reminder about one dossier, without anything personal about its applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// What of.
    pub kind: StaffKind,
    /// When it is or was due.
    pub due: Option<DateTime>,
    /// Name of the step that is waiting; empty when it does not matter.
    #[serde(default)]
    pub step: String,
}

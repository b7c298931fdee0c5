//! Papers that an act gives to the applicant (phiếu, văn bản của bộ phận một cửa), each with a number of its own.

use serde::{Deserialize, Serialize};

use super::{Dossier, Event};

/// A sort of paper; each has its own run of numbers in a unit and a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GivenPaper {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Receipt,
    /// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    SupplementRequest,
    /// Phiếu từ chối tiếp nhận giải quyết hồ sơ.
    Refusal,
    /// Phiếu xin lỗi và hẹn lại ngày trả kết quả.
    Apology,
}

impl GivenPaper {
    /// Its word in the name of a run.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::SupplementRequest => "supplement-request",
            Self::Refusal => "refusal",
            Self::Apology => "apology",
        }
    }
}

/// The number of a paper, given in the act that gives the paper; the year is that of the act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperNumber {
    /// The unit in whose name the paper is.
    pub unit: String,
    /// From 1, without gaps, in the run of the paper, the unit and the year.
    pub number: i64,
}

impl PaperNumber {
    /// The name of the run from which a paper of a unit takes its number in a year.
    #[must_use]
    pub fn run(paper: GivenPaper, unit: &str, year: i16) -> String {
        format!("paper/{}/{unit}/{year}", paper.as_str())
    }
}

impl Event {
    /// The paper that it gives.
    #[must_use]
    pub const fn gives(&self) -> Option<GivenPaper> {
        match self {
            Self::Accepted { .. } => Some(GivenPaper::Receipt),
            Self::SupplementRequested { .. } => Some(GivenPaper::SupplementRequest),
            Self::Rejected { .. } => Some(GivenPaper::Refusal),
            Self::Apologised { .. } => Some(GivenPaper::Apology),
            Self::Submitted { .. }
            | Self::Supplemented { .. }
            | Self::PaymentRequested { .. }
            | Self::Paid { .. }
            | Self::Assigned { .. }
            | Self::StepCompleted { .. }
            | Self::StepReturned { .. }
            | Self::Extended { .. }
            | Self::Transferred { .. }
            | Self::Withdrawn { .. }
            | Self::Suspended { .. }
            | Self::Resumed { .. }
            | Self::Decided { .. }
            | Self::Signed { .. }
            | Self::ResultIssued { .. }
            | Self::Delivered { .. }
            | Self::Rated { .. }
            | Self::Closed { .. }
            | Self::Archived { .. }
            | Self::Worked { .. }
            | Self::WorkMoved { .. }
            | Self::ResultDrafted { .. }
            | Self::Seated { .. }
            | Self::HandedBack { .. }
            | Self::Noted { .. }
            | Self::OpinionAsked { .. }
            | Self::OpinionGiven { .. } => None,
        }
    }
}

impl Dossier {
    /// The unit in whose name a paper is given now: the desk's for what it receives or refuses, that of whoever has the
    /// dossier for what is missing, the handling unit's for an apology.
    #[must_use]
    pub fn giver(&self, paper: GivenPaper) -> &str {
        match paper {
            GivenPaper::Receipt | GivenPaper::Refusal => &self.receiving_unit,
            GivenPaper::SupplementRequest => self.holding_unit(),
            GivenPaper::Apology => &self.handling_unit,
        }
    }
}

//! What every event has: its kind, its time, and whether the applicant is told of it.

use jiff::civil::DateTime;

use super::Event;

impl Event {
    /// Whether it is a matter among offices, which the applicant is not told: who holds a step, notes, opinions.
    #[must_use]
    pub const fn is_internal(&self) -> bool {
        match self {
            Self::Worked { .. }
            | Self::WorkMoved { .. }
            | Self::Seated { .. }
            | Self::HandedBack { .. }
            | Self::Noted { .. }
            | Self::ResultDrafted { .. }
            | Self::OpinionAsked { .. }
            | Self::OpinionGiven { .. } => true,
            Self::Submitted { .. }
            | Self::Accepted { .. }
            | Self::Rejected { .. }
            | Self::SupplementRequested { .. }
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
            | Self::Apologised { .. }
            | Self::Closed { .. }
            | Self::Archived { .. } => false,
        }
    }

    /// The stable name of the kind, as stored.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "submitted",
            Self::Accepted { .. } => "accepted",
            Self::Rejected { .. } => "rejected",
            Self::SupplementRequested { .. } => "supplement_requested",
            Self::Supplemented { .. } => "supplemented",
            Self::PaymentRequested { .. } => "payment_requested",
            Self::Paid { .. } => "paid",
            Self::Assigned { .. } => "assigned",
            Self::StepCompleted { .. } => "step_completed",
            Self::StepReturned { .. } => "step_returned",
            Self::Extended { .. } => "extended",
            Self::Transferred { .. } => "transferred",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Suspended { .. } => "suspended",
            Self::Resumed { .. } => "resumed",
            Self::Decided { .. } => "decided",
            Self::Signed { .. } => "signed",
            Self::ResultIssued { .. } => "result_issued",
            Self::Delivered { .. } => "delivered",
            Self::Rated { .. } => "rated",
            Self::Apologised { .. } => "apologised",
            Self::Closed { .. } => "closed",
            Self::Archived { .. } => "archived",
            Self::Worked { .. } => "worked",
            Self::WorkMoved { .. } => "work_moved",
            Self::Seated { .. } => "seated",
            Self::HandedBack { .. } => "handed_back",
            Self::Noted { .. } => "noted",
            Self::ResultDrafted { .. } => "result_drafted",
            Self::OpinionAsked { .. } => "opinion_asked",
            Self::OpinionGiven { .. } => "opinion_given",
        }
    }

    /// When it happened, in the province's civil time.
    #[must_use]
    pub const fn at(&self) -> DateTime {
        match self {
            Self::Submitted { at, .. }
            | Self::Accepted { at, .. }
            | Self::Rejected { at, .. }
            | Self::SupplementRequested { at, .. }
            | Self::Supplemented { at, .. }
            | Self::PaymentRequested { at, .. }
            | Self::Paid { at, .. }
            | Self::Assigned { at, .. }
            | Self::StepCompleted { at, .. }
            | Self::StepReturned { at, .. }
            | Self::Extended { at, .. }
            | Self::Transferred { at, .. }
            | Self::Withdrawn { at }
            | Self::Suspended { at, .. }
            | Self::Resumed { at, .. }
            | Self::Decided { at, .. }
            | Self::Signed { at, .. }
            | Self::ResultIssued { at, .. }
            | Self::Delivered { at }
            | Self::Rated { at, .. }
            | Self::Apologised { at, .. }
            | Self::Closed { at }
            | Self::Archived { at }
            | Self::Worked { at, .. }
            | Self::WorkMoved { at, .. }
            | Self::Seated { at, .. }
            | Self::HandedBack { at, .. }
            | Self::Noted { at }
            | Self::ResultDrafted { at, .. }
            | Self::OpinionAsked { at, .. }
            | Self::OpinionGiven { at, .. } => *at,
        }
    }
}

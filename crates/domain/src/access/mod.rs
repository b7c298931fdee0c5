//! Who may do what: people, their dated roles at units, and the one decision.
//!
//! Every write and every read of a dossier asks here and gets a [`Permit`] or a [`Denied`].
//! A stranger is told "not found", never "forbidden": they must not learn that a dossier exists.

mod above;
mod absence;
mod action;
mod away;
mod decision;
mod delegation;
mod desk;
mod document;
mod draft;
mod exchange;
mod figure;
mod filing;
mod guest;
mod notice;
mod outage;
mod own;
mod payment;
mod person;
mod registry;
mod review;
mod round;
mod statute;
mod suggest;
mod work_kind;

pub use above::{SeenFromAbove, may_list_below, may_look_down};
pub use absence::{Absence, AbsenceEvent, AbsenceReason, may_note};
pub use action::ActionKind;
pub use away::AwayRefusal;
pub use decision::{Denied, Facts, Permit, StepFacts, by_clock, may, may_on_step, may_see};
pub use delegation::{Delegation, DelegationEvent, Scope, Terms, may_revoke};
pub use desk::{DeskAction, DeskPermit, may_desk};
pub use document::{
    ArrivalAction, ArrivalFacts, ArrivalPermit, Waits, document_key_at, document_keys, may_arrival, may_see_arrival,
    own_document_key, waiting_keys,
};
pub use draft::{DraftAction, DraftFacts, DraftPermit, may_draft, may_see_draft};
pub use exchange::{ExchangePermit, may_exchange};
pub use figure::{FigurePermit, FigureSight, figure_sight, may_export_events, may_publish_figure};
pub use filing::{FilingAction, FilingFacts, FilingPermit, may_file, may_see_file};
pub use guest::{Guest, may_as_guest};
pub use notice::{InboxPermit, OutboxPermit, may_outbox, own_inbox};
pub use outage::{OperationPermit, may_operate};
pub use own::{OwnPermit, may_own};
pub use payment::{
    BookAction, GuestPayment, PaymentAction, PaymentPermit, book_units, may_books, may_pay_as_guest, may_payment,
};
pub use person::{Grant, Person, Role};
pub use registry::{RegistryAction, RegistryPermit, may_registry};
pub use review::{ReviewAction, ReviewFacts, ReviewPermit, ReviewSight, may_review, review_sight};
pub use round::{RoundAction, RoundFacts, RoundPermit, RoundSight, may_round, round_by_clock, round_sight};
pub use statute::{StatutePermit, may_watch_statutes};
pub use suggest::{Colleague, Gap, Load, Reason, Suggestion, Task, deputies, gaps, may_sign, propose};
pub use work_kind::WorkKind;

#[cfg(test)]
mod away_tests;
#[cfg(test)]
mod tests;

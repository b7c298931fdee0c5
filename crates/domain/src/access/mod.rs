//! Who may do what: people, their dated roles at units, and the one decision.
//!
//! Every write and every read of a dossier asks here and gets a [`Permit`] or a [`Denied`].
//! A stranger is told "not found", never "forbidden": they must not learn that a dossier exists.

mod action;
mod decision;
mod guest;
mod notice;
mod own;
mod person;
mod registry;
mod review;

pub use action::ActionKind;
pub use decision::{Denied, Facts, Permit, may, may_see};
pub use guest::{Guest, may_as_guest};
pub use notice::{InboxPermit, OutboxPermit, may_outbox, own_inbox};
pub use own::{OwnPermit, may_own};
pub use person::{Grant, Person, Role};
pub use registry::{RegistryAction, RegistryPermit, may_registry};
pub use review::{ReviewAction, ReviewFacts, ReviewPermit, ReviewSight, may_review, review_sight};

#[cfg(test)]
mod tests;

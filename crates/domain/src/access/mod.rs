//! Who may do what: people, their dated roles at units, and the one decision.
//!
//! Every write and every read of a dossier asks here and gets a [`Permit`] or a [`Denied`].
//! A stranger is told "not found", never "forbidden": they must not learn that a dossier exists.

mod action;
mod decision;
mod guest;
mod person;
mod registry;

pub use action::ActionKind;
pub use decision::{Denied, Facts, Permit, may, may_see};
pub use guest::{Guest, may_as_guest};
pub use person::{Grant, Person, Role};
pub use registry::{RegistryAction, RegistryPermit, may_registry};

#[cfg(test)]
mod tests;

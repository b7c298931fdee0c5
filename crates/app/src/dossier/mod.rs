//! Acts on dossiers, and reading them.

mod act;
mod actions;
mod chain;
mod check;
mod guest;
mod list;
mod read;
mod row;
mod submit;
mod track;

pub use act::Done;
pub use actions::{ActionBody, ActionRequest};
pub(crate) use chain::load as load_chain;
pub use guest::{GuestPass, GuestView};
pub use list::{Page, WorklistFilter, WorklistKind};
pub use read::{DossierView, TimelineEntry};
pub(crate) use row::row as row_of;
pub use store::dossier::{Cursor, DossierRow as Summary, NO_DUE};
pub(crate) use submit::keep_submission;
pub use submit::{FileClaim, Idempotency, SubmitRequest, Submitted};
pub use track::TrackView;

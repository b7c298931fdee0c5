//! Acts on dossiers, and reading them.

mod act;
mod actions;
mod chain;
mod check;
mod guest;
mod list;
mod load;
mod read;
mod register;
mod row;
mod submit;
mod surroundings;
mod task_rows;
mod tasks;
mod tick;
mod track;

pub use act::Done;
pub use actions::{ActionBody, ActionRequest};
pub(crate) use chain::{Chain, load as load_chain};
pub use guest::{GuestPass, GuestView};
pub use list::{Page, WorklistFilter, WorklistKind};
pub use load::Load;
pub(crate) use read::works_on as is_office;
pub use read::{DossierView, TimelineEntry};
pub use register::{REGISTER_ROWS_MAX, RegisterLine, RegisterPage};
pub(crate) use row::row as row_of;
pub use store::dossier::{Cursor, DossierRow as Summary, NO_DUE};
pub use store::task::{TaskCursor, TaskRow};
pub(crate) use submit::keep_submission;
pub use submit::{FileClaim, Idempotency, SubmitRequest, Submitted};
pub(crate) use task_rows::task_rows;
pub use tasks::{StepView, TaskList, TaskPage, TaskQuery};
pub use track::TrackView;

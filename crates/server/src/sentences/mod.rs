//! From facts to sentences: due times explained, answers judged, in the reader's language.
//!
//! Pages, command line and API say things alike because they ask here.

mod basis;
mod deadline;
mod dossier;
mod fault;
mod refusal;

pub use basis::basis;
pub use deadline::{amount_of_time, deadline_fault, limit, line, time_left};
pub use dossier::{action, demo_account, event, ground_name, role, stage, stage_for_applicant};
pub use fault::{answer_fault, field_problem};
pub use refusal::refusal;

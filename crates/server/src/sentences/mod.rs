//! From facts to sentences: due times explained, answers judged, in the reader's language.
//!
//! Pages, command line and API say things alike because they ask here.

mod basis;
mod burden;
mod data_fault;
mod deadline;
mod difference;
mod dossier;
mod fault;
mod refusal;
mod registry;
mod scorecard;
mod workflow;

pub use basis::basis;
pub use burden::{burden_finding, burden_place, burden_severity};
pub use data_fault::{data_fault, rule_fault};
pub use deadline::{amount_of_time, deadline_fault, limit, line, time_left};
pub use difference::{ChangeLine, amount_unit, change, field_kind};
pub use dossier::{action, demo_account, event, ground_name, role, stage, stage_for_applicant};
pub use fault::{answer_fault, field_problem};
pub use refusal::refusal;
pub use registry::{registry_action, registry_event, registry_refusal, revision_state};
pub use scorecard::{score_agreement, score_number, score_problem, score_step, score_subject, table_fault};
pub use workflow::{bpmn_fault, link_fault, trace_step, unsound};

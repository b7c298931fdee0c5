//! From facts to sentences: due times explained, answers judged, in the reader's language.
//!
//! Pages, command line and API say things alike because they ask here.

mod absence;
mod basis;
mod batch;
mod burden;
mod data_fault;
mod deadline;
mod desk;
mod difference;
mod document;
mod dossier;
mod exchange;
mod fault;
mod late;
mod moving;
mod notice;
mod own_data;
mod payment;
mod reason;
mod refusal;
mod registry;
mod review;
mod round;
mod scorecard;
mod signature;
mod statute;
mod work_file;
mod workflow;

pub use absence::{absence_reason, away_refusal, why_proposed, work_kind};
pub use basis::basis;
pub use batch::{batch_fault, batch_summary};
pub use burden::{burden_finding, burden_kind, burden_named, burden_place, burden_rule, burden_severity};
pub use data_fault::{data_fault, rule_fault};
pub use deadline::{amount_of_time, deadline_fault, limit, line, time_left};
pub use desk::{appointment_state, delivery_state, delivery_way, desk_refusal, ticket_state};
pub use difference::{ChangeLine, amount_unit, change, field_kind};
pub use document::{
    arrival_event, circulation, document_refusal, incoming_stage, outgoing_event, outgoing_stage,
    source as document_source, urgency,
};
pub use dossier::{action, demo_account, event, ground_name, role, stage, stage_for_applicant, task_name};
pub use exchange::{PartnerTexts, exchange_ask, exchange_refusal, exchange_stage};
pub use fault::{answer_fault, field_problem};
pub use late::{
    Told as LedgerTold, cause, ledger_holder, ledger_step, outage_refusal, recipient, reminder_when, repeated,
    responsible, worked,
};
pub use moving::MoveTold;
pub use notice::{Texts, notice_channel, notice_kind, notice_lines};
pub use own_data::{concept, own_use, register, source};
pub use payment::{payment_event, payment_kept, payment_method, payment_refusal, payment_state};
pub use reason::{asked_papers, item_fault, item_problem, notice_title, reason_fault, word_warning};
pub use refusal::{refusal, why_not};
pub use registry::{registry_action, registry_event, registry_refusal, revision_state};
pub use review::{
    criterion, decision, plan_state, proposal_kind, review_event, review_question, review_refusal, review_state,
    sheet_fault, verdict,
};
pub use round::{decimal, mark, points, round_event, round_refusal, round_state, score_rule, sheet_event, unfit_card};
pub use scorecard::{score_agreement, score_number, score_problem, score_step, score_subject, table_fault};
pub use signature::{signature_covers, signature_holds, signature_time, signature_trusted, signing_trouble};
pub use statute::{citer_kind, text_does, text_fall, text_is_done, text_reason, text_status};
pub use work_file::{retention, work_file_event, work_file_refusal, work_file_stage};
pub use workflow::{bpmn_fault, link_fault, misfit, trace_step, unsound};

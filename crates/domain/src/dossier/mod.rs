//! The life of a dossier (hồ sơ) from its submission to the archive.
//!
//! [`Dossier::decide`] takes a command and answers with events or with a [`Refusal`] that says why;
//! it changes nothing. [`Dossier::apply`] is the only thing that changes a dossier, and folding the stored
//! events gives the dossier back. The table of which action is possible in which stage stands in `stage.rs`,
//! what each does to the clock in `clock.rs`.
//!
//! Law: Decrees 61/2018/NĐ-CP, 107/2021/NĐ-CP, 45/2020/NĐ-CP, 118/2025/NĐ-CP.

mod clock;
mod code;
mod command;
mod decide;
mod draft;
mod event;
mod event_facts;
mod fold;
mod given_paper;
mod reasoned;
mod refusal;
mod stage;
mod state;
mod submit;
pub mod work;

pub use crate::access::ActionKind;
pub use crate::procedure::Channel;
pub use clock::{DueState, Rules};
pub use code::{Code, CodeFault};
pub use command::{Command, Context};
pub use draft::{Draft, DraftText, ResultTemplate};
pub(crate) use event::Decided;
pub use event::{Decision, Event, Private};
pub use fold::FoldError;
pub use given_paper::{GivenPaper, PaperNumber};
pub use refusal::Refusal;
pub use stage::{Outcome, Stage};
pub use state::{
    ApologyGrounds, Applicant, ApplicantKind, Dossier, FileRef, Holder, PaperOrigin, Particulars, Payment, PlannedStep,
    Reappointment, SupplementRequest,
};
pub use submit::{Submission, submit};
pub use work::{Finished, Task, TaskKind};

#[cfg(test)]
mod tests;

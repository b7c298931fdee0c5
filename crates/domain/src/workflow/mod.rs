//! Workflows (quy trình nội bộ, quy trình điện tử): how an office works a dossier, as dated data that is proved before it
//! is published and then decides what comes next.
//!
//! A [`Definition`] is a drawing of steps, gateways and waits with the token semantics of BPMN 2.0 (ISO/IEC 19510:2013,
//! section 13). [`Process::of`] checks its shape, [`prove`] that every instance of it comes to an end with nothing left
//! running, in time and with people to do it, or shows the way into the trap. [`decide`] says what a command does to a
//! running instance, [`fold`] keeps it. [`plan_migration`] previews what becomes of an instance under a new version. [`bpmn`] writes
//! and reads the standard's XML.
//!
//! ```text
//! Definition ── of ──▶ Process ── prove ──▶ Proof
//!                         │
//!            State ── decide ──▶ events ── fold ──▶ State
//! ```

mod ahead;
pub mod bpmn;
mod command;
mod decide;
mod definition;
mod draft;
mod event;
mod explore;
mod fit;
mod fold;
mod layout;
mod links;
mod marking;
mod migrate;
mod process;
mod proof;
mod reckon;
mod refusal;
mod seat;
mod shape;
mod state;
mod token;

pub use command::{Command, Due, Now};
pub use decide::{awaiting, decide};
pub use definition::{
    Body, Compensation, Definition, Fact, Flow, Node, NodeKind, Step, SubDossier, Trigger, UnitRule, Wait, Work,
};
pub use draft::drafts;
pub use event::{Event, How, Move};
pub use fit::{Misfit, fitting, misfits, rivals};
pub use fold::fold;
pub use layout::{Bounds, Layout, Point};
pub use links::{LinkFault, check_links};
pub use migrate::{Blocked, BlockedReason, MigrationPlan, migrate, plan_migration};
pub use process::Process;
pub use proof::{Happening, Proof, Trace, TraceStep, Unsound, prove};
pub use reckon::PathLimit;
pub use refusal::Refusal;
pub use seat::{Seat, Surroundings};
pub use shape::{ShapeFault, ShapeFaultKind};
pub use state::{Open, Place, State, Status};

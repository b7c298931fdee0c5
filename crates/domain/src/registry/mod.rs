//! The registry of procedures (danh mục thủ tục hành chính): who changes a published procedure, how, and from which day.
//!
//! ```text
//! draft ──check──► checked ──approve──► approved ──publish──► published (from a day; never changed again)
//!   ▲ └──────────────┴── save or send back ──┘
//!   └─ discard
//! ```
//!
//! Four eyes: nobody checks, approves or publishes what they wrote, or in which they accepted a finding of the burden
//! check. A published version is dated, so that one for a
//! later day is scheduled by that day alone. Sources: Decree 63/2010/NĐ-CP, Articles 13–15 (công bố); Circular
//! 02/2017/TT-VPCP.

mod acceptance;
mod command;
mod decide;
mod event;
mod record;
mod refusal;
mod standing;

pub use acceptance::{Acceptances, Accepted, acceptance_of, open_stops};
pub use command::{Command, Context};
pub use decide::NOTICE_DAYS;
pub use event::{Decision, Event, Override};
pub use record::{Record, ReplayError, Revision, RevisionState, version_name};
pub use refusal::Refusal;
pub use standing::{Standing, StandingChange};

#[cfg(test)]
mod tests;

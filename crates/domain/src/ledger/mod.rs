//! The why-late ledger (sổ giải trình thời gian): who held a dossier, minute by minute.
//!
//! ```text
//! spans + outages + clock ──► reckon ──► lines, shares, whole ──► cause ──► apology draft
//!   who held it, by step                 the parts make the whole    whose limit was passed
//! ```
//!
//! Every minute of office hours from receipt to finish, or to now, belongs to exactly one [`Holder`]. The rules:
//!
//! - An *outage* of this system takes its minutes from everybody: nobody could work.
//! - Where several hold at once, a minute belongs to the part that *closes last*: the others waited for it. Among parts that
//!   close together, and all open ones do, it belongs to the one that began first, then to the one listed first. A span with
//!   several holders belongs to the one named first, the lead unit (cơ quan chủ trì).
//! - A *gap*, in which nobody is on record, belongs to the pool of the unit that should have taken the dossier: the unit that
//!   takes it next, else the unit that had it last, else the unit that handles it.
//!
//! Minutes in which the legal clock stood are told apart but stay with their holder.

mod apology;
mod attribute;
mod cause;
mod history;
mod reckon;

#[cfg(test)]
mod tests;

pub use apology::{ApologyDraft, Outstanding, apology_draft};
pub use cause::{Cause, Excess, Measure, Responsible, StepAllowance, cause};
pub use history::{History, Holder, Outage, Span};
pub use reckon::{Ledger, Line, Share, reckon};

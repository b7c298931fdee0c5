//! Where the time of a dossier went (thời gian đã đi đâu), told from its own events.
//!
//! ```text
//! events ──► story: who held it, step by step ──► ledger ──► cause ──► apology
//!                                     outages ──┘
//! ```
//!
//! The ledger begins when the dossier is received for handling: before that no clock runs and nobody is late. It ends
//! with the result, or now.

mod account;
mod apology;
mod holding;
mod outage;
mod remind;
mod story;

#[cfg(test)]
mod tests;

pub use account::{Account, account, outages_between};
pub use apology::{ApologyState, Letter, apology_state, letter, sign_by};
pub use holding::{DECIDE, ISSUE, PAYMENT, SIGN, SUPPLEMENT, SUSPENDED};
pub use outage::{OUTAGE_TEXT_CHARS_MAX, OutageEvent, OutageRecord, OutageRefusal};
pub use remind::{is_reminded, task_facts};
pub use story::{StepTold, Story};

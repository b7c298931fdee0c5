//! Where the time of dossiers went, outages, reminders and escalation, apologies.
//!
//! The streams in the journal are `outage/{id}` and `reminder/{key}`.

mod board;
mod outage;
mod record;
mod remind;
mod send;
mod time;
mod verify;

pub use board::{Late, LateView};
pub use outage::{NewOutage, OutagePage};
pub use record::{ApologyRecord, RecordRow};
pub use remind::{Nudged, RuleView};
pub use store::reminder::FaultRow as RuleFault;
pub use time::{LetterView, TimeView};
pub(crate) use time::{by_unit_of, with_grounds};
pub(crate) use verify::{outage_difference, reminder_difference};

/// Name of an outage's stream.
fn outage_stream(id: &str) -> String {
    format!("outage/{id}")
}

/// Name of a reminder's stream.
fn reminder_stream(key: &str) -> String {
    format!("reminder/{key}")
}

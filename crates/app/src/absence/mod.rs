//! Absence and delegation: noting who is away, giving a role for some days, and whom work is best given to.
//!
//! The streams in the journal are `absence/{id}` and `delegation/{id}`.

mod act;
mod read;
mod row;

pub use act::{NewAbsence, NewDelegation};
pub use read::{AwayView, Line, Spread, UnitMonth};
pub(crate) use row::{absence_difference, delegation_difference};

/// Days of a unit's calendar of absences.
const CALENDAR_DAYS: usize = 28;

/// Name of a delegation's stream.
fn delegation_stream(id: &str) -> String {
    format!("delegation/{id}")
}

/// Name of an absence's stream.
fn absence_stream(id: &str) -> String {
    format!("absence/{id}")
}

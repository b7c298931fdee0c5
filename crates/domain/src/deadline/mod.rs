//! When a result is due (hạn trả kết quả), and why.
//!
//! ```text
//! receipt ──► working moment ──► limit ──► pauses, restarts, extensions ──► due time + lines
//!             calendar, hours,                in order of time
//!             cut-off
//! ```
//!
//! Pure integer arithmetic over published data: no clock, no floating point, no panic. Start with [`reckon`].
//! Sources: Civil Code 2015, Articles 145–148; Decree 61/2018, Articles 18–19; `law/rulings.md`, rulings 1–6 and 11.

mod after;
mod end;
mod input;
mod left;
mod limit;
mod line;
mod reckon;
mod run;
mod steps;
mod worktime;

pub use crate::calendar::CountingMode;
pub use after::{
    closing_before, counted_from, limits_after, working_minutes_allowed, working_time_after, working_time_before,
};
pub use input::{ClockInput, CutOff, CutOffMoves, DeadlineError, Effect, Extension, Interruption, Terms};
pub use left::{Span, TimeLeft, time_left, working_minutes_between};
pub use limit::{LARGEST_LIMIT, Limit, LimitFault, LimitUnit};
pub use line::{Amount, Line, Value};
pub use reckon::{Due, Reckoning, reckon};
pub use steps::{StepLimit, step_limits};

//! Step limits inside the whole limit: when each step of the workflow should be done.

use super::input::{ClockInput, DeadlineError, Terms};
use super::limit::Limit;
use super::reckon::{Due, result};
use super::run::Run;
use serde::{Deserialize, Serialize};

/// When one step is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StepLimit {
    /// The step's due time, never later than that of the whole.
    pub due: Due,
    /// Whether the step's own time would have ended after the whole's: the published durations add up to too much.
    pub capped: bool,
}

/// The due times of steps that follow one another, each with its `share` of the time of `clock`.
///
/// Shares add up from the start of the clock, so that steps of 2 and 3 working days end when 2 and 5 working days do.
/// Interruptions stop the steps as they stop the whole. Extensions lengthen the whole only.
/// While the clock stands, steps that were due before keep their due time.
pub fn step_limits(terms: &Terms<'_>, clock: &ClockInput, shares: &[Limit]) -> Result<Vec<StepLimit>, DeadlineError> {
    let whole = whole_due(terms, clock)?;
    let steps_clock = ClockInput { extensions: Vec::new(), ..clock.clone() };
    let mut steps = Vec::with_capacity(shares.len());
    for count in 1..=shares.len() {
        let due = chain_due(terms, &steps_clock, shares.get(..count).unwrap_or_default());
        steps.push(capped(due, whole)?);
    }
    Ok(steps)
}

fn whole_due(terms: &Terms<'_>, clock: &ClockInput) -> Result<Due, DeadlineError> {
    chain_due(terms, clock, &[clock.limit])
}

fn chain_due(terms: &Terms<'_>, clock: &ClockInput, limits: &[Limit]) -> Result<Due, DeadlineError> {
    let run = Run::new(terms, clock, limits)?;
    result(&run).map(|(due, _)| due)
}

/// The earlier of a step's and the whole's due time.
fn capped(step: Result<Due, DeadlineError>, whole: Due) -> Result<StepLimit, DeadlineError> {
    let step = match step {
        Ok(step) => step,
        // The calendar reaches the whole's end, so a step beyond it is beyond the whole.
        Err(DeadlineError::CalendarEnds { .. }) => return Ok(StepLimit { due: whole, capped: true }),
        Err(error) => return Err(error),
    };
    let capped = match (step, whole) {
        (Due::At(at), Due::At(whole)) => at > whole,
        (Due::Standing { left, .. }, Due::Standing { left: whole, .. }) => {
            left.working == whole.working && left.minutes > whole.minutes
        }
        (Due::Standing { .. }, Due::At(_)) => true,
        (Due::At(_), Due::Standing { .. }) => false,
    };
    Ok(StepLimit { due: if capped { whole } else { step }, capped })
}

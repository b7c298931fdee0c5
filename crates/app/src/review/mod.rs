//! The review of procedures: acts on plans and reviews, what is read of them, what the records say, what came of it.
//!
//! A plan's stream in the journal is `review/{plan}`, that of a review `review-sheet/{plan}/{procedure}`: people who fill
//! in different sheets do not stand in each other's way.

mod act;
mod evidence;
mod plan;
mod read;
mod records;
mod result;
mod row;

pub use act::{ReviewDone, ReviewRequest};
pub use evidence::Sample;
pub use plan::{PlanDone, PlanRequest};
pub use read::{PlanLine, PlanPage, PlanView, ReviewHistory, ReviewLine, ReviewPage, ReviewView};
pub use records::{CountScope, CountedDossier, CountedPage, Period};
pub use result::{ResultLine, Results, UnitProgress};
pub(crate) use row::{plan_difference, sheet_difference};

use domain::access::{Denied, Person, ReviewSight, review_sight};

use crate::App;

/// Events of one stream that are read at most.
const EVENTS_MAX: i64 = 10_000;

/// Name of a plan's stream.
fn plan_stream(plan: &str) -> String {
    format!("review/{plan}")
}

/// Name of a review's stream.
fn sheet_stream(plan: &str, procedure: &str) -> String {
    format!("review-sheet/{plan}/{procedure}")
}

impl App {
    /// Whose reviews the person sees.
    fn review_sight(&self, person: &Person) -> Result<ReviewSight, Denied> {
        let (catalogue, today) = (self.catalogue(), self.today());
        review_sight(person, catalogue.province(today).unwrap_or_default(), today)
    }

    /// Whether the person takes part in reviews at all.
    #[must_use]
    pub fn may_see_reviews(&self, person: &Person) -> bool {
        self.review_sight(person).is_ok()
    }
}

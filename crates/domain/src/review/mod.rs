//! Review and simplification of procedures (rà soát, đơn giản hóa thủ tục hành chính): the plan of a year, what a
//! procedure costs those who must follow it, how it is judged, what is proposed, and what came of the proposals.
//!
//! The cost is that of Circular 02/2017/TT-VPCP, Article 27; the criteria and the procedure's parts are those of Decree
//! 63/2010/NĐ-CP, Articles 8 and 28, the plan that of its Article 30. Everything is exact: hours in hundredths, money in
//! hundredths of a đồng until it is printed. Four eyes: nobody issues, confirms or decides what they wrote.

mod cost;
mod decide;
mod evidence;
mod plan;
mod proposal;
mod question;
mod record;
mod refusal;
mod sheet;
mod tally;
mod text;

pub use cost::{Benefit, Burden, Cost, CostError, Hours, Method, OfficeDays, Task};
pub use decide::{MONEY_MAX, PROPOSALS_MAX, ReviewCommand, ReviewContext, TASKS_MAX, TIMES_MAX};
pub use evidence::{Evidence, Gather, PaperUse, StepUse};
pub use plan::{
    Document, ITEMS_MAX, PROCEDURES_MAX, Plan, PlanCommand, PlanContext, PlanEvent, PlanItem, PlanState, ReplayError,
};
pub use proposal::{Effect, EffectError, Proposal, ProposalKind, Saving};
pub use question::{Answer, Question};
pub use record::{CostSheet, Counted, Decided, ProposalRecord, Review, ReviewEvent, ReviewState};
pub use refusal::Refusal;
pub use sheet::{Answers, Criterion, SheetFault, Verdict, verdict};
pub use tally::{DecidedKind, DecidedProposal, Decision, Tally, tally};

#[cfg(test)]
mod tests;

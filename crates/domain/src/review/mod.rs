//! Review and simplification of procedures (rà soát, đơn giản hóa thủ tục hành chính): what a procedure costs those who
//! must follow it, how it is judged, what is proposed, and what came of the proposals.
//!
//! The cost is that of Circular 02/2017/TT-VPCP, Article 27; the criteria and the procedure's parts are those of Decree
//! 63/2010/NĐ-CP, Articles 8 and 28. Everything is exact: hours in hundredths, money in hundredths of a đồng until it is
//! printed.

mod cost;
mod proposal;
mod sheet;
mod tally;

pub use cost::{Benefit, Burden, Cost, CostError, Hours, Method, OfficeDays, Task};
pub use proposal::{Effect, EffectError, Proposal, ProposalKind};
pub use sheet::{Criterion, Judgement, Part, ReviewSheet, SheetFault, Verdict};
pub use tally::{DecidedKind, DecidedProposal, Decision, Tally, tally};
